"""Warm start: a plan as a solution hint, that is the values of variables as far as its rows tell them.

A hint need not be right or complete: the solver tries it first, and fills in what is missing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import CandidateTrack
from tspi_sched.plan import Plan, Task

MemberDay = tuple[str, int]
"""(member, day)"""

Hints = Iterator[tuple[Var, int]]
"""Variables with their values."""


def add_warm_start(v: Variables, plan: Plan) -> None:
    """Hint a plan; with symmetry breaking, the equivalent plan that is in order."""
    plan = _agents_in_order(v, _jobs_in_order(v, plan))
    v.model.clear_hints()  # type: ignore[no-untyped-call]
    values: dict[int, tuple[Var, int]] = {}
    for hints in (_places_of_jobs(v, plan), _hours(v, plan), _written(v, plan)):
        values |= {var.index: (var, value) for var, value in hints if hasattr(var, "index")}
    for var, value in values.values():
        v.model.add_hint(var, value)


def _jobs_in_order(v: Variables, plan: Plan) -> Plan:
    """The plan with alike candidates swapped: heard in the order of the workbook, after those who are left out."""
    rows = _rows(v, plan)
    swapped: dict[str, str] = {}
    for jobs in v.symmetric_jobs:
        heard = {job.index: rows[job.index].get(job.orals[0][0]) for job in jobs}
        placed = [(_slot(v, task), index) for index, task in heard.items() if task]
        for job, (_, source) in zip(jobs[len(jobs) - len(placed) :], sorted(placed), strict=True):
            swapped[v.instance.jobs[source].candidate.id] = job.candidate.id
    return Plan(tuple(replace(t, candidate=swapped.get(t.candidate or "", t.candidate)) for t in plan.tasks))


def _agents_in_order(v: Variables, plan: Plan) -> Plan:
    """The plan with alike agents swapped, so that each serves its first job no earlier than the one before it."""
    rows = _rows(v, plan)
    firsts: dict[str, int] = {}
    swapped: dict[str, str] = {}
    for job in v.instance.jobs:
        for task in rows[job.index].values():
            for member in task.members:
                firsts.setdefault(member, job.index)
    for agents in v.symmetric_agents:
        order = sorted(agents, key=lambda a: min(firsts.get(m.id, len(v.instance.jobs)) for m in a.members))
        for agent, source in zip(agents, order, strict=True):
            swapped |= {old.id: new.id for old, new in zip(source.members, agent.members, strict=True)}
    return Plan(tuple(replace(t, members=tuple(swapped.get(m, m) for m in t.members)) for t in plan.tasks))


def _rows(v: Variables, plan: Plan) -> dict[int, dict[str, Task]]:
    """Per job, its tasks by stage."""
    rows: dict[CandidateTrack, dict[str, Task]] = defaultdict(dict)
    for task in plan.tasks:
        rows[task.candidate, task.track][task.stage] = task
    return {job.index: rows[job.candidate.id, job.track] for job in v.instance.jobs}


def _slot(v: Variables, task: Task) -> int:
    return v.day_start(v.instance.problem.day_index[task.day]) + task.start // v.instance.grid


def _places_of_jobs(v: Variables, plan: Plan) -> Hints:
    """When and where each job is marked and heard, and by whom."""
    rows = _rows(v, plan)
    for job in v.instance.jobs:
        tasks = rows[job.index]
        yield v.placed[job.candidate.id], int(bool(tasks))
        if not tasks:
            continue
        hearing = tasks[job.orals[0][0]]
        paper = tasks[job.paper] if job.has_paper else hearing
        marking, deliberation = tasks.get(job.marking_stage, hearing), tasks.get(job.deliberation_stage)
        yield v.written_start[job.index], _slot(v, paper)
        yield v.mark_start[job.index], _slot(v, marking)
        for i, (code, _) in enumerate(job.orals):
            yield v.oral_start[job.index, i], _slot(v, tasks[code])
            if tasks[code].room:
                yield from _rooms(v, job, i, tasks[code])
        yield from _prepared(v, job, tasks)
        if deliberation:
            yield v.deliberation_start[job.index], _slot(v, deliberation)
        for task, by_day in ((paper, v.written_day), (marking, v.mark_day), (hearing, v.oral_day)):
            for d in v.day_indices:
                yield by_day[job.index, d], int(v.instance.problem.days[d].date == task.day)
        yield from _services(v, job, marking, hearing)
        yield v.same_day[job.index], int(paper.day == hearing.day)


def _prepared(v: Variables, job: Job, tasks: dict[str, Task]) -> Hints:
    """Where each oral is prepared."""
    for (index, oral, room), chosen in v.prepared_in.items():
        code = job.preparations[oral][0] if index == job.index else ""
        if code in tasks:
            yield chosen, int(room == tasks[code].room)


def _services(v: Variables, job: Job, marking: Task, hearing: Task) -> Hints:
    for assignment in v.instance.assignments(job):
        key = job.index, assignment.agent.index
        serves = {member.id for member in assignment.agent.members} <= set(hearing.members)
        yield v.marks[key], int(serves)
        yield v.hears[key], int(serves)
        for task, by_day, days in ((marking, v.marked, assignment.marking), (hearing, v.heard, assignment.hearing)):
            for d in days:
                yield by_day[*key, d], int(serves and v.instance.problem.days[d].date == task.day)


def _rooms(v: Variables, job: Job, oral: int, task: Task) -> Hints:
    for room_group in v.room_groups:
        yield (
            v.in_room_group[job.index, oral, room_group.index],
            int(task.room in {room.id for room in room_group.rooms}),
        )
    for group, projectors in enumerate(v.projector_groups):
        if (job.index, oral, group) in v.carries:
            yield v.carries[job.index, oral, group], int(task.projector in {p.id for p in projectors})


def _hours(v: Variables, plan: Plan) -> Hints:
    """Who works on which days, from when to when."""
    spans: dict[MemberDay, tuple[int, int]] = {}
    for task in plan.tasks:
        d, start = v.instance.problem.day_index[task.day], _slot(v, task)
        for member in task.members:
            first, last = spans.get((member, d), (start, start))
            spans[member, d] = min(first, start), max(last, start + task.minutes // v.instance.grid)
    for (agent, d), active in v.active.items():
        own_spans = [spans[m.id, d] for m in v.instance.agents[agent].members if (m.id, d) in spans]
        yield active, int(bool(own_spans))
        yield v.first[agent, d], min((first for first, _ in own_spans), default=v.day_start(d))
        yield v.last[agent, d], max((last for _, last in own_spans), default=v.day_start(d))


def _written(v: Variables, plan: Plan) -> Hints:
    """When each paper starts, in which rooms, watched by whom; several papers or waves are left to the solver."""
    if any(paper.wave for paper in v.instance.papers) or any(job.earlier for job in v.instance.jobs):
        return
    rows = _rows(v, plan)
    written = {job.index: rows[job.index][job.paper] for job in v.instance.jobs if job.has_paper and rows[job.index]}
    tracks = {job.track: _slot(v, written[job.index]) for job in v.instance.jobs if job.index in written}
    for paper in v.instance.papers:
        yield v.used[paper.index], int(paper.track in tracks)
        if paper.track in tracks:
            yield v.paper_start[paper.index], tracks[paper.track]
            for d in v.day_indices:
                yield v.paper_day[paper.index, d], int(tracks[paper.track] // v.instance.slots_per_day == d)
    if all(task.room for task in written.values()):
        yield from _sittings(v, written)


def _sittings(v: Variables, written: dict[int, Task]) -> Hints:
    """Who sits together, known by the first of the papers that start in the room at that moment."""
    number = {paper.track: paper.index for paper in v.instance.papers}
    leads: dict[tuple[str | None, int], int] = {}
    for job, task in written.items():
        key = task.room, _slot(v, task)
        leads[key] = min(leads.get(key, len(number)), number[v.instance.jobs[job].track])
    watchers = {(t.room, leads[t.room, _slot(v, t)]): t.invigilators for t in written.values()}
    for (room, lead), sitting in v.sittings.items():
        yield sitting.held, int((room, lead) in watchers)
        for invigilator in v.instance.problem.invigilators:
            watching = invigilator.id in watchers.get((room, lead), ())
            yield v.watches[invigilator.id, room, lead], int(watching)
    for (seats, paper, room, lead), count in v.seated.items():
        papers_of_group = [written[job.index] for job in v.seat_groups[seats].jobs if job.index in written]
        sitters = [
            t
            for t in papers_of_group
            if (t.room, leads[t.room, _slot(v, t)]) == (room, lead) and number[t.track or ""] == paper
        ]
        yield count, len(sitters)
        yield v.some_seated[seats, paper, room, lead], int(bool(sitters))
