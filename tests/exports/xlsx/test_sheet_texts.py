"""planning.xlsx: no text ever becomes a formula, however it looks."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from tests.support import export_demo as demo
from tests.support.xlsx_reading import Book, book_of, rows
from tspi_sched.plan import Result, Unplaced
from tspi_sched.problem import Problem

NASTY = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "#N/A", "\x01\x02b\ud800ell\uffff", "x" * 200, " ", "1/3")


def nasty_session() -> tuple[Problem, Result]:
    people = tuple(
        replace(candidate, last_name=name, first_name=NASTY[0], company=NASTY[1])
        for candidate, name in zip(demo.CANDIDATES, NASTY[:3], strict=True)
    )
    members = tuple(replace(m, last_name=n, panel=n) for m, n in zip(demo.MEMBERS, NASTY[3:7], strict=True))
    rooms = tuple(replace(room, name=name) for room, name in zip(demo.ROOMS, NASTY[6:], strict=True))
    title = replace(demo.TITLE, name="=Title" + "é" * 100)
    problem = demo.problem(candidates=people, members=members, rooms=rooms, title=title, centre="=&A&&\x02" * 99)
    plan = replace(demo.plan(), unplaced=(Unplaced("C03", '=HYPERLINK("http://x")'), Unplaced("C02", "+\x00")))
    return problem, demo.result(plan, scenario="=scenario")


def test_no_text_ever_becomes_a_formula_or_an_error(tmp_path: Path) -> None:
    path, book = book_of(tmp_path, *nasty_session())
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(book.worksheets)
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_a_text_that_looks_like_a_formula_is_quoted_for_whoever_edits_it(tmp_path: Path) -> None:
    _path, book = book_of(tmp_path, *nasty_session())
    cell = next(cell for row in book["Candidats"].iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.quotePrefix


def test_unplaced_sheet_only_when_there_are_some(tmp_path: Path, book: Book) -> None:
    _path, other = book_of(tmp_path, *nasty_session())
    assert "Non placés" not in book.sheetnames
    assert rows(other["Non placés"], 1)[1][:3:2] == ["C03", '=HYPERLINK("http://x")']


def test_long_names_keep_columns_narrow_and_rows_printable(tmp_path: Path) -> None:
    _path, book = book_of(tmp_path, *nasty_session())
    for sheet in book.worksheets:
        assert all((column.width or 0) <= 91 for column in sheet.column_dimensions.values())
        assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())
