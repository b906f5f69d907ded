"""How the workbook looks: fonts and number formats, as named styles that Excel shows and lets people change."""

from collections.abc import Iterable
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import Color
from openpyxl.utils.indexed_list import IndexedList

from tspi_sched.exports.common.colours import (
    ACCENT,
    GREY,
    INK,
    LINE,
    LINK,
    MUTED,
    PALE,
    SHADE,
    WARN,
    ink_on,
    stage_colours,
    track_colours,
)
from tspi_sched.problem import Title
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


def short_moment_format() -> str:
    """A weekday, its number and a time, for narrow places."""
    return f'{DATE_LOCALE[language()]}ddd d" – "hh:mm'


def long_moment_format() -> str:
    """A full date and a time."""
    join = {"fr": '" à "', "en": '" at "'}[language()]
    return f"{DATE_LOCALE[language()]}dddd d mmmm yyyy{join}hh:mm"


TIME_FORMAT, LENGTH_FORMAT = "hh:mm", '[h]" h "mm'
HOURS_FORMAT, MINUTES_FORMAT = '[h]" h"', '[m]" min"'
"""Lengths are written as in a text: ``2 h 05``, ``3 h``, ``45 min``."""

_LINE = Side(style="thin", color=LINE)
RULE = Side(style="medium", color=ACCENT)
"""The line between two groups of a table."""

_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


EDIT = "FFD966"
"""Behind the titles of the columns that may be edited."""


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
        name=name if name.startswith("tspi ") else f"tspi {name}",
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
        _named("panel", _font(11, "FFFFFF", bold=True), wrapped, ACCENT),
        _named("head", _font(9, ACCENT, bold=True), _align("center", wrap_text=True), SHADE, _BOX),
        _named("needed", _font(9, "FFFFFF", bold=True), _align("center", wrap_text=True), ACCENT, _BOX),
        _named("edit", _font(9, INK, bold=True), _align("center", wrap_text=True), EDIT, _BOX),
        _named("pause", _font(10, italic=True), center, GREY, _BOX),
        _named("warning", body, wrapped, WARN, _BOX),
        _named("plain", body, left),
        _named("rightnote", _font(11, MUTED), _align("right")),
        _named("status", _font(11, "1B4332", bold=True), wrapped, "DDF1E4", _BOX),
        _named("note", _font(9, MUTED), left),
        _named("help", body, wrapped),
        _named("link", Font(name=FONT, size=10, color="FF" + LINK, underline="single"), left),
        _named("back", Font(name=FONT, size=9, color="FF" + LINK, underline="single"), left),
        _named("leadcode", _font(10, LINK, bold=True), _align("center", shrink_to_fit=True), None, _BOX),
        _named("who", _font(15, "FFFFFF", bold=True), _align("left", shrink_to_fit=True, indent=1), ACCENT),
        _named("facts", _font(10, ACCENT), wrapped, PALE),
        _named("dayband", _font(11, ACCENT, bold=True), indented, SHADE, _BOX),
        _named("total", body, _align("right", indent=1), None, _BOX),
        _named("walltitle", _font(36, ACCENT, bold=True), left),
        _named("wallnote", _font(16, MUTED), left),
        _named("wallpanel", _font(20, "FFFFFF", bold=True), wrapped, ACCENT),
        _named("wallhead", _font(16, ACCENT, bold=True), center, SHADE, _BOX),
        _named("wallpause", _font(18, italic=True), center, GREY, _BOX),
        _named("gridpause", _font(8, italic=True), center, GREY),
        _named("hour", _font(9, ACCENT, bold=True), left, SHADE, Border(left=_LINE)),
        _named("void", body, center, None, Border(top=_LINE, bottom=_LINE)),
        _named("voidhour", body, center, None, Border(top=_LINE, bottom=_LINE, left=_LINE)),
    )


def _cells() -> tuple[NamedStyle, ...]:
    """The values in tables, by what they are."""
    body, bold, center = _font(), _font(bold=True), _align("center")
    whole = _align("center", shrink_to_fit=True)  # a number that is too wide shows nothing but hashes
    wrapped, fitted = _align("left", wrap_text=True, indent=1), _align("left", shrink_to_fit=True, indent=1)
    return (
        _named("entry", body, _align("left", indent=1), None, _BOX, "@"),
        _named("wall", _font(22), wrapped, None, _BOX),
        _named("wallstrong", _font(22, bold=True), wrapped, None, _BOX),
        _named("wallcode", _font(22), _align("center", shrink_to_fit=True), None, _BOX),
        _named("wallcall", _font(22, bold=True), _align("center", shrink_to_fit=True), None, _BOX),
        _named("walltime", _font(22), _align("center", shrink_to_fit=True), None, _BOX, TIME_FORMAT),
        _named("wholehours", body, whole, None, _BOX, HOURS_FORMAT),
        _named("fewminutes", body, whole, None, _BOX, MINUTES_FORMAT),
        _named("verbatim", body, _align("left", indent=1, wrap_text=True), None, _BOX, "@"),
        _named("entrydate", body, center, None, _BOX, "dd/mm/yyyy"),
        _named("text", body, wrapped, None, _BOX),
        _named("line", body, wrapped, None, _BOX),
        _named("strong", bold, wrapped, None, _BOX),
        _named("fit", body, fitted, None, _BOX),
        _named("fitstrong", bold, fitted, None, _BOX),
        _named("small", _font(9, MUTED), wrapped, None, _BOX),
        _named("id", body, center, None, _BOX, "@"),
        _named("fixedid", _font(10, MUTED), center, PALE, _BOX, "@"),
        _named("fixed", _font(10, MUTED), wrapped, PALE, _BOX),
        _named("code", body, center, None, _BOX),
        _named("codefit", body, _align("center", shrink_to_fit=True), None, _BOX),
        _named("time", body, whole, None, _BOX, TIME_FORMAT),
        _named("date", body, whole, None, _BOX, short_date_format()),
        _named("longdate", body, wrapped, None, _BOX, long_date_format()),
        _named("moment", bold, whole, None, _BOX, moment_format()),
        _named("called", bold, whole, None, _BOX, short_moment_format()),
        _named("longmoment", body, whole, None, _BOX, long_moment_format()),
        _named("length", body, whole, None, _BOX, LENGTH_FORMAT),
        _named("number", body, center, None, _BOX, "#,##0"),
        _named("money", body, center, None, _BOX, '#,##0" €"'),
        _named("editlength", bold, center, None, _BOX, LENGTH_FORMAT),
        _named("flag", bold, center, WARN, _BOX),
        _named("flagtime", bold, whole, WARN, _BOX, TIME_FORMAT),
        _named("otherday", _font(9, MUTED), whole, None, _BOX, short_moment_format()),
        _named("call", bold, whole, None, _BOX, TIME_FORMAT),
    )


_looks: WeakKeyDictionary[Workbook, dict[str, StyleArray]] = WeakKeyDictionary()


def dress(cell: Any, style: str) -> None:  # Any: openpyxl's types leave `_style` out
    """Give a cell a named style. Found once per book: searching for the name for each cell takes seconds."""
    known = _looks.setdefault(cell.parent.parent, {})
    if style not in known:
        cell.style = style
        known[style] = copy(cell._style)
    cell._style = copy(known[style])


def usual_fill(cell: Any) -> Any:
    """The fill of a cell's named style: what it has if nobody coloured it."""
    styles = cell.parent.parent._named_styles
    return next((style.fill for style in styles if style.name == cell.style), PatternFill())


def track_style(code: str) -> str:
    """The name of the style of a track's cells."""
    return f"tspi track {code}"


def wide_style(code: str) -> str:
    """The name of the style of a stage's blocks that hold two lines."""
    return f"tspi stage2 {code}"


def tight_style(code: str) -> str:
    """The name of the style of a stage's shortest blocks, with two lines too."""
    return f"tspi stage3 {code}"


def stage_style(code: str) -> str:
    """The name of the style of a stage's blocks."""
    return f"tspi stage {code}"


def add_styles(book: Workbook, title: Title | None = None) -> None:
    """Register every style, and those of a title's stages and tracks, before cells use them by name."""
    _measure_by_our_font(book)
    for style in (*_frames(), *_cells()):
        book.add_named_style(style)
    for code, color in (stage_colours(title) if title else {}).items():
        book.add_named_style(_stage(stage_style(code), color, 9, shrink_to_fit=True))
        book.add_named_style(_stage(wide_style(code), color, 8, wrap_text=True))
        book.add_named_style(_stage(tight_style(code), color, 7, wrap_text=True))
    for code, (background, ink) in (track_colours(title) if title else {}).items():
        book.add_named_style(
            _named(track_style(code), _font(9, ink, bold=True), _align("center", shrink_to_fit=True), background, _BOX)
        )


def add_missing_styles(book: Workbook, names: Iterable[str]) -> None:
    """Register some styles, by their short names, in a book that may have them or may be somebody else's."""
    wanted = {f"tspi {name}" for name in names} - set(book.named_styles)
    for style in (*_frames(), *_cells()):
        if style.name in wanted:
            book.add_named_style(style)


def _measure_by_our_font(book: Workbook) -> None:
    """Make the book's normal font ours: columns are measured in its digits, and it is as wide on every system."""
    book._fonts = IndexedList([_font()])  # type: ignore[attr-defined]  # openpyxl keeps the normal font in first place


def _stage(name: str, color: str, size: float, **fit: bool) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=_font(size, ink_on(color)),
        alignment=_align("center", **fit),
        fill=_fill(color),
        border=Border(left=Side(style="thin", color="FFFFFFFF"), right=Side(style="thin", color="FFFFFFFF"),
                      top=_LINE, bottom=_LINE),
    )  # fmt: skip
