"""The hours of a day as it goes: what really happened, and what follows from it by the precedence of the plan.

A task waits for its candidate, its members, its room and its projector (`robustness.network`), and never starts before
the hour of the plan: a gap absorbs a delay, an early end calls nobody earlier. So nothing is ever shifted as a whole.
What nobody noted is taken to go as planned, until something is noted of the same panel or sitting, or somebody was
welcomed: from then on whoever was not said to have begun has not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from tspi_sched.day.told import FOREVER, Told
from tspi_sched.plan import VOID, Event, Plan, Task
from tspi_sched.problem import Problem
from tspi_sched.robustness.network import Network, build_network

TO_COME, RUNNING, OVER = "to come", "running", "over"
"""Where a task is."""

Lane = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """A `task` with its real or expected `start` and `end` (minutes of its day), and where it is (`state`).

    `noted`: somebody said that it has begun; else a state past `TO_COME` is only what the plan makes likely. `due` is
    when it is to end at the latest, by its own minutes; `overrun` by how many minutes that is over, None before.
    `lacking` are the ids of whom and what it needs and that are not there, nobody knows until when.
    """

    task: Task
    start: int
    end: int
    state: str
    noted: bool
    due: int
    overrun: int | None = None
    lacking: tuple[str, ...] = ()

    @property
    def delay(self) -> int:
        """Minutes after the hour of the plan."""
        return self.start - self.task.start


def expected(problem: Problem, plan: Plan, events: Iterable[Event], day: date, now: int | None) -> tuple[Hours, ...]:
    """The hours of every task of a day that counts, in time order.

    Args:
        problem: The session.
        plan: The plan in force.
        events: All that was noted.
        day: The day.
        now: The minute of this day; None on a day that is still to come, `day.told.FOREVER` on one that is over.
    """
    whole, told = problem.whole, Told(problem.whole, day, tuple(events))
    tasks = tuple(task for task in plan.tasks if task.day == day and task.state != VOID and not _missed(task, told))
    network = build_network(whole, replace(plan, tasks=tasks))
    course = _Course(network, told, -1 if now is None else now)
    return tuple(course.next(place) for place in range(len(network.tasks)))


def _missed(task: Task, told: Told) -> bool:
    """Whether the candidate of a task is away all the time of it, or to the end of the day, and it has not begun."""
    if task.candidate is None or task.state or told.started(task) is not None:
        return False
    return any(since <= task.start and until >= task.end for since, until in told.away.get(task.candidate, ()))


class _Course:
    """The tasks of a day, one after the other, each from those that it waits for."""

    def __init__(self, network: Network, told: Told, now: int) -> None:
        self.network, self.told, self.now = network, told, now
        self.found: list[Hours] = []
        self.chains = _chains(network)
        self.begun = {task: start for task in network.tasks if (start := self._told_start(task)) is not None}
        self.noted_of = self._latest(lambda task: (task.candidate, task.track))
        self.noted_in = self._latest(self._lane)
        self.welcomed = frozenset(self._welcomed())

    def next(self, place: int) -> Hours:
        """The hours of the next task."""
        task = self.network.tasks[place]
        start, noted = self._start(place, task)
        due = task.end if self.network.ends_on_time[place] and task not in self.begun else start + task.minutes
        end = self._told_end(task, due)
        state = self._state(task, start, due if end is None else end, noted)
        lacking = () if noted else self._lacking(task, start, max(start, due if end is None else end))
        if lacking:
            state = TO_COME  # nobody may go on without them, whatever the hour
        late = end is None and state == RUNNING and noted and self._is_waited_for(task) and self.now >= due
        if end is None:
            end = max(due, self.now) if late and self.network.overruns[place] else due
        end = max(start, end)
        self.found.append(Hours(task, start, end, state, noted, due, self.now - due if late else None, lacking))
        return self.found[-1]

    # --- when it starts ----------------------------------------------------------------------------------------------

    def _start(self, place: int, task: Task) -> tuple[int, bool]:
        """When a task starts, and whether that was said, of itself or of the chain that it goes on with."""
        if task in self.begun:
            return self.begun[task], True
        ready = task.start + max((self._late(arc.before, arc.spare) for arc in self.network.arcs[place]), default=0)
        before = self._oral_before(place)
        if before is not None and before.noted and before.state != TO_COME:
            early = min(0, before.end - before.task.end)  # whoever began early goes on at once
            return (ready if ready > task.start else task.start + early), before.state == OVER
        if self.network.overruns[place]:
            ready = max(ready, self.told.arrives(task.candidate))
        ready = self._once_there(task, ready)
        return (self.now if self._has_not_begun(task, ready) else ready), False

    def _late(self, before: int, spare: int) -> int:
        hours = self.found[before]
        return max(0, hours.end - hours.task.end - spare)

    def _once_there(self, task: Task, start: int) -> int:
        """The first moment at which all are there again who are said to come back."""
        spans = sorted(span for id in _needed(task) for span in self.told.away.get(id, ()) if span[1] < FOREVER)
        for since, until in spans:
            if since < start + task.minutes and start < until:
                start = until
        return start

    def _has_not_begun(self, task: Task, ready: int) -> bool:
        """Whether the first task of a chain that could have begun has not: its candidate was welcomed, or something was
        noted of its lane; but nothing of it, of its candidate's later tasks, or of whoever comes after it there."""
        if not ready < self.now < FOREVER or not self.chains.begins(task):
            return False
        later = self.noted_of.get((task.candidate, task.track), -1) > task.start
        followed = -1 < self.noted_in.get(self._lane(task), -1) <= task.start
        return not later and (followed or task in self.welcomed)

    # --- when it ends ------------------------------------------------------------------------------------------------

    def _told_end(self, task: Task, due: int) -> int | None:
        """When a task ended as it was told, or as it must have, others of its lane having begun since."""
        told = self.told.ended(task)
        if told is None and task.state:
            return task.end
        if told is None and task in self.begun and self._followed(task):
            return due
        return told

    def _followed(self, task: Task) -> bool:
        """Whether the panel has gone on to somebody else."""
        return bool(task.members) and self.noted_in.get(self._lane(task), -1) > self.chains.end(task)

    def _is_waited_for(self, task: Task) -> bool:
        """Whether somebody says when it ends: a paper, or the last oral of a chain; the others lead to the next."""
        return self.chains.ends(task) and not self._followed(task)

    def _state(self, task: Task, start: int, end: int, noted: bool) -> str:
        if self.now < 0 or start > self.now or (start == self.now and not noted):
            return TO_COME
        waits = noted and self._is_waited_for(task) and not task.state and self.told.ended(task) is None
        return OVER if self.now >= FOREVER or (end <= self.now and not waits) else RUNNING

    def _lacking(self, task: Task, start: int, end: int) -> tuple[str, ...]:
        away = self.told.away
        return tuple(
            id for id in _needed(task)
            if any(since < end and start < until and until >= FOREVER for since, until in away.get(id, ()))
        )  # fmt: skip

    # --- what was noted ----------------------------------------------------------------------------------------------

    def _told_start(self, task: Task) -> int | None:
        told = self.told.started(task)
        return task.start if told is None and task.state else told

    def _latest(self, of: Callable[[Task], Lane]) -> Mapping[Lane, int]:
        """By lane or candidate, the planned start of the last task that is said to have begun."""
        found: dict[Lane, int] = {}
        for task in self.begun:
            found[of(task)] = max(found.get(of(task), -1), task.start)
        return found

    def _welcomed(self) -> Iterator[Task]:
        """For everybody who is said to have come: the first task of what was not yet over by then."""
        known = set[str | None]()
        for task in self.network.tasks:
            came = self.told.arrived(task.candidate) if self.chains.begins(task) else None
            if came is not None and task.candidate not in known and came < self.chains.of[task][-1].end:
                known.add(task.candidate)
                yield task

    @staticmethod
    def _lane(task: Task) -> Lane:
        """Whom the organiser follows as one: a panel, a sitting."""
        return ("panel", frozenset(task.members)) if task.members else ("sitting", task.room, task.stage, task.start)

    def _oral_before(self, place: int) -> Hours | None:
        """The oral before this one in its chain, or the preparation."""
        before = self.chains.before.get(place)
        return None if before is None else self.found[before]


@dataclass(frozen=True)
class _Chains:
    """The orals of each candidate and track, and papers by themselves: where each begins and ends, by its tasks."""

    of: Mapping[Task, tuple[Task, ...]]
    before: Mapping[int, int]

    def begins(self, task: Task) -> bool:
        return task in self.of and self.of[task][0] == task

    def ends(self, task: Task) -> bool:
        return task in self.of and self.of[task][-1] == task

    def end(self, task: Task) -> int:
        """The planned start of the last task of the chain."""
        return self.of[task][-1].start if task in self.of else task.start


def _chains(network: Network) -> _Chains:
    found: dict[Lane, list[int]] = {}
    for place, task in enumerate(network.tasks):
        if network.overruns[place] or network.ends_on_time[place]:
            paper = task.stage if network.ends_on_time[place] else ""
            found.setdefault((task.candidate, task.track, paper), []).append(place)
    whole = {chain: tuple(network.tasks[place] for place in places) for chain, places in found.items()}
    of = {network.tasks[place]: whole[chain] for chain, places in found.items() for place in places}
    before = {later: earlier for places in found.values() for earlier, later in pairwise(places)}
    return _Chains(of, before)


def _needed(task: Task) -> tuple[str, ...]:
    """Whom and what a task needs, but for its candidate."""
    return tuple(id for id in (*task.members, *task.invigilators, task.room, task.projector, *task.means) if id)


def minute_of(day: date, now: datetime | None) -> int | None:
    """What `now` is to a day: its minute, None before it, `FOREVER` after it."""
    if now is None or now.date() < day:
        return None
    return FOREVER if now.date() > day else now.hour * 60 + now.minute
