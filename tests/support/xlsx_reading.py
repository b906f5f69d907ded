"""The planning.xlsx of the demonstration session, written and opened again."""

from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook

from tests.support import export_demo as demo
from tspi_sched.exports import xlsx
from tspi_sched.plan import Result
from tspi_sched.problem import Problem

Book: TypeAlias = Any
Sheet: TypeAlias = Any
Cell: TypeAlias = Any
"""What openpyxl opens: its stubs say of each cell all that could ever be there, and a test knows what is."""


def book_of(
    tmp_path: Path, problem: Problem | None = None, result: Result | None = None, **options: Any
) -> tuple[Path, Book]:
    """The path of a planning.xlsx, and the book."""
    path = tmp_path / "planning.xlsx"
    xlsx.write(problem or demo.problem(), result or demo.result(), path, today=demo.TODAY, **options)
    return path, load_workbook(path)


def rows(sheet: Sheet, top: int) -> list[list[Any]]:
    """The values of a sheet from a row on."""
    return [list(row) for row in sheet.iter_rows(min_row=top, values_only=True)]


def texts(sheet: Sheet) -> list[str]:
    """Every text on a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def background(cell: Cell) -> str:
    """A cell's colour."""
    return str(cell.fill.start_color.rgb[2:])
