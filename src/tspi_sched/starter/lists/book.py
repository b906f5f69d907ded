"""A workbook of facts made of a list: our sheets with their drop-downs, the list's rows under the list's own headings,
and what the list has besides kept on the right. Nothing of it is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook

from tspi_sched.exports.xlsx.sheet import Value, put
from tspi_sched.problem import Title
from tspi_sched.reading.values.cells import is_empty
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.grids import Grid
from tspi_sched.reading.workbook.layout import SESSION, Column, Sheet
from tspi_sched.starter.book import HEADER_ROW, Row, facts_book
from tspi_sched.starter.lists.guess import NUMBERED, Listing
from tspi_sched.texts import _

Columns = dict[str, dict[str, str]]
"""The organiser's own headings as a scenario has them: by sheet, ours and theirs."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A table of the list with its rows, and the values that stand in each row for columns that the list has not."""

    listing: Listing
    grid: Grid
    always: Mapping[str, str]

    @property
    def rows(self) -> Sequence[tuple[object, ...]]:
        """The rows below the headings that hold something."""
        return [row for row in self.grid[self.listing.header :] if any(not is_empty(value) for value in row)]


def listed_book(tables: Sequence[Filled], heading: str, title: Title) -> tuple[Workbook, Columns]:
    """The workbook of some tables, at most one for each kind, and the headings for its scenario."""
    rows: dict[str, Sequence[Row]] = {SESSION.key: [{"title": title.code}]}
    rows |= {table.listing.kind: rows_of(table) for table in tables if table.listing.sheet}
    book, columns = facts_book(rows, heading, title), {}
    for table in tables:
        if (sheet := table.listing.sheet) and (own := _own_headings(book, table, sheet)):
            columns[sheet.title] = own
    return book, columns


def rows_of(table: Filled) -> list[Row]:
    """The rows of a table by field, numbered where the list has no ids."""
    fields = {heading.field: heading.place for heading in table.listing.headings if heading.field}
    numbered = {} if "id" in fields else {"id": NUMBERED.get(table.listing.kind, "")}
    return [
        {
            **{field: name.format(number) for field, name in numbered.items() if name},
            **table.always,
            **{field: value_of(row, place) for field, place in fields.items()},
        }
        for number, row in enumerate(table.rows, 1)
    ]


def value_of(row: tuple[object, ...], place: int) -> Value:
    """What a row has in a column, as a cell takes it."""
    value = row[place - 1] if place <= len(row) else None
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    kinds = (str, int, float, date, datetime, time, timedelta)
    return value if value is None or isinstance(value, kinds) else str(value)


def _own_headings(book: Workbook, table: Filled, sheet: Sheet) -> dict[str, str]:
    """Put the list's headings in the place of ours, and its other columns on the right; gives those to remember."""
    there, found = book[sheet.title], {}
    taken = {fold(heading.title) for heading in table.listing.headings}
    given = {heading.field: heading.title for heading in table.listing.headings if heading.field}
    for place, column in enumerate(sheet.columns, 1):
        title = given.get(column.field) or _free(column, taken)
        if title != column.title:
            there.cell(HEADER_ROW, place).value = title
            found[column.title] = title
    _add_rest(book, table, sheet)
    return found


def _free(column: Column, taken: set[str]) -> str:
    """The title of a column that the list has not, unless one of its own is called the same."""
    clash = any(fold(name) in taken for name in column.titles)
    return f"{column.title} ({_('à part')})" if clash else column.title


def _add_rest(book: Workbook, table: Filled, sheet: Sheet) -> None:
    rest = [heading for heading in table.listing.headings if not heading.field]
    for place, heading in enumerate(rest, len(sheet.columns) + 1):
        put(book[sheet.title], HEADER_ROW, place, heading.title, "head")
        for number, row in enumerate(table.rows, HEADER_ROW + 1):
            put(book[sheet.title], number, place, value_of(row, heading.place), "entry")
