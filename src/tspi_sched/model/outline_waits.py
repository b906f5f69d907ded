"""The least waiting in an outline: of a kind heard on the day of its paper, a panel hears one after the other.

For each moment at which the paper may end, a small exact computation tells the least sum of waits of the first one,
two, three... that one panel hears: each is marked after the paper and heard after its marking, a changeover apart, and
the panel's meal lies somewhere in between.
"""

from collections import defaultdict
from collections.abc import Hashable

from tspi_sched.model.outline_parts import Kind, Outline, PanelDay
from tspi_sched.model.times import meal_slots
from tspi_sched.model.variables import Var
from tspi_sched.model.work import Job, Work


def sum_of_waits(o: Outline) -> Var:
    """Slots of waiting over all candidates with a single job, each counted once for each of its agents."""
    if o.work.oral_gap:
        return 0
    total = []
    for kinds in _alike_in_time(o):
        released = _moment(o, kinds[0])
        for d in range(len(o.work.problem.days)):
            mine = [day for day in o.days.values() if day.day == d]
            total += [_waits(o, day, kinds, released) for day in mine]
    if o.work.agents_per_job == 1 or not total:
        return sum(total)
    share = o.number(0, o.horizon * len(o.work.jobs), "share_of_waits")
    o.model.add(o.work.agents_per_job * share >= sum(total))
    return share


def _alike_in_time(o: Outline) -> list[list[Kind]]:
    groups: dict[Hashable, list[Kind]] = defaultdict(list)
    for kind in o.kinds:
        job = kind.like
        if len(job.candidate.tracks) == 1:
            groups[job.track, job.written, job.marking, job.chain, job.deliberation].append(kind)
    return list(groups.values())


def _moment(o: Outline, kind: Kind) -> Var:
    """The slot of its day at which the kind's paper ends."""
    days = range(len(o.work.problem.days))
    moment = o.number(0, o.work.slots_per_day, "moment")
    day = sum(o.base(d) * o.paper_day[kind.like.track, d] for d in days)
    o.model.add(moment == o.released(kind) - day)
    return moment


def _waits(o: Outline, day: PanelDay, kinds: list[Kind], released: Var) -> Var:
    """The waits of a group of kinds that one agent hears on one day, if their paper is on that day."""
    today = o.paper_day[kinds[0].like.track, day.day]
    most = sum(len(kind.jobs) for kind in kinds if day.agent.index not in kind.barred)
    tables = _tables(o.work, kinds[0].like, most)
    heard = sum(day.heard[kind.index] for kind in kinds)
    waits = o.number(0, o.work.slots_per_day * max(1, most), "waits")
    for count, table in enumerate(tables, start=1):
        reached = o.flag("reached")
        o.model.add(heard >= count).only_enforce_if(reached)
        o.model.add(heard < count).only_enforce_if(~reached)
        least = o.number(0, max(table), "least")
        o.model.add_element(released, table, least)
        o.model.add(waits >= least).only_enforce_if(reached, today)
    if len(tables) < most:
        o.model.add(heard <= len(tables)).only_enforce_if(today)
    return waits


def _tables(work: Work, job: Job, most: int) -> list[list[int]]:
    """For 1, 2, 3... jobs like this one, the least sum of waits by the slot at which the paper ends.

    As many as fit into a day at all; impossible counts at an end get the greatest possible wait, which is harmless.
    """
    tables: list[list[int]] = []
    for count in range(1, most + 1):
        table = [least_waits(work, job, count, moment) for moment in range(work.slots_per_day + 1)]
        if all(waits is None for waits in table):
            break
        tables.append([work.slots_per_day * count if waits is None else waits for waits in table])
    return tables


def least_waits(work: Work, job: Job, count: int, released: int) -> int | None:
    """The least sum of waits of so many jobs that one agent marks and hears from a release on; None past midnight."""
    if not work.problem.rules.meal.minutes:
        return _row(work, job, count, released, 0, None)
    stretches = meal_slots(work)
    length = min(size for _, size in stretches)
    earliest, latest = min(first for first, _ in stretches), max(first for first, _ in stretches)
    meal = (earliest, latest, length)
    options = [_row(work, job, count, released, gap, meal) for gap in range(count + 1)]
    options.append(_row(work, job, count, max(released, earliest + length), 0, None, released))
    return min((waits for waits in options if waits is not None), default=None)


def _row(
    work: Work,
    job: Job,
    count: int,
    at: int,
    meal_gap: int,
    meal: tuple[int, int, int] | None,
    released: int | None = None,
) -> int | None:
    """The sum of waits when jobs follow each other as soon as they can, the meal before the one numbered `meal_gap`."""
    after = job.deliberation if work.deliberates_at_once else 0
    start_of_wait, total = at if released is None else released, 0
    for number in range(count + 1):
        begin = at
        if meal and number == meal_gap:
            found = _with_meal(at, job.marking if number < count else 0, meal)
            if found is None:
                return None
            begin = found - (job.marking if number < count else 0)
        if number == count:
            break
        start = begin + job.marking + work.changeover
        total += start - start_of_wait
        at = start + job.chain + after
    return total if at <= work.slots_per_day else None


def _with_meal(at: int, marking: int, meal: tuple[int, int, int]) -> int | None:
    """The earliest moment at which a marking and the meal are both done; the meal starts within its limits."""
    earliest, latest, length = meal
    options = []
    if max(at + marking, earliest) <= latest:
        options.append(max(at + marking, earliest) + length)
    if max(at, earliest) <= latest:
        options.append(max(at, earliest) + length + marking)
    return min(options, default=None)
