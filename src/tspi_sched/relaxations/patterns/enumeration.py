"""The patterns of a panel's day: every combination of jobs that fits into it, and the room that it leaves."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.deadlines import go_on
from tspi_sched.model.instance import agent_windows, daily_limit, first_oral
from tspi_sched.problem import Windows
from tspi_sched.relaxations.patterns.data import Pattern, Sort, Tally


def patterns_of(t: Tally, g: int, d: int) -> Iterator[Pattern]:
    """Every combination of jobs that fits into a day of one of a group, by where the meal lies and what is first."""
    for windows in dict.fromkeys(agent_windows(agent, t.work.problem.days[d]) for agent in t.groups[g]):
        if windows:
            yield from _patterns_within(t, g, d, windows)


def _patterns_within(t: Tally, g: int, d: int, windows: Windows) -> Iterator[Pattern]:
    hull = t.work.up(windows[0][0]), min(windows[-1][1] // t.work.grid, t.closes - d * t.work.slots_per_day)
    if hull[1] < hull[0]:
        return
    most = _most(t, g, d)
    for meal, low, high, inside in _stretches(t, hull, d):
        for oral_first in (False, True):
            begin = max(low, first_oral(t.work, d)) if oral_first else low
            room = high - begin - inside + (t.work.changeover if oral_first else 0)
            for heard, load in _combinations(t, most, d, room):
                rooms = tuple(n - t.slack for n in (room - load, *_rooms_later(t, heard, d, high, inside)))
                if min(rooms) >= 0 and (not oral_first or _old(t, heard, d)):
                    yield Pattern(windows, heard, meal, oral_first, load, rooms)


def _rooms_later(t: Tally, heard: tuple[int, ...], d: int, close: int, meal: int) -> Iterator[int]:
    """What is left for marking after each moment of the day, if all that could be done before it was."""
    base = d * t.work.slots_per_day
    for moment in t.moments(d):
        late = [(sort, n) for sort, n in zip(t.sorts, heard, strict=True) if sort.ready - base >= moment]
        still = max(0, min(meal, t.meal.first_end - moment))
        early = 0 if all(sort.marking for sort, _ in late) else t.work.changeover
        yield close - moment - still + early - sum(_each(t, sort, d) * n for sort, n in late)


def _stretches(t: Tally, hull: tuple[int, int], d: int) -> Iterator[tuple[str, int, int, int]]:
    """Where the meal lies, the first and last slot of the work then, and the slots that the meal takes from it."""
    ready = min(sort.ready for sort in t.sorts) - d * t.work.slots_per_day
    opens, closes = max(hull[0], ready), hull[1]
    if not t.meal.length:
        yield "none", opens, closes, 0
        return
    yield "before", max(opens, t.meal.first + t.meal.length), closes, 0
    yield "after", opens, min(closes, t.meal.last), 0
    yield "inside", opens, closes, t.meal.length


def today(t: Tally, sort: Sort, d: int) -> bool:
    """Whether a sort that is heard on a day must be marked on it: no paper of it can have ended before."""
    return sort.ready >= d * t.work.slots_per_day


def _old(t: Tally, heard: tuple[int, ...], d: int) -> bool:
    """Whether something heard need not be marked on the day, so that the day may begin with it."""
    pairs = zip(t.sorts, heard, strict=True)
    return any(count and not (today(t, sort, d) and sort.marking) for sort, count in pairs)


def _most(t: Tally, g: int, d: int) -> tuple[int, ...]:
    """How many jobs of each sort one of a group may hear on a day, and of all sorts together."""
    barred = t.counted.barred[g]
    allowed = [sum(job.index not in barred for job in sort.jobs) for sort in t.sorts]
    here = [sort.ready < (d + 1) * t.work.slots_per_day for sort in t.sorts]
    return *(n * ready for n, ready in zip(allowed, here, strict=True)), daily_limit(t.work, t.groups[g][0])


def _combinations(t: Tally, most: tuple[int, ...], d: int, room: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """How many of each sort fit into so many slots of a day, and the slots that they take."""
    each = [_each(t, sort, d) for sort in t.sorts]

    def extend(index: int, heard: tuple[int, ...], load: int) -> Iterator[tuple[tuple[int, ...], int]]:
        if index == len(each):
            go_on()
            yield heard, load
            return
        for count in range(min(most[index], most[-1] - sum(heard)) + 1):
            if load + count * each[index] > room:
                break
            yield from extend(index + 1, (*heard, count), load + count * each[index])

    if room >= 0:
        yield from extend(0, (), 0)


def _each(t: Tally, sort: Sort, d: int) -> int:
    """Slots of hearing a job of a sort, and of its marking if that must be today."""
    return sort.hearing + (sort.marking if today(t, sort, d) else 0)


def to_mark(t: Tally, pattern: Pattern, d: int) -> int:
    """Slots of marking for what a panel hears that it may have marked before that day."""
    return sum(s.marking * n for s, n in zip(t.sorts, pattern.heard, strict=True) if not today(t, s, d))


def _at_most(rooms: tuple[int, ...], most: int) -> tuple[int, ...]:
    return tuple(min(room, most) for room in rooms)


def before(t: Tally, pattern: Pattern, d: int) -> int:
    """Slots of marking for what a panel hears that it must have marked before that day.

    As there is no room for it on that day, or as the day begins with an oral.
    """
    old = [(s.marking, n) for s, n in zip(t.sorts, pattern.heard, strict=True) if not today(t, s, d)]
    sums = {0}
    for slots, n in old:
        sums |= {total + slots * k for total in sums for k in range(n + 1)}
    need = to_mark(t, pattern, d) - max(total for total in sums if total <= pattern.room)
    opens = pattern.oral_first and all(sort.marking for sort in t.sorts)
    return max(need, min((slots for slots, n in old if n), default=0) if opens else 0)


def useful_room(t: Tally, patterns: dict[int, list[Pattern]]) -> None:
    """A panel marks no more on a day than what it hears on that day and can hear on the days after."""
    later = 0
    for d in reversed(t.days):
        some = patterns[d]
        patterns[d][:] = [replace(p, rooms=_at_most(p.rooms, to_mark(t, p, d) + later)) for p in some]
        marking = (sum(s.marking * n for s, n in zip(t.sorts, p.heard, strict=True)) for p in some)
        later += max(marking, default=0)
