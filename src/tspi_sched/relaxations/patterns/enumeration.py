"""Enumerates the patterns of a panel's day: every combination of jobs that fits, and the slack that it leaves."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.deadlines import go_on
from tspi_sched.model.instance import agent_windows, daily_limit, first_oral
from tspi_sched.problem import Windows
from tspi_sched.relaxations.patterns.data import JobType, MealPlace, Pattern, PatternModel


def patterns_of(t: PatternModel, g: int, d: int) -> Iterator[Pattern]:
    """All patterns of a day of a panel group, by windows, place of the meal and first task."""
    for windows in dict.fromkeys(agent_windows(agent, t.instance.problem.days[d]) for agent in t.groups[g]):
        if windows:
            yield from _patterns_within(t, g, d, windows)


def _patterns_within(t: PatternModel, g: int, d: int, windows: Windows) -> Iterator[Pattern]:
    # A plan's day is one of these: its tasks, meal and hours fit as its pattern says:
    # docs/how/arguments-patterns.md#patterns
    hull = t.instance.up(windows[0][0]), min(windows[-1][1] // t.instance.grid, t.closes - d * t.instance.slots_per_day)
    if hull[1] < hull[0]:
        return
    limits = _most(t, g, d)
    for meal, low, high, inside in _stretches(t, hull, d):
        for oral_first in (False, True):
            begin = max(low, first_oral(t.instance, d)) if oral_first else low
            capacity = high - begin - inside + (t.instance.changeover if oral_first else 0)
            for heard, load in _combinations(t, limits, d, capacity):
                slacks = tuple(n - t.margin for n in (capacity - load, *_slacks_later(t, heard, d, high, inside)))
                if min(slacks) >= 0 and (not oral_first or _old(t, heard, d)):
                    yield Pattern(windows, heard, meal, oral_first, load, slacks)


def _slacks_later(t: PatternModel, heard: tuple[int, ...], d: int, close: int, meal: int) -> Iterator[int]:
    """Slack after each later release date of the day, if all that could be done before was done."""
    base = d * t.instance.slots_per_day
    for moment in t.moments(d):
        late = [
            (job_type, n) for job_type, n in zip(t.job_types, heard, strict=True) if job_type.release - base >= moment
        ]
        still = max(0, min(meal, t.meal.first_end - moment))
        early = 0 if all(job_type.marking for job_type, _ in late) else t.instance.changeover
        yield close - moment - still + early - sum(_each(t, job_type, d) * n for job_type, n in late)


def _stretches(t: PatternModel, hull: tuple[int, int], d: int) -> Iterator[tuple[MealPlace, int, int, int]]:
    """Per place of the meal: its name, first and last slot of work, and the slots that the meal takes in between."""
    ready = min(job_type.release for job_type in t.job_types) - d * t.instance.slots_per_day
    opens, closes = max(hull[0], ready), hull[1]
    if not t.meal.length:
        yield MealPlace.NONE, opens, closes, 0
        return
    yield MealPlace.BEFORE, max(opens, t.meal.first + t.meal.length), closes, 0
    yield MealPlace.AFTER, opens, min(closes, t.meal.last), 0
    yield MealPlace.INSIDE, opens, closes, t.meal.length


def marked_today(t: PatternModel, job_type: JobType, d: int) -> bool:
    """Whether a job type heard on a day must be marked on it: no paper of it can have ended before."""
    return job_type.release >= d * t.instance.slots_per_day


def _old(t: PatternModel, heard: tuple[int, ...], d: int) -> bool:
    """Whether some job heard need not be marked on the day, so that the day may begin with it."""
    pairs = zip(t.job_types, heard, strict=True)
    return any(count and not (marked_today(t, job_type, d) and job_type.marking) for job_type, count in pairs)


def _most(t: PatternModel, g: int, d: int) -> tuple[int, ...]:
    """Most jobs of each type that an agent of a group may hear on a day, and most of all types together."""
    barred = t.pattern_data.barred[g]
    allowed = [sum(job.index not in barred for job in job_type.jobs) for job_type in t.job_types]
    released = [job_type.release < (d + 1) * t.instance.slots_per_day for job_type in t.job_types]
    return *(n * ready for n, ready in zip(allowed, released, strict=True)), daily_limit(t.instance, t.groups[g][0])


def _combinations(
    t: PatternModel, limits: tuple[int, ...], d: int, capacity: int
) -> Iterator[tuple[tuple[int, ...], int]]:
    """All vectors of jobs by type that fit into so many slots of a day, and the slots that they take."""
    sizes = [_each(t, job_type, d) for job_type in t.job_types]

    def extend(index: int, heard: tuple[int, ...], load: int) -> Iterator[tuple[tuple[int, ...], int]]:
        if index == len(sizes):
            go_on()
            yield heard, load
            return
        for count in range(min(limits[index], limits[-1] - sum(heard)) + 1):
            if load + count * sizes[index] > capacity:
                break
            yield from extend(index + 1, (*heard, count), load + count * sizes[index])

    if capacity >= 0:
        yield from extend(0, (), 0)


def _each(t: PatternModel, job_type: JobType, d: int) -> int:
    """Slots of hearing a job of a type, and of its marking if that must be on the same day."""
    return job_type.hearing + (job_type.marking if marked_today(t, job_type, d) else 0)


def to_mark(t: PatternModel, pattern: Pattern, d: int) -> int:
    """Slots of marking for jobs heard that may have been marked before the day."""
    return sum(s.marking * n for s, n in zip(t.job_types, pattern.heard, strict=True) if not marked_today(t, s, d))


def _at_most(slacks: tuple[int, ...], limit: int) -> tuple[int, ...]:
    return tuple(min(slack, limit) for slack in slacks)


def marked_before(t: PatternModel, pattern: Pattern, d: int) -> int:
    """Slots of marking for jobs heard that must have been marked before the day.

    Either the day has no slack for it, or the day begins with an oral.
    """
    old = [(s.marking, n) for s, n in zip(t.job_types, pattern.heard, strict=True) if not marked_today(t, s, d)]
    sums = {0}
    for slots, n in old:
        sums |= {total + slots * k for total in sums for k in range(n + 1)}
    need = to_mark(t, pattern, d) - max(total for total in sums if total <= pattern.slack)
    opens = pattern.oral_first and all(job_type.marking for job_type in t.job_types)
    return max(need, min((slots for slots, n in old if n), default=0) if opens else 0)


def cap_slacks(t: PatternModel, patterns: dict[int, list[Pattern]]) -> None:
    """Cut slack to what can be used: a panel marks no more than what it hears on that day and can hear later."""
    # An agent marks only what it hears itself, so more slack than that is of no use:
    # docs/how/arguments-patterns.md#usable-slack
    later = 0
    for d in reversed(t.days):
        day_patterns = patterns[d]
        patterns[d][:] = [replace(p, slacks=_at_most(p.slacks, to_mark(t, p, d) + later)) for p in day_patterns]
        marking = (sum(s.marking * n for s, n in zip(t.job_types, p.heard, strict=True)) for p in day_patterns)
        later += max(marking, default=0)
