"""The discretised instance: the problem in slots of the grid, with its jobs, agents and papers.

Slots run over the whole session: day `d` starts at slot ``d * slots_per_day``, so one number tells day and hour.
Minutes become slots here and in `build_instance`, nowhere else; `extract` turns them back.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import gcd

from tspi_sched.problem import CLOSING, ORAL, Candidate, Day, Member, Problem, Windows, excluded, in_common


@dataclass(frozen=True)
class Job:
    """One (candidate, track): everything that one panel does for it. Lengths in slots; a stage that the track does not
    have is of no length, and its code empty."""

    index: int
    candidate: Candidate
    track: str
    paper: str
    written: int
    marking_stage: str
    marking: int
    orals: tuple[tuple[str, int], ...]
    deliberation_stage: str
    deliberation: int
    ready: int
    """Least slots from the start of the paper to anything that a panel does for the job; 0 without a paper."""

    earlier: tuple["Job", ...] = ()
    """The written stages before the last one, which is the job's own: each as a job with nothing else."""
    preparations: tuple[tuple[str, int], ...] = ()
    """For each oral, what the candidate prepares it in, alone and right before it; an empty code of no length where
    there is nothing."""

    @property
    def has_paper(self) -> bool:
        """Whether the track has a written stage."""
        return bool(self.paper)

    @cached_property
    def lead(self) -> int:
        """Length of the preparation of the first oral."""
        return self.prepares(0)

    def prepares(self, oral: int) -> int:
        """Length of the preparation of an oral; none for most."""
        return self.preparations[oral][1] if self.preparations else 0

    @cached_property
    def between(self) -> int:
        """Length of all the preparations between two orals, while which the panel waits."""
        return sum(slots for _, slots in self.preparations[1:])

    @cached_property
    def chain(self) -> int:
        """Length from the start of the first oral to the end of the last, when there is no gap."""
        return sum(slots for _, slots in self.orals) + self.between

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Start of each oral after the first one's start, when there is no gap."""
        before = (self.orals[:i] for i in range(len(self.orals)))
        waits = (sum(slots for _, slots in self.preparations[1 : i + 1]) for i in range(len(self.orals)))
        return tuple(sum(slots for _, slots in orals) + wait for orals, wait in zip(before, waits, strict=True))


@dataclass(frozen=True)
class Agent:
    """Whoever assesses as one: a named panel, or a single member when the optimiser composes the panels."""

    index: int
    name: str
    members: tuple[Member, ...]

    @property
    def weight(self) -> int:
        """How many members it stands for."""
        return len(self.members)


@dataclass(frozen=True)
class Assignment:
    """An agent who may serve a job, and the days (from 0) on which it may mark and hear it."""

    agent: Agent
    marking: tuple[int, ...]
    hearing: tuple[int, ...]
    hours: tuple[tuple[int, int], tuple[int, int]] | None = None
    """The first and last slot at which the marking, and at which the first oral may start; None: any of these days."""


@dataclass(frozen=True)
class Paper:
    """One moment at which a written stage of a track may start: its wave, from 0."""

    index: int
    track: str
    wave: int
    stage: str = ""


@dataclass(frozen=True)
class Instance:
    """A problem as the models see it, and the restriction to which they keep."""

    problem: Problem
    jobs: tuple[Job, ...]
    agents: tuple[Agent, ...]
    papers: tuple[Paper, ...]
    dropped: frozenset[str] = frozenset()
    """Rules left out on purpose: to see that the checker misses them, and to find out which of them conflict."""
    names_rooms: bool = False
    """Whether an objective needs to know each oral room by name, not only how many are in use."""
    restriction: Mapping[int, tuple[Assignment, ...]] | None = None
    """Per job, its possible assignments: the plans that keep to them. None: all agents on all days, so all the
    plans."""

    @property
    def has_places_or_means(self) -> bool:
        """Whether the title has places or means of its own: then bounds and heuristics that do not know of them are
        off."""
        return self.problem.title.has_places_or_means

    def keeps(self, rule: str) -> bool:
        """Whether a rule is in force."""
        return rule not in self.dropped

    @cached_property
    def classic(self) -> bool:
        """Whether each job is one paper and what follows it at once: the shape that relaxations argue from."""
        return all(job.has_paper and not job.earlier and not self.prepared(job) for job in self.jobs)

    @cached_property
    def dispatches(self) -> bool:
        """Whether the constructive heuristic knows the shape of all jobs: it has no places for preparations, and one
        paper for each."""
        return not any(self.prepared(job) or job.earlier for job in self.jobs)

    @cached_property
    def sitters(self) -> tuple[Job, ...]:
        """The jobs with a written stage, and before each those of its earlier stages: who sits something."""
        return tuple(one for job in self.jobs if job.has_paper for one in (*job.earlier, job))

    @staticmethod
    def prepared(job: Job) -> bool:
        """Whether a job has an oral that is prepared."""
        return any(slots for _, slots in job.preparations)

    @cached_property
    def optional(self) -> bool:
        """Whether candidates may be left out."""
        return self.problem.rules.allow_unplaced or not self.keeps("all_or_nothing")

    @cached_property
    def oral_gap(self) -> int:
        """Slots allowed between two consecutive orals."""
        if not self.keeps("chain"):
            return self.slots_per_day
        gap = self.problem.rules.oral_gap_max_minutes // self.grid
        return max([gap, *(self.gap_after(job, i) for job in self.jobs for i in range(len(job.orals) - 1))])

    def gap_after(self, job: Job, oral: int) -> int:
        """Slots allowed between an oral of a job and the next: to move from one place to another it takes its time."""
        gap = self.problem.rules.oral_gap_max_minutes // self.grid
        moves = self.leg(job, oral) != self.leg(job, oral + 1)
        return max(gap, self._points(self.problem.rules.transfer_minutes)) if moves else gap

    def leg(self, job: Job, oral: int) -> int:
        """How many times the place has changed before an oral of a job: 0 for all where they are in one place."""
        return self._legs[tuple(code for code, _ in job.orals)][oral]

    @cached_property
    def _legs(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        place = {stage.code: stage.place for stage in self.problem.title.stages}
        chains = {tuple(code for code, _ in job.orals) for job in self.jobs}
        changes = {chain: [place[a] != place[b] for a, b in pairwise(chain)] for chain in chains}
        return {chain: (0, *accumulate(moves)) for chain, moves in changes.items()}

    @cached_property
    def deliberates_at_once(self) -> bool:
        """Whether each deliberation starts the moment the last oral ends."""
        return self.keeps("deliberation") and self.problem.rules.deliberation.position == "after_each"

    def deliberates_later(self, job: Job) -> bool:
        """Whether a job's deliberation is a task apart from its orals; one of no length is no task at all."""
        return not self.deliberates_at_once and job.deliberation > 0

    @cached_property
    def one_room(self) -> bool:
        """Whether all the orals of a job, and its deliberation, are in one room."""
        return self.problem.rules.oral_rooms == "single"

    @cached_property
    def pools_rooms(self) -> bool:
        """Whether interchangeable oral rooms may be counted together: when each is held in one stretch by one job."""
        simple = self.deliberates_at_once and not self.has_places_or_means
        return self.one_room and simple and not self.names_rooms

    @cached_property
    def closing(self) -> int:
        """Slots for signing the minutes; 0: they are not signed."""
        known = any(stage.kind == CLOSING for stage in self.problem.title.stages)
        return self._points(self.problem.rules.closing_minutes) if known and self.keeps("minutes") else 0

    @cached_property
    def changeover(self) -> int:
        """Slots kept free before a job's first oral."""
        return self.up(self.problem.rules.changeover_minutes)

    @cached_property
    def delay(self) -> int:
        """Slots from the end of a paper to its marking, if it is marked."""
        return self._points(self.problem.rules.marking.delay_minutes)

    @cached_property
    def rest(self) -> int:
        """Slots between papers and orals of two tracks of one candidate on one day."""
        return self._points(self.problem.rules.rest_between_tracks_minutes)

    @cached_property
    def sure_rest(self) -> int:
        """The same between papers and orals on whatever days; none if it may be longer than a night."""
        return self.rest if self.overnight(self.rest) else 0

    @cached_property
    def turnover(self) -> int:
        """Slots between two sittings of a room, or of an invigilator."""
        return self._points(self.problem.rules.msp.turnover_minutes)

    @cached_property
    def sure_turnover(self) -> int:
        """The same; none if it may be longer than a night."""
        return self.turnover if self.overnight(self.turnover) else 0

    @cached_property
    def skipped(self) -> tuple[int, ...]:
        """By day, the slots of the calendar since the first day that no session day has: slots do not count them."""
        dates = [day.date.toordinal() for day in self.problem.days]
        return tuple((date - dates[0] - d) * self.slots_per_day for d, date in enumerate(dates))

    def overnight(self, slots: int) -> bool:
        """Whether a least distance of so many slots is kept by itself from one day to the next."""
        shortest = -(-shortest_night(self.problem) // self.problem.rules.grid_minutes) * self.step
        return self.keeps("hours") and slots <= shortest

    @property
    def grid(self) -> int:
        """Minutes in a slot."""
        return slot_minutes(self.problem)

    @cached_property
    def step(self) -> int:
        """Slots from one point of the grid to the next: starts are multiples of it."""
        return self.problem.rules.grid_minutes // self.grid

    @cached_property
    def slots_per_day(self) -> int:
        """Slots from one midnight to the next."""
        return 1440 // self.grid

    @cached_property
    def composes(self) -> bool:
        """Whether the optimiser composes the panels out of members."""
        return self.problem.composes or not self.keeps("panel_mode")

    @cached_property
    def agents_per_job(self) -> int:
        """How many agents assess a job: one named panel, or as many members as a panel holds."""
        return self.problem.rules.panel.size if self.composes else 1

    def _points(self, minutes: int) -> int:
        """Minutes rounded up to the grid, in slots."""
        return -(-minutes // self.problem.rules.grid_minutes) * self.step

    def up(self, minutes: int) -> int:
        """Minutes in slots, rounded up."""
        return -(-minutes // self.grid)

    def assignments(self, job: Job) -> tuple[Assignment, ...]:
        """The assignments that are possible for a job."""
        return self._all_assignments if self.restriction is None else self.restriction[job.index]

    @cached_property
    def _all_assignments(self) -> tuple[Assignment, ...]:
        days = tuple(range(len(self.problem.days)))
        return tuple(Assignment(agent, days, days) for agent in self.agents)

    def oral_days(self, job: Job) -> list[int]:
        """The days on which a job may be heard, by its assignments."""
        return sorted({d for assignment in self.assignments(job) for d in assignment.hearing})

    def marking_days(self, job: Job) -> list[int]:
        """The days on which a job may be marked, by its assignments."""
        return sorted({d for assignment in self.assignments(job) for d in assignment.marking})

    def paper_days(self, track: str) -> list[int]:
        """The days on which a track's paper may be, by the assignments: no later than its marking; none without one."""
        return self._paper_days.get(track, [])

    @cached_property
    def _paper_days(self) -> dict[str, list[int]]:
        last: dict[str, list[int]] = {}
        for job in (job for job in self.jobs if job.has_paper):
            last.setdefault(job.track, []).append(max(self.marking_days(job), default=len(self.problem.days) - 1))
        single = self.problem.rules.msp.waves == 1 and self.keeps("same_paper")
        return {track: list(range((min if single else max)(days) + 1)) for track, days in last.items()}

    def days_of(self, candidate: Candidate) -> list[int]:
        """The days on which a candidate may have a paper or an oral, by the assignments."""
        jobs = self.jobs_of(candidate)
        return sorted({d for job in jobs for d in (*self.paper_days(job.track), *self.oral_days(job))})

    def papers_of(self, job: Job) -> tuple[Paper, ...]:
        """The moments at which a job's paper may start."""
        return tuple(paper for paper in self.papers if (paper.track, paper.stage) == (job.track, job.paper))

    def jobs_of(self, candidate: Candidate) -> tuple[Job, ...]:
        """A candidate's jobs, in the order of the tracks."""
        return tuple(self._jobs_of[candidate.id])

    @cached_property
    def _jobs_of(self) -> dict[str, list[Job]]:
        by_candidate: dict[str, list[Job]] = {}
        for job in self.jobs:
            by_candidate.setdefault(job.candidate.id, []).append(job)
        return by_candidate

    def starts(self, day_index: int, windows: Windows, before: int, length: int) -> list[tuple[int, int]]:
        """The slots at which something may start on a day: it needs `before` minutes ahead and `length` slots."""
        base, grid = day_index * self.slots_per_day, self.grid
        spans = ((-(-(w0 + before) // grid), w1 // grid - length) for w0, w1 in windows)
        return [(base + first, base + last) for first, last in spans if first <= last]


def shortest_night(problem: Problem) -> int:
    """The least minutes from a day's closing to the next day's opening, as slots count them: days follow one another.

    A least distance of no more than this is kept by itself from one day to the next.
    """
    nights = (1440 - before.close + after.open for before, after in pairwise(problem.days))
    return min(nights, default=1440)


def slot_minutes(problem: Problem) -> int:
    """Minutes in a slot: the grid, or finer if the changeover does not lie on it.

    Tasks keep to the grid, but a meal may end where a changeover begins.
    """
    return gcd(problem.rules.grid_minutes, problem.rules.changeover_minutes)


def first_oral(instance: Instance, day: int) -> int:
    """The first slot of a day at which an oral may start: when the first room opens."""
    windows = [
        instance.problem.days[day].windows(room.availability)
        for room in instance.problem.rooms
        if instance.problem.title.uses(ORAL) & set(room.uses)
    ]
    opening = min((w[0][0] for w in windows if w), default=instance.problem.days[day].close)
    return instance.up(opening)


def barred_jobs(instance: Instance, agent: Agent) -> frozenset[int]:
    """The jobs that an agent may not assess."""
    return frozenset(job.index for job in instance.jobs if any(excluded(job.candidate, m) for m in agent.members))


def daily_limit(instance: Instance, agent: Agent) -> int:
    """The most jobs that an agent may hear on a day: the least of its members' limits, all the jobs without one."""
    general = instance.problem.rules.member.max_candidates_per_day
    limits = [general if m.max_candidates_per_day is None else m.max_candidates_per_day for m in agent.members]
    return min([len(instance.jobs), *(limit for limit in limits if limit is not None)])


def agent_key(instance: Instance, agent: Agent) -> Hashable:
    """All that any rule or objective looks at in an agent: equal for agents that can change places."""
    windows = tuple(agent_windows(agent, day) for day in instance.problem.days)
    people = sorted(
        (
            m.professional,
            m.gender,
            m.reserve,
            *map(str, (m.accredited_from, m.accredited_to)),
            -1 if m.max_candidates_per_day is None else m.max_candidates_per_day,
            m.cost,
        )
        for m in agent.members
    )
    # Where panels are completed, it matters whose fellow somebody was, so nobody is like another.
    return windows, barred_jobs(instance, agent), tuple(people), agent.index * bool(instance.problem.completions)


def agent_windows(agent: Agent, day: Day) -> Windows:
    """When all the members of an agent are available on a day."""
    return in_common(day, *(member.availability for member in agent.members))
