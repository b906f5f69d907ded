"""Where a breach stands in the plan's workbook: the cells of its rows, in the column that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tspi_sched.checker import Violation
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Problem
from tspi_sched.reading.plan.from_xlsx import Grid, Located
from tspi_sched.reading.workbook.layout import PLAN, UNPLACED


@dataclass(frozen=True, order=True)
class Place:
    """A cell: the title of its sheet, and its letter and number."""

    sheet: str
    cell: str


@dataclass(frozen=True)
class Places:
    """The rows of a plan's workbook, to look up those of a breach."""

    located: Located

    def of(self, breach: Violation) -> tuple[Place, ...]:
        """The cells of a breach, the one that its message begins with first. What is about a row that is not there
        stands among the candidates left out, or else at the head of the column."""
        grid = self.located.tasks
        if breach.tasks:
            numbers = dict.fromkeys(n for task in breach.tasks for n in self._numbers.get(_moved(task), ()))
            return tuple(_place(grid, breach.part, number) for number in numbers) if grid else ()
        return tuple(self._left_out(breach)) or ((_place(grid, breach.part, grid.header),) if grid else ())

    @cached_property
    def _numbers(self) -> Mapping[Task, list[int]]:
        """The rows of each task; equal rows have each their number."""
        found: dict[Task, list[int]] = {}
        for number, task in (self.located.tasks.rows if self.located.tasks else {}).items():
            if isinstance(task, Task):
                found.setdefault(_moved(task), []).append(number)
        return found

    def _left_out(self, breach: Violation) -> Iterator[Place]:
        grid = self.located.unplaced
        for number, one in grid.rows.items() if grid else ():
            if grid and one.candidate in breach.people:
                yield _place(grid, "candidate", number)


def _moved(task: Task) -> Task:
    """A row, whatever its end: one that was forgotten is put right before the other rules are asked."""
    return replace(task, end=0)


def _place(grid: Grid, part: str, number: int) -> Place:
    """The cell of a row's part; the sheet's columns are called as people call these."""
    letter = grid.letters.get("date" if part == "day" else part) or next(iter(grid.letters.values()))
    return Place(grid.title, f"{letter}{number}")


def located(problem: Problem, plan: Plan, titles: list[str]) -> Located:
    """Where the rows of a plan stand in the workbook that is written from it, as far as its sheets are there."""
    tasks = dict(enumerate(Roster(problem, plan).tasks, 2))
    letters = {column.field: chr(ord("A") + at) for at, column in enumerate(PLAN.columns)}
    grid = Grid(PLAN.title, 1, letters, tasks)
    left_out = Grid(UNPLACED.title, 1, {"candidate": "A", "reason": "C"}, dict(enumerate(plan.unplaced, 2)))
    return Located(plan, grid, left_out if UNPLACED.title in titles else None)
