"""The time-expanded network of a panel's schedule: states, transitions, and what a column and its duals are.

A state is a slot, whether the meal is over, and the inventory: the papers marked and not yet heard. It decides what the
panel may do next, so the cheapest schedule at any duals is a shortest path (`pricing`). Panels are coupled by sums only
(each job heard once; limits on days and presence), and these are dualised. Theory: docs/how/columns.md.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from tspi_sched.columns.linking import Ends, HearingKey, LinkingConstraint, linking_constraints_of
from tspi_sched.columns.state_space import Indices, StateSpace
from tspi_sched.model.calendar import MealTimes
from tspi_sched.model.instance import Agent, Instance, Job

Values = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

MAX_STATES = 4_000_000
"""States beyond which the network is not used: pricing would take seconds."""


HearingAs = tuple[int, Ends]
"""(job type, whether first and last of its candidate on that day): all that a hearing may be."""


@dataclass(frozen=True)
class JobType:
    """A job type: jobs of equal lengths, whose candidates' other jobs have equal lengths too."""

    jobs: tuple[Job, ...]
    papers: int
    """Index of its paper type in the inventory."""
    hearing: int
    """Slots of hearing one job without a break: orals, and the deliberation if it follows at once."""
    written: Mapping[str, int]
    """By track, the slots of each paper of its candidates."""
    before: int
    """Slots of the same candidate's orals on earlier tracks."""
    projected: tuple[tuple[int, int], ...]
    """Per projected oral: slots from the start of the first oral to it, and its own slots."""

    @property
    def example(self) -> Job:
        """A representative job."""
        return self.jobs[0]

    @property
    def comes_first(self) -> bool:
        """Whether its candidates have no orals on an earlier track."""
        return self.example.track == self.example.candidate.tracks[0]


@dataclass(frozen=True)
class PaperType:
    """A paper type: papers of a track that take equally long to mark; inventories count papers by type."""

    track: str
    marking: int
    ready: int
    """Least slots from the start of the paper until it may be marked."""


@dataclass(frozen=True)
class PanelGroup:
    """A panel group: agents with the same hours. `days`: the hull of these, in slots of the session; None on days
    off."""

    agents: tuple[Agent, ...]
    days: tuple[tuple[int, int] | None, ...]
    marking: tuple[frozenset[int], ...]
    """By paper type, the slots at which marking may start."""
    hearing: tuple[frozenset[int], ...]
    """By job type, the slots at which orals may start."""

    @property
    def weight(self) -> int:
        """Members of each of the agents."""
        return self.agents[0].weight


@dataclass(frozen=True)
class Transition:
    """A transition: markings, or hearings of several job types, of equal length and equal effect on the inventory."""

    marks: bool
    numbers: tuple[int, ...]
    """Indices of the paper types marked, or of the job types heard."""
    slots: int
    """Slots for which the agent is busy, changeover included."""
    next_state: Indices
    """By state: the state afterwards."""


@dataclass(frozen=True)
class Network:
    """The network of all panel groups: job types, paper types, states and transitions."""

    instance: Instance
    job_types: tuple[JobType, ...]
    papers: tuple[PaperType, ...]
    panel_groups: tuple[PanelGroup, ...]
    state_space: StateSpace
    """The inventories that can still be heard within the session."""
    meal: MealTimes
    projectors: int
    """Most orals that can be projected at a time."""

    @cached_property
    def consecutive(self) -> tuple[tuple[int, int], ...]:
        """Pairs of job types of the same candidates whose orals follow one another."""
        numbers = {job.index: number for number, job_type in enumerate(self.job_types) for job in job_type.jobs}
        pairs = (pairwise(self.instance.jobs_of(job_type.example.candidate)) for job_type in self.job_types)
        return tuple(
            dict.fromkeys((numbers[a.index], numbers[b.index]) for pairs_of_jobs in pairs for a, b in pairs_of_jobs)
        )

    @cached_property
    def steps(self) -> tuple[Transition, ...]:
        """All transitions; markings first, in the order of the paper types."""
        marking = (
            Transition(True, (n,), papers.marking, self.state_space.after_marking[n])
            for n, papers in enumerate(self.papers)
        )
        hearing: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, job_type in enumerate(self.job_types):
            hearing[job_type.papers, self.instance.changeover + job_type.hearing].append(number)
        heard = (
            Transition(False, tuple(of), slots, self.state_space.after_hearing[of[0]])
            for (_, slots), of in hearing.items()
        )
        return *marking, *heard

    @cached_property
    def successor(self) -> Indices:
        """By transition and state: the offset of the state after it, in a flattened table of slot × meal × state."""
        states = self.state_space.no_state + 1
        offsets: Indices = np.stack([step.next_state + 2 * states * step.slots for step in self.steps])
        return offsets

    @cached_property
    def same_suffix(self) -> tuple[tuple[int, ...], ...]:
        """By panel group and day: the first group with the same hours from that day on; both have the same costs from
        there."""
        days = [d * self.instance.slots_per_day for d in range(len(self.instance.problem.days))]
        hours = [[_from(panel_group, d, slot) for d, slot in enumerate(days)] for panel_group in self.panel_groups]
        return tuple(
            tuple([group_hours[d] for group_hours in hours].index(own_hours[d]) for d in range(len(days)))
            for own_hours in hours
        )

    @cached_property
    def hearing_keys(self) -> tuple[HearingAs, ...]:
        """Rows of the tables of hearings: job type, and whether it is its candidate's first and last hearing of the
        day."""
        days = range(len(self.instance.problem.days))
        keys = ((number, ends) for number in range(len(self.job_types)) for d in days for ends in self.ends(number, d))
        return tuple(dict.fromkeys(keys))

    @cached_property
    def row_of(self) -> Mapping[HearingAs, int]:
        """Index in `hearing_keys`, by job type and ends."""
        return {key: number for number, key in enumerate(self.hearing_keys)}

    def ends(self, number: int, day: int) -> list[Ends]:
        """The ends that orals of a job type may have on a day: first, last, both or neither of their candidate's."""
        # Orals of a candidate are in the order of its tracks: docs/how/arguments-columns.md#first-and-last-of-the-day
        tracks, days = self.job_types[number].example.candidate.tracks, len(self.instance.problem.days)
        place = tracks.index(self.job_types[number].example.track)
        firsts = [True] if place == 0 else [True, False] if day else [False]
        lasts = [True] if place == len(tracks) - 1 else [True, False] if day < days - 1 else [False]
        return [Ends(first, last) for first in firsts for last in lasts]

    @cached_property
    def linking_constraints(self) -> tuple[LinkingConstraint, ...]:
        """Linking constraints: sums over all hearings that hold because each candidate's orals follow one another."""
        days = len(self.instance.problem.days)
        constraints = (
            constraint
            for before, after in self.consecutive
            for constraint in linking_constraints_of(
                (
                    before,
                    [self.ends(before, d) for d in range(days)],
                    self.job_types[before].example.chain + self.instance.rest,
                ),
                (after, [self.ends(after, d) for d in range(days)]),
            )
        )
        return tuple(constraints)

    @property
    def longest(self) -> int:
        """Slots of the longest transition, changeover included."""
        hearing = max(job_type.hearing for job_type in self.job_types) + self.instance.changeover
        return max(hearing, self.meal.length, *(papers.marking for papers in self.papers))

    @property
    def states(self) -> int:
        """Number of states of all panel groups; cut off beyond `MAX_STATES`."""
        return self.state_space.no_state * slots_of(self.panel_groups)


@dataclass(frozen=True)
class Duals:
    """Duals, as whole numbers: prices that a column pays. `jobs`: by job type, what hearing one job earns."""

    jobs: tuple[int, ...]
    duty: tuple[int, ...]
    """By day, the price of being on duty."""
    amounts: Mapping[str, int]
    """By objective, the price of a member's day of duty, a slot of presence, a candidate's slot of waiting."""
    projectors: Mapping[int, int] = field(default_factory=dict)
    """By slot, the price of a projector."""
    linking: Mapping[HearingKey, tuple[int, int]] = field(default_factory=dict)
    """Duals of the linking constraints: by hearing, what it earns in any case, and per slot from midnight to its
    start."""

    def job(self, number: int, day: int, clock: int, ends: Ends) -> int:
        """What a hearing earns, by job type, day, slot from midnight and ends."""
        fixed, per_slot = self.linking.get((number, day, ends), (0, 0))
        return self.jobs[number] + fixed + per_slot * clock


@dataclass(frozen=True)
class PanelSchedule:
    """A column: all that a panel of a group does in the session, and what it comes to."""

    panel_group: int
    marked: tuple[tuple[int, int], ...]
    """Paper type and slot of each marking."""
    heard: tuple[tuple[int, int, Ends], ...]
    """Job type, slot and ends of each hearing."""
    jobs: tuple[int, ...]
    """By job type, the number of jobs heard."""
    duty: frozenset[int]
    """The days on duty."""
    amounts: Mapping[str, int]
    """By objective: members' days of duty, slots of members' presence, slots of candidates' waiting."""


def projected(network: Network, schedule: PanelSchedule) -> set[int]:
    """The slots at which a column uses a projector; one oral at a time."""
    spans = (
        (start + after, slots)
        for number, start, _ in schedule.heard
        for after, slots in network.job_types[number].projected
    )
    return {slot for first, slots in spans for slot in range(first, first + slots)}


def short_of_projectors(network: Network, used: Iterable[tuple[PanelSchedule, float]]) -> list[int]:
    """The slots at which a solution (columns and their multiplicities) uses too many projectors, the worst one
    first."""
    at_once: dict[int, float] = defaultdict(float)
    for schedule, often in used:
        for slot in projected(network, schedule):
            at_once[slot] += often
    room = network.instance.agents_per_job * network.projectors + 0.01
    return sorted((slot for slot in at_once if at_once[slot] > room), key=lambda slot: (-at_once[slot], slot))


AMOUNTS = ("juror_days", "presence", "waiting")
"""The objectives that are sums over the panels."""


def slots_of(panel_groups: tuple[PanelGroup, ...]) -> int:
    """Number of (slot, meal) pairs of all panel groups."""
    return max(
        1, 2 * sum(last - first for panel_group in panel_groups for first, last in filter(None, panel_group.days))
    )


def _from(panel_group: PanelGroup, d: int, slot: int) -> Hashable:
    """Equal for panel groups with the same possibilities from a day on; `slot`: its midnight."""
    starts = (
        frozenset(start for start in slots if start >= slot) for slots in (*panel_group.marking, *panel_group.hearing)
    )
    return panel_group.weight, panel_group.days[d:], tuple(starts)
