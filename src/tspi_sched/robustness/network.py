"""The precedence network of a plan: what each task has to wait for, and how many minutes there are to spare.

A task waits for whoever and whatever it needs: its candidate, its members, its room, its projector and other means. The
order in which each of them is busy stays that of the plan, and nothing starts before the hour of the plan. So the start
of a task is the longest path to it: the greatest of its own hour and, over the tasks just before it, their end and the
least distance.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import ATTENDED, MARKING, ORAL, PREPARATION, WRITTEN, Problem


@dataclass(frozen=True, slots=True)
class Arc:
    """A task waits for another one, by its place among the tasks; a delay of up to `spare` minutes is absorbed."""

    before: int
    spare: int


@dataclass(frozen=True)
class Network:
    """The tasks of a plan in time order, and what each of them waits for."""

    problem: Problem
    tasks: tuple[Task, ...]
    arcs: tuple[tuple[Arc, ...], ...]
    """By task: the arcs that lead to it, from earlier tasks of the same day only."""

    def kind(self, place: int) -> str:
        """What kind of stage a task is."""
        return self.problem.title.stage[self.tasks[place].stage].kind

    @cached_property
    def overruns(self) -> tuple[bool, ...]:
        """Whether each task may take longer: an oral may; a paper, a marking, a deliberation never do."""
        return tuple(self.kind(place) == ORAL for place in range(len(self.tasks)))

    @cached_property
    def ends_on_time(self) -> tuple[bool, ...]:
        """Whether each task ends when it was to, however late it began: a written paper does."""
        return tuple(self.kind(place) == WRITTEN for place in range(len(self.tasks)))

    @cached_property
    def calls(self) -> tuple[int, ...]:
        """The first oral of each candidate, track and day: what a candidate waits for."""
        first: dict[tuple[str | None, str | None, date], int] = {}
        for place, task in enumerate(self.tasks):
            if self.overruns[place]:
                first.setdefault((task.candidate, task.track, task.day), place)
        return tuple(first.values())

    @cached_property
    def arrivals(self) -> tuple[int, ...]:
        """The first paper or oral of each candidate and day, or what prepares it."""
        first: dict[tuple[str | None, date], int] = {}
        for place, task in enumerate(self.tasks):
            if self.kind(place) in ATTENDED:
                first.setdefault((task.candidate, task.day), place)
        return tuple(first.values())


def build_network(problem: Problem, plan: Plan) -> Network:
    """The network of a plan. What the plan itself leaves out of a least distance is no delay: it has none to spare."""
    tasks = in_time_order(list(plan.tasks))
    spare: list[dict[int, int]] = [{} for _task in tasks]
    for before, after, least in (*_chains(problem, tasks), *_meals(problem, tasks)):
        left = max(0, tasks[after].start - tasks[before].end - least)
        spare[after][before] = min(left, spare[after].get(before, left))
    return Network(problem, tasks, tuple(tuple(Arc(*arc) for arc in sorted(found.items())) for found in spare))


Link = tuple[int, int, int]
"""The places of two tasks, and the minutes that lie between them at least."""


def _chains(problem: Problem, tasks: Sequence[Task]) -> Iterator[Link]:
    """For everybody and everything, each task with the one before it on that day."""
    busy: dict[tuple[str, str | None, date], list[int]] = defaultdict(list)
    for place, task in enumerate(tasks):
        for kind, names in _needs(problem, task):
            for name in names:
                busy[kind, name, task.day].append(place)
    for (kind, name, _day), places in busy.items():
        for before, after in pairwise(places):
            if tasks[after].start >= tasks[before].end:
                yield before, after, _least(problem, kind, name, tasks[before], tasks[after])


def _needs(problem: Problem, task: Task) -> Iterator[tuple[str, Sequence[str | None]]]:
    """Whom and what a task needs. A marking needs the paper, but not its candidate; a paper is not kept waiting, and a
    room for preparations has a seat for each."""
    kind = problem.title.stage[task.stage].kind
    if kind in ATTENDED:
        yield "candidate", [task.candidate]
    if kind in (WRITTEN, MARKING):
        yield f"paper {task.track}", [task.candidate]
    yield "member", task.members
    if kind not in (WRITTEN, PREPARATION):
        yield "room", [task.room] if task.room else []
        yield "projector", [task.projector] if task.projector else []
        known = problem.whole.means_by_id
        yield "means", [id for id in task.means if id in known and known[id].count == 1]  # of several, another may do


def _least(problem: Problem, kind: str, name: str | None, before: Task, after: Task) -> int:
    """Minutes that no hurry makes shorter; a changeover and a rest are there to be used up."""
    rules = problem.rules
    if kind.startswith("paper"):
        return rules.marking.delay_minutes
    if kind == "projector":
        return rules.projector_setup_minutes
    if kind == "means":
        return problem.whole.means_by_id[name or ""].setup_minutes
    moves = before.room is not None and after.room is not None and before.room != after.room
    return rules.transfer_minutes if kind == "candidate" and moves else 0


def _meals(problem: Problem, tasks: Sequence[Task]) -> Iterator[Link]:
    """Where somebody eats between two tasks, the meal keeps its minutes."""
    busy: dict[tuple[str, date], list[int]] = defaultdict(list)
    for place, task in enumerate(tasks):
        attends = problem.title.stage[task.stage].kind in ATTENDED
        people = (*task.members, *([task.candidate] if task.candidate and attends else []))
        for person in people:
            busy[person, task.day].append(place)
    for places in busy.values():
        if found := _meal(problem, tasks, places):
            yield found


def _meal(problem: Problem, tasks: Sequence[Task], places: Sequence[int]) -> Link | None:
    """The first gap of somebody's day that holds a meal inside its window. A task that ends before the window opens may
    run late until then at no cost, so a delay costs nothing as long as the meal's minutes are left after it."""
    meal = problem.rules.meal
    if not meal.minutes:
        return None
    for before, after in pairwise(places):
        start = max(tasks[before].end, meal.window[0])
        if min(tasks[after].start, meal.window[1]) - start >= meal.minutes:
            return before, after, meal.minutes
    return None
