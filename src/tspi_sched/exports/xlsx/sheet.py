"""The few moves every sheet is made of: a safe cell, a merged line, a link, a table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.xlsx.style import RULE, dress
from tspi_sched.texts import typographic

Value = str | int | float | date | datetime | time | timedelta | None

TITLE_LIMIT, CELL_LIMIT = 31, 32_767
"""Characters that Excel allows in a sheet's title and in a cell."""

VERBATIM = frozenset(("id", "fixedid", "entry", "verbatim"))
"""Styles of what is read back or typed again: its apostrophes stay as they are."""

_DAY = 1440
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


def at(minute: int) -> time | float:
    """A minute of the day as an Excel time; midnight at the end of the day is a whole day."""
    return time(minute // 60, minute % 60) if minute < _DAY else minute / _DAY


def clean(text: str) -> str:
    """A text that Excel accepts: without control characters and halves of characters, not too long."""
    return _BROKEN.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:CELL_LIMIT]


def put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> Cell:
    """Fill a cell. A text stays a text, whatever it starts with, even after somebody edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # never inside a merged range: those are filled first
    if style == "length" and isinstance(value, timedelta):
        style = _length_style(value)
    dress(cell, style if style.startswith("tspi ") else f"tspi {style}")
    if isinstance(value, str):
        _put_text(cell, value if style in VERBATIM else typographic(value))
    elif value is not None:
        number_format = cell.number_format
        cell.value = value
        cell.number_format = number_format  # a date brings its own format, which is American
    return cell


def _length_style(value: timedelta) -> str:
    """The style that writes a length as texts do."""
    minutes = round(value.total_seconds() / 60)
    return "fewminutes" if minutes < 60 else "length" if minutes % 60 else "wholehours"


def _put_text(cell: Cell, text: str) -> None:
    if text:
        cell.value = clean(text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def line(sheet: Worksheet, row: int, first: int, last: int, value: Value, style: str) -> Cell:
    """Fill one cell that runs over several columns."""
    return block(sheet, (row, row), (first, last), value, style)


def block(sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int], value: Value, style: str) -> Cell:
    """Fill one cell that runs over several rows and columns."""
    for row in range(rows[0], rows[1] + 1):
        for column in range(columns[0], columns[1] + 1):
            put(sheet, row, column, None, style)
    if rows[0] < rows[1] or columns[0] < columns[1]:
        # not `merge_cells`: it compares with every range there is, which takes minutes on a large grid
        area = CellRange(min_row=rows[0], max_row=rows[1], min_col=columns[0], max_col=columns[1])
        sheet.merged_cells.ranges.add(area)
    return put(sheet, rows[0], columns[0], value, style)


def add_sheet(book: Workbook, title: str) -> Worksheet:
    """A new sheet whose title Excel accepts and no other sheet has."""
    wanted = re.sub(r"[\[\]:*?/\\]", "-", clean(title)).strip("' ") or "-"
    taken = {name.casefold() for name in book.sheetnames}
    name, count = wanted[:TITLE_LIMIT], 2
    while name.casefold() in taken:
        suffix = f" ({count})"
        name, count = wanted[: TITLE_LIMIT - len(suffix)] + suffix, count + 1
    sheet: Worksheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    return sheet


def place(sheet: Worksheet, row: int = 1, column: int = 1) -> str:
    """A cell of a sheet as links name it."""
    return place_in(sheet.title, row, column)


def place_in(title: str, row: int = 1, column: int = 1) -> str:
    """The same, for a sheet that may come later."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!{get_column_letter(column)}{row}"


def lead(cell: Cell, target: str, tip: str = "") -> None:
    """Make a cell lead to a place in the book."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, tooltip=tip or None)


def link(sheet: Worksheet, row: int, column: int, target: Worksheet) -> None:
    """A cell that leads to another sheet."""
    lead(put(sheet, row, column, target.title, "link"), place(target))


def back(sheet: Worksheet, column: int, *titles: str, row: int = 1) -> None:
    """Ways back to other sheets, one below the other, beside what is printed."""
    for down, title in enumerate(titles):
        lead(put(sheet, row + down, column, f"↩ {title}", "back"), place_in(title))
    sheet.column_dimensions[get_column_letter(column)].width = 18


def heading(sheet: Worksheet, title: str, note: str) -> None:
    """What the sheet is and how to read it, in its first two rows."""
    put(sheet, 1, 1, title, "title")
    put(sheet, 2, 1, note, "note")
    sheet.row_dimensions[1].height = 26


def widths(sheet: Worksheet, values: Sequence[float]) -> None:
    """Set the columns' widths, in characters, from the first column on."""
    for column, width in enumerate(values, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


# --- tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A table's column: its title, the style of its cells, the widest it may get, and the style of its title."""

    title: str
    style: str = "text"
    widest: float = 40
    head: str = "head"


@dataclass(frozen=True)
class Styled:
    """A value in a style of its own, where a table's cell differs from its column."""

    value: Value
    style: str
    target: str = ""
    """Where the cell leads to, if anywhere."""


TableRow = Sequence[Value | Styled]

_TYPICAL = {"time": 5, "flagtime": 5, "date": 14.5, "longdate": 26, "moment": 15, "called": 14, "length": 9.5}
_WRAPPED = ("verbatim", "text", "line", "strong", "small", "fixed")
_MARGIN = 2.5
_NARROW = frozenset(" .,;:!'’()|ijlft-")
ROW_HEIGHT, LINE_HEIGHT = 17, 13


def table(sheet: Worksheet, top: int, columns: Sequence[Column], rows: Iterable[TableRow], *, group: int = 0) -> int:
    """Write a table with its header in row `top`, a filter and sizes that fit; returns the last row.

    With `group`, a line is ruled wherever one of that many first columns changes.
    """
    for place, column in enumerate(columns, 1):
        put(sheet, top, place, column.title, column.head)
    longest, row = [_heading_width(column) for column in columns], top
    before: list[object] = []
    for row, values in enumerate(rows, top + 1):
        _table_row(sheet, row, columns, values, longest)
        if before and before != list(values[:group]):
            _rule_above(sheet, row, len(columns))
        before = list(values[:group])
    fitted = [min(length + _margin(column), column.widest) for length, column in zip(longest, columns, strict=True)]
    widths(sheet, fitted)
    _fit_heights(sheet, top + 1, row, columns, fitted)
    sheet.row_dimensions[top].height = 30
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{max(row, top + 1)}"
    return row


def group_starts(sheet: Worksheet, first: int, last: int) -> list[int]:
    """The rows from which on the first column says something else."""
    values = [sheet.cell(row, 1).value for row in range(first, last + 1)]
    return [first + place for place, value in enumerate(values) if place == 0 or value != values[place - 1]]


def _table_row(sheet: Worksheet, row: int, columns: Sequence[Column], values: TableRow, longest: list[float]) -> None:
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        shown = value if isinstance(value, Styled) else Styled(value, column.style)
        cell = put(sheet, row, place + 1, shown.value, shown.style)
        if shown.target:
            lead(cell, shown.target)
        longest[place] = max(longest[place], _width(shown))


def _rule_above(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        old = cell.border
        cell.border = Border(left=old.left, right=old.right, top=RULE, bottom=old.bottom)


def _fit_heights(sheet: Worksheet, first: int, last: int, columns: Sequence[Column], fitted: Sequence[float]) -> None:
    """Rows as high as their longest wrapped text needs: Excel does not see to it by itself when it opens a file."""
    sized = enumerate(zip(columns, fitted, strict=True), 1)
    wrapped = [
        (place, width * 1.2 if column.style == "small" else width)
        for place, (column, width) in sized
        if column.style in _WRAPPED
    ]
    for row in range(first, last + 1):
        lines = max((lines_in(sheet.cell(row, place).value, width) for place, width in wrapped), default=1)
        sheet.row_dimensions[row].height = min(max(ROW_HEIGHT, lines * LINE_HEIGHT + 2), 400)


def lines_in(value: object, width: float) -> int:
    """How many lines a cell's text takes in a column of so many characters."""
    room = max(1.0, width - _MARGIN + 0.5)
    return sum(_broken(part, room) for part in value.splitlines()) if isinstance(value, str) else 1


def _broken(text: str, room: float) -> int:
    """The lines of one paragraph, broken at blanks and hyphens, and inside words that are too long."""
    count, used = 1, 0.0
    for word in re.findall(r"[^\s-]*(?:-|\s+|$)", text):
        wide = breadth(word.rstrip())
        if used and used + wide > room:
            count, used = count + 1, 0.0
        count += int(used + wide > room) * int((used + wide) / room)
        used = (used + breadth(word)) % room if used + wide > room else used + breadth(word)
    return count


def _margin(column: Column) -> float:
    """What a text that is set in from the line needs; times and codes stand in the middle."""
    return _MARGIN if column.style in _WRAPPED else _MARGIN / 2


def _heading_width(column: Column) -> float:
    """The longest word of a title, which wraps."""
    return max(len(word) for word in column.title.split())


@lru_cache(maxsize=10_000)
def breadth(text: str) -> float:
    """About how wide a text is, in digits, which is what columns are measured in."""
    return sum(_letter(letter) for letter in text)


def shortened(text: str, room: float) -> str:
    """A text that fits, with a full stop where it was cut."""
    if breadth(text) <= room:
        return text
    while text and breadth(text) + breadth(".") > room:
        text = text[:-1]
    return f"{text.rstrip()}."


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.55
    return 1.3 if letter.isupper() else 1.0 if letter.isascii() or letter.islower() else 2.0


def _width(shown: Styled) -> float:
    if isinstance(shown.value, str):
        return max((breadth(part) for part in shown.value.splitlines()), default=0)
    return _TYPICAL.get(shown.style, len(str(shown.value))) if shown.value is not None else 0
