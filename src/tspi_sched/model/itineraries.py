"""All the itineraries of an agent that cost little more than the cheapest one.

Of those that hear as many of each sort, on as many days and with the same presence, the cheapest stands for all: the
rest of the session cannot tell them apart.
"""

from typing import NamedTuple

from tspi_sched.model.cheapest import Least, Move, Task, beginnings, itinerary_of, moves
from tspi_sched.model.itinerary import Itinerary

Link = tuple["Link | None", Task]
"""The tasks so far: those before the last one, and this."""


class _Told(NamedTuple):
    """What the rest of the session knows of an itinerary so far, between two days."""

    pile: int
    jobs: tuple[int, ...]
    presence: int
    duty: frozenset[int]


class _Now(NamedTuple):
    """The same during a day."""

    eaten: int
    told: _Told


_Ways = dict[_Told, tuple[int, Link | None]]
"""What it costs at the least, and the tasks that do so."""


def all_within(least: Least, slack: int, most: int) -> list[Itinerary] | None:
    """The itineraries with duties that cost at most so much more than the cheapest one; None if there are too many."""
    limit, left = least.cost + slack, most
    ways: _Ways = {_Told(0, (0,) * len(least.network.sorts), 0, frozenset()): (0, None)}
    for d, span in enumerate(least.of.days):
        if span is None:
            continue
        day = _Day(least, d, limit)
        left -= day.through(ways, span, left)
        if left < 0:
            return None
        ways = day.evening
    return [itinerary_of(least, _tasks(link)) for told, (_, link) in ways.items() if told.pile == 0 and told.duty]


class _Day:
    """One day of all the itineraries: what is known at each slot, until they end."""

    def __init__(self, least: Least, d: int, limit: int) -> None:
        self.least, self.d, self.limit = least, d, limit
        self.at: dict[int, dict[_Now, tuple[int, Link | None]]] = {}
        self.evening: _Ways = {}

    def through(self, mornings: _Ways, span: tuple[int, int], most: int) -> int:
        """Go through the day; returns how many ways there were, and stops beyond `most`."""
        least, d, seen = self.least, self.d, 0
        for told, (cost, link) in mornings.items():
            self._home(told, cost, link)
        for slot in range(span[0] - least.network.work.changeover, span[1] + 1):
            for told, (cost, link) in mornings.items():
                for move in beginnings(least, d, slot, told.pile):
                    self._put(_Now(0, told._replace(duty=told.duty | {d})), cost, link, slot + _free(least, move), move)
            for now, (cost, link) in self.at.pop(slot, {}).items():
                seen += 1
                if least.may_end(d, slot, now.eaten):
                    self._home(now.told, cost, link)
                for move in moves(least, d, slot, now.eaten, now.told.pile):
                    self._put(now, cost, link, slot, move)
            if seen > most:
                break
        return seen

    def _put(self, now: _Now, cost: int, link: Link | None, since: int, move: Move) -> None:
        """Take a step, if what comes of it may cost little enough."""
        cost += move.cost
        if move.pile == len(self.least.network.piles):
            return
        if cost + self.least.rest(self.d, move.slot, move.eaten, move.pile) > self.limit:
            return
        task, told = move.task, now.told
        jobs = told.jobs if task is None or task.marks else _one_more(told.jobs, task.number)
        if task and not task.marks and jobs[task.number] > len(self.least.network.sorts[task.number].jobs):
            return
        told = _Told(move.pile, jobs, told.presence + move.slot - since, told.duty)
        ways, key = self.at.setdefault(move.slot, {}), _Now(move.eaten, told)
        if key not in ways or cost < ways[key][0]:
            ways[key] = cost, link if task is None else (link, task)

    def _home(self, told: _Told, cost: int, link: Link | None) -> None:
        """End the day."""
        if cost + int(self.least.mornings[self.d + 1][told.pile]) > self.limit:
            return
        if told not in self.evening or cost < self.evening[told][0]:
            self.evening[told] = cost, link


def _free(least: Least, move: Move) -> int:
    """Slots of a day's first task that are no presence."""
    return 0 if move.task is None or move.task.marks else least.network.work.changeover


def _one_more(jobs: tuple[int, ...], number: int) -> tuple[int, ...]:
    return (*jobs[:number], jobs[number] + 1, *jobs[number + 1 :])


def _tasks(link: Link | None) -> list[Task]:
    tasks = []
    while link is not None:
        link, task = link
        tasks.append(task)
    return tasks[::-1]
