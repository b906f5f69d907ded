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

from tspi_sched.columns.arcs import Arc
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.pricing import CostToGo, Move, first_moves, moves, schedule_of

Path = tuple["Path | None", Arc]
"""The tasks so far: those before the last one, and this."""

_Label = tuple[int, int, "Path | None"]
"""What it costs at the least, the slots of waiting that are in it, and the tasks that do so.

Where waiting has no price, of those that cost the same the one that waits least stands for all.
"""

_Labels = dict[int, _Label]
"""By what the rest of the session knows of an itinerary so far, in one number."""

_Several = tuple[tuple[int, int, Ends], ...]
"""Of each hearing of a candidate on several tracks: day or slot, sort, if first and last of that day; sorted."""


def enumerate_columns(
    table: CostToGo, slack: int, most: int, *, apart: bool = True, hours: bool = False, slots: Sequence[int] = ()
) -> list[PanelSchedule] | None:
    """The itineraries with duties that cost at most so much more than the cheapest one; None if there are too many.

    `apart`: whether those of different presence are told apart. With `hours`, hearings of candidates on several tracks
    are told apart by their hours, too. At `slots`, those who project are told apart from those who do not.
    """
    limit, left, signatures = table.cost + slack, most, _Signatures(table, slots, apart=apart, hours=hours)
    labels: dict[int, _Labels] = {table.begin: {0: (0, 0, None)}}
    for d, span in enumerate(table.of.days):
        if span is None:
            continue
        day = _Day(table, signatures, d, limit)
        left -= day.through(labels, span, left)
        if left < 0:
            return None
        labels = day.evening
    return [
        schedule_of(table, _arcs(path)) for key, (_, _, path) in labels.get(0, {}).items() if signatures.serves(key)
    ]


class _Signatures:
    """What the rest of the session knows of an itinerary, as the digits of one number.

    The jobs of each sort, the days of duty, the presence, whether it projects at some slots, of papers that do not all
    take as long how many were marked once the longer ones were over, and the number of what it hears of candidates on
    several tracks.
    """

    def __init__(self, table: CostToGo, slots: Sequence[int], *, apart: bool, hours: bool) -> None:
        network, days = table.network, len(table.of.days)
        self.table, self.slots, self.apart, self.hours = table, slots, apart, hours
        self.most = [len(job_type.jobs) for job_type in network.job_types]
        self.jobs = list(accumulate((most + 1 for most in self.most), mul, initial=1))
        self.duty = self.jobs[-1]
        self.presence = self.duty << days
        self.projects = self.presence * (network.instance.slots_per_day * days + 1)
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

    def after_marking(self, d: int, since: int, state: int, move: Move, *, begins: bool) -> "_Extension":
        """What a step of some day adds, from a slot on, the pile being there before it."""
        arc, adds = move.arc, (move.slot - since) * self.presence if self.apart else 0
        adds += self.duty << d if begins else 0
        if arc is None:
            return _Extension(adds)
        if arc.marks:
            first = self.table.arcs.first
            late = (one for one in self.late if one.papers == arc.number and arc.start >= first[one.track] + one.over)
            return _Extension(adds, late=tuple((one, 1, 0) for one in late))
        job_type, counts = self.table.network.job_types[arc.number], self.table.network.state_space.states[state][0]
        spans = job_type.projected
        at = (place for place, slot in enumerate(self.slots) for a, n in spans if a <= slot - arc.start < a + n)
        adds += sum(self.projects << place for place in at) + self.jobs[arc.number]
        return _Extension(
            adds,
            self.jobs[arc.number],
            self.most[arc.number] + 1,
            tuple(
                (one, -1, counts[one.papers] * (job_type.example.ready < one.over))
                for one in self.late
                if one.papers == job_type.papers
            ),
            (arc.start if self.hours else d, arc.number, arc.ends) if len(job_type.written) > 1 else None,
        )

    def after(self, key: int, extension: "_Extension") -> int | None:
        """The number after a step; None if that hears more of a sort than there are, or a paper that was not over."""
        key += extension.adds
        if extension.each and not key // extension.unit % extension.each:
            return None
        for late, by, others in extension.late:
            found = late.after(key, by, others)
            if found is None:
                return None
            key = found
        return self.with_one(key, extension.several) if extension.several else key

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
        mine = [job_type for job_type in network.job_types if job_type.papers == which]
        for over in sorted({job_type.example.ready for job_type in mine if job_type.example.ready > papers.ready}):
            yield _Late(
                papers.track,
                which,
                over,
                sum(len(job_type.jobs) for job_type in mine if job_type.example.ready >= over),
            )


class _Extension(NamedTuple):
    """What a step adds to what is known; the digit of the jobs heard, which may not become `each`."""

    adds: int
    unit: int = 1
    each: int = 0
    late: tuple[tuple["_Late", int, int], ...] = ()
    """What it does with papers that do not all take as long (`_Late.after`)."""
    several: tuple[int, int, Ends] | None = None


class _Day:
    """One day of all the itineraries: what is known at each slot, until they end."""

    def __init__(self, table: CostToGo, signatures: _Signatures, d: int, limit: int) -> None:
        self.table, self.signatures, self.d, self.limit = table, signatures, d, limit
        self.at: dict[int, dict[tuple[int, int], _Labels]] = defaultdict(lambda: defaultdict(dict))
        self.evening: dict[int, _Labels] = defaultdict(dict)

    def through(self, before_day: dict[int, _Labels], span: tuple[int, int], most: int) -> int:
        """Go through the day, by slot, pile and meal; returns how many ways there were, and stops beyond `most`."""
        table, d, seen = self.table, self.d, 0
        for state, labels in before_day.items():
            self._home(state, labels)
        for slot in range(span[0] - table.network.instance.changeover, span[1] + 1):
            for state, labels in before_day.items():
                for move in first_moves(table, d, slot, state):
                    self._go(labels, state, slot + _free(table, move), move, begins=True)
            for (state, eaten), labels in self.at.pop(slot, {}).items():
                seen += len(labels)
                if table.may_end(d, slot, eaten):
                    self._home(state, labels)
                for move in moves(table, d, slot, eaten, state):
                    self._go(labels, state, slot, move, begins=False)
            if seen > most:
                break
        return seen

    def _go(self, labels: _Labels, state: int, since: int, move: Move, *, begins: bool) -> None:
        """Take a step with all of some ways of which what comes may cost little enough."""
        if move.state == self.table.network.state_space.no_state:
            return
        most = self.limit - move.cost - self.table.remaining_cost(self.d, move.slot, move.eaten, move.state)
        cheap = [(key, label) for key, label in labels.items() if label[0] <= most]
        if not cheap:
            return
        extension = self.signatures.after_marking(self.d, since, state, move, begins=begins)
        wait, arc, there = move.arc.wait if move.arc else 0, move.arc, self.at[move.slot][move.state, move.eaten]
        for key, (cost, waited, path) in cheap:
            after = self.signatures.after(key, extension)
            if after is None:
                continue
            old = there.get(after)
            if old is None or (cost + move.cost, waited + wait) < old[:2]:
                there[after] = cost + move.cost, waited + wait, (path, arc) if arc else path

    def _home(self, state: int, labels: _Labels) -> None:
        """End the day, if what comes of it may cost little enough."""
        most, there = self.limit - int(self.table.before_day[self.d + 1][state]), self.evening[state]
        for key, label in labels.items():
            old = there.get(key)
            if label[0] <= most and (old is None or label[:2] < old[:2]):
                there[key] = label
        if not there:
            del self.evening[state]


def _free(table: CostToGo, move: Move) -> int:
    """Slots of a day's first task that are no presence."""
    return 0 if move.arc is None or move.arc.marks else table.network.instance.changeover


def _arcs(path: Path | None) -> list[Arc]:
    arcs = []
    while path is not None:
        path, arc = path
        arcs.append(arc)
    return arcs[::-1]
