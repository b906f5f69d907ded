"""From a sheet's grid to rows of located cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tspi_sched.errors import InputError
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values import cells, clock
from tspi_sched.reading.values.spelling import is_ditto
from tspi_sched.reading.workbook.asides import first_words, is_aside
from tspi_sched.reading.workbook.grids import Book
from tspi_sched.reading.workbook.headers import Header, Headings, find_header, find_sheets
from tspi_sched.reading.workbook.layout import Sheet
from tspi_sched.reading.workbook.merged import fill_ticks, note_merged
from tspi_sched.reading.workbook.noted import note_odd_ids, note_seen
from tspi_sched.reading.workbook.unread import name_unread, name_unread_sheets
from tspi_sched.texts import _


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written, and where."""

    value: object
    where: str
    file: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by field; `place` is where the row itself stands, `header` the row of the titles.

    Empty cells of a workbook are left out.
    """

    file: str
    place: str
    cells: Mapping[str, Cell]
    letters: Mapping[str, str] = field(default_factory=dict)
    header: int = 0

    @property
    def number(self) -> int:
        """Its number on its sheet, from 1."""
        return int(self.place.rpartition("!")[2])

    def where(self, name: str) -> str:
        """Where a field stands, or would stand."""
        if name in self.cells:
            return self.cells[name].where
        if name in self.letters:
            sheet, _mark, number = self.place.rpartition("!")
            return f"{sheet}!{self.letters[name]}{number}"
        return self.place

    def fault(self, faults: Faults, name: str, message: str) -> None:
        """Note a fault at one of its fields."""
        file = self.cells[name].file if name in self.cells else self.file
        faults.add(message, file=file, where=self.where(name))

    def note(self, faults: Faults, name: str, message: str) -> None:
        """Note something at one of its fields that is no fault."""
        faults.note(message, file=self.cells[name].file, where=self.where(name))

    def changed(self, changes: Mapping[str, Cell]) -> "Row":
        """The same row with other cells; an empty one stands for the default."""
        return replace(self, cells={**self.cells, **changes})


Tables = dict[str, list[Row]]
"""Rows by the key of their sheet; a sheet that could not be read has no key, one that is rightly absent no rows."""


def read_tables(
    book: Book,
    sheets: tuple[Sheet, ...],
    own: Mapping[str, Headings],
    faults: Faults,
    spared: frozenset[str] = frozenset(),
) -> Tables:
    """The rows of every sheet that could be read; the sheets `spared` need not be there."""
    wanted = tuple(replace(sheet, required=sheet.required and sheet.key not in spared) for sheet in sheets)
    titles = find_sheets(book, wanted, faults)
    name_unread_sheets(book, sheets, titles, faults)
    tables: Tables = {}
    for sheet in (sheet for sheet in sheets if sheet.key in titles):
        title = titles[sheet.key]
        try:
            rows = _rows(book, sheet, title, own.get(sheet.key, {}), faults) if title is not None else []
        except InputError as error:
            faults.extend(error)
        else:
            tables |= {sheet.key: rows} if rows is not None else {}
    return tables


def read_sheet(book: Book, sheet: Sheet, own: Mapping[str, Headings]) -> list[Row]:
    """The rows of one sheet as far as they can be read, without a word about what cannot: to look something up."""
    faults = Faults()
    try:
        title = find_sheets(book, (sheet,), faults).get(sheet.key)
        return (_rows(book, sheet, title, own.get(sheet.key, {}), faults) or []) if title else []
    except InputError:
        return []


def _rows(book: Book, sheet: Sheet, title: str, own: Headings, faults: Faults) -> list[Row] | None:
    grid = book.grid(title)
    header = find_header(grid, sheet, own, file=book.name, title=title, faults=faults)
    if header is None:
        return None if any(column.required for column in sheet.columns) else []
    name_unread(grid, header, sheet, own, file=book.name, title=title, faults=faults)
    areas = book.merged(title)
    fill_ticks(grid, areas, header, sheet)
    rows: list[Row] = []
    for number, values in enumerate(grid[header.row :], start=header.row + 1):
        found = _found(values, number, header, sheet, book, title)
        if found and not _set_aside(values, number, header, book, title, faults):
            rows.append(Row(book.name, f"{title}!{number}", _repeated(found, rows, sheet), header.letters, header.row))
    note_seen([row.number for row in rows], grid, header, (book, title, faults))
    note_merged(grid, areas, header, sheet, frozenset(row.number for row in rows), (book.name, title, faults))
    if [column.field for column in sheet.columns if column.required] == ["id"]:
        cells_of_ids = [(row.cells["id"], len(row.cells) == 1) for row in rows if "id" in row.cells]
        note_odd_ids([(cell.where, cell.value, alone) for cell, alone in cells_of_ids], book.name, title, faults)
    return rows


def _found(
    values: tuple[object, ...], number: int, header: Header, sheet: Sheet, book: Book, title: str
) -> dict[str, Cell]:
    """The cells of a row that are not empty, by field."""
    found: dict[str, Cell] = {}
    for name, column in header.columns.items():
        value = values[column - 1] if column <= len(values) else None
        if cells.is_empty(value):
            continue
        if book.from_1904 and sheet.column(name).kind in ("date", "availability"):
            value = clock.as_1900(value)
        if name in header.thirds and _is_ticked(value):
            value = "1/3"
        found[name] = Cell(value, f"{title}!{header.letters[name]}{number}", book.name)
    return found


def _is_ticked(value: object) -> bool:
    try:
        return cells.yes_no(value)
    except cells.Unclear:
        return False


def _set_aside(values: tuple[object, ...], number: int, header: Header, book: Book, title: str, faults: Faults) -> bool:
    """Whether a row is a total, a note or a legend, which is noted; one that might be a person is a fault."""
    aside = is_aside(values, header.columns.get("id"), header.titles)
    where = f"{title}!{number}"
    if aside is None:
        message = _(
            "« {text} » est-il un identifiant, ou une ligne de total ou de légende ? changez-le, ou ôtez la ligne"
        )
        faults.add(message.format(text=first_words(values)), file=book.name, where=where)
    elif aside:
        message = _("ligne laissée de côté : « {text} » (total, note ou légende)")
        faults.note(message.format(text=first_words(values)), file=book.name, where=where)
    return aside is not False


def _repeated(found: dict[str, Cell], rows: list[Row], sheet: Sheet) -> dict[str, Cell]:
    """Cells with ditto marks replaced by what stands above; who somebody is must be written out."""
    above = rows[-1].cells if rows else {}
    return {
        name: replace(cell, value=above[name].value)
        if is_ditto(cell.value) and name in above and sheet.column(name).kind not in ("id", "name") and name not in _OWN
        else cell
        for name, cell in found.items()
    }


_OWN = frozenset(("email", "phone", "number"))
"""What two people do not have in common."""
