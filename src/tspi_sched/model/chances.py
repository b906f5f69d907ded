"""What an agent may begin at some moment, and what candidates wait for it, while the papers are somewhere in a box."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tspi_sched.model.boxes import Box
from tspi_sched.model.itinerary import Itinerary, Network, Team, Values
from tspi_sched.model.piles import Indices

NOWHERE = -1
"""What stands for the wait where orals can't be."""


@dataclass(frozen=True)
class Task:
    """A marking or a hearing that may begin at some moment; a hearing begins with its changeover."""

    number: int
    """Of the papers that are marked, or of the sort that is heard."""
    marks: bool
    start: int
    """Slot of the marking or of the first oral."""
    slots: int
    """How long the agent is busy, changeover included."""
    wait: int
    """At the least the slots that the candidate waits on that day."""


@dataclass(frozen=True)
class Chances:
    """All that an agent may begin, the papers being somewhere in a box."""

    network: Network
    marking: Values
    """By papers and slot, whether marking one of them may begin there."""
    waits: Values
    """By sort and slot, what a candidate waits at the least if the orals start there; `NOWHERE` if they can't."""

    def at(self, slot: int) -> list[tuple[Task, Indices]]:
        """The tasks that may begin at a slot, each with the pile afterwards by the pile before it."""
        if slot not in self._made:
            self._made[slot] = list(self._at(slot))
        return self._made[slot]

    @cached_property
    def _made(self) -> dict[int, list[tuple[Task, Indices]]]:
        return {}

    def _at(self, slot: int) -> Iterator[tuple[Task, Indices]]:
        heard = slot + self.network.work.changeover
        for step in self.network.steps:
            start, least = (slot, self.marking) if step.marks else (heard, self.waits)
            for number in step.numbers if 0 <= start < least.shape[1] else ():
                wait = int(least[number, start])
                if step.marks and wait:
                    yield Task(number, True, start, step.slots, 0), step.piles
                if not step.marks and wait != NOWHERE:
                    yield Task(number, False, start, step.slots, wait), step.piles


def chances(network: Network, team: Team, box: Box, waits: Values | None = None) -> Chances:
    """What an agent of a team may begin, the papers being somewhere in a box; `waits`: those of the box, if known."""
    waits = waits_in(network, box) if waits is None else waits
    marking: Values = np.zeros((len(network.papers), waits.shape[1]), np.int64)
    hearing = np.full(waits.shape, NOWHERE)
    for which, papers in enumerate(network.papers):
        ready = box.first[papers.track] + papers.written
        marking[which, [slot for slot in team.marking[which] if slot >= ready]] = 1
    for number in range(len(network.sorts)):
        open_to = list(team.hearing[number])
        hearing[number, open_to] = waits[number, open_to]
    return Chances(network, marking, hearing)


def waits_in(network: Network, box: Box) -> Values:
    """By sort and slot, what a candidate waits at the least if its orals start there; `NOWHERE` if they can't."""
    slots: Values = np.arange((len(network.work.problem.days) + 1) * network.work.slots_per_day)
    found: Values = np.stack([_waits(network, box, number, slots) for number in range(len(network.sorts))])
    return found


def _waits(network: Network, box: Box, number: int, starts: Values) -> Values:
    """What a candidate of a sort waits at the least for orals at some slots."""
    sort, day, meal = network.sorts[number], network.work.slots_per_day, network.meal
    track, job = sort.like.track, sort.like
    today = starts // day == box.first[track] // day
    possible = starts >= _earliest(network, box, number)
    for other, written in sort.written.items():
        possible &= (starts >= box.first[other] + written) | (starts + job.chain <= box.last[other])
    ready, least = box.first[track] + job.written, job.marking + network.work.changeover
    if box.last[track] % day < meal.first_end:
        possible &= ~(today & (starts < ready + meal.length) & (starts % day + job.chain > meal.last))
    if len(sort.written) == 1:
        waits = np.maximum(least, starts - box.last[track] - job.written)
    else:
        same_day = (t for t in sort.written if box.first[t] // day == box.first[track] // day)
        papers = max(box.last[t] + sort.written[t] for t in same_day)
        waits = np.maximum(0, starts - papers - sort.before) // len(sort.written)
    found: Values = np.where(possible, np.where(today, waits, 0), NOWHERE)
    return found


def _earliest(network: Network, box: Box, number: int) -> int:
    """The earliest slot for the orals of a sort: after its paper and marking, and the candidate's orals before."""
    slot = 0
    for job in network.work.jobs_of(network.sorts[number].like.candidate):
        slot = max(slot, box.first[job.track] + job.written + job.marking + network.work.changeover)
        if job.track == network.sorts[number].like.track:
            break
        slot += job.chain
    return slot


def waits_of(network: Network, box: Box, one: Itinerary, waits: Values | None = None) -> Itinerary | None:
    """An itinerary with its waits in a box, None if it is not possible there; `waits`: those of the box, if known."""
    if any(slot < box.first[network.papers[which].track] + network.papers[which].written for which, slot in one.marked):
        return None
    waits = waits_in(network, box) if waits is None else waits
    mine = [int(waits[number, start]) for number, start in one.heard]
    return None if NOWHERE in mine else replace(one, amounts={**one.amounts, "waiting": sum(mine)})
