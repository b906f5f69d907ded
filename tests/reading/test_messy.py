"""Workbooks as they come from people and programs: read rightly, or refused, or noted, never silently misread."""

import unicodedata
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.books import CANDIDATES_PART, SHEETS, Sheet, book, edit, with_cell
from tspi_sched.errors import InputError
from tspi_sched.problem import Day, ExtraTime, Problem
from tspi_sched.reading import read, read_noted
from tspi_sched.reading.values.spelling import clean
from tspi_sched.reading.workbook.layout import SHEETS as LAYOUT
from tspi_sched.reading.workbook.synonyms import column_synonyms, sheet_synonyms

D7, D8 = date(2026, 12, 7), date(2026, 12, 8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


@pytest.fixture
def tidy(tmp_path: Path) -> Problem:
    return read(book(tmp_path / "tidy.xlsx"))[0]


def notes(path: Path) -> dict[str, str]:
    """What was noted, by place."""
    found: dict[str, str] = {}
    for note in read_noted(path).notes:
        found[note.where] = f"{found.get(note.where, '')}{note.message}\n"
    return found


def faults(path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return {fault.where: fault.message for fault in caught.value.faults}


def renamed(title: str, **names: str) -> dict[str, Sheet]:
    """A sheet with other column titles."""
    rows = [list(row) for row in SHEETS[title]]
    rows[0] = [names.get(str(name).replace(" ", "_"), name) for name in rows[0]]
    return {title: rows}


def more(title: str, *rows: list[Any]) -> dict[str, Sheet]:
    return {title: [*SHEETS[title], *rows]}


def test_nothing_is_noted_of_a_tidy_workbook(path: Path) -> None:
    assert notes(book(path)) == {}


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Jours", {"Ouverture": "Début", "Fermeture": "Fin"}),
        ("Candidats", {"Entreprise": "Employeur", "Temps_majoré": "Tiers-temps", "Nom": "Nom de famille"}),
        ("Candidats", {"Entreprise": "Société", "Id": "Identifiant", "Priorité": "Poids", "Disponibilités": "Dispos"}),
        ("Candidats", {"Entreprise": "ORGANISME", "Id": "N°", "Accessibilité": "PMR"}),
        ("Jurys", {"Binôme": "Jury", "Genre": "Sexe", "Réserve": "Suppléant", "Habilitation_au": "Fin d'habilitation"}),
        ("Salles", {"Id": "Salle", "Places": "Nb places", "Vidéoprojecteur": "VP"}),
        ("Salles", {"Nom": "Salle", "Places": "Capacité", "Usages": "Usage"}),
        ("Projecteurs", {"Id": "Vidéoprojecteur"}),
        ("Surveillants", {"Nom": "Surname", "Prénom": "Given name"}),
    ],
)
def test_usual_titles_are_understood_and_named(path: Path, tidy: Problem, title: str, names: dict[str, str]) -> None:
    assert read(book(path, renamed(title, **names)))[0] == tidy
    assert all(name in notes(path).get(title, name) for name in names.values())


@pytest.mark.parametrize("title", ["Membres du jury", "Jurés", "jury", "JURORS"])
def test_usual_titles_of_sheets(path: Path, tidy: Problem, title: str) -> None:
    assert read(book(path, {"Jurys": None, title: SHEETS["Jurys"]}))[0] == tidy


def test_no_synonym_is_a_title_of_another_column() -> None:
    for sheet in LAYOUT:
        titles = {name.casefold() for column in sheet.columns for name in column.titles}
        for column in sheet.columns:
            own = {name.casefold() for name in column.titles}
            assert not set(column_synonyms(sheet, column)) & (titles - own)
        assert len(set(sheet_synonyms(sheet))) == len(sheet_synonyms(sheet))


@pytest.mark.parametrize("answer", ["oui", "x", True, "1/3", "tiers temps"])
def test_a_tick_under_tiers_temps_is_a_third(path: Path, answer: object) -> None:
    sheets = renamed("Candidats", Temps_majoré="Tiers-temps")
    sheets["Candidats"][1][8] = answer
    assert [extra.stage for extra in read(book(path, sheets))[0].candidate["C1"].extra_time] == ["MSP"]
    sheets["Candidats"][1][8] = "non"
    assert read(book(path, sheets))[0].candidate["C1"].extra_time == ()


def with_column(title: str, heading: str | None, value: object = "quelque chose") -> dict[str, Sheet]:
    rows = [list(row) for row in SHEETS[title]]
    return {title: [[*rows[0], heading], [*rows[1], value], *rows[2:]]}


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("Candidats", "Commentaire", "colonne qui n'est pas lue : « Commentaire »"),
        ("Candidats", None, "colonne sans titre"),
        ("Candidats", "Indisponibilités", "écrivez ces absences dans « Disponibilités »"),
        ("Jurys", "Absences", "écrivez ces absences dans « Disponibilités »"),
        ("Salles", "Non disponible", "écrivez ces absences dans « Disponibilités »"),
        ("Surveillants", "Congés", "écrivez ces absences dans « Disponibilités »"),
        ("Jurys", "Unavailability", "écrivez ces absences dans « Disponibilités »"),
        ("Candidats", "Employeur", "« Entreprise », en F1, l'est et dit la même chose"),
        ("Surveillants", "Coût horaire", "vouliez-vous dire « Coût/jour » ?"),
    ],
)
def test_columns_that_are_not_read_are_named(
    path: Path, tidy: Problem, title: str, heading: str | None, text: str
) -> None:
    assert read(book(path, with_column(title, heading)))[0] == tidy
    (message,) = notes(path).values()
    assert text in message
    assert "« Disponibilités » ?" not in message
    empty = book(path, with_column(title, heading, value=None))
    assert notes(empty) == {}, "a column without content is no loss"


def test_values_tell_what_a_column_is_meant_for(path: Path) -> None:
    rows = [list(row) for row in SHEETS["Jurys"]]
    rows[0][5], rows[0][6] = "Statut", "Type"
    found = notes(book(path, Jurys=rows))
    assert "celles de « Qualité »" in found["Jurys!F1"]
    assert "celles de « Genre »" in found["Jurys!G1"]
    rows[1][5] = "cadre"
    assert "« Statut »" in notes(book(path, Jurys=rows))["Jurys"]


def test_absences_are_no_availability_where_there_is_no_such_column(path: Path) -> None:
    rows = [[*row[:3], value] for row, value in zip(SHEETS["Surveillants"], ["Indisponibilités", "07/12"], strict=True)]
    problem, _wishes = read(book(path, Surveillants=rows))
    assert problem.invigilator["V1"].availability == ()
    assert "absences" in notes(path)["Surveillants!D1"]


def test_two_columns_for_the_same(path: Path) -> None:
    rows = [[*row, value] for row, value in zip(SHEETS["Candidats"], ["Société", "Usine", None, None], strict=True)]
    rows[0][5] = "Employeur"
    assert faults(book(path, Candidats=rows)) == {
        "Candidats!N1": "« Société » et « Employeur » (F1) disent la même chose ; gardez-en une"
    }
    rows[1][13] = None
    assert read(book(path, Candidats=rows))[0].candidate["C1"].company == "Aciéries du Rhône"


def test_two_addresses_are_no_fault(path: Path) -> None:
    rows = [["Id", "Nom", "Mail", "Mél"], ["V1", "Faure", "a@exemple.fr", "b@exemple.fr"]]
    assert read(book(path, Surveillants=rows))[0].invigilator["V1"].email == "a@exemple.fr"
    assert "« Mél »" in notes(path)["Surveillants!D1"]


def test_sheets_that_are_not_read_are_named(path: Path) -> None:
    sheets = {"Feuil8": SHEETS["Candidats"], "Divers": [["a"]], "Vide": [[None]]}
    found = notes(book(path, sheets))
    assert found == {
        "Feuil8": "cette feuille n'est pas lue ; elle ressemble à « Candidats »\n",
        "Divers": "cette feuille n'est pas lue\n",
    }


def test_notes_come_with_faults_too(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(book(path, {**with_column("Candidats", "Bilan"), **with_cell("Salles", 2, "Places", 0)}))
    assert [note.where for note in caught.value.notes] == ["Candidats"]


# --- rows that are none -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Candidats", ["Total : 14 candidats"]),
        ("Candidats", [None, "Total", None, 3]),
        ("Candidats", ["TOTAL", 3, None, 2, None, None, "#REF!"]),
        ("Candidats", ["3 candidats"]),
        ("Jurys", ["Total", 3]),
        ("Jurys", ["Légende", "en gras : à confirmer"]),
        ("Jurys", ["* à confirmer"]),
        ("Jurys", ["Id", "Nom", "Prénom"]),
        ("Salles", ["Somme", None, None, 18]),
        ("Projecteurs", ["Total"]),
        ("Projecteurs", ["NB : le 2e est en réparation"]),
        ("Projecteurs", ["N.B. voir avec la DSI"]),
        ("Projecteurs", ["le second est en panne"]),
        ("Projecteurs", ["Les appareils en italique sont prêtés"]),
        ("Projecteurs", ["2 projecteurs"]),
        ("Surveillants", ["Somme", 2]),
        ("Surveillants", ["Nombre", "2"]),
        ("Jours", ["Total", None, "10:00"]),
        ("Jours", ["Remarque : le 8 est un mardi"]),
    ],
)
def test_totals_notes_and_legends_are_left_aside(path: Path, tidy: Problem, title: str, row: list[Any]) -> None:
    assert read(book(path, more(title, [None], row)))[0] == tidy
    assert "laissée de côté" in notes(path)[f"{title}!{len(SHEETS[title]) + 2}"]


def test_a_total_under_a_column_of_numbers(path: Path, tidy: Problem) -> None:
    """The word stands in a column that is not read, and the sum under Id."""
    rows = [["Rang", "Id"], [1, "VP1"], ["Total", 1]]
    assert read(book(path, Projecteurs=rows))[0].projectors == tidy.projectors


def test_people_called_total(path: Path) -> None:
    people = [["Id", "Nom", "Prénom"], ["J1", "Total", "Jean"], ["J2", "Somme", "Anne"], ["J3", "Note", None]]
    assert [member.last_name for member in read(book(path, Jurys=people))[0].members] == ["Total", "Somme", "Note"]


def test_ids_that_are_initials(path: Path) -> None:
    people = [
        ["Id", "Nom", "Prénom"],
        ["NB", "Bernard", "Nadia"],
        ["PS", "Simon", None],
        ["NB", "en gras : à confirmer"],
    ]
    assert [m.id for m in read(book(path, Jurys=people, Candidats=alone()))[0].members] == ["NB", "PS"]


def alone() -> Sheet:
    return [["Id", "Nom", "Parcours"], ["C1", "Martin", "TITRE"]]


def test_an_id_called_total_is_asked_about(path: Path) -> None:
    found = faults(book(path, more("Jurys", ["Total", "Dupont", "Jean", None, "Usine"])))
    assert "total ou de légende" in found["Jurys!5"]


def test_ids_that_look_like_remarks_are_none(path: Path) -> None:
    ids = ["NB1", "Note 2", "VP salle 12", "Epson", "Vidéoprojecteur portable"]
    rows = [["Id", "Disponibilités"], *([name, "08:00-18:00"] if name == "Note 2" else [name, None] for name in ids)]
    found = [projector.id for projector in read(book(path, Projecteurs=rows))[0].projectors]
    assert found == ["NB1", "VP salle 12", "Epson", "Vidéoprojecteur portable"]
    assert "Note 2" in notes(path)["Projecteurs!3"]


@pytest.mark.parametrize("text", ["Absents", "¹ prêté", "dont 2 prêtés", "F", "cf. mail du 12"])
def test_an_id_unlike_all_others_is_named(path: Path, text: str) -> None:
    """Where an id is all that a row needs, nobody can tell a short note from a thing."""
    assert f"« {text} »" in notes(book(path, more("Projecteurs", ["VP2"], [None], [text])))["Projecteurs!A5"]
    assert notes(book(path, Projecteurs=[["Id"], ["Epson"], ["Sony"], ["VP1"], ["Acer 2"]])) == {}


def test_a_number_is_no_name(path: Path) -> None:
    assert "n'est pas un nom" in faults(book(path, more("Surveillants", ["V2", 2])))["Surveillants!B3"]


@pytest.mark.parametrize("mark", ['"', "”", "''", "〃", "idem", "Idem", '-"-', "»"])
def test_ditto_marks(path: Path, mark: str) -> None:
    sheets = with_cell("Candidats", 3, "Entreprise", mark)
    assert read(book(path, sheets))[0].candidate["C2"].company == "Aciéries du Rhône"
    twice = dict(sheets)
    twice["Candidats"][3][5] = mark
    assert read(book(path, twice))[0].candidate["C3"].company == "Aciéries du Rhône"
    assert "répète" in faults(book(path, with_cell("Candidats", 2, "Entreprise", mark)))["Candidats!F2"]
    assert "répète" in faults(book(path, with_cell("Candidats", 3, "Nom", mark)))["Candidats!B3"]


def test_hidden_rows_and_sheets_are_noted(path: Path, tidy: Problem) -> None:
    book(path)
    workbook = load_workbook(path)
    for row in (2, 4):
        workbook["Candidats"].row_dimensions[row].hidden = True
    workbook["Salles"].sheet_state = "hidden"
    workbook.save(path)
    assert read(path)[0] == tidy
    assert "2 lignes masquées (par un filtre ?) sont lues comme les autres : 2, 4" in notes(path)["Candidats"]
    assert "masquée" in notes(path)["Salles"]


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
