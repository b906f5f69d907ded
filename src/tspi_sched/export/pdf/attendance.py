"""The attendance sheets: one per sitting, one per panel and day with a column for each oral, one for the staff."""

from datetime import date

from tspi_sched.export.day import panel_title, running_order
from tspi_sched.export.pdf.pieces import Cell, Column, Row, Sheet, Table
from tspi_sched.export.pdf.session import Session, headline_date, span
from tspi_sched.export.roster import Assessment, Sitting
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, Stage
from tspi_sched.texts import _, clock

SIGNATURE = 11.0
"""Millimetres that a signature needs."""


def attendance_sheets(session: Session) -> tuple[Sheet, ...]:
    """Day by day: the sittings, the panels, then members and invigilators."""
    found: list[Sheet] = []
    for day in session.roster.days:
        found += (_written(session, sitting) for sitting in session.roster.sittings if sitting.day == day)
        found += (sheet for panel in session.roster.panels if (sheet := _orals(session, panel, day)))
        found.append(_staff(session, day))
    return tuple(found)


# --- candidates ------------------------------------------------------------------------------------------------------


def _written(session: Session, sitting: Sitting) -> Sheet:
    stage = session.problem.title.stage[sitting.tasks[0].stage]
    columns = (
        *_person_columns(),
        Column(_("Arrivée"), 0.5, "center"),
        Column(_("Signature à l'entrée"), 1, "center"),
        Column(_("Sortie"), 0.5, "center"),
        Column(_("Signature à la sortie"), 1, "center"),
    )
    rows = tuple((*_person(session, task), "", "", "", "") for task in session.roster.by_name(sitting.tasks))
    return Sheet(
        title=_("Feuille d'émargement – {stage}").format(stage=stage.name),
        subtitle=headline_date(sitting.day),
        facts=(
            (_("Salle"), session.roster.room_name(sitting.room)),
            (_("Début"), clock(sitting.start)),
            (_("Surveillants"), session.roster.invigilator_names(sitting.invigilators)),
        ),
        tables=(Table(columns, rows, height=SIGNATURE),),
        notes=_note(session),
        signatures=(_("Signature des surveillants"), *session.signatory[:1]),
    )


def _orals(session: Session, panel: tuple[str, ...], day: date) -> Sheet | None:
    """A panel's candidates of a day in running order; None for a day without orals."""
    roster = session.roster
    tasks = [task for task in roster.by_panel[panel] if task.day == day and roster.kind(task) == ORAL]
    if not tasks:
        return None
    used = {task.stage for task in tasks}
    stages = tuple(stage for stage in roster.stages if stage.code in used)
    ones = [one for one in running_order(roster, panel, day) if any(task in tasks for task in one.tasks)]
    columns = (
        *_person_columns(),
        Column(_("Salle"), 0.8),
        Column(_("Arrivée"), 0.5, "center"),
        *(Column(_("Signature {stage}").format(stage=stage.code), 1, "center") for stage in stages),
    )
    return Sheet(
        title=_("Feuille d'émargement – {stage}").format(stage=_("oraux")),
        subtitle=headline_date(day),
        facts=((_("Jury"), panel_title(roster, panel)),),
        tables=(Table(columns, tuple(_oral_row(session, one, day, stages) for one in ones), height=SIGNATURE + 4),),
        notes=(*_note(session), session.legend(stages)),
        signatures=(_("Signature des membres du jury"), *session.signatory[:1]),
    )


def _oral_row(session: Session, one: Assessment, day: date, stages: tuple[Stage, ...]) -> Row:
    tasks = {task.stage: task for task in one.on(day) if session.roster.kind(task) == ORAL}
    person = one.candidate
    return (
        *_names(person.last_name, person.first_name, person.id, one.track),
        session.roster.rooms_of(list(tasks.values())),
        "",
        *(_slot(tasks.get(stage.code)) for stage in stages),
    )


def _slot(task: Task | None) -> Cell:
    """Room to sign under the time; crossed out where the candidate has no such oral."""
    return Cell(span(task), "slot") if task else Cell("", "void")


def _person_columns() -> tuple[Column, ...]:
    return Column(_("Nom et prénom"), 1.3), Column(_("N°"), 0, "center"), Column(_("Parcours"), 0, "center")


def _person(session: Session, task: Task) -> tuple[Cell | str, ...]:
    person = session.problem.candidate[task.candidate or ""]
    return _names(person.last_name, person.first_name, person.id, task.track or "")


def _names(last_name: str, first_name: str, id: str, track: str) -> tuple[Cell | str, ...]:
    return Cell(f"{last_name} {first_name}".strip(), "strong"), id, track


def _note(session: Session) -> tuple[str, ...]:
    return tuple(filter(None, (session.texts.attendance_note,)))


# --- members and invigilators ----------------------------------------------------------------------------------------


def _staff(session: Session, day: date) -> Sheet:
    """Who assesses and who watches on a day, with the hours planned."""
    members = tuple(
        _staff_row(session.problem.member[id].name, id, tasks)
        for (id, when), tasks in session.roster.duty.items()
        if when == day
    )
    tables = (
        _staff_table(_("Membres du jury"), members),
        _staff_table(_("Surveillants"), _watching(session, day)),
    )
    return Sheet(
        title=_("Feuille de présence – jury et surveillants"),
        subtitle=headline_date(day),
        tables=tuple(table for table in tables if table.rows),
        signatures=session.signatory[:1],
    )


def _watching(session: Session, day: date) -> tuple[Row, ...]:
    tasks: dict[str, list[Task]] = {}
    for sitting in session.roster.sittings:
        for person in sitting.invigilators if sitting.day == day else ():
            tasks.setdefault(person, []).extend(sitting.tasks)
    people = (person for person in session.problem.invigilators if person.id in tasks)
    return tuple(_staff_row(person.name, person.id, tasks[person.id]) for person in people)


def _staff_row(name: str, id: str, tasks: list[Task]) -> Row:
    start, end = min(task.start for task in tasks), max(task.end for task in tasks)
    return Cell(name, "strong"), id, f"{clock(start)} – {clock(end)}", "", "", ""


def _staff_table(title: str, rows: tuple[Row, ...]) -> Table:
    columns = (
        Column(_("Nom"), 1.3),
        Column(_("N°"), 0, "center"),
        Column(_("Présence prévue"), 0, "center"),
        Column(_("Arrivée"), 0.6, "center"),
        Column(_("Départ"), 0.6, "center"),
        Column(_("Signature"), 1.2, "center"),
    )
    return Table(columns, rows, title, SIGNATURE)
