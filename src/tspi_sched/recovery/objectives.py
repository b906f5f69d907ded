"""What is minimised, under the names by which the checker measures it: history counts as it was, and is no change."""

from collections.abc import Callable
from itertools import product

from tspi_sched.plan import VOID, Task
from tspi_sched.problem import CLOSING, MARKING, ORAL, WRITTEN
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.situation import Panel
from tspi_sched.recovery.time_of_people import calls_of
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables

Items = list[Item]


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
    v.m.add(last >= max((_day_index(v, row) + 1 for row in v.s.past.rows), default=0))
    return last


def finish(v: Variables, items: Items) -> Var:
    """End of the last task, 1440 minutes for each day of the session before its own."""
    last = v.m.new_int_var(0, (len(v.days) + 2) * DAY, "finish")
    for item in items:
        for d, literal in enumerate(item.days):
            v.m.add(last >= item.start + item.minutes - v.base(d) + DAY * d).only_enforce_if(literal)
    v.m.add(last >= max((DAY * _day_index(v, row) + row.end for row in v.s.past.rows), default=0))
    return last


def juror_days(v: Variables, items: Items) -> Var:
    """Number of (member, day) with a task."""
    return sum(_on_duty(v, items, id, d) for id in v.s.problem.whole.member for d in v.days)


def presence(v: Variables, items: Items) -> Var:
    """Over (member, day), minutes from the first task's start to the last one's end."""
    total: list[Var] = []
    for id, d in product(v.s.problem.whole.member, v.days):
        spans = [(item.start, item.start + item.minutes, _with(v, item, id, d)) for item in items if id in item.members]
        rows = [row for row in v.s.past.rows if id in row.members and _day_index(v, row) == d]
        total.append(_span(v, d, spans, [(v.s.line.start(row), v.s.line.end(row)) for row in rows]))
    return sum(total)


def waiting(v: Variables, items: Items) -> Var:
    """Over (candidate, day), minutes from first start to last end that are neither paper nor oral."""
    kinds, total = v.s.problem.title.stage, list[Var]()
    for candidate, d in product(v.s.problem.candidates, v.days):
        own = [item for item in items if item.candidate == candidate.id and item.kind in (WRITTEN, ORAL)]
        rows = [
            row
            for row in v.s.past.rows
            if row.candidate == candidate.id
            and row.state != VOID
            and kinds[row.stage].kind in (WRITTEN, ORAL)
            and _day_index(v, row) == d
        ]
        spans = [(item.start, item.start + item.minutes, item.days[d]) for item in own]
        past = [(v.s.line.start(row), v.s.line.end(row)) for row in rows]
        busy = sum(item.minutes * item.days[d] for item in own) + sum(row.minutes for row in rows)
        total.append(_span(v, d, spans, past) - busy)
    return sum(total)


def candidate_days(v: Variables, items: Items) -> Var:
    """Number of (candidate, day) with a paper or an oral."""
    kinds, total = v.s.problem.title.stage, list[Var]()
    for candidate, d in product(v.s.problem.candidates, v.days):
        over = any(
            row.candidate == candidate.id and row.state != VOID and kinds[row.stage].kind in (WRITTEN, ORAL)
            for row in v.s.past.rows
            if _day_index(v, row) == d
        )
        own = [i.days[d] for i in items if i.candidate == candidate.id and i.kind in (WRITTEN, ORAL)]
        total.append(1 if over else (v.either(own, "comes") if own else 0))
    return sum(total)


def rooms(v: Variables, items: Items) -> Var:
    """Number of (room, day) used."""
    return sum(_room_used(v, items, id, d) for id in v.s.problem.whole.room for d in v.days)


def cost(v: Variables, items: Items) -> Var:
    """Daily costs of the members, invigilators and rooms used."""
    problem, total = v.s.problem, list[Var]()
    for d in v.days:
        total += [room.cost * _room_used(v, items, room.id, d) for room in problem.rooms if room.cost]
        people = [(m.id, m.cost) for m in problem.members if m.cost]
        people += [(i.id, i.cost) for i in problem.invigilators if i.cost]
        total += [price * _on_duty(v, items, id, d) for id, price in people]
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
    over = sum(_one_gender(v, panel) for key, panel in heard.items() if key not in begun)
    literals = (lit for c in v.chains for panel, lit in v.panel[c.index].items() if _one_gender(v, panel))
    return over + sum(literals)


# --- against the baseline --------------------------------------------------------------------------------------------


def changes(v: Variables, items: Items) -> Var:
    """Number of papers and orals whose start, room or panel differs."""
    return _differing(v, items, (WRITTEN, ORAL), _place_kept)


def task_changes(v: Variables, items: Items) -> Var:
    """Number of tasks of any stage of which anything differs."""
    kinds = tuple({stage.kind for stage in v.s.problem.title.stages})
    return _differing(v, items, kinds, _wholly_kept)


def room_changes(v: Variables, items: Items) -> Var:
    """Number of papers and orals that both plans have, in different rooms."""
    before, total = _before(v), list[Var]()
    for item in items:
        old = before.get(_row(item))
        if item.kind in (WRITTEN, ORAL) and old:
            moved = v.flag("other_room")
            v.m.add_bool_or(moved, ~item.present, *_literal(item.rooms, old.room))
            total.append(moved)
    return sum(total)


def day_changes(v: Variables, items: Items) -> Var:
    """Number of calls that both plans have, on different days."""
    return sum(item.present - _on_its_day(v, item, old) for item, old in _calls(v, items)[0])


def recalled(v: Variables, items: Items) -> Var:
    """Number of calls that differ in day or hour, but for those that slide a little on the day of `now`."""
    slide = v.s.problem.rules.slide_minutes or 0
    (both, lost, new), total = _calls(v, items), list[Var]()
    for item, old in both:
        today = v.s.line.moment is not None and old // DAY == v.s.line.now // DAY
        differs = v.flag("recalled")
        v.m.add_implication(~differs, item.present)
        latest = min(old + slide, (old // DAY + 1) * DAY - 1) if today else old
        v.m.add_linear_constraint(item.start, old, latest).only_enforce_if(~differs)
        total.append(differs)
    return sum(total) + lost + sum(new)


def shift(v: Variables, items: Items) -> Var:
    """Over the calls that both plans have, minutes between them."""
    total = []
    for item, old in _calls(v, items)[0]:
        apart = v.m.new_int_var(0, 2 * v.s.line.horizon + DAY, "apart")
        v.m.add(apart >= item.start - old).only_enforce_if(item.present)
        v.m.add(apart >= old - item.start).only_enforce_if(item.present)
        total.append(apart)
    return sum(total)


def duty_changes(v: Variables, items: Items) -> Var:
    """Number of (person, day) with a task in exactly one plan; absences and days with history are left aside."""
    before = {(id, v.s.line.start(t) // DAY) for t in _old_tasks(v) for id in (*t.members, *t.invigilators)}
    worked = {(id, v.s.line.start(t) // DAY) for t in v.s.past.rows for id in (*t.members, *t.invigilators)}
    problem, total = v.s.problem, list[Var]()
    known = {*problem.member, *problem.invigilator}
    for id, d in product(sorted(known), v.days):
        day = v.base(d) // DAY
        if (id, day) in worked or v.s.line.is_away(id, day * DAY, (day + 1) * DAY):
            continue
        serves = _on_duty(v, items, id, d)
        total.append(1 - serves if (id, day) in before else serves)
    return sum(total)


OBJECTIVES: dict[str, Callable[[Variables, Items], Var]] = {
    function.__name__: function
    for function in (
        unplaced, days, finish, juror_days, presence, waiting, candidate_days, rooms, balance, mixed_panels, cost,
        changes, day_changes, recalled, shift, duty_changes, room_changes, task_changes,
    )
}  # fmt: skip


# --- parts -----------------------------------------------------------------------------------------------------------

Row = tuple[object, ...]


def _row(task: Item | Task) -> Row:
    """What a task is; signings are known by who signs."""
    if task.candidate is not None:
        return task.key
    return *task.key, task.panel if isinstance(task, Item) else frozenset(task.members)


def _old_tasks(v: Variables) -> list[Task]:
    """The baseline without those who are gone."""
    return [t for t in v.s.problem.baseline_of(v.s.baseline).tasks if t.candidate not in v.s.gone and t.state != VOID]


def _before(v: Variables) -> dict[Row, Task]:
    """The baseline's tasks that are not history now."""
    over = {_row(row) for row in v.s.past.rows if row.state != VOID}
    return {_row(task): task for task in _old_tasks(v) if _row(task) not in over}


def _calls(v: Variables, items: Items) -> tuple[list[tuple[Item, int]], int, list[Var]]:
    """The calls that both plans may have, with the old moment; how many are lost; and new ones."""
    old = calls_of(v, tuple(_old_tasks(v)))
    over = {
        (row.candidate, row.track, v.s.problem.title.stage[row.stage].kind)
        for row in v.s.past.rows
        if row.state != VOID and v.s.problem.title.stage[row.stage].kind in (WRITTEN, ORAL)
    }
    first: dict[tuple[str | None, str | None, str], Item] = {}
    for item in items:
        if item.kind in (WRITTEN, ORAL):
            first.setdefault((item.candidate, item.track, item.kind), item)
    both = [(item, old[key]) for key, item in first.items() if key in old and key not in over]
    lost = sum(key not in first for key in old.keys() - over)
    new = [item.present for key, item in first.items() if key not in old and key not in over]
    return both, lost, new


def _on_its_day(v: Variables, item: Item, old: int) -> Var:
    return next((item.days[d] for d in v.days if v.base(d) == old // DAY * DAY), 0)


def _differing(
    v: Variables, items: Items, kinds: tuple[str, ...], kept: Callable[[Variables, Item, Task], list[Var]]
) -> Var:
    known = v.s.problem.title.stage
    before = {k: t for k, t in _before(v).items() if t.stage in known and known[t.stage].kind in kinds}
    total: list[Var] = []
    mine = [item for item in items if item.kind in kinds]
    for item in mine:
        old = before.get(_row(item))
        if old is None:
            over = item.kind == MARKING and any(row.key == item.key and row.state != VOID for row in v.s.past.rows)
            total += [] if over and kinds == (WRITTEN, ORAL) else [item.present]
            continue
        differs = v.flag("differs")
        v.m.add_implication(~differs, item.present)
        for literal in kept(v, item, old):
            v.m.add_bool_or(differs, literal)
        start = v.s.line.start(old)
        v.m.add(item.start == start).only_enforce_if(~differs)
        total.append(differs)
    return sum(total) + len(before.keys() - {_row(item) for item in mine})


def _place_kept(v: Variables, item: Item, old: Task) -> list[Var]:
    panel = [] if item.kind == WRITTEN else _all_of(v, item.members, old.members)
    return [*(_literal(item.rooms, old.room) or [_never(v)]), *panel]


def _wholly_kept(v: Variables, item: Item, old: Task) -> list[Var]:
    if item.kind == CLOSING:
        return []
    rooms = (_literal(item.rooms, old.room) or [_never(v)]) if item.kind != MARKING else []
    kits = _all_of(v, item.projectors, (old.projector,) if old.projector else ())
    return [*rooms, *kits, *_all_of(v, item.members, old.members), *_watched(v, item, old)]


def _watched(v: Variables, item: Item, old: Task) -> list[Var]:
    """Literals that hold only if the sitting of a paper has the same invigilators."""
    if item.kind != WRITTEN:
        return []
    same, known = v.flag("same_watch"), {one.id for one in v.s.problem.invigilators}
    index = next(c.index for c in v.chains if (c.candidate.id, c.track) == (item.candidate, item.track))
    for sitting in (s for s in v.sittings.values() if index in s.seats):
        for id, watches in sitting.watches.items():
            v.m.add(watches == int(id in old.invigilators)).only_enforce_if(same, sitting.seats[index])
    return [same] if set(old.invigilators) <= known else [_never(v)]


def _all_of(v: Variables, literals: dict[str, Var], wanted: tuple[str, ...]) -> list[Var]:
    """Literals that all hold only if exactly those wanted do."""
    if not set(wanted) <= literals.keys():
        return [_never(v)]
    return [literal if id in wanted else ~literal for id, literal in literals.items()]


def _literal(literals: dict[str, Var], id: str | None) -> list[Var]:
    return [literals[id]] if id in literals else []


def _never(v: Variables) -> Var:
    return v.m.new_constant(0)


def _with(v: Variables, item: Item, id: str, d: int) -> Var:
    """A literal for: somebody has this task on a day."""
    return v.both(item.people[id], item.days[d], "with")


def _on_duty(v: Variables, items: Items, id: str, d: int) -> Var:
    """Whether somebody has a task on a day."""
    if any(id in (*r.members, *r.invigilators) and _day_index(v, r) == d for r in v.s.past.rows):
        return 1
    own = [_with(v, item, id, d) for item in items if id in item.people]
    own += [v.both(s.watches[id], _paper_on(v, s.group, d), "watch") for s in v.sittings.values() if id in s.watches]
    own += [lit for (who, _key), lit in v.follows.items() if who == id and v.base(d) == v.s.line.now // DAY * DAY]
    return v.either(own, f"duty[{id}]@{d}") if own else 0


def _paper_on(v: Variables, g: int, d: int) -> Var:
    here = v.flag("paper_on")
    start = v.papers[g]
    v.m.add_linear_constraint(start, v.base(d), v.base(d) + DAY - 1).only_enforce_if(here)
    earlier = v.flag("earlier")
    v.m.add(start < v.base(d)).only_enforce_if(~here, earlier)
    v.m.add(start >= v.base(d) + DAY).only_enforce_if(~here, ~earlier)
    return here


def _room_used(v: Variables, items: Items, id: str, d: int) -> Var:
    if any(r.room == id and _day_index(v, r) == d for r in v.s.past.rows):
        return 1
    own = [v.both(item.rooms[id], item.days[d], "used") for item in items if id in item.rooms]
    return v.either(own, f"used[{id}]@{d}") if own else 0


def _span(v: Variables, d: int, spans: list[tuple[Var, Var, Var]], past: list[tuple[int, int]]) -> Var:
    """Minutes from the first start to the last end of a day; 0 without any task."""
    if not spans:
        return max((b for _a, b in past), default=0) - min((a for a, _b in past), default=0)
    low, high = v.base(d), v.base(d) + 2 * DAY
    first, last = v.m.new_int_var(low, high, "first"), v.m.new_int_var(low, high, "last")
    v.m.add(first <= last)
    for start, end, here in spans:
        v.m.add(first <= start).only_enforce_if(here)
        v.m.add(last >= end).only_enforce_if(here)
    for start, end in past:
        v.m.add(first <= start)
        v.m.add(last >= end)
    return last - first


def _day_index(v: Variables, row: Task) -> int:
    return v.s.problem.day_index.get(row.day, 0)


def _one_gender(v: Variables, panel: Panel) -> bool:
    genders = {v.s.problem.whole.member[id].gender for id in panel}
    return len(genders) == 1 and "" not in genders
