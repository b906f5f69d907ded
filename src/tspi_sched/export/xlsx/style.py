"""How the workbook looks: fonts and number formats, as named styles that Excel shows and lets people change."""

from collections.abc import Sequence
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import Color

from tspi_sched.export.colours import ACCENT, GREY, INK, LINE, LINK, MUTED, PALE, PALETTE, SHADE, WARN, ink_on
from tspi_sched.problem import Stage
from tspi_sched.texts import language

FONT = "Arial"

DATE_LOCALE = {"fr": "[$-40C]", "en": "[$-809]"}


def long_date_format() -> str:
    """A date in full, in the language in force whatever the machine's."""
    return f"{DATE_LOCALE[language()]}dddd d mmmm yyyy"


def short_date_format() -> str:
    """A weekday and a date in figures."""
    return f"{DATE_LOCALE[language()]}ddd dd/mm/yyyy"


def moment_format() -> str:
    """A short date and a time."""
    return f"{DATE_LOCALE[language()]}ddd d mmm hh:mm"


def long_moment_format() -> str:
    """A full date and a time."""
    join = {"fr": '" à "', "en": '" at "'}[language()]
    return f"{DATE_LOCALE[language()]}dddd d mmmm yyyy{join}hh:mm"


TIME_FORMAT, LENGTH_FORMAT = "hh:mm", '[h]" h "mm'

_LINE = Side(style="thin", color=LINE)
RULE = Side(style="medium", color=ACCENT)
"""The line between two groups of a table."""

_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=Color(rgb="FF" + color), end_color=Color(rgb="FF" + color))


def _font(size: float = 10, color: str = INK, *, bold: bool = False, italic: bool = False) -> Font:
    return Font(name=FONT, size=size, color="FF" + color, bold=bold, italic=italic)


def _align(horizontal: str | None = None, **more: bool | int) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", **more)


def _named(
    name: str,
    font: Font,
    align: Alignment,
    fill: str | None = None,
    border: Border | None = None,
    number_format: str = "General",
) -> NamedStyle:
    return NamedStyle(
        name=f"tspi {name}",
        font=font,
        alignment=align,
        fill=_fill(fill) if fill else PatternFill(),
        border=border or Border(),
        number_format=number_format,
    )


def _frames() -> tuple[NamedStyle, ...]:
    """Headings, notes and everything else around the values."""
    body, center, left, indented = _font(), _align("center"), _align("left"), _align("left", indent=1)
    wrapped = _align("left", wrap_text=True, indent=1)
    return (
        _named("title", _font(16, ACCENT, bold=True), left),
        _named("subtitle", _font(11, MUTED), left),
        _named("section", _font(12, ACCENT, bold=True), left),
        _named("paper", _font(11), indented, PALE),
        _named("panel", _font(11, "FFFFFF", bold=True), indented, ACCENT),
        _named("head", _font(9, ACCENT, bold=True), _align("center", wrap_text=True), SHADE, _BOX),
        _named("needed", _font(9, "FFFFFF", bold=True), _align("center", wrap_text=True), ACCENT, _BOX),
        _named("pause", _font(10, italic=True), center, GREY, _BOX),
        _named("warning", body, wrapped, WARN, _BOX),
        _named("plain", body, left),
        _named("rightnote", _font(11, MUTED), _align("right")),
        _named("status", _font(11, "1B4332", bold=True), wrapped, "DDF1E4", _BOX),
        _named("note", _font(9, MUTED), left),
        _named("help", body, wrapped),
        _named("link", Font(name=FONT, size=10, color="FF" + LINK, underline="single"), left),
        _named("hour", _font(9, ACCENT, bold=True), left, SHADE, Border(left=_LINE)),
        _named("void", body, center, None, Border(top=_LINE, bottom=_LINE)),
        _named("voidhour", body, center, None, Border(top=_LINE, bottom=_LINE, left=_LINE)),
    )


def _cells() -> tuple[NamedStyle, ...]:
    """The values in tables, by what they are."""
    body, bold, center = _font(), _font(bold=True), _align("center")
    wrapped, fitted = _align("left", wrap_text=True, indent=1), _align("left", shrink_to_fit=True, indent=1)
    return (
        _named("entry", body, _align("left", indent=1), None, _BOX, "@"),
        _named("entrydate", body, center, None, _BOX, "dd/mm/yyyy"),
        _named("text", body, wrapped, None, _BOX),
        _named("line", body, wrapped, None, _BOX),
        _named("strong", bold, wrapped, None, _BOX),
        _named("fit", body, fitted, None, _BOX),
        _named("fitstrong", bold, fitted, None, _BOX),
        _named("small", _font(9, MUTED), wrapped, None, _BOX),
        _named("code", body, center, None, _BOX),
        _named("time", body, center, None, _BOX, TIME_FORMAT),
        _named("date", body, center, None, _BOX, short_date_format()),
        _named("longdate", body, wrapped, None, _BOX, long_date_format()),
        _named("moment", bold, center, None, _BOX, moment_format()),
        _named("longmoment", body, center, None, _BOX, long_moment_format()),
        _named("length", body, center, None, _BOX, LENGTH_FORMAT),
        _named("number", body, center, None, _BOX, "#,##0"),
        _named("money", body, center, None, _BOX, '#,##0" €"'),
        _named("flag", bold, center, WARN, _BOX),
        _named("flagtime", bold, center, WARN, _BOX, TIME_FORMAT),
        _named("otherday", _font(9, MUTED), center, None, _BOX, moment_format()),
        _named("call", bold, center, None, _BOX, TIME_FORMAT),
    )


_looks: WeakKeyDictionary[Workbook, dict[str, StyleArray]] = WeakKeyDictionary()


def dress(cell: Any, style: str) -> None:  # Any: openpyxl's types leave `_style` out
    """Give a cell a named style. Found once per book: searching for the name for each cell takes seconds."""
    known = _looks.setdefault(cell.parent.parent, {})
    if style not in known:
        cell.style = style
        known[style] = copy(cell._style)
    cell._style = copy(known[style])


def stage_style(code: str) -> str:
    """The name of the style of a stage's blocks."""
    return f"tspi stage {code}"


def add_styles(book: Workbook, stages: Sequence[Stage]) -> None:
    """Register every style, and one per stage of the title, before cells use them by name."""
    for style in (*_frames(), *_cells()):
        book.add_named_style(style)
    for place, stage in enumerate(stages):
        book.add_named_style(_stage(stage.code, PALETTE[place % len(PALETTE)]))


def _stage(code: str, color: str) -> NamedStyle:
    return NamedStyle(
        name=stage_style(code),
        font=_font(9, ink_on(color)),
        alignment=_align("center", shrink_to_fit=True),
        fill=_fill(color),
        border=Border(left=Side(style="thin", color="FFFFFFFF"), right=Side(style="thin", color="FFFFFFFF"),
                      top=_LINE, bottom=_LINE),
    )  # fmt: skip
