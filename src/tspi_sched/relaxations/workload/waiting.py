"""Least waiting in the workload relaxation, by tables of one-machine problems.

For each release date, a small exact computation gives the least sum of waits of the first job, two, three, … that one
panel hears: each marked after the release and heard after its marking, a changeover apart, with the panel's meal
somewhere in between. From the end of the paper until the release everybody waits.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tspi_sched.model.calendar import meal_times
from tspi_sched.model.instance import Instance, Job
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.gaps import gaps_close
from tspi_sched.relaxations.workload.data import JobType, WorkloadDay, WorkloadModel


def sum_of_waits(o: WorkloadModel) -> Var:
    """Slots of waiting: at least those of candidates with a single job, counted once for each of the job's agents.

    A variable of its own, as others wait too: a plan that waits longer than the tables say still has this solution,
    whatever bound is stated.
    """
    for job_types in _alike_in_time(o) if gaps_close(o.instance) else []:
        released = _moment(o, job_types[0])
        tables = _tables(o.instance, job_types[0].example, sum(len(job_type.jobs) for job_type in job_types))
        for day in o.days.values():
            key = day.agent.index, day.day, tuple(job_type.index for job_type in job_types)
            o.waits[key] = _waits(o, day, job_types, released, tables)
    waits = o.int_var(0, o.horizon * len(o.instance.jobs), "sum_of_waits")
    o.model.add(o.instance.agents_per_job * waits >= sum(o.waits.values()))
    return waits


def _alike_in_time(o: WorkloadModel) -> list[list[JobType]]:
    groups: dict[Hashable, list[JobType]] = defaultdict(list)
    for job_type in o.job_types:
        job = job_type.example
        if len(job.candidate.tracks) == 1:
            groups[job.track, job.written, job.marking, job.chain, job.deliberation].append(job_type)
    return list(groups.values())


def _moment(o: WorkloadModel, job_type: JobType) -> Var:
    """The release date of a job type, counted from midnight of its paper's day."""
    days = range(len(o.instance.problem.days))
    moment = o.int_var(0, 2 * o.instance.slots_per_day, "moment")
    day = sum(o.base(d) * o.paper_day[job_type.example.track, d] for d in days)
    o.model.add(moment == o.released(job_type) - day)
    return moment


def _waits(o: WorkloadModel, day: WorkloadDay, job_types: list[JobType], released: Var, tables: list[list[int]]) -> Var:
    """The waits of job types of equal lengths that one agent hears on one day, if their paper is on that day."""
    # Jobs of other types only push these later than the table says: docs/how/arguments-workload.md#waiting-tables
    today = o.paper_day[job_types[0].example.track, day.day]
    upper = sum(job_type.most(day.agent) for job_type in job_types)
    heard = sum(day.heard[job_type.index] for job_type in job_types)
    waits = o.int_var(0, o.instance.slots_per_day * max(1, upper), "waits")
    moments = o.moments(job_types[0], day.day)
    if not moments:
        return 0
    reached = [o.bool_var("reached") for _ in range(upper)]
    o.model.add(sum(reached) == heard)
    for literal, table in zip(reached, tables, strict=False):
        waits_of_so_many = o.int_var(0, max(table), "least")
        o.model.add_element(released, table, waits_of_so_many)
        o.model.add(waits >= waits_of_so_many).only_enforce_if(literal, today)
    for fewer, more_jobs in pairwise(reached):
        o.model.add_implication(more_jobs, fewer)
    steps = pairwise([[0] * (max(moments) + 1), *tables])
    more = [min(after[moment] - fewer[moment] for moment in moments) for fewer, after in steps]
    o.model.add(waits >= sum(n * literal for n, literal in zip(more, reached, strict=False))).only_enforce_if(today)
    if len(tables) < upper:
        o.model.add(heard <= len(tables)).only_enforce_if(today)
    return waits


def _tables(instance: Instance, job: Job, upper: int) -> list[list[int]]:
    """For 1, 2, 3, … jobs like this one, the least sum of waits by release date.

    As many as fit into a day at all; counts that are impossible at the end of a day get the greatest possible wait,
    which is harmless.
    """
    hearing = job.chain + (job.deliberation if instance.deliberates_at_once else 0)
    meal = meal_times(instance)
    eats = (meal.length, meal.first, meal.last) if meal.length else None
    machine = SingleMachine(instance.slots_per_day, job.marking, instance.changeover, hearing, eats)
    tables: list[list[int]] = []
    for count in range(1, upper + 1):
        table = _table(machine, count)
        if table is None:
            break
        late = count * (job.ready - job.written)
        tables.append([min(waits + late, count * instance.slots_per_day) for waits in table])
    return tables


@dataclass(frozen=True)
class SingleMachine:
    """Lengths of a one-machine problem, in slots; `meal`: its length, earliest and latest start."""

    day: int
    marking: int
    changeover: int
    hearing: int
    meal: tuple[int, int, int] | None


@cache
def _table(machine: SingleMachine, count: int) -> list[int] | None:
    table = [least_waiting(machine, count, moment) for moment in range(2 * machine.day + 1)]
    if all(waits is None for waits in table):
        return None
    return [machine.day * count if waits is None else waits for waits in table]


def least_waiting(machine: SingleMachine, count: int, released: int) -> int | None:
    """The least sum of waits, from a release on, of so many jobs that one agent marks and hears; None past midnight."""
    if machine.meal is None:
        return _sum_of_waits(machine, count, released, released)
    length, earliest, latest = machine.meal
    options = [_sum_of_waits(machine, count, released, max(released, earliest + length))]
    for heard in range(count + 1):
        for marked in range(heard, count + 1):
            marked_until = _after(machine, heard, released) + (marked - heard) * machine.marking
            if max(marked_until, earliest) <= latest:
                meal = (heard, marked, max(marked_until, earliest) + length)
                options.append(_sum_of_waits(machine, count, released, released, meal))
    return min((waits for waits in options if waits is not None), default=None)


def _after(machine: SingleMachine, heard: int, begin: int) -> int:
    """The moment at which so many jobs are marked and heard, one after the other."""
    return begin + heard * (machine.marking + machine.changeover + machine.hearing)


def _sum_of_waits(
    machine: SingleMachine, count: int, released: int, begin: int, meal: tuple[int, int, int] | None = None
) -> int | None:
    """The sum of waits when work begins at a slot; `meal`: jobs heard and marked before it, and its end.

    Each job is heard as soon as possible: before the meal right after its own marking, after the meal once those papers
    are marked that were not marked ahead.
    """
    total, end = 0, begin
    for number in range(1, count + 1):
        if meal is None or number <= meal[0]:
            start = _after(machine, number - 1, begin) + machine.marking + machine.changeover
        else:
            heard, marked, after = meal
            start = after + max(0, number - marked) * machine.marking + (number - heard) * machine.changeover
            start += (number - heard - 1) * machine.hearing
        total, end = total + start - released, start + machine.hearing
    return total if end <= machine.day else None
