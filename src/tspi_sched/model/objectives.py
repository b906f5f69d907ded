"""What may be minimised: one function each, under the name that `check` measures it by, in the same units.

In every solution an expression is at least the measured value; its minimum is equal to it.
"""

from collections.abc import Callable
from itertools import product

from tspi_sched.model.against import (
    changes,
    day_changes,
    duty_changes,
    recalled,
    room_changes,
    shift,
    task_changes,
)
from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.problem import Room


def unplaced(v: Variables) -> Var:
    """Sum of the priorities of the candidates left out."""
    return sum(c.priority * (1 - v.placed[c.id]) for c in v.instance.problem.candidates)


def days(v: Variables) -> Var:
    """Number of the last day with a task, from 1."""
    reached = [v.bool_var(f"reached[{d}]") for d in v.day_indices]
    for day, literal in _days_of_tasks(v):
        for d in range(day + 1):
            v.model.add_implication(literal, reached[d])
    return sum(reached)


def _days_of_tasks(v: Variables) -> list[tuple[int, Var]]:
    attended = [(key[-1], literal) for by_key in (v.paper_day, v.oral_day) for key, literal in by_key.items()]
    return attended + [(d, literal) for (_, d), literal in v.signs.items()]


def finish(v: Variables) -> Var:
    """End of the last task: minutes from the midnight before the session's first day."""
    latest = v.int_var(0, v.horizon, "finish")
    for job in v.instance.jobs:
        placed = v.placed[job.candidate.id]
        v.model.add(latest >= v.deliberation_start[job.index] + job.deliberation).only_enforce_if(placed)
        v.model.add(latest >= v.oral_end(job)).only_enforce_if(placed)
    for (panel, _), literal in v.signs.items():
        v.model.add(latest >= v.signing_start[panel] + v.instance.closing).only_enforce_if(literal)
    for key, last in v.last.items():
        v.model.add(latest >= last).only_enforce_if(v.active[key])
    return v.instance.grid * latest


def juror_days(v: Variables) -> Var:
    """Number of (member, day) with a task."""
    return sum(agent.weight * v.active[agent.index, d] for agent in v.instance.agents for d in v.day_indices)


def presence(v: Variables) -> Var:
    """Over (member, day): minutes from the first task's start to the last one's end."""
    spans = (
        agent.weight * (v.last[agent.index, d] - v.first[agent.index, d])
        for agent in v.instance.agents
        for d in v.day_indices
    )
    return v.instance.grid * sum(spans)


def waiting(v: Variables) -> Var:
    """Over (candidate, day): minutes from the first start to the last end, less those of the paper, of the orals and of
    what prepares them."""
    return v.instance.grid * sum(_wait(v, v.instance.jobs_of(c)) for c in v.instance.problem.candidates)


def _wait(v: Variables, jobs: tuple[Job, ...]) -> Var:
    if len(jobs) == 1 and not jobs[0].earlier:
        return _wait_of_one(v, jobs[0])
    spans = [_span(v, jobs, d) for d in v.day_indices]
    earlier = sum(one.written for job in jobs for one in job.earlier)
    occupied = (earlier + sum(job.written + job.lead + job.chain for job in jobs)) * v.placed[jobs[0].candidate.id]
    return sum(spans) - occupied


def _wait_of_one(v: Variables, job: Job) -> Var:
    """A single job waits between its paper and its orals, if on one day, and between its orals."""
    wait = v.waits.get(job.index)
    if wait is None:
        wait = v.waits[job.index] = v.int_var(0, v.instance.slots_per_day, f"wait[{job.index}]")
        between = v.oral_start[job.index, 0] - job.lead - v.written_start[job.index] - job.written
        v.model.add(wait >= between).only_enforce_if(v.same_day[job.index])
    if v.instance.oral_gap == 0:
        return wait
    last = len(job.orals) - 1
    without_gaps = (job.chain - job.orals[last][1]) * v.placed[job.candidate.id]
    return wait + v.oral_start[job.index, last] - v.oral_start[job.index, 0] - without_gaps


def _span(v: Variables, jobs: tuple[Job, ...], d: int) -> Var:
    """From the first start to the last end of a candidate on a day; 0 on a day without anything."""
    base = v.day_start(d)
    first = v.int_var(base, base + v.instance.slots_per_day, f"first[{jobs[0].candidate.id},{d}]")
    last = v.int_var(base, base + v.instance.slots_per_day, f"last[{jobs[0].candidate.id},{d}]")
    v.model.add(first <= last)
    for job in jobs:
        for one in (*job.earlier, job):
            written, start = v.written_day[one.index, d], v.written_start[one.index]
            v.model.add(first <= start).only_enforce_if(written)
            v.model.add(last >= start + one.written).only_enforce_if(written)
        v.model.add(first <= v.oral_start[job.index, 0] - job.lead).only_enforce_if(v.oral_day[job.index, d])
        v.model.add(last >= v.oral_end(job)).only_enforce_if(v.oral_day[job.index, d])
    return last - first


def candidate_days(v: Variables) -> Var:
    """Number of (candidate, day) with a paper or an oral."""
    present = []
    for candidate, d in product(v.instance.problem.candidates, v.day_indices):
        present_on_day = v.bool_var(f"present[{candidate.id},{d}]")
        for job in v.instance.jobs_of(candidate):
            for one in (*job.earlier, job):
                v.model.add_implication(v.written_day[one.index, d], present_on_day)
            v.model.add_implication(v.oral_day[job.index, d], present_on_day)
        present.append(present_on_day)
    return sum(present)


def rooms(v: Variables) -> Var:
    """Number of (room, day) used."""
    return sum(_room_use(v, room, d) for room in v.instance.problem.rooms for d in v.day_indices)


def _room_use(v: Variables, room: Room, d: int) -> Var:
    """Whether a room is used on a day; needs each room by name (`Instance.names_rooms`)."""
    if (room.id, d) in v.room_used:
        return v.room_used[room.id, d]
    used = v.room_used[room.id, d] = v.bool_var(f"used[{room.id},{d}]")
    groups_of_room = {room_group.index for room_group in v.room_groups if room in room_group.rooms}
    for (job, _, room_group), chosen in v.in_room_group.items():
        if room_group in groups_of_room:
            v.model.add_bool_or(~chosen, ~v.oral_day[job, d], used)
    for (job, _, where), chosen in v.prepared_in.items():
        if where == room.id:
            v.model.add_bool_or(~chosen, ~v.oral_day[job, d], used)
    for (where, lead), sitting in v.sittings.items():
        if where == room.id:
            v.model.add_bool_or(~sitting.held, ~v.paper_day[lead, d], used)
    return used


def balance(v: Variables) -> Var:
    """Largest less smallest number of jobs assessed, over the members not in reserve."""
    counts = []
    for member in v.instance.problem.members:
        if not member.reserve:
            agents = [a for a in v.instance.agents if member in a.members]
            counts.append(sum(sum(v.serving(job, agents)) for job in v.instance.jobs))
    if not counts:
        return 0
    largest, smallest = v.int_var(0, len(v.instance.jobs), "most"), v.int_var(0, len(v.instance.jobs), "least")
    for count in counts:
        v.model.add(largest >= count)
        v.model.add(smallest <= count)
    return largest - smallest


def mixed_panels(v: Variables) -> Var:
    """Number of jobs whose panel is of one gender."""
    alike = []
    for job, gender in product(v.instance.jobs, ("F", "M")):
        agents = [a for a in v.instance.agents if {m.gender for m in a.members} == {gender}]
        one_gender = v.bool_var(f"one_gender[{job.index},{gender}]")
        v.model.add(sum(v.serving(job, agents)) <= v.instance.agents_per_job - 1 + one_gender)
        alike.append(one_gender)
    return sum(alike)


def cost(v: Variables) -> Var:
    """Sum of the daily costs of the members, invigilators and rooms used."""
    members = sum(
        sum(m.cost for m in agent.members) * v.active[agent.index, d]
        for agent in v.instance.agents
        for d in v.day_indices
    )
    used = sum(
        room.cost * _room_use(v, room, d) for room in v.instance.problem.rooms for d in v.day_indices if room.cost
    )
    return members + used + _invigilators_cost(v)


def _invigilators_cost(v: Variables) -> Var:
    total = 0
    for invigilator, d in product(v.instance.problem.invigilators, v.day_indices):
        on_duty = v.bool_var(f"on_duty[{invigilator.id},{d}]")
        for (who, _, lead), watches in v.watches.items():
            if who == invigilator.id:
                v.model.add_bool_or(~watches, ~v.paper_day[lead, d], on_duty)
        total += invigilator.cost * on_duty
    return total


OBJECTIVES: dict[str, Callable[[Variables], Var]] = {
    function.__name__: function
    for function in (
        unplaced, days, finish, juror_days, presence, waiting,
        candidate_days, rooms, balance, mixed_panels, cost,
        changes, day_changes, recalled, shift, duty_changes, room_changes, task_changes,
    )
}  # fmt: skip

NAMING_ROOMS = frozenset({"rooms", "cost", "changes", "room_changes", "task_changes"})
"""The objectives that need each oral room by name, and, where there is a baseline, each projector."""
