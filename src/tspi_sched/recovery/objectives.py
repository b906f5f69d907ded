"""What is minimised, under the names by which the checker measures it: history counts as it was, and is no change."""

from collections.abc import Callable
from itertools import product

from tspi_sched.plan import VOID
from tspi_sched.problem import ATTENDED, ORAL
from tspi_sched.recovery.against import (
    changes,
    day_changes,
    duty_changes,
    recalled,
    room_changes,
    shift,
    task_changes,
)
from tspi_sched.recovery.counting import Items, day_index, on_duty, one_gender, room_used, span_of, with_them
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables


def unplaced(v: Variables, _items: Items) -> Var:
    """Sum of the priorities of those left out, but for those who are gone."""
    missed = [c for c in v.s.problem.candidates if c.id in v.s.out - v.s.gone]
    lost = sum(v.s.problem.candidate[id].priority * (1 - literal) for id, literal in v.placed.items())
    return lost + sum(c.priority for c in missed)


def days(v: Variables, items: Items) -> Var:
    """Number of the last day with a task."""
    last = v.m.new_int_var(0, len(v.days), "days")
    for d, literal in ((d, lit) for item in items for d, lit in enumerate(item.days)):
        v.m.add(last >= d + 1).only_enforce_if(literal)
    v.m.add(last >= max((day_index(v, row) + 1 for row in v.s.past.rows), default=0))
    return last


def finish(v: Variables, items: Items) -> Var:
    """End of the last task, 1440 minutes for each day of the session before its own."""
    last = v.m.new_int_var(0, (len(v.days) + 2) * DAY, "finish")
    for item in items:
        for d, literal in enumerate(item.days):
            v.m.add(last >= item.start + item.minutes - v.base(d) + DAY * d).only_enforce_if(literal)
    v.m.add(last >= max((DAY * day_index(v, row) + row.end for row in v.s.past.rows), default=0))
    return last


def juror_days(v: Variables, items: Items) -> Var:
    """Number of (member, day) with a task."""
    return sum(on_duty(v, items, id, d) for id in v.s.problem.whole.member for d in v.days)


def presence(v: Variables, items: Items) -> Var:
    """Over (member, day), minutes from the first task's start to the last one's end."""
    total: list[Var] = []
    for id, d in product(v.s.problem.whole.member, v.days):
        spans = [
            (item.start, item.start + item.minutes, with_them(v, item, id, d)) for item in items if id in item.members
        ]
        rows = [row for row in v.s.past.rows if id in row.members and day_index(v, row) == d]
        total.append(span_of(v, d, spans, [(v.s.line.start(row), v.s.line.end(row)) for row in rows]))
    return sum(total)


def waiting(v: Variables, items: Items) -> Var:
    """Over (candidate, day), minutes from first start to last end that are neither paper nor oral, nor prepare one."""
    kinds, total = v.s.problem.title.stage, list[Var]()
    for candidate, d in product(v.s.problem.candidates, v.days):
        own = [item for item in items if item.candidate == candidate.id and item.kind in ATTENDED]
        rows = [
            row
            for row in v.s.past.rows
            if row.candidate == candidate.id
            and row.state != VOID
            and kinds[row.stage].kind in ATTENDED
            and day_index(v, row) == d
        ]
        spans = [(item.start, item.start + item.minutes, item.days[d]) for item in own]
        past = [(v.s.line.start(row), v.s.line.end(row)) for row in rows]
        busy = sum(item.minutes * item.days[d] for item in own) + sum(row.minutes for row in rows)
        total.append(span_of(v, d, spans, past) - busy)
    return sum(total)


def candidate_days(v: Variables, items: Items) -> Var:
    """Number of (candidate, day) with a paper or an oral."""
    kinds, total = v.s.problem.title.stage, list[Var]()
    for candidate, d in product(v.s.problem.candidates, v.days):
        over = any(
            row.candidate == candidate.id and row.state != VOID and kinds[row.stage].kind in ATTENDED
            for row in v.s.past.rows
            if day_index(v, row) == d
        )
        own = [i.days[d] for i in items if i.candidate == candidate.id and i.kind in ATTENDED]
        total.append(1 if over else (v.either(own, "comes") if own else 0))
    return sum(total)


def rooms(v: Variables, items: Items) -> Var:
    """Number of (room, day) used."""
    return sum(room_used(v, items, id, d) for id in v.s.problem.whole.room for d in v.days)


def cost(v: Variables, items: Items) -> Var:
    """Daily costs of the members, invigilators and rooms used."""
    problem, total = v.s.problem, list[Var]()
    for d in v.days:
        total += [room.cost * room_used(v, items, room.id, d) for room in problem.rooms if room.cost]
        people = [(m.id, m.cost) for m in problem.members if m.cost]
        people += [(i.id, i.cost) for i in problem.invigilators if i.cost]
        total += [price * on_duty(v, items, id, d) for id, price in people]
    return sum(total)


def balance(v: Variables, _items: Items) -> Var:
    """Largest less smallest number of (candidate, track) assessed, over members not in reserve."""
    most, least = v.m.new_int_var(0, 10_000, "most"), v.m.new_int_var(0, 10_000, "least")
    for member in (member for member in v.s.problem.members if not member.reserve):
        heard = [row for row in v.s.past.live(ORAL, problem=v.s.problem) if member.id in row.members]
        begun = {(c.candidate.id, c.track) for c in v.chains if c.begun}
        count = len({(row.candidate, row.track) for row in heard} - begun)
        count += sum(lit for (_index, id), lit in v.serves.items() if id == member.id)
        v.m.add(most >= count)
        v.m.add(least <= count)
    return most - least


def mixed_panels(v: Variables, _items: Items) -> Var:
    """Number of (candidate, track) whose panel is of one gender."""
    begun = {(c.candidate.id, c.track) for c in v.chains if c.begun}
    heard = {(r.candidate, r.track): frozenset(r.members) for r in v.s.past.live(ORAL, problem=v.s.problem)}
    over = sum(one_gender(v, panel) for key, panel in heard.items() if key not in begun)
    literals = (lit for c in v.chains for panel, lit in v.panel[c.index].items() if one_gender(v, panel))
    return over + sum(literals)


OBJECTIVES: dict[str, Callable[[Variables, Items], Var]] = {
    function.__name__: function
    for function in (
        unplaced, days, finish, juror_days, presence, waiting, candidate_days, rooms, balance, mixed_panels, cost,
        changes, day_changes, recalled, shift, duty_changes, room_changes, task_changes,
    )
}  # fmt: skip
