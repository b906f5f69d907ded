"""Extraction: from the values of a solution to a plan; who gets which of interchangeable things, slots back to
minutes."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tspi_sched.model.instance import Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import JobAgent, JobOral, Literal
from tspi_sched.plan import Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import CLOSING

Value = Callable[[Var], int]
"""The value of a variable in a solution."""


def extract_plan(v: Variables, value: Value) -> Plan:
    """The plan that a solution stands for."""
    placed = [job for job in v.instance.jobs if value(v.placed[job.candidate.id])]
    rooms = {**_shared_rooms(v, value, placed), **_own_rooms(v, value, placed)}
    projectors, seats = _projectors(v, value, placed), _seats(v, value)
    shared = _shared_means(v, value, placed, seats)
    tasks: list[Task] = []
    for job in placed:
        papers = (*job.earlier, job) if job.has_paper else ()
        tasks += [_written(v, value, one, seats[one.index], shared[one.index]) for one in papers]
        tasks += _panel_tasks(v, value, job, rooms, projectors)
    left = [c for c in v.instance.problem.candidates if not value(v.placed[c.id])]
    return Plan(in_time_order(tasks + _signings(v, value)), tuple(Unplaced(c.id, "") for c in left))


def colour_intervals(stretches: Sequence[tuple[int, int]], things: Sequence[str]) -> list[str]:
    """Interval colouring: a thing for each stretch (start, end), none in two stretches at once; there must be
    enough."""
    free, busy, chosen = list(range(len(things))), list[tuple[int, int]](), [""] * len(stretches)
    heapq.heapify(free)
    for index in sorted(range(len(stretches)), key=lambda i: stretches[i]):
        start, end = stretches[index]
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        thing = heapq.heappop(free)
        heapq.heappush(busy, (end, thing))
        chosen[index] = things[thing]
    return chosen


def _shared_rooms(v: Variables, value: Value, placed: list[Job]) -> dict[JobOral, str]:
    """Rooms of groups with several: each job holds one in a single stretch, so any free one will do."""
    room_of: dict[JobOral, str] = {}
    for room_group in v.room_groups:
        if len(room_group.rooms) == 1:
            continue
        jobs = [job for job in placed if value(v.in_room_group[job.index, 0, room_group.index])]
        held = [v.held_stretches(job, room_group)[0] for job in jobs]
        stretches = [(value(start) - v.instance.up(before), value(start + slots)) for start, slots, before, _ in held]
        for job, room in zip(jobs, colour_intervals(stretches, [room.id for room in room_group.rooms]), strict=True):
            room_of |= {(job.index, oral): room for oral in range(len(job.orals))}
    return room_of


def _own_rooms(v: Variables, value: Value, placed: list[Job]) -> dict[JobOral, str]:
    indices = {job.index for job in placed}
    return {
        (job, oral): v.room_groups[room_group].example.id
        for (job, oral, room_group), chosen in v.in_room_group.items()
        if job in indices and len(v.room_groups[room_group].rooms) == 1 and value(chosen)
    }


def _projectors(v: Variables, value: Value, placed: list[Job]) -> dict[JobOral, str]:
    projector_of: dict[JobOral, str] = {}
    setup = v.instance.up(v.instance.problem.rules.projector_setup_minutes)
    for group, projectors in enumerate(v.projector_groups):
        users = [
            (job, i) for job in placed for i in range(len(job.orals)) if value(v.carries.get((job.index, i, group), 0))
        ]
        stretches = [(value(v.oral_start[job.index, i]) - setup, value(v.oral_end(job, i))) for job, i in users]
        for (job, i), projector in zip(users, colour_intervals(stretches, [p.id for p in projectors]), strict=True):
            projector_of[job.index, i] = projector
    return projector_of


def _seats(v: Variables, value: Value) -> dict[int, tuple[str, int]]:
    """The sitting (room, leading paper) of each job: those of a class fill their places in order."""
    seat_of: dict[int, tuple[str, int]] = {}
    for seats in v.seat_groups:
        for paper in v.instance.papers_of(seats.jobs[0]):
            takers = [job for job in seats.jobs if value(v.sits[job.index, paper.index])]
            places = [
                key[2:]
                for key, count in v.seated.items()
                if key[:2] == (seats.index, paper.index)
                for _ in range(value(count))
            ]
            seat_of |= {job.index: place for job, place in zip(takers, places, strict=True)}
    return seat_of


def _shared_means(
    v: Variables, value: Value, placed: list[Job], seats: dict[int, tuple[str, int]]
) -> dict[int, tuple[str, ...]]:
    """The means of each job's paper: in a sitting its candidates take them in order, as many as may share one."""
    written = [one for job in placed if job.has_paper for one in (*job.earlier, job)]
    found: dict[int, list[str]] = {one.index: [] for one in written}
    for job in written:
        sitting = [other for other in written if (seats[other.index], other.paper) == (seats[job.index], job.paper)]
        for need in v.instance.problem.title.stage[job.paper].needs:
            among = v.instance.problem.means_of(need.means)
            numbers = [(one.id, v.sitting_means.get((*seats[job.index], job.paper, one.id), 0)) for one in among]
            places = [id for id, number in numbers for _ in range(need.shared_by * value(number))]
            found[job.index] += places[sitting.index(job) :][:1]
    return {job: tuple(ids) for job, ids in found.items()}


def _oral_means(v: Variables, value: Value, job: Job, oral: int) -> tuple[str, ...]:
    needs = v.instance.problem.title.stage[job.orals[oral][0]].needs
    among = (one.id for need in needs for one in v.instance.problem.means_of(need.means))
    return tuple(id for id in among if value(v.oral_means.get((job.index, oral, id), 0)))


def _written(v: Variables, value: Value, job: Job, sitting: tuple[str, int], means: tuple[str, ...]) -> Task:
    watching = [i.id for i in v.instance.problem.invigilators if value(v.watches[i.id, *sitting])]
    day, start = divmod(value(v.written_start[job.index]), v.instance.slots_per_day)
    written = _task(v, job, job.paper, day, start, job.written, room=sitting[0], invigilators=tuple(watching))
    return replace(written, means=means)


def _panel_tasks(
    v: Variables,
    value: Value,
    job: Job,
    rooms: dict[JobOral, str],
    projectors: dict[JobOral, str],
) -> list[Task]:
    marking = _members(v, value, v.marks, job)
    members = _members(v, value, v.hears, job)
    day, start = divmod(value(v.mark_start[job.index]), v.instance.slots_per_day)
    tasks = [_task(v, job, job.marking_stage, day, start, job.marking, members=marking)] if job.marking else []
    tasks += _preparations(v, value, job)
    for i, (code, slots) in enumerate(job.orals):
        day, start = divmod(value(v.oral_start[job.index, i]), v.instance.slots_per_day)
        room, projector = rooms[job.index, i], projectors.get((job.index, i))
        oral = _task(v, job, code, day, start, slots, room=room, members=members, projector=projector)
        tasks.append(replace(oral, means=_oral_means(v, value, job, i)))
    if not job.deliberation:
        return tasks
    day, start = divmod(value(v.deliberation_start[job.index]), v.instance.slots_per_day)
    room = rooms[job.index, len(job.orals) - 1]
    tasks.append(_task(v, job, job.deliberation_stage, day, start, job.deliberation, room=room, members=members))
    return tasks


def _preparations(v: Variables, value: Value, job: Job) -> Iterator[Task]:
    for i, (code, slots) in enumerate(job.preparations):
        if slots:
            day, start = divmod(value(v.oral_start[job.index, i]) - slots, v.instance.slots_per_day)
            chosen = (key[2] for key, literal in v.prepared_in.items() if key[:2] == (job.index, i) and value(literal))
            yield _task(v, job, code, day, start, slots, room=next(chosen))


def _members(v: Variables, value: Value, service: dict[JobAgent, Literal], job: Job) -> tuple[str, ...]:
    serving = (o.agent for o in v.instance.assignments(job) if value(service[job.index, o.agent.index]))
    return tuple(member.id for agent in serving for member in agent.members)


def _task(
    v: Variables,
    job: Job,
    stage: str,
    day: int,
    start: int,
    slots: int,
    room: str | None = None,
    members: tuple[str, ...] = (),
    invigilators: tuple[str, ...] = (),
    projector: str | None = None,
) -> Task:
    grid, date = v.instance.grid, v.instance.problem.days[day].date
    end = (start + slots) * grid
    return Task(
        job.candidate.id, job.track, stage, date, start * grid, end, room, members, invigilators, projector
    )  # fmt: skip


def _signings(v: Variables, value: Value) -> list[Task]:
    code = next((stage.code for stage in v.instance.problem.title.stages if stage.kind == CLOSING), "PV")
    tasks = []
    for (panel, d), signs in v.signs.items():
        if value(signs):
            start = (value(v.signing_start[panel]) - v.day_start(d)) * v.instance.grid
            members = tuple(member.id for agent in v.signing_panels[panel] for member in agent.members)
            end = start + v.instance.closing * v.instance.grid
            tasks.append(Task(None, None, code, v.instance.problem.days[d].date, start, end, members=members))
    return tasks
