"""The decision variables of a plan: when and by whom each job is marked and heard, when papers start, who sits where.

`timing`, `assignment` and `places` make them and state only what a value *is* (a start lies on one day); what a plan
*must be* is in `rules`. Times are slots over the whole session (see `instance`).
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.groups import RoomGroup, SeatGroup
from tspi_sched.model.instance import Agent, Instance, Job, Paper
from tspi_sched.model.variables.keys import (
    AgentDay,
    Expr,
    Interval,
    JobAgent,
    JobAgentDay,
    JobDay,
    JobOral,
    JobPanel,
    JobPaper,
    Literal,
    OralMeans,
    OralProjector,
    OralRoom,
    OralRoomGroup,
    PanelDay,
    PaperDay,
    RoomDay,
    SeatKey,
    Service,
    SittingKey,
    SittingMeans,
    WatchKey,
)
from tspi_sched.problem import Projector, Room

COMPACT_FROM = 200_000
"""Number of services (of a job by an agent on a day) from which the compact formulation is used."""

_TRUTH = cp_model.Domain(0, 1)


@dataclass
class Sitting:
    """A written paper in one room, led by the paper that gives it its start."""

    room: Room
    paper: Paper
    held: Literal
    start: Expr
    size: Expr
    end: Expr


@dataclass
class Taken:
    """Some of a means taken by an oral or a sitting: from `start` to `end`, if a literal holds; `held` is the time with
    the set-up before it, `number` how many are taken."""

    start: Expr
    end: Expr
    literal: Literal
    held: Interval
    number: Expr


@dataclass
class Variables:
    """Every decision variable, by what it is about: jobs, agents, days and papers by index, people and things by id."""

    instance: Instance
    model: cp_model.CpModel
    placed: dict[str, Literal] = field(default_factory=dict)
    paper_start: dict[int, Expr] = field(default_factory=dict)
    paper_day: dict[PaperDay, Literal] = field(default_factory=dict)
    used: dict[int, Literal] = field(default_factory=dict)
    """The paper has somebody to sit it."""
    sits: dict[JobPaper, Literal] = field(default_factory=dict)
    written_start: dict[int, Expr] = field(default_factory=dict)
    written_day: dict[JobDay, Literal] = field(default_factory=dict)
    mark_start: dict[int, Expr] = field(default_factory=dict)
    mark_day: dict[JobDay, Literal] = field(default_factory=dict)
    oral_start: dict[JobOral, Expr] = field(default_factory=dict)
    oral_day: dict[JobDay, Literal] = field(default_factory=dict)
    deliberation_start: dict[int, Expr] = field(default_factory=dict)
    same_day: dict[int, Literal] = field(default_factory=dict)
    """The job is heard on the day of its written paper."""
    marks: dict[JobAgent, Literal] = field(default_factory=dict)
    hears: dict[JobAgent, Literal] = field(default_factory=dict)
    marked: dict[JobAgentDay, Literal] = field(default_factory=dict)
    heard: dict[JobAgentDay, Literal] = field(default_factory=dict)
    marked_on: dict[AgentDay, list[Service]] = field(default_factory=dict)
    """By agent and day: every job that may be marked, and the literal that says so; `heard_on` likewise."""
    heard_on: dict[AgentDay, list[Service]] = field(default_factory=dict)
    active: dict[AgentDay, Literal] = field(default_factory=dict)
    first: dict[AgentDay, Expr] = field(default_factory=dict)
    last: dict[AgentDay, Expr] = field(default_factory=dict)
    signs: dict[PanelDay, Literal] = field(default_factory=dict)
    """(team, day): the team signs the minutes on that day."""
    signing_panels: tuple[tuple[Agent, ...], ...] = ()
    """The panels that may have minutes to sign, each as its agents; none if minutes are not signed."""
    assesses: dict[JobPanel, Literal] = field(default_factory=dict)
    """(job, team): the team is the panel of the job."""
    signing_start: dict[int, Expr] = field(default_factory=dict)
    agent_busy: dict[Hashable, list[Interval]] = field(default_factory=dict)
    candidate_busy: dict[Hashable, list[Interval]] = field(default_factory=dict)
    invigilator_busy: dict[Hashable, list[Interval]] = field(default_factory=dict)
    meals: dict[Hashable, list[Interval]] = field(default_factory=dict)
    """Intervals, one a day, by agent index or by id; filled by the rule `meal`."""
    meal_start: dict[tuple[Hashable, int], Expr] = field(default_factory=dict)
    room_groups: tuple[RoomGroup, ...] = ()
    projector_groups: tuple[tuple[Projector, ...], ...] = ()
    room_group_held: dict[int, list[Interval]] = field(default_factory=dict)
    """By room group, the optional intervals that each hold one of its rooms."""
    in_room_group: dict[OralRoomGroup, Literal] = field(default_factory=dict)
    """(job, oral, room group): the oral is held in a room of the group."""
    seat_groups: tuple[SeatGroup, ...] = ()
    sittings: dict[SittingKey, Sitting] = field(default_factory=dict)
    waits: dict[int, Expr] = field(default_factory=dict)
    """Of a job: slots between its paper and its orals; made by whoever needs it first."""
    symmetric_jobs: list[list[Job]] = field(default_factory=list)
    """Interchangeable jobs that are heard in this order by symmetry breaking; `symmetric_agents` likewise."""
    symmetric_agents: list[list[Agent]] = field(default_factory=list)
    room_used: dict[RoomDay, Literal] = field(default_factory=dict)
    seated: dict[SeatKey, Expr] = field(default_factory=dict)
    """(class, paper, room, leading paper): how many of the class sit the paper in that room's sitting."""
    some_seated: dict[SeatKey, Literal] = field(default_factory=dict)
    watches: dict[WatchKey, Literal] = field(default_factory=dict)
    """(invigilator, room, leading paper)."""
    prepared_in: dict[OralRoom, Literal] = field(default_factory=dict)
    """(job, oral, room): the oral is prepared in that room."""
    carries: dict[OralProjector, Literal] = field(default_factory=dict)
    """(job, oral, projector group): the oral uses a mobile projector of the group."""

    oral_means: dict[OralMeans, Literal] = field(default_factory=dict)
    """(job, oral, means): the oral uses it."""
    sitting_means: dict[SittingMeans, Expr] = field(default_factory=dict)
    """(room, leading paper, stage, means): how many of it the candidates of a stage use in a sitting."""
    means_taken: dict[str, list[Taken]] = field(default_factory=dict)
    """By means, all that may take some of it."""

    def oral_end(self, job: Job, oral: int = -1) -> Expr:
        """The end of an oral, the last one by default."""
        index = oral % len(job.orals)
        return self.oral_start[job.index, index] + job.orals[index][1]

    @cached_property
    def false_literal(self) -> Literal:
        """A literal that is false."""
        return self.model.new_constant(0)

    def serving(self, job: Job, agents: Iterable[Agent] | None = None) -> list[Literal]:
        """The literals that some agents, or any, hear a job."""
        among = self.instance.agents if agents is None else agents
        return [self.hears[job.index, a.index] for a in among if (job.index, a.index) in self.hears]

    def bool_var(self, name: str) -> Literal:
        """A new Boolean variable."""
        go_on()
        return self.model.new_bool_var(name)

    def unnamed_bool_var(self) -> Literal:
        """A new Boolean variable without a name, for the largest families: made in half the time."""
        go_on()
        return cp_model.IntVar(self.model.proto).with_domain(_TRUTH)

    def only_if(self, condition: Literal, literals: Iterable[Literal]) -> None:
        """Literals that imply a condition."""
        self.model.add_bool_and([~literal for literal in literals]).only_enforce_if(~condition)

    @cached_property
    def compact(self) -> bool:
        """Whether there are so many services that the compact formulation is used."""
        return not self.instance.dropped and len(self.marked) + len(self.heard) > COMPACT_FROM

    def start_var(self, name: str) -> Expr:
        """A new start variable: a slot of the session that lies on the grid."""
        if self.instance.step == 1:
            return self.int_var(0, self.horizon - 1, name)
        points = cp_model.Domain.from_values(range(0, self.horizon, self.instance.step))
        return self.model.new_int_var_from_domain(points, name)

    def int_var(self, low: int, high: int, name: str) -> Expr:
        """A new integer variable."""
        go_on()
        return self.model.new_int_var(low, high, name)

    def parts(self, job: Job) -> list[tuple[Expr, int]]:
        """The stretches (start, slots) of a panel hearing a job, with the changeover, a deliberation at once, and the
        preparations between orals, while which it waits.

        Without gaps between the orals they make a single stretch.
        """
        instance, orals = self.instance, range(len(job.orals))
        after = job.deliberation if instance.deliberates_at_once else 0
        if instance.oral_gap == 0:
            parts = [(self.oral_start[job.index, 0] - instance.changeover, instance.changeover + job.chain + after)]
        else:
            lead = [instance.changeover if i == 0 else job.prepares(i) for i in orals]
            tail = [after if i == len(job.orals) - 1 else 0 for i in orals]
            parts = [(self.oral_start[job.index, i] - lead[i], lead[i] + job.orals[i][1] + tail[i]) for i in orals]
        if instance.deliberates_later(job):
            parts.append((self.deliberation_start[job.index], job.deliberation))
        return parts

    def tasks(self, job: Job) -> list[tuple[Expr, int]]:
        """The stretches of `parts` without the changeover, which is no task."""
        (start, length), *further = self.parts(job)
        return [(start + self.instance.changeover, length - self.instance.changeover), *further]

    def held_stretches(self, job: Job, room_group: RoomGroup) -> list[tuple[Expr, Expr, int, Literal]]:
        """The stretches in which a job holds a room of the pool: start, slots, minutes held before it, literal.

        The room is held before the first oral for the changeover.
        """
        instance, last = self.instance, len(job.orals) - 1
        before = instance.problem.rules.changeover_minutes
        after = job.deliberation if instance.deliberates_at_once else 0
        chosen = [self.in_room_group[job.index, i, room_group.index] for i in range(last + 1)]
        first = self.oral_start[job.index, 0]
        if instance.one_room and instance.oral_gap == 0:
            stretches = [(first, job.chain + after, before, chosen[0])]
        elif instance.one_room:
            stretches = []
            for legs in self._legs(job):
                start = self.oral_start[job.index, legs[0]]
                length = job.orals[legs[0]][1] if len(legs) == 1 else self.oral_end(job, legs[-1]) - start
                slots = length + (after if legs[-1] == last else 0)
                stretches.append((start, slots, 0 if legs[0] else before, chosen[legs[0]]))
        else:
            stretches = [
                (self.oral_start[job.index, i], slots + (after if i == last else 0), before if i == 0 else 0, chosen[i])
                for i, (_, slots) in enumerate(job.orals)
            ]
        if instance.deliberates_later(job):
            stretches.append((self.deliberation_start[job.index], job.deliberation, 0, chosen[-1]))
        return stretches

    def _legs(self, job: Job) -> list[list[int]]:
        """The orals of a job, those in one place after one another together."""
        return [list(legs) for _, legs in groupby(range(len(job.orals)), lambda oral: self.instance.leg(job, oral))]

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return len(self.instance.problem.days) * self.instance.slots_per_day

    @property
    def day_indices(self) -> range:
        """The days, from 0."""
        return range(len(self.instance.problem.days))

    def day_start(self, day: int) -> int:
        """The slot of a day's midnight."""
        return day * self.instance.slots_per_day
