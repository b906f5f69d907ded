"""What people wait for on a day: a paper of somebody, or their orals, with the four states that an organiser clicks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tspi_sched.day.expected import OVER, TO_COME, Hours, expected
from tspi_sched.day.told import Told
from tspi_sched.plan import VOID, Event, Plan, Task, in_time_order
from tspi_sched.problem import ORAL, WRITTEN, Problem

EXPECTED, WELCOMED, UNDER_WAY, DONE = STATES = ("expected", "welcomed", "under way", "done")
"""The states of a passage, in their order: attendu, accueilli, en cours, terminé."""


@dataclass(frozen=True)
class Passage:
    """A paper of a candidate, or their orals on a track and day: the planned `tasks` and their `hours`, none for the
    absent; the `state`, whether it was `noted`, and when the candidate `arrived` (minutes of the day)."""

    candidate: str
    track: str
    day: date
    paper: bool
    tasks: tuple[Task, ...]
    hours: tuple[Hours, ...]
    state: str
    noted: bool
    arrived: int | None = None

    @property
    def key(self) -> str:
        """What it is known by, in a page too."""
        return "|".join((self.candidate, self.track, self.day.isoformat(), self.tasks[0].stage))

    @property
    def absent(self) -> bool:
        """Whether the candidate is said not to come."""
        return not self.hours

    @property
    def planned(self) -> int:
        """The minute at which it is to start by the plan."""
        return self.tasks[0].start

    @property
    def start(self) -> int:
        """When it started or is expected to."""
        return self.hours[0].start if self.hours else self.planned

    @property
    def end(self) -> int:
        """When it ended or is expected to."""
        return self.hours[-1].end if self.hours else self.tasks[-1].end

    @property
    def delay(self) -> int:
        """Minutes after the hour of the plan."""
        return self.start - self.planned

    @property
    def overrun(self) -> int | None:
        """By how many minutes it is over its time, from 0 on; None before that."""
        return self.hours[-1].overrun if self.hours else None

    @property
    def lacking(self) -> tuple[str, ...]:
        """Whom and what it needs and that are not there."""
        return tuple(dict.fromkeys(id for hours in self.hours for id in hours.lacking))

    @property
    def members(self) -> tuple[str, ...]:
        """The panel; nobody for a paper."""
        return self.tasks[0].members

    @property
    def room(self) -> str | None:
        """Where it begins."""
        return self.tasks[0].room


def passages(problem: Problem, plan: Plan, events: Iterable[Event], day: date, now: int | None) -> tuple[Passage, ...]:
    """The passages of a day in the order of the plan; the arguments are those of `expected`."""
    events = tuple(events)
    told = Told(problem.whole, day, events)
    hours = {one.task: one for one in expected(problem, plan, events, day, now)}
    return tuple(
        _passage(tasks, tuple(hours[task] for task in tasks if task in hours), told)
        for tasks in _grouped(problem.whole, plan, day)
    )


def _grouped(problem: Problem, plan: Plan, day: date) -> Iterable[tuple[Task, ...]]:
    found: dict[object, list[Task]] = {}
    for task in in_time_order([task for task in plan.tasks if task.day == day and task.state != VOID]):
        kind = problem.title.stage[task.stage].kind
        if kind in (ORAL, WRITTEN):
            paper = task.stage if kind == WRITTEN else ""
            found.setdefault((task.candidate, task.track, paper), []).append(task)
    return (tuple(tasks) for tasks in found.values())


def _passage(tasks: tuple[Task, ...], hours: tuple[Hours, ...], told: Told) -> Passage:
    first = tasks[0]
    paper = told.problem.title.stage[first.stage].kind == WRITTEN
    arrived = told.arrived(first.candidate)
    state, noted = _state(hours, arrived)
    return Passage(first.candidate or "", first.track or "", first.day, paper, tasks, hours, state, noted, arrived)


def _state(hours: tuple[Hours, ...], arrived: int | None) -> tuple[str, bool]:
    if hours and all(one.state == OVER for one in hours):
        return DONE, hours[-1].noted
    if hours and hours[0].state != TO_COME:
        return UNDER_WAY, hours[0].noted
    return (EXPECTED, False) if arrived is None else (WELCOMED, True)
