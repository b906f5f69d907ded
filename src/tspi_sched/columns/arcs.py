"""What an agent may begin at some moment, and what candidates wait for it, while the papers are somewhere in a box."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tspi_sched.columns.arc_costs import NOWHERE, waits_in
from tspi_sched.columns.linking import ALONE, Ends
from tspi_sched.columns.network import Network, PanelGroup, PanelSchedule, Transition, Values
from tspi_sched.columns.node import Node
from tspi_sched.columns.state_space import Indices


@dataclass(frozen=True)
class Arc:
    """A marking or a hearing that may begin at some moment; a hearing begins with its changeover."""

    number: int
    """Of the papers that are marked, or of the sort that is heard."""
    marks: bool
    start: int
    """Slot of the marking or of the first oral."""
    slots: int
    """How long the agent is busy, changeover included."""
    wait: int
    """The slots that the candidate waits on that day, at the least, as far as these orals tell."""
    ends: Ends = ALONE
    """Of a hearing: whether these are its candidate's first and last orals on that day."""


@dataclass(frozen=True)
class Arcs:
    """All that an agent may begin, the papers being somewhere in a box."""

    network: Network
    marking: Values
    """By papers and slot, whether marking one of them may begin there."""
    waits: Values
    """By what a hearing may be and slot of the first oral, what its candidate waits; `NOWHERE` where it can't be."""
    first: Mapping[str, int]
    """By track, when its paper starts at the earliest."""

    def at(self, slot: int) -> list[tuple[Arc, Indices]]:
        """The tasks that may begin at a slot, each with the pile afterwards by the pile before it."""
        if slot not in self._made:
            self._made[slot] = list(self._at(slot))
        return self._made[slot]

    @cached_property
    def _made(self) -> dict[int, list[tuple[Arc, Indices]]]:
        return {}

    def _at(self, slot: int) -> Iterator[tuple[Arc, Indices]]:
        start = slot + self.network.instance.changeover
        for step in self.network.steps:
            if not step.marks:
                yield from ((arc, step.next_state) for arc in self._hearings(step, start))
            elif 0 <= slot < self.marking.shape[1] and self.marking[step.numbers[0], slot]:
                yield Arc(step.numbers[0], True, slot, step.slots, 0), step.next_state

    def _hearings(self, step: Transition, start: int) -> Iterator[Arc]:
        """Hearings of some sorts whose orals start at a slot."""
        for row, (number, ends) in enumerate(self.network.hearing_keys):
            wait = int(self.waits[row, start]) if 0 <= start < self.waits.shape[1] else NOWHERE
            if number in step.numbers and wait != NOWHERE:
                yield Arc(number, False, start, step.slots, wait, ends)


def feasible_arcs(network: Network, panel_group: PanelGroup, node: Node, waits: Values | None = None) -> Arcs:
    """What an agent of a team may begin, the papers being somewhere in a box; `waits`: those of the box, if known."""
    waits = waits_in(network, node) if waits is None else waits
    marking: Values = np.zeros((len(network.papers), waits.shape[1]), np.int64)
    hearing = np.full(waits.shape, NOWHERE)
    for which, papers in enumerate(network.papers):
        ready = node.earliest[papers.track] + papers.ready
        marking[which, [slot for slot in panel_group.marking[which] if slot >= ready]] = 1
    for row, (number, _) in enumerate(network.hearing_keys):
        slots = list(panel_group.hearing[number])
        hearing[row, slots] = waits[row, slots]
    return Arcs(network, marking, hearing, node.earliest)


def columns_within(
    network: Network, node: Node, some: Iterable[PanelSchedule], waits: Values | None = None
) -> Iterator[PanelSchedule]:
    """Those of some itineraries that are possible in a box, with their waits there; `waits`: of the box, if known."""
    waits = waits_in(network, node) if waits is None else waits
    ready = [node.earliest[papers.track] + papers.ready for papers in network.papers]
    for one in some:
        mine = [int(waits[network.row_of[number, ends], start]) for number, start, ends in one.heard]
        if NOWHERE not in mine and all(slot >= ready[which] for which, slot in one.marked):
            yield replace(one, amounts={**one.amounts, "waiting": sum(mine)})
