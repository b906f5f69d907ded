"""What several objectives count: who is on duty on a day, which rooms are used, from when to when."""

from tspi_sched.plan import Task
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.situation import Panel
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables

Items = list[Item]


def with_them(v: Variables, item: Item, id: str, d: int) -> Var:
    """A literal for: somebody has this task on a day."""
    return v.both(item.people[id], item.days[d], "with")


def on_duty(v: Variables, items: Items, id: str, d: int) -> Var:
    """Whether somebody has a task on a day."""
    if any(id in (*r.members, *r.invigilators) and day_index(v, r) == d for r in v.s.past.rows):
        return 1
    own = [with_them(v, item, id, d) for item in items if id in item.people]
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


def room_used(v: Variables, items: Items, id: str, d: int) -> Var:
    """Whether a room is used on a day."""
    if any(r.room == id and day_index(v, r) == d for r in v.s.past.rows):
        return 1
    own = [v.both(item.rooms[id], item.days[d], "used") for item in items if id in item.rooms]
    return v.either(own, f"used[{id}]@{d}") if own else 0


def span_of(v: Variables, d: int, spans: list[tuple[Var, Var, Var]], past: list[tuple[int, int]]) -> Var:
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


def day_index(v: Variables, row: Task) -> int:
    """The place of a row's day in the session."""
    return v.s.problem.day_index.get(row.day, 0)


def one_gender(v: Variables, panel: Panel) -> bool:
    """Whether all of a panel are known to be of one gender."""
    genders = {v.s.problem.whole.member[id].gender for id in panel}
    return len(genders) == 1 and "" not in genders
