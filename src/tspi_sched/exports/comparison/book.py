"""A comparison as a workbook: a sheet a table, to sort and to filter."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.comparison import Comparison
from tspi_sched.exports.comparison.tables import Table, tables
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Column, add_sheet, heading, table
from tspi_sched.exports.xlsx.style import add_styles

WIDEST = 60
"""Characters of a column at most; longer texts take several lines."""


def write(comparison: Comparison, path: Path, *, today: date | None = None) -> None:
    """Write the workbook; `today` dates the file, the machine's date by default."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, comparison.problem.title)
    for one in tables(comparison):
        _add(book, one, comparison.problem.centre)
    save(book, path, today or date.today())


def _add(book: Workbook, content: Table, centre: str) -> None:
    sheet = add_sheet(book, content.title)
    heading(sheet, content.title, content.note)
    columns = [Column(head, "strong" if place == 0 else "text", WIDEST) for place, head in enumerate(content.heads)]
    table(sheet, 4, columns, content.rows, group=content.group)
    sheet.freeze_panes = "B5"
    page(sheet, centre, repeat="4:4")
