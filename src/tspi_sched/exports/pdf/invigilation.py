"""The invigilators' sheets: one per person and sitting, with each candidate's own end."""

from tspi_sched.exports.common.calls import arrival, call_text, opening, reception
from tspi_sched.exports.common.roster import Sitting
from tspi_sched.exports.pdf.pieces import Cell, Column, Row, Sheet, Table
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.stamped import since_text
from tspi_sched.plan import Task
from tspi_sched.texts import _, clock, duration, long_date, ngettext


def invigilation_sheets(session: Session) -> tuple[Sheet, ...]:
    """A sheet for each invigilator of each sitting, in time order."""
    return tuple(
        _sheet(session, sitting, person)
        for sitting in session.roster.sittings
        for person in sitting.invigilators or ("",)
    )


def _sheet(session: Session, sitting: Sitting, person: str) -> Sheet:
    name = session.problem.invigilator[person].name if person else ""
    return Sheet(
        title=_("Fiche de surveillance"),
        subtitle=" – ".join(filter(None, (name, session.roster.room_name(sitting.room), long_date(sitting.day)))),
        facts=_facts(session, sitting, person),
        tables=(_table(session, sitting),),
        notes=session.texts.invigilator_notes or (),
        blank=_("Incidents et observations (avec l'heure)"),
        signatures=(_("Signature du surveillant"),),
        since=since_text(session.stamp, "invigilator", person),
    )


def _facts(session: Session, sitting: Sitting, person: str) -> tuple[tuple[str, str], ...]:
    roster, count = session.roster, len(sitting.tasks)
    others = tuple(other for other in sitting.invigilators if other != person)
    facts = (
        (_("Épreuve"), session.problem.title.stage[sitting.tasks[0].stage].name),
        (_("Effectif"), ngettext("{count} candidat", "{count} candidats", count).format(count=count)),
        (_("Votre arrivée"), call_text(arrival(roster, sitting, person))),
        (_("Accueil"), call_text(reception(roster, sitting))),
        (_("Ouverture des plis"), call_text(opening(roster, sitting))),
        (_("Début"), clock(sitting.start)),
        (_("Dernière fin"), clock(sitting.end)),
        (_("Avec"), roster.invigilator_names(others)),
    )
    return tuple(fact for fact in facts if fact[1])


def _table(session: Session, sitting: Sitting) -> Table:
    columns = (
        Column(_("Nom"), 1),
        Column(_("Prénom"), 0.8),
        Column(_("N°"), 0, "center"),
        Column(_("Parcours"), 0, "center"),
        Column(_("Durée"), 0, "center"),
        Column(_("Fin"), 0, "center"),
        Column(_("Remise de la copie"), 0, "center"),
        Column(_("Observations"), 1),
    )
    return Table(columns, tuple(_row(session, task) for task in session.roster.by_name(sitting.tasks)), height=8)


def _row(session: Session, task: Task) -> Row:
    person = session.problem.candidate[task.candidate or ""]
    longer = session.roster.extra_minutes(task) > 0
    return (
        Cell(person.last_name, "strong"),
        person.first_name,
        person.id,
        task.track or "",
        duration(task.minutes),
        Cell(clock(task.end), "flag" if longer else "strong"),
        "",
        "",
    )
