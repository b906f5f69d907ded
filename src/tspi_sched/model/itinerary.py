"""Itineraries: what one agent does in the whole session, from slot to slot; what is the same for all of them.

An agent knows at every moment which papers it has marked and not yet heard, its *pile*, and whether it has eaten.
That is all that decides what it may do next, so the cheapest itinerary, whatever things cost, is a shortest path.
Agents have the candidates in common, and what the session may use of days and presence: sums, which prices stand for.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise

import numpy as np
from ortools.sat.python import cp_model

from tspi_sched.model.neighbours import Ends, Kind, Pairing, pairings_of
from tspi_sched.model.piles import Piles, piles_without_shares
from tspi_sched.model.times import MealTimes, free_starts, heard_for, meal_times, oral_starts
from tspi_sched.model.work import Agent, Job, Work, agent_windows
from tspi_sched.problem import ORAL_USE

Values = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

MOST_STATES = 4_000_000
"""Beyond so many moments and piles, looking for a cheapest itinerary takes seconds."""


@dataclass(frozen=True)
class Sort:
    """Jobs alike in time, whose candidates' other jobs are so too."""

    jobs: tuple[Job, ...]
    papers: int
    """Which papers it is among when they wait to be heard."""
    hearing: int
    """Slots for which an agent hears one without a break."""
    written: Mapping[str, int]
    """By track, the slots of each paper that its candidate sits."""
    before: int
    """Slots of its candidate's orals on the tracks before this one."""
    projected: tuple[tuple[int, int], ...]
    """Of each projected oral, the slots from the first oral to it, and its own."""

    @property
    def like(self) -> Job:
        """One of them, to ask what they all are."""
        return self.jobs[0]

    @property
    def comes_first(self) -> bool:
        """Whether no other orals of its candidate come before these."""
        return self.like.track == self.like.candidate.tracks[0]


@dataclass(frozen=True)
class Papers:
    """Papers that take the same time to mark: an agent's pile tells how many of them it has marked and not heard."""

    track: str
    marking: int
    written: int
    """The least slots that one takes to write."""


@dataclass(frozen=True)
class Team:
    """Agents with the same hours; by day, the hull of these in slots of the session, None on a day without any."""

    agents: tuple[Agent, ...]
    days: tuple[tuple[int, int] | None, ...]
    marking: tuple[frozenset[int], ...]
    """By papers, when marking may start."""
    hearing: tuple[frozenset[int], ...]
    """By sort, when orals may start."""

    @property
    def weight(self) -> int:
        """Members of one of the agents."""
        return self.agents[0].weight


@dataclass(frozen=True)
class Network:
    """What agents may do, whichever way."""

    work: Work
    sorts: tuple[Sort, ...]
    papers: tuple[Papers, ...]
    teams: tuple[Team, ...]
    piles: Piles
    """What an agent may have marked and not heard: no more than it can hear in the session."""
    meal: MealTimes
    projectors: int
    """How many orals can be projected at a time, at the most."""

    @cached_property
    def in_order(self) -> tuple[tuple[int, int], ...]:
        """Sorts of the same candidates, whose orals follow one another."""
        numbers = {job.index: number for number, sort in enumerate(self.sorts) for job in sort.jobs}
        pairs = (pairwise(self.work.jobs_of(sort.like.candidate)) for sort in self.sorts)
        return tuple(dict.fromkeys((numbers[a.index], numbers[b.index]) for mine in pairs for a, b in mine))

    def ends(self, number: int, day: int) -> list[Ends]:
        """What orals of a sort may be on a day: with others of their candidate before or after them, or not."""
        tracks, days = self.sorts[number].like.candidate.tracks, len(self.work.problem.days)
        place = tracks.index(self.sorts[number].like.track)
        firsts = [True] if place == 0 else [True, False] if day else [False]
        lasts = [True] if place == len(tracks) - 1 else [True, False] if day < days - 1 else [False]
        return [Ends(first, last) for first in firsts for last in lasts]

    @cached_property
    def pairings(self) -> tuple[Pairing, ...]:
        """What the hearings keep of all the candidates on several tracks, as the orals of each follow one another."""
        days = len(self.work.problem.days)
        found = (
            one
            for before, after in self.in_order
            for one in pairings_of(
                (before, [self.ends(before, d) for d in range(days)], self.sorts[before].like.chain),
                (after, [self.ends(after, d) for d in range(days)]),
            )
        )
        return tuple(found)

    @property
    def longest(self) -> int:
        """Slots of the longest thing that an agent does without a break, with its changeover."""
        hearing = max(sort.hearing for sort in self.sorts) + self.work.changeover
        return max(hearing, self.meal.length, *(papers.marking for papers in self.papers))

    @property
    def states(self) -> int:
        """Moments and piles of all the teams together; some piles are missing if they are more than `MOST_STATES`."""
        return self.piles.none * _moments(self.teams)


@dataclass(frozen=True)
class Prices:
    """What things cost an agent, in whole numbers; `jobs`, by sort, is what it gets for hearing one."""

    jobs: tuple[int, ...]
    duty: tuple[int, ...]
    """By day, for doing something on it."""
    amounts: Mapping[str, int]
    """For a member's day of duty, slot of presence and a candidate's slot of waiting, by objective."""
    projectors: Mapping[int, int] = field(default_factory=dict)
    """By slot, for a projector."""
    together: Mapping[Kind, tuple[int, int]] = field(default_factory=dict)
    """What an agent gets for a hearing besides, in any case and for each slot from midnight to its first oral."""

    def job(self, number: int, day: int, at: int, ends: Ends) -> int:
        """What an agent gets for hearing a job of a sort at a slot of a day."""
        fixed, each = self.together.get((number, day, ends), (0, 0))
        return self.jobs[number] + fixed + each * at


@dataclass(frozen=True)
class Itinerary:
    """What an agent of a team does: markings and hearings with their slots, and what they come to."""

    team: int
    marked: tuple[tuple[int, int], ...]
    """Papers and slot."""
    heard: tuple[tuple[int, int, Ends], ...]
    """Sort, slot, and whether these are the candidate's first and last orals on that day."""
    jobs: tuple[int, ...]
    """By sort, how many it hears."""
    duty: frozenset[int]
    """The days on which it does something."""
    amounts: Mapping[str, int]
    """Members' days of duty, slots of members' presence, slots of waiting, by objective."""


def projecting(network: Network, one: Itinerary, slot: int) -> int:
    """How many orals of an itinerary are projected at a slot: one or none."""
    return sum(
        start + after <= slot < start + after + slots
        for number, start, _ in one.heard
        for after, slots in network.sorts[number].projected
    )


AMOUNTS = ("juror_days", "presence", "waiting")
"""The objectives that are sums over the agents."""


def build_network(work: Work, closes: int) -> Network:
    """What agents may do in a session that ends by a slot."""
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    for job in work.jobs:
        groups[job.track, tuple(_lengths(mine) for mine in work.jobs_of(job.candidate))].append(job)
    alike: dict[tuple[str, int], list[Job]] = defaultdict(list)
    for job in work.jobs:
        alike[job.track, job.marking].append(job)
    papers = tuple(Papers(*key, min(job.written for job in jobs)) for key, jobs in alike.items())
    numbers = {key: number for number, key in enumerate(alike)}
    sorts = tuple(_sort(work, tuple(jobs), numbers) for jobs in groups.values())
    teams = _teams(work, sorts, papers, closes)
    return Network(
        work, sorts, papers, teams, _piles(work, sorts, len(papers), teams), meal_times(work), _projectors(work)
    )


def _sort(work: Work, jobs: tuple[Job, ...], numbers: Mapping[tuple[str, int], int]) -> Sort:
    like = jobs[0]
    papers = numbers[like.track, like.marking]
    mine = work.jobs_of(like.candidate)
    written = {job.track: job.written for job in mine}
    before = sum(job.chain for job in mine[: mine.index(like)])
    stages = zip(like.orals, like.offsets, strict=True)
    projected = tuple((at, slots) for (code, slots), at in stages if work.problem.title.stage[code].projection)
    return Sort(jobs, papers, heard_for(work, like), written, before, projected)


def _projectors(work: Work) -> int:
    """Fixed ones in oral rooms and mobile ones."""
    problem = work.problem
    return len(problem.projectors) + sum(room.projector and ORAL_USE in room.uses for room in problem.rooms)


def _lengths(job: Job) -> Hashable:
    return job.track, job.written, job.marking, job.orals, job.deliberation


def _teams(work: Work, sorts: tuple[Sort, ...], papers: tuple[Papers, ...], closes: int) -> tuple[Team, ...]:
    together: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in work.agents:
        together[tuple(agent_windows(agent, day) for day in work.problem.days), agent.weight].append(agent)
    return tuple(_team(work, tuple(agents), sorts, papers, closes) for agents in together.values())


def _team(
    work: Work, agents: tuple[Agent, ...], sorts: tuple[Sort, ...], papers: tuple[Papers, ...], closes: int
) -> Team:
    windows = [agent_windows(agents[0], day) for day in work.problem.days]
    starts = [d * work.slots_per_day for d in range(len(windows))]
    spans = [(work.up(w[0][0]), w[-1][1] // work.grid) if w else (0, 0) for w in windows]
    hulls = [(base + first, min(base + last, closes)) for base, (first, last) in zip(starts, spans, strict=True)]
    marking = (_slots(free_starts(work, windows, 0, some.marking)) for some in papers)
    hearing = (
        _slots(free_starts(work, windows, 0, sort.hearing).intersection_with(oral_starts(work, sort.like)))
        for sort in sorts
    )
    return Team(agents, tuple(hull if hull[0] < hull[1] else None for hull in hulls), tuple(marking), tuple(hearing))


def _slots(domain: cp_model.Domain) -> frozenset[int]:
    spans = domain.flattened_intervals()
    return frozenset(slot for low, high in zip(spans[::2], spans[1::2], strict=True) for slot in range(low, high + 1))


def _moments(teams: tuple[Team, ...]) -> int:
    """Slots of all the teams' days, before the meal and after it."""
    return max(1, 2 * sum(last - first for team in teams for first, last in filter(None, team.days)))


def _piles(work: Work, sorts: tuple[Sort, ...], papers: int, teams: tuple[Team, ...]) -> Piles:
    slots = in_session(work, teams)
    each = [work.changeover + min(sort.hearing for sort in sorts if sort.papers == which) for which in range(papers)]
    most = [sum(len(sort.jobs) for sort in sorts if sort.papers == which) for which in range(papers)]
    too_many = MOST_STATES // _moments(teams) + 1  # so many, and the network has more states than that
    piles: list[tuple[int, ...]] = [()]
    for which in range(papers):
        longer = ((*pile, count) for pile in piles for count in range(most[which] + 1))
        fitting = (pile for pile in longer if sum(n * each[i] for i, n in enumerate(pile)) <= slots)
        piles = list(islice(fitting, too_many))
    return piles_without_shares(piles, [sort.papers for sort in sorts], too_many)


def in_session(work: Work, teams: tuple[Team, ...]) -> int:
    """The most slots that an agent has in the session, with a changeover before each day."""
    return max(sum(last - first + work.changeover for first, last in filter(None, team.days)) for team in teams)
