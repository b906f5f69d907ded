"""Where on the grid things fit: starts inside windows, blocked slots, meals."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from ortools.sat.python import cp_model

from tspi_sched.model.instance import Instance, Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.problem import ORAL, Windows


def free_starts(instance: Instance, windows: list[Windows], before: int, length: int) -> cp_model.Domain:
    """The slots of the session at which something may start, given each day's windows (see `Instance.starts`)."""
    spans = [span for d, day in enumerate(windows) for span in instance.starts(d, day, before, length)]
    return cp_model.Domain.from_intervals([list(span) for span in spans])


def blocked(v: Variables, windows: list[Windows]) -> list[Var]:
    """Fixed intervals over every slot that is not wholly inside one of its day's windows."""
    intervals, begin = [], 0
    for d, day in enumerate(windows):
        for start, length in [(s, e - s) for w in day for s, e in [_inside(v.instance, d, w)] if e > s]:
            if start > begin:
                intervals.append(v.model.new_fixed_size_interval_var(begin, start - begin, f"closed[{begin}]"))
            begin = start + length
    if v.horizon > begin:
        intervals.append(v.model.new_fixed_size_interval_var(begin, v.horizon - begin, f"closed[{begin}]"))
    return intervals


def _inside(instance: Instance, day: int, window: tuple[int, int]) -> tuple[int, int]:
    base = day * instance.slots_per_day
    return base + instance.up(window[0]), base + window[1] // instance.grid


ON_THE_CALENDAR, DAYS_APART = True, False
"""How a least distance counts from day to day: by the calendar, or not at all."""


def until(v: Variables, end: Var, slots: int, days: Sequence[Var], calendar: bool) -> Var:
    """An end plus some slots, `days` being the literals of the end's day. Where a distance ends before the next day
    that slots count, no later than that day's midnight."""
    if v.instance.overnight(slots) or not slots:
        return end + slots
    skipped, latest = (*v.instance.skipped, -1), v.horizon + slots
    cut = [not calendar or skipped[d] != skipped[d + 1] for d in v.day_indices]
    limit = sum(literal * (v.day_start(d + 1) if cut[d] else latest) for d, literal in enumerate(days))
    moment = v.int_var(0, latest, "until")
    v.model.add_min_equality(moment, [end + slots, limit])
    return moment


def meal_slots(instance: Instance) -> list[tuple[int, int]]:
    """The least stretches (first slot, slots) of a day that hold a meal inside its window.

    Tasks lie on the grid, so free time does too; off the grid, some starts may need a longer stretch.
    """
    meal, grid = instance.problem.rules.meal, instance.grid
    opens, closes = meal.window
    starts: dict[int, int] = {}
    for first in range(opens // grid, closes // grid + 1):
        eaten = max(first * grid, opens) + meal.minutes
        if eaten <= closes:
            starts[-(-eaten // grid)] = first  # of those with one end, the last start is the least stretch
    return [(first, end - first) for end, first in starts.items()]


@dataclass(frozen=True)
class MealTimes:
    """When a meal may be, in slots of a day: its least length, earliest and latest start, earliest end.

    All are 0 without meals.
    """

    length: int = 0
    first: int = 0
    last: int = 0
    first_end: int = 0


def meal_times(instance: Instance) -> MealTimes:
    """When meals may be."""
    if not instance.problem.rules.meal.minutes:
        return MealTimes()
    stretches = meal_slots(instance)
    firsts, sizes = zip(*stretches, strict=True)
    return MealTimes(min(sizes), min(firsts), max(firsts), min(map(sum, stretches)))


def beside_meals(instance: Instance, length: int) -> cp_model.Domain:
    """The slots at which something of this length may start with time for a meal before or after it."""
    days, meal = range(len(instance.problem.days)), meal_times(instance)
    day = instance.slots_per_day
    if not meal.length:
        return cp_model.Domain(0, len(days) * day)
    before = [(d * day, d * day + meal.last - length) for d in days]
    spans = before + [(d * day + meal.first_end, (d + 1) * day - 1) for d in days]
    return cp_model.Domain.from_intervals([list(span) for span in spans if span[0] <= span[1]])


def hearing_slots(instance: Instance, job: Job) -> int:
    """Slots for which an agent hears a job without a break, if its orals have no gaps."""
    return job.chain + (job.deliberation if instance.deliberates_at_once else 0)


def oral_starts(instance: Instance, job: Job) -> cp_model.Domain:
    """When the orals of a job may start: in some room, with time for the candidate's meal."""
    problem = instance.problem
    held = hearing_slots(instance, job) if instance.one_room else job.orals[0][1]
    rooms = {room.availability for room in problem.rooms if problem.title.uses(ORAL) & set(room.uses)}
    windows = ([day.windows(availability) for day in problem.days] for availability in rooms)
    open_rooms = (free_starts(instance, room, 0, held) for room in windows)
    either = reduce(lambda domain, further: domain.union_with(further), open_rooms, cp_model.Domain.from_values([]))
    return either.intersection_with(beside_meals(instance, job.chain))


def days_with_time(instance: Instance, job: Job) -> set[int]:
    """The days on which a candidate has time for the orals."""
    needed = job.chain * instance.grid
    days = enumerate(instance.problem.days)
    return {d for d, day in days if any(e - s >= needed for s, e in day.windows(job.candidate.availability))}


def meal_intervals(v: Variables, who: Hashable, days: Iterable[int]) -> list[Var]:
    """One interval on each of some days, somewhere in the meal's window."""
    stretches = meal_slots(v.instance)
    sizes = {size for _, size in stretches}
    firsts = cp_model.Domain.from_values([first for first, _ in stretches])
    intervals = []
    for d in days:
        base = v.day_start(d)
        start = v.model.new_int_var_from_domain(firsts, f"meal[{who},{d}]")
        size = v.int_var(min(sizes), max(sizes), f"meal_size[{who},{d}]")
        if len(sizes) > 1:
            v.model.add_allowed_assignments([start, size], stretches)
        end = v.int_var(base, v.horizon, f"meal_end[{who},{d}]")
        intervals.append(v.model.new_interval_var(base + start, size, end, f"meal[{who},{d}]"))
        v.meal_start[who, d] = base + start
    return intervals
