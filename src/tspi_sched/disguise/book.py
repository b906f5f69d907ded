"""A workbook made anew from another one's cells, with other names in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from tspi_sched.disguise.names import Names
from tspi_sched.disguise.vocabulary import is_understood
from tspi_sched.errors import fault
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.archive import safe_archive
from tspi_sched.reading.workbook.headers import Header, all_titles, find_header
from tspi_sched.reading.workbook.layout import PLAN_SHEETS, ROOMS, SHEETS, Sheet
from tspi_sched.texts import _

PERSONAL = frozenset(("centre", "manager", "last_name", "first_name", "email", "phone", "address", "number", "name"))
"""The fields that hold names, or what leads to somebody; a room's name is not among them."""
COMPANY = "company"
_LARGE = 9_999
"""A number beyond it, in a column that nobody reads, may be somebody's telephone or registration."""
_SOME_DAY = datetime(2000, 1, 1)
"""For a date that nobody reads: it may be somebody's birthday."""

Own = Mapping[str, Mapping[str, str]]
"""The organiser's own headings, by sheet and field."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell as somebody reads it: the field of its column, "" for one that is not read; in the header or not."""

    field: str
    heading: bool


def texts_of(path: Path) -> Iterator[str]:
    """Every text of a workbook."""
    for sheet in _open(path, values=True).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


def disguised_book(path: Path, own: Own, names: Names) -> Workbook:
    """A new workbook with the same sheets, cells, formats, merged areas and hidden rows, and other names."""
    values, formulas = _open(path, values=True), _open(path, values=False)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.epoch = values.epoch
    for sheet in values.worksheets:
        _copy(sheet, formulas[sheet.title], book.create_sheet(names.elsewhere(sheet.title)[:31]), own, names)
    return book


def _open(path: Path, *, values: bool) -> Workbook:
    try:
        return load_workbook(safe_archive(path), data_only=values, keep_links=False)
    except Exception as error:  # openpyxl meets damage with nearly any exception
        if hasattr(error, "faults"):
            raise
        message = _("classeur abîmé ou incomplet ; ouvrez-le dans Excel et enregistrez-le de nouveau ({reason})")
        raise fault(message.format(reason=type(error).__name__), file=path.name) from None


def _copy(sheet: Any, formulas: Any, target: Any, own: Own, names: Names) -> None:
    place = _reader(sheet, own)
    for row in sheet.iter_rows():
        for cell in row:
            formula = formulas.cell(cell.row, cell.column).data_type == "f"
            if cell.value is None and formula:
                target.cell(cell.row, cell.column).value = "=0"  # never calculated, as the original
            elif isinstance(cell, Cell) and cell.value is not None:
                _write(target.cell(cell.row, cell.column), cell, place(cell), names)
    for area in sheet.merged_cells.ranges:
        target.merge_cells(area.coord)
    for number, row in sheet.row_dimensions.items():
        target.row_dimensions[number].hidden = row.hidden
    for letter, column in sheet.column_dimensions.items():
        target.column_dimensions[letter].hidden = column.hidden
        target.column_dimensions[letter].width = column.width
    target.sheet_state = sheet.sheet_state


def _write(target: Any, cell: Any, place: _Place, names: Names) -> None:
    """A text stays a text, whatever it starts with."""
    target.value = _value(cell.value, place, names)
    if isinstance(target.value, str):
        target.data_type = "s"
    target.number_format = cell.number_format


def _value(value: Any, place: _Place, names: Names) -> Any:
    if isinstance(value, str):
        return _text(value, place, names)
    if place.field and place.field not in PERSONAL:
        return value  # a date, an hour, a number of seats
    if isinstance(value, datetime | date):
        return _SOME_DAY
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > _LARGE:
        return names.number(value)
    return value if isinstance(value, bool | int | float | time) else names.unread(str(value))


def _text(value: str, place: _Place, names: Names) -> str:
    if place.heading:
        return names.elsewhere(value) if "@" in value else value
    if place.field in PERSONAL:
        return names.of_people(value)
    if place.field == "type":
        return value  # a word of the title's file, which is copied as it is
    if place.field == COMPANY:
        return names.of_firms(value)
    if is_understood(value, place.field):
        return value
    return names.elsewhere(value) if place.field else names.unread(value)


def _reader(sheet: Any, own: Own) -> Callable[[Any], _Place]:
    """What a cell of a sheet is, by where it stands."""
    known = _known(sheet.title)
    header = _header(sheet, known, own) if known else None
    fields = {number: field for field, number in header.columns.items()} if header else {}
    if known is ROOMS:
        fields = {number: "room" if field == "name" else field for number, field in fields.items()}

    def place(cell: Any) -> _Place:
        if header is None or cell.row < header.row:
            return _Place("", False)
        return _Place(fields.get(cell.column, ""), cell.row == header.row)

    return place


def _known(title: str) -> Sheet | None:
    return next((sheet for sheet in (*SHEETS, *PLAN_SHEETS) if fold(title) in map(fold, sheet.titles)), None)


def _header(sheet: Any, known: Sheet, own: Own) -> Header | None:
    """The header, or else the row that has most of its titles: one of them may be missing or misspelt."""
    grid = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    headings = own.get(known.key, {})
    if header := find_header(grid, known, headings, file="", title=sheet.title, faults=Faults()):
        return header
    titles = all_titles(known, headings)
    likely = [
        Header(number, {titles[fold(value)]: at for at, value in enumerate(row, 1) if _among(value, titles)})
        for number, row in enumerate(grid, 1)
    ]
    best = max(likely, key=lambda header: len(header.columns), default=None)
    return best if best and best.columns else None


def _among(value: object, titles: Mapping[str, str]) -> bool:
    return isinstance(value, str) and fold(value) in titles
