"""Nodes of the branch and bound: intervals of starts for each paper, and of panels on duty for each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from tspi_sched.model import Instance
from tspi_sched.relaxations.workload.data import WorkloadModel
from tspi_sched.relaxations.workload.papers import place_papers


@dataclass(frozen=True)
class Node:
    """A node: a part of the plans, by when papers start and by how many panels are on duty."""

    starts: Mapping[str, tuple[int, ...]]
    """By track, the possible starts of its paper, all on one day."""
    duty: tuple[tuple[int, int], ...]
    """By day, the least and the most agents on duty."""

    @cached_property
    def earliest(self) -> dict[str, int]:
        """By track, the earliest start of its paper."""
        return {track: slots[0] for track, slots in self.starts.items()}

    @cached_property
    def latest(self) -> dict[str, int]:
        """By track, the latest start of its paper."""
        return {track: slots[-1] for track, slots in self.starts.items()}

    @property
    def starts_fixed(self) -> bool:
        """Whether each paper has a single start."""
        return all(len(slots) == 1 for slots in self.starts.values())

    @property
    def is_leaf(self) -> bool:
        """Whether this is a leaf: a single start for each paper, and a fixed number of agents for each day."""
        return self.starts_fixed and self.duty_fixed

    @property
    def duty_fixed(self) -> bool:
        """Whether each day has a fixed number of agents on duty."""
        return self._widest is None

    def branch(self) -> "tuple[Node, Node]":
        """The two children: split by the day with most doubt about agents on duty, or else by starts."""
        if self._widest is None:
            return self.branch_on_starts()
        low, high = self.duty[self._widest]
        middle = (low + high) // 2
        return self._with_duty(self._widest, (low, middle)), self._with_duty(self._widest, (middle + 1, high))

    def branch_on_starts(self) -> "tuple[Node, Node]":
        """The two children, split in the middle of the paper with the most starts."""
        track = max(self.starts, key=lambda track: len(self.starts[track]))
        slots = self.starts[track]
        return self.branch_at(track, slots[len(slots) // 2])

    def branch_at(self, track: str, first: int) -> "tuple[Node, Node]":
        """The two children, split at a start: before it, and from it on."""
        slots = self.starts[track]
        parts = tuple(slot for slot in slots if slot < first), tuple(slot for slot in slots if slot >= first)
        return Node({**self.starts, track: parts[0]}, self.duty), Node({**self.starts, track: parts[1]}, self.duty)

    @cached_property
    def _widest(self) -> int | None:
        """The day with the widest interval of agents on duty; None if all are fixed."""
        day = max(range(len(self.duty)), key=lambda d: self.duty[d][1] - self.duty[d][0])
        return day if self.duty[day][0] < self.duty[day][1] else None

    def _with_duty(self, day: int, span: tuple[int, int]) -> "Node":
        return Node(self.starts, (*self.duty[:day], span, *self.duty[day + 1 :]))


def papers_in(instance: Instance, latest: Mapping[str, int], node: Node) -> cp_model.CpModel:
    """A model of the papers alone (seats, sittings), each starting within its interval of the node."""
    # Seats and people to watch, for starts in this node: if impossible, no plan is in it:
    # docs/how/arguments-columns.md#papers-in-a-node
    o = WorkloadModel(instance, cp_model.CpModel(), ())
    place_papers(o, latest, access=True)
    for track, slots in node.starts.items():
        o.model.add_linear_constraint(o.paper_start[track], slots[0], slots[-1])
    return o.model
