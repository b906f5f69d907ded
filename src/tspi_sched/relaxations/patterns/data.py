"""The data of the pattern model: job types, panel groups, patterns, and its variables."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.calendar import MealTimes, meal_times
from tspi_sched.model.instance import Agent, Instance, Job, barred_jobs, daily_limit
from tspi_sched.model.variables import Var
from tspi_sched.model.variables.keys import Expr
from tspi_sched.problem import MSP_USE, Availability, Day, Windows, in_common

MAX_JOB_TYPES = 4
"""Beyond so many job types, all jobs of a track form one: combinations multiply."""


@dataclass(frozen=True)
class JobType:
    """A job type: jobs that are counted together; lengths in slots are those of the shortest.

    The release date is the slot of the session before which no paper of theirs can have ended and be there to be
    marked.
    """

    index: int
    jobs: tuple[Job, ...]
    release: int
    marking: int
    chain: int
    hearing: int
    """The orals, the deliberation and the changeover before them."""
    projected: int


class MealPlace(Enum):
    """Where a panel's meal lies, seen from its work on a day."""

    NONE = "none"
    BEFORE = "before"
    INSIDE = "inside"
    AFTER = "after"


@dataclass(frozen=True)
class Pattern:
    """A pattern, that is a panel's day in counts: jobs heard by type, where the meal lies, whether an oral is first."""

    windows: Windows
    """Windows of the panels that may have this day."""
    heard: tuple[int, ...]
    meal: MealPlace
    oral_first: bool
    load: int
    """Slots of hearing, and of marking that must be done on the same day."""
    slacks: tuple[int, ...]
    """Slots left for other marking: in all, and after each later release date of the day."""

    @property
    def slack(self) -> int:
        """Slots left for other marking in all."""
        return self.slacks[0]


class Count(NamedTuple):
    """A pattern, and how many panels of a group have it on a day."""

    pattern: Pattern
    panels: Expr


GroupDay = tuple[int, int]
"""(group of agents, day)"""

GroupDayType = tuple[int, int, int]
"""(group of agents, day, job type)"""


@dataclass(frozen=True)
class CandidateType:
    """Candidates of equal priority with equal numbers of jobs of each type."""

    priority: int
    job_types: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class PatternData:
    """What a pattern model counts: job types, panel groups, and the jobs barred from a whole group."""

    instance: Instance
    job_types: tuple[JobType, ...]
    groups: tuple[tuple[Agent, ...], ...]
    barred: tuple[frozenset[int], ...]


@dataclass
class PatternModel:
    """A pattern model with its variables."""

    pattern_data: PatternData
    closes: int
    """No task of the session ends after this slot."""
    margin: int = 0
    """Margin: slots of each panel's day left unused; such a model bounds nothing, but is easier to follow."""
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    counts: dict[GroupDay, list[Count]] = field(default_factory=dict)
    """By group and day: each pattern, and how many panels of the group have it."""
    marked: dict[GroupDayType, Expr] = field(default_factory=dict)
    """By panel group, day and job type: jobs marked."""
    candidate_types: list[tuple[CandidateType, Var]] = field(default_factory=list)
    """Where candidates may be left out: groups of equal candidates, and how many of each are placed."""

    def wanted(self, job_type: JobType) -> Var:
        """Number of jobs of a type that are placed."""
        if not self.instance.optional:
            return len(job_type.jobs)
        return sum(candidate_type.job_types[job_type.index] * placed for candidate_type, placed in self.candidate_types)

    def heard(self, group: int, day: int, job_type: int) -> Var:
        """Number of jobs of a type that a group hears on a day."""
        return sum(pattern.heard[job_type] * count for pattern, count in self.counts.get((group, day), []))

    def moments(self, day: int) -> list[int]:
        """The release dates that lie on a day, but for the earliest of all."""
        base = day * self.instance.slots_per_day
        later = {job_type.release - base for job_type in self.job_types if job_type.release >= base}
        first = min(job_type.release for job_type in self.job_types) - base
        return sorted(moment for moment in later if first < moment < self.instance.slots_per_day)

    @property
    def instance(self) -> Instance:
        """The problem."""
        return self.pattern_data.instance

    @property
    def job_types(self) -> tuple[JobType, ...]:
        """The job types."""
        return self.pattern_data.job_types

    @property
    def groups(self) -> tuple[tuple[Agent, ...], ...]:
        """The panel groups."""
        return self.pattern_data.groups

    @cached_property
    def meal(self) -> MealTimes:
        """When meals may be."""
        return meal_times(self.instance)

    @cached_property
    def days(self) -> range:
        """The days, from 0."""
        return range(len(self.instance.problem.days))


# --- what is counted -------------------------------------------------------------------------------------------------


def pattern_data(instance: Instance) -> PatternData | None:
    """What the pattern model counts of an instance; None if some rules are left out, or its jobs are of a shape that
    the counting was not argued for."""
    if instance.dropped or not instance.jobs or not instance.classic:
        return None
    groups: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in instance.agents:
        groups[agent.weight, daily_limit(instance, agent)].append(agent)
    barred = (frozenset.intersection(*(barred_jobs(instance, agent) for agent in group)) for group in groups.values())
    return PatternData(instance, _job_types(instance), tuple(map(tuple, groups.values())), tuple(barred))


def with_later_papers(data: PatternData, starts: Mapping[str, int]) -> PatternData:
    """With later release dates, where some tracks' papers start at a slot of the session or later."""

    def moved(job_type: JobType) -> JobType:
        start = starts.get(job_type.jobs[0].track, 0)
        return replace(job_type, release=max(job_type.release, start + min(job.ready for job in job_type.jobs)))

    return replace(data, job_types=tuple(map(moved, data.job_types)))


def _job_types(instance: Instance) -> tuple[JobType, ...]:
    """Job types by equal lengths; by track if these would be too many."""
    exact: dict[Hashable, list[Job]] = defaultdict(list)
    tracks: dict[Hashable, list[Job]] = defaultdict(list)
    for job in instance.jobs:
        exact[job.track, job.written, job.marking, job.orals, job.deliberation].append(job)
        tracks[job.track].append(job)
    groups = exact if len(exact) <= MAX_JOB_TYPES else tracks
    return tuple(_job_type(instance, i, tuple(jobs)) for i, jobs in enumerate(groups.values()))


def _job_type(instance: Instance, index: int, jobs: tuple[Job, ...]) -> JobType:
    stage = instance.problem.title.stage
    alike = {(job.written, job.ready, job.candidate.availability): job for job in jobs}  # their papers may end as early
    return JobType(
        index,
        jobs,
        min(release_date(instance, job) for job in alike.values()),
        min(job.marking for job in jobs),
        min(job.chain for job in jobs),
        min(instance.changeover + job.chain + job.deliberation for job in jobs),
        min(sum(slots for code, slots in job.orals if stage[code].projection) for job in jobs),
    )


def release_date(instance: Instance, job: Job) -> int:
    """A job's release date: the first slot at which its paper may have been written, in some room, on some day."""
    go_on()
    rooms = [room for room in instance.problem.rooms if MSP_USE in room.uses]
    ends = (
        first + job.ready
        for d, day in enumerate(instance.problem.days)
        for room in rooms
        for window in in_common(day, job.candidate.availability, room.availability)
        for first, _ in instance.starts(d, (window,), 0, job.written)
    )
    return min(ends, default=len(instance.problem.days) * instance.slots_per_day)


def candidate_types(data: PatternData) -> list[CandidateType]:
    """The candidates, grouped by priority and job types."""
    sort_of = {job.index: job_type.index for job_type in data.job_types for job in job_type.jobs}
    sizes: dict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    for candidate in data.instance.problem.candidates:
        own = Counter(sort_of[job.index] for job in data.instance.jobs_of(candidate))
        sizes[candidate.priority, tuple(own[job_type.index] for job_type in data.job_types)] += 1
    return [CandidateType(priority, job_types, size) for (priority, job_types), size in sizes.items()]


def seats_for(instance: Instance, jobs: tuple[Job, ...]) -> int:
    """Most jobs of one track that find a desk, an invigilator and a moment.

    At one moment a room with `n` candidates has ``ceil(n / per)`` invigilators, so each sees to at most `per` desks of
    one room: of these portions of all rooms, no more are in use than there are invigilators.
    """
    shortest, rules = min(job.written for job in jobs) * instance.grid, instance.problem.rules.msp
    return rules.waves * max((_seats_on(instance, day, shortest) for day in instance.problem.days), default=0)


def _seats_on(instance: Instance, day: Day, shortest: int) -> int:
    """Most candidates that may sit at one moment of a day."""
    problem, per = instance.problem, instance.problem.rules.msp.candidates_per_invigilator

    def there(availability: Availability) -> bool:
        return any(end - start >= shortest for start, end in day.windows(availability))

    desks = [room.seats for room in problem.rooms if MSP_USE in room.uses and there(room.availability)]
    watching = sum(there(person.availability) for person in problem.invigilators)
    portions = [min(per, seats - taken) for seats in desks for taken in range(0, seats, per)]
    return sum(sorted(portions, reverse=True)[:watching])
