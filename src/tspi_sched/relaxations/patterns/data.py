"""What a tally is made of: sorts of jobs, groups of agents, the patterns of a panel's day, and how many have each."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.calendar import MealTimes, meal_times
from tspi_sched.model.instance import Agent, Job, Work, barred_jobs, daily_limit
from tspi_sched.model.variables import Var
from tspi_sched.problem import MSP_USE, Availability, Day, Windows, in_common

MOST_SORTS = 4
"""Beyond so many lengths, jobs are counted by track: combinations multiply."""


@dataclass(frozen=True)
class Sort:
    """Jobs that are counted together; lengths in slots are those of the shortest.

    `ready`: the slot of the session before which no paper of theirs can have ended, and be there to be marked.
    """

    index: int
    jobs: tuple[Job, ...]
    ready: int
    marking: int
    chain: int
    hearing: int
    """The orals, the deliberation and the changeover before them."""
    projected: int


@dataclass(frozen=True)
class Pattern:
    """A panel's day: how many of each sort it hears, where its meal lies, whether it begins with an oral."""

    windows: Windows
    """When the panels are available that may have this day."""
    heard: tuple[int, ...]
    meal: str
    oral_first: bool
    load: int
    """Slots of the hearing and of what comes with it."""
    rooms: tuple[int, ...]
    """Slots that are left for marking ahead: in all, and after each of the day's moments (`Tally.moments`)."""

    @property
    def room(self) -> int:
        """Slots that are left for marking ahead in all."""
        return self.rooms[0]


@dataclass(frozen=True)
class Like:
    """Candidates of one priority who have as many jobs of each sort as each other; `sorts`: how many, by sort."""

    priority: int
    sorts: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class Counted:
    """What a tally counts: sorts of jobs, groups of agents, and jobs that nobody in a group may assess."""

    work: Work
    sorts: tuple[Sort, ...]
    groups: tuple[tuple[Agent, ...], ...]
    barred: tuple[frozenset[int], ...]


@dataclass
class Tally:
    """The unknowns of a tally."""

    counted: Counted
    closes: int
    """No task of the session ends after this slot."""
    slack: int = 0
    """Slots of each panel's day that are not counted on: such a tally bounds nothing, but is easier to follow."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    counts: dict[tuple[int, int], list[tuple[Pattern, Var]]] = field(default_factory=dict)
    """By group and day: each pattern, and how many panels of the group have it."""
    marked: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    """By group, day and sort."""
    likes: list[tuple[Like, Var]] = field(default_factory=list)
    """Where candidates may be left out: those who are worth the same and have jobs of the same sorts, and how many of
    them are placed."""

    def wanted(self, sort: Sort) -> Var:
        """How many jobs of a sort are placed."""
        if not self.work.optional:
            return len(sort.jobs)
        return sum(like.sorts[sort.index] * placed for like, placed in self.likes)

    def heard(self, group: int, day: int, sort: int) -> Var:
        """How many jobs of a sort a group hears on a day."""
        return sum(pattern.heard[sort] * count for pattern, count in self.counts.get((group, day), []))

    def moments(self, day: int) -> list[int]:
        """The slots of a day at which papers may be over at the earliest, after the first such slot."""
        base = day * self.work.slots_per_day
        later = {sort.ready - base for sort in self.sorts if sort.ready >= base}
        first = min(sort.ready for sort in self.sorts) - base
        return sorted(moment for moment in later if first < moment < self.work.slots_per_day)

    @property
    def work(self) -> Work:
        """The problem."""
        return self.counted.work

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """What is counted."""
        return self.counted.sorts

    @property
    def groups(self) -> tuple[tuple[Agent, ...], ...]:
        """Whose days are counted together."""
        return self.counted.groups

    @cached_property
    def meal(self) -> MealTimes:
        """When meals may be."""
        return meal_times(self.work)

    @cached_property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.work.problem.days))


# --- what is counted -------------------------------------------------------------------------------------------------


def counted(work: Work) -> Counted | None:
    """What there is to count in a problem; None if some rules are left out."""
    if work.dropped or not work.jobs:
        return None
    groups: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in work.agents:
        groups[agent.weight, daily_limit(work, agent)].append(agent)
    barred = (frozenset.intersection(*(barred_jobs(work, agent) for agent in group)) for group in groups.values())
    return Counted(work, _sorts(work), tuple(map(tuple, groups.values())), tuple(barred))


def later(what: Counted, starts: Mapping[str, int]) -> Counted:
    """The same where some tracks' papers start at a slot of the session or later."""

    def moved(sort: Sort) -> Sort:
        start = starts.get(sort.jobs[0].track, 0)
        return replace(sort, ready=max(sort.ready, start + min(job.ready for job in sort.jobs)))

    return replace(what, sorts=tuple(map(moved, what.sorts)))


def _sorts(work: Work) -> tuple[Sort, ...]:
    """Jobs of the same lengths; all of a track if that would be too many sorts for their combinations."""
    exact: dict[Hashable, list[Job]] = defaultdict(list)
    tracks: dict[Hashable, list[Job]] = defaultdict(list)
    for job in work.jobs:
        exact[job.track, job.written, job.marking, job.orals, job.deliberation].append(job)
        tracks[job.track].append(job)
    groups = exact if len(exact) <= MOST_SORTS else tracks
    return tuple(_sort(work, i, tuple(jobs)) for i, jobs in enumerate(groups.values()))


def _sort(work: Work, index: int, jobs: tuple[Job, ...]) -> Sort:
    stage = work.problem.title.stage
    alike = {(job.written, job.ready, job.candidate.availability): job for job in jobs}  # their papers may end as early
    return Sort(
        index,
        jobs,
        min(ready_slot(work, job) for job in alike.values()),
        min(job.marking for job in jobs),
        min(job.chain for job in jobs),
        min(work.changeover + job.chain + job.deliberation for job in jobs),
        min(sum(slots for code, slots in job.orals if stage[code].projection) for job in jobs),
    )


def ready_slot(work: Work, job: Job) -> int:
    """The first slot at which a job's paper may be marked: written in some room, on some day when the candidate is
    there."""
    go_on()
    rooms = [room for room in work.problem.rooms if MSP_USE in room.uses]
    ends = (
        first + job.ready
        for d, day in enumerate(work.problem.days)
        for room in rooms
        for window in in_common(day, job.candidate.availability, room.availability)
        for first, _ in work.starts(d, (window,), 0, job.written)
    )
    return min(ends, default=len(work.problem.days) * work.slots_per_day)


def likes(what: Counted) -> list[Like]:
    """The candidates by their priority and the sorts of their jobs."""
    sort_of = {job.index: sort.index for sort in what.sorts for job in sort.jobs}
    sizes: dict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    for candidate in what.work.problem.candidates:
        mine = Counter(sort_of[job.index] for job in what.work.jobs_of(candidate))
        sizes[candidate.priority, tuple(mine[sort.index] for sort in what.sorts)] += 1
    return [Like(priority, sorts, size) for (priority, sorts), size in sizes.items()]


def seats(work: Work, jobs: tuple[Job, ...]) -> int:
    """How many of some jobs on one track find a desk, somebody who watches, and a place at one of the moments.

    At one moment a room with `n` candidates has ``ceil(n / per)`` people to watch them, so whoever watches sees to at
    most `per` of one room's desks: of these portions of all rooms, no more are in use than there are people.
    """
    shortest, rules = min(job.written for job in jobs) * work.grid, work.problem.rules.msp
    return rules.waves * max((_seats_on(work, day, shortest) for day in work.problem.days), default=0)


def _seats_on(work: Work, day: Day, shortest: int) -> int:
    """How many may sit at one moment of a day at the most."""
    problem, per = work.problem, work.problem.rules.msp.candidates_per_invigilator

    def there(availability: Availability) -> bool:
        return any(end - start >= shortest for start, end in day.windows(availability))

    desks = [room.seats for room in problem.rooms if MSP_USE in room.uses and there(room.availability)]
    watching = sum(there(person.availability) for person in problem.invigilators)
    portions = [min(per, seats - taken) for seats in desks for taken in range(0, seats, per)]
    return sum(sorted(portions, reverse=True)[:watching])
