"""What an agent may begin at some moment, and what candidates wait for it, while the papers are somewhere in a box."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tspi_sched.model.boxes import Box
from tspi_sched.model.itinerary import Itinerary, Network, Team
from tspi_sched.model.neighbours import ALONE, Ends
from tspi_sched.model.piles import Indices
from tspi_sched.model.waits import orals_of


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
    """The slots that the candidate waits on that day, at the least, as far as these orals tell."""
    ends: Ends = ALONE
    """Of a hearing: whether these are its candidate's first and last orals on that day."""


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
        for start, ends, wait in _hearings(network, team, box, number):
            task = Task(number, False, start, slots, wait, ends)
            key = (False, network.piles.classes[number], slots)
            found[start - network.work.changeover][key].append(task)
    return {slot: [_alike(network, tuple(tasks)) for tasks in mine.values()] for slot, mine in found.items()}


def _alike(network: Network, tasks: tuple[Task, ...]) -> Alike:
    like = tasks[0]
    return Alike(tasks, network.piles.more[like.number] if like.marks else network.piles.fewer[like.number])


def _hearings(network: Network, team: Team, box: Box, number: int) -> Iterator[tuple[int, Ends, int]]:
    """When the orals of a sort may start, as which of their candidate's on that day, and what is waited if so."""
    orals, days = orals_of(network, box, number), range(len(network.work.problem.days))
    ends = [network.ends(number, d) for d in days]
    for start in team.hearing[number]:
        for each in ends[start // network.work.slots_per_day]:
            if orals.possible(start, each):
                yield start, each, orals.wait(start, each)


def waits_of(network: Network, box: Box, some: Iterable[Itinerary]) -> Iterator[Itinerary]:
    """Those of some itineraries that are possible in a box, with their waits there."""
    ready = [box.first[papers.track] + papers.written for papers in network.papers]
    orals = [orals_of(network, box, number) for number in range(len(network.sorts))]
    for one in some:
        marked = all(slot >= ready[which] for which, slot in one.marked)
        if marked and all(orals[number].possible(start, ends) for number, start, ends in one.heard):
            waits = sum(orals[number].wait(start, ends) for number, start, ends in one.heard)
            yield replace(one, amounts={**one.amounts, "waiting": waits})
