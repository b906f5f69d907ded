"""The unknowns of a plan: when and by whom each job is marked and heard, when each paper starts, who sits where.

Only what a value *is* stands here (a start lies on one day, an end follows from a start); what a plan *must be* is in
`rules`. Times are slots over the whole session (see `work`).
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from tspi_sched.model.rooms import OralPool, SeatClass, oral_pools, projector_groups, seat_classes
from tspi_sched.model.work import Agent, Job, Paper, Work
from tspi_sched.problem import MSP_USE, Projector, Room

Var = Any
"""A CP-SAT variable, literal or linear expression: the library gives no useful types for them."""


@dataclass
class Sitting:
    """A written paper in one room, led by the paper that gives it its start."""

    room: Room
    paper: Paper
    held: Var
    start: Var
    size: Var
    end: Var


@dataclass
class Variables:
    """Every unknown, by what it is about: jobs, agents, days and papers by their index, people and things by id."""

    work: Work
    model: cp_model.CpModel
    placed: dict[str, Var] = field(default_factory=dict)
    paper_start: dict[int, Var] = field(default_factory=dict)
    paper_day: dict[tuple[int, int], Var] = field(default_factory=dict)
    used: dict[int, Var] = field(default_factory=dict)
    """The paper has somebody to sit it."""
    sits: dict[tuple[int, int], Var] = field(default_factory=dict)
    written_start: dict[int, Var] = field(default_factory=dict)
    written_day: dict[tuple[int, int], Var] = field(default_factory=dict)
    mark_start: dict[int, Var] = field(default_factory=dict)
    mark_day: dict[tuple[int, int], Var] = field(default_factory=dict)
    oral_start: dict[tuple[int, int], Var] = field(default_factory=dict)
    oral_day: dict[tuple[int, int], Var] = field(default_factory=dict)
    deliberation_start: dict[int, Var] = field(default_factory=dict)
    same_day: dict[int, Var] = field(default_factory=dict)
    """The job is heard on the day of its written paper."""
    marks: dict[tuple[int, int], Var] = field(default_factory=dict)
    hears: dict[tuple[int, int], Var] = field(default_factory=dict)
    marked: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    heard: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    active: dict[tuple[int, int], Var] = field(default_factory=dict)
    first: dict[tuple[int, int], Var] = field(default_factory=dict)
    last: dict[tuple[int, int], Var] = field(default_factory=dict)
    signs: dict[tuple[int, int], Var] = field(default_factory=dict)
    """(agent, day): the agent signs the minutes on that day."""
    signing_start: dict[int, Var] = field(default_factory=dict)
    agent_busy: dict[Hashable, list[Var]] = field(default_factory=dict)
    candidate_busy: dict[Hashable, list[Var]] = field(default_factory=dict)
    invigilator_busy: dict[Hashable, list[Var]] = field(default_factory=dict)
    meals: dict[Hashable, list[Var]] = field(default_factory=dict)
    """Intervals, one a day, by agent index or by id; filled by the rule `meal`."""
    meal_start: dict[tuple[Hashable, int], Var] = field(default_factory=dict)
    pools: tuple[OralPool, ...] = ()
    groups: tuple[tuple[Projector, ...], ...] = ()
    pool_held: dict[int, list[Var]] = field(default_factory=dict)
    """Per pool, the optional intervals that each hold one of its rooms."""
    in_pool: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    """(job, oral, pool): the oral is held in a room of the pool."""
    classes: tuple[SeatClass, ...] = ()
    sittings: dict[tuple[str, int], Sitting] = field(default_factory=dict)
    waits: dict[int, Var] = field(default_factory=dict)
    """Of a job: slots between its paper and its orals; made by whoever needs it first."""
    room_used: dict[tuple[str, int], Var] = field(default_factory=dict)
    seated: dict[tuple[int, int, str, int], Var] = field(default_factory=dict)
    """(class, paper, room, leading paper): how many of the class sit the paper in that room's sitting."""
    some_seated: dict[tuple[int, int, str, int], Var] = field(default_factory=dict)
    watches: dict[tuple[str, str, int], Var] = field(default_factory=dict)
    """(invigilator, room, leading paper)."""
    carries: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    """(job, oral, projector group): the oral uses a mobile projector of the group."""

    def oral_end(self, job: Job, oral: int = -1) -> Var:
        """The end of an oral, the last one by default."""
        index = oral % len(job.orals)
        return self.oral_start[job.index, index] + job.orals[index][1]

    def flag(self, name: str) -> Var:
        """A new literal."""
        return self.model.new_bool_var(name)

    def number(self, low: int, high: int, name: str) -> Var:
        """A new integer."""
        return self.model.new_int_var(low, high, name)

    def parts(self, job: Job) -> list[tuple[Var, int]]:
        """The stretches (start, slots) of a panel hearing a job, with the changeover and a deliberation at once.

        Without gaps between the orals they make a single stretch.
        """
        work, orals = self.work, range(len(job.orals))
        after = job.deliberation if work.deliberates_at_once else 0
        if work.oral_gap == 0:
            parts = [(self.oral_start[job.index, 0] - work.changeover, work.changeover + job.chain + after)]
        else:
            lead = [work.changeover if i == 0 else 0 for i in orals]
            tail = [after if i == len(job.orals) - 1 else 0 for i in orals]
            parts = [(self.oral_start[job.index, i] - lead[i], lead[i] + job.orals[i][1] + tail[i]) for i in orals]
        if work.deliberates_later(job):
            parts.append((self.deliberation_start[job.index], job.deliberation))
        return parts

    def held_stretches(self, job: Job, pool: OralPool) -> list[tuple[Var, Var, int, Var]]:
        """The stretches in which a job holds a room of the pool: start, slots, minutes held before it, literal.

        The room is held before the first oral for the changeover.
        """
        work, last = self.work, len(job.orals) - 1
        before = work.problem.rules.changeover_minutes
        after = job.deliberation if work.deliberates_at_once else 0
        chosen = [self.in_pool[job.index, i, pool.index] for i in range(last + 1)]
        first = self.oral_start[job.index, 0]
        if work.one_room:
            slots = job.chain if work.oral_gap == 0 else self.oral_end(job) - first
            stretches = [(first, slots + after, before, chosen[0])]
        else:
            stretches = [
                (self.oral_start[job.index, i], slots + (after if i == last else 0), before if i == 0 else 0, chosen[i])
                for i, (_, slots) in enumerate(job.orals)
            ]
        if work.deliberates_later(job):
            stretches.append((self.deliberation_start[job.index], job.deliberation, 0, chosen[-1]))
        return stretches

    @property
    def horizon(self) -> int:
        """The first slot after the session."""
        return len(self.work.problem.days) * self.work.slots_per_day

    @property
    def day_indices(self) -> range:
        """The days, from 0."""
        return range(len(self.work.problem.days))

    def day_start(self, day: int) -> int:
        """The slot of a day's midnight."""
        return day * self.work.slots_per_day


def build_variables(work: Work) -> Variables:
    """All the unknowns of a problem, tied to each other only by what they mean."""
    v = Variables(work, cp_model.CpModel())
    _candidates(v)
    _papers(v)
    for job in work.jobs:
        _written(v, job)
        _orals(v, job)
        _same_day(v, job)
        _marking(v, job)
        _deliberation(v, job)
        for agent in work.agents:
            _service(v, job, agent)
    _duty(v)
    _signing(v)
    _rooms(v)
    _room_intervals(v)
    _sittings(v)
    _busy(v)
    return v


def _candidates(v: Variables) -> None:
    for candidate in v.work.problem.candidates:
        v.placed[candidate.id] = v.flag(f"placed[{candidate.id}]") if v.work.optional else v.model.new_constant(1)


def start_on_a_day(v: Variables, name: str, present: Var, days: dict[Any, Var], key: Any) -> Var:
    """A start slot and the literals of its day; the start of what is absent is pinned, so that it costs no search."""
    start = v.number(0, v.horizon - 1, name)
    literals = []
    for d in v.day_indices:
        literal = days[(*key, d)] = v.flag(f"{name}@{d}")
        v.model.add_linear_constraint(start, v.day_start(d), v.day_start(d + 1) - 1).only_enforce_if(literal)
        literals.append(literal)
    v.model.add(sum(literals) == present)
    v.model.add(start == 0).only_enforce_if(~present)
    return start


def _papers(v: Variables) -> None:
    for paper in v.work.papers:
        takers = [job for job in v.work.jobs if job.track == paper.track]
        single = len(v.work.papers_of(takers[0])) == 1
        used = v.used[paper.index] = v.flag(f"paper[{paper.track},{paper.wave}]")
        start = start_on_a_day(v, f"paper_start[{paper.track},{paper.wave}]", used, v.paper_day, (paper.index,))
        v.paper_start[paper.index] = start
        for job in takers:
            placed = v.placed[job.candidate.id]
            v.sits[job.index, paper.index] = placed if single else v.flag(f"sits[{job.index},{paper.wave}]")
        v.model.add_max_equality(used, [v.sits[job.index, paper.index] for job in takers])


def _written(v: Variables, job: Job) -> None:
    papers, placed = v.work.papers_of(job), v.placed[job.candidate.id]
    if len(papers) == 1 and not v.work.optional:
        v.written_start[job.index] = v.paper_start[papers[0].index]
        for d in v.day_indices:
            v.written_day[job.index, d] = v.paper_day[papers[0].index, d]
        return
    start = start_on_a_day(v, f"written[{job.index}]", placed, v.written_day, (job.index,))
    v.written_start[job.index] = start
    v.model.add(sum(v.sits[job.index, paper.index] for paper in papers) == placed)
    for paper in papers:
        v.model.add(start == v.paper_start[paper.index]).only_enforce_if(v.sits[job.index, paper.index])


def _orals(v: Variables, job: Job) -> None:
    placed = v.placed[job.candidate.id]
    first = start_on_a_day(v, f"oral[{job.index}]", placed, v.oral_day, (job.index,))
    v.oral_start[job.index, 0] = first
    for index in range(1, len(job.orals)):
        if v.work.oral_gap == 0:
            v.oral_start[job.index, index] = first + job.offsets[index]
        else:
            v.oral_start[job.index, index] = v.number(0, v.horizon - 1, f"oral[{job.index},{index}]")
            v.model.add(v.oral_start[job.index, index] == 0).only_enforce_if(~placed)


def _marking(v: Variables, job: Job) -> None:
    """When the paper is marked; a marking of no length is no task, and stands for the start of the orals."""
    if job.marking:
        placed = v.placed[job.candidate.id]
        v.mark_start[job.index] = start_on_a_day(v, f"mark[{job.index}]", placed, v.mark_day, (job.index,))
        return
    v.mark_start[job.index] = v.oral_start[job.index, 0]
    for d in v.day_indices:
        v.mark_day[job.index, d] = v.oral_day[job.index, d]


def _same_day(v: Variables, job: Job) -> None:
    """Whether the written paper and the orals are on one day."""
    both = []
    for d in v.day_indices:
        here = v.flag(f"same[{job.index}]@{d}")
        v.model.add_bool_and(v.written_day[job.index, d], v.oral_day[job.index, d]).only_enforce_if(here)
        v.model.add_bool_or(~v.written_day[job.index, d], ~v.oral_day[job.index, d], here)
        both.append(here)
    v.same_day[job.index] = v.flag(f"same[{job.index}]")
    v.model.add(sum(both) == v.same_day[job.index])


def _deliberation(v: Variables, job: Job) -> None:
    if v.work.deliberates_later(job):
        v.deliberation_start[job.index] = v.number(0, v.horizon - 1, f"delib[{job.index}]")
    else:
        v.deliberation_start[job.index] = v.oral_end(job)


def _service(v: Variables, job: Job, agent: Agent) -> None:
    """Whether the agent marks and hears the job, and on which day: products of a service and a day."""
    for service, by_day, days in ((v.marks, v.marked, v.mark_day), (v.hears, v.heard, v.oral_day)):
        name = f"{'marks' if service is v.marks else 'hears'}[{job.index},{agent.index}]"
        serves = service[job.index, agent.index] = v.flag(name)
        v.model.add_implication(serves, v.placed[job.candidate.id])
        literals = []
        for d in v.day_indices:
            literal = by_day[job.index, agent.index, d] = v.flag(f"{name}@{d}")
            v.model.add_implication(literal, days[job.index, d])
            literals.append(literal)
        v.model.add(sum(literals) == serves)


def _duty(v: Variables) -> None:
    """Whether an agent works on a day, and the first and last slot of its work (equal when it does not)."""
    for agent in v.work.agents:
        for d in v.day_indices:
            base, key = v.day_start(d), (agent.index, d)
            v.active[key] = v.flag(f"active[{key}]")
            v.first[key] = v.number(base, base + v.work.slots_per_day, f"first[{key}]")
            v.last[key] = v.number(base, base + v.work.slots_per_day, f"last[{key}]")
            v.model.add(v.first[key] <= v.last[key])
            v.model.add(v.first[key] == base).only_enforce_if(~v.active[key])
            v.model.add(v.last[key] == base).only_enforce_if(~v.active[key])
            for job in v.work.jobs:
                _at_work(v, key, v.marked[job.index, *key], v.mark_start[job.index], job.marking)
                hearing, end = v.heard[job.index, *key], v.deliberation_start[job.index] + job.deliberation
                _at_work(v, key, hearing, v.oral_start[job.index, 0], 0)
                _at_work(v, key, hearing, end, 0)


def _at_work(v: Variables, key: tuple[int, int], literal: Var, start: Var, slots: int) -> None:
    v.model.add_implication(literal, v.active[key])
    v.model.add(v.first[key] <= start).only_enforce_if(literal)
    v.model.add(v.last[key] >= start + slots).only_enforce_if(literal)


def _signing(v: Variables) -> None:
    """When an agent signs the minutes, if the rules ask for it and panels are named."""
    if not v.work.closing or v.work.composes:
        return
    for agent in v.work.agents:
        start = v.number(0, v.horizon - 1, f"signing[{agent.index}]")
        v.signing_start[agent.index] = start
        for d in v.day_indices:
            literal = v.signs[agent.index, d] = v.flag(f"signs[{agent.index}]@{d}")
            v.model.add_linear_constraint(start, v.day_start(d), v.day_start(d + 1) - 1).only_enforce_if(literal)
            _at_work(v, (agent.index, d), literal, start, v.work.closing)


def _busy(v: Variables) -> None:
    """The time that each agent, candidate and invigilator gives, as optional intervals."""
    for agent in v.work.agents:
        v.agent_busy[agent.index] = [i for job in v.work.jobs for i in _service_intervals(v, job, agent)]
        v.agent_busy[agent.index] += _signing_intervals(v, agent)
    for candidate in v.work.problem.candidates:
        jobs, placed = v.work.jobs_of(candidate), v.placed[candidate.id]
        v.candidate_busy[candidate.id] = [i for job in jobs for i in _own_intervals(v, job, placed)]
    for invigilator in v.work.problem.invigilators:
        v.invigilator_busy[invigilator.id] = [
            v.model.new_optional_interval_var(s.start, s.size, s.end, v.watches[invigilator.id, *key], "watch")
            for key, s in v.sittings.items()
        ]


def _service_intervals(v: Variables, job: Job, agent: Agent) -> list[Var]:
    marks, hears = v.marks[job.index, agent.index], v.hears[job.index, agent.index]
    optional = v.model.new_optional_fixed_size_interval_var
    name = f"{job.index},{agent.index}"
    hearing = [optional(start, size, hears, f"hearing[{name}]") for start, size in v.parts(job)]
    if not job.marking:
        return hearing
    return [optional(v.mark_start[job.index], job.marking, marks, f"marking[{name}]"), *hearing]


def _signing_intervals(v: Variables, agent: Agent) -> list[Var]:
    return [
        v.model.new_optional_fixed_size_interval_var(v.signing_start[agent.index], v.work.closing, literal, "signing")
        for (index, _), literal in v.signs.items()
        if index == agent.index
    ]


def _own_intervals(v: Variables, job: Job, placed: Var) -> list[Var]:
    """A candidate's written paper and orals."""
    optional = v.model.new_optional_fixed_size_interval_var
    written = optional(v.written_start[job.index], job.written, placed, f"written[{job.index}]")
    if v.work.oral_gap == 0:
        return [written, optional(v.oral_start[job.index, 0], job.chain, placed, f"orals[{job.index}]")]
    orals = enumerate(job.orals)
    return [
        written,
        *(optional(v.oral_start[job.index, i], n, placed, f"oral[{job.index},{i}]") for i, (_, n) in orals),
    ]


def _rooms(v: Variables) -> None:
    v.pools, v.groups = oral_pools(v.work), projector_groups(v.work)
    for job in v.work.jobs:
        for oral in range(len(job.orals)):
            for pool in v.pools:
                first = v.in_pool.get((job.index, 0, pool.index))
                same = v.work.one_room and first is not None
                v.in_pool[job.index, oral, pool.index] = (
                    first if same else v.flag(f"room[{job.index},{oral},{pool.index}]")
                )
            chosen = sum(v.in_pool[job.index, oral, pool.index] for pool in v.pools)
            v.model.add(chosen == v.placed[job.candidate.id])
            if v.work.problem.title.stage[job.orals[oral][0]].projection:
                for group in range(len(v.groups)):
                    v.carries[job.index, oral, group] = v.flag(f"carries[{job.index},{oral},{group}]")


def _room_intervals(v: Variables) -> None:
    for pool in v.pools:
        held = v.pool_held[pool.index] = []
        for job in v.work.jobs:
            for start, slots, before, chosen in v.held_stretches(job, pool):
                held.append(_held(v, start, slots, v.work.up(before), chosen))


def _held(v: Variables, start: Var, slots: Var, before: int, chosen: Var) -> Var:
    if isinstance(slots, int):
        return v.model.new_optional_fixed_size_interval_var(start - before, slots + before, chosen, "held")
    size, end = v.number(0, v.horizon, "held_for"), v.number(0, v.horizon, "held_until")
    v.model.add(size == slots + before).only_enforce_if(chosen)
    return v.model.new_optional_interval_var(start - before, size, end, chosen, "held")


def _sittings(v: Variables) -> None:
    v.classes = seat_classes(v.work)
    longest = max((job.written for job in v.work.jobs), default=0)
    for room in v.work.problem.rooms:
        if MSP_USE not in room.uses:
            continue
        for paper in v.work.papers:
            name = f"{room.id},{paper.track},{paper.wave}"
            size, end = v.number(1, max(longest, 1), f"length[{name}]"), v.number(0, v.horizon, f"ends[{name}]")
            held = v.flag(f"sitting[{name}]")
            start = v.paper_start[paper.index]
            v.sittings[room.id, paper.index] = Sitting(room, paper, held, start, size, end)
            v.model.add(end == start + size).only_enforce_if(held)
            for invigilator in v.work.problem.invigilators:
                v.watches[invigilator.id, room.id, paper.index] = v.flag(f"watches[{invigilator.id},{name}]")
    for seats in v.classes:
        for paper in v.work.papers_of(seats.jobs[0]):
            _seats(v, seats, paper)


def _seats(v: Variables, seats: SeatClass, paper: Paper) -> None:
    """How many of a class sit a paper in each sitting: one that the paper leads, or one led by an earlier paper."""
    counts = []
    for (room, lead), sitting in v.sittings.items():
        if lead > paper.index:
            continue
        name = f"{seats.index},{paper.index},{room},{lead}"
        count, some = v.number(0, len(seats.jobs), f"seated[{name}]"), v.flag(f"some[{name}]")
        v.model.add(count >= some)
        v.model.add(count <= len(seats.jobs) * some)
        v.model.add_implication(some, sitting.held)
        if lead != paper.index:
            v.model.add(v.paper_start[paper.index] == sitting.start).only_enforce_if(some)
        v.model.add(sitting.size >= seats.written).only_enforce_if(some)
        key = (seats.index, paper.index, room, lead)
        v.seated[key], v.some_seated[key] = count, some
        counts.append(count)
    v.model.add(sum(counts) == sum(v.sits[job.index, paper.index] for job in seats.jobs))
