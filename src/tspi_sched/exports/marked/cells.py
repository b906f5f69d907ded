"""Marks on cells, a colour and a note, that leave everything of the organiser's there and go without a trace.

What is needed to take a mark away travels with its cell, when rows are sorted or moved as well, and through Excel and
LibreOffice: our part of a note begins with `SIGN`, and says which colour was there if somebody had put one.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.colours import BREACH, FINDING
from tspi_sched.exports.xlsx.sheet import clean
from tspi_sched.exports.xlsx.style import usual_fill
from tspi_sched.texts import _, harmless, ngettext, typographic

SIGN = "— tspi-sched —"
"""The line from which on a note is ours, in every language."""
MOST, LONGEST = 12, 600
"""Messages in a note, and characters of each: all are on the sheet of breaches."""
WIDTH, LINE, LETTERS = 380, 16, 52
"""Of a note: its points across, those of a line, and how many letters a line takes."""
_BEFORE = re.compile(r"\[\w[^\[\]:]*: (rgb|theme|indexed) ([\w.]+) ([\d.-]+)\]\s*$")


def cell_at(sheet: Worksheet, place: str) -> Cell:
    """A cell; of cells that are merged, the one that is seen."""
    cell: Any = sheet[place]
    if isinstance(cell, Cell):
        return cell
    area = next(area for area in sheet.merged_cells.ranges if place in area)
    first: Any = sheet.cell(area.min_row, area.min_col)
    assert isinstance(first, Cell)
    return first


def put_mark(cell: Cell, messages: Sequence[str], *, finding: bool = False) -> None:
    """Colour a cell and say in its note what is wrong; what the note said before stays, on top. A `finding` has a
    colour of its own, for a cell that nobody can mend."""
    before, colour = _own_colour(cell), FINDING if finding else BREACH
    lines = [SIGN, *(f"• {_said(message)}" for message in messages[:MOST])]
    if more := len(messages) - MOST if len(messages) > MOST else 0:
        text = ngettext(
            "… et {count} autre : voir la feuille du contrôle",
            "… et {count} autres : voir la feuille du contrôle",
            more,
        )
        lines.append(text.format(count=more))
    lines += [f"[{_('couleur d’avant')} : {before}]"] if before else []
    old, ours = cell.comment, "\n".join(lines)
    text = f"{old.text.rstrip()}\n\n{ours}" if old else ours
    cell.comment = _note(text, old.author if old else "tspi-sched")
    cell.fill = PatternFill("solid", fgColor=f"FF{colour}", bgColor=f"FF{colour}")


def _said(message: str) -> str:
    text = typographic(clean(harmless(message)))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _note(text: str, author: str) -> Comment:
    """A note large enough for what it says, as far as a screen is."""
    rows = sum(1 + len(line) // LETTERS for line in text.splitlines())
    return Comment(text, author, width=WIDTH, height=min(24 + LINE * rows, 480))


# --- taking marks away -----------------------------------------------------------------------------------------------


def take_marks(book: Workbook) -> None:
    """Take the marks of earlier checks away, wherever they are by now."""
    for sheet in book.worksheets:
        for cell in _marked(sheet):
            before = _without_ours(cell)
            if _is_ours(cell.fill):
                cell.fill = _filled(before) if before else copy(usual_fill(cell))


def _marked(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and (
                (cell.comment and SIGN in cell.comment.text) or (cell.has_style and _is_ours(cell.fill))
            ):
                yield cell


def _is_ours(fill: Any) -> bool:
    return _colour(fill) in (("rgb", f"FF{BREACH}"), ("rgb", f"FF{FINDING}"))


def _without_ours(cell: Cell) -> tuple[str, ...]:
    """Leave of a note what is not ours; returns the colour that it says was there before."""
    if not cell.comment or SIGN not in cell.comment.text:
        return ()
    theirs, _sign, ours = cell.comment.text.partition(SIGN)
    cell.comment = _note(theirs.rstrip(), cell.comment.author) if theirs.strip() else None
    found = _BEFORE.search(ours)
    return found.groups() if found else ()


def _own_colour(cell: Cell) -> str:
    """The colour that somebody gave a cell, in words that `_BEFORE` finds; empty if it has that of its style."""
    colour, usual = _colour(cell.fill), _colour(usual_fill(cell))
    if colour == usual or not colour or _is_ours(cell.fill):
        return ""
    return f"{colour[0]} {colour[1]} {cell.fill.fgColor.tint:g}"


def _colour(fill: Any) -> tuple[str, str] | None:
    """The kind and the value of a fill's colour; None for no fill."""
    if fill.fill_type is None or not hasattr(fill, "fgColor"):
        return None
    return fill.fgColor.type, str(fill.fgColor.value)


def _filled(before: tuple[str, ...]) -> PatternFill:
    kind, value, tint = before
    try:
        number = None if kind == "rgb" else int(value)
        colour = Color(value, tint=float(tint)) if number is None else Color(**{kind: number}, tint=float(tint))
    except ValueError:  # somebody wrote into the note
        return PatternFill()
    return PatternFill("solid", fgColor=colour)
