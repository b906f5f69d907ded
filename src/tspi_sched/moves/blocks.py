"""What is moved as one: a sitting, or a candidate's chain of marking, orals and deliberation.

A marking or a deliberation that the panel holds apart from the orals, with another task between them, is a block of
its own; so is the signing of the minutes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import DELIBERATION, MARKING, PREPARATION, WRITTEN, Problem

SITTING, CHAIN, PIECE = "sitting", "chain", "piece"

ON_EDGES = (MARKING, PREPARATION, DELIBERATION)
"""The kinds that stand before and after a candidate's orals, next to them or not."""


class Fixed(Exception):
    """What cannot be moved, for a reason that its text says."""


@dataclass(frozen=True)
class Block:
    """Tasks that move together, in time order; `kind` is ``sitting``, ``chain`` or ``piece``."""

    kind: str
    tasks: tuple[Task, ...]

    @property
    def day(self) -> date:
        """Its day: that of its first task."""
        return self.tasks[0].day

    @cached_property
    def key(self) -> str:
        """What it is called by programs: a chain by its candidate and track, so that a move leaves its key; a sitting
        by day, start and room, which are what makes it one."""
        first = self.tasks[0]
        if self.kind == SITTING:
            return _text(SITTING, first.day.isoformat(), first.start, first.room)
        if self.kind == CHAIN:
            return _text(CHAIN, first.candidate, first.track)
        if first.candidate is None:
            return _text(PIECE, None, None, first.stage, *sorted(first.members))
        return _text(PIECE, first.candidate, first.track, first.stage)

    @property
    def is_over(self) -> bool:
        """Whether some of it has happened."""
        return any(task.state for task in self.tasks)


def _text(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def blocks(problem: Problem, plan: Plan) -> tuple[Block, ...]:
    """Every block of a plan, sittings first, each in time order; void tasks are in none."""
    rows = in_time_order([task for task in plan.tasks if task.state != "void"])
    papers: dict[tuple[date, int, str | None], list[Task]] = {}
    others: dict[tuple[str | None, str | None], list[Task]] = {}
    pieces: list[Block] = []
    for row in rows:
        if _kind(problem, row) == WRITTEN:
            papers.setdefault((row.day, row.start, row.room), []).append(row)
        elif row.candidate is None:
            pieces.append(Block(PIECE, (row,)))
        else:
            others.setdefault((row.candidate, row.track), []).append(row)
    sittings = [Block(SITTING, tuple(tasks)) for tasks in papers.values()]
    serving = _serving(rows)
    chains = [block for tasks in others.values() for block in _chain(problem, tasks, serving)]
    return (*sittings, *chains, *pieces)


def block_at(problem: Problem, plan: Plan, key: str) -> Block:
    """The block of a key; raises `KeyError` if the plan has none."""
    found = next((block for block in blocks(problem, plan) if block.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def block_of(problem: Problem, plan: Plan) -> dict[Task, Block]:
    """The block of each task."""
    return {task: block for block in blocks(problem, plan) for task in block.tasks}


# --- chains ----------------------------------------------------------------------------------------------------------

Serving = dict[tuple[str, date], list[Task]]


def _serving(rows: tuple[Task, ...]) -> Serving:
    """The tasks of each member on each day."""
    found: Serving = {}
    for row in rows:
        for member in row.members:
            found.setdefault((member, row.day), []).append(row)
    return found


def _chain(problem: Problem, tasks: list[Task], serving: Serving) -> Iterator[Block]:
    """The chain of one candidate on one track, then what stands apart from it."""
    core = [task for task in tasks if _kind(problem, task) not in ON_EDGES]
    if not core:
        yield Block(CHAIN, tuple(tasks))
        return
    edges = [task for task in tasks if task not in core]
    near = [task for task in edges if _is_near(task, core, serving)]
    yield Block(CHAIN, in_time_order([*near, *core]))
    yield from (Block(PIECE, (task,)) for task in edges if task not in near)


def _is_near(edge: Task, core: list[Task], serving: Serving) -> bool:
    """Whether the panel does nothing between a marking or a deliberation and the orals."""
    if any(edge.day != task.day for task in core):
        return False
    start, end = min(edge.end, core[-1].end), max(edge.start, core[0].start)
    between = (task for member in edge.members for task in serving[member, edge.day])
    return not any(task is not edge and task not in core and start <= task.start < end for task in between)


def _kind(problem: Problem, task: Task) -> str:
    stage = problem.title.stage.get(task.stage)
    return stage.kind if stage else ""


def kind_of(problem: Problem, task: Task) -> str:
    """The kind of a task's stage; empty for a stage that the title does not know."""
    return _kind(problem, task)
