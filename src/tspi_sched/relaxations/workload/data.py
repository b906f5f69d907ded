"""The data of the workload relaxation: job types, panel-days, papers, and its variables."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.instance import Agent, Instance, Job
from tspi_sched.model.variables import Var
from tspi_sched.model.variables.keys import AgentDay, Expr, Literal

TrackDay = tuple[str, int]
"""(track, day)"""

DayType = tuple[int, int]
"""(day, job type)"""

AgentDayTypes = tuple[int, int, tuple[int, ...]]
"""(agent, day, job types)"""

AgentType = tuple[int, int]
"""(agent, job type)"""


@dataclass(frozen=True)
class JobType:
    """A job type: jobs that the relaxation does not distinguish; lengths in slots."""

    index: int
    jobs: tuple[Job, ...]
    barred: dict[int, frozenset[int]]
    """Per job, the agents that may not assess it."""

    def most(self, agent: Agent) -> int:
        """Number of its jobs that an agent may assess."""
        return sum(agent.index not in barred for barred in self.barred.values())

    @property
    def example(self) -> Job:
        """A representative job."""
        return self.jobs[0]

    @property
    def hearing(self) -> int:
        """Slots from the start of the first oral to the end of the deliberation."""
        return self.example.chain + self.example.deliberation


@dataclass
class WorkloadDay:
    """A panel-day: jobs of each type marked and heard, and the first and last slot of work."""

    agent: Agent
    day: int
    active: Var
    first: Var
    last: Var
    marked: list[Var]
    heard: list[Var]
    oral_first: Var
    """Literal: the first task is an oral."""
    some: list[Var] = field(default_factory=list)
    """By job type, a literal: something of it is marked or heard."""


@dataclass
class WorkloadModel:
    """A workload relaxation with its variables."""

    instance: Instance
    model: cp_model.CpModel
    job_types: tuple[JobType, ...]
    paper_slots: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By track: the slots at which its paper may start."""
    paper_start: dict[str, Var] = field(default_factory=dict)
    paper_day: dict[TrackDay, Literal] = field(default_factory=dict)
    placed: list[Var] = field(default_factory=list)
    """By job type, the number of jobs placed."""
    days: dict[AgentDay, WorkloadDay] = field(default_factory=dict)
    heard: dict[DayType, Expr] = field(default_factory=dict)
    """By day and job type, the number of jobs heard by all agents."""

    waits: dict[AgentDayTypes, Expr] = field(default_factory=dict)
    """By agent, day and job types: least slots of waiting of their candidates; made when needed."""

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
        """A job type's release date."""
        return self.paper_start[job_type.example.track] + job_type.example.ready

    def over(self, job_type: JobType) -> Var:
        """The end of a job type's paper."""
        return self.paper_start[job_type.example.track] + job_type.example.written

    def moments(self, job_type: JobType, day: int) -> list[int]:
        """The possible release dates of a job type on a day, if its paper is on that day."""
        starts = (slot - self.base(day) for slot in self.paper_slots[job_type.example.track])
        return [start + job_type.example.ready for start in starts if 0 <= start < self.instance.slots_per_day]

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return self.base(len(self.instance.problem.days))
