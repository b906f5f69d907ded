"""What changes for somebody between two plans, piece by piece: what it was and what it is, told apart by what differs.

A piece is a paper, or stages that follow each other in both plans; it is the same piece on whatever day and hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tspi_sched.comparison.people import Entry, Notice
from tspi_sched.plan import moment

NEW, GONE = "new", "gone"
"""What only one of the plans has."""

PARTS = ("day", "hour", "room", "panel", "candidates")
"""What may differ in a piece that both plans have."""

Dated = tuple[date, Entry]
Pair = tuple[Dated | None, Dated | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of somebody's days that differs: as it was in the first plan and as it is in the other, none where a plan
    has it not."""

    before: tuple[Dated, ...]
    after: tuple[Dated, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """What differs: `NEW`, `GONE` or some of `PARTS`."""
        if not self.before or not self.after:
            return (GONE,) if self.before else (NEW,)
        pairs = zip(PARTS, _values(self.before), _values(self.after), strict=True)
        return tuple(part for part, before, after in pairs if before != after)

    @property
    def moment(self) -> datetime:
        """The first moment at which somebody who does not know of it is in the wrong place."""
        return min(moment(day, entry.start) for day, entry in (*self.before, *self.after))


def changes(notices: Iterable[Notice]) -> tuple[Change, ...]:
    """What changes for one person, whose days that differ are given, in the order of its urgency."""
    before, after = _both(notices)
    pairs = [*_paired(before, after)]
    found = [Change(tuple(one for one, _new in run if one), tuple(one for _old, one in run if one))
             for run in _runs(sorted(pairs, key=_time))]  # fmt: skip
    return tuple(sorted(found, key=lambda change: change.moment))


def _both(notices: Iterable[Notice]) -> tuple[list[Dated], list[Dated]]:
    """The entries of one plan that the other has not, and the other way round."""
    days = list(notices)
    before = [(one.day, entry) for one in days for entry in one.before if entry not in one.after]
    after = [(one.day, entry) for one in days for entry in one.after if entry not in one.before]
    return before, after


def _paired(before: list[Dated], after: list[Dated]) -> Iterator[Pair]:
    """Each entry with what became of it."""
    left = list(after)
    for one in before:
        same = [other for other in left if _about(other) == _about(one)]
        other = min(same, key=lambda found: _apart(one, found), default=None)
        if other is not None:
            left.remove(other)
        yield one, other
    yield from ((None, other) for other in left)


def _about(dated: Dated) -> tuple[object, ...]:
    """What an entry is, whatever its time, its place and the people beside: a stage of a candidate; a sitting."""
    entry = dated[1]
    return entry.candidate, entry.track, entry.stage


def _apart(one: Dated, other: Dated) -> tuple[bool, bool, int, int]:
    """How far from each other two entries are, of which one may have become the other."""
    (day, entry), (later, found) = one, other
    shared = len(set(entry.watched) & set(found.watched))
    return day != later, entry.room != found.room, abs(entry.start - found.start), -shared


def _time(pair: Pair) -> tuple[date, int, int]:
    day, entry = pair[0] or pair[1] or (date.max, Entry(0, 0, ""))
    return day, entry.start, entry.end


def _runs(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs that follow each other without a pause in both plans, about one candidate and in one room."""
    found: list[list[Pair]] = []
    for pair in pairs:
        if found and _follows(found[-1][-1][0], pair[0]) and _follows(found[-1][-1][1], pair[1]):
            found[-1].append(pair)
        else:
            found.append([pair])
    return found


def _follows(one: Dated | None, other: Dated | None) -> bool:
    if one is None or other is None:
        return one is other
    (day, entry), (next_day, following) = one, other
    same = (entry.candidate, entry.track, entry.room, entry.beside) == (
        following.candidate,
        following.track,
        following.room,
        following.beside,
    )
    return same and (day, entry.end) == (next_day, following.start)


def _values(dated: Sequence[Dated]) -> tuple[object, ...]:
    """What may differ in a piece, in the order of `PARTS`."""
    (day, first), (_day, last) = dated[0], dated[-1]
    return day, (first.start, last.end), first.room, first.beside, first.watched
