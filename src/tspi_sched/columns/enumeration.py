"""All the itineraries of an agent that cost little more than the cheapest one.

Of those that hear as many of each sort, on the same days of duty and with the same presence, the cheapest stands for
all: the rest of the session cannot tell them apart. Hearings of candidates on several tracks, whom others may hear as
well, are told apart by the day, and by what else they are heard for on it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from tspi_sched.columns.arcs import Task
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import Itinerary, Network
from tspi_sched.columns.pricing import Least, Move, beginnings, itinerary_of, moves

Link = tuple["Link | None", Task]
"""The tasks so far: those before the last one, and this."""

_Way = tuple[int, int, "Link | None"]
"""What it costs at the least, the slots of waiting that are in it, and the tasks that do so.

Where waiting has no price, of those that cost the same the one that waits least stands for all.
"""

_Ways = dict[int, _Way]
"""By what the rest of the session knows of an itinerary so far, in one number."""

_Several = tuple[tuple[int, int, Ends], ...]
"""Of each hearing of a candidate on several tracks: day or slot, sort, if first and last of that day; sorted."""


def all_within(
    least: Least, slack: int, most: int, *, apart: bool = True, hours: bool = False, slots: Sequence[int] = ()
) -> list[Itinerary] | None:
    """The itineraries with duties that cost at most so much more than the cheapest one; None if there are too many.

    `apart`: whether those of different presence are told apart. With `hours`, hearings of candidates on several tracks
    are told apart by their hours, too. At `slots`, those who project are told apart from those who do not.
    """
    limit, left, told = least.cost + slack, most, _Told(least, slots, apart=apart, hours=hours)
    ways: dict[int, _Ways] = {least.begin: {0: (0, 0, None)}}
    for d, span in enumerate(least.of.days):
        if span is None:
            continue
        day = _Day(least, told, d, limit)
        left -= day.through(ways, span, left)
        if left < 0:
            return None
        ways = day.evening
    return [itinerary_of(least, _tasks(link)) for key, (_, _, link) in ways.get(0, {}).items() if told.serves(key)]


class _Told:
    """What the rest of the session knows of an itinerary, as the digits of one number.

    The jobs of each sort, the days of duty, the presence, whether it projects at some slots, of papers that do not all
    take as long how many were marked once the longer ones were over, and the number of what it hears of candidates on
    several tracks.
    """

    def __init__(self, least: Least, slots: Sequence[int], *, apart: bool, hours: bool) -> None:
        network, days = least.network, len(least.of.days)
        self.least, self.slots, self.apart, self.hours = least, slots, apart, hours
        self.most = [len(sort.jobs) for sort in network.sorts]
        self.jobs = list(accumulate((most + 1 for most in self.most), mul, initial=1))
        self.duty = self.jobs[-1]
        self.presence = self.duty << days
        self.projects = self.presence * (network.work.slots_per_day * days + 1)
        self.late, unit = list[_Late](), self.projects << len(slots)
        for longer in _longer(network):
            self.late.append(longer._replace(unit=unit))
            unit *= longer.most + 1
        self.several = unit
        self.known: dict[_Several, int] = {(): 0}
        self.lists: list[_Several] = [()]

    def serves(self, key: int) -> bool:
        """Whether there is a day of duty."""
        return key % self.presence >= self.duty

    def more(self, d: int, since: int, pile: int, move: Move, *, begins: bool) -> "_Step":
        """What a step of some day adds, from a slot on, the pile being there before it."""
        task, adds = move.task, (move.slot - since) * self.presence if self.apart else 0
        adds += self.duty << d if begins else 0
        if task is None:
            return _Step(adds)
        if task.marks:
            first = self.least.chances.first
            late = (one for one in self.late if one.papers == task.number and task.start >= first[one.track] + one.over)
            return _Step(adds, late=tuple((one, 1, 0) for one in late))
        sort, counts = self.least.network.sorts[task.number], self.least.network.piles.states[pile][0]
        spans = sort.projected
        at = (place for place, slot in enumerate(self.slots) for a, n in spans if a <= slot - task.start < a + n)
        adds += sum(self.projects << place for place in at) + self.jobs[task.number]
        return _Step(
            adds,
            self.jobs[task.number],
            self.most[task.number] + 1,
            tuple(
                (one, -1, counts[one.papers] * (sort.like.ready < one.over))
                for one in self.late
                if one.papers == sort.papers
            ),
            (task.start if self.hours else d, task.number, task.ends) if len(sort.written) > 1 else None,
        )

    def after(self, key: int, step: "_Step") -> int | None:
        """The number after a step; None if that hears more of a sort than there are, or a paper that was not over."""
        key += step.adds
        if step.each and not key // step.unit % step.each:
            return None
        for late, by, others in step.late:
            found = late.after(key, by, others)
            if found is None:
                return None
            key = found
        return self.with_one(key, step.several) if step.several else key

    def with_one(self, key: int, seen: tuple[int, int, Ends]) -> int:
        """The number with one more hearing of a candidate on several tracks."""
        number, rest = divmod(key, self.several)
        after = tuple(sorted((*self.lists[number], seen)))
        if after not in self.known:
            self.known[after] = len(self.lists)
            self.lists.append(after)
        return self.known[after] * self.several + rest


class _Late(NamedTuple):
    """Some of the papers take longer to write: of those marked when these are over, a pile has so many, or enough."""

    track: str
    papers: int
    over: int
    """Slots from the paper's start until then."""
    most: int
    """Jobs with such a paper."""
    unit: int = 1

    def after(self, key: int, by: int, others: int) -> int | None:
        """The number after one more is marked then, or one is heard; None if that is too early.

        `others`: for a hearing that can do with any paper, how many are on the pile: it takes one marked before, if
        there is one.
        """
        count = key // self.unit % (self.most + 1)
        if by > 0:
            return key if count == self.most else key + self.unit
        if others:
            return key - self.unit if count == others else key
        return key - self.unit if count else None


def _longer(network: Network) -> Iterator[_Late]:
    """The lengths of papers that are not told apart from shorter ones."""
    for which, papers in enumerate(network.papers):
        mine = [sort for sort in network.sorts if sort.papers == which]
        for over in sorted({sort.like.ready for sort in mine if sort.like.ready > papers.ready}):
            yield _Late(papers.track, which, over, sum(len(sort.jobs) for sort in mine if sort.like.ready >= over))


class _Step(NamedTuple):
    """What a step adds to what is known; the digit of the jobs heard, which may not become `each`."""

    adds: int
    unit: int = 1
    each: int = 0
    late: tuple[tuple["_Late", int, int], ...] = ()
    """What it does with papers that do not all take as long (`_Late.after`)."""
    several: tuple[int, int, Ends] | None = None


class _Day:
    """One day of all the itineraries: what is known at each slot, until they end."""

    def __init__(self, least: Least, told: _Told, d: int, limit: int) -> None:
        self.least, self.told, self.d, self.limit = least, told, d, limit
        self.at: dict[int, dict[tuple[int, int], _Ways]] = defaultdict(lambda: defaultdict(dict))
        self.evening: dict[int, _Ways] = defaultdict(dict)

    def through(self, mornings: dict[int, _Ways], span: tuple[int, int], most: int) -> int:
        """Go through the day, by slot, pile and meal; returns how many ways there were, and stops beyond `most`."""
        least, d, seen = self.least, self.d, 0
        for pile, ways in mornings.items():
            self._home(pile, ways)
        for slot in range(span[0] - least.network.work.changeover, span[1] + 1):
            for pile, ways in mornings.items():
                for move in beginnings(least, d, slot, pile):
                    self._go(ways, pile, slot + _free(least, move), move, begins=True)
            for (pile, eaten), ways in self.at.pop(slot, {}).items():
                seen += len(ways)
                if least.may_end(d, slot, eaten):
                    self._home(pile, ways)
                for move in moves(least, d, slot, eaten, pile):
                    self._go(ways, pile, slot, move, begins=False)
            if seen > most:
                break
        return seen

    def _go(self, ways: _Ways, pile: int, since: int, move: Move, *, begins: bool) -> None:
        """Take a step with all of some ways of which what comes may cost little enough."""
        if move.pile == self.least.network.piles.none:
            return
        most = self.limit - move.cost - self.least.rest(self.d, move.slot, move.eaten, move.pile)
        cheap = [(key, way) for key, way in ways.items() if way[0] <= most]
        if not cheap:
            return
        step = self.told.more(self.d, since, pile, move, begins=begins)
        wait, task, there = move.task.wait if move.task else 0, move.task, self.at[move.slot][move.pile, move.eaten]
        for key, (cost, waited, link) in cheap:
            after = self.told.after(key, step)
            if after is None:
                continue
            old = there.get(after)
            if old is None or (cost + move.cost, waited + wait) < old[:2]:
                there[after] = cost + move.cost, waited + wait, (link, task) if task else link

    def _home(self, pile: int, ways: _Ways) -> None:
        """End the day, if what comes of it may cost little enough."""
        most, there = self.limit - int(self.least.mornings[self.d + 1][pile]), self.evening[pile]
        for key, way in ways.items():
            old = there.get(key)
            if way[0] <= most and (old is None or way[:2] < old[:2]):
                there[key] = way
        if not there:
            del self.evening[pile]


def _free(least: Least, move: Move) -> int:
    """Slots of a day's first task that are no presence."""
    return 0 if move.task is None or move.task.marks else least.network.work.changeover


def _tasks(link: Link | None) -> list[Task]:
    tasks = []
    while link is not None:
        link, task = link
        tasks.append(task)
    return tasks[::-1]
