"""What a timetable is made of: the turns of an agent, each the marking and the hearing of a job of a kind."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import meal_slots
from tspi_sched.model.instance import Agent
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.workload.data import Kind, Outline


@dataclass(frozen=True)
class Turn:
    """The first, second, third... job of a kind that an agent marks, and that it hears."""

    agent: Agent
    kind: Kind
    used: Var
    marking: Var
    hearing: Var
    """Slots at which they start; 0 if not used."""
    marked: dict[int, Var]
    heard: dict[int, Var]
    """By day: it is marked, or heard, on that day."""


@dataclass(frozen=True)
class OwnTask:
    """A paper or the orals of a candidate known by name: their first slot, how many, and on which days."""

    start: Var
    slots: int
    days: dict[int, Var]


@dataclass
class Timetable:
    """An outline and the turns that fill it."""

    outline: Outline
    turns: dict[tuple[int, int], list[Turn]] = field(default_factory=dict)
    """By agent and kind, in the order of their hours."""
    several: list[list[tuple[OwnTask, OwnTask]]] = field(default_factory=list)
    """The paper and the orals of each job, of each candidate on several tracks who is known by name."""

    def of_kind(self, kind: Kind) -> list[Turn]:
        """All the agents' turns of a kind."""
        return [turn for (_, index), turns in self.turns.items() if index == kind.index for turn in turns]


def meals(o: Outline) -> list[Var]:
    """Somebody's meals, one a day and as short as can be, to be kept apart from what that person does."""
    if not o.work.problem.rules.meal.minutes:
        return []
    firsts, sizes = zip(*meal_slots(o.work), strict=True)
    intervals = []
    for d in range(len(o.work.problem.days)):
        starts = cp_model.Domain.from_values([o.base(d) + first for first in firsts])
        start = o.model.new_int_var_from_domain(starts, "meal")
        intervals.append(o.model.new_fixed_size_interval_var(start, min(sizes), "meal"))
    return intervals
