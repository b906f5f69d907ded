"""What the organiser locked stays, unless history or an event makes it impossible."""

from tspi_sched.plan import Task
from tspi_sched.problem import WRITTEN, Lock
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Var, Variables


def keep_locks(v: Variables, items: list[Item]) -> None:
    """Every lock of a task to come, as far as it can hold."""
    for lock in v.s.problem.locks:
        for item in items:
            if item.key == lock.task.key and item.candidate is not None:
                _keep(v, item, lock)


def _keep(v: Variables, item: Item, lock: Lock) -> None:
    task, present, line = lock.task, item.present, v.s.line
    parts = lock.parts - impossible(v, task)
    start = line.start(task)
    if {"day", "start"} <= parts:
        v.m.add(item.start == start).only_enforce_if(present)
    elif "day" in parts:
        v.m.add_linear_constraint(item.start, start // DAY * DAY, start // DAY * DAY + DAY - 1).only_enforce_if(present)
    elif "start" in parts:
        for d, literal in enumerate(item.days):
            v.m.add(item.start == v.base(d) + task.start).only_enforce_if(literal)
    if "room" in parts and item.rooms:
        _only(v, present, item.rooms, (task.room,) if task.room else ())
    if "panel" in parts and item.members:
        _only(v, present, item.members, task.members)
    if "invigilators" in parts and item.kind == WRITTEN:
        _watched(v, item, task)


def impossible(v: Variables, task: Task) -> set[str]:
    """The parts of a locked task that cannot hold any more: its time is over, or somebody or something is away then."""
    line, start, end = v.s.line, v.s.line.start(task), v.s.line.end(task)
    freed = {"start"} if start < line.now else set[str]()
    freed |= {"day"} if start // DAY < line.now // DAY else set()
    freed |= {"panel"} if any(line.is_away(id, start, end) for id in task.members) else set()
    freed |= {"room"} if line.is_away(task.room, start, end) else set()
    freed |= {"invigilators"} if any(line.is_away(id, start, end) for id in task.invigilators) else set()
    return freed | ({"start", "day"} if line.is_away(task.candidate, start, end) else set())


def _only(v: Variables, present: Var, literals: dict[str, Var], wanted: tuple[str, ...]) -> None:
    if not set(wanted) <= literals.keys():
        v.m.add(present == 0)
        return
    for id, literal in literals.items():
        v.m.add(literal == int(id in wanted)).only_enforce_if(present)


def _watched(v: Variables, item: Item, task: Task) -> None:
    index = next(c.index for c in v.chains if (c.candidate.id, c.track) == (item.candidate, item.track))
    for sitting in v.sittings_of(index, item.stage):
        for id, watches in sitting.watches.items():
            v.m.add(watches == int(id in task.invigilators)).only_enforce_if(sitting.seats[index])
