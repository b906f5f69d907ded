"""What is minimised against the plan before: history and those who are gone are left aside."""

from collections.abc import Callable
from itertools import product

from tspi_sched.plan import VOID, Task
from tspi_sched.problem import CLOSING, MARKING, ORAL, PREPARATION, WRITTEN
from tspi_sched.recovery.counting import Items, on_duty
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.time_of_people import calls_of
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables


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
        v.m.add(_on_its_day(v, item, old) + differs >= 1)  # implied; a linear relaxation does not see it in the hours
        total.append(differs)
    return sum(total) + lost + sum(new)


def shift(v: Variables, items: Items) -> Var:
    """Over the calls that both plans have, minutes between them."""
    total = []
    for item, old in _calls(v, items)[0]:
        apart = v.m.new_int_var(0, 2 * v.s.line.horizon + DAY, "apart")
        v.m.add(apart >= item.start - old).only_enforce_if(item.present)
        v.m.add(apart >= old - item.start).only_enforce_if(item.present)
        v.m.add(apart >= sum(_least_apart(v, d, old) * literal for d, literal in enumerate(item.days)))  # implied
        total.append(apart)
    return sum(total)


def _least_apart(v: Variables, d: int, old: int) -> int:
    """Minutes from a moment to the opening hours of a day, in which every call to come is."""
    day, base = v.s.problem.days[d], v.base(d)
    return max(base + day.open - old, old - (base + day.close), 0)


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
        serves = on_duty(v, items, id, d)
        total.append(1 - serves if (id, day) in before else serves)
    return sum(total)


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
    title, past = v.s.problem.title, [row for row in v.s.past.rows if row.state != VOID]
    prepared = {row.key[:2] for row in past if title.stage[row.stage].kind == PREPARATION}
    rows = (t for t in _old_tasks(v) if title.stage[t.stage].kind != PREPARATION or t.key[:2] not in prepared)
    old = calls_of(v, tuple(rows))
    over = {(r.candidate, r.track, title.call(r.stage)) for r in past if title.stage[r.stage].kind != PREPARATION}
    first: dict[tuple[str | None, str | None, str], Item] = {}
    for item in items:
        if to := v.s.problem.title.call(item.stage):
            first.setdefault((item.candidate, item.track, to), item)
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
    means = _all_of(v, item.means, old.means) if item.kind == ORAL else []
    return [*rooms, *kits, *means, *_all_of(v, item.members, old.members), *_watched(v, item, old)]


def _watched(v: Variables, item: Item, old: Task) -> list[Var]:
    """Literals that hold only if the sitting of a paper has the same invigilators."""
    if item.kind != WRITTEN:
        return []
    same, known = v.flag("same_watch"), {one.id for one in v.s.problem.invigilators}
    index = next(c.index for c in v.chains if (c.candidate.id, c.track) == (item.candidate, item.track))
    for sitting in v.sittings_of(index, item.stage):
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
