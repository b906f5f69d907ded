"""The few moves every sheet is made of: a safe cell, a merged line, a table, a printed page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | datetime | time | timedelta | None

TITLE_LIMIT, CELL_LIMIT = 31, 32_767
"""Characters that Excel allows in a sheet's title and in a cell."""

_DAY = 1440


def at(minute: int) -> time | float:
    """A minute of the day as an Excel time; midnight at the end of the day is a whole day."""
    return time(minute // 60, minute % 60) if minute < _DAY else minute / _DAY


def moment(day: date, minute: int) -> datetime:
    """A day and a minute as an Excel date with its time."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


def clean(text: str) -> str:
    """A text that Excel accepts: without control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:CELL_LIMIT]


def cut(text: str, length: int) -> str:
    """A text for a narrow place, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> Cell:
    """Fill a cell. A text stays a text, whatever it starts with, even after somebody edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # never inside a merged range: those are filled first
    cell.style = style if style.startswith("tspi ") else f"tspi {style}"
    if isinstance(value, str):
        _put_text(cell, value)
    elif value is not None:
        number_format = cell.number_format
        cell.value = value
        cell.number_format = number_format  # a date brings its own format, which is American
    return cell


def _put_text(cell: Cell, text: str) -> None:
    if text:
        cell.value = clean(text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def line(sheet: Worksheet, row: int, first: int, last: int, value: Value, style: str) -> Cell:
    """Fill one cell that runs over several columns."""
    for column in range(first + 1, last + 1):
        put(sheet, row, column, None, style)
    cell = put(sheet, row, first, value, style)
    if last > first:
        # not `merge_cells`: it compares with every range there is, which takes minutes on a large grid
        sheet.merged_cells.ranges.add(CellRange(min_col=first, min_row=row, max_col=last, max_row=row))
    return cell


def merge_down(sheet: Worksheet, column: int, first: int, last: int) -> None:
    """Make one cell of several rows, already filled and styled."""
    if last > first:
        sheet.merged_cells.ranges.add(CellRange(min_col=column, min_row=first, max_col=column, max_row=last))


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


def link(sheet: Worksheet, row: int, column: int, target: Worksheet) -> None:
    """A cell that leads to another sheet."""
    cell = put(sheet, row, column, target.title, "link")
    place = target.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{place}'!A1", display=target.title)
    cell.style = "tspi link"


def heading(sheet: Worksheet, title: str, note: str) -> None:
    """What the sheet is and how to read it, in its first two rows."""
    put(sheet, 1, 1, title, "title")
    put(sheet, 2, 1, note, "note")
    sheet.row_dimensions[1].height = 26


def widths(sheet: Worksheet, values: Sequence[float]) -> None:
    """Set the columns' widths, in characters, from the first column on."""
    for column, width in enumerate(values, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def page(sheet: Worksheet, footer: str, repeat: str = "", pages_high: int = 0) -> None:
    """Landscape A4, as wide as the sheet; `repeat` names the rows on top of every page, such as ``1:3``."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.6, header=0.2, footer=0.25)
    sheet.print_options.horizontalCentered = True
    if repeat:
        sheet.print_title_rows = repeat
    _footer(sheet.oddFooter, cut(clean(footer), 120).replace("&", "&&"))


def _footer(parts: HeaderFooterItem | None, text: str) -> None:
    """The centre, the sheet and the page, on every page."""
    if parts and parts.left and parts.center and parts.right:
        parts.left.text, parts.center.text, parts.right.text = text, "&A", "&P / &N"


# --- tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A table's column: its title, the style of its cells and the widest it may get."""

    title: str
    style: str = "text"
    widest: int = 40


@dataclass(frozen=True)
class Styled:
    """A value in a style of its own, where a table's cell differs from its column."""

    value: Value
    style: str


TableRow = Sequence[Value | Styled]

_TYPICAL = {"time": 6, "flagtime": 6, "date": 15, "longdate": 27, "moment": 18, "length": 9}


def table(sheet: Worksheet, top: int, columns: Sequence[Column], rows: Iterable[TableRow]) -> int:
    """Write a table with its header in row `top`, a filter and widths that fit; returns the last row."""
    for place, column in enumerate(columns, 1):
        put(sheet, top, place, column.title, "head")
    longest = [_heading_width(column) for column in columns]
    row = top
    for row, values in enumerate(rows, top + 1):
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            shown = value if isinstance(value, Styled) else Styled(value, column.style)
            put(sheet, row, place + 1, shown.value, shown.style)
            longest[place] = max(longest[place], _width(shown))
    widths(sheet, [min(length + 2.5, column.widest) for length, column in zip(longest, columns, strict=True)])
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(columns))}{row}"
    sheet.row_dimensions[top].height = 30
    return row


def _heading_width(column: Column) -> int:
    """The longest word of a title, which wraps, with room for the filter's arrow."""
    return max(len(word) for word in column.title.split()) + 2


def _width(shown: Styled) -> int:
    if isinstance(shown.value, str):
        return max((len(part) for part in shown.value.splitlines()), default=0)
    return _TYPICAL.get(shown.style, len(str(shown.value))) if shown.value is not None else 0
