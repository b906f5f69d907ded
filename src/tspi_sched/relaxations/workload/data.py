"""What an outline is made of: kinds of jobs, panels' days, papers."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.deadlines import go_on
from tspi_sched.model.instance import Agent, Job, Work
from tspi_sched.model.variables import Var


@dataclass(frozen=True)
class Kind:
    """Jobs that an outline does not tell apart; lengths in slots."""

    index: int
    jobs: tuple[Job, ...]
    barred: dict[int, frozenset[int]]
    """Per job, the agents that may not assess it."""

    def most(self, agent: Agent) -> int:
        """How many of them an agent may assess."""
        return sum(agent.index not in barred for barred in self.barred.values())

    @property
    def like(self) -> Job:
        """One of them, to ask what they all are."""
        return self.jobs[0]

    @property
    def hearing(self) -> int:
        """From the first oral's start to the deliberation's end."""
        return self.like.chain + self.like.deliberation


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
class Outline:
    """The unknowns of an outline."""

    work: Work
    model: cp_model.CpModel
    kinds: tuple[Kind, ...]
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

    def flag(self, name: str) -> Var:
        """A new literal."""
        go_on()
        return self.model.new_bool_var(name)

    def number(self, low: int, high: int, name: str) -> Var:
        """A new integer."""
        go_on()
        return self.model.new_int_var(low, high, name)

    def base(self, day: int) -> int:
        """The slot of a day's midnight."""
        return day * self.work.slots_per_day

    def released(self, kind: Kind) -> Var:
        """When a kind's paper has ended and is there: nothing of it is marked before."""
        return self.paper_start[kind.like.track] + kind.like.ready

    def over(self, kind: Kind) -> Var:
        """The end of a kind's paper."""
        return self.paper_start[kind.like.track] + kind.like.written

    def moments(self, kind: Kind, day: int) -> list[int]:
        """The slots of a day from which on a kind may be marked, its paper being on that day."""
        starts = (slot - self.base(day) for slot in self.paper_slots[kind.like.track])
        return [start + kind.like.ready for start in starts if 0 <= start < self.work.slots_per_day]

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return self.base(len(self.work.problem.days))
