"""The attendance sheets: one per sitting, one per panel and day with a column for each oral and what prepares it, one
for the staff."""

from datetime import date

from tspi_sched.exports.common.day import panel_title, running_order
from tspi_sched.exports.common.roster import Assessment, Sitting
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Row, Sheet, Table
from tspi_sched.exports.pdf.session import Session, headline_date, span
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, PREPARATION, Candidate, Stage
from tspi_sched.texts import _, clock
from tspi_sched.wording.names import listed

PASSAGES = 12
"""Rows of oral attendance that a page holds."""

Panel = tuple[str, ...]

SIGNATURE = 11.0
"""Millimetres that a signature needs."""


def attendance_sheets(session: Session) -> tuple[Sheet, ...]:
    """Day by day the sittings, then members and invigilators; then the panels, with as many days as fit on a page."""
    found: list[Sheet] = []
    for day in session.roster.days:
        found += (_written(session, sitting) for sitting in session.roster.sittings if sitting.day == day)
        found.append(_staff(session, day))
    found += (_orals(session, panel, days) for panel in session.roster.panels for days in _pages(session, panel))
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
            *session.ceres(task.track for task in sitting.tasks),
        ),
        tables=(Table(columns, rows, height=SIGNATURE),),
        notes=_note(session),
        signatures=(_("Signature des surveillants"), *session.signatory[:1]),
    )


def _pages(session: Session, panel: Panel) -> list[list[date]]:
    """The days on which a panel hears somebody, together while they fit on one page: none is half empty."""
    found: list[list[date]] = []
    room = 0
    for day in session.roster.days:
        rows = len(_heard(session, panel, day))
        if rows and (not found or rows > room):
            found.append([])
            room = PASSAGES
        if rows:
            found[-1].append(day)
            room -= rows + 1
    return found


def _heard(session: Session, panel: Panel, day: date) -> list[Assessment]:
    """Whom a panel hears on a day, in running order."""
    return [one for one in running_order(session.roster, panel, day) if _orals_of(session, one, day)]


def _orals_of(session: Session, one: Assessment, day: date) -> dict[str, Task]:
    return {task.stage: task for task in one.on(day) if session.roster.kind(task) in (PREPARATION, ORAL)}


def _orals(session: Session, panel: Panel, days: list[date]) -> Sheet:
    """A panel's candidates of some days in running order, each with room to sign at each oral."""
    roster = session.roster
    heard = [_orals_of(session, one, day) for day in days for one in _heard(session, panel, day)]
    tasks = [task for own in heard for task in own.values()]
    used = {task.stage for task in tasks}
    stages = tuple(stage for stage in roster.stages if stage.code in used)
    columns = (
        *_person_columns(),
        Column(_("Arrivée"), 0.5, "center"),
        *(Column(_("Signature {stage}").format(stage=stage.code), 1, "center") for stage in stages),
    )
    rows: list[Row] = []
    for day in days:
        rows += [Band(headline_date(day))] if len(days) > 1 else ()
        rows += (_oral_row(session, one, day, stages) for one in _heard(session, panel, day))
    return Sheet(
        title=_("Feuille d'émargement – {stage}").format(stage=_("oraux")),
        subtitle=" – ".join(headline_date(day) for day in dict.fromkeys((days[0], days[-1]))),
        facts=((_("Jury"), panel_title(roster, panel)), *session.ceres(task.track for task in tasks)),
        tables=(Table(columns, tuple(rows), height=SIGNATURE + 4),),
        notes=(*_note(session), session.legend(stages)),
        signatures=(_("Signature des membres du jury"), *session.signatory[:1]),
    )


def _oral_row(session: Session, one: Assessment, day: date, stages: tuple[Stage, ...]) -> Row:
    """The room stands below the name: a column of its own would be narrow and high."""
    tasks, person = _orals_of(session, one, day), one.candidate
    name, *others = _names(person, one.track, note=session.roster.rooms_of(list(tasks.values())))
    return (name, *others, "", *(_slot(tasks.get(stage.code)) for stage in stages))


def _slot(task: Task | None) -> Cell:
    """Room to sign under the time; crossed out where the candidate has no such oral."""
    return Cell(span(task), "slot") if task else Cell("", "void")


def _person_columns() -> tuple[Column, ...]:
    return Column(_("Nom et prénom"), 1.3), Column(_("N°"), 0, "center"), Column(_("Parcours"), 0, "center")


def _person(session: Session, task: Task) -> tuple[Cell | str, ...]:
    return _names(session.problem.candidate[task.candidate or ""], task.track or "")


def _names(person: Candidate, track: str, note: str = "") -> tuple[Cell | str, ...]:
    """Name, number (below the id in the plan, the one under which the candidate is registered) and track."""
    name = f"{person.last_name} {person.first_name}".strip()
    return Cell(name, "strong", note), Cell(person.id, note=person.number), track


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
    groups = (
        (_("jury"), _("Membres du jury"), members),
        (_("surveillants"), _("Surveillants"), _watching(session, day)),
        (_("intervenants"), _("Intervenants"), _helping(session, day)),
    )
    there = [group for group in groups if group[2]]
    return Sheet(
        title=_("Feuille de présence – {who}").format(who=listed(who for who, _title, _rows in there)),
        subtitle=headline_date(day),
        tables=tuple(_staff_table(title, rows) for _who, title, rows in there),
        signatures=session.signatory[:1],
    )


def _watching(session: Session, day: date) -> tuple[Row, ...]:
    tasks: dict[str, list[Task]] = {}
    for sitting in session.roster.sittings:
        for person in sitting.invigilators if sitting.day == day else ():
            tasks.setdefault(person, []).extend(sitting.tasks)
    people = (person for person in session.problem.invigilators if person.id in tasks)
    return tuple(_staff_row(person.name, person.id, tasks[person.id]) for person in people)


def _helping(session: Session, day: date) -> tuple[Row, ...]:
    """Actors, interpreters, inspectors: people in a role who take part that day."""
    found = ((one, session.roster.helping(one.id).get(day)) for one in session.problem.helpers)
    return tuple(_staff_row(f"{one.name} ({one.type})", one.id, tasks) for one, tasks in found if tasks)


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
