"""The days for the wall: a sheet each, on A3 in large print, with nothing on it that is not for everybody."""

from datetime import date

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.colours import ACCENT
from tspi_sched.exports.common.day import day_title
from tspi_sched.exports.common.wall import Block, Passage, blocks, columns
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import A3, blocks_page
from tspi_sched.exports.xlsx.sheet import add_sheet, at, back, line, lines_in, put, widths
from tspi_sched.texts import _, long_date

SIZES = (54, 38, 19, 32, 15, 30, 48)
"""The columns, in digits of the usual size: name, first name, track, call, start, stages, room."""

LETTER, LINE = 2.1, 29
"""How much wider than usual its letters are; points of one of its lines."""

LAST = len(SIZES)


def add_walls(draft: Draft) -> None:
    """One sheet per day on which candidates come."""
    for day in draft.roster.days:
        if found := blocks(draft.roster, day):
            _add_wall(draft, day, found)


def wall_title(number: int, day: date) -> str:
    """``Affichage 1 – lun. 7 décembre``."""
    weekday, *rest = long_date(day).split()[:-1]
    return _("Affichage {number} – {day}").format(number=number, day=" ".join((f"{weekday[:3]}.", *rest)))


def _add_wall(draft: Draft, day: date, found: tuple[Block, ...]) -> None:
    roster = draft.roster
    sheet = add_sheet(draft.book, wall_title(roster.problem.day_index[day] + 1, day))
    sheet.sheet_properties.tabColor = ACCENT
    widths(sheet, SIZES)
    line(sheet, 1, 1, LAST, day_title(roster, day), "walltitle")
    sheet.row_dimensions[1].height = 52
    line(sheet, 2, 1, LAST, " – ".join(filter(None, (roster.problem.title.name, roster.problem.centre))), "wallnote")
    sheet.row_dimensions[2].height = 24
    row, starts = 4, []
    for block in found:
        starts.append(row)
        row = _block(sheet, block, row) + 1
    sheet.freeze_panes = "A3"
    back(sheet, LAST + 2, _("Synthèse"))
    blocks_page(sheet, draft.session, LAST, 3, starts, paper=A3)


def _block(sheet: Worksheet, block: Block, row: int) -> int:
    """A sitting or a panel; returns the row after it."""
    shown = columns(block)
    places = [_place(title) for title, _text in shown]
    line(sheet, row, 1, LAST, block.title, "wallpanel")
    sheet.row_dimensions[row].height = 8 + LINE * lines_in(block.title, sum(SIZES) / LETTER)
    row += 1
    for place, (title, _text) in zip(places, shown, strict=True):
        put(sheet, row, place, title, "wallhead")
    sheet.row_dimensions[row].height = LINE
    for one in block.rows:
        row += 1
        if isinstance(one, str):
            line(sheet, row, 1, LAST, one, "wallpause")
            sheet.row_dimensions[row].height = LINE
        else:
            _row(sheet, row, one, set(places))
    return row + 1


def _place(title: str) -> int:
    titles = (_("Nom"), _("Prénom"), _("Parcours"), _("Convocation"), _("Début"), _("Épreuves"), _("Salle"))
    return titles.index(title) + 1


def _row(sheet: Worksheet, row: int, one: Passage, places: set[int]) -> None:
    cells = (
        (one.last_name, "wallstrong"),
        (one.first_name, "wall"),
        (one.track, "wallcode"),
        (one.call, "wallcall"),
        (at(one.start), "walltime"),
        (one.codes, "wallcode"),
        (one.room, "wall"),
    )
    lines = 1
    for place, (value, style) in enumerate(cells, 1):
        if place in places:
            put(sheet, row, place, value, style)
            width = sheet.column_dimensions[get_column_letter(place)].width
            lines = max(lines, lines_in(value, width / LETTER) if style in ("wall", "wallstrong") else 1)
    sheet.row_dimensions[row].height = 8 + LINE * lines
