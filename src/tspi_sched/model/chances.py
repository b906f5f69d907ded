"""What an agent may begin at some moment, and what candidates wait for it, while the papers are somewhere in a box."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tspi_sched.model.boxes import Box
from tspi_sched.model.itinerary import Itinerary, Network, Team
from tspi_sched.model.piles import Indices


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
class Alike:
    """Tasks that may begin at one moment, take as long and change the pile alike."""

    tasks: tuple[Task, ...]
    piles: Indices
    """By pile, the pile afterwards."""


Chances = Mapping[int, list[Alike]]
"""By slot, all that an agent may begin there."""


def chances(network: Network, team: Team, box: Box) -> Chances:
    """By slot, the tasks that an agent may begin there, the papers being somewhere in a box."""
    found: dict[int, dict[tuple[bool, int, int], list[Task]]] = defaultdict(lambda: defaultdict(list))
    for which, papers in enumerate(network.papers):
        ready = box.first[papers.track] + papers.written
        for slot in team.marking[which]:
            if slot >= ready:
                task = Task(which, True, slot, papers.marking, 0)
                found[slot][True, which, papers.marking].append(task)
    for number, sort in enumerate(network.sorts):
        slots = network.work.changeover + sort.hearing
        for start, wait in _hearings(network, team, box, number):
            task = Task(number, False, start, slots, wait)
            key = (False, network.piles.classes[number], slots)
            found[start - network.work.changeover][key].append(task)
    return {slot: [_alike(network, tuple(tasks)) for tasks in mine.values()] for slot, mine in found.items()}


def _alike(network: Network, tasks: tuple[Task, ...]) -> Alike:
    like = tasks[0]
    return Alike(tasks, network.piles.more[like.number] if like.marks else network.piles.fewer[like.number])


def _hearings(network: Network, team: Team, box: Box, number: int) -> Iterator[tuple[int, int]]:
    """When the orals of a sort may start, and what its candidate waits at the least if so."""
    for start in team.hearing[number]:
        wait = _wait(network, box, number, start)
        if wait is not None:
            yield start, wait


def _wait(network: Network, box: Box, number: int, start: int) -> int | None:
    """What a candidate of a sort waits at the least for orals at a slot; None if they can't be there."""
    sort, day, meal = network.sorts[number], network.work.slots_per_day, network.meal
    track, job = sort.like.track, sort.like
    ready, least = box.first[track] + job.written, job.marking + network.work.changeover
    if start < _earliest(network, box, number) or any(
        start < box.first[t] + written and start + job.chain > box.last[t] for t, written in sort.written.items()
    ):
        return None
    if start // day != box.first[track] // day:
        return 0
    if box.last[track] % day < meal.first_end and start < ready + meal.length and start % day + job.chain > meal.last:
        return None
    if len(sort.written) == 1:
        return max(least, start - box.last[track] - job.written)
    papers = (box.last[t] + written for t, written in sort.written.items() if box.first[t] // day == start // day)
    return max(0, start - max(papers) - sort.before) // len(sort.written)


def _earliest(network: Network, box: Box, number: int) -> int:
    """The earliest slot for the orals of a sort: after its paper and marking, and the candidate's orals before."""
    slot = 0
    for job in network.work.jobs_of(network.sorts[number].like.candidate):
        slot = max(slot, box.first[job.track] + job.written + job.marking + network.work.changeover)
        if job.track == network.sorts[number].like.track:
            break
        slot += job.chain
    return slot


def waits_of(network: Network, box: Box, one: Itinerary) -> Itinerary | None:
    """An itinerary with its waits in a box; None if it is not possible there."""
    if any(slot < box.first[network.papers[which].track] + network.papers[which].written for which, slot in one.marked):
        return None
    waits = [_wait(network, box, number, start) for number, start in one.heard]
    if None in waits:
        return None
    return replace(one, amounts={**one.amounts, "waiting": sum(wait or 0 for wait in waits)})
