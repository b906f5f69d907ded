"""Itineraries: what one agent does in the whole session, from slot to slot; what is the same for all of them.

An agent knows at every moment which papers it has marked and not yet heard, its *pile*, and whether it has eaten.
That is all that decides what it may do next, so the cheapest itinerary, whatever things cost, is a shortest path.
Agents have the candidates in common, and what the session may use of days and presence: sums, which prices stand for.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from tspi_sched.columns.linking import Ends, HearingKey, LinkingConstraint, linking_constraints_of
from tspi_sched.columns.state_space import Counts, Indices, StateSpace
from tspi_sched.model.calendar import MealTimes
from tspi_sched.model.instance import Agent, Instance, Job

Values = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

MAX_STATES = 4_000_000
"""Beyond so many moments and piles, looking for a cheapest itinerary takes seconds."""


@dataclass(frozen=True)
class JobType:
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
    def example(self) -> Job:
        """One of them, to ask what they all are."""
        return self.jobs[0]

    @property
    def comes_first(self) -> bool:
        """Whether no other orals of its candidate come before these."""
        return self.example.track == self.example.candidate.tracks[0]


@dataclass(frozen=True)
class PaperType:
    """Papers of a track that are alike: an agent's pile tells how many of them it has marked and not heard."""

    track: str
    marking: int
    ready: int
    """The least slots from the start of one until it may be marked."""


@dataclass(frozen=True)
class PanelGroup:
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
class Transition:
    """Markings of some papers, or hearings of some sorts, that take as long and change the pile alike."""

    marks: bool
    numbers: tuple[int, ...]
    """Of the papers, or of the sorts."""
    slots: int
    """How long the agent is busy, changeover included."""
    next_state: Indices
    """By pile, the pile afterwards."""


@dataclass(frozen=True)
class Network:
    """What agents may do, whichever way."""

    instance: Instance
    job_types: tuple[JobType, ...]
    papers: tuple[PaperType, ...]
    panel_groups: tuple[PanelGroup, ...]
    state_space: StateSpace
    """What an agent may have marked and not heard: no more than it can hear in the session."""
    meal: MealTimes
    projectors: int
    """How many orals can be projected at a time, at the most."""

    @cached_property
    def consecutive(self) -> tuple[tuple[int, int], ...]:
        """Sorts of the same candidates, whose orals follow one another."""
        numbers = {job.index: number for number, job_type in enumerate(self.job_types) for job in job_type.jobs}
        pairs = (pairwise(self.instance.jobs_of(job_type.example.candidate)) for job_type in self.job_types)
        return tuple(dict.fromkeys((numbers[a.index], numbers[b.index]) for mine in pairs for a, b in mine))

    @cached_property
    def steps(self) -> tuple[Transition, ...]:
        """All that may be done; markings first, in the order of the papers."""
        marking = (
            Transition(True, (n,), papers.marking, self.state_space.after_marking[n])
            for n, papers in enumerate(self.papers)
        )
        hearing: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, job_type in enumerate(self.job_types):
            hearing[self.state_space.classes[number], self.instance.changeover + job_type.hearing].append(number)
        heard = (
            Transition(False, tuple(of), slots, self.state_space.after_hearing[of[0]])
            for (_, slots), of in hearing.items()
        )
        return *marking, *heard

    @cached_property
    def states_of_workload(self) -> dict[Counts, StateSpace]:
        """The piles of an agent with some share, by the share; those that were needed so far."""
        return {}

    @cached_property
    def successor(self) -> Indices:
        """By step and pile: how far ahead what comes of it is in a table by slot, meal and pile."""
        states = self.state_space.no_state + 1
        found: Indices = np.stack([step.next_state + 2 * states * step.slots for step in self.steps])
        return found

    @cached_property
    def same_suffix(self) -> tuple[tuple[int, ...], ...]:
        """By team and day: the first team that has the same hours from that day on."""
        days = [d * self.instance.slots_per_day for d in range(len(self.instance.problem.days))]
        hours = [[_from(panel_group, d, slot) for d, slot in enumerate(days)] for panel_group in self.panel_groups]
        return tuple(tuple([other[d] for other in hours].index(mine[d]) for d in range(len(days))) for mine in hours)

    @cached_property
    def hearing_keys(self) -> tuple[tuple[int, Ends], ...]:
        """All that a hearing may be: of which sort, and as which of its candidate's on its day."""
        days = range(len(self.instance.problem.days))
        each = ((number, ends) for number in range(len(self.job_types)) for d in days for ends in self.ends(number, d))
        return tuple(dict.fromkeys(each))

    @cached_property
    def row_of(self) -> Mapping[tuple[int, Ends], int]:
        """Which one of `hearing_keys` a hearing is, by sort and ends."""
        return {one: number for number, one in enumerate(self.hearing_keys)}

    def ends(self, number: int, day: int) -> list[Ends]:
        """What orals of a sort may be on a day: with others of their candidate before or after them, or not."""
        tracks, days = self.job_types[number].example.candidate.tracks, len(self.instance.problem.days)
        place = tracks.index(self.job_types[number].example.track)
        firsts = [True] if place == 0 else [True, False] if day else [False]
        lasts = [True] if place == len(tracks) - 1 else [True, False] if day < days - 1 else [False]
        return [Ends(first, last) for first in firsts for last in lasts]

    @cached_property
    def linking_constraints(self) -> tuple[LinkingConstraint, ...]:
        """What the hearings keep of all the candidates on several tracks, as the orals of each follow one another."""
        days = len(self.instance.problem.days)
        found = (
            one
            for before, after in self.consecutive
            for one in linking_constraints_of(
                (
                    before,
                    [self.ends(before, d) for d in range(days)],
                    self.job_types[before].example.chain + self.instance.rest,
                ),
                (after, [self.ends(after, d) for d in range(days)]),
            )
        )
        return tuple(found)

    @property
    def longest(self) -> int:
        """Slots of the longest thing that an agent does without a break, with its changeover."""
        hearing = max(job_type.hearing for job_type in self.job_types) + self.instance.changeover
        return max(hearing, self.meal.length, *(papers.marking for papers in self.papers))

    @property
    def states(self) -> int:
        """Moments and piles of all the teams together; some piles are missing if they are more than `MAX_STATES`."""
        return self.state_space.no_state * slots_of(self.panel_groups)


@dataclass(frozen=True)
class Duals:
    """What things cost an agent, in whole numbers; `jobs`, by sort, is what it gets for hearing one."""

    jobs: tuple[int, ...]
    duty: tuple[int, ...]
    """By day, for doing something on it."""
    amounts: Mapping[str, int]
    """For a member's day of duty, slot of presence and a candidate's slot of waiting, by objective."""
    projectors: Mapping[int, int] = field(default_factory=dict)
    """By slot, for a projector."""
    linking: Mapping[HearingKey, tuple[int, int]] = field(default_factory=dict)
    """What an agent gets for a hearing besides, in any case and for each slot from midnight to its first oral."""

    def job(self, number: int, day: int, at: int, ends: Ends) -> int:
        """What an agent gets for hearing a job of a sort at a slot of a day."""
        fixed, each = self.linking.get((number, day, ends), (0, 0))
        return self.jobs[number] + fixed + each * at


@dataclass(frozen=True)
class PanelSchedule:
    """What an agent of a team does: markings and hearings with their slots, and what they come to."""

    panel_group: int
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


def projected(network: Network, one: PanelSchedule) -> set[int]:
    """The slots at which an itinerary projects: one oral at a time."""
    spans = (
        (start + after, slots) for number, start, _ in one.heard for after, slots in network.job_types[number].projected
    )
    return {slot for first, slots in spans for slot in range(first, first + slots)}


def short_of_projectors(network: Network, used: Iterable[tuple[PanelSchedule, float]]) -> list[int]:
    """The slots at which itineraries, each used so often, project more than can be; the worst one first."""
    at_once: dict[int, float] = defaultdict(float)
    for one, often in used:
        for slot in projected(network, one):
            at_once[slot] += often
    room = network.instance.agents_per_job * network.projectors + 0.01
    return sorted((slot for slot in at_once if at_once[slot] > room), key=lambda slot: (-at_once[slot], slot))


AMOUNTS = ("juror_days", "presence", "waiting")
"""The objectives that are sums over the agents."""


def slots_of(panel_groups: tuple[PanelGroup, ...]) -> int:
    """Slots of all the teams' days, before the meal and after it."""
    return max(
        1, 2 * sum(last - first for panel_group in panel_groups for first, last in filter(None, panel_group.days))
    )


def _from(panel_group: PanelGroup, d: int, slot: int) -> Hashable:
    """What an agent of a team may do from a day on, which begins at a slot."""
    starts = (
        frozenset(start for start in some if start >= slot) for some in (*panel_group.marking, *panel_group.hearing)
    )
    return panel_group.weight, panel_group.days[d:], tuple(starts)
