"""The days for the wall: a page each, in large print."""

from datetime import date

from tspi_sched.exports.common.day import day_title
from tspi_sched.exports.common.wall import Block, blocks, columns
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Sheet, Table
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.stamped import since_text
from tspi_sched.texts import _


def wall_sheets(session: Session) -> tuple[Sheet, ...]:
    """One sheet per day with a task."""
    return tuple(walls(session).values())


def walls(session: Session) -> dict[date, Sheet]:
    """The sheets by their day."""
    sheets = {day: _sheet(session, day) for day in session.roster.days}
    return {day: sheet for day, sheet in sheets.items() if sheet.tables}


def _sheet(session: Session, day: date) -> Sheet:
    return Sheet(
        title=day_title(session.roster, day),
        tables=tuple(map(_table, blocks(session.roster, day))),
        since=since_text(session.stamp, "wall", day),
    )


def _table(block: Block) -> Table:
    """A block's candidates: names and rooms share the width, the rest is as wide as its content."""
    wide = {_("Nom"): 1.0, _("Prénom"): 0.8, _("Salle"): 1.0}
    shown = columns(block)
    heads = tuple(Column(title, wide.get(title, 0), "left" if title in wide else "center") for title, _text in shown)
    strong = _("Nom"), _("Convocation")
    rows = tuple(
        Band(row, "pause")
        if isinstance(row, str)
        else tuple(Cell(text(row), "strong" if title in strong else "") for title, text in shown)
        for row in block.rows
    )
    return Table(heads, rows, block.title)
