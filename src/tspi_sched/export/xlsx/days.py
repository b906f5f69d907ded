"""The sheets for the wall: a day each, as organisers lay it out: the papers, then every panel in running order."""

from datetime import date

from openpyxl import Workbook

from tspi_sched.export.colours import ACCENT
from tspi_sched.export.roster import OPENING_MINUTES, RECEPTION_MINUTES, Roster
from tspi_sched.export.xlsx.day_blocks import FIRST_PAIR, DayPage, add_panel, add_papers
from tspi_sched.export.xlsx.sheet import add_sheet, line, page, put, widths
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, WRITTEN, Stage
from tspi_sched.texts import _, clock, duration, language, long_date, mark

ONE_PAGE_ROWS = 46
"""A day of at most so many rows is printed on one page; a longer one on as many as it takes."""


def add_days(book: Workbook, roster: Roster) -> None:
    """One sheet per day with a task."""
    for day in roster.days:
        _add_day(book, roster, day)


def day_title(roster: Roster, day: date) -> str:
    """``Jour 1 – lundi 7 décembre 2026``, numbered among the days of the session."""
    return _("Jour {number} – {day}").format(number=roster.problem.day_index[day] + 1, day=long_date(day))


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
    for text in _paper_lines(wall.roster, wall.day):
        line(sheet, row, 1, wall.last, text, "paper")
        sheet.row_dimensions[row].height = 20
        row += 1
    return row


def _paper_lines(roster: Roster, day: date) -> list[str]:
    """``MSP 3 h – accueil 8h30 – ouverture des plis 8h50 – début 9h00 – fin 12h00`` for each paper of the day."""
    groups: dict[tuple[int, str | None], list[Task]] = {}
    for task in roster.of_kind(WRITTEN):
        if task.day == day:
            groups.setdefault((task.start, task.track), []).append(task)
    return [_paper_line(roster, tasks) for tasks in groups.values()]


def _paper_line(roster: Roster, tasks: list[Task]) -> str:
    first = tasks[0]
    usual = min(task.minutes - roster.extra_minutes(task) for task in tasks)
    latest = max(task.end for task in tasks)
    text = _(
        "{track} : {stage} {length} – accueil {reception} – ouverture des plis {opening} – début {start} – fin {end}"
    ).format(
        track=roster.problem.title.track[first.track or ""].name,
        stage=first.stage,
        length=duration(usual),
        reception=_hour(first.start - RECEPTION_MINUTES),
        opening=_hour(first.start - OPENING_MINUTES),
        start=_hour(first.start),
        end=_hour(first.start + usual),
    )
    if latest > first.start + usual:
        text += _(" (temps majoré : jusqu'à {end})").format(end=_hour(latest))
    return text


def _hour(minute: int) -> str:
    """A time inside a sentence: ``8h30``, as organisers write it in French."""
    minute = max(0, minute)
    return f"{minute // 60}h{minute % 60:02d}" if language() == "fr" else clock(minute)
