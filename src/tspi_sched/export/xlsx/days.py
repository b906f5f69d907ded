"""The sheets for the wall: a day each, as organisers lay it out: the papers, then every panel in running order."""

from datetime import date

from openpyxl import Workbook

from tspi_sched.export.colours import ACCENT
from tspi_sched.export.day import day_title, paper_lines
from tspi_sched.export.roster import Roster
from tspi_sched.export.xlsx.day_blocks import FIRST_PAIR, DayPage, add_panel, add_papers
from tspi_sched.export.xlsx.sheet import add_sheet, line, page, put, widths
from tspi_sched.problem import CLOSING, WRITTEN, Stage
from tspi_sched.texts import _, mark

ONE_PAGE_ROWS = 46
"""A day of at most so many rows is printed on one page; a longer one on as many as it takes."""


def add_days(book: Workbook, roster: Roster) -> None:
    """One sheet per day with a task."""
    for day in roster.days:
        _add_day(book, roster, day)


def _add_day(book: Workbook, roster: Roster, day: date) -> None:
    sheet = add_sheet(book, " ".join(day_title(roster, day).split()[:-1]))  # without the year: it would not fit
    sheet.sheet_properties.tabColor = ACCENT
    kit = any(task.projector for task in roster.by_day[day])
    wall = DayPage(sheet, roster, day, _panel_stages(roster, day), kit)
    widths(sheet, [19, 14, 7, 9, 15, *[6.4] * (wall.room - FIRST_PAIR), 22, *[11] * kit, 27])
    top = _headings(wall)
    row = add_papers(wall, top + 1)
    for panel in roster.panels:
        row = add_panel(wall, panel, row)
    put(sheet, row, 1, " – ".join(f"{stage.code}{mark(':')}{stage.name}" for stage in wall.stages), "note")
    sheet.freeze_panes = f"A{top}"
    page(sheet, roster.problem.centre, repeat=f"1:{top - 1}", pages_high=1 if row <= ONE_PAGE_ROWS else 0)


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
