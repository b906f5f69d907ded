"""The positional relaxation: the workload relaxation with hours, in which nothing that one panel does overlaps.

Workload only adds up; here each panel's markings and hearings are laid out one after the other around its meal, jobs of
a type by position instead of by name. Every plan gives a solution (sort each panel's jobs of a type by their hours), so
bounds are bounds of the plan; they beat the workload relaxation's, as idle time and waits show. Theory:
docs/how/relaxations.md.
"""

from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

from ortools.sat.python import cp_model

from tspi_sched.model.calendar import free_starts, hearing_slots, oral_starts
from tspi_sched.model.instance import Agent, Instance, Job, agent_windows
from tspi_sched.model.variables import Var
from tspi_sched.problem import ORAL_USE, Windows
from tspi_sched.relaxations.gaps import gaps_close
from tspi_sched.relaxations.positional.candidates import place_candidates
from tspi_sched.relaxations.positional.data import Position, PositionalModel, meals
from tspi_sched.relaxations.workload.data import JobType, WorkloadDay, WorkloadModel

MAX_POSITIONS = 1_500
"""Most positions; with more, the model is not worth its while."""


def positional_applies(instance: Instance) -> bool:
    """Whether the relaxation applies and is worth its while: orals as if back to back, not too many agents and jobs."""
    job_types: dict[Hashable, list[Job]] = defaultdict(list)
    for job in instance.jobs:
        job_types[job.track, job.orals, job.deliberation].append(job)
    positions = (
        min(len(jobs), _fitting(instance, agent, jobs[0])) for agent in instance.agents for jobs in job_types.values()
    )
    return gaps_close(instance) and sum(positions) <= MAX_POSITIONS


def build_positional_model(workload: WorkloadModel) -> PositionalModel:
    """The workload relaxation's model with positions and hours stated in it."""
    # Counts of the same day, by position and by type: docs/how/arguments-positional.md#counts-per-day
    o, t = workload, PositionalModel(workload)
    for job_type in o.job_types:
        rooms = oral_starts(o.instance, job_type.example)
        for agent in o.instance.agents:
            upper = min(job_type.most(agent), _fitting(o.instance, agent, job_type.example))
            t.positions[agent.index, job_type.index] = _positions(o, agent, job_type, upper, rooms)
    for agent in o.instance.agents:
        _one_at_a_time(t, agent)
    place_candidates(t)
    _places(t)
    return t


def _fitting(instance: Instance, agent: Agent, job: Job) -> int:
    """How many jobs like this one an agent can hear in the whole session."""
    # Orals lie in the hull of the agent's hours; only one changeover may come before it:
    # docs/how/arguments-positional.md#number-of-positions
    per_job = instance.changeover + hearing_slots(instance, job)
    spans = (agent_windows(agent, day) for day in instance.problem.days)
    slots = (w[-1][1] // instance.grid - instance.up(w[0][0]) + instance.changeover for w in spans if w)
    return sum(max(0, span // per_job) for span in slots)


# --- turns -----------------------------------------------------------------------------------------------------------


def _positions(o: WorkloadModel, agent: Agent, job_type: JobType, count: int, rooms: cp_model.Domain) -> list[Position]:
    # One at a time, in sorted order: docs/how/arguments-positional.md#consecutive-positions
    windows: list[Windows] = [agent_windows(agent, day) for day in o.instance.problem.days]
    hearing = free_starts(o.instance, windows, 0, hearing_slots(o.instance, job_type.example)).intersection_with(rooms)
    marking = free_starts(o.instance, windows, 0, job_type.example.marking)
    days = {d: o.days[agent.index, d] for d in range(len(windows)) if (agent.index, d) in o.days}
    positions = [_position(o, agent, job_type, days, marking, hearing) for _ in range(count)]
    for d, day in days.items():
        o.model.add(sum(position.marked[d] for position in positions) == day.marked[job_type.index])
        o.model.add(sum(position.heard[d] for position in positions) == day.heard[job_type.index])
    for position, after in pairwise(positions):
        o.model.add_implication(after.used, position.used)
        o.model.add(after.marking >= position.marking + job_type.example.marking).only_enforce_if(after.used)
        gap = hearing_slots(o.instance, job_type.example) + o.instance.changeover
        o.model.add(after.hearing >= position.hearing + gap).only_enforce_if(after.used)
    return positions


def _position(
    o: WorkloadModel,
    agent: Agent,
    job_type: JobType,
    days: dict[int, WorkloadDay],
    marking: cp_model.Domain,
    hearing: cp_model.Domain,
) -> Position:
    # Of the first i jobs heard, one has the i-th marking or a later one:
    # docs/how/arguments-positional.md#marking-before-hearing
    # An oral needs the hours of its agent, of some room, and of its candidate's meal:
    # docs/how/arguments-positional.md#start-domains
    nought = cp_model.Domain(0, 0)
    position = Position(
        agent,
        job_type,
        o.bool_var("used"),
        o.model.new_int_var_from_domain(marking.union_with(nought), "marking"),
        o.model.new_int_var_from_domain(hearing.union_with(nought), "hearing"),
        {d: o.bool_var("marked") for d in days},
        {d: o.bool_var("heard") for d in days},
    )
    o.model.add(sum(position.marked.values()) == position.used)
    o.model.add(sum(position.heard.values()) == position.used)
    o.model.add(position.marking == 0).only_enforce_if(~position.used)
    o.model.add(position.hearing == 0).only_enforce_if(~position.used)
    o.model.add(position.marking >= o.released(job_type)).only_enforce_if(position.used)
    ready = position.marking + job_type.example.marking + o.instance.changeover
    o.model.add(position.hearing >= ready).only_enforce_if(position.used)
    for d, day in days.items():
        tasks = (
            (position.marked[d], position.marking, job_type.example.marking),
            (position.heard[d], position.hearing, hearing_slots(o.instance, job_type.example)),
        )
        for literal, start, length in tasks:
            o.model.add_implication(literal, day.active)
            o.model.add(start >= day.first).only_enforce_if(literal)
            o.model.add(start + length <= day.last).only_enforce_if(literal)
    return position


def _one_at_a_time(t: PositionalModel, agent: Agent) -> None:
    """What an agent does, its changeovers and its meals do not overlap."""
    # Sorting keeps the set of intervals, since a type has equal lengths: docs/how/arguments-positional.md#one-at-a-time
    o = t.workload
    busy: list[Var] = []
    for job_type in o.job_types:
        length, changeover = hearing_slots(o.instance, job_type.example), o.instance.changeover
        for position in t.positions[agent.index, job_type.index]:
            marking, hearing = job_type.example.marking, changeover + length
            busy.append(
                o.model.new_optional_fixed_size_interval_var(position.marking, marking, position.used, "marking")
            )
            start = position.hearing - changeover
            busy.append(o.model.new_optional_fixed_size_interval_var(start, hearing, position.used, "hearing"))
    o.model.add_no_overlap(busy + meals(o))


# --- places ----------------------------------------------------------------------------------------------------------


def _places(t: PositionalModel) -> None:
    """No more jobs at once than oral rooms, no more projected orals than projectors; all its agents hear a job."""
    # Each job in progress holds one room, and one projector if it projects; where gaps were closed, at other hours:
    # docs/how/arguments-positional.md#rooms-and-projectors
    o, problem = t.workload, t.workload.instance.problem
    if o.instance.oral_gap:
        return
    rooms = [room for room in problem.rooms if ORAL_USE in room.uses and room.seats > problem.rules.panel.size]
    kits = sum(room.projector for room in rooms) + len(problem.projectors)
    held, shown = [], []
    before = o.instance.changeover if o.instance.one_room else 0
    for position in (position for positions in t.positions.values() for position in positions):
        job, start = position.job_type.example, position.hearing
        length = before + (hearing_slots(o.instance, position.job_type.example) if o.instance.one_room else job.chain)
        held.append(o.model.new_optional_fixed_size_interval_var(start - before, length, position.used, "held"))
        for (code, slots), offset in zip(job.orals, job.offsets, strict=True):
            if problem.title.stage[code].projection:
                begin = start + offset
                shown.append(o.model.new_optional_fixed_size_interval_var(begin, slots, position.used, "shown"))
    per_job = o.instance.agents_per_job
    for intervals, places in ((held, len(rooms)), (shown, kits)):
        if places * per_job < len(o.instance.agents):
            o.model.add_cumulative(intervals, [1] * len(intervals), places * per_job)
