"""Arcs: the tasks that a panel may begin at a slot in a node, with the candidates' waiting as costs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from tspi_sched.columns.arc_costs import NOWHERE, waits_in
from tspi_sched.columns.linking import ALONE, Ends
from tspi_sched.columns.network import Network, PanelGroup, PanelSchedule, Transition, Values
from tspi_sched.columns.node import Node
from tspi_sched.columns.state_space import Indices


@dataclass(frozen=True)
class Arc:
    """An arc: a marking, or a hearing that begins with its changeover."""

    number: int
    """Index of the paper type marked, or of the job type heard."""
    marks: bool
    start: int
    """Slot at which the marking or the first oral starts."""
    slots: int
    """Slots for which the agent is busy, changeover included."""
    wait: int
    """Lower bound of the candidate's waiting on that day that is charged to this hearing, in slots."""
    ends: Ends = ALONE
    """Of a hearing: whether it is its candidate's first and last of the day."""


@dataclass(frozen=True)
class Arcs:
    """All arcs of a panel group in a node."""

    network: Network
    marking: Values
    """By paper type and slot: 1 if a marking may begin there, else 0."""
    waits: Values
    """By row of `hearing_keys` and slot of the first oral: the waiting charged; `NOWHERE` if impossible."""
    first: Mapping[str, int]
    """By track, the earliest start of its paper in the node."""
    _made: dict[int, list[tuple[Arc, Indices]]] = field(init=False, default_factory=dict, repr=False, compare=False)
    """A memo: the arcs asked for so far, by slot."""

    def at(self, slot: int) -> list[tuple[Arc, Indices]]:
        """The arcs that begin at a slot, each with the state after it by the state before it."""
        if slot not in self._made:
            self._made[slot] = list(self._at(slot))
        return self._made[slot]

    def _at(self, slot: int) -> Iterator[tuple[Arc, Indices]]:
        start = slot + self.network.instance.changeover
        for step in self.network.steps:
            if not step.marks:
                yield from ((arc, step.next_state) for arc in self._hearings(step, start))
            elif 0 <= slot < self.marking.shape[1] and self.marking[step.numbers[0], slot]:
                yield Arc(step.numbers[0], True, slot, step.slots, 0), step.next_state

    def _hearings(self, step: Transition, start: int) -> Iterator[Arc]:
        """The hearings of a transition whose orals start at a slot."""
        for row, (number, ends) in enumerate(self.network.hearing_keys):
            wait = int(self.waits[row, start]) if 0 <= start < self.waits.shape[1] else NOWHERE
            if number in step.numbers and wait != NOWHERE:
                yield Arc(number, False, start, step.slots, wait, ends)


def feasible_arcs(network: Network, panel_group: PanelGroup, node: Node, waits: Values | None = None) -> Arcs:
    """The arcs of a panel group in a node; `waits`: the node's `waits_in`, if known already."""
    # No marking is before the earliest start of its paper in the node is over:
    # docs/how/arguments-columns.md#marking-and-hearing
    waits = waits_in(network, node) if waits is None else waits
    marking: Values = np.zeros((len(network.papers), waits.shape[1]), np.int64)
    hearing = np.full(waits.shape, NOWHERE)
    for paper_type, papers in enumerate(network.papers):
        ready = node.earliest[papers.track] + papers.ready
        marking[paper_type, [slot for slot in panel_group.marking[paper_type] if slot >= ready]] = 1
    for row, (number, _) in enumerate(network.hearing_keys):
        slots = list(panel_group.hearing[number])
        hearing[row, slots] = waits[row, slots]
    return Arcs(network, marking, hearing, node.earliest)


def columns_within(
    network: Network, node: Node, schedules: Iterable[PanelSchedule], waits: Values | None = None
) -> Iterator[PanelSchedule]:
    """The columns that are possible in a node, with their waiting there; `waits`: the node's `waits_in`, if known."""
    waits = waits_in(network, node) if waits is None else waits
    ready = [node.earliest[papers.track] + papers.ready for papers in network.papers]
    for schedule in schedules:
        waited = [int(waits[network.row_of[number, ends], start]) for number, start, ends in schedule.heard]
        if NOWHERE not in waited and all(slot >= ready[paper_type] for paper_type, slot in schedule.marked):
            yield replace(schedule, amounts={**schedule.amounts, "waiting": sum(waited)})
