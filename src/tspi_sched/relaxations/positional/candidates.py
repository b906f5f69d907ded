"""Candidates in a timetable: their meals, their waits, and what those on two tracks do one after the other."""

from itertools import combinations, pairwise, product

from tspi_sched.model.calendar import meal_times
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.positional.data import OwnTask, Timetable, Turn, meals
from tspi_sched.relaxations.workload.data import Kind, Outline
from tspi_sched.relaxations.workload.waiting import sum_of_waits


def place_candidates(t: Timetable) -> None:
    """State that candidates have time for their meals, and those on several tracks for one thing at a time."""
    for kind in t.outline.kinds:
        _meal(t, kind)
    t.several = _own_jobs(t)
    for jobs in t.several:
        _one_at_a_time(t.outline, jobs)


def waiting(t: Timetable) -> Var:
    """Minutes between paper and orals on one day; of candidates on several tracks, all between first and last."""
    o = t.outline
    total = sum_of_waits(o)
    for (agent, d, kinds), waits in o.waits.items():
        turns = [turn for kind in kinds for turn in t.turns[agent, kind]]
        o.model.add(waits >= sum(_wait(o, turn, d) for turn in turns))
    return o.work.grid * (total + sum(_idle(o, jobs) for jobs in t.several))


def _wait(o: Outline, turn: Turn, d: int) -> Var:
    """Slots that the candidate of a turn waits on a day, if both the paper and the orals are on it."""
    if d not in turn.heard:
        return 0
    wait = o.number(0, o.work.slots_per_day, "wait")
    both = turn.heard[d], o.paper_day[turn.kind.like.track, d]
    o.model.add(wait >= turn.hearing - o.over(turn.kind)).only_enforce_if(both)
    return wait


def _meal(t: Timetable, kind: Kind) -> None:
    """A candidate heard on the day of the paper eats before it, between it and the orals, or after these."""
    o, meal = t.outline, meal_times(t.outline.work)
    if not meal.length:
        return
    for d in range(len(o.work.problem.days)):
        before = o.flag("eats_before")
        o.model.add(o.paper_start[kind.like.track] >= o.base(d) + meal.first_end).only_enforce_if(before)
        for turn in (turn for turn in t.of_kind(kind) if d in turn.heard):
            between, after = o.flag("eats_between"), o.flag("eats_after")
            o.model.add(turn.hearing >= o.over(kind) + meal.length).only_enforce_if(between)
            o.model.add(turn.hearing + kind.like.chain <= o.base(d) + meal.last).only_enforce_if(after)
            both = turn.heard[d], o.paper_day[kind.like.track, d]
            o.model.add_bool_or(before, between, after).only_enforce_if(both)


# --- candidates on several tracks ------------------------------------------------------------------------------------


def _own_jobs(t: Timetable) -> list[list[tuple[OwnTask, OwnTask]]]:
    """The paper and the orals of each job of the candidates on several tracks, in the order of these.

    Only of those whose jobs are kinds of their own, so that their hours are known.
    """
    o = t.outline
    if o.work.optional or o.work.agents_per_job > 1:
        return []
    own = {kind.like.index: kind for kind in o.kinds if len(kind.jobs) == 1}
    jobs = [o.work.jobs_of(candidate) for candidate in o.work.problem.candidates if len(candidate.tracks) > 1]
    return [[_tasks(t, own[job.index]) for job in mine] for mine in jobs if all(job.index in own for job in mine)]


def _tasks(t: Timetable, kind: Kind) -> tuple[OwnTask, OwnTask]:
    o, days, turns = t.outline, range(len(t.outline.work.problem.days)), t.of_kind(kind)
    job = kind.like
    paper = OwnTask(o.paper_start[job.track], job.written, {d: o.paper_day[job.track, d] for d in days})
    heard = {d: sum(turn.heard[d] for turn in turns if d in turn.heard) for d in days}
    start = o.number(0, o.horizon, "orals")
    o.model.add(start == sum(turn.hearing for turn in turns))
    return paper, OwnTask(start, job.chain, heard)


def _one_at_a_time(o: Outline, jobs: list[tuple[OwnTask, OwnTask]]) -> None:
    """Papers, orals and meals do not overlap, those of two tracks are the rest apart; the orals come in the order of
    the tracks."""
    busy = [o.model.new_fixed_size_interval_var(task.start, task.slots, "own") for tasks in jobs for task in tasks]
    o.model.add_no_overlap(busy + meals(o))
    rest = o.work.sure_rest
    for tasks, others in combinations(jobs, 2) if rest else ():
        for pair in product(tasks, others):
            o.model.add_no_overlap(
                [o.model.new_fixed_size_interval_var(task.start, task.slots + rest, "rested") for task in pair]
            )
    for (_, orals), (_, later) in pairwise(jobs):
        o.model.add(later.start >= orals.start + orals.slots + rest)


def _idle(o: Outline, jobs: list[tuple[OwnTask, OwnTask]]) -> Var:
    """At the least the slots between the first and the last task of each day that are not spent in one."""
    tasks = [task for pair in jobs for task in pair]
    spans = []
    for d in range(len(o.work.problem.days)):
        first, last = (o.number(o.base(d), o.base(d + 1), which) for which in ("first", "last"))
        o.model.add(last >= first)
        for task in tasks:
            here = o.flag("here")
            o.model.add(here >= task.days[d])
            o.model.add(first <= task.start).only_enforce_if(here)
            o.model.add(last >= task.start + task.slots).only_enforce_if(here)
        spans.append(last - first)
    idle = o.number(0, o.horizon, "idle")
    o.model.add(idle >= sum(spans) - sum(task.slots for task in tasks))
    return idle
