"""The rules about what must be in the plan: locks, and whole candidates."""

from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import CandidateTrack
from tspi_sched.plan import Task
from tspi_sched.problem import Lock


def locks(v: Variables) -> None:
    """Whatever is locked stays: day, start, room, panel or invigilators of a task."""
    jobs: dict[CandidateTrack, Job] = {(job.candidate.id, job.track): job for job in v.instance.jobs}
    for lock in (lock for lock in v.instance.problem.locks if lock.parts):
        job = jobs.get((lock.task.candidate, lock.task.track))
        if lock.task.candidate is None:
            _keep_signing(v, lock)
        elif job is None or lock.task.stage not in _starts(v, job):
            _forbid(v)
        else:
            _keep(v, job, lock)


def _forbid(v: Variables) -> None:
    """There is no such plan."""
    v.model.add_bool_or()


def _keep(v: Variables, job: Job, lock: Lock) -> None:
    task, parts = lock.task, lock.parts
    v.model.add(v.placed[job.candidate.id] == 1)
    start = _starts(v, job)[task.stage]
    if "day" in parts:
        _keep_day(v, start, task)
    if "start" in parts:
        _keep_start(v, start, task)
    if "panel" in parts:
        _keep_panel(v, job, task)
    if "room" in parts:
        _keep_room(v, job, task)
    if "invigilators" in parts:
        _keep_invigilators(v, job, task)


def _starts(v: Variables, job: Job) -> dict[str, Var]:
    """The start of every task of a job, by stage."""
    starts = {one.paper: v.written_start[one.index] for one in (*job.earlier, job) if one.has_paper}
    if job.marking:
        starts[job.marking_stage] = v.mark_start[job.index]
    starts |= {code: v.oral_start[job.index, index] for index, (code, _) in enumerate(job.orals)}
    prepares = [(oral, code, slots) for oral, (code, slots) in enumerate(job.preparations) if slots]
    starts |= {code: v.oral_start[job.index, oral] - slots for oral, code, slots in prepares}
    if job.deliberation:
        starts[job.deliberation_stage] = v.deliberation_start[job.index]
    return starts


def _sitting(job: Job) -> dict[str, Job]:
    """Who sits each written stage of a job."""
    return {one.paper: one for one in (*job.earlier, job) if one.has_paper}


def _keep_signing(v: Variables, lock: Lock) -> None:
    """A signing of the minutes is known by its members; it has no room."""
    task, parts, days = lock.task, lock.parts, v.day_indices
    panels = [
        i for i, panel in enumerate(v.signing_panels) if {m.id for a in panel for m in a.members} == set(task.members)
    ]
    kept = [d for d in days if "day" not in parts or v.instance.problem.days[d].date == task.day]
    v.model.add_bool_or(*(v.signs[agent, d] for agent in panels for d in kept if v.signs))
    if "start" in parts:
        for agent in panels:
            if v.signs:
                _keep_start(v, v.signing_start[agent], task)
    if ("room" in parts and task.room) or ("invigilators" in parts and task.invigilators):
        _forbid(v)


def _keep_day(v: Variables, start: Var, task: Task) -> None:
    day = v.instance.problem.day_index.get(task.day)
    if day is None:
        _forbid(v)
        return
    v.model.add_linear_constraint(start, v.day_start(day), v.day_start(day + 1) - 1)


def _keep_start(v: Variables, start: Var, task: Task) -> None:
    slot, off_grid = divmod(task.start, v.instance.grid)
    if off_grid:
        _forbid(v)
        return
    on_days = [v.day_start(d) + slot for d in v.day_indices]
    v.model.add_allowed_assignments([start], [(value,) for value in on_days])


def _keep_panel(v: Variables, job: Job, task: Task) -> None:
    """A paper has no panel, nor a preparation."""
    members, panel = set[str](), set(task.members)
    alone = (*_sitting(job), *dict(job.preparations))
    for assignment in v.instance.assignments(job) if task.stage not in alone else ():
        ids = {member.id for member in assignment.agent.members}
        inside = ids <= panel if v.instance.composes else ids == panel
        v.model.add(v.hears[job.index, assignment.agent.index] == int(inside))
        members |= ids if inside else set()
    if members != panel:
        _forbid(v)


def _keep_room(v: Variables, job: Job, task: Task) -> None:
    """A paper is marked anywhere, so not in a room."""
    if sitter := _sitting(job).get(task.stage):
        seat_groups = [seats.index for seats in v.seat_groups if sitter in seats.jobs]
        seated = [literal for key, literal in v.some_seated.items() if key[0] in seat_groups and key[2] == task.room]
        v.model.add_bool_or(*seated)
        return
    if task.stage == job.marking_stage:
        if task.room:
            _forbid(v)
        return
    if task.stage in dict(job.preparations):
        oral = [code for code, _ in job.preparations].index(task.stage)
        chosen = [lit for key, lit in v.prepared_in.items() if key == (job.index, oral, task.room)]
        v.model.add_bool_or(*chosen)
        return
    orals = [i for i, (code, _) in enumerate(job.orals) if code == task.stage] or [len(job.orals) - 1]
    for room_group in v.room_groups:
        inside = task.room in {room.id for room in room_group.rooms}
        v.model.add(v.in_room_group[job.index, orals[0], room_group.index] == int(inside))


def _keep_invigilators(v: Variables, job: Job, task: Task) -> None:
    """Only a paper has invigilators."""
    known = {invigilator.id for invigilator in v.instance.problem.invigilators}
    sitter = _sitting(job).get(task.stage)
    if not known.issuperset(task.invigilators) or (task.invigilators and not sitter):
        _forbid(v)
    if not sitter:
        return
    seat_groups = [seats.index for seats in v.seat_groups if sitter in seats.jobs]
    for (index, _, room, lead), seated in v.some_seated.items():
        if index in seat_groups:
            for invigilator in v.instance.problem.invigilators:
                watches = v.watches[invigilator.id, room, lead]
                v.model.add(watches == int(invigilator.id in task.invigilators)).only_enforce_if(seated)


def all_or_nothing(v: Variables) -> None:
    """A candidate is placed wholly or not at all; only with ``allow_unplaced`` not at all."""
    for job in v.instance.jobs:
        placed = v.placed[job.candidate.id]
        for service in (v.marks, v.hears):
            serving = sum(service[job.index, assignment.agent.index] for assignment in v.instance.assignments(job))
            v.model.add(serving == v.instance.agents_per_job * placed)
