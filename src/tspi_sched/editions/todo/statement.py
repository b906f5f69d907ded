"""A statement of facts, prefilled, for the day when a member is absent and candidates suffer for it: who, when, which
candidates. The person in charge completes and signs it; what the law wants of it is theirs to judge."""

from collections.abc import Iterator
from datetime import datetime

from tspi_sched.editions.todo.work import Work
from tspi_sched.exports.pdf.pieces import Cell, Column, Row, Sheet, Table
from tspi_sched.exports.stamped import hour
from tspi_sched.plan import VOID, Event, Plan, Task, moment
from tspi_sched.problem import Candidate, Member
from tspi_sched.texts import _, clock, long_date, mark

ABSENT = "absent"


def statement_sheets(work: Work) -> tuple[Sheet, ...]:
    """One sheet, where a member is absent and, since the edition before, a chain is void or a candidate left out."""
    absent = tuple(_absent(work))
    rows = (*_void_rows(work, absent), *_left_out_rows(work))
    if not absent or not rows:
        return ()
    session = work.kept.session
    columns = (
        Column(_("Candidat"), 1),
        Column(_("N°"), 0, "center"),
        Column(_("Parcours"), 0, "center"),
        Column(_("Constat"), 1.6),
    )
    facts = ((_("Session"), session.exam), *session.ceres(candidate_tracks(work)), *_who(work, absent))
    sheet = Sheet(
        title=_("Procès-verbal de constatation"),
        subtitle=_("absence d'un membre du jury, constatée le {day}").format(
            day=long_date(work.kept.edition.at.date())
        ),
        facts=facts,
        tables=(Table(columns, rows, _("Candidats concernés")),),
        notes=(_("Document prérempli d'après le planning : à vérifier, à compléter et à signer."),),
        blank=_("Circonstances, heure du constat, personnes prévenues et mesures prises"),
        signatures=(*session.signatory[:1], _("Membres du jury présents")),
    )
    return (sheet,)


def candidate_tracks(work: Work) -> tuple[str, ...]:
    """The tracks of the session's candidates."""
    return tuple(dict.fromkeys(track for one in work.kept.problem.candidates for track in one.tracks))


def _absent(work: Work) -> Iterator[tuple[Member, Event | None]]:
    """The members who are absent, by what was told of the day or by the scenario, with the event."""
    known = work.problem
    members = {one.id: one for one in (*known.members, *known.gone.members)}
    events = [one for one in _events(work.kept.plan) if one.who in members and _missed(work, one)]
    yield from ((members[one.who], one) for one in events if one.who)
    told = {one.who for one in events}
    served = {id for task in work.before.plan.tasks for id in task.members}
    gone = {one.id for one in work.kept.problem.gone.members}
    yield from ((members[id], None) for id in sorted(served & gone - told) if id in members)


def _events(plan: Plan) -> tuple[Event, ...]:
    return tuple(event for event in plan.events if event.kind == ABSENT)


def _missed(work: Work, event: Event) -> bool:
    """Whether a member was to serve while absent: who was not expected is missed by nobody."""
    since, until = event.start or datetime.min, event.end or datetime.max
    every = (*work.before.plan.tasks, *work.kept.plan.tasks)
    tasks = [task for task in every if event.who in task.members]
    cut_short = any(task.state == VOID for task in tasks)
    return cut_short or any(moment(t.day, t.start) < until and since < moment(t.day, t.end) for t in tasks)


def _who(work: Work, absent: tuple[tuple[Member, Event | None], ...]) -> Iterator[tuple[str, str]]:
    for member, event in absent:
        yield _("Absent(e)"), f"{member.name} ({member.id})"
        yield _("Période"), _span(event)
    yield _("Centre"), work.kept.session.centre


def _span(event: Event | None) -> str:
    """From when to when somebody is absent."""
    start, end = (event.start, event.end) if event else (None, None)
    if start and end:
        return _("du {start} au {end}").format(start=_when(start), end=_when(end))
    if start or end:
        text = _("à partir du {moment}") if start else _("jusqu'au {moment}")
        return text.format(moment=_when(start or end or datetime.max))
    return _("toute la session")


def _when(at: datetime) -> str:
    return _("{day} à {time}").format(day=long_date(at.date()), time=hour(at))


# --- the candidates --------------------------------------------------------------------------------------------------


def _void_rows(work: Work, absent: tuple[tuple[Member, Event | None], ...]) -> Iterator[Row]:
    """Whose orals began before somebody who left, and count for nothing."""
    gone = {member.id for member, _event in absent}
    before = {task.key for task in work.before.plan.tasks if task.state == VOID}
    found: dict[tuple[str, str], list[Task]] = {}
    for task in work.kept.plan.tasks:
        if task.state == VOID and task.candidate and task.key not in before and gone & set(task.members):
            found.setdefault((task.candidate, task.track or ""), []).append(task)
    for (id, track), tasks in found.items():
        text = _("sans valeur, le jury n'étant plus au complet : {tasks}")
        yield _row(_candidate(work, id), track, text.format(tasks=mark(";").join(map(_task, tasks))))


def _task(task: Task) -> str:
    return f"{task.stage}, {long_date(task.day)} {clock(task.start)}–{clock(task.end)}"


def _left_out_rows(work: Work) -> Iterator[Row]:
    """Who was to be heard by the edition before, and is not any more, without being absent themselves."""
    away = {one.who for one in _events(work.kept.plan)} | {one.id for one in work.kept.problem.gone.candidates}
    earlier = {row.candidate for row in work.before.plan.unplaced}
    for row in work.kept.plan.unplaced:
        if row.candidate not in earlier | away:
            person = _candidate(work, row.candidate)
            yield _row(person, ", ".join(person.tracks), _("à reporter à une autre session"))


def _candidate(work: Work, id: str) -> Candidate:
    known = (*work.problem.candidates, *work.problem.gone.candidates)
    return next((one for one in known if one.id == id), Candidate(id, id, ()))


def _row(person: Candidate, track: str, text: str) -> Row:
    name = f"{person.last_name} {person.first_name}".strip()
    return Cell(name, "strong"), Cell(person.id, note=person.number), track, text
