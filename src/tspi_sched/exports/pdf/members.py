"""The members' convocations: day by day, from when to when, with whom, and the candidates in running order."""

from datetime import date

from tspi_sched.exports.common.calls import duty
from tspi_sched.exports.common.day import closing_text, running_order, turn, with_pauses
from tspi_sched.exports.common.roster import Assessment
from tspi_sched.exports.pdf.letters import letter
from tspi_sched.exports.pdf.pieces import Band, Cell, Column, Letter, Row, Table
from tspi_sched.exports.pdf.session import Session, headline_date, span
from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, Member, Stage
from tspi_sched.texts import _, clock, cut, mark

Panel = tuple[str, ...]

NAME = 60
"""Characters of a candidate's name in a brief calendar: more than any name has."""


def member_letters(session: Session) -> tuple[Letter, ...]:
    """One letter per member who serves, in the order of the workbook."""
    serving: dict[str, list[date]] = {}
    for member, day in session.roster.duty:
        serving.setdefault(member, []).append(day)
    return tuple(_letter(session, session.problem.member[id], days) for id, days in serving.items())


def _letter(session: Session, member: Member, days: list[date]) -> Letter:
    roster = session.roster
    own = {task.stage for day in days for task in roster.duty[member.id, day] if roster.kind(task) != CLOSING}
    stages = tuple(stage for stage in roster.stages if stage.code in own)
    return letter(
        session,
        person=member,
        to=(member.name, _("Membre du jury"), member.company),
        subject=(
            (_("Objet"), _("convocation au jury du {exam}").format(exam=session.exam)),
            *session.ceres(task.track for day in days for task in roster.duty[member.id, day]),
        ),
        intro=session.texts.member_intro or "",
        table=_calendar(session, member, days, stages),
        brief=_brief(session, member, days),
        legend=session.legend(stages),
        notes=session.texts.member_notes or (),
    )


def _calendar(session: Session, member: Member, days: list[date], stages: tuple[Stage, ...]) -> Table:
    columns = (
        Column(_("Candidat"), 1),
        Column(_("Parcours"), 0, "center"),
        *(Column(stage.code, 0, "center") for stage in stages),
        Column(_("Salle"), 0.6),
    )
    rows: list[Row] = []
    for day in days:
        first = len(rows)
        rows.append(Band(_day_line(session, member, day)))
        for panel in _panels(session, member, day):
            own = _panel_rows(session, member, panel, day, stages)
            rows += (row for row in own if not (isinstance(row, Band) and row.style == "pause" and row in rows[first:]))
    return Table(columns, tuple(rows))


def _day_line(session: Session, member: Member, day: date) -> str:
    tasks = session.roster.duty[member.id, day]
    called = duty(session.roster, member.id, day)
    return _("{day} – présentez-vous à {time} ; fin prévue à {end}").format(
        day=headline_date(day), time=clock(called), end=clock(max(task.end for task in tasks))
    )


def _panels(session: Session, member: Member, day: date) -> list[Panel]:
    """The panels that a member is in on a day, in time order."""
    return list(dict.fromkeys(session.roster.panel_of(task) for task in session.roster.duty[member.id, day]))


def _panel_rows(session: Session, member: Member, panel: Panel, day: date, stages: tuple[Stage, ...]) -> list[Row]:
    """The panel's name, then its candidates, with the member's meal where it falls, and the signing of the minutes."""
    roster = session.roster
    rows: list[Row] = [Band(_panel_line(session, panel), "part")]
    rows += [
        Band(one, "pause") if isinstance(one, str) else _candidate_row(session, one, day, stages)
        for one in with_pauses(roster, running_order(roster, panel, day), [member.id], day)
    ]
    closings = (task for task in roster.by_panel[panel] if task.day == day and roster.kind(task) == CLOSING)
    return rows + [Band(closing_text(roster, task), "pause") for task in closings]


# --- in few lines -----------------------------------------------------------------------------------------------------


def _brief(session: Session, member: Member, days: list[date]) -> Table:
    """A row for each day, and a panel's names where they are new: for a member who serves so often that the calendar
    would need a second page."""
    columns = (
        Column(_("Jour"), 0),
        Column(_("Convocation"), 0, "center"),
        Column(_("Fin prévue"), 0, "center"),
        Column(_("Candidats, dans l'ordre de passage"), 1),
        Column(_("Salle"), 0.3),
    )
    rows: list[Row] = []
    last: Panel = ()
    for day in days:
        for panel in _panels(session, member, day):
            if panel != last:
                rows.append(Band(_panel_line(session, panel), "part"))
            rows.append(_brief_row(session, member, panel, day))
            last = panel
    return Table(columns, tuple(rows))


def _brief_row(session: Session, member: Member, panel: Panel, day: date) -> Row:
    roster = session.roster
    tasks = [task for task in roster.by_panel[panel] if task.day == day]
    rooms = dict.fromkeys(roster.short_room(task.room) for task in tasks if task.room)
    return (
        Cell(headline_date(day), "strong"),
        Cell(clock(duty(roster, member.id, day)), "strong"),
        clock(max(task.end for task in tasks)),
        _passages(session, panel, day),
        ", ".join(rooms),
    )


def _passages(session: Session, panel: Panel, day: date) -> str:
    """``08:30 Zoé Lefèvre (TITRE) ; 11:00 Noé Garnier (CCP1)``, and the meal where it falls."""
    roster = session.roster
    ones = with_pauses(roster, running_order(roster, panel, day), panel, day)
    return mark(";").join(one if isinstance(one, str) else _passage(session, one, day) for one in ones)


def _passage(session: Session, one: Assessment, day: date) -> str:
    return f"{clock(turn(session.roster, one, day))} {cut(one.candidate.name, NAME)} ({one.track})"


def _panel_line(session: Session, panel: Panel) -> str:
    name, names = session.roster.panel_name(panel), session.roster.member_names(panel)
    return names if name == names else f"{name}{mark(':')}{names}"


def _candidate_row(session: Session, one: Assessment, day: date, stages: tuple[Stage, ...]) -> Row:
    tasks: dict[str, Task] = {task.stage: task for task in one.on(day) if task.members}
    without = _("sans rapport d'activité") if session.roster.needs_copy(one.candidate) else ""
    return (
        Cell(one.candidate.name, note=mark(";").join(filter(None, (one.candidate.company, without)))),
        one.track,
        *(span(tasks[stage.code]) if stage.code in tasks else "" for stage in stages),
        session.roster.rooms_of(list(tasks.values())),
    )
