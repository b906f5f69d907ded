"""How the sheets come out of the printer: paper, margins, what is repeated, what stands at the foot of every page."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.export.xlsx.sheet import clean
from tspi_sched.texts import cut

A3, A4 = 8, 9
"""Paper sizes by Excel's numbers."""

PORTRAIT_CHARACTERS, PORTRAIT_POINTS = 98, 735
"""What fits on an upright A4 page at its natural size, with some reserve: characters across, points down."""

SMALLEST = 50
"""Per cent: below that nobody reads a page, so it takes several."""


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


def cards_page(sheet: Worksheet, footer: str, columns: int, heights: Sequence[tuple[int, float]]) -> None:
    """Upright A4, one page for each card: `heights` are the cards' last rows and their points from top to bottom.

    The scale is set and not left to "fit to", under which Excel takes no notice of page breaks.
    """
    highest = max((points for _row, points in heights), default=0)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.scale = max(SMALLEST, min(100, int(100 * PORTRAIT_POINTS / max(highest, 1))))
    for row, _points in heights[:-1]:
        sheet.row_breaks.append(Break(id=row))
    _frame(sheet, footer, columns, A4)


def _frame(sheet: Worksheet, footer: str, columns: int, paper: int) -> None:
    sheet.page_setup.paperSize = paper
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.6, header=0.2, footer=0.25)
    sheet.print_options.horizontalCentered = True
    if columns:
        sheet.print_area = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    _footer(sheet.oddFooter, cut(clean(footer), 120).replace("&", "&&"))


def _footer(parts: HeaderFooterItem | None, text: str) -> None:
    """The session, the sheet and the page, on every page."""
    if parts and parts.left and parts.center and parts.right:
        parts.left.text, parts.center.text, parts.right.text = text, "&A", "&P / &N"
