"""The rules of everybody's time: one thing at a time, opening hours and availability, limits of a day, a meal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.checker.facts import OF_CANDIDATE, Changeover, Facts, Sitting, within
from tspi_sched.checker.means import label, takings
from tspi_sched.checker.moments_to_come import out_of_time, short_notice
from tspi_sched.checker.spans import ended, longest_free, overlap, overlaps, started
from tspi_sched.checker.violation import Found, Violation, at, on
from tspi_sched.plan import Task
from tspi_sched.problem import Availability, Day, Member, Problem
from tspi_sched.texts import _, clock, duration, long_date, ngettext
from tspi_sched.wording import names


def one_at_a_time(facts: Facts) -> Found:
    """A member's tasks never overlap. In the changeover before the first oral of each (candidate, track), also of the
    second track of one candidate, neither a member of the panel nor that oral's room has another task: the marking of
    the candidate's own paper counts as another. What overlaps the oral itself is not reported twice. While a candidate
    prepares an oral that is not the first, the panel waits, and has no other task."""
    for first, second in overlaps(task for task in facts.tasks if task.members):
        if shared := sorted(set(first.members) & set(second.members)):
            text = _("{people} : {first} et {second} se chevauchent.")
            named = {"first": names.task(facts.problem, first), "second": names.task(facts.problem, second)}
            message = text.format(people=names.people(facts.problem, shared), **named)
            yield at("one_at_a_time", second, message, *shared, also=(first,))
    for changeover in facts.changeovers:
        yield from _disturbed(facts, changeover)
    for case in facts.cases:
        for prepares, oral in case.waited_for:
            yield from _called_away(facts, prepares, oral)


def _called_away(facts: Facts, prepares: Task, oral: Task) -> Found:
    """What a panel does while it waits for a candidate of its own."""
    for task in facts.near(oral):
        shared = sorted(set(task.members) & set(oral.members))
        if shared and overlap(task, prepares):
            text = _("{people} : attendent pendant {prepares}, et ne peuvent tenir {task}.")
            named = {"prepares": names.task(facts.problem, prepares), "task": names.task(facts.problem, task)}
            message = text.format(people=names.people(facts.problem, shared), **named)
            yield at("one_at_a_time", task, message, *shared, also=(prepares,))


def _disturbed(facts: Facts, changeover: Changeover) -> Found:
    oral = changeover.oral
    for task in facts.near(oral):
        if task is oral or overlap(task, oral) or not overlap(task, changeover):
            continue
        named = {"oral": names.task(facts.problem, oral), "task": names.task(facts.problem, task)}
        if shared := sorted(set(task.members) & set(oral.members)):
            text = _("{oral} : {people} doivent être libres dès {start}, mais ont {task}.")
            who, start = names.people(facts.problem, shared), clock(changeover.start)
            yield at("one_at_a_time", changeover, text.format(people=who, start=start, **named), *shared, also=(task,))
        if task.room is not None and task.room == oral.room:
            text = _("{oral} : la salle {room} doit être libre dès {start}, mais reçoit {task}.")
            room, start = names.room(facts.problem, oral.room), clock(changeover.start)
            message = text.format(room=room, start=start, **named)
            yield at("one_at_a_time", changeover, message, oral.candidate, task.candidate, also=(task,))


# --- opening hours, availability, limits -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody or something (`id`) that a task needs from `start` to its end."""

    id: str
    availability: Availability
    start: int
    people: tuple[str | None, ...]
    part: str = ""
    """The field that names it, where it may be changed instead of the time."""

    def label(self, problem: Problem) -> str:
        """What it is called."""
        if self.part == "room":
            return _("la salle {room}").format(room=names.room(problem, self.id))
        if self.part == "means":
            return label(problem.means_by_id[self.id])
        if self.part == "projector":
            return _("le vidéoprojecteur {projector}").format(projector=self.id)
        return names.person(problem, self.id)


def hours(facts: Facts) -> Found:
    """Every task inside the opening hours of a day of the session, and inside one stretch of availability of its
    candidate (written papers, preparations and orals), members (who are there while an oral that is not the first is
    prepared), room and mobile projector (from its setup on); an invigilator for the
    whole sitting. A member's candidates (first oral that day) and minutes of tasks per day within the limits."""
    yield from hours_of_rows(facts)
    yield from limits_of_days(facts)


def hours_of_rows(facts: Facts) -> Found:
    """What `hours` says of each row by itself, and of those of the same candidate."""
    for task in facts.tasks:
        day = facts.days.get(task.day)
        if day is None:
            text = _("{task} : ce jour n'est pas dans la session.")
            message, people = text.format(task=names.task(facts.problem, task)), (task.candidate, *task.members)
            yield at("hours", task, message, *people, part="day")
        elif not within(day.windows(), task.start, task.end):
            yield _closed(facts, day, task)
            for use in _uses(facts, task) if facts.settled(task) else ():
                if facts.since.is_away(use.id, started(task), ended(task)):
                    yield from _unavailable(facts, day, task, use)
        else:
            for use in _uses(facts, task):
                yield from _unavailable(facts, day, task, use)
    yield from _means_hours(facts)
    yield from _watch_hours(facts)
    yield from out_of_time(facts)
    yield from short_notice(facts)


def _closed(facts: Facts, day: Day, task: Task) -> Violation:
    text = _("{task} : hors des heures d'ouverture, {hours}.")
    message = text.format(task=names.task(facts.problem, task), hours=names.hours(day.windows()))
    late = task.start >= day.open and facts.settled(task)
    return at("hours", task, message, task.candidate, *task.members, part="end" if late else "")


def _uses(facts: Facts, task: Task) -> Iterator[Use]:
    problem, people = facts.problem, (task.candidate, *task.members)
    candidate = problem.candidate.get(task.candidate or "")
    if candidate and facts.kind(task) in OF_CANDIDATE:
        yield Use(candidate.id, candidate.availability, task.start, (candidate.id,))
    for id in dict.fromkeys((*task.members, *facts.waiting_panel(task))):
        if member := problem.member.get(id):
            yield Use(id, member.availability, task.start, (id,))
    if room := problem.room.get(task.room or ""):
        yield Use(room.id, room.availability, task.start, people, "room")
    if projector := problem.projector.get(task.projector or ""):
        setup = problem.rules.projector_setup_minutes
        yield Use(projector.id, projector.availability, task.start - setup, people, "projector")


def _unavailable(facts: Facts, day: Day, task: Task, use: Use) -> Found:
    windows = facts.since.free_windows(day.date.toordinal(), day.windows(use.availability), (use.id,))
    if not within(windows, use.start, task.end):
        text = _("{task} : {who} n'est pas disponible ce jour-là.")
        if windows:
            text = _("{task} : {who} doit être disponible de {start} à {end}, et ne l'est que {hours}.")
        named = {
            "task": names.task(facts.problem, task),
            "who": use.label(facts.problem),
            "hours": names.hours(windows),
        }
        message = text.format(start=clock(use.start), end=clock(task.end), **named)
        yield at("hours", task, message, *use.people, part=use.part)


def _means_hours(facts: Facts) -> Found:
    """Means from their set-up on, in a sitting to its end; rows outside the opening hours are reported as such."""
    for taking in takings(facts):
        task, one = taking.rows[0], taking.means
        day = facts.days.get(task.day)
        if day is not None and within(day.windows(), task.start, task.end):
            use = Use(one.id, one.availability, taking.start, (task.candidate, *task.members), "means")
            yield from _unavailable(facts, day, replace(task, end=taking.end), use)
        elif day is not None and facts.settled(task) and facts.since.is_away(one.id, started(task), ended(task)):
            use = Use(one.id, one.availability, taking.start, (task.candidate, *task.members), "means")
            yield from _unavailable(facts, day, task, use)


def _watch_hours(facts: Facts) -> Found:
    """Sittings outside the opening hours are reported by their rows."""
    for (id, day), sittings in facts.watches.items():
        invigilator = facts.problem.invigilator.get(id)
        windows = facts.windows(day, invigilator.availability) if invigilator else ()
        windows = facts.since.free_windows(day.toordinal(), windows, (id,))
        for sitting in sittings:
            opened = within(facts.windows(day, ()), sitting.start, sitting.end)
            if invigilator and opened and not within(windows, sitting.start, sitting.end):
                yield _absent(facts, invigilator.id, sitting, windows)


def _absent(facts: Facts, id: str, sitting: Sitting, windows: tuple[tuple[int, int], ...]) -> Violation:
    text = _("{person} surveille la salle {room}, {when}, et n'est pas disponible ce jour-là.")
    if windows:
        text = _("{person} surveille la salle {room}, {when}, et n'est disponible que {hours}.")
    named = {"room": names.room(facts.problem, sitting.room), "when": names.when(sitting)}
    message = text.format(person=names.person(facts.problem, id), hours=names.hours(windows), **named)
    return at("hours", sitting, message, id, part="invigilators", rows=sitting.watched_by(id))


def limits_of_days(facts: Facts) -> Found:
    """What `hours` says of a member's whole day: candidates and minutes of tasks."""
    heard: dict[tuple[str, date], list[Task]] = {}
    for first in (case.orals[0] for case in facts.cases if case.orals):
        for id in sorted(set(first.members)):
            heard.setdefault((id, first.day), []).append(first)
    for (id, day), rows in facts.duties.items():
        if member := facts.problem.member.get(id):
            yield from _too_many(facts, member, day, heard.get((id, day), []))
            yield from _too_long(facts, member, day, rows)


def _too_many(facts: Facts, member: Member, day: date, firsts: list[Task]) -> Found:
    own, found = member.max_candidates_per_day, len(firsts)
    most = own if own is not None else facts.problem.rules.member.max_candidates_per_day
    if most is not None and found > most:
        text = ngettext(
            "{member} entend {found} candidat le {day}, {most} au plus sont admis.",
            "{member} entend {found} candidats le {day}, {most} au plus sont admis.",
            found,
        )
        who = names.person(facts.problem, member.id)
        message = text.format(member=who, found=found, day=long_date(day), most=most)
        yield on("hours", day, message, member.id, part="members", rows=firsts)


def _too_long(facts: Facts, member: Member, day: date, rows: list[Task]) -> Found:
    most, found = facts.problem.rules.member.max_duty_minutes_per_day, sum(row.minutes for row in rows)
    if most is not None and found > most:
        text = _("{member} travaille {found} le {day}, {most} au plus sont admises.")
        named = {"member": names.person(facts.problem, member.id), "day": long_date(day)}
        message = text.format(found=duration(found), most=duration(most), **named)
        yield on("hours", day, message, member.id, part="members", rows=rows)


# --- the meal --------------------------------------------------------------------------------------------------------


def meal(facts: Facts) -> Found:
    """On each day with a task of theirs, members, candidates (written papers, preparations and orals), invigilators and
    people in a role (whole sittings) have a free stretch inside the window; the changeover before a first oral is not
    free for its members, nor is the preparation of another one. No meal of 0 minutes."""
    rules = facts.problem.rules.meal
    if rules.minutes <= 0:
        return
    for (id, day), busy in _busy(facts).items():
        if longest_free(busy, *rules.window) < rules.minutes:
            rows = _at_noon(facts, id, day)
            if (fixed := [row for row in rows if facts.settled(row)]) and _no_meal_left(facts, id, day):
                rows = fixed
            text = _("{person} n'a pas {minutes} de libres pour le repas le {day} entre {start} et {end}.")
            named = {"person": names.person(facts.problem, id), "minutes": duration(rules.minutes)}
            start, end = map(clock, rules.window)
            message = text.format(day=long_date(day), start=start, end=end, **named)
            yield on("meal", day, message, id, rows=rows)


def _no_meal_left(facts: Facts, id: str, day: date) -> bool:
    """Whether history, and what goes on of a chain that has begun, leave no time for somebody's meal by themselves."""
    rows = [*facts.duties.get((id, day), ()), *facts.attended.get((id, day), ())]
    rows += [row for row in facts.by_day.get(day, ()) if id in facts.waiting_panel(row)]
    busy = [(row.start, row.end) for row in rows if facts.settled(row)]
    helping = [one for one in takings(facts) if (one.means.id, one.day) == (id, day)]
    busy += [(one.start, one.end) for one in helping if one.means.person and all(map(facts.settled, one.rows))]
    busy += [(s.start, s.end) for s in facts.watches.get((id, day), ()) if all(map(facts.settled, s.rows))]
    rules = facts.problem.rules.meal
    return longest_free(busy, *rules.window) < rules.minutes


def _at_noon(facts: Facts, id: str, day: date) -> list[Task]:
    """Somebody's rows that touch the window of the meal, first those that begin in it."""
    start, end = facts.problem.rules.meal.window
    sat = [row for sitting in facts.watches.get((id, day), ()) for row in sitting.watched_by(id)]
    sat += [row for row in facts.tasks if id in row.means and row.day == day]
    rows = [*facts.duties.get((id, day), ()), *facts.attended.get((id, day), ()), *sat]
    touching = [row for row in rows if row.start < end and start < row.end]
    return sorted(touching or rows, key=lambda row: (row.start < start, row.start))


def _busy(facts: Facts) -> dict[tuple[str, date], list[tuple[int, int]]]:
    """When everybody is taken, by person and day."""
    busy: dict[tuple[str, date], list[tuple[int, int]]] = {}
    for taking in takings(facts):
        if taking.means.person:
            busy.setdefault((taking.means.id, taking.day), []).append((taking.start, taking.end))
    for spans in (facts.duties, facts.attended, facts.watches):
        for key, taken in spans.items():
            busy.setdefault(key, []).extend((span.start, span.end) for span in taken)
    for changeover in facts.changeovers:
        for id in changeover.oral.members:
            busy[id, changeover.day].append((changeover.start, changeover.end))
    for prepares, oral in (pair for case in facts.cases for pair in case.waited_for):
        for id in oral.members:
            busy.setdefault((id, prepares.day), []).append((prepares.start, prepares.end))
    return busy
