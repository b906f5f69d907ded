"""Lists added to the workbook of a session that is there: each into its sheet, under the headings that this has."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.errors import fault
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.kept import keep
from tspi_sched.exports.xlsx.sheet import Value
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.scenario.scenario import read_scenario
from tspi_sched.reading.values.cells import is_empty
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.grids import Book, Grid, open_book
from tspi_sched.reading.workbook.headers import Headings, find_header, find_sheets
from tspi_sched.reading.workbook.layout import Sheet
from tspi_sched.starter.lists.book import Filled, rows_of, value_of
from tspi_sched.starter.lists.guess import NUMBERED
from tspi_sched.texts import _
from tspi_sched.web.inputs import check_inside
from tspi_sched.web.sessions import Variant

_LOOKS = ("font", "fill", "border", "alignment", "number_format")
"""What a new row takes from the one above."""


@dataclass(frozen=True, slots=True)
class Added:
    """A table of a list, and whether it takes the place of the rows that its sheet has."""

    table: Filled
    replaces: bool


def add_lists(variant: Variant, added: Sequence[Added]) -> None:
    """Put tables into a variant's workbook, of which a copy under a dated name is kept; raises `InputError`."""
    check_inside(variant)
    path = variant.workbook
    there, own = open_book(path), _own_headings(variant)
    book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    for one in added:
        _add(book, there, one, own)
    content = BytesIO()
    book.save(content)
    keep(path)
    write_bytes(path, content.getvalue())


def _own_headings(variant: Variant) -> Mapping[str, Headings]:
    return read_scenario(variant.input, Faults()).own_headings if variant.input.suffix.lower() == ".toml" else {}


def _add(book: Workbook, there: Book, one: Added, own: Mapping[str, Headings]) -> None:
    layout = one.table.listing.sheet
    assert layout
    title = find_sheets(there, (layout,), Faults()).get(layout.key)
    if title is None:
        target = _Target(book.create_sheet(layout.title), 1, {}, ())
    else:
        sheet = next(sheet for sheet in book.worksheets if fold(sheet.title) == fold(title))
        target = _found(sheet, there, title, layout, own.get(layout.key, {}))
    target.put(one, layout)


def _found(sheet: Worksheet, there: Book, title: str, layout: Sheet, own: Headings) -> "_Target":
    grid = there.grid(title)
    header = find_header(grid, layout, own, file=there.name, title=title, faults=Faults())
    if header is None:
        text = _("ses titres de colonnes ne sont pas reconnus : corrigez-les d'abord")
        raise fault(text, file=there.name, where=title)
    return _Target(sheet, header.row, dict(header.columns), tuple(grid))


@dataclass
class _Target:
    """A sheet with the row of its headings, the column of each field, and what stands in it."""

    sheet: Worksheet
    row: int
    columns: dict[str, int]
    grid: tuple[tuple[object, ...], ...] | Grid

    def put(self, one: Added, layout: Sheet) -> None:
        """Put the rows of a table under those that are there, or in their place."""
        first = self.row + 1 if one.replaces else 1 + self._last()
        rows = [dict(row) for row in rows_of(one.table)]
        known = set() if one.replaces else self._ids()
        if one.replaces:
            self._clear()
        if not any(heading.field == "id" for heading in one.table.listing.headings):
            _number(rows, NUMBERED.get(layout.key, ""), known)
        titles = {column.field: column.title for column in layout.columns}
        for number, row in enumerate(rows, first):
            for field, value in row.items():
                if not is_empty(value):
                    self._write(number, self._column(field, titles[field]), value)
        self._rest(one.table, first)

    def _rest(self, table: Filled, first: int) -> None:
        """What the list has besides, in columns of the same title on the right."""
        for heading in table.listing.headings:
            if not heading.field and heading.title:
                place = self._column(f"= {fold(heading.title)}", heading.title)
                for number, row in enumerate(table.rows, first):
                    self._write(number, place, value_of(row, heading.place))

    def _column(self, field: str, title: str) -> int:
        """The column of a field, or of a title that is not read; a new one on the right where there is none."""
        if field not in self.columns:
            titles = {fold(str(cell.value)): cell.column for cell in self.sheet[self.row] if cell.value}
            place = titles.get(fold(title)) if field.startswith("= ") else None
            if place is None:
                place = 1 + max((cell.column for cell in self.sheet[self.row] if cell.value), default=0)
                self._write(self.row, place, title)
            self.columns[field] = place
        return self.columns[field]

    def _write(self, row: int, column: int, value: Value) -> None:
        """A value that stays what it is: a text is never a formula."""
        cell: Any = self.sheet.cell(row, column)
        if row > self.row + 1:
            model = self.sheet.cell(self.row + 1, column)
            for look in _LOOKS:
                setattr(cell, look, copy(getattr(model, look)))
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    def _last(self) -> int:
        """The last row in which something is read."""
        places = self.columns.values()
        filled = (n for n, row in enumerate(self.grid, 1) if any(_at(row, place) for place in places))
        return max((self.row, *filled))

    def _ids(self) -> set[str]:
        place = self.columns.get("id", 0)
        return {str(row[place - 1]).strip() for row in self.grid[self.row :] if place and _at(row, place)}

    def _clear(self) -> None:
        """Empty every row below the headings."""
        for area in [area for area in self.sheet.merged_cells.ranges if area.min_row > self.row]:
            self.sheet.unmerge_cells(str(area))
        for row in self.sheet.iter_rows(min_row=self.row + 1):
            for cell in row:
                cell.value = None


def _at(row: Sequence[object], place: int) -> bool:
    return place <= len(row) and not is_empty(row[place - 1])


def _number(rows: list[dict[str, Value]], form: str, known: set[str]) -> None:
    """Give each row an id that no other one has."""
    number = 0
    for row in rows if form else ():
        number += 1
        while form.format(number) in known:
            number += 1
        row["id"] = form.format(number)
