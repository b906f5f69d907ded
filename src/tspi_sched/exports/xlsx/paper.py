"""How the sheets come out of the printer: paper, margins, what is repeated, what stands at the foot of every page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.xlsx.sheet import back, clean
from tspi_sched.exports.xlsx.style import FONT
from tspi_sched.texts import _, cut

A3, A4 = 8, 9
"""Paper sizes by Excel's numbers."""


@dataclass(frozen=True)
class Room:
    """What fits on a page at its natural size, with some reserve: characters across, points down."""

    characters: float
    points: float


TALL, WIDE, WALL = Room(95, 735), Room(140, 505), Room(198, 740)
"""Upright A4, landscape A4, landscape A3."""

USUAL_HEIGHT = 15
"""Points of a row that nobody has set, at most."""

READABLE = 0.66
"""A day is put on one page if it need not be made smaller than that."""

FAR = 0.76
"""The same for what is read from a metre and a half: letters of 16 points at least."""

FOOTER = 80
"""Characters of the session's name in a footer: Excel takes 255 for everything in it, doubled signs included."""

SMALLEST = 50
"""Per cent: below that nobody reads a page, so it takes several."""


def list_page(
    sheet: Worksheet, footer: str, columns: int, freeze: str, repeat: str = "1:4", starts: Sequence[int] = ()
) -> None:
    """The end of every sheet that is one table: what stays in view, the way back to the summary, how it is printed.

    Its title is on every page. `starts` are the first rows of groups that begin a page each, such as rooms.
    """
    sheet.freeze_panes = freeze
    back(sheet, columns + 2, _("Synthèse"))
    page(sheet, footer, repeat=repeat, columns=columns)
    if starts:
        _page_each(sheet, columns, starts)


def _page_each(sheet: Worksheet, columns: int, starts: Sequence[int]) -> None:
    """A page for each group: the scale is set, since under "fit to" Excel takes no notice of page breaks."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    _scale(sheet, min(1, WIDE.characters / _across(sheet, columns)))
    _break_after(sheet, [start - 1 for start in starts[1:]])


def page(
    sheet: Worksheet, footer: str, repeat: str = "", pages_high: int = 0, *, columns: int = 0, paper: int = A4
) -> None:
    """Landscape, as wide as the sheet; `repeat` names the rows on top of every page, such as ``1:3``.

    With `columns`, only so many are printed: what stands beside them is for the screen.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if repeat:
        sheet.print_title_rows = repeat
    _frame(sheet, footer, columns, paper)


def cards_page(sheet: Worksheet, footer: str, columns: int, ends: Sequence[int], *, upright: bool) -> None:
    """A4, one page for each card; `ends` are the cards' last rows.

    The scale is set and not left to "fit to", under which Excel takes no notice of page breaks.
    """
    starts = [1, *(end + 1 for end in ends)]
    highest = max((height(sheet, first, last) for first, last in zip(starts, ends, strict=False)), default=0)
    room = TALL if upright else WIDE
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    _scale(sheet, min(1, room.points / max(highest, 1), room.characters / _across(sheet, columns)))
    _break_after(sheet, ends[:-1])
    _frame(sheet, footer, columns, A4)


def blocks_page(
    sheet: Worksheet, footer: str, columns: int, top: int, starts: Sequence[int], *, paper: int = A4
) -> None:
    """Landscape, as wide as the sheet, without tearing a block apart where a page can hold it.

    The rows before `top` are repeated on every page; `starts` are the blocks' first rows. All goes on one page if it
    may stay readable.
    """
    last, room, least = sheet.max_row, WIDE if paper == A4 else WALL, READABLE if paper == A4 else FAR
    scale = min(1, room.characters / _across(sheet, columns))
    small = min(scale, room.points / height(sheet, 1, last))
    sheet.page_setup.orientation = "landscape"
    if small >= least:
        _scale(sheet, small)
    else:
        _scale(sheet, scale)
        keep_together(sheet, room.points / scale, top, [*starts, last + 1])
    sheet.print_title_rows = f"1:{top - 1}"
    _frame(sheet, footer, columns, paper)


def keep_together(sheet: Worksheet, room: float, top: int, starts: Sequence[int]) -> None:
    """Break pages of so many points so that each block that fits on a page is on one.

    `starts` are the blocks' first rows and the row after the last one; the rows before `top` are on every page.
    """
    _break_after(sheet, _page_ends(sheet, room, top, starts))


def _page_ends(sheet: Worksheet, room: float, top: int, starts: Sequence[int]) -> Iterator[int]:
    """The last rows of the pages."""
    used = head = height(sheet, 1, top - 1)
    for first, after in pairwise(starts):
        block = height(sheet, first, after - 1)
        if used > head and used + block > room:
            yield first - 1
            used = head
        used += block
        while used > room:  # larger than a page: it goes on for as many as it takes
            used += head - room


def height(sheet: Worksheet, first: int, last: int) -> float:
    """Points of some rows."""
    return sum(sheet.row_dimensions[row].height or USUAL_HEIGHT for row in range(first, last + 1))


def _across(sheet: Worksheet, columns: int) -> float:
    """How wide the first columns are, in characters."""
    return sum(sheet.column_dimensions[get_column_letter(column)].width for column in range(1, columns + 1))


def _scale(sheet: Worksheet, scale: float) -> None:
    sheet.page_setup.scale = max(SMALLEST, int(100 * scale))


def _break_after(sheet: Worksheet, rows: Iterable[int]) -> None:
    for row in rows:
        sheet.row_breaks.append(Break(id=row))


def _frame(sheet: Worksheet, footer: str, columns: int, paper: int) -> None:
    sheet.page_setup.paperSize = paper
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.6, header=0.2, footer=0.25)
    sheet.print_options.horizontalCentered = True
    if columns:
        sheet.print_area = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    _footer(sheet.oddFooter, _plain(footer))


def head_pages(sheet: Worksheet, text: str) -> None:
    """A line on top of every page of a sheet, on the right."""
    part = getattr(sheet.oddHeader, "right")  # noqa: B009  # its type says that there may be none
    part.text, part.font, part.size = _plain(text), FONT, 8


def _plain(text: str) -> str:
    """A text of which a footer makes no command: on one line, short, its ampersands doubled."""
    return cut(" ".join(clean(text).split()), FOOTER).replace("&", "&&")


def _footer(parts: HeaderFooterItem | None, text: str) -> None:
    """The session, the sheet and the page, on every page."""
    texts = {"left": text, "right": "&A – &P / &N"}
    for side, shown in texts.items():
        part = getattr(parts, side)
        part.text, part.font, part.size = shown, FONT, 8
