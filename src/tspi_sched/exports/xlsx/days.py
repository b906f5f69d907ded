"""The sheets for the wall: a day each, as organisers lay it out: the papers, then every panel in running order."""

from datetime import date

from tspi_sched.exports.common.colours import ACCENT
from tspi_sched.exports.common.day import day_title, observations, paper_lines
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.xlsx.day_blocks import FIRST_PAIR, DayPage, add_panel, add_papers
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import blocks_page
from tspi_sched.exports.xlsx.sheet import add_sheet, back, line, put, widths
from tspi_sched.problem import CLOSING, WRITTEN, Stage
from tspi_sched.texts import _, mark


def add_days(draft: Draft) -> None:
    """One sheet per day with a task."""
    for day in draft.roster.days:
        _add_day(draft, day)


def _add_day(draft: Draft, day: date) -> None:
    roster = draft.roster
    sheet = add_sheet(draft.book, " ".join(day_title(roster, day).split()[:-1]))  # without the year: it would not fit
    sheet.sheet_properties.tabColor = ACCENT
    kit = any(task.projector for task in roster.by_day[day])
    notes = any(observations(roster, one) for panel in roster.panels for one in roster.seen_by.get((panel, day), ()))
    wall = DayPage(sheet, draft, day, _panel_stages(roster, day), kit, notes)
    widths(sheet, [23, 15, 6.5, 8.5, 12.5, *[6] * (wall.room - FIRST_PAIR), 24, *[10] * kit, *[20] * notes])
    top = _headings(wall)
    starts, row = [top + 1], add_papers(wall, top + 1)
    for panel in roster.panels:
        starts.append(row)
        row = add_panel(wall, panel, row)
    put(sheet, row, 1, " – ".join(f"{stage.code}{mark(':')}{stage.name}" for stage in wall.stages), "note")
    sheet.freeze_panes = f"A{top}"
    back(sheet, wall.last + 2, _("Synthèse"))
    blocks_page(sheet, draft.session, wall.last, top + 1, starts)


def _panel_stages(roster: Roster, day: date) -> tuple[Stage, ...]:
    used = {task.stage for task in roster.by_day[day] if roster.kind(task) not in (WRITTEN, CLOSING)}
    return tuple(stage for stage in roster.problem.title.stages if stage.code in used)


# --- the heading -----------------------------------------------------------------------------------------------------


def _headings(wall: DayPage) -> int:
    """The session, the day and its papers; returns the row after them."""
    sheet, problem, title = wall.sheet, wall.roster.problem, wall.roster.problem.title
    name = _("Planning de session – {title} ({code})").format(title=title.name, code=title.code)
    put(sheet, 1, 1, name, "subtitle")
    put(sheet, 1, wall.last, problem.centre, "rightnote")
    put(sheet, 2, 1, day_title(wall.roster, wall.day), "title")
    sheet.row_dimensions[2].height = 28
    row = 3
    for text in paper_lines(wall.roster, wall.day):
        line(sheet, row, 1, wall.last, text, "paper")
        sheet.row_dimensions[row].height = 20
        row += 1
    return row
