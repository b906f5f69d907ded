"""What never changes in a local search, and a seat for every candidate once the papers' starts are chosen.

Slots are bits of whole numbers, so that "where does this fit" is a few shifts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from benchmarks.peers.session import Job, Session, Spans, starts
from tspi_sched.problem import Room

Slots = int
"""A set of slots: bit s stands for slot s."""

Seat = tuple[str, tuple[str, ...]]
"""Room and invigilators."""


def fits(free: Slots, length: int) -> Slots:
    """The slots from which on so many are free."""
    done = 1
    while done < length:
        step = min(done, length - done)
        free &= free >> step
        done += step
    return free


def block(start: int, length: int) -> Slots:
    """The slots of a stretch."""
    return ((1 << length) - 1) << start


def spread(ranges: Iterable[tuple[int, int]]) -> Slots:
    """The slots of ranges, ends included."""
    found = 0
    for first, last in ranges:
        found |= block(first, last - first + 1)
    return found


def lowest(slots: Slots) -> int:
    """The first of some slots."""
    return (slots & -slots).bit_length() - 1


@dataclass(frozen=True)
class Shop:
    """What never changes: where each thing may start, whatever else is there."""

    s: Session

    @cached_property
    def whole(self) -> Slots:
        """Every slot."""
        return block(0, self.s.horizon)

    def starts(self, spans: Spans, before: int, length: int) -> Slots:
        """The slots at which something may start that takes `before` and `length` slots."""
        return spread(starts(spans, before, length))

    @cached_property
    def mark(self) -> dict[tuple[int, int], Slots]:
        """Starts of the marking by job and panel."""
        s = self.s
        return {(j.index, p.index): self.starts(p.spans, 0, j.marking) for j in s.jobs for p in s.serving(j)}

    @cached_property
    def hear(self) -> dict[tuple[int, int], Slots]:
        """Starts of the orals by job and panel."""
        s, own = self.s, self.starts
        there = {job.index: own(s.spans(job.candidate), 0, job.chain) for job in s.jobs}
        return {(j.index, p.index): own(p.spans, 0, j.hearing) & there[j.index] for j in s.jobs for p in s.serving(j)}

    @cached_property
    def room(self) -> dict[int, list[tuple[Room, Slots]]]:
        """Rooms for a job's orals with their starts; for projected orals, those with a projector first."""
        s, found = self.s, {}
        for job in s.jobs:
            rooms = sorted(s.suited(job, s.oral_rooms), key=lambda room: room.projector != bool(job.projected))
            found[job.index] = [(room, self.starts(s.spans(room), 0, job.hearing)) for room in rooms]
        return found

    @cached_property
    def projector(self) -> dict[tuple[int, int, str], Slots]:
        """Starts of the orals by job, projected oral and mobile projector."""
        s = self.s
        return {
            (job.index, place, p.id): self.starts(s.spans(p), s.setup - offset, offset + slots)
            for job in s.jobs
            for place, offset, slots in job.projected
            for p in s.problem.projectors
        }

    @cached_property
    def papers(self) -> tuple[tuple[int, ...], ...]:
        """The slots at which each track's paper may start."""
        found = []
        for track in self.s.tracks:
            slots = self.whole
            for job in (job for job in self.s.jobs if job.track == track):
                halls = (self.starts(self.s.spans(r), 0, job.written) for r in self.s.suited(job, self.s.written_rooms))
                slots &= self.starts(self.s.spans(job.candidate), 0, job.written) & any_of(halls)
            found.append(tuple(slot for slot in range(self.s.horizon) if slots >> slot & 1))
        return tuple(found)

    def fed(self, free: Slots, day: int) -> bool:
        """Whether there is a meal in what is free on a day."""
        first, last = self.s.meal_starts
        window = block(day * self.s.day_slots + first, last - first + self.s.meal)
        return not self.s.meal or bool(fits(free & window, self.s.meal))


def any_of(several: Iterable[Slots]) -> Slots:
    """All that is in any of the sets."""
    found = 0
    for slots in several:
        found |= slots
    return found


@lru_cache(maxsize=4096)
def seats(shop: Shop, paper: tuple[int, ...]) -> dict[int, Seat] | None:
    """A seat for every job when the papers start so, filled room by room; None if there is none."""
    s, at = shop.s, dict(zip(shop.s.tracks, paper, strict=True))
    busy: dict[str, Slots] = {}
    found: dict[int, Seat] = {}
    for moment in sorted(set(paper)):
        waiting = [job for job in s.jobs if at[job.track] == moment]
        waiting.sort(key=lambda job: (not job.candidate.accessible, job.written))
        for room in sorted(s.written_rooms, key=lambda room: (not room.accessible, room.seats)):
            seated = [job for job in waiting if _enters(shop, job, room, moment, busy.get(room.id, 0))][: room.seats]
            length = max((job.written for job in seated), default=0)
            watching = _watch(shop, seated, moment, length, busy)
            if not seated or watching is None:
                continue
            for name in (room.id, *watching):
                busy[name] = busy.get(name, 0) | block(moment, length)
            found |= {job.index: (room.id, watching) for job in seated}
            waiting = [job for job in waiting if job not in seated]
        if waiting:
            return None
    return found


def _enters(shop: Shop, job: Job, room: Room, moment: int, busy: Slots) -> bool:
    open_at = shop.starts(shop.s.spans(room), 0, job.written)
    free = not busy & block(moment, job.written)
    return free and bool(open_at >> moment & 1) and bool(shop.s.suited(job, [room]))


def _watch(shop: Shop, jobs: list[Job], moment: int, length: int, busy: dict[str, Slots]) -> tuple[str, ...] | None:
    needed = -(-len(jobs) // shop.s.problem.rules.msp.candidates_per_invigilator)
    trainers, taken, day = (
        {t for j in jobs for t in j.candidate.trainers},
        block(moment, length),
        moment // shop.s.day_slots,
    )
    free = [
        who.id
        for who in shop.s.problem.invigilators
        if who.id not in trainers
        and not busy.get(who.id, 0) & taken
        and shop.starts(shop.s.spans(who), 0, length) >> moment & 1
        and shop.fed(shop.whole & ~busy.get(who.id, 0) & ~taken, day)
    ]
    return tuple(free[:needed]) if len(free) >= needed else None
