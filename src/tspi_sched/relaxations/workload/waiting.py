"""The least waiting in an outline: of a kind heard on the day of its paper, a panel hears one after the other.

For each moment from which on it may be marked, a small exact computation tells the least sum of waits of the first one,
two, three... that one panel hears: each is marked after that and heard after its marking, a changeover apart, and
the panel's meal lies somewhere in between. From the end of the paper until that moment everybody waits.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tspi_sched.model.calendar import meal_times
from tspi_sched.model.instance import Job, Work
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.workload.data import Kind, Outline, PanelDay


def sum_of_waits(o: Outline) -> Var:
    """Slots of waiting: at the least those of candidates with a single job, each counted once for each of its agents.

    An unknown of its own, as others wait too: a plan that waits longer than its outline tells still has that outline,
    whatever least value is asked for.
    """
    for kinds in [] if o.work.oral_gap else _alike_in_time(o):
        released = _moment(o, kinds[0])
        tables = _tables(o.work, kinds[0].like, sum(len(kind.jobs) for kind in kinds))
        for day in o.days.values():
            key = day.agent.index, day.day, tuple(kind.index for kind in kinds)
            o.waits[key] = _waits(o, day, kinds, released, tables)
    waits = o.number(0, o.horizon * len(o.work.jobs), "sum_of_waits")
    o.model.add(o.work.agents_per_job * waits >= sum(o.waits.values()))
    return waits


def _alike_in_time(o: Outline) -> list[list[Kind]]:
    groups: dict[Hashable, list[Kind]] = defaultdict(list)
    for kind in o.kinds:
        job = kind.like
        if len(job.candidate.tracks) == 1:
            groups[job.track, job.written, job.marking, job.chain, job.deliberation].append(kind)
    return list(groups.values())


def _moment(o: Outline, kind: Kind) -> Var:
    """The slot, counted from midnight before the kind's paper, from which on it may be marked."""
    days = range(len(o.work.problem.days))
    moment = o.number(0, 2 * o.work.slots_per_day, "moment")
    day = sum(o.base(d) * o.paper_day[kind.like.track, d] for d in days)
    o.model.add(moment == o.released(kind) - day)
    return moment


def _waits(o: Outline, day: PanelDay, kinds: list[Kind], released: Var, tables: list[list[int]]) -> Var:
    """The waits of a group of kinds that one agent hears on one day, if their paper is on that day."""
    today = o.paper_day[kinds[0].like.track, day.day]
    most = sum(kind.most(day.agent) for kind in kinds)
    heard = sum(day.heard[kind.index] for kind in kinds)
    waits = o.number(0, o.work.slots_per_day * max(1, most), "waits")
    moments = o.moments(kinds[0], day.day)
    if not moments:
        return 0
    reached = [o.flag("reached") for _ in range(most)]
    o.model.add(sum(reached) == heard)
    for literal, table in zip(reached, tables, strict=False):
        waits_of_so_many = o.number(0, max(table), "least")
        o.model.add_element(released, table, waits_of_so_many)
        o.model.add(waits >= waits_of_so_many).only_enforce_if(literal, today)
    for one, other in pairwise(reached):
        o.model.add_implication(other, one)
    steps = pairwise([[0] * (max(moments) + 1), *tables])
    more = [min(after[moment] - one[moment] for moment in moments) for one, after in steps]
    o.model.add(waits >= sum(n * literal for n, literal in zip(more, reached, strict=False))).only_enforce_if(today)
    if len(tables) < most:
        o.model.add(heard <= len(tables)).only_enforce_if(today)
    return waits


def _tables(work: Work, job: Job, most: int) -> list[list[int]]:
    """For 1, 2, 3... jobs like this one, the least sum of waits by the slot from which on they may be marked.

    As many as fit into a day at all; impossible counts at an end get the greatest possible wait, which is harmless.
    """
    hearing = job.chain + (job.deliberation if work.deliberates_at_once else 0)
    meal = meal_times(work)
    eats = (meal.length, meal.first, meal.last) if meal.length else None
    pace = Pace(work.slots_per_day, job.marking, work.changeover, hearing, eats)
    tables: list[list[int]] = []
    for count in range(1, most + 1):
        table = _table(pace, count)
        if table is None:
            break
        late = count * (job.ready - job.written)
        tables.append([min(waits + late, count * work.slots_per_day) for waits in table])
    return tables


@dataclass(frozen=True)
class Pace:
    """How fast an agent deals with jobs of a kind, in slots; `meal`: its length, earliest and latest start."""

    day: int
    marking: int
    changeover: int
    hearing: int
    meal: tuple[int, int, int] | None


@cache
def _table(pace: Pace, count: int) -> list[int] | None:
    table = [least_waits(pace, count, moment) for moment in range(2 * pace.day + 1)]
    if all(waits is None for waits in table):
        return None
    return [pace.day * count if waits is None else waits for waits in table]


def least_waits(pace: Pace, count: int, released: int) -> int | None:
    """The least sum of waits, from a release on, of so many jobs that one agent marks and hears; None past midnight."""
    if pace.meal is None:
        return _row(pace, count, released, released)
    length, earliest, latest = pace.meal
    options = [_row(pace, count, released, max(released, earliest + length))]
    for heard in range(count + 1):
        for marked in range(heard, count + 1):
            at = _after(pace, heard, released) + (marked - heard) * pace.marking
            if max(at, earliest) <= latest:
                meal = (heard, marked, max(at, earliest) + length)
                options.append(_row(pace, count, released, released, meal))
    return min((waits for waits in options if waits is not None), default=None)


def _after(pace: Pace, heard: int, begin: int) -> int:
    """The moment at which so many jobs are marked and heard, one after the other."""
    return begin + heard * (pace.marking + pace.changeover + pace.hearing)


def _row(pace: Pace, count: int, released: int, begin: int, meal: tuple[int, int, int] | None = None) -> int | None:
    """The sum of waits when work begins at a moment; `meal`: jobs heard and marked before it, and its end.

    Each job is heard as soon as it can be: before the meal right after its own marking, after the meal once the
    papers are marked that were not marked ahead.
    """
    total, end = 0, begin
    for number in range(1, count + 1):
        if meal is None or number <= meal[0]:
            start = _after(pace, number - 1, begin) + pace.marking + pace.changeover
        else:
            heard, marked, after = meal
            start = after + max(0, number - marked) * pace.marking + (number - heard) * pace.changeover
            start += (number - heard - 1) * pace.hearing
        total, end = total + start - released, start + pace.hearing
    return total if end <= pace.day else None
