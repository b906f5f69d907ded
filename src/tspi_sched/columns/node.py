"""Boxes: parts of the plans, by when the papers start and by how many agents do something on each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from ortools.sat.python import cp_model

from tspi_sched.model import Instance
from tspi_sched.relaxations.workload.data import WorkloadModel
from tspi_sched.relaxations.workload.papers import place_papers


@dataclass(frozen=True)
class Node:
    """A part of the plans: when the papers start, and how many agents are on duty."""

    starts: Mapping[str, tuple[int, ...]]
    """By track, the slots of one day among which its paper starts."""
    duty: tuple[tuple[int, int], ...]
    """By day, the least and the most agents that do something."""

    @cached_property
    def earliest(self) -> dict[str, int]:
        """By track, its earliest start."""
        return {track: slots[0] for track, slots in self.starts.items()}

    @cached_property
    def latest(self) -> dict[str, int]:
        """By track, its latest start."""
        return {track: slots[-1] for track, slots in self.starts.items()}

    @property
    def combinations(self) -> int:
        """The ways to start the papers."""
        return prod(len(slots) for slots in self.starts.values())

    @property
    def starts_fixed(self) -> bool:
        """Whether each paper has one start."""
        return self.combinations == 1

    @property
    def is_leaf(self) -> bool:
        """Whether each paper has one start, and each day a number of agents."""
        return self.starts_fixed and self.duty_fixed

    @property
    def duty_fixed(self) -> bool:
        """Whether each day has a number of agents."""
        return self._widest is None

    def branch(self) -> "tuple[Node, Node]":
        """The box in two: by the agents of a day, or else by the starts of a paper."""
        if self._widest is None:
            return self.branch_on_starts()
        low, high = self.duty[self._widest]
        middle = (low + high) // 2
        return self._with_duty(self._widest, (low, middle)), self._with_duty(self._widest, (middle + 1, high))

    def branch_on_starts(self) -> "tuple[Node, Node]":
        """The box in two by the starts of the paper that has most."""
        track = max(self.starts, key=lambda track: len(self.starts[track]))
        slots = self.starts[track]
        return self.branch_at(track, slots[len(slots) // 2])

    def branch_at(self, track: str, first: int) -> "tuple[Node, Node]":
        """The box in two: a paper before some slot, or then and later."""
        slots = self.starts[track]
        parts = tuple(slot for slot in slots if slot < first), tuple(slot for slot in slots if slot >= first)
        return Node({**self.starts, track: parts[0]}, self.duty), Node({**self.starts, track: parts[1]}, self.duty)

    @cached_property
    def _widest(self) -> int | None:
        """The day of whose agents least is known; None if all are."""
        day = max(range(len(self.duty)), key=lambda d: self.duty[d][1] - self.duty[d][0])
        return day if self.duty[day][0] < self.duty[day][1] else None

    def _with_duty(self, day: int, span: tuple[int, int]) -> "Node":
        return Node(self.starts, (*self.duty[:day], span, *self.duty[day + 1 :]))


def papers_in(instance: Instance, latest: Mapping[str, int], node: Node) -> cp_model.CpModel:
    """The papers alone, each starting in its part of a box; nobody else sits or waits."""
    o = WorkloadModel(instance, cp_model.CpModel(), ())
    place_papers(o, latest, access=True)
    for track, slots in node.starts.items():
        o.model.add_linear_constraint(o.paper_start[track], slots[0], slots[-1])
    return o.model
