"""The convocations of people in a role (actors, interpreters, inspectors): day by day, each stage they take part in."""

from datetime import date

from tspi_sched.exports.common.breaks import break_between
from tspi_sched.exports.common.day import pause_text
from tspi_sched.exports.pdf.letters import letter
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Letter, Row, Table
from tspi_sched.exports.pdf.session import Session, headline_date
from tspi_sched.plan import Task
from tspi_sched.problem import Means
from tspi_sched.texts import _, clock


def helper_letters(session: Session) -> tuple[Letter, ...]:
    """One letter per person who takes part, in the order of the workbook."""
    found = ((one, session.roster.helping(one.id)) for one in session.problem.helpers)
    return tuple(_letter(session, one, days) for one, days in found if days)


def _letter(session: Session, one: Means, days: dict[date, list[Task]]) -> Letter:
    tasks = [task for some in days.values() for task in some]
    stages = tuple(stage for stage in session.roster.stages if stage.code in {task.stage for task in tasks})
    return letter(
        session,
        person=one,
        to=(one.name, one.type),
        subject=(
            (_("Objet"), _("convocation, {role}, pour le {exam}").format(role=one.type, exam=session.exam)),
            *session.ceres(task.track for task in tasks),
        ),
        intro=_("Vous êtes attendu(e) aux heures suivantes."),
        table=_calendar(session, days),
        legend=session.legend(stages),
        notes=(),
    )


def _calendar(session: Session, days: dict[date, list[Task]]) -> Table:
    columns = (
        Column(_("Début"), 0, "center"),
        Column(_("Fin"), 0, "center"),
        Column(_("Épreuve"), 0, "center"),
        Column(_("Candidat"), 1),
        Column(_("Salle"), 0.6),
    )
    rows: list[Row] = []
    for day, tasks in days.items():
        rows.append(Band(_day_line(session, day, tasks)))
        rows += _with_pause(session, tasks)
    return Table(columns, tuple(rows))


def _day_line(session: Session, day: date, tasks: list[Task]) -> str:
    """From when to when: people in a role come as early before their first task of a day as members do."""
    text = _("{day} – présentez-vous à {time} ; fin prévue à {end}")
    called = max(0, tasks[0].start - session.roster.leads.members)
    return text.format(day=headline_date(day), time=clock(called), end=clock(max(task.end for task in tasks)))


def _with_pause(session: Session, tasks: list[Task]) -> list[Row]:
    """A day's tasks, with the meal where it falls."""
    meal = break_between(session.problem, {(task.start, task.end) for task in tasks})
    rows: list[Row] = [_row(session, task) for task in tasks]
    if meal:
        rows.insert(sum(task.start <= meal[0] for task in tasks), Band(pause_text(meal), "pause"))
    return rows


def _row(session: Session, task: Task) -> Row:
    person = session.problem.candidate[task.candidate or ""]
    room = session.roster.room_name(task.room)
    return (Cell(clock(task.start), "strong"), clock(task.end), task.stage, person.name, room)
