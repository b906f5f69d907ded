"""All the itineraries of an agent that cost little more than the cheapest one.

Of those that hear as many of each sort, on the same days of duty and with the same presence, the cheapest stands for
all: the rest of the session cannot tell them apart. Hearings of candidates on several tracks, whom others may hear as
well, are told apart by the day, and by what else they are heard for on it.
"""

from collections import defaultdict
from typing import NamedTuple

from tspi_sched.model.chances import Task
from tspi_sched.model.cheapest import Least, Move, beginnings, itinerary_of, moves
from tspi_sched.model.itinerary import Itinerary
from tspi_sched.model.neighbours import Ends

Link = tuple["Link | None", Task]
"""The tasks so far: those before the last one, and this."""


class _Told(NamedTuple):
    """What the rest of the session knows of an itinerary so far, between two days."""

    pile: int
    jobs: tuple[int, ...]
    presence: int
    duty: frozenset[int]
    several: tuple[tuple[int, int, Ends], ...] = ()
    """Of each hearing of a candidate on several tracks: day or slot, sort, if first and last of that day; sorted."""


class _Now(NamedTuple):
    """The same during a day."""

    eaten: int
    told: _Told


class _Way(NamedTuple):
    """What it costs at the least, the slots of waiting that are in it, and the tasks that do so.

    Where waiting has no price, of those that cost the same the one that waits least stands for all.
    """

    cost: int
    waited: int
    tasks: Link | None

    def better(self, other: "_Way | None") -> bool:
        """Whether it stands for both."""
        return other is None or self[:2] < other[:2]


_Ways = dict[_Told, _Way]


def all_within(
    least: Least, slack: int, most: int, *, apart: bool = True, hours: bool = False
) -> list[Itinerary] | None:
    """The itineraries with duties that cost at most so much more than the cheapest one; None if there are too many.

    `apart`: whether those of different presence are told apart. With `hours`, hearings of candidates on several tracks
    are told apart by their hours, too.
    """
    limit, left = least.cost + slack, most
    ways: _Ways = {_Told(least.begin, (0,) * len(least.network.sorts), 0, frozenset()): _Way(0, 0, None)}
    for d, span in enumerate(least.of.days):
        if span is None:
            continue
        day = _Day(least, d, limit, apart=apart, hours=hours)
        left -= day.through(ways, span, left)
        if left < 0:
            return None
        ways = day.evening
    return [itinerary_of(least, _tasks(way.tasks)) for told, way in ways.items() if told.pile == 0 and told.duty]


class _Day:
    """One day of all the itineraries: what is known at each slot, until they end."""

    def __init__(self, least: Least, d: int, limit: int, *, apart: bool, hours: bool) -> None:
        self.least, self.d, self.limit, self.apart, self.hours = least, d, limit, apart, hours
        self.at: dict[int, dict[_Now, _Way]] = {}
        self.evening: _Ways = {}

    def through(self, mornings: _Ways, span: tuple[int, int], most: int) -> int:
        """Go through the day; returns how many ways there were, and stops beyond `most`."""
        least, d, seen = self.least, self.d, 0
        by_pile: dict[int, list[tuple[_Told, _Way]]] = defaultdict(list)
        for told, way in sorted(mornings.items(), key=lambda item: item[1].cost):
            self._home(told, way)
            by_pile[told.pile].append((told, way))
        for slot in range(span[0] - least.network.work.changeover, span[1] + 1):
            for pile, mine in by_pile.items():
                for move in beginnings(least, d, slot, pile):
                    self._begin(mine, slot, move)
            for now, way in self.at.pop(slot, {}).items():
                seen += 1
                if least.may_end(d, slot, now.eaten):
                    self._home(now.told, way)
                for move in moves(least, d, slot, now.eaten, now.told.pile):
                    self._put(now, way, slot, move)
            if seen > most:
                break
        return seen

    def _begin(self, mornings: list[tuple[_Told, _Way]], slot: int, move: Move) -> None:
        """Begin the day with a task, for those that can afford it; they come with one pile, the cheapest first."""
        rest = self.least.rest(self.d, move.slot, move.eaten, move.pile)
        for told, way in mornings:
            if way.cost + move.cost + rest > self.limit:
                break
            on_duty = _Now(0, told._replace(duty=told.duty | {self.d}))
            self._put(on_duty, way, slot + _free(self.least, move), move)

    def _put(self, now: _Now, way: _Way, since: int, move: Move) -> None:
        """Take a step, if what comes of it may cost little enough."""
        cost = way.cost + move.cost
        if move.pile == self.least.network.piles.none:
            return
        if cost + self.least.rest(self.d, move.slot, move.eaten, move.pile) > self.limit:
            return
        task, told = move.task, now.told
        jobs = told.jobs if task is None or task.marks else _one_more(told.jobs, task.number)
        if task and not task.marks and jobs[task.number] > len(self.least.network.sorts[task.number].jobs):
            return
        presence = told.presence + move.slot - since if self.apart else 0
        told = told._replace(pile=move.pile, jobs=jobs, presence=presence)
        if task and not task.marks and len(self.least.network.sorts[task.number].written) > 1:
            seen = task.start if self.hours else self.d, task.number, task.ends
            told = told._replace(several=tuple(sorted((*told.several, seen))))
        tasks = way.tasks if task is None else (way.tasks, task)
        after = _Way(cost, way.waited + (task.wait if task else 0), tasks)
        ways, key = self.at.setdefault(move.slot, {}), _Now(move.eaten, told)
        if after.better(ways.get(key)):
            ways[key] = after

    def _home(self, told: _Told, way: _Way) -> None:
        """End the day."""
        if way.cost + int(self.least.mornings[self.d + 1][told.pile]) > self.limit:
            return
        if way.better(self.evening.get(told)):
            self.evening[told] = way


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
