"""``check -o`` on the organiser's own workbook: nothing of it lost, and no mark left by the next check."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from tests.support.marking import SOFFICE, exported, is_red, mark, noted, office, red, worked_on
from tests.support.sessions import edited, laid_out, session
from tools.workbook_package import faults
from tspi_sched.exports.common.fingerprint import looks, values
from tspi_sched.exports.marked.cells import SIGN
from tspi_sched.reading import read_plan


def content(path: Path, *, without: Any = ()) -> dict[str, Any]:
    """Values and looks of every sheet but some."""
    book = load_workbook(path)
    return {s.title: (values(s), looks(s)) for s in book.worksheets if s.title not in without}


def test_nothing_of_the_organisers_is_lost(tmp_path: Path) -> None:
    source, room = worked_on(tmp_path)
    untouched = source.read_bytes()
    plan = read_plan(source, session())
    path, book, _found = mark(tmp_path, session(), plan, source)
    assert source.read_bytes() == untouched
    assert book.sheetnames[0] == "Contrôle (2)"
    assert (book["Contrôle"]["A1"].value, book["Contrôle"]["B1"].value, len(book["Contrôle"]._charts)) == (
        "à moi",
        "=1+1",
        1,
    )
    assert book["Contrôle"]["A2"].data_type == "s"
    assert book["Plan"].column_dimensions["B"].width == 41
    assert book["Plan"]["G2"].comment.text == "à confirmer"
    assert book["Plan"][room].comment.text.startswith(f"vu avec Paul\n\n{SIGN}\n• ")
    assert is_red(book["Plan"][room])
    assert read_plan(path, session()) == plan
    assert faults(path) == []


def test_the_next_check_takes_the_marks_away(tmp_path: Path) -> None:
    """After the plan was put right in the marked workbook: all is as it was, but for what the organiser changed."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    book["Plan"][room].value = "S3"
    book.save(path)
    plan = read_plan(path, session())
    again, book, found = mark(tmp_path, session(), plan, path, "encore.xlsx")
    assert found == ()
    assert red(book) == set()
    assert noted(book) == {}
    mine = load_workbook(source)
    mine["Plan"][room].value = "S3"
    mine.save(source)
    assert content(again, without=("Contrôle (2)",)) == content(source)
    assert book["Plan"].cell(book["Plan"][room].row, 9).fill.fgColor.theme == 4


def test_marks_move_with_their_rows(tmp_path: Path) -> None:
    """The rows are sorted another way in between, notes and colours with them, as Excel does."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    sheet, number = book["Plan"], book["Plan"][room].row
    other = number + 1
    for column in range(1, 13):
        one, two = sheet.cell(number, column), sheet.cell(other, column)
        one.value, two.value = two.value, one.value
        one._style, two._style = two._style, one._style
        notes = one.comment, two.comment
        one.comment = two.comment = None
        one.comment, two.comment = (note and Comment(note.text, note.author) for note in reversed(notes))
    book.save(path)
    plan = edited(read_plan(path, session()), "C1 ET", room="S3")
    _path, book, found = mark(tmp_path, session(), plan, path, "encore.xlsx")
    assert found == ()
    assert book["Plan"][room].fill.fill_type is None
    assert book["Plan"].cell(other, 8).fill.fgColor.rgb == "FFFFFF00"
    assert book["Plan"].cell(other, 8).comment.text == "vu avec Paul"


def test_a_note_that_somebody_deleted_leaves_no_colour_behind(tmp_path: Path) -> None:
    path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
    for _title, cell in noted(book):
        book["Plan"][cell].comment = None
    book.save(path)
    _path, book, _found = mark(tmp_path, session(), laid_out(), path, "encore.xlsx")
    assert red(book) == set()


def test_formulas_keep_their_values(tmp_path: Path) -> None:
    """A copy whose formulas have no value could not be read before Excel has been at it."""
    source = exported(tmp_path, session(), laid_out())
    book = load_workbook(source)
    sheet = book["Plan"]
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, 2).value = f'=A{number}&" <&>"'
        start = sheet.cell(number, 6).value
        sheet.cell(number, 14).value = f"=TIME({start.hour},{start.minute},0)"
        sheet.cell(number, 6).value = f"=N{number}"
    book.save(source)
    if not SOFFICE:
        pytest.skip("no LibreOffice to calculate")
    office(source, tmp_path / "calculated")
    source = tmp_path / "calculated" / source.name
    path, _book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    before, after = (load_workbook(one, data_only=True)["Plan"] for one in (source, path))
    assert values(before) == values(after)
    assert load_workbook(path)["Plan"]["F2"].value == "=N2"
    assert read_plan(path, session()) == laid_out()


def test_a_workbook_laid_out_otherwise(tmp_path: Path) -> None:
    """A title above, columns in another order, blanks around the sheet's name, cells merged."""
    source = exported(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
    book = load_workbook(source)
    rows = [[cell.value for cell in row] for row in book["Plan"].iter_rows(max_col=12)]
    sheet = book.create_sheet(" Plan ")
    for title in [title for title in book.sheetnames if title != " Plan "]:
        del book[title]
    book.defined_names.clear()
    sheet.append(["Session de décembre"])
    sheet.append([])
    for row in rows:
        sheet.append([row[7], *row[:7], *row[8:]])
    book.save(source)
    plan = read_plan(source, session())
    path, book, found = mark(tmp_path, session(), plan, source)
    sheet = book[" Plan "]
    assert all(cell.startswith("A") for _title, cell in noted(book))
    assert {breach.rule for breach in found} == {"oral_room"}
    assert all(sheet[f"E{sheet[cell].row}"].value in ("ET", "QPP") for _title, cell in noted(book))
    assert read_plan(path, session()) == plan
    assert faults(path) == []
