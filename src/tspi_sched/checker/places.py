"""The rules of the places: rooms for the orals, projection, access."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tspi_sched.checker.facts import OF_CANDIDATE, Case, Facts, last, within
from tspi_sched.checker.place_of_deliberation import released
from tspi_sched.checker.spans import ended, grouped, overlaps, started
from tspi_sched.checker.violation import Found, at
from tspi_sched.plan import DONE, VOID, Task
from tspi_sched.problem import DELIBERATION, ORAL, ORAL_USE, PREPARATION, WRITTEN
from tspi_sched.texts import _, clock, duration, ngettext
from tspi_sched.wording import names


@dataclass(frozen=True, slots=True)
class Hold:
    """A room taken for a row, or from the first oral of a (candidate, track) to the last."""

    task: Task
    day: date
    start: int
    end: int
    exclusive: bool
    """Taken for an oral or a deliberation."""

    @property
    def rows(self) -> tuple[Task, ...]:
        """The row, the first of those it is taken for."""
        return (self.task,)


def oral_room(facts: Facts) -> Found:
    """Orals and deliberations are in known rooms; orals in rooms for orals, with chairs for `panel.size` members and
    the candidate; the deliberation in the room of the last oral. Whatever shares the room and the time of an oral or
    a deliberation of another (candidate, track) is reported, also a written paper.

    `single`: all orals in one room, held from the first to the last, gaps included; the room is open and available
    in one stretch for all of that time (the changeover before is in `one_at_a_time`, and asks for no hours).
    `per_stage`: the transfer time between orals in different rooms; a room is taken for its own orals only.
    Where the title has orals in several places, so it is in both modes from one place to another; `single` holds for
    the orals in one place that follow one another.

    Preparations are in rooms of their stage's place, no more at once than such a room has seats; never in a room that
    is held for orals at the time, not even those of the same candidate.
    """
    yield from _unknown_rooms(facts)
    for case in facts.cases:
        yield from _suited(facts, case)
        yield from _moves(facts, case)
        yield from _deliberation_room(facts, case)
        yield from _kept(facts, case)
    for holds in grouped(_holds(facts), lambda hold: hold.task.room).values():
        yield from _shared(facts, holds)
    for rows in grouped(facts.of(PREPARATION), lambda row: row.room).values():
        yield from _prepared_in(facts, rows)


def _unknown_rooms(facts: Facts) -> Found:
    for task in facts.tasks:
        needed = facts.kind(task) in (PREPARATION, ORAL, DELIBERATION)
        unknown = task.room is not None and task.room not in facts.problem.room
        if facts.kind(task) != WRITTEN and (unknown or (needed and task.room is None)):
            text = _("{task} : il faut une salle de la session, et non {room}.")
            message = text.format(task=names.task(facts.problem, task), room=names.room(facts.problem, task.room))
            yield at("oral_room", task, message, task.candidate, *task.members)


def _suited(facts: Facts, case: Case) -> Found:
    """Use and chairs of each room once."""
    chairs = facts.problem.rules.panel.size + 1
    for id, rows in grouped(case.orals, lambda row: row.room).items():
        room, text = facts.problem.room.get(id or ""), ""
        wrong = [row for row in rows if room and facts.problem.title.stage[row.stage].place not in room.uses]
        if wrong:
            rows = wrong
            text = _("{task} : la salle {room} ne reçoit pas d'oraux.")
            if facts.problem.title.uses(ORAL) != {ORAL_USE}:
                text = _("{task} : la salle {room} n'est pas prévue pour cette épreuve, qui se passe en {place}.")
        elif room and room.seats < chairs:
            text = _("{task} : la salle {room} doit avoir au moins {chairs} places, pour le jury et le candidat.")
        if text:
            named = {"task": names.task(facts.problem, rows[0]), "room": names.room(facts.problem, id)}
            named["place"] = facts.problem.title.stage[rows[0].stage].place
            yield at("oral_room", rows[0], text.format(chairs=chairs, **named), case.candidate.id, also=rows)


def _prepared_in(facts: Facts, rows: list[Task]) -> Found:
    """The preparations of one room: it is for them, and has a seat for each at any moment."""
    room = facts.problem.room.get(rows[0].room or "")
    for row in rows if room else ():
        place = facts.problem.title.stage[row.stage].place
        at_once = [one for one in rows if one.day == row.day and one.start <= row.start < one.end]
        named = {"task": names.task(facts.problem, row), "room": names.room(facts.problem, row.room)}
        if room and place not in room.uses:
            text = _("{task} : la salle {room} n'est pas prévue pour cela (usage {place}).")
            yield at("oral_room", row, text.format(place=place, **named), row.candidate)
        elif room and len(at_once) > room.seats and row is at_once[-1]:
            text = ngettext(
                "{task} : {count} candidat se prépare alors dans la salle {room}, qui a {seats} place.",
                "{task} : {count} candidats se préparent alors dans la salle {room}, qui en reçoit {seats}.",
                len(at_once),
            )
            message = text.format(count=len(at_once), seats=room.seats, **named)
            yield at("oral_room", row, message, *(one.candidate for one in at_once), also=at_once)


def _moves(facts: Facts, case: Case) -> Found:
    single, transfer = facts.problem.rules.oral_rooms == "single", facts.problem.rules.transfer_minutes
    for before, after in pairwise(row for row in case.orals if row.room is not None):
        stays = single and not facts.moves(before, after)
        may_move = not stays or _driven_out(facts, before, after)
        if before.room == after.room or (may_move and started(after) - ended(before) >= transfer):
            continue
        text = _("{task} : doit rester dans la salle {room}.")
        if not stays:
            text = _("{task} : il faut au moins {transfer} pour venir de la salle {room}.")
        named = {"task": names.task(facts.problem, after), "room": names.room(facts.problem, before.room)}
        yield at("oral_room", after, text.format(transfer=duration(transfer), **named), case.candidate.id)


def _driven_out(facts: Facts, before: Task, after: Task) -> bool:
    """Whether a chain that has begun cannot go on in its room: the room is closed by then, or a projector or another
    means is not to be had."""
    span = started(before), ended(after)
    whole = facts.problem.whole
    things = (before.room, *(kit.id for kit in whole.projectors), *(one.id for one in whole.means))
    return before.state == DONE and not after.state and any(facts.since.is_away(thing, *span) for thing in things)


def _deliberation_room(facts: Facts, case: Case) -> Found:
    for row in case.of(DELIBERATION):
        right = last(case.orals).room if case.orals else None
        if right is not None and row.room is not None and row.room != right and not released(facts, case, row):
            text = _("{task} : doit avoir lieu dans la salle du dernier oral, {room}.")
            message = text.format(task=names.task(facts.problem, row), room=names.room(facts.problem, right))
            yield at("oral_room", row, message, case.candidate.id, *sorted(set(row.members)))


def _kept(facts: Facts, case: Case) -> Found:
    """In `single` mode the room is there from first to last oral; rows outside its hours are in `hours`."""
    if facts.problem.rules.oral_rooms != "single":
        return
    for (id, day, _leg), rows in grouped(case.orals, lambda row: (row.room, row.day, facts.leg(row))).items():
        room = facts.problem.room.get(id or "")
        windows = facts.windows(day, room.availability) if room else ()
        start, end = rows[0].start, last(rows).end
        if rows[0].state:  # a chain that has begun is where it is
            continue
        windows = facts.since.free_windows(day.toordinal(), windows, (id or "",))
        if all(within(windows, row.start, row.end) for row in rows) and not within(windows, start, end):
            text = _("{task} : la salle {room} doit être tenue de {start} à {end}, et n'est disponible que {hours}.")
            named = {"task": names.task(facts.problem, rows[0]), "room": names.room(facts.problem, id)}
            message = text.format(start=clock(start), end=clock(end), hours=names.hours(windows), **named)
            yield at("oral_room", rows[0], message, case.candidate.id, also=rows)


def _holds(facts: Facts) -> Iterator[Hold]:
    """Every time a room is taken, but for the changeovers."""
    single = facts.problem.rules.oral_rooms == "single"
    rows = [task for task in facts.tasks if task.room is not None]
    whole = [task for task in rows if single and facts.kind(task) == ORAL]
    for group in grouped(whole, lambda task: _whole(facts, task)).values():
        yield Hold(group[0], group[0].day, min(t.start for t in group), max(t.end for t in group), True)
    for task in rows:
        if not (single and facts.kind(task) == ORAL):
            yield Hold(task, task.day, task.start, task.end, facts.kind(task) in (ORAL, DELIBERATION))


def _whole(facts: Facts, task: Task) -> tuple[object, ...]:
    """What holds a room in one piece: the orals of a chain; those that were void are another chain."""
    return task.candidate, task.track, task.day, task.room, task.state == VOID, facts.leg(task)


def _shared(facts: Facts, holds: list[Hold]) -> Found:
    for first, second in overlaps(holds):
        same = VOID not in (first.task.state, second.task.state) and first.task.key[:2] == second.task.key[:2]
        own = same and not {WRITTEN, PREPARATION} & {facts.kind(first.task), facts.kind(second.task)}
        if not own and (first.exclusive or second.exclusive):
            text = _("Salle {room} : {first}, jusqu'à {end}, et {second} y sont en même temps.")
            named = {"first": names.task(facts.problem, first.task), "second": names.task(facts.problem, second.task)}
            room = names.room(facts.problem, first.task.room)
            message = text.format(room=room, end=clock(first.end), **named)
            yield at("oral_room", second, message, first.task.candidate, second.task.candidate, also=first.rows)


# --- projection, access ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loan:
    """A mobile projector taken for a row, setup included."""

    task: Task
    day: date
    start: int
    end: int

    @property
    def rows(self) -> tuple[Task, ...]:
        """The row."""
        return (self.task,)


def projection(facts: Facts) -> Found:
    """A stage with projection is in a room with a fixed projector and names none, or names one mobile projector, which
    serves one row at a time from its setup on; no other row names one. A row without a known room is left to
    `oral_room` unless what it names is wrong."""
    setup = facts.problem.rules.projector_setup_minutes
    for task in facts.tasks:
        if text := _projector_fault(facts, task):
            named = {"task": names.task(facts.problem, task), "room": names.room(facts.problem, task.room)}
            message = text.format(projector=task.projector or "–", **named)
            yield at("projection", task, message, task.candidate, *task.members)
    lent = [Loan(task, task.day, task.start - setup, task.end) for task in facts.tasks if task.projector is not None]
    for loans in grouped(lent, lambda loan: loan.task.projector).values():
        for first, second in overlaps(loans):
            text = _("{second} : le vidéoprojecteur {projector} est pris par {first} (installation : {setup}).")
            named = {"first": names.task(facts.problem, first.task), "second": names.task(facts.problem, second.task)}
            message = text.format(projector=first.task.projector, setup=duration(setup), **named)
            yield at("projection", second, message, second.task.candidate, first.task.candidate, also=first.rows)


def _projector_fault(facts: Facts, task: Task) -> str:
    """What is wrong with a row's projector; empty if nothing is."""
    stage, room = facts.problem.title.stage.get(task.stage), facts.problem.room.get(task.room or "")
    if task.projector is not None and not (stage and stage.projection):
        return _("{task} : cette épreuve n'a pas besoin du vidéoprojecteur {projector}.")
    if task.projector is not None and task.projector not in facts.problem.projector:
        return _("{task} : le vidéoprojecteur {projector} n'est pas de la session.")
    if task.projector is not None and room and room.projector:
        return _("{task} : la salle {room} a déjà un vidéoprojecteur ; {projector} est de trop.")
    if task.projector is None and stage and stage.projection and room and not room.projector:
        return _("{task} : il faut un vidéoprojecteur, et la salle {room} n'en a pas.")
    return ""


def access(facts: Facts) -> Found:
    """The written papers, preparations and orals of a candidate marked so are in accessible rooms."""
    for task in facts.of(*OF_CANDIDATE):
        candidate, room = facts.problem.candidate.get(task.candidate or ""), facts.problem.room.get(task.room or "")
        if candidate and candidate.accessible and room and not room.accessible:
            text = _("{task} : la salle {room} n'est pas accessible.")
            message = text.format(task=names.task(facts.problem, task), room=names.room(facts.problem, room.id))
            yield at("access", task, message, candidate.id)
