"""The rules about rooms and projectors."""

from tspi_sched.model.calendar import free_starts
from tspi_sched.model.groups import OralPool
from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.problem import Projector, Windows


def oral_room(v: Variables) -> None:
    """A room with enough chairs, held by one candidate at a time, for the whole chain or oral by oral."""
    for pool in v.pools:
        held = v.pool_held[pool.index]
        if len(pool.rooms) == 1:
            v.model.add_no_overlap(held)
        elif v.work.oral_gap or v.work.dropped or len(pool.rooms) < len(v.work.agents) // v.work.agents_per_job:
            v.model.add_cumulative(held, [1] * len(held), len(pool.rooms))
        if pool.like.seats <= v.work.problem.rules.panel.size:
            for key, chosen in v.in_pool.items():
                if key[2] == pool.index:
                    v.model.add(chosen == 0)
        for job in v.work.jobs:
            _room_hours(v, job, pool)
    if not v.work.one_room:
        for job in v.work.jobs:
            _transfers(v, job)


def _room_hours(v: Variables, job: Job, pool: OralPool) -> None:
    windows = [day.windows(pool.like.availability) for day in v.work.problem.days]
    for start, slots, _, chosen in v.held_stretches(job, pool):
        if isinstance(slots, int):
            domain = free_starts(v.work, windows, 0, slots)
            v.model.add_linear_expression_in_domain(start, domain).only_enforce_if(chosen)
        else:  # held over gaps of unknown length: both ends lie in one window
            _in_one_window(v, start, start + slots, windows, chosen)


def _in_one_window(v: Variables, start: Var, end: Var, windows: list[Windows], chosen: Var) -> None:
    stretches = []
    for d, day in enumerate(windows):
        for window in day:
            inside = v.flag("in_window")
            for first, last in v.work.starts(d, (window,), 0, 0):
                v.model.add(start >= first).only_enforce_if(inside)
                v.model.add(end <= last).only_enforce_if(inside)
                stretches.append(inside)
    v.model.add_bool_or(*stretches, ~chosen)


def _transfers(v: Variables, job: Job) -> None:
    """A change of room between two orals takes its time."""
    transfer = v.work.up(v.work.problem.rules.transfer_minutes)
    for i in range(len(job.orals) - 1):
        for pool in v.pools:
            here, there = v.in_pool[job.index, i, pool.index], v.in_pool[job.index, i + 1, pool.index]
            earliest = v.oral_end(job, i) + transfer
            v.model.add(v.oral_start[job.index, i + 1] >= earliest).only_enforce_if([here, ~there])


def projection(v: Variables) -> None:
    """A projected oral has a fixed projector in its room, or a mobile one set up beforehand."""
    for job in v.work.jobs:
        for oral, (code, _) in enumerate(job.orals):
            if v.work.problem.title.stage[code].projection:
                bare = sum(v.in_pool[job.index, oral, p.index] for p in v.pools if not p.like.projector)
                carried = sum(v.carries[job.index, oral, group] for group in range(len(v.groups)))
                v.model.add(carried == bare)
    for group, projectors in enumerate(v.groups):
        _mobile(v, group, projectors)


def _mobile(v: Variables, group: int, projectors: tuple[Projector, ...]) -> None:
    """Alike mobile projectors: no more in use at once than there are, set-up included, when they are available."""
    minutes = v.work.problem.rules.projector_setup_minutes
    setup = v.work.up(minutes)
    windows = [day.windows(projectors[0].availability) for day in v.work.problem.days]
    intervals: list[Var] = []
    for (job_index, oral, index), carried in v.carries.items():
        if index != group:
            continue
        start, slots = v.oral_start[job_index, oral], v.work.jobs[job_index].orals[oral][1]
        domain = free_starts(v.work, windows, minutes, slots)
        v.model.add_linear_expression_in_domain(start, domain).only_enforce_if(carried)
        intervals.append(
            v.model.new_optional_fixed_size_interval_var(start - setup, setup + slots, carried, "projector")
        )
    v.model.add_cumulative(intervals, [1] * len(intervals), len(projectors))


def access(v: Variables) -> None:
    """A candidate marked so has accessible rooms only, for the paper and for the orals."""
    for job in v.work.jobs:
        if job.candidate.accessible:
            for key, chosen in v.in_pool.items():
                if key[0] == job.index and not v.pools[key[2]].like.accessible:
                    v.model.add(chosen == 0)
    for (index, _, room, _), some in v.some_seated.items():
        if v.classes[index].accessible and not v.work.problem.room[room].accessible:
            v.model.add(some == 0)
