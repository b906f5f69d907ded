"""Makes the resource variables: signings, rooms, projectors, sittings, everybody's busy intervals."""

from itertools import combinations

from tspi_sched.model.groups import RoomGroup, SeatGroup, projector_groups, room_groups, seat_groups
from tspi_sched.model.instance import Agent, Job, Paper
from tspi_sched.model.variables import Sitting, Var, Variables
from tspi_sched.model.variables.assignment import lies_within
from tspi_sched.problem import WRITTEN, Room


def signing(v: Variables) -> None:
    """When each panel signs the minutes, if the rules ask for it; a composed panel is any set of members."""
    if not v.instance.closing:
        return
    v.signing_panels = tuple(combinations(v.instance.agents, v.instance.agents_per_job))
    for panel, agents in enumerate(v.signing_panels):
        start = v.signing_start[panel] = v.start_var(f"signing[{panel}]")
        for d in v.day_indices:
            literal = v.signs[panel, d] = v.bool_var(f"signs[{panel}]@{d}")
            v.model.add_linear_constraint(start, v.day_start(d), v.day_start(d + 1) - 1).only_enforce_if(literal)
            for agent in agents:
                v.model.add_implication(literal, v.active[agent.index, d])
                lies_within(v, (agent.index, d), literal, start, start + v.instance.closing)
        for job in v.instance.jobs:
            v.assesses[job.index, panel] = _all(v, job, agents)


def _all(v: Variables, job: Job, agents: tuple[Agent, ...]) -> Var:
    """A literal for: all of these agents hear the job."""
    literals = v.serving(job, agents)
    if len(literals) < len(agents):
        return v.model.new_constant(0)
    if len(literals) == 1:
        return literals[0]
    whole_panel = v.bool_var("all")
    v.model.add_bool_and(literals).only_enforce_if(whole_panel)
    v.model.add_bool_or(*(~literal for literal in literals), whole_panel)
    return whole_panel


def busy(v: Variables) -> None:
    """The time that each agent, candidate and invigilator gives, as optional intervals."""
    for agent in v.instance.agents:
        v.agent_busy[agent.index] = _signing_intervals(v, agent)
    for job in v.instance.jobs:
        parts = v.parts(job)
        for assignment in v.instance.assignments(job):
            v.agent_busy[assignment.agent.index] += _service_intervals(v, job, assignment.agent, parts)
    if v.compact:
        _off_duty(v)
    for candidate in v.instance.problem.candidates:
        jobs, placed = v.instance.jobs_of(candidate), v.placed[candidate.id]
        v.candidate_busy[candidate.id] = [i for job in jobs for i in _own_intervals(v, job, placed)]
    for invigilator in v.instance.problem.invigilators:
        v.invigilator_busy[invigilator.id] = [
            v.model.new_optional_interval_var(s.start, s.size, s.end, v.watches[invigilator.id, *key], "watch")
            for key, s in v.sittings.items()
        ]


def _service_intervals(v: Variables, job: Job, agent: Agent, stretches: list[tuple[Var, int]]) -> list[Var]:
    """The marking of a job, and the stretches of hearing it, if this agent serves it."""
    marks, hears = v.marks[job.index, agent.index], v.hears[job.index, agent.index]
    optional = v.model.new_optional_fixed_size_interval_var
    hearing = [optional(start, size, hears, "hearing") for start, size in stretches]
    if not job.marking:
        return hearing
    return [optional(v.mark_start[job.index], job.marking, marks, "marking"), *hearing]


def _off_duty(v: Variables) -> None:
    """Compact formulation: an agent does nothing before the first slot of its day, nor after the last one.

    Two intervals a day say so for all its jobs together. A changeover is no work, so it may lie outside.
    """
    away: dict[int, list[Var]] = {agent.index: _signing_intervals(v, agent) for agent in v.instance.agents}
    for (agent, d), first in v.first.items():
        opens, last, closes = v.day_start(d), v.last[agent, d], v.day_start(d + 1)
        away[agent].append(v.model.new_interval_var(opens, first - opens, first, "before"))
        away[agent].append(v.model.new_interval_var(last, closes - last, closes, "after"))
    for job in v.instance.jobs:
        tasks = v.tasks(job)
        for assignment in v.instance.assignments(job):
            away[assignment.agent.index] += _service_intervals(v, job, assignment.agent, tasks)
    for intervals in away.values():
        v.model.add_no_overlap(intervals)


def _signing_intervals(v: Variables, agent: Agent) -> list[Var]:
    return [
        v.model.new_optional_fixed_size_interval_var(v.signing_start[panel], v.instance.closing, literal, "signing")
        for (panel, _), literal in v.signs.items()
        if agent in v.signing_panels[panel]
    ]


def _own_intervals(v: Variables, job: Job, placed: Var) -> list[Var]:
    """A candidate's written paper, and orals with what prepares them."""
    optional = v.model.new_optional_fixed_size_interval_var
    papers = (*job.earlier, job) if job.has_paper else ()
    written = [optional(v.written_start[p.index], p.written, placed, f"written[{p.index}]") for p in papers]
    if v.instance.oral_gap == 0:
        begins = v.oral_start[job.index, 0] - job.lead
        orals = [optional(begins, job.lead + job.chain, placed, f"orals[{job.index}]")]
    else:
        each = [(i, job.prepares(i), n) for i, (_, n) in enumerate(job.orals)]
        start = v.oral_start
        orals = [optional(start[job.index, i] - p, p + n, placed, f"oral[{job.index},{i}]") for i, p, n in each]
    return [*written, *orals]


def rooms(v: Variables) -> None:
    """The room group that hosts each oral, and the mobile projector it uses."""
    v.room_groups, v.projector_groups = room_groups(v.instance), projector_groups(v.instance)
    for job in v.instance.jobs:
        for oral in range(len(job.orals)):
            for room_group in v.room_groups:
                before = v.in_room_group.get((job.index, oral - 1, room_group.index))
                stays = v.instance.one_room and oral and v.instance.leg(job, oral) == v.instance.leg(job, oral - 1)
                v.in_room_group[job.index, oral, room_group.index] = (
                    before if stays else _hosted(v, job, oral, room_group)
                )
            chosen = sum(v.in_room_group[job.index, oral, room_group.index] for room_group in v.room_groups)
            v.model.add(chosen == v.placed[job.candidate.id])
            if v.instance.problem.title.stage[job.orals[oral][0]].projection:
                for group in range(len(v.projector_groups)):
                    v.carries[job.index, oral, group] = v.bool_var(f"carries[{job.index},{oral},{group}]")


def preparation_rooms(v: Variables) -> None:
    """The room in which each oral is prepared, if it is."""
    stage = v.instance.problem.title.stage
    for job in v.instance.jobs:
        for oral, (code, slots) in enumerate(job.preparations):
            if slots:
                rooms = [room for room in v.instance.problem.rooms if stage[code].place in room.uses]
                for room in rooms:
                    v.prepared_in[job.index, oral, room.id] = v.bool_var(f"prepared[{job.index},{oral},{room.id}]")
                chosen = sum(v.prepared_in[job.index, oral, room.id] for room in rooms)
                v.model.add(chosen == v.placed[job.candidate.id])


def _hosted(v: Variables, job: Job, oral: int, room_group: RoomGroup) -> Var:
    """Whether an oral is in a room of a group; never where its place is none of the group's."""
    place = v.instance.problem.title.stage[job.orals[oral][0]].place
    if v.instance.keeps("oral_room") and place not in room_group.example.uses:
        return v.false_literal
    return v.bool_var(f"room[{job.index},{oral},{room_group.index}]")


def room_intervals(v: Variables) -> None:
    """The intervals for which rooms of each group are held."""
    for room_group in v.room_groups:
        held = v.room_group_held[room_group.index] = []
        for job in v.instance.jobs:
            for start, slots, before, chosen in v.held_stretches(job, room_group):
                held.append(_held(v, start, slots, v.instance.up(before), chosen))


def _held(v: Variables, start: Var, slots: Var, before: int, chosen: Var) -> Var:
    if isinstance(slots, int):
        return v.model.new_optional_fixed_size_interval_var(start - before, slots + before, chosen, "held")
    size, end = v.int_var(0, v.horizon, "held_for"), v.int_var(0, v.horizon, "held_until")
    v.model.add(size == slots + before).only_enforce_if(chosen)
    return v.model.new_optional_interval_var(start - before, size, end, chosen, "held")


def sittings(v: Variables) -> None:
    """The sittings that may be held, their invigilators, and how many of each class sit in them."""
    v.seat_groups = seat_groups(v.instance)
    longest = max((job.written for job in v.instance.sitters), default=0)
    for room in v.instance.problem.rooms:
        if not v.instance.problem.title.uses(WRITTEN) & set(room.uses):
            continue
        for paper in (paper for paper in v.instance.papers if hosts(v, room, paper)):
            name = f"{room.id},{paper.track},{paper.wave}"
            size, end = v.int_var(1, max(longest, 1), f"length[{name}]"), v.int_var(0, v.horizon, f"ends[{name}]")
            held = v.bool_var(f"sitting[{name}]")
            start = v.paper_start[paper.index]
            v.sittings[room.id, paper.index] = Sitting(room, paper, held, start, size, end)
            v.model.add(end == start + size).only_enforce_if(held)
            for invigilator in v.instance.problem.invigilators:
                v.watches[invigilator.id, room.id, paper.index] = v.bool_var(f"watches[{invigilator.id},{name}]")
    for seats in v.seat_groups:
        for paper in v.instance.papers_of(seats.jobs[0]):
            _seats(v, seats, paper)


def hosts(v: Variables, room: Room, paper: Paper) -> bool:
    """Whether a paper may be written in a room."""
    return v.instance.problem.title.stage[paper.stage].place in room.uses


def _seats(v: Variables, seats: SeatGroup, paper: Paper) -> None:
    """How many of a class sit a paper in each sitting: one that the paper leads, or one led by an earlier paper."""
    counts = []
    for (room, lead), sitting in v.sittings.items():
        if lead > paper.index or not hosts(v, sitting.room, paper):
            continue
        name = f"{seats.index},{paper.index},{room},{lead}"
        count, occupied = v.int_var(0, len(seats.jobs), f"seated[{name}]"), v.bool_var(f"some[{name}]")
        v.model.add(count >= occupied)
        v.model.add(count <= len(seats.jobs) * occupied)
        v.model.add_implication(occupied, sitting.held)
        if lead != paper.index:
            v.model.add(v.paper_start[paper.index] == sitting.start).only_enforce_if(occupied)
        v.model.add(sitting.size >= seats.written).only_enforce_if(occupied)
        key = (seats.index, paper.index, room, lead)
        v.seated[key], v.some_seated[key] = count, occupied
        counts.append(count)
    v.model.add(sum(counts) == sum(v.sits[job.index, paper.index] for job in seats.jobs))
