"""planning.xlsx in the hands of people: colours, legend, links, cards, what may be edited, how it prints."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from tests.support import export_demo as demo
from tests.support.xlsx_reading import Book, Cell, Sheet, background, book_of
from tspi_sched.documents import Leads
from tspi_sched.exports import xlsx
from tspi_sched.exports.common.colours import stage_colours, track_colours
from tspi_sched.exports.xlsx.paper import A3, A4
from tspi_sched.exports.xlsx.sheet import lines_in
from tspi_sched.plan import Plan

CARDS = ("Fiches candidats", "Fiches jury")


def cells(sheet: Sheet) -> list[Cell]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def cell_of(sheet: Sheet, value: str) -> Cell:
    return next(cell for cell in cells(sheet) if cell.value == value)


def follow(book: Book, link: Any) -> Cell:
    """The cell that a link leads to."""
    title, _mark, place = link.location.rpartition("!")
    return book[title.strip("'")][place]


# --- colours and the legend ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Candidats", "Jurys", "Surveillance", "Plan", "Légende", *CARDS])
def test_a_track_has_one_colour_everywhere(book: Book, name: str) -> None:
    expected = track_colours(demo.TITLE)
    found = {cell.value: background(cell) for cell in cells(book[name]) if cell.value in expected and cell.row > 4}
    assert found
    assert all(expected[track][0] == colour for track, colour in found.items() if colour != "DCE6F1")  # but in a head


@pytest.mark.parametrize("name", ["Jurys", "Salles", "Plan", "Légende", "Grille", *CARDS])
def test_a_stage_has_one_colour_everywhere_and_its_code_on_it(book: Book, name: str) -> None:
    expected = stage_colours(demo.TITLE)
    found = {(cell.value, background(cell)) for cell in cells(book[name]) if cell.value in expected}
    assert {code for code, _colour in found} >= {"ET", "QPP"}
    assert all(colour == expected[code] for code, colour in found)


def test_tracks_look_like_no_stage() -> None:
    backgrounds = {background for background, _ink in track_colours(demo.TITLE).values()}
    assert not backgrounds & set(stage_colours(demo.TITLE).values())


def test_the_legend_names_every_track_stage_and_threshold(book: Book) -> None:
    legend = book["Légende"]
    shown = {cell.value for cell in cells(legend)}
    assert {track.code for track in demo.TITLE.tracks} | {stage.code for stage in demo.TITLE.stages} <= shown
    assert cell_of(legend, "Attente longue d’un candidat").offset(0, 1).value == timedelta(hours=2)
    assert cell_of(legend, "Très longue journée d’un juré").offset(0, 1).value == timedelta(hours=10)
    row = cell_of(legend, "MSP").row
    assert [legend.cell(row, column).value for column in (3, 4, 5)] == [timedelta(hours=hours) for hours in (3, 2, 1)]


def rules_of(sheet: Sheet) -> list[Any]:
    """(area, name of the threshold) of each conditional format, in the order in which Excel tries them."""
    found = [(rule.priority, str(area.sqref), rule) for area in sheet.conditional_formatting for rule in area.rules]
    return [(where, rule) for _priority, where, rule in sorted(found, key=lambda one: one[0])]


@pytest.mark.parametrize(
    ("name", "head", "thresholds"),
    [
        ("Candidats", "Attente", ["attente_tres_longue", "attente_longue"]),
        ("Présences", "Présence", ["journee_tres_longue", "journee_longue"]),
    ],
)
def test_long_waits_and_days_follow_the_legend(book: Book, name: str, head: str, thresholds: list[str]) -> None:
    sheet = book[name]
    letter = cell_of(sheet, head).column_letter
    assert {where for where, _rule in rules_of(sheet)} == {f"{letter}5:{letter}{sheet.max_row}"}
    # lengths are written in three ways: 45 min, 3 h, 2 h 05
    assert [name for _where, rule in rules_of(sheet) for name in thresholds if name in rule.formula[0]] == [
        name for name in thresholds for _way in range(3)
    ]
    for _where, rule in rules_of(sheet):
        assert rule.stopIfTrue
        assert "▲" in rule.dxf.numFmt.formatCode  # a mark for who prints in grey
    for name in thresholds:
        assert book.defined_names[name].attr_text.startswith("'Légende'!$C$")


def test_the_members_cards_mark_what_is_long_too(book: Book) -> None:
    sheet = book[CARDS[1]]
    last = get_column_letter(sheet.max_column - 1)  # beside it are the ways back
    totals = {f"{last}{cell.row}" for cell in cells(sheet) if cell.value == "Présence de la journée"}
    assert totals
    assert all(set(where.split()) == totals for where, _rule in rules_of(sheet))


def test_a_candidate_s_own_page_marks_nothing_and_names_no_member(book: Book) -> None:
    """It is handed to them: neither how long they wait, in orange, nor before whom they pass."""
    sheet = book[CARDS[0]]
    assert rules_of(sheet) == []
    names = [member.last_name for member in demo.MEMBERS]
    assert not any(name in str(cell.value) for cell in cells(sheet) for name in (*names, "Attente", "▲"))


# --- links -----------------------------------------------------------------------------------------------------------


def test_every_sheet_leads_back_to_the_summary(book: Book) -> None:
    for sheet in book.worksheets[1:]:
        (links,) = {cell.hyperlink.location for cell in cells(sheet) if cell.hyperlink and cell.value == "↩ Synthèse"}
        assert links == "'Synthèse'!A1"


@pytest.mark.parametrize("name", ["Jour 1 – lundi 7 décembre", "Candidats", "Surveillance"])
def test_a_candidate_s_number_leads_to_their_card(book: Book, name: str) -> None:
    cell = cell_of(book[name], "C02")
    assert card_at(book, cell.hyperlink) == "Noé Garnier – C02"


def test_a_member_s_number_leads_to_their_card_and_on_to_the_candidates(book: Book) -> None:
    card = follow(book, cell_of(book["Présences"], "J3").hyperlink)
    assert card.value == "Chloé Petit – J3"
    seen = next(cell for cell in cells(card.parent) if cell.row > card.row and cell.value == "C03")
    assert card_at(book, seen.hyperlink) == "Inès Roux – C03"


def card_at(book: Book, link: Any) -> Any:
    """Whose card a link leads to: below the centre and the title."""
    top = follow(book, link)
    return top.parent.cell(top.row + 3, 1).value


def test_no_text_that_may_wrap_is_a_link(book: Book) -> None:
    """LibreOffice breaks no link into lines, so that a long name would be cut."""
    linked = [cell for sheet in book.worksheets for cell in cells(sheet) if cell.hyperlink]
    assert linked
    assert not [cell.value for cell in linked if cell.alignment.wrap_text]


@pytest.mark.parametrize("name", ["Synthèse", "Légende"])
def test_no_sentence_is_cut(book: Book, name: str) -> None:
    """A text that is broken into lines has the height for all of them, the columns that it is merged over together."""
    sheet = book[name]
    areas = {area.start_cell.coordinate: area.max_col for area in sheet.merged_cells.ranges}
    long = 0
    for cell in cells(sheet):
        last = areas.get(cell.coordinate, cell.column)
        width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(cell.column, last + 1))
        if not isinstance(cell.value, str) or (lines := lines_in(cell.value, width)) == 1:
            continue
        if cell.coordinate in areas or cell.alignment.wrap_text:  # others run on over the empty cells beside them
            long += 1
            assert cell.alignment.wrap_text, cell.value
            assert (sheet.row_dimensions[cell.row].height or 15) >= lines * 12, cell.value
    assert long


@pytest.mark.parametrize(("name", "origin", "people"), [(CARDS[0], "Candidats", 3), (CARDS[1], "Présences", 4)])
def test_every_card_leads_back_to_the_list(book: Book, name: str, origin: str, people: int) -> None:
    back = [cell for cell in cells(book[name]) if cell.value == f"↩ {origin}"]
    assert len(back) == people
    assert all(cell.hyperlink.location == f"'{origin}'!A1" for cell in back)


# --- cards -----------------------------------------------------------------------------------------------------------


def test_a_candidate_s_card_says_when_and_where(book: Book) -> None:
    sheet = book[CARDS[0]]
    top = cell_of(sheet, "Noé Garnier – C02").row
    rows = [row[:6] for row in sheet.iter_rows(min_row=top, max_row=top + 14, values_only=True)]
    assert (time(7, 45), None, None, "Convocation", None, "Salle Ampère") in rows
    name = "Mise en situation professionnelle (temps majoré : + 1 h)"
    assert (time(8), time(12), "MSP", name, "TITRE", "Salle Ampère") in rows
    assert ("Mardi 8 décembre 2026", *(None,) * 5) in rows


def test_a_candidate_s_card_says_whose_centre_it_is_and_for_what(book: Book) -> None:
    sheet = book[CARDS[0]]
    top = cell_of(sheet, "Noé Garnier – C02").row
    assert sheet.cell(top - 3, 1).value == "Centre de démonstration"
    assert "Technicien supérieur en production industrielle (TP-01305)" in sheet.cell(top - 2, 1).value


def test_a_candidate_s_meal_is_the_whole_free_stretch_around_noon(book: Book) -> None:
    # C03 writes until 10:00 and is called at 13:45 for the paper of 14:00: not 11:30–14:00, which is the meal's window
    sheet = book[CARDS[0]]
    top = cell_of(sheet, "Inès Roux – C03").row
    pauses = [cell.value for cell in cells(sheet) if cell.row > top and str(cell.value).startswith("Pause")]
    assert pauses == ["Pause déjeuner – 10:00 à 13:45"]


def test_a_member_s_card_has_the_running_order_and_the_meal(book: Book) -> None:
    sheet = book[CARDS[1]]
    rows = [row for row in sheet.iter_rows(max_col=15, values_only=True) if any(row)]
    assert rows[2][0] == "Lundi 7 décembre 2026 – présentez-vous à 10:50 ; fin prévue à 15:00"
    first = next(row for row in rows if row[:2] == ("Zoé Lefèvre", "C01"))
    # marking 11:05–11:25, then ET, QPP, EF and the deliberation from 13:00
    assert first[2:7] == ("TITRE", time(11, 5), time(11, 25), time(13), time(13, 30))
    assert first[11:14] == (time(14, 50), time(15), "Salle Curie")
    assert "Pause déjeuner – 11:30 à 12:55" in [row[0] for row in rows]


def test_who_has_left_out_no_card(tmp_path: Path) -> None:
    plan = Plan(tuple(task for task in demo.plan().tasks if task.candidate != "C03"), demo.left_out())
    _path, book = book_of(tmp_path, result=demo.result(plan))
    sheet = book[CARDS[0]]
    assert len(sheet.row_breaks.brk) == 1  # two cards


# --- paper -----------------------------------------------------------------------------------------------------------


def test_every_page_says_which_session_sheet_and_page_it_is(book: Book) -> None:
    for sheet in book.worksheets:
        assert sheet.oddFooter.left.text == "session du lundi 7 décembre 2026 – Centre de démonstration"
        assert sheet.oddFooter.right.text == "&A – &P / &N"


def test_tables_fill_the_width_and_repeat_their_titles(book: Book) -> None:
    for name in ("Candidats", "Jurys", "Présences", "Salles", "Surveillance", "Grille", "Plan", "Codes"):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == (A3 if name == "Grille" else A4)
        if name in ("Jurys", "Salles"):  # a page for each, which Excel does under a scale of its own only
            assert not sheet.sheet_properties.pageSetUpPr.fitToPage
            starts = [first for first, _last in pages(sheet)]
            assert len(starts) == len({row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value})
        else:
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth) == (True, 1)
            assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows.startswith("$1:") or name in ("Grille", "Codes")
        assert sheet.freeze_panes


def test_ways_back_are_not_printed(book: Book) -> None:
    for sheet in book.worksheets[1:]:
        printed = sheet[sheet.print_area.rpartition("!")[2]]
        shown = {cell.value for row in printed for cell in row}
        assert not any(str(value).startswith("↩") for value in shown)


def points(sheet: Sheet, first: int, last: int) -> Any:
    return sum(sheet.row_dimensions[row].height for row in range(first, last + 1))


def pages(sheet: Sheet) -> list[tuple[int, int]]:
    """First and last row of each page, as its breaks say."""
    ends = [*(one.id for one in sheet.row_breaks.brk), sheet.max_row]
    return list(zip([1, *(end + 1 for end in ends[:-1])], ends, strict=True))


@pytest.fixture(scope="module", params=[24, 60])
def large(request: pytest.FixtureRequest) -> tuple[int, Book]:
    """The number of candidates of a session with four panels, and its book."""
    problem, plan = demo.large(request.param)
    return request.param, xlsx.build(problem, demo.result(plan), demo.TODAY, Leads())


@pytest.mark.parametrize(("name", "high"), [(CARDS[0], 842), (CARDS[1], 595)])
def test_each_card_is_one_page(large: tuple[int, Book], name: str, high: int) -> None:
    count, book = large
    sheet = book[name]
    assert len(pages(sheet)) == (count if name == CARDS[0] else 8)
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)  # or no breaks
    margins = 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    scale = sheet.page_setup.scale / 100
    assert scale >= 0.6
    for first, last in pages(sheet):
        assert points(sheet, first, last) * scale <= high - margins
        band = first + 3 * (name == CARDS[0])  # below the centre and the title on what is handed to candidates
        assert sheet.cell(band, 1).fill.start_color.rgb == "FF1F4E79"  # the band with the name


def test_a_long_day_breaks_between_panels() -> None:
    problem, plan = demo.large(24, panels=8)
    sheet = xlsx.build(problem, demo.result(plan), demo.TODAY, Leads())["Jour 2 – mardi 8 décembre"]
    starts = [first for first, _last in pages(sheet)]
    assert len(starts) > 1
    assert all(str(sheet.cell(start, 1).value).startswith("Jury ") for start in starts[1:])


def test_the_grid_breaks_between_days(large: tuple[int, Book]) -> None:
    count, book = large
    sheet = book["Grille"]
    starts = [first for first, _last in pages(sheet)]
    assert (len(starts) > 1) == (count > 24)
    assert all(str(sheet.cell(start, 1).value).startswith("Jour ") for start in starts[1:])
    head = int(sheet.print_title_rows.rpartition("$")[2])
    high = 842 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    for first, last in pages(sheet):
        again = sheet.row_dimensions[head].height or 15
        assert sum(sheet.row_dimensions[row].height or 15 for row in range(first, last + 1)) + again <= high
