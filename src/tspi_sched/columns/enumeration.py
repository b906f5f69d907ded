"""Column enumeration: all schedules of a panel whose reduced cost is within a gap, up to dominance.

Dominance: among schedules with equal job counts, duty days and presence only the cheapest is kept; no linking
constraint can distinguish them. Hearings of candidates on several tracks count by day and ends as well.
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
"""The tasks so far, as a linked list: those before, and the last one."""

_Label = tuple[int, int, "Path | None"]
"""A label: cost, slots of waiting in it, and the tasks that lead there.

Where waiting has no dual, of equally cheap labels the one that waits least is kept.
"""

_Labels = dict[int, _Label]
"""Labels by signature."""

_Several = tuple[tuple[int, int, Ends], ...]
"""Per hearing of a candidate on several tracks: day, job type, ends; sorted."""


def enumerate_columns(
    table: CostToGo,
    slack: int,
    limit_of_labels: int,
    *,
    apart: bool = True,
    slots: Sequence[int] = (),
) -> list[PanelSchedule] | None:
    """All columns of a group with reduced cost at most `slack` above the cheapest, one per signature; None if too many.

    `apart`: whether presence is part of the signature. `slots`: at which whether the column projects is part of it.
    """
    limit, left, signatures = table.cost + slack, limit_of_labels, _Signatures(table, slots, apart=apart)
    labels: dict[int, _Labels] = {0: {0: (0, 0, None)}}
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
    """A signature: what the integer master can see of a column, packed into one integer for speed.

    Its digits are the jobs of each type, the days on duty, the presence, whether it projects at some slots, how many
    papers of a merged type were marked after the longer ones were over, and an index of its hearings of candidates on
    several tracks.
    """

    def __init__(self, table: CostToGo, slots: Sequence[int], *, apart: bool) -> None:
        network, days = table.network, len(table.of.days)
        self.table, self.slots, self.apart = table, slots, apart
        self.most = [len(job_type.jobs) for job_type in network.job_types]
        self.jobs = list(accumulate((upper + 1 for upper in self.most), mul, initial=1))
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
        """Whether there is a day on duty."""
        return key % self.presence >= self.duty

    def after_marking(self, d: int, since: int, state: int, move: Move, *, begins: bool) -> "_Extension":
        """What a move of a day adds to the signature, by the state before it."""
        arc, adds = move.arc, (move.slot - since) * self.presence if self.apart else 0
        adds += self.duty << d if begins else 0
        if arc is None:
            return _Extension(adds)
        if arc.marks:
            first = self.table.arcs.first
            late = (
                long_paper
                for long_paper in self.late
                if long_paper.papers == arc.number and arc.start >= first[long_paper.track] + long_paper.over
            )
            return _Extension(adds, late=tuple((long_paper, 1, 0) for long_paper in late))
        job_type, counts = self.table.network.job_types[arc.number], self.table.network.state_space.states[state]
        spans = job_type.projected
        places = (place for place, slot in enumerate(self.slots) for a, n in spans if a <= slot - arc.start < a + n)
        adds += sum(self.projects << place for place in places) + self.jobs[arc.number]
        return _Extension(
            adds,
            self.jobs[arc.number],
            self.most[arc.number] + 1,
            tuple(
                (long_paper, -1, counts[long_paper.papers] * (job_type.example.ready < long_paper.over))
                for long_paper in self.late
                if long_paper.papers == job_type.papers
            ),
            (d, arc.number, arc.ends) if len(job_type.written) > 1 else None,
        )

    def after(self, key: int, extension: "_Extension") -> int | None:
        """The signature after a move; None if it hears more jobs of a type than there are, or a longer paper marked too
        early."""
        key += extension.adds
        if extension.each and not key // extension.unit % extension.each:
            return None
        for late, by, unmarked in extension.late:
            following = late.after(key, by, unmarked)
            if following is None:
                return None
            key = following
        return self.with_one(key, extension.several) if extension.several else key

    def with_one(self, key: int, seen: tuple[int, int, Ends]) -> int:
        """The signature with one more hearing of a candidate on several tracks."""
        number, rest = divmod(key, self.several)
        after = tuple(sorted((*self.lists[number], seen)))
        if after not in self.known:
            self.known[after] = len(self.lists)
            self.lists.append(after)
        return self.known[after] * self.several + rest


class _Late(NamedTuple):
    """Merged paper types: counts the papers that were marked after the longer ones were over, up to what can be
    needed."""

    # A column outside the gap is in no better plan; of alike ones the cheapest stands for all:
    # docs/how/arguments-branch-and-bound.md#column-enumeration

    track: str
    papers: int
    over: int
    """Slots from the start of the paper until the longer ones are over."""
    most: int
    """Jobs with a longer paper."""
    unit: int = 1

    def after(self, key: int, by: int, unmarked: int) -> int | None:
        """The count after a marking, or after a hearing; None if that hears a longer paper too early.

        `unmarked`: for a hearing that can do with any paper, the papers in the inventory: it takes one marked early, if
        any.
        """
        count = key // self.unit % (self.most + 1)
        if by > 0:
            return key if count == self.most else key + self.unit
        if unmarked:
            return key - self.unit if count == unmarked else key
        return key - self.unit if count else None


def _longer(network: Network) -> Iterator[_Late]:
    """The lengths of papers that were merged with shorter ones."""
    for paper_type, papers in enumerate(network.papers):
        members = [job_type for job_type in network.job_types if job_type.papers == paper_type]
        for over in sorted({job_type.example.ready for job_type in members if job_type.example.ready > papers.ready}):
            yield _Late(
                papers.track,
                paper_type,
                over,
                sum(len(job_type.jobs) for job_type in members if job_type.example.ready >= over),
            )


class _Extension(NamedTuple):
    """What a move adds to a signature, and the digit of its job type, which must stay below `each`."""

    adds: int
    unit: int = 1
    each: int = 0
    late: tuple[tuple["_Late", int, int], ...] = ()
    """Its effect on merged paper types (`_Late.after`)."""
    several: tuple[int, int, Ends] | None = None


class _Day:
    """Enumeration of one day: the labels at each slot, until the day ends."""

    def __init__(self, table: CostToGo, signatures: _Signatures, d: int, limit: int) -> None:
        self.table, self.signatures, self.d, self.limit = table, signatures, d, limit
        self.at: dict[int, dict[tuple[int, int], _Labels]] = defaultdict(lambda: defaultdict(dict))
        self.evening: dict[int, _Labels] = defaultdict(dict)

    def through(self, before_day: dict[int, _Labels], span: tuple[int, int], limit_of_labels: int) -> int:
        """Extend all labels through the day; returns the number of labels, and stops beyond `limit_of_labels`."""
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
            if seen > limit_of_labels:
                break
        return seen

    def _go(self, labels: _Labels, state: int, since: int, move: Move, *, begins: bool) -> None:
        """Extend labels by a move, where the cost to go keeps them within the gap."""
        if move.state == self.table.network.state_space.no_state:
            return
        budget = self.limit - move.cost - self.table.remaining_cost(self.d, move.slot, move.eaten, move.state)
        cheap = [(key, label) for key, label in labels.items() if label[0] <= budget]
        if not cheap:
            return
        extension = self.signatures.after_marking(self.d, since, state, move, begins=begins)
        wait, arc, labels_there = move.arc.wait if move.arc else 0, move.arc, self.at[move.slot][move.state, move.eaten]
        for key, (cost, waited, path) in cheap:
            after = self.signatures.after(key, extension)
            if after is None:
                continue
            old = labels_there.get(after)
            if old is None or (cost + move.cost, waited + wait) < old[:2]:
                labels_there[after] = cost + move.cost, waited + wait, (path, arc) if arc else path

    def _home(self, state: int, labels: _Labels) -> None:
        """End the day, where the cost to go keeps labels within the gap."""
        budget, labels_there = self.limit - int(self.table.before_day[self.d + 1][state]), self.evening[state]
        for key, label in labels.items():
            old = labels_there.get(key)
            if label[0] <= budget and (old is None or label[:2] < old[:2]):
                labels_there[key] = label
        if not labels_there:
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
