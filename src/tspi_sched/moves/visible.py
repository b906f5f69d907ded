"""The places of a line where a block may be put, nearest first, each with what it breaks there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tspi_sched.checker import Violation
from tspi_sched.moves.blocks import Block
from tspi_sched.moves.judging import Judge
from tspi_sched.moves.lanes import Lane, place_in
from tspi_sched.moves.putting import Place, anchor
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem


@dataclass(frozen=True, slots=True)
class Visible:
    """A place with what the block breaks there; nothing: it keeps every rule."""

    place: Place
    breaches: tuple[Violation, ...]


def places(
    problem: Problem, plan: Plan, block: Block, lane: Lane, days: tuple[date, ...] = (), judge: Judge | None = None
) -> Iterator[Visible]:
    """Every start on the grid at which the block lies inside the opening hours, on some days or on all of them, with
    the checker's verdict; the block's own day first, and of each day the nearest start first.

    Raises `NotHere` where the block cannot be on the line, and `Fixed` where it cannot be moved. `judge` may be shared
    by several lines.
    """
    judge = judge or Judge(problem, plan, block)
    first = anchor(problem, block)
    ordered = sorted(problem.days, key=lambda one: abs((one.date - first.day).days))
    for day in (one for one in ordered if not days or one.date in days):
        for start in sorted(starts(problem, block, day.open, day.close), key=lambda start: abs(start - first.start)):
            place = place_in(problem, plan, block, lane, day.date, start)
            yield Visible(place, judge.breaches(place))


def starts(problem: Problem, block: Block, open: int, close: int) -> range:
    """The starts on the grid at which a block lies between two minutes of a day."""
    first, grid = anchor(problem, block), problem.rules.grid_minutes
    before = first.start - min(task.start for task in block.tasks)
    after = max(task.end for task in block.tasks) - first.start
    return range(-(-(open + before) // grid) * grid, close - after + 1, grid)
