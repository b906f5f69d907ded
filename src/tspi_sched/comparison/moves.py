"""What differs between two plans, task by task."""

from dataclasses import dataclass
from itertools import zip_longest

from tspi_sched.plan import Plan, Task, in_time_order

PARTS = ("day", "start", "length", "room", "panel", "invigilators", "projector", "means")
"""What may differ in a task; one that only a single plan has is ``added`` or ``removed``."""


@dataclass(frozen=True, slots=True)
class Move:
    """A task that differs: as it is in the first plan and in another, None where a plan has it not."""

    plan: str
    before: Task | None
    after: Task | None

    @property
    def task(self) -> Task:
        """The task in whichever plan has it, the later one first: what it is, whatever its time and place."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def parts(self) -> tuple[str, ...]:
        """What differs: ``added``, ``removed`` or some of `PARTS`."""
        if self.before is None or self.after is None:
            return ("added",) if self.before is None else ("removed",)
        pairs = zip(PARTS, _values(self.before), _values(self.after), strict=True)
        return tuple(part for part, before, after in pairs if before != after)


def moves(plan: str, first: Plan, other: Plan) -> tuple[Move, ...]:
    """Every task that differs between two plans, in the time order of the first; `plan` names the other one."""
    before, after = _by_identity(first), _by_identity(other)
    pairs = (
        Move(plan, *pair)
        for key in {**before, **after}
        for pair in zip_longest(before.get(key, []), after.get(key, []))
    )
    return tuple(move for move in pairs if move.parts)


def _by_identity(plan: Plan) -> dict[object, list[Task]]:
    """Tasks by what they are. The minutes are signed by each panel; a plan that breaks rules may have a task twice."""
    found: dict[object, list[Task]] = {}
    for task in in_time_order(list(plan.tasks)):
        panel = frozenset(task.members) if task.candidate is None else None
        found.setdefault((task.key, panel), []).append(task)
    return found


def _values(task: Task) -> tuple[object, ...]:
    """What may differ in a task, in the order of `PARTS`."""
    panel, watching = frozenset(task.members), frozenset(task.invigilators)
    return task.day, task.start, task.minutes, task.room, panel, watching, task.projector, frozenset(task.means)
