"""A block put elsewhere: the same tasks at another time, in another room, before another panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.moves.blocks import ON_EDGES, SITTING, Block, Fixed, kind_of
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import CLOSING, DELIBERATION, ORAL, Problem
from tspi_sched.texts import _

OF_ROOM = (ORAL, DELIBERATION)
"""The kinds that are held in the room of the orals."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block is put. `start`, in minutes from midnight, is that of a sitting, or of the first oral of a chain;
    None, for all the others: as it is."""

    day: date
    start: int
    room: str | None = None
    panel: tuple[str, ...] | None = None
    invigilators: tuple[str, ...] | None = None


def anchor(problem: Problem, block: Block) -> Task:
    """The task whose start is the block's: the first one that the candidate attends, else the first."""
    return next((task for task in block.tasks if kind_of(problem, task) not in ON_EDGES), block.tasks[0])


def place_of(problem: Problem, block: Block) -> Place:
    """Where a block is."""
    first = anchor(problem, block)
    return Place(first.day, first.start, first.room, first.members or None, first.invigilators or None)


def put(problem: Problem, plan: Plan, block: Block, place: Place) -> Plan:
    """The plan with a block of it put elsewhere, whatever rules that breaks.

    The block keeps the distances between its tasks. All that a panel holds for a candidate follows to another panel,
    also a marking that stands apart. A stage with projection takes a mobile projector if the room needs one: its own,
    else one that is free then. Raises `Fixed` for what has happened.
    """
    if block.is_over:
        raise Fixed(_("Ce qui a eu lieu ne se déplace plus."))
    moved = dict(zip(block.tasks, _moved(problem, block, place), strict=True))
    if place.panel is not None and block.kind != SITTING:
        moved |= {task: replace(task, members=place.panel) for task in _apart(plan, block)}
    rest = [task for task in plan.tasks if task not in moved]
    projected = (_with_projector(problem, rest, task) for task in moved.values())
    return replace(plan, tasks=in_time_order([*rest, *projected]))


def _moved(problem: Problem, block: Block, place: Place) -> Iterator[Task]:
    """The block's tasks where they come to be."""
    shift = place.start - anchor(problem, block).start
    for task in block.tasks:
        kind = kind_of(problem, task)
        task = replace(task, day=place.day, start=task.start + shift, end=task.end + shift)
        if place.room is not None and (block.kind == SITTING or kind in OF_ROOM):
            task = replace(task, room=place.room)
        if block.kind == SITTING and place.invigilators is not None:
            task = replace(task, invigilators=place.invigilators)
        if block.kind != SITTING and place.panel is not None and task.members and kind != CLOSING:
            task = replace(task, members=place.panel)
        yield task


def _apart(plan: Plan, block: Block) -> Iterator[Task]:
    """What the panel holds for the block's candidate and is no part of the block."""
    first = block.tasks[0]
    if first.candidate is None:
        return
    for task in plan.tasks:
        same = (task.candidate, task.track) == (first.candidate, first.track)
        if same and task.members and not task.state and task not in block.tasks:
            yield task


def _with_projector(problem: Problem, rest: list[Task], task: Task) -> Task:
    """A task with the mobile projector that it needs where it is, if it needs any."""
    stage, room = problem.title.stage.get(task.stage), problem.room.get(task.room or "")
    if not stage or not stage.projection or room is None:
        return task
    if room.projector:
        return replace(task, projector=None)
    wished = [task.projector] if task.projector else []
    kits = dict.fromkeys([*wished, *(kit.id for kit in problem.projectors)])
    free = (kit for kit in kits if not any(_takes(problem, other, kit, task) for other in rest))
    return replace(task, projector=next(free, None) or next(iter(kits), None))


def _takes(problem: Problem, other: Task, kit: str, task: Task) -> bool:
    """Whether a row has a projector while a task needs it, with the time to set it up."""
    setup = problem.rules.projector_setup_minutes
    same = other.projector == kit and other.day == task.day
    return same and other.start - setup < task.end and task.start - setup < other.end
