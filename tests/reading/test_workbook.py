"""Workbooks that are right, tidy or messy: what is read from them."""

import re
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.books import CANDIDATES_PART, SHEETS, book, edit, pack, unpack, with_cell
from tspi_sched.problem import Day, ExtraTime, Opening
from tspi_sched.reading import read
from tspi_sched.reading.workbook.layout import OF_MEANS, headings
from tspi_sched.reading.workbook.layout import SHEETS as LAYOUT
from tspi_sched.wishes import DEFAULT_ORDER

D7, D8 = date(2026, 12, 7), date(2026, 12, 8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_a_correct_workbook(path: Path) -> None:
    problem, wishes = read(book(path))
    assert problem.title.code == "TP-01305"
    assert (problem.centre, problem.manager) == ("Lyon", "Claire Morel")
    assert problem.days == (Day(D7, 480, 1080), Day(D8, 480, 1080))
    first, second, third = problem.candidates
    assert (first.name, first.tracks, first.trainers, first.exclusions) == ("Léa Martin", ("TITRE",), ("V1",), ("J2",))
    assert second.extra_time == (ExtraTime("MSP", Fraction(1, 3)),)
    assert (second.accessible, second.priority, second.report) == (True, 2, True)
    assert third.extra_time == (ExtraTime("MSP", Fraction(1, 3)), ExtraTime("QPP", minutes=20))
    assert (third.tracks, third.final_interview, third.report, third.priority) == (("CCP1", "CCP2"), True, False, 1)
    assert third.availability == (Opening(D7), Opening(D8, 480, 750))
    member = problem.member["J1"]
    assert (member.professional, member.gender, member.cost, member.max_candidates_per_day) == (True, "M", 150, 4)
    assert (member.accredited_from, member.accredited_to) == (date(2024, 1, 1), date(2028, 12, 31))
    assert [member.professional for member in problem.members] == [True, False, True]
    assert problem.member["J3"].reserve
    assert problem.room["S2"].projector
    assert problem.room["S1"].uses == ("MSP",)
    assert problem.invigilator["V1"].availability == (Opening(None, 480, 1080),)
    assert (wishes.name, [objective.name for objective in wishes.objectives]) == ("book", list(DEFAULT_ORDER))
    assert problem.rules.panel.mode == "daily"


def test_empty_optional_columns_may_be_missing(path: Path) -> None:
    problem, _wishes = read(
        book(
            path,
            Session=None,
            Projecteurs=None,
            Surveillants=None,
            Jours=[["Date"], [D7]],
            Candidats=[["Id", "Nom", "Parcours"], ["C1", "Martin", "TITRE"]],
            Jurys=[["Id", "Nom"], ["J1", "Durand"], ["J2", "Roux"]],
            Salles=[["Id", "Usages", "Places"], ["S1", "MSP;ORAL", 10]],
        )
    )
    assert problem.days == (Day(D7),)
    assert problem.candidates[0].report


def test_english_titles(path: Path) -> None:
    english = {}
    for sheet in (sheet for sheet in LAYOUT if sheet not in OF_MEANS):
        rows = SHEETS[sheet.fr]
        to_english = dict(zip(headings(sheet), headings(sheet, "en"), strict=True))
        english |= {sheet.fr: None, sheet.en: [[to_english[title] for title in rows[0]], *rows[1:]]}
    assert read(book(path, english))[0] == read(book(path.with_name("french.xlsx")))[0]


def test_titles_without_case_accents_blanks_and_punctuation(path: Path) -> None:
    candidates = [list(row) for row in SHEETS["Candidats"]]
    candidates[0] = [f" {title.upper()} :" for title in candidates[0]]
    candidates[0][2] = "prenom"
    candidates[0][8] = "TEMPS-MAJORÉ (*)"
    messy = {"Candidats": None, " CANDIDATS ": candidates}
    assert read(book(path, messy))[0] == read(book(path.with_name("tidy.xlsx")))[0]


def test_rows_above_the_header_empty_rows_extra_columns_and_sheets(path: Path) -> None:
    rows = [[*row, "à part"] for row in SHEETS["Jurys"]]
    rows = [
        ["Les jurys de décembre"],
        [],
        ["Nom", "à compléter"],
        *rows[:2],
        [None] * 13 + ["note"],
        [None, " "],
        *rows[2:],
    ]
    tidy = read(book(path.with_name("tidy.xlsx")))[0]
    assert read(book(path, Jurys=rows, Notes=[["Id", "Nom"], [1, 2]]))[0] == tidy


def test_messy_but_clear_values(path: Path) -> None:
    problem, _wishes = read(
        book(
            path,
            Jours=[["Date", "Ouverture", "Fermeture"], [46364, "8 h", "18h30"], ["7/12/26", 8.5 / 24, 18]],
            Candidats=[
                ["Id", "Nom", "Parcours", "Entretien final", "Formateurs", "Rapport", "Priorité", "Temps majoré"],
                [1, " Martin\u00a0", "Titre", "-", "j1 / V1", "X", "2", "tiers temps"],
                [2.0, "Petit", "ccp1 + CCP 2", "O", "J1 et J2", 0, 3.0, 1 / 3],
                ["3 ", "Garcia", "CCP 2", None, "J1,J2\nV1", "FAUX", "–", "33 %"],
            ],
            Salles=[["Id", "Usages", "Places"], ["S1", "écrit", "12"], ["S2", "oraux/msp", 6.0]],
        )
    )
    assert problem.days == (Day(D7, 510, 1080), Day(D8, 480, 1110))
    one, two, three = problem.candidates
    assert [c.id for c in problem.candidates] == ["1", "2", "3"]
    assert (one.last_name, one.tracks, one.trainers, one.report, one.priority) == (
        "Martin", ("TITRE",), ("J1", "V1"), True, 2,
    )  # fmt: skip
    assert (two.tracks, two.final_interview, two.trainers, two.report) == (("CCP1", "CCP2"), True, ("J1", "J2"), False)
    assert (three.trainers, three.report, three.priority) == (("J1", "J2", "V1"), False, 1)
    assert {c.extra_time for c in problem.candidates} == {(ExtraTime("MSP", Fraction(1, 3)),)}
    assert [room.uses for room in problem.rooms] == [("MSP",), ("MSP", "ORAL")]


def test_ids_that_differ_in_punctuation_are_two(path: Path) -> None:
    rooms = [["Id", "Usages", "Places"], ["1-1", "MSP", 5], ["11", "ORAL", 5]]
    assert [room.id for room in read(book(path, Salles=rooms))[0].rooms] == ["1-1", "11"]


def test_named_panels(path: Path) -> None:
    members = [["Id", "Nom", "Binôme"], ["J1", "A", "Jury 1"], ["J2", "B", "jury 1 "], ["J3", "C", None]]
    problem, _wishes = read(book(path, Jurys=members))
    assert problem.rules.panel.mode == "given"
    assert [[member.id for member in panel] for panel in problem.panels.values()] == [["J1", "J2"]]


def test_merged_cells_count_for_every_row(path: Path) -> None:
    book(
        path, Candidats=[["Décembre"], *(row[:6] for row in SHEETS["Candidats"]), [None, None, None, None, None, None]]
    )
    workbook = load_workbook(path)
    sheet = workbook["Candidats"]
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("F3:F6")
    sheet.merge_cells("B3:C3")
    workbook.save(path)
    problem, _wishes = read(path)
    assert [candidate.company for candidate in problem.candidates] == ["Aciéries du Rhône"] * 3
    assert problem.candidate["C1"].first_name == ""


def test_hidden_rows_and_sheets_count(path: Path) -> None:
    book(path)
    workbook = load_workbook(path)
    workbook["Candidats"].row_dimensions[2].hidden = True
    workbook["Salles"].sheet_state = "hidden"
    workbook.save(path)
    assert len(read(path)[0].candidates) == 3


FORMULA = '<c r="F3" t="str"><f>A1&amp;""</f><v>{}</v></c>'


def test_saved_formulas_count_by_their_value(path: Path) -> None:
    """An empty text is a value: such formulas are common in columns that are filled in advance."""
    book(path, with_cell("Candidats", 3, "Entreprise", "saved"))
    edit(path, CANDIDATES_PART, '<c r="F3" t="inlineStr"><is><t>saved</t></is></c>', FORMULA.format("Usine"))
    assert read(path)[0].candidate["C2"].company == "Usine"
    edit(path, CANDIDATES_PART, FORMULA.format("Usine"), FORMULA.format(""))
    assert read(path)[0].candidate["C2"].company == ""


def test_shared_strings_as_excel_writes_them(path: Path) -> None:
    tidy = read(book(path))[0]
    texts: list[str] = []

    def share(match: re.Match[str]) -> str:
        texts.append(match[2])
        return f'<c r="{match[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    parts = unpack(path)
    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        inline = r'<c r="([A-Z]+\d+)" t="inlineStr"><is><t>([^<]*)</t></is></c>'
        parts[name] = re.sub(inline, share, parts[name].decode()).encode()
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{items}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    assert len(texts) > 50
    assert read(pack(path, parts))[0] == tidy


def test_a_million_formatted_empty_rows(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(6, 1_048_577))
    edit(book(path), CANDIDATES_PART, "</sheetData>", f"{rows}</sheetData>")
    assert len(read(path)[0].candidates) == 3


def test_true_dates_and_times_in_any_format(path: Path) -> None:
    book(path, Jours=[["Date", "Ouverture", "Fermeture"], [datetime(2026, 12, 7), time(8, 30), time(17)]])
    workbook = load_workbook(path)
    sheet = workbook["Jours"]
    sheet["A2"].number_format = "dddd d mmmm yyyy"
    sheet["B2"].number_format = "[h]:mm"
    sheet["C2"].number_format = "General"
    workbook.save(path)
    assert read(path)[0].days == (Day(D7, 510, 1020),)
