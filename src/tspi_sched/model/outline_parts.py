"""What an outline is made of: kinds of jobs, panels' days, papers."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.variables import Var
from tspi_sched.model.work import Agent, Job, Work


@dataclass(frozen=True)
class Kind:
    """Jobs that an outline does not tell apart; lengths in slots."""

    index: int
    jobs: tuple[Job, ...]
    barred: frozenset[int]
    """Agents that may not assess them."""

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
    some: list[Var] = field(default_factory=list)
    """Per kind: something of it is marked or heard."""


@dataclass
class Outline:
    """The unknowns of an outline."""

    work: Work
    model: cp_model.CpModel
    kinds: tuple[Kind, ...]
    paper_start: dict[str, Var] = field(default_factory=dict)
    paper_day: dict[tuple[str, int], Var] = field(default_factory=dict)
    placed: list[Var] = field(default_factory=list)
    """Per kind: how many of its jobs are in the plan."""
    days: dict[tuple[int, int], PanelDay] = field(default_factory=dict)
    heard: dict[tuple[int, int], Var] = field(default_factory=dict)
    """By day and kind: how many jobs are heard, by whomever."""

    def flag(self, name: str) -> Var:
        """A new literal."""
        return self.model.new_bool_var(name)

    def number(self, low: int, high: int, name: str) -> Var:
        """A new integer."""
        return self.model.new_int_var(low, high, name)

    def base(self, day: int) -> int:
        """The slot of a day's midnight."""
        return day * self.work.slots_per_day

    def released(self, kind: Kind) -> Var:
        """The end of a kind's paper: nothing of it is marked before."""
        return self.paper_start[kind.like.track] + kind.like.written

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return self.base(len(self.work.problem.days))
