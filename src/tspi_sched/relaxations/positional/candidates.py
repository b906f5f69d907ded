"""Candidates in the positional relaxation: meals, waits, and the orals of those on several tracks."""

from itertools import combinations, pairwise, product

from tspi_sched.model.calendar import meal_times
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.positional.data import OwnTask, Position, PositionalModel, meals
from tspi_sched.relaxations.workload.data import JobType, WorkloadModel
from tspi_sched.relaxations.workload.waiting import sum_of_waits


def place_candidates(t: PositionalModel) -> None:
    """State that candidates have time for their meals, and those on several tracks for one thing at a time."""
    for job_type in t.workload.job_types:
        _meal(t, job_type)
    t.several = _own_jobs(t)
    for jobs in t.several:
        _one_at_a_time(t.workload, jobs)


def waiting(t: PositionalModel) -> Var:
    """Minutes between paper and orals on one day; of candidates on several tracks, all between first and last."""
    # The sum of an agent's waits does not depend on which candidate is which: docs/how/arguments-positional.md#waiting
    o = t.workload
    total = sum_of_waits(o)
    for (agent, d, job_types), waits in o.waits.items():
        positions = [position for job_type in job_types for position in t.positions[agent, job_type]]
        o.model.add(waits >= sum(_wait(o, position, d) for position in positions))
    return o.instance.grid * (total + sum(_idle(o, jobs) for jobs in t.several))


def _wait(o: WorkloadModel, position: Position, d: int) -> Var:
    """Slots that the candidate of a position waits on a day, if paper and orals are both on it."""
    if d not in position.heard:
        return 0
    wait = o.int_var(0, o.instance.slots_per_day, "wait")
    both = position.heard[d], o.paper_day[position.job_type.example.track, d]
    o.model.add(wait >= position.hearing - o.over(position.job_type)).only_enforce_if(both)
    return wait


def _meal(t: PositionalModel, job_type: JobType) -> None:
    """A candidate heard on the day of the paper eats before it, between it and the orals, or after these."""
    # The meal is before, between or after paper and orals, whoever the candidate is:
    # docs/how/arguments-positional.md#meals-of-the-candidates
    o, meal = t.workload, meal_times(t.workload.instance)
    if not meal.length:
        return
    for d in range(len(o.instance.problem.days)):
        before = o.bool_var("eats_before")
        o.model.add(o.paper_start[job_type.example.track] >= o.base(d) + meal.first_end).only_enforce_if(before)
        for position in (position for position in t.of_type(job_type) if d in position.heard):
            between, after = o.bool_var("eats_between"), o.bool_var("eats_after")
            o.model.add(position.hearing >= o.over(job_type) + meal.length).only_enforce_if(between)
            o.model.add(position.hearing + job_type.example.chain <= o.base(d) + meal.last).only_enforce_if(after)
            both = position.heard[d], o.paper_day[job_type.example.track, d]
            o.model.add_bool_or(before, between, after).only_enforce_if(both)


# --- candidates on several tracks ------------------------------------------------------------------------------------


def _own_jobs(t: PositionalModel) -> list[list[tuple[OwnTask, OwnTask]]]:
    """The paper and the orals of each job of the candidates on several tracks, in the order of these.

    Only of those whose jobs are kinds of their own, so that their hours are known.
    """
    # One position is used of such a type, so its start is the candidate's own:
    # docs/how/arguments-positional.md#candidates-on-several-tracks
    o = t.workload
    if o.instance.optional or o.instance.agents_per_job > 1:
        return []
    own = {job_type.example.index: job_type for job_type in o.job_types if len(job_type.jobs) == 1}
    jobs = [o.instance.jobs_of(candidate) for candidate in o.instance.problem.candidates if len(candidate.tracks) > 1]
    return [
        [_tasks(t, own[job.index]) for job in own_jobs_of_candidate]
        for own_jobs_of_candidate in jobs
        if all(job.index in own for job in own_jobs_of_candidate)
    ]


def _tasks(t: PositionalModel, job_type: JobType) -> tuple[OwnTask, OwnTask]:
    o, days, positions = t.workload, range(len(t.workload.instance.problem.days)), t.of_type(job_type)
    job = job_type.example
    paper = OwnTask(o.paper_start[job.track], job.written, {d: o.paper_day[job.track, d] for d in days})
    heard = {d: sum(position.heard[d] for position in positions if d in position.heard) for d in days}
    start = o.int_var(0, o.horizon, "orals")
    o.model.add(start == sum(position.hearing for position in positions))
    return paper, OwnTask(start, job.chain, heard)


def _one_at_a_time(o: WorkloadModel, jobs: list[tuple[OwnTask, OwnTask]]) -> None:
    """Papers, orals and meals do not overlap, those of two tracks are the rest apart; the orals come in the order of
    the tracks."""
    busy = [o.model.new_fixed_size_interval_var(task.start, task.slots, "own") for tasks in jobs for task in tasks]
    o.model.add_no_overlap(busy + meals(o))
    rest = o.instance.sure_rest
    for tasks, later_tasks in combinations(jobs, 2) if rest else ():
        for pair in product(tasks, later_tasks):
            o.model.add_no_overlap(
                [o.model.new_fixed_size_interval_var(task.start, task.slots + rest, "rested") for task in pair]
            )
    for (_, orals), (_, later) in pairwise(jobs):
        o.model.add(later.start >= orals.start + orals.slots + rest)


def _idle(o: WorkloadModel, jobs: list[tuple[OwnTask, OwnTask]]) -> Var:
    """At the least the slots between the first and the last task of each day that are not spent in one."""
    tasks = [task for pair in jobs for task in pair]
    spans = []
    for d in range(len(o.instance.problem.days)):
        first, last = (o.int_var(o.base(d), o.base(d + 1), name) for name in ("first", "last"))
        o.model.add(last >= first)
        for task in tasks:
            on_day = o.bool_var("here")
            o.model.add(on_day >= task.days[d])
            o.model.add(first <= task.start).only_enforce_if(on_day)
            o.model.add(last >= task.start + task.slots).only_enforce_if(on_day)
        spans.append(last - first)
    idle = o.int_var(0, o.horizon, "idle")
    o.model.add(idle >= sum(spans) - sum(task.slots for task in tasks))
    return idle
