"""An incident and its answers in words: what became of what had begun, and a table of what each answer costs."""

from collections.abc import Iterable, Iterator
from datetime import date

from tspi_sched.checker import judged
from tspi_sched.plan import VOID, Event, Plan, Task
from tspi_sched.problem import ORAL, Problem
from tspi_sched.recovery.answering import Answer, Replanned
from tspi_sched.recovery.answers import ANSWERS, ENGLISH
from tspi_sched.recovery.price import Price, price
from tspi_sched.recovery.situation import Situation
from tspi_sched.texts import _, clock, language, long_date, ngettext
from tspi_sched.wording import names as words
from tspi_sched.wording.objectives import finish_moment

_IN_ENGLISH = {french: english for english, french in ENGLISH.items()}


BETWEEN = 15
"""Minutes between two tasks of a panel that are told of as one stretch: a change of room."""


def answer_name(name: str) -> str:
    """What people call an answer, in the language in force."""
    return name if language() == "fr" else _IN_ENGLISH[name]


def facts(s: Situation) -> Iterator[str]:
    """What is said before any answer: chains that are void, tasks that were not held, events that fit nothing."""
    whole = s.problem.whole
    yield from (_added(s, event) for event in s.line.events if event.kind == "more")
    for event in _without_absence(s):
        text = _(
            "{person} : aucune absence ne finit à {hour}, l'événement est sans effet ; pour qui ne vient qu'alors, "
            "écrivez « absent {id} jusqu'à {hour} »."
        )
        hour = f"{event.start:%H:%M}" if event.start else ""
        yield text.format(person=words.person(whole, event.who or ""), hour=hour, id=event.who)
    yield from _from_the_beginning(s)
    for candidate, track in s.past.void:
        text = _("{person} ({track}) : l'oral commencé est annulé, un membre du jury ou le candidat étant parti.")
        if (candidate, track) in s.past.no_place:
            text = _(
                "{person} ({track}) : l'oral commencé est annulé : une salle, un moyen ou un intervenant qu'il lui "
                "faut manque, et rien d'autre n'est libre pour la suite."
            )
        if (candidate, track) in s.past.day_over:
            text = _(
                "{person} ({track}) : l'oral commencé est annulé, sa journée étant passée sans qu'il soit terminé."
            )
        yield text.format(person=words.person(whole, candidate or ""), track=track)
    for candidate, track in s.past.unprepared:
        text = _("{person} ({track}) : la préparation faite ne compte plus, l'oral ne pouvant la suivre ; à refaire.")
        yield text.format(person=words.person(whole, candidate or ""), track=track)
    for row in s.past.not_held:
        if row.candidate not in s.gone:
            yield _("{task} : n'a pas eu lieu comme prévu.").format(task=words.task(whole, row)) + _if_it_began(s, row)
    for event in s.past.unmatched:
        text = _("{person}, {stage} : cette épreuve n'a pas commencé, l'événement est sans effet.")
        whose = words.person(whole, event.candidate) if event.candidate else words.room(whole, event.who or "")
        yield text.format(person=whose, stage=event.stage)
    if s.gone:
        text = ngettext("Absent jusqu'à la fin : {people}.", "Absents jusqu'à la fin : {people}.", len(s.gone))
        yield text.format(people=words.people(whole, s.gone))


def _if_it_began(s: Situation, row: Task) -> str:
    """What to write if an oral of a chain under way has begun all the same: the first one that is to come."""
    kinds = s.problem.title.stage
    heard = [r for r in _heard(s) if r.key[:2] == row.key[:2]]
    own = [r for r in s.past.not_held if r.key[:2] == row.key[:2] and kinds[r.stage].kind == ORAL]
    if not own or own[0] is not row or not heard:
        return ""
    ended = max(r.end for r in heard)
    text = _(' S\'il est en cours, dites-le : --event "début {candidate} {stage} {hour}".')
    hour = f"{ended // 60:02d}:{ended % 60:02d}"
    if row.key[:2] in s.past.day_over:
        text = _(' S\'il a commencé ce jour-là, dites-le : --event "début {candidate} {stage} {hour}".')
        hour = f"{row.day} {hour}"
    of_track = (
        f"{row.candidate} {row.track}" if len(s.problem.candidate[row.candidate or ""].tracks) > 1 else row.candidate
    )
    return text.format(candidate=of_track, stage=row.stage, hour=hour)


def _heard(s: Situation) -> list[Task]:
    """The orals of history that count, or would if their chain were known to have been finished that day."""
    kinds = s.problem.title.stage
    orals = [row for row in s.past.rows if kinds[row.stage].kind == ORAL]
    return [row for row in orals if row.state != VOID or row.key[:2] in s.past.day_over]


def _added(s: Situation, event: Event) -> str:
    """What an incident adds to the facts of the session."""
    whole, titles = s.problem.whole, ", ".join(title for title, _value in event.facts)
    people = {*whole.candidate, *whole.member, *whole.invigilator}
    who = words.person(whole, event.who or "") if event.who in people else event.who
    if event.sheet:
        return _("Ajouté, feuille {sheet} : {who}.").format(sheet=event.sheet, who=who)
    return _("Modifié, {who} : {values}.").format(who=who, values=titles)


def _from_the_beginning(s: Situation) -> Iterator[str]:
    """Absences said without an hour that undo what has happened already; and how to say that they begin now."""
    whole, now = s.problem.whole, s.line.moment
    if now is None:
        return
    for event in (event for event in s.line.events if event.kind == "absent" and event.start is None):
        undone = [
            row for row in s.past.not_held if event.who in (row.candidate, *row.members, *row.invigilators, *row.means)
        ]
        if undone:
            text = ngettext(
                "{person} : absence dite sans heure, donc depuis le début de la session : {count} épreuve ou tâche "
                "déjà passée n'aurait pas eu lieu. Si l'absence commence maintenant, écrivez « absent {id} à partir de "
                "{hour} ».",
                "{person} : absence dite sans heure, donc depuis le début de la session : {count} épreuves ou tâches "
                "déjà passées n'auraient pas eu lieu. Si l'absence commence maintenant, écrivez « absent {id} à partir "
                "de {hour} ».",
                len(undone),
            )
            person = words.person(whole, event.who or "")
            yield text.format(person=person, count=len(undone), id=event.who, hour=f"{now:%d/%m/%Y %H:%M}")


def _people_of(row: Task) -> tuple[str | None, ...]:
    """Everybody a row names; those in a role are among its means."""
    return (row.candidate, *row.members, *row.invigilators, *row.means)


def _without_absence(s: Situation) -> Iterator[Event]:
    """What is said of somebody's return who was never said to be away."""
    away = {event.who for event in s.line.events if event.kind in ("absent", "late")}
    yield from (event for event in s.line.events if event.kind == "present" and event.who not in away)


def table_rows(found: Replanned) -> list[tuple[str, ...]]:
    """A row for each answer under its head."""
    head = (
        _("Réponse"),
        _("Rappelés"),
        _("Appelés"),
        _("Libérés"),
        _("Salles"),
        _("Fin"),
        _("Journées"),
        _("Reportés"),
        _("Preuve"),
    )
    return [head, *(_row(found, answer) for answer in found.answers)]


def _row(found: Replanned, answer: Answer) -> tuple[str, ...]:
    name = answer_name(answer.name)
    cost = price(found, answer)
    if cost is None:
        return (name, *["–"] * 8)
    values = (len(cost.recalled), len(cost.called_in), len(cost.called_off), cost.rooms)
    return (
        name,
        *map(str, values),
        _ends(found.problem, cost.finish),
        str(cost.juror_days),
        str(len(cost.left_out)),
        _("prouvé") if cost.proven else _("au mieux"),
    )


def _ends(problem: Problem, finish: int) -> str:
    """When the last task ends, in few signs."""
    end = finish_moment(problem, finish) if finish else None
    return f"{end:%d/%m %H:%M}" if end else "–"


def details(found: Replanned) -> Iterator[str]:
    """Who is concerned by each answer, by name."""
    for answer in found.answers:
        lines = list(details_of(found, answer))
        yield _("{name} : {rest}").format(name=answer_name(answer.name), rest=lines[0])
        yield from (f"  {line}" for line in lines[1:])
        for name in answer.same:
            text = _("{name} : la même réponse que « {first} »")
            if name in answer.unproven:
                text = _("{name} : la même réponse que « {first} », faute de temps pour prouver qu'il n'y a pas mieux")
            yield text.format(name=answer_name(name), first=answer_name(answer.name))


def details_of(found: Replanned, answer: Answer) -> Iterator[str]:
    """Who is concerned by an answer, or why there is none."""
    cost = price(found, answer)
    if cost is None or answer.plan is None:
        yield answer.why
    else:
        yield from _who(found.problem, cost)
        yield from _idle(found, answer.plan, cost.left_out)
        yield from _unwatched(found, answer.plan)


def _idle(found: Replanned, plan: Plan, left_out: Iterable[str]) -> Iterator[str]:
    """Where a panel that is whole has nobody to hear now: the hours of who is left out, if nobody has them."""
    line, whole = found.situation.line, found.problem.whole
    away = {event.who for event in line.events if event.kind == "absent"}
    for rows in _freed(found, set(left_out)):
        day, members = rows[0].day, rows[0].members
        start, end = max(rows[0].start, line.now - line.at(day, 0)), rows[-1].end
        duty = [t for t in plan.tasks if t.day == day and t.state != VOID and not set(members).isdisjoint(t.members)]
        busy = any(task.start < end and start < task.end for task in duty)
        if duty and start < end and not busy and away.isdisjoint(members):  # who has no duty that day is called off
            text = _("un trou pour {members} : de {start} à {end} le {day}, à la place de {person}")
            person = words.person(whole, rows[0].candidate or "")
            named = {"members": words.people(whole, members), "person": person, "day": long_date(day)}
            yield text.format(start=clock(start), end=clock(end), **named)


def _freed(found: Replanned, left_out: set[str]) -> list[list[Task]]:
    """What panels were to do for who is left out, in stretches of rows that follow one another."""
    stretches: list[list[Task]] = []
    for row in found.problem.baseline.tasks if found.problem.baseline else ():
        if row.candidate in left_out and row.members:
            own = (some for some in stretches if _follows(some[-1], row))
            if (stretch := next(own, None)) is not None:
                stretch.append(row)
            else:
                stretches.append([row])
    return stretches


def _follows(one: Task, other: Task) -> bool:
    same = (*one.key[:2], one.day, one.members) == (*other.key[:2], other.day, other.members)
    return same and 0 <= other.start - one.end <= BETWEEN


def _unwatched(found: Replanned, plan: Plan) -> Iterator[str]:
    """Findings about papers under way and who watches them: no plan mends them, a person must."""
    line, watching = found.situation.line, found.problem.whole.invigilator
    for finding in judged(found.problem, plan)[1]:
        about = finding.rule in ("invigilation", "sitting") or bool(watching.keys() & set(finding.people))
        if about and finding.day and line.at(finding.day, finding.end or 0) > line.now:
            yield _("à régler : {message}").format(message=finding.message)


def _who(problem: Problem, cost: Price) -> Iterator[str]:
    whole = problem.whole
    if cost.recalled:
        yield _("à rappeler : {people}").format(people=words.people(whole, cost.recalled))
    else:
        yield _("aucun candidat n'est rappelé")
    if cost.left_out:
        yield _("à reporter : {people}").format(people=words.people(whole, cost.left_out))
    if cost.called_in:
        yield _("à appeler : {people}").format(people=_with_days(problem, cost.called_in))
    if cost.called_off:
        yield _("à décommander : {people}").format(people=_with_days(problem, cost.called_off))


def _with_days(problem: Problem, people: Iterable[tuple[str, date]]) -> str:
    text = _("{person} le {day}")
    shown = [text.format(person=words.person(problem.whole, id), day=long_date(day)) for id, day in people]
    return words.listed(shown)


def moment_line(s: Situation) -> str:
    """When it is, and what is known."""
    if s.line.moment is None:
        return _("Avant la session : rien n'a encore eu lieu.")
    at = s.line.moment
    text = _("Il est {hour} le {day} ; ce qui a commencé reste.")
    return text.format(hour=clock(at.hour * 60 + at.minute), day=long_date(at.date()))


def known_answers() -> tuple[str, ...]:
    """The names that may be asked for, in both languages."""
    return (*ANSWERS, *ENGLISH)
