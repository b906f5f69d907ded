"""The sheets for the doors: what happens in each room on each day, to be read from two metres away."""

from datetime import date

from tspi_sched.exports.common.day import with_hours
from tspi_sched.exports.common.roster import Sitting
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Row, Sheet, Table
from tspi_sched.exports.pdf.session import Session, headline_date
from tspi_sched.exports.stamped import since_text
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, PREPARATION
from tspi_sched.texts import _, clock


def door_sheets(session: Session) -> tuple[Sheet, ...]:
    """One sheet per room and day of use, rooms in the order of the workbook."""
    return tuple(doors(session).values())


def doors(session: Session) -> dict[tuple[str, date], Sheet]:
    """The sheets by their room and day."""
    places = ((room.id, day) for room in session.problem.rooms for day in session.roster.days)
    sheets = {place: _sheet(session, *place) for place in places}
    return {place: sheet for place, sheet in sheets.items() if sheet.tables}


def _sheet(session: Session, room: str, day: date) -> Sheet:
    roster = session.roster
    papers = [sitting for sitting in roster.sittings if sitting.room == room and sitting.day == day]
    orals = [task for task in roster.by_day[day] if task.room == room and roster.kind(task) == ORAL]
    alone = [task for task in roster.by_day[day] if task.room == room and roster.kind(task) == PREPARATION]
    tracks = {task.track for task in (*orals, *alone)} | {task.track for sitting in papers for task in sitting.tasks}
    ceres = session.ceres(tracks)
    tables = (
        *(_paper(session, sitting) for sitting in papers),
        *([_orals(session, orals)] if orals else []),
        *([_preparations(session, alone)] if alone else []),
    )
    return Sheet(
        title=roster.short_room(room),
        subtitle=" – ".join((headline_date(day), *(f"{name} {text}" for name, text in ceres))),
        banner=session.texts.door_note or "",
        tables=tables,
        since=since_text(session.stamp, "door", room, day),
    )


def _paper(session: Session, sitting: Sitting) -> Table:
    """A sitting: its candidates by name. Not when each of them ends: who has extra time is nobody else's business."""
    columns = (Column(_("Candidat"), 1), Column(_("N°"), 0, "center"), Column(_("Parcours"), 0, "center"))
    rows: list[Row] = []
    for task in session.roster.by_name(sitting.tasks):
        person = session.problem.candidate[task.candidate or ""]
        rows.append((f"{person.last_name} {person.first_name}".strip(), person.id, task.track or ""))
    stage = session.problem.title.stage[sitting.tasks[0].stage]
    return Table(columns, tuple(rows), with_hours(stage.name, sitting.tasks))


def _orals(session: Session, tasks: list[Task]) -> Table:
    """Who passes when in a room, before which panel."""
    columns = Column(_("Horaire"), 0, "center"), Column(_("Candidat"), 1)
    rows: list[Row] = []
    panel: tuple[str, ...] = ()
    for chain in _chains(tasks):
        if session.roster.panel_of(chain[0]) != panel:
            panel = session.roster.panel_of(chain[0])
            rows.append(Band(session.roster.panel_name(panel)))
        person = session.problem.candidate[chain[0].candidate or ""]
        hours = Cell(f"{clock(chain[0].start)} – {clock(chain[-1].end)}", "strong")
        stages = " ".join(task.stage for task in chain)
        rows.append((hours, Cell(f"{person.last_name} {person.first_name}".strip(), note=f"{person.id} – {stages}")))
    return Table(columns, tuple(rows), _("Oraux, dans l'ordre de passage"))


def _preparations(session: Session, tasks: list[Task]) -> Table:
    """Who prepares an oral when in a room."""
    columns = Column(_("Horaire"), 0, "center"), Column(_("Candidat"), 1)
    rows: list[Row] = []
    for task in tasks:
        person = session.problem.candidate[task.candidate or ""]
        hours = Cell(f"{clock(task.start)} – {clock(task.end)}", "strong")
        name = f"{person.last_name} {person.first_name}".strip()
        rows.append((hours, Cell(name, note=f"{person.id} – {task.stage}")))
    return Table(columns, tuple(rows), session.problem.title.stage[tasks[0].stage].name)


def _chains(tasks: list[Task]) -> list[list[Task]]:
    """The orals of each candidate and track, in the order of their first one."""
    found: dict[tuple[str | None, str | None], list[Task]] = {}
    for task in tasks:
        found.setdefault((task.candidate, task.track), []).append(task)
    return list(found.values())
