"""The session's planning for the wall and the file: a page per day, as on the day's sheet of ``planning.xlsx``."""

from datetime import date

from tspi_sched.exports.common.calls import call_text, called
from tspi_sched.exports.common.day import (
    closing_text,
    day_title,
    observations,
    panel_title,
    paper_lines,
    running_order,
    with_hours,
    with_pauses,
    with_preparations,
)
from tspi_sched.exports.common.roster import Assessment
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Row, Sheet, Table
from tspi_sched.exports.pdf.session import Session, span
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, ORAL, PREPARATION, WRITTEN, Stage
from tspi_sched.texts import _, long_date
from tspi_sched.wording.names import paper as paper_of

Panel = tuple[str, ...]

ROOM = 0.9
"""The share of a page's breadth that a room takes, beside 1 of a name."""


def planning_sheets(session: Session) -> tuple[Sheet, ...]:
    """One sheet per day with a task."""
    return tuple(_sheet(session, day) for day in session.roster.days)


def _sheet(session: Session, day: date) -> Sheet:
    roster = session.roster
    used = {task.stage for task in roster.by_day[day] if roster.kind(task) not in (WRITTEN, CLOSING)}
    stages = tuple(stage for stage in roster.stages if stage.code in used)
    panels = (_panel(session, panel, day, stages) for panel in roster.panels)
    return Sheet(
        title=day_title(roster, day),
        subtitle="\n".join(paper_lines(roster, day)),
        tables=(*_papers(session, day), *(table for table in panels if table)),
        notes=(session.legend(stages),) if stages else (),
    )


def _person_columns() -> tuple[Column, ...]:
    return (
        Column(_("Nom"), 1),
        Column(_("Prénom"), 0.8),
        Column(_("N°"), 0, "center"),
        Column(_("Parcours"), 0, "center"),
        Column(_("Convocation"), 0, "center"),
    )


# --- the papers ------------------------------------------------------------------------------------------------------


def _papers(session: Session, day: date) -> tuple[Table, ...]:
    """Who writes where, if anybody does that day."""
    rows = tuple(
        _paper_row(session, task)
        for sitting in session.roster.sittings
        if sitting.day == day
        for task in session.roster.by_name(sitting.tasks)
    )
    paper = paper_of(session.problem.title)
    columns = (*_person_columns(), Column(paper, 0, "center"), Column(_("Surveillants"), 1), Column(_("Salle"), ROOM))
    return (Table(columns, rows, _("Épreuve {paper}").format(paper=paper)),) if rows else ()


def _paper_row(session: Session, task: Task) -> Row:
    roster, person = session.roster, session.problem.candidate[task.candidate or ""]
    return (
        Cell(person.last_name, "strong"),
        person.first_name,
        person.id,
        task.track or "",
        _call(session, task),
        span(task),
        roster.invigilator_names(task.invigilators),
        roster.short_room(task.room),
    )


def _tail_columns(*, apart: bool) -> tuple[Column, ...]:
    """Two rooms stand in a cell where candidates prepare apart from the orals."""
    return Column(_("Salle"), 2.2 if apart else ROOM), Column(_("Observations"), 1)


# --- a panel ---------------------------------------------------------------------------------------------------------


def _panel(session: Session, panel: Panel, day: date, stages: tuple[Stage, ...]) -> Table | None:
    """A panel's candidates in running order, with its meal where it falls; None for a day off."""
    roster = session.roster
    tasks = [task for task in roster.by_panel[panel] if task.day == day]
    if not tasks:
        return None
    rows: list[Row] = [
        Band(one, "pause") if isinstance(one, str) else _assessment_row(session, one, day, stages)
        for one in with_pauses(roster, running_order(roster, panel, day), panel, day)
    ]
    rows += (Band(closing_text(roster, task), "pause") for task in tasks if roster.kind(task) == CLOSING)
    apart = any(stage.kind == PREPARATION for stage in stages)
    columns = (*_person_columns(), *(Column(stage.code, 0, "center") for stage in stages), *_tail_columns(apart=apart))
    return Table(columns, tuple(rows), with_hours(panel_title(roster, panel), tasks))


def _assessment_row(session: Session, one: Assessment, day: date, stages: tuple[Stage, ...]) -> Row:
    roster, person = session.roster, one.candidate
    today = with_preparations(roster, one, day)
    kits = ", ".join(task.projector for task in today.values() if task.projector)
    room = roster.rooms_of(list(today.values()))
    return (
        Cell(person.last_name, "strong"),
        person.first_name,
        person.id,
        one.track,
        _called(session, one, day),
        *(span(today[stage.code]) if stage.code in today else "" for stage in stages),
        Cell(room, note=kits),
        Cell(observations(roster, one), "faint"),
    )


def _called(session: Session, one: Assessment, day: date) -> Cell:
    """When the candidate is called for the orals: a time, with its day if that is another one."""
    task = session.roster.called(one, ORAL)
    if task is None:
        return Cell()
    if task.day == day:
        return _call(session, task)
    return Cell(call_text(called(session.roster, task)), "faint", long_date(task.day))


def _call(session: Session, task: Task) -> Cell:
    time = called(session.roster, task)
    return Cell(call_text(time), "faint" if time is None else "strong")
