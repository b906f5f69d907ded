"""What an outline is made of: kinds of jobs, panels' days, papers."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.instance import Agent, Instance, Job
from tspi_sched.model.variables import Var


@dataclass(frozen=True)
class JobType:
    """Jobs that an outline does not tell apart; lengths in slots."""

    index: int
    jobs: tuple[Job, ...]
    barred: dict[int, frozenset[int]]
    """Per job, the agents that may not assess it."""

    def most(self, agent: Agent) -> int:
        """How many of them an agent may assess."""
        return sum(agent.index not in barred for barred in self.barred.values())

    @property
    def example(self) -> Job:
        """One of them, to ask what they all are."""
        return self.jobs[0]

    @property
    def hearing(self) -> int:
        """From the first oral's start to the deliberation's end."""
        return self.example.chain + self.example.deliberation


@dataclass
class PanelDay:
    """An agent's day: how many papers of each kind it marks and hears, and when its work begins and ends."""

    agent: Agent
    day: int
    active: Var
    first: Var
    last: Var
    marked: list[Var]
    heard: list[Var]
    oral_first: Var
    """Its first task is an oral."""
    some: list[Var] = field(default_factory=list)
    """Per kind: something of it is marked or heard."""


@dataclass
class WorkloadModel:
    """The unknowns of an outline."""

    instance: Instance
    model: cp_model.CpModel
    job_types: tuple[JobType, ...]
    paper_slots: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By track: the slots at which its paper may start."""
    paper_start: dict[str, Var] = field(default_factory=dict)
    paper_day: dict[tuple[str, int], Var] = field(default_factory=dict)
    placed: list[Var] = field(default_factory=list)
    """Per kind: how many of its jobs are in the plan."""
    days: dict[tuple[int, int], PanelDay] = field(default_factory=dict)
    heard: dict[tuple[int, int], Var] = field(default_factory=dict)
    """By day and kind: how many jobs are heard, by whomever."""

    waits: dict[tuple[int, int, tuple[int, ...]], Var] = field(default_factory=dict)
    """By agent, day and kinds: at the least the slots that candidates of these kinds wait; made when needed."""

    def bool_var(self, name: str) -> Var:
        """A new literal."""
        go_on()
        return self.model.new_bool_var(name)

    def int_var(self, low: int, high: int, name: str) -> Var:
        """A new integer."""
        go_on()
        return self.model.new_int_var(low, high, name)

    def base(self, day: int) -> int:
        """The slot of a day's midnight."""
        return day * self.instance.slots_per_day

    def released(self, job_type: JobType) -> Var:
        """When a kind's paper has ended and is there: nothing of it is marked before."""
        return self.paper_start[job_type.example.track] + job_type.example.ready

    def over(self, job_type: JobType) -> Var:
        """The end of a kind's paper."""
        return self.paper_start[job_type.example.track] + job_type.example.written

    def moments(self, job_type: JobType, day: int) -> list[int]:
        """The slots of a day from which on a kind may be marked, its paper being on that day."""
        starts = (slot - self.base(day) for slot in self.paper_slots[job_type.example.track])
        return [start + job_type.example.ready for start in starts if 0 <= start < self.instance.slots_per_day]

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return self.base(len(self.instance.problem.days))
