"""The data of the positional relaxation: positions, each a marking and a hearing of some job of a type."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import meal_slots
from tspi_sched.model.instance import Agent
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.workload.data import AgentType, JobType, WorkloadModel


@dataclass(frozen=True)
class Position:
    """A position: the first, second, third, … marking and hearing of jobs of a type by an agent."""

    agent: Agent
    job_type: JobType
    used: Var
    marking: Var
    hearing: Var
    """Slots at which marking and orals start; 0 if not used."""
    marked: dict[int, Var]
    heard: dict[int, Var]
    """By day: literals for being marked, and heard, on that day."""


@dataclass(frozen=True)
class OwnTask:
    """A paper or the orals of a candidate known by name: their first slot, how many, and on which days."""

    start: Var
    slots: int
    days: dict[int, Var]


@dataclass
class PositionalModel:
    """The workload relaxation with its positions."""

    workload: WorkloadModel
    positions: dict[AgentType, list[Position]] = field(default_factory=dict)
    """By agent and job type, in the order of their hours."""
    several: list[list[tuple[OwnTask, OwnTask]]] = field(default_factory=list)
    """The paper and the orals of each job, of each candidate on several tracks who is known by name."""

    def of_type(self, job_type: JobType) -> list[Position]:
        """All positions of a job type, of all agents."""
        return [
            position
            for (_, index), positions in self.positions.items()
            if index == job_type.index
            for position in positions
        ]


def meals(o: WorkloadModel) -> list[Var]:
    """Somebody's meals, one a day and as short as can be, to be kept apart from what that person does."""
    if not o.instance.problem.rules.meal.minutes:
        return []
    firsts, sizes = zip(*meal_slots(o.instance), strict=True)
    intervals = []
    for d in range(len(o.instance.problem.days)):
        starts = cp_model.Domain.from_values([o.base(d) + first for first in firsts])
        start = o.model.new_int_var_from_domain(starts, "meal")
        intervals.append(o.model.new_fixed_size_interval_var(start, min(sizes), "meal"))
    return intervals
