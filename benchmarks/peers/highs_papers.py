"""The written papers in the time-indexed MIP: seats, sittings and who watches them.

Candidates whom no rule tells apart are counted together: a class has a track, a length, access and trainers.
"""

from dataclasses import dataclass, field
from itertools import combinations

from benchmarks.peers.highs_model import Model, Starts, holds, ones
from benchmarks.peers.session import Job, starts
from benchmarks.peers.slots import slots
from tspi_sched.problem import Room


@dataclass
class Papers:
    """The columns of the papers: by class, room and slot, or without the class."""

    classes: list[list[Job]]
    seated: dict[tuple[int, str], Starts] = field(default_factory=dict)
    """How many of a class start in a room at a slot."""
    some: dict[tuple[int, str], Starts] = field(default_factory=dict)
    """Whether any do."""
    sitting: dict[str, Starts] = field(default_factory=dict)
    """Whether anybody starts in a room."""
    watches: dict[tuple[str, str], Starts] = field(default_factory=dict)
    """By invigilator and room."""


def build_papers(m: Model) -> Papers:
    """All the rules of papers."""
    p = Papers(_classes(m))
    for room in m.s.written_rooms:
        _seats(m, p, room)
        _one_sitting(m, p, room)
    for index, jobs in enumerate(p.classes):
        for slot, column in m.paper[jobs[0].track].items():
            here = [seats[slot] for (k, _), seats in p.seated.items() if k == index and slot in seats]
            m.mip.equal([*ones(here), (column, -len(jobs))], 0)
    for room in m.s.written_rooms:
        _watched(m, p, room)
    for invigilator in m.s.problem.invigilators:
        _one_place(m, p, invigilator.id)
    return p


def _classes(m: Model) -> list[list[Job]]:
    watchers = {who.id for who in m.s.problem.invigilators}
    found: dict[object, list[Job]] = {}
    for job in m.s.jobs:
        known = frozenset(watchers & set(job.candidate.trainers))
        found.setdefault((job.track, job.written, job.candidate.accessible, known), []).append(job)
    return list(found.values())


def _seats(m: Model, p: Papers, room: Room) -> None:
    """How many of each class start there, within the desks."""
    p.sitting[room.id] = sitting = {slot: m.mip.column() for slot in _any_start(m)}
    for index, jobs in enumerate(p.classes):
        if not m.s.suited(jobs[0], [room]):
            continue
        may = set(slots(starts(m.s.spans(room), 0, jobs[0].written)))
        at = [slot for slot in m.paper[jobs[0].track] if slot in may]
        p.seated[index, room.id] = {slot: m.mip.column(min(len(jobs), room.seats)) for slot in at}
        p.some[index, room.id] = {slot: m.mip.column() for slot in at}
        for slot in at:
            seated, some = p.seated[index, room.id][slot], p.some[index, room.id][slot]
            m.mip.most([(seated, 1), (some, -min(len(jobs), room.seats))], 0)
            m.mip.most([(some, 1), (seated, -1)], 0)
            m.mip.most([(some, 1), (sitting[slot], -1)], 0)
    for slot, column in sitting.items():
        here = [seats[slot] for (_, r), seats in p.seated.items() if r == room.id and slot in seats]
        m.mip.most([*ones(here), (column, -room.seats)], 0)
        m.mip.most([(column, 1), *((seat, -1) for seat in here)], 0)


def _any_start(m: Model) -> list[int]:
    return sorted({slot for columns in m.paper.values() for slot in columns})


def _one_sitting(m: Model, p: Papers, room: Room) -> None:
    """Nobody starts while others sit there; nor is the room then held for orals."""
    orals = holds(m, room.id)
    for index, jobs in enumerate(p.classes):
        sat = _sat(p, index, room.id, jobs[0].written)
        for slot, column in p.sitting[room.id].items():
            earlier = [c for start, c in sat.get(slot, ()) if start < slot]
            if earlier:
                m.mip.most([(column, 1), *ones(earlier)], 1)
        for slot, held in _covering(orals).items():
            if slot in sat:
                m.mip.most(ones([*held, *(c for _, c in sat[slot])]), 1)


def _sat(p: Papers, index: int, room: str, length: int) -> dict[int, list[tuple[int, int]]]:
    """By slot, the starts of a class in a room that cover it."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for start, column in p.some.get((index, room), {}).items():
        for slot in range(start, start + length):
            covered.setdefault(slot, []).append((start, column))
    return covered


def _covering(uses: list[tuple[Starts, int, int]]) -> dict[int, list[int]]:
    covered: dict[int, list[int]] = {}
    for columns, before, length in uses:
        for start, column in columns.items():
            for slot in range(start - before, start + length):
                covered.setdefault(slot, []).append(column)
    return covered


# --- invigilators ----------------------------------------------------------------------------------------------------


def _watched(m: Model, p: Papers, room: Room) -> None:
    """Enough invigilators for each sitting, and not one more."""
    share = m.s.problem.rules.msp.candidates_per_invigilator
    for who in m.s.problem.invigilators:
        p.watches[who.id, room.id] = {slot: m.mip.column() for slot in p.sitting[room.id]}
    for slot, column in p.sitting[room.id].items():
        watching = [columns[slot] for (_, r), columns in p.watches.items() if r == room.id]
        here = [seats[slot] for (_, r), seats in p.seated.items() if r == room.id and slot in seats]
        less = [(seat, -1.0) for seat in here]
        m.mip.row([*((w, share) for w in watching), *less], 0, share - 1)
        for watcher in watching:
            m.mip.most([(watcher, 1), (column, -1)], 0)


def _one_place(m: Model, p: Papers, who: str) -> None:
    """An invigilator is there all along, trained nobody, is in one place at a time, and eats."""
    meals, rooms = m.meals(), [room.id for room in m.s.written_rooms]
    eaten = _covering([(meals, 0, m.s.meal)])
    busy: dict[str, list[dict[int, list[int]]]] = {room: [] for room in rooms}
    for index, jobs in enumerate(p.classes):
        may = set(slots(starts(m.s.spans(m.s.problem.invigilator[who]), 0, jobs[0].written)))
        trained = who in jobs[0].candidate.trainers
        for room in (room for room in rooms if (index, room) in p.some):
            taken: Starts = {}
            for slot, some in p.some[index, room].items():
                both = [(p.watches[who, room][slot], 1.0), (some, 1.0)]
                if trained or slot not in may:
                    m.mip.most(both, 1)
                else:
                    taken[slot] = m.mip.column(whole=False)
                    m.mip.most([*both, (taken[slot], -1)], 1)
            covered = _covering([(taken, 0, jobs[0].written)])
            busy[room].append(covered)
            for slot in covered.keys() & eaten.keys():
                m.mip.most(ones([*covered[slot], *eaten[slot]]), 1)
    for one, other in combinations(rooms, 2):
        for left, right in ((a, b) for a in busy[one] for b in busy[other]):
            for slot in left.keys() & right.keys():
                m.mip.most(ones([*left[slot], *right[slot]]), 1)
