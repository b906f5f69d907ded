"""The rules in a time-indexed MIP: a binary for each task, each way to hold it and each slot at which it may start.

What takes time is stated slot by slot: of all that covers a slot at most one is there. What comes after something else
is stated by sums up to a slot: what has begun by now is at most what had ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from benchmarks.peers.mip import Mip, Term
from benchmarks.peers.session import Job, Session, Spans, starts
from benchmarks.peers.slots import slots
from tspi_sched.problem import Candidate

Key = tuple[Any, ...]
Starts = dict[int, int]
"""A column for each slot at which something may start."""


@dataclass
class Model:
    """The columns, by what they stand for and then by slot."""

    s: Session
    mip: Mip = field(default_factory=Mip)
    paper: dict[str, Starts] = field(default_factory=dict)
    mark: dict[tuple[int, int], Starts] = field(default_factory=dict)
    """By job and panel."""
    hear: dict[tuple[int, int], Starts] = field(default_factory=dict)
    place: dict[tuple[int, str], Starts] = field(default_factory=dict)
    """By job and room."""
    carry: dict[tuple[int, int, str], Starts] = field(default_factory=dict)
    """By job, place of the oral and mobile projector; slots are those of the first oral."""
    begun: dict[Key, Starts] = field(default_factory=dict)
    """Whether something has begun by a slot."""

    def starts(self, spans: Spans, before: int, length: int) -> Starts:
        """Columns for the slots at which something may start."""
        return {slot: self.mip.column() for slot in slots(starts(spans, before, length))}

    def meals(self) -> Starts:
        """Columns for a meal on each day, one of which is eaten."""
        first, last = self.s.meal_starts
        eaten: Starts = {}
        for base in (day * self.s.day_slots for day in self.s.days if self.s.meal):
            today = {slot: self.mip.column() for slot in range(base + first, base + last + 1)}
            self.mip.equal(ones(today.values()), 1)
            eaten |= today
        return eaten


def ones(columns: Iterable[int]) -> list[Term]:
    """A plain sum."""
    return [(column, 1) for column in columns]


def build(s: Session) -> Model:
    """The rules but for papers and their rooms, which are in `highs_papers`."""
    m = Model(s)
    unknowns(m)
    order(m)
    projection(m)
    panels(m)
    candidates(m)
    rooms(m)
    return m


def unknowns(m: Model) -> None:
    """A start each, the same panel for marking and orals, a room for the orals."""
    s = m.s
    for track in s.tracks:
        jobs = [job for job in s.jobs if job.track == track]
        common = set.intersection(*(set(slots(starts(s.spans(j.candidate), 0, j.written))) for j in jobs))
        m.paper[track] = {slot: m.mip.column() for slot in sorted(common)}
        m.mip.equal(ones(m.paper[track].values()), 1)
    for job in s.jobs:
        may = set(slots(starts(s.spans(job.candidate), 0, job.chain)))
        for panel in s.serving(job):
            m.mark[job.index, panel.index] = m.starts(panel.spans, 0, job.marking)
            hears = m.starts(panel.spans, 0, job.hearing)
            m.hear[job.index, panel.index] = {slot: column for slot, column in hears.items() if slot in may}
            both = [*ones(m.mark[job.index, panel.index].values())]
            m.mip.equal([*both, *((c, -1) for c in m.hear[job.index, panel.index].values())], 0)
        for room in s.suited(job, s.oral_rooms):
            m.place[job.index, room.id] = m.starts(s.spans(room), 0, job.hearing)
        m.mip.equal(ones(column for hears in _of(m.hear, job) for column in hears.values()), 1)
        _same_starts(m, _of(m.hear, job), _of(m.place, job))


def _of(columns: dict[Any, Starts], job: Job) -> list[Starts]:
    return [starts for key, starts in columns.items() if key[0] == job.index]


def _same_starts(m: Model, left: list[Starts], right: list[Starts]) -> None:
    """Slot by slot, as much starts on the left as on the right."""
    for slot in sorted({slot for columns in (*left, *right) for slot in columns}):
        terms = [(columns[slot], 1) for columns in left if slot in columns]
        m.mip.equal(terms + [(columns[slot], -1) for columns in right if slot in columns], 0)


# --- order -----------------------------------------------------------------------------------------------------------


def order(m: Model) -> None:
    """Paper, marking, orals; the orals of several tracks in their order."""
    for track, columns in m.paper.items():
        _count(m, ("paper", track), [columns])
    for job in m.s.jobs:
        _count(m, ("mark", job.index), _of(m.mark, job))
        _count(m, ("hear", job.index), _of(m.hear, job))
        _after(m, ("mark", job.index), ("paper", job.track), job.written)
        _after(m, ("hear", job.index), ("mark", job.index), job.marking)
    for candidate in m.s.problem.candidates:
        jobs = m.s.jobs_of(candidate)
        for first, then in pairwise(jobs):
            _after(m, ("hear", then.index), ("hear", first.index), first.chain)


def _count(m: Model, key: Key, several: list[Starts]) -> None:
    """What has begun by each slot."""
    counted = m.begun[key] = {}
    before: list[Term] = []
    for slot in range(m.s.horizon):
        here = [(starts[slot], -1.0) for starts in several if slot in starts]
        if here or not before:
            counted[slot] = m.mip.column(whole=False)
            m.mip.equal([(counted[slot], 1), *((column, -1) for column, _ in before), *here], 0)
            before = [(counted[slot], 1)]
        else:
            counted[slot] = before[0][0]


def _after(m: Model, later: Key, earlier: Key, length: int) -> None:
    """What begins later has begun at most where the earlier has ended."""
    told: set[tuple[int, int | None]] = set()
    for slot in range(m.s.horizon):
        pair = m.begun[later][slot], m.begun[earlier][slot - length] if slot >= length else None
        if pair not in told:
            told.add(pair)
            m.mip.most([(pair[0], 1)] + ([(pair[1], -1)] if pair[1] is not None else []), 0)


# --- one at a time ---------------------------------------------------------------------------------------------------


def covers(uses: Iterable[tuple[Starts, int, int]]) -> dict[int, list[Term]]:
    """What covers each slot: columns by start, slots taken before the start, and slots from the start on."""
    covered: dict[int, list[Term]] = {}
    for columns, before, length in uses:
        for start, column in columns.items():
            for slot in range(start - before, start + length):
                covered.setdefault(slot, []).append((column, 1))
    return covered


def alone(m: Model, uses: Iterable[tuple[Starts, int, int]]) -> None:
    """At most one thing at a time."""
    for terms in covers(uses).values():
        if len(terms) > 1:
            m.mip.most(terms, 1)


def panels(m: Model) -> None:
    """One thing at a time, a meal, and so many a day."""
    for panel in m.s.panels:
        jobs = [job for job in m.s.jobs if panel in m.s.serving(job)]
        marks = [(m.mark[job.index, panel.index], 0, job.marking) for job in jobs]
        hears = [(m.hear[job.index, panel.index], m.s.changeover, job.hearing) for job in jobs]
        alone(m, [*marks, *hears, (m.meals(), 0, m.s.meal)])
        for day in m.s.days:
            today = [c for columns, _, _ in hears for slot, c in columns.items() if slot // m.s.day_slots == day]
            m.mip.most(ones(today), len(jobs) if panel.most is None else panel.most)


def candidates(m: Model) -> None:
    """One thing at a time, and a meal."""
    for candidate in m.s.problem.candidates:
        alone(m, [*attended(m, candidate), (m.meals(), 0, m.s.meal)])


def attended(m: Model, candidate: Candidate) -> list[tuple[Starts, int, int]]:
    """A candidate's papers and orals."""
    jobs = m.s.jobs_of(candidate)
    papers = [(m.paper[job.track], 0, job.written) for job in jobs]
    return papers + [(hears, 0, job.chain) for job in jobs for hears in _of(m.hear, job)]


def rooms(m: Model) -> None:
    """One candidate at a time in a room."""
    for room in m.s.oral_rooms:
        alone(m, holds(m, room.id))


def holds(m: Model, room: str) -> list[tuple[Starts, int, int]]:
    """All that may hold a room for orals."""
    jobs = (job for job in m.s.jobs if (job.index, room) in m.place)
    return [(m.place[job.index, room], m.s.changeover, job.hearing) for job in jobs]


def projection(m: Model) -> None:
    """A projected oral is in a room with a projector, or carries one, set up before."""
    taken: dict[str, list[tuple[Starts, int, int]]] = {projector.id: [] for projector in m.s.problem.projectors}
    for job in m.s.jobs:
        bare = [c for (j, r), c in m.place.items() if j == job.index and not m.s.problem.room[r].projector]
        for at, offset, length in job.projected:
            for projector in m.s.problem.projectors:
                columns = m.starts(m.s.spans(projector), m.s.setup - offset, offset + length)
                m.carry[job.index, at, projector.id] = columns
                taken[projector.id].append((columns, m.s.setup - offset, offset + length))
            _same_starts(m, [c for key, c in m.carry.items() if key[:2] == (job.index, at)], bare)
    for uses in taken.values():
        alone(m, uses)
