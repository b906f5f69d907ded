"""The rules in the plain CP-SAT formulation: a start per task, an optional interval for each thing it might use."""

from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.peers.session import Job, Session, Spans, starts
from tspi_sched.problem import MSP_USE, ORAL_USE, Room

Var = Any
"""An unknown, or an expression of unknowns."""


@dataclass
class Model:
    """The unknowns: starts in slots, the rest literals."""

    s: Session
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    paper: dict[str, Var] = field(default_factory=dict)
    """Start of each track's paper."""
    mark: dict[int, Var] = field(default_factory=dict)
    oral: dict[int, Var] = field(default_factory=dict)
    seat: dict[tuple[int, str], Var] = field(default_factory=dict)
    """Job, room of its paper."""
    panel: dict[tuple[int, int], Var] = field(default_factory=dict)
    room: dict[tuple[int, str], Var] = field(default_factory=dict)
    carry: dict[tuple[int, int, str], Var] = field(default_factory=dict)
    """Job, place of the oral, mobile projector."""
    used: dict[tuple[str, str], Var] = field(default_factory=dict)
    """Room, track: somebody sits that paper there."""
    length: dict[tuple[str, str], Var] = field(default_factory=dict)
    """Room, track: how long the sitting lasts for them."""
    together: dict[tuple[str, str], Var] = field(default_factory=dict)
    watch: dict[tuple[str, str, str], Var] = field(default_factory=dict)
    """Invigilator, room, track."""
    days: dict[tuple[str, Any, int], Var] = field(default_factory=dict)
    """Kind of task, what, day: it is on that day."""

    def flag(self, name: str) -> Var:
        """A literal."""
        return self.model.new_bool_var(name)

    def at(self, name: str, spans: Spans, before: int, length: int) -> Var:
        """A start inside stretches."""
        return self.model.new_int_var_from_domain(allowed(spans, before, length), name)

    def optional(self, start: Var, size: Var, literal: Var, name: str) -> Var:
        """An interval that is there if the literal is true."""
        return self.model.new_optional_interval_var(
            start, size, self.model.new_int_var(0, self.s.horizon, ""), literal, name
        )

    def meals(self, who: str) -> list[Var]:
        """A meal per day, anywhere in the meal's window."""
        first, last = self.s.meal_starts
        bases = [day * self.s.day_slots for day in self.s.days if self.s.meal]
        found = [self.model.new_int_var(base + first, base + last, f"meal {who}") for base in bases]
        return [self.model.new_fixed_size_interval_var(start, self.s.meal, f"meal {who}") for start in found]


def allowed(spans: Spans, before: int, length: int) -> cp_model.Domain:
    """The slots at which something may start."""
    return cp_model.Domain.from_intervals([list(span) for span in starts(spans, before, length)])


def build(s: Session) -> Model:
    """The whole model."""
    m = Model(s)
    unknowns(m)
    on_days(m)
    order(m)
    available(m)
    sittings(m)
    invigilation(m)
    oral_rooms(m)
    projectors(m)
    panels(m)
    candidates(m)
    return m


def unknowns(m: Model) -> None:
    """One value for everything there is to decide."""
    s, everywhere = m.s, ((0, m.s.horizon),)
    for track in s.tracks:
        m.paper[track] = m.at(f"paper {track}", everywhere, 0, 0)
    for job in s.jobs:
        m.mark[job.index] = m.at(f"mark {job.index}", everywhere, 0, job.marking)
        m.oral[job.index] = m.at(f"oral {job.index}", s.spans(job.candidate), 0, job.chain)
        m.seat |= {(job.index, r.id): m.flag(f"seat {job.index} {r.id}") for r in s.suited(job, s.written_rooms)}
        m.panel |= {(job.index, p.index): m.flag(f"panel {job.index} {p.index}") for p in s.serving(job)}
        m.room |= {(job.index, r.id): m.flag(f"room {job.index} {r.id}") for r in s.suited(job, s.oral_rooms)}
        for chosen in (m.seat, m.panel, m.room):
            m.model.add_exactly_one(literal for key, literal in chosen.items() if key[0] == job.index)


def on_days(m: Model) -> None:
    """Which day each start is on."""
    kinds: dict[str, dict[Any, Var]] = {"paper": m.paper, "mark": m.mark, "oral": m.oral}
    for kind, what, start in ((kind, what, start) for kind, found in kinds.items() for what, start in found.items()):
        for day in m.s.days:
            here = m.days[kind, what, day] = m.flag(f"{kind} {what} on {day}")
            first, last = day * m.s.day_slots, (day + 1) * m.s.day_slots - 1
            m.model.add_linear_constraint(start, first, last).only_enforce_if(here)
        m.model.add_exactly_one(m.days[kind, what, day] for day in m.s.days)


def order(m: Model) -> None:
    """Paper, marking, orals; the orals of several tracks in their order."""
    for job in m.s.jobs:
        m.model.add(m.mark[job.index] >= m.paper[job.track] + job.written + m.s.delay)
        m.model.add(m.oral[job.index] >= m.mark[job.index] + job.marking)
    for candidate in m.s.problem.candidates:
        jobs = m.s.jobs_of(candidate)
        for before, after in pairwise(jobs):
            m.model.add(m.oral[after.index] >= m.oral[before.index] + before.chain)


def available(m: Model) -> None:
    """Everything inside the availability of all that it uses."""
    rooms = m.s.problem.room
    for job in m.s.jobs:
        inside(m, m.paper[job.track], m.s.spans(job.candidate), 0, job.written)
        for panel in m.s.serving(job):
            chosen = m.panel[job.index, panel.index]
            inside(m, m.mark[job.index], panel.spans, 0, job.marking, chosen)
            inside(m, m.oral[job.index], panel.spans, 0, job.hearing, chosen)
        for room in m.s.suited(job, m.s.written_rooms):
            inside(m, m.paper[job.track], m.s.spans(room), 0, job.written, m.seat[job.index, room.id])
        for room in m.s.suited(job, m.s.oral_rooms):
            spans = m.s.spans(rooms[room.id])
            inside(m, m.oral[job.index], spans, 0, job.hearing, m.room[job.index, room.id])


def inside(m: Model, start: Var, spans: Spans, before: int, length: int, literal: Var | None = None) -> None:
    """A task lies inside stretches, if a literal is true."""
    stated = m.model.add_linear_expression_in_domain(start, allowed(spans, before, length))
    if literal is not None:
        stated.only_enforce_if(literal)


def sittings(m: Model) -> None:
    """Desks; papers that share a room start together or come one after the other."""
    for first, second in combinations(m.s.tracks, 2):
        same = m.together[first, second] = m.together[second, first] = m.flag(f"{first} with {second}")
        m.model.add(m.paper[first] == m.paper[second]).only_enforce_if(same)
        m.model.add(m.paper[first] != m.paper[second]).only_enforce_if(~same)
    for room in m.s.written_rooms:
        seated = [job for job in m.s.jobs if (job.index, room.id) in m.seat]
        papers = [m.optional(m.paper[j.track], j.written, m.seat[j.index, room.id], "paper") for j in seated]
        m.model.add_cumulative(papers, [1] * len(papers), room.seats)
        for track in m.s.tracks:
            sitting(m, room, track, [job for job in seated if job.track == track])
        for first, second in combinations(m.s.tracks, 2):
            apart(
                m,
                (room.id, first),
                (room.id, second),
                [m.used[room.id, first], m.used[room.id, second], ~m.together[first, second]],
            )


def sitting(m: Model, room: Room, track: str, jobs: list[Job]) -> None:
    """Whether a track's paper is sat in a room, and for how long."""
    used = m.used[room.id, track] = m.flag(f"{track} in {room.id}")
    length = m.length[room.id, track] = m.model.new_int_var(0, max((j.written for j in jobs), default=0), "length")
    m.model.add_max_equality(used, [m.seat[job.index, room.id] for job in jobs] or [0])
    for job in jobs:
        m.model.add(length >= job.written).only_enforce_if(m.seat[job.index, room.id])


def apart(m: Model, one: tuple[str, str], other: tuple[str, str], literals: list[Var]) -> None:
    """If the literals are true, one sitting ends, and the turnover after it, before the other begins."""
    first = m.flag("first")
    for (room, track), (_, later), way in ((one, other, first), (other, one, ~first)):
        end = m.paper[track] + m.length[room, track] + m.s.turnover
        m.model.add(m.paper[later] >= end).only_enforce_if(*literals, way)


def invigilation(m: Model) -> None:
    """Enough invigilators per sitting, none of them a trainer, each in one place at a time, there, and fed."""
    rooms = [room.id for room in m.s.written_rooms]
    for invigilator in m.s.problem.invigilators:
        who, closed = invigilator.id, closed_intervals(m, m.s.closed(m.s.spans(invigilator)))
        meals = m.meals(who)
        for room, track in ((room, track) for room in rooms for track in m.s.tracks):
            watching = m.watch[who, room, track] = m.flag(f"{who} watches {track} in {room}")
            m.model.add_implication(watching, m.used[room, track])
            interval = m.optional(m.paper[track], m.length[room, track], watching, "watch")
            m.model.add_no_overlap([interval, *meals])
            m.model.add_no_overlap([interval, *closed])
        for job in (job for job in m.s.jobs if who in job.candidate.trainers):
            for room in (room for room in rooms if (job.index, room) in m.seat):
                m.model.add_implication(m.seat[job.index, room], ~m.watch[who, room, job.track])
        for (a, t), (b, u) in combinations([(room, track) for room in rooms for track in m.s.tracks], 2):
            if a != b:
                apart(m, (a, t), (b, u), [m.watch[who, a, t], m.watch[who, b, u]])
    for room, track in ((room, track) for room in rooms for track in m.s.tracks):
        enough(m, room, track)


def enough(m: Model, room: str, track: str) -> None:
    """As many invigilators as the candidates of all papers that start together need, and the same for all of them."""
    count, share = crowd(m, room, track), m.s.problem.rules.msp.candidates_per_invigilator
    needed = sum(m.watch[i.id, room, track] for i in m.s.problem.invigilators)
    used = m.used[room, track]
    m.model.add(share * needed >= count).only_enforce_if(used)
    m.model.add(share * needed <= count + share - 1).only_enforce_if(used)
    for other in (other for other in m.s.tracks if other != track):
        for i in m.s.problem.invigilators:
            same = [used, m.used[room, other], m.together[track, other]]
            m.model.add_implication(m.watch[i.id, room, track], m.watch[i.id, room, other]).only_enforce_if(*same)


def crowd(m: Model, room: str, track: str) -> Var:
    """How many sit in a room at the moment a track's paper starts."""
    there = []
    for job in (job for job in m.s.jobs if (job.index, room) in m.seat):
        seat = m.seat[job.index, room]
        if job.track == track:
            there.append(seat)
            continue
        also = m.flag("also there")
        m.model.add_bool_and(seat, m.together[track, job.track]).only_enforce_if(also)
        m.model.add_bool_or(~seat, ~m.together[track, job.track], also)
        there.append(also)
    return sum(there)


def closed_intervals(m: Model, spans: Spans) -> list[Var]:
    """Fixed intervals."""
    return [m.model.new_fixed_size_interval_var(start, end - start, "closed") for start, end in spans]


def hold(m: Model, job: Job, literal: Var) -> Var:
    """From the changeover to the end of the deliberation, if a literal is true."""
    return m.optional(m.oral[job.index] - m.s.changeover, m.s.changeover + job.hearing, literal, "hold")


def oral_rooms(m: Model) -> None:
    """One candidate at a time, and no sitting meanwhile."""
    for room in m.s.oral_rooms:
        jobs = [job for job in m.s.jobs if (job.index, room.id) in m.room]
        holds = [hold(m, job, m.room[job.index, room.id]) for job in jobs]
        m.model.add_no_overlap(holds)
        if MSP_USE in room.uses and ORAL_USE in room.uses:
            for track in m.s.tracks:
                ahead, used = m.s.turnover, m.used[room.id, track]
                sat = m.optional(m.paper[track] - ahead, m.length[room.id, track] + ahead, used, "sitting")
                m.model.add_no_overlap([sat, *holds])


def projectors(m: Model) -> None:
    """A projected oral is in a room with a projector, or carries one, set up before."""
    taken: dict[str, list[Var]] = {projector.id: [] for projector in m.s.problem.projectors}
    for job in m.s.jobs:
        fixed = [v for (j, r), v in m.room.items() if j == job.index and m.s.problem.room[r].projector]
        for place, offset, slots in job.projected:
            start = m.oral[job.index] + offset - m.s.setup
            for projector in m.s.problem.projectors:
                literal = m.carry[job.index, place, projector.id] = m.flag(f"{projector.id} for {job.index}")
                taken[projector.id].append(m.optional(start, m.s.setup + slots, literal, "projector"))
                inside(m, start, m.s.spans(projector), 0, m.s.setup + slots, literal)
            carried = [m.carry[job.index, place, projector.id] for projector in m.s.problem.projectors]
            m.model.add_exactly_one(*fixed, *carried)
    for intervals in taken.values():
        m.model.add_no_overlap(intervals)


def panels(m: Model) -> None:
    """One thing at a time, a meal, and so many a day."""
    for panel in m.s.panels:
        busy = m.meals(f"panel {panel.index}")
        jobs = [job for job in m.s.jobs if panel in m.s.serving(job)]
        for job in jobs:
            literal = m.panel[job.index, panel.index]
            busy += [m.optional(m.mark[job.index], job.marking, literal, "marking"), hold(m, job, literal)]
        m.model.add_no_overlap(busy)
        for day in m.s.days if panel.most is not None else ():
            heard = [m.flag("heard") for _ in jobs]
            for job, here in zip(jobs, heard, strict=True):
                m.model.add_bool_or(here, ~m.panel[job.index, panel.index], ~m.days["oral", job.index, day])
            m.model.add(sum(heard) <= panel.most)


def candidates(m: Model) -> None:
    """One thing at a time, a meal, and the rest between two tracks."""
    for candidate in m.s.problem.candidates:
        jobs = m.s.jobs_of(candidate)
        m.model.add_no_overlap([*m.meals(candidate.id), *(own for job in jobs for own in attended(m, job, 0))])
        for one, other in combinations(jobs, 2):
            for mine, theirs in product(attended(m, one, m.s.rest), attended(m, other, m.s.rest)):
                m.model.add_no_overlap([mine, theirs])


def attended(m: Model, job: Job, rest: int) -> list[Var]:
    """A candidate's paper and orals, each with so many slots after it."""
    spans = ((m.paper[job.track], job.written), (m.oral[job.index], job.chain))
    return [m.model.new_fixed_size_interval_var(start, length + rest, "attended") for start, length in spans]
