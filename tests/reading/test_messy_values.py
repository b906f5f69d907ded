"""Values as they come from people and programs: words for nothing, errors, dates and hours; never silently misread."""

import unicodedata
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.books import CANDIDATES_PART, SHEETS, book, edit, with_cell
from tests.support.messy_books import D7, faults
from tspi_sched.problem import Day, ExtraTime, Problem
from tspi_sched.reading import read
from tspi_sched.reading.values.spelling import clean

# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["N/A", "n/a", "néant", "sans", "-", "–", "aucun", "RAS", "none", "NC", "…", "?"])
def test_words_for_nothing(path: Path, word: str) -> None:
    columns = ["Entreprise", "Formateurs", "Exclusions", "Temps majoré"]
    rows = [list(row) for row in SHEETS["Candidats"]]
    for column in columns:
        rows[1][rows[0].index(column)] = word
    candidate = read(book(path, Candidats=rows))[0].candidate["C1"]
    assert (candidate.company, candidate.trainers, candidate.exclusions, candidate.extra_time) == ("", (), (), ())


@pytest.mark.parametrize(
    ("title", "column", "word"),
    [
        ("Jurys", "Habilitation au", "aucune"), ("Jurys", "Habilitation du", "N/A"),
        ("Jurys", "Disponibilités", "aucune"), ("Jurys", "Disponibilités", "N/A"),
        ("Jurys", "Candidats max/jour", "aucun"), ("Candidats", "Rapport", "N/A"),
        ("Jurys", "Habilitation au", "07/12"), ("Candidats", "Nom", "N/A"),
        ("Candidats", "Id", "N/A"), ("Salles", "Places", "N/A"),
    ],
)  # fmt: skip
def test_words_that_could_be_an_answer_are_faults(path: Path, title: str, column: str, word: str) -> None:
    """No accreditation at all, never there: an empty cell would say the contrary."""
    assert len(faults(book(path, with_cell(title, 2, column, word)))) == 1


def test_people_called_nothing(path: Path) -> None:
    people = [["Id", "Nom", "Prénom"], ["J1", "Sans", "Rien"], ["J2", "NA", "Nil"]]
    assert [m.name for m in read(book(path, Jurys=people))[0].members] == ["Rien Sans", "Nil NA"]


@pytest.mark.parametrize(
    "error",
    ["#REF!", "#NOM?", "#N/A", "#VALEUR!", "#DIV/0!", "#NOMBRE!", "#NUL!", "#NAME?", "Err:502", "Err:508", "#NV",
     "#BEZUG!", "#¡REF!", "#ERROR!", "####", "#PROPAGATION!"],
)  # fmt: skip
def test_error_values_of_any_program(path: Path, error: str) -> None:
    for title, column in (("Candidats", "Entreprise"), ("Candidats", "Nom"), ("Jurys", "Habilitation au")):
        (message,) = faults(book(path, with_cell(title, 2, column, error))).values()
        assert "erreur" in message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Verre &amp; Cie", "Verre & Cie"),
        ("Verre &amp;amp; Cie", "Verre & Cie"),
        ("L&#39;Été", "L'Été"),
        ("Usine_x000D_", "Usine"),
        ("Usine\u00a0du\u202fLac\u200b", "Usine du Lac"),
        ("\ufeffUsi\u00adne", "Usine"),
        (unicodedata.normalize("NFD", "Aciéries à façon"), "Aciéries à façon"),
        ("Ｕｓｉｎｅ１", "Usine1"),
        ("R&D ; Lac", "R&D ; Lac"),
    ],
)
def test_what_programs_leave_in_texts(path: Path, written: str, meant: str) -> None:
    assert read(book(path, with_cell("Candidats", 2, "Entreprise", written)))[0].candidate["C1"].company == meant


def test_numbers_that_an_exporter_keeps_as_texts() -> None:
    assert clean('="0612"') == "0612"


def test_ids_and_titles_are_compared_after_cleaning(path: Path, tidy: Problem) -> None:
    sheets = with_cell("Candidats", 2, "Exclusions", "J2_x000D_\n")
    sheets["Candidats"][0][12] = unicodedata.normalize("NFD", "Priorité")
    sheets["Candidats"][1][6] = "\u200bV1\u00a0"
    assert read(book(path, sheets))[0] == tidy


def test_dashes_in_ids_are_one_sign(path: Path) -> None:
    members = [["Id", "Nom"], ["J-1", "Durand"], ["J-2", "Roux"]]
    rows = [["Id", "Nom", "Parcours", "Exclusions"], ["C1", "Martin", "TITRE", "J\u20111; J–2"]]
    problem = read(book(path, Jurys=members, Candidats=rows, Surveillants=None))[0]
    assert problem.candidates[0].exclusions == ("J-1", "J-2")


@pytest.mark.parametrize("seats", ["12 places", "12 pl.", "12 chaises", " 12 ", "12,0", "max 12", "12 maxi"])
def test_numbers_with_their_unit(path: Path, seats: str) -> None:
    assert read(book(path, with_cell("Salles", 2, "Places", seats)))[0].room["S1"].seats == 12


@pytest.mark.parametrize("seats", ["12 à 15", "env. 12", "12+2", "12 m²", "une douzaine"])
def test_numbers_that_are_not(path: Path, seats: str) -> None:
    assert "Salles!D2" in faults(book(path, with_cell("Salles", 2, "Places", seats)))


# --- dates and hours --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["071226", 71226, "71226", "07122026", 7122026, "7 déc 26", 46363, "46363", "lundi 7 décembre 2026", 20261207],
)
def test_dates_without_bars(path: Path, written: object) -> None:
    assert read(book(path, Jours=[["Date"], [written]]))[0].days == (Day(D7),)


@pytest.mark.parametrize(
    "written",
    [
        datetime(2095, 1, 1),  # what Excel makes of 071226 typed into a cell of dates
        50126,  # 26 March 2037 if counted, 5 January 2026 if spelt
        "261207", "311299", 121, 7126, 99999, "2026", "12/2026", "07/12",
    ],
)  # fmt: skip
def test_dates_that_could_be_others(path: Path, written: object) -> None:
    assert "Jours!A2" in faults(book(path, Jours=[["Date"], [written]]))


def test_accreditations_without_end_in_sight(path: Path) -> None:
    member = read(book(path, with_cell("Jurys", 2, "Habilitation au", date(2099, 12, 31))))[0].member["J1"]
    assert member.accredited_to == date(2099, 12, 31)
    member = read(book(path, with_cell("Jurys", 2, "Habilitation au", "illimitée")))[0].member["J1"]
    assert member.accredited_to is None


@pytest.mark.parametrize("bare", [True, False])
def test_workbooks_that_count_from_1904(path: Path, bare: bool, tidy: Problem) -> None:
    """Dates with a format, and bare numbers: 7 December 2026 is 44901 days after 1 January 1904."""
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.remove(workbook.worksheets[0])
    for title, rows in SHEETS.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if bare:
        for place, number in ((2, 44901), (3, 44902)):
            workbook["Jours"].cell(place, 1).value = number
            workbook["Jours"].cell(place, 1).number_format = "General"
    workbook.save(path)
    assert read(path)[0] == tidy


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("2:30 PM", 870),
        ("2:30 p.m.", 870),
        ("12 pm", 720),
        ("8:30 AM", 510),
        ("10.10", 610),
        ("8.30", 510),
        (time(14), 840),
    ],
)
def test_clocks(path: Path, written: object, minute: int) -> None:
    assert read(book(path, Jours=[["Date", "Fermeture"], [D7, written]]))[0].days[0].close == minute


@pytest.mark.parametrize("written", [10.1, "8,5", "25:00", "8.75", "14:30 PM"])
def test_clocks_that_are_not(path: Path, written: object) -> None:
    assert "Jours!C2" in faults(book(path, Jours=[["Date", "Ouverture", "Fermeture"], [D7, time(6), written]]))


def test_an_error_value_of_a_formula(path: Path) -> None:
    """As a program stores it: a cell of the kind e."""
    book(path, with_cell("Candidats", 3, "Entreprise", "saved"))
    cell = '<c r="F3" t="inlineStr"><is><t>saved</t></is></c>'
    edit(path, CANDIDATES_PART, cell, '<c r="F3" t="e"><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v></c>')
    assert "erreur Excel #N/A" in faults(path)["Candidats!F3"]


def test_extra_time_still_has_its_share(path: Path) -> None:
    extra = read(book(path, with_cell("Candidats", 2, "Temps majoré", "QPP:20min")))[0].candidate["C1"].extra_time
    assert extra == (ExtraTime("QPP", minutes=20),)
