"""What a timetable is made of: the turns of an agent, each the marking and the hearing of a job of a kind."""

from dataclasses import dataclass, field

from tspi_sched.model.outline_parts import Kind, Outline
from tspi_sched.model.variables import Var
from tspi_sched.model.work import Agent


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
