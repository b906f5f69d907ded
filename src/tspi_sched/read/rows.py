"""From a sheet's grid to rows of located cells, and from rows to records of read values.

Between the two, a scenario may change rows; what it brings goes through the same reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tspi_sched.errors import InputError
from tspi_sched.read import cells, clock, contact
from tspi_sched.read.extra_time import extra_time
from tspi_sched.read.faults import Faults
from tspi_sched.read.headers import Headings, find_header, find_sheets
from tspi_sched.read.layout import Column, Sheet
from tspi_sched.read.workbook import UNSAVED, Book
from tspi_sched.texts import _


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written, and where."""

    value: object
    where: str
    file: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by field; `place` is where the row itself stands.

    Empty cells of a workbook are left out.
    """

    file: str
    place: str
    cells: Mapping[str, Cell]
    letters: Mapping[str, str] = field(default_factory=dict)

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

    def changed(self, changes: Mapping[str, Cell]) -> "Row":
        """The same row with other cells; an empty one stands for the default."""
        return replace(self, cells={**self.cells, **changes})


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row by field; those left empty or not readable are not there."""

    row: Row
    values: Mapping[str, Any]
    readable: bool

    def fault(self, faults: Faults, name: str, message: str) -> None:
        """Note a fault at one of its fields."""
        self.row.fault(faults, name, message)


Tables = dict[str, list[Row]]
"""Rows by the key of their sheet; a sheet that could not be read has no key, one that is rightly absent no rows."""


# --- grid to rows ----------------------------------------------------------------------------------------------------


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


def _rows(book: Book, sheet: Sheet, title: str, own: Headings, faults: Faults) -> list[Row] | None:
    grid = book.grid(title)
    header = find_header(grid, sheet, own, file=book.name, title=title, faults=faults)
    if header is None:
        return None if any(column.required for column in sheet.columns) else []
    letters = header.letters
    rows = []
    for number, values in enumerate(grid[header.row :], start=header.row + 1):
        found = {
            name: Cell(values[column - 1], f"{title}!{letters[name]}{number}", book.name)
            for name, column in header.columns.items()
            if column <= len(values) and not cells.is_empty(values[column - 1])
        }
        if found:
            rows.append(Row(book.name, f"{title}!{number}", found, letters))
    return rows


# --- rows to records -------------------------------------------------------------------------------------------------

_READERS: dict[str, Callable[[object], Any]] = {
    "id": cells.identifier,
    "ids": cells.identifiers,
    "text": cells.text,
    "tracks": cells.track_list,
    "date": clock.day,
    "time": clock.minute,
    "availability": clock.availability,
    "yes_no": cells.yes_no,
    "count": cells.count,
    "amount": cells.amount,
    "extra_time": extra_time,
    "capacity": cells.capacity,
    "gender": cells.gender,
    "phone": contact.phone,
    "salutation": contact.salutation,
    "address": contact.address,
    "uses": cells.uses,
    "lock": cells.lock,
}
_LISTS = frozenset(("ids", "tracks", "availability", "extra_time", "uses", "lock"))


def read_value(value: object, column: Column) -> Any:
    """The meaning of one value in a column; `Unclear` if it has none."""
    if value is UNSAVED:
        raise cells.Unclear(
            _("formule sans résultat enregistré ; ouvrez le classeur dans Excel et enregistrez-le, ou tapez la valeur")
        )
    if isinstance(value, str) and value.strip() in cells.EXCEL_ERRORS:
        raise cells.Unclear(_("erreur Excel {value} ; corrigez la formule").format(value=value.strip()))
    if isinstance(value, dict) or (isinstance(value, list) and column.kind not in _LISTS):
        raise cells.Unclear(_("« {value} » : une seule valeur est attendue").format(value=cells.shown(value)))
    return _READERS[column.kind](value)


def read_records(rows: list[Row], sheet: Sheet, faults: Faults) -> list[Record]:
    """Every row read, with a fault for each cell that is empty against the rules or not readable."""
    columns = tuple(column for column in sheet.columns if column.kind != "ignored")
    return [_record(row, columns, faults) for row in rows]


def _record(row: Row, columns: tuple[Column, ...], faults: Faults) -> Record:
    values: dict[str, Any] = {}
    readable = True
    for column in columns:
        cell = row.cells.get(column.field)
        if cell is None or cells.is_empty(cell.value) or _is_dash(cell.value, column):
            if column.required and not column.may_be_empty:
                message = _("cellule vide : « {name} » est requis").format(name=column.title)
                row.fault(faults, column.field, message)
                readable = False
            continue
        try:
            values[column.field] = read_value(cell.value, column)
        except cells.Unclear as error:
            row.fault(faults, column.field, _("{name} : {problem}").format(name=column.title, problem=error))
            readable = False
    return Record(row, values, readable)


def _is_dash(value: object, column: Column) -> bool:
    """A dash alone is how people leave a cell empty; in a yes-no column it says no."""
    return column.kind != "yes_no" and isinstance(value, str) and value.strip() in cells.DASHES
