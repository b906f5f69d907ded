"""The papers of a plan made by dispatching: a moment for each, and for everybody a desk and somebody who watches.

Papers are given a moment one after the other: the first at which all who sit it find desks, among what the papers
before leave free. In which order, and on which day at the earliest, is for the caller to try.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from tspi_sched.heuristics.dispatch.calendars import (
    Bin,
    Bins,
    Ground,
    Slots,
    first,
    later,
    spots,
    stretch,
    widened,
)
from tspi_sched.model import Job
from tspi_sched.problem import Room

MOMENTS = 300
"""Moments that are looked at for the papers at the most."""

Moment = tuple[int, int]
"""A day and a slot of it."""

Wave = tuple[Moment, int]
"""When the last wave so far of a paper started, and the slot at which the first who sat it leave."""


@dataclass(frozen=True)
class Sitting:
    """Who sits together in a room, and who watches."""

    room: str
    jobs: tuple[Job, ...]
    watching: tuple[str, ...]

    @property
    def slots(self) -> int:
        """How long the room is taken."""
        return max(job.written for job in self.jobs)


@dataclass
class Papers:
    """Everybody's seat so far, moment by moment."""

    ground: Ground
    moments: dict[Moment, tuple[Sitting, ...]] = field(default_factory=dict)
    tries: int = MOMENTS
    """Moments that may still be looked at."""

    def starts(self) -> dict[int, Moment]:
        """By job, when its paper starts."""
        return {job.index: at for at, some in self.moments.items() for sitting in some for job in sitting.jobs}

    @cached_property
    def needed(self) -> list[tuple[Moment, int]]:
        """For each end of a paper, how long panels are taken for those who end then or later, once all are seated."""
        ends: dict[Moment, int] = {}
        starts = self.starts()
        for job in self.ground.instance.jobs:
            end = starts[job.index][0], starts[job.index][1] + job.written
            ends[end] = ends.get(end, 0) + self.ground.work_of((job,))
        moments = sorted(ends, reverse=True)
        return list(zip(moments, accumulate(ends[moment] for moment in moments), strict=True))

    def taken(self, name: str, day: int, but: Moment | None = None, *, before: int = 0, behind: int = 0) -> Slots:
        """When a room or an invigilator is taken on a day, another moment's sittings apart, and so long before them
        and behind."""
        found = 0
        for (d, start), some in self.moments.items():
            if d == day and (d, start) != but:
                for sitting in some:
                    if name == sitting.room or name in sitting.watching:
                        found |= widened(start, sitting.slots, before, behind)
        return found

    def near(self, name: str, day: int, but: Moment) -> Slots:
        """When another sitting would be too near to those of a room or of an invigilator."""
        turnover = self.ground.instance.turnover
        return self.taken(name, day, but, before=turnover, behind=turnover)


def all_seated(ground: Ground, tracks: tuple[str, ...], days: Mapping[str, int]) -> Papers | None:
    """The papers of the tracks in this order, each on its day (from 0) at the earliest; None if one finds no moment."""
    papers = Papers(ground)
    for track in tracks:
        takers = tuple(job for job in ground.instance.jobs if job.track == track)
        waves = min(ground.instance.problem.rules.msp.waves, len(takers))
        if not _seat(papers, takers, waves, days.get(track, 0), None):
            return None
    return papers


def _seat(papers: Papers, takers: tuple[Job, ...], waves: int, day: int, before: Wave | None) -> bool:
    """Seat some jobs at one moment, or as many as find a desk, and the others at later ones; whether all are seated.

    `before`: the waves of the same paper so far, if there are any.
    """
    for at in moments_for(papers, takers, day, before):
        papers.tries -= 1
        if papers.tries < 0:
            return False
        if desks_free(papers, at) < (len(takers) if waves == 1 else 1):
            continue
        those = tuple(job for job in takers if comes(papers, job, at))
        if waves == 1 and len(those) < len(takers):
            continue
        old = papers.moments.get(at)
        seated = sittings(papers, at, those)
        left = _others(takers, seated)
        if len(left) == len(takers) or (left and waves == 1):
            continue
        papers.moments[at] = seated
        if not left or _seat(papers, left, waves - 1, at[0], wave_after(at, takers, left, before)):
            return True
        papers.moments.pop(at)
        papers.moments |= {at: old} if old else {}
    return False


def desks_free(papers: Papers, at: Moment) -> int:
    """How many desks are free then, in rooms that are open."""
    ground, (day, start) = papers.ground, at
    open_rooms = (room for room in ground.halls if ground.open(room)[day] >> start & 1)
    desks = sum(room.seats for room in open_rooms if not papers.near(room.id, day, at) >> start & 1)
    return desks - sum(len(sitting.jobs) for sitting in papers.moments.get(at, ()))


def _others(jobs: tuple[Job, ...] | list[Job], seated: tuple[Sitting, ...]) -> tuple[Job, ...]:
    """The jobs that have no seat."""
    have = {job.index for sitting in seated for job in sitting.jobs}
    return tuple(job for job in jobs if job.index not in have)


def wave_after(at: Moment, takers: tuple[Job, ...], left: tuple[Job, ...], before: Wave | None) -> Wave:
    """The waves of a paper so far, with this one."""
    out = {job.index for job in left}
    leaves = at[1] + min(job.written for job in takers if job.index not in out)
    return (at, min(leaves, before[1])) if before else (at, leaves)


def moments_for(papers: Papers, takers: tuple[Job, ...], day: int, before: Wave | None) -> Iterator[Moment]:
    """When some jobs might start, the likeliest moments of each day first; of a later wave, after the one before and,
    if waves overlap, before anybody leaves."""
    ground, shortest = papers.ground, min(job.written for job in takers)
    overlap = before and ground.instance.problem.rules.msp.waves_overlap
    for d in ground.days[day : before[0][0] + 1 if before and overlap else None]:
        free = spots(ground.opening[d], shortest) & ground.starts
        if before and d == before[0][0]:
            free = later(free, before[0][1] + 1) & (stretch(0, before[1] + 1) if overlap else -1)
        yield from ((d, slot) for slot in _likeliest(papers, d) if free >> slot & 1)


def _likeliest(papers: Papers, d: int) -> Iterator[int]:
    """The slots of a day: first those at which a hall opens, or a paper given before ends, and has been for a while."""
    ground, step = papers.ground, papers.ground.instance.step
    over = [start + s.slots for (day, start), some in papers.moments.items() if day == d for s in some]
    ends = [end + more for end in over for more in (0, ground.instance.turnover, ground.instance.rest)]
    opening = [first(hall) for room in ground.halls if (hall := ground.open(room)[d])]
    likely = {-(-slot // step) * step for slot in (*opening, *ends)}
    yield from sorted(likely)
    yield from (slot for slot in range(0, ground.instance.slots_per_day, step) if slot not in likely)


def comes(papers: Papers, job: Job, at: Moment) -> bool:
    """Whether a candidate can come to a paper then: no other paper, nor one just before or after, and a meal."""
    ground, (day, start) = papers.ground, at
    taken, busy, near, rest = stretch(start, job.written), 0, 0, papers.ground.instance.rest
    if taken & ~ground.open(job.candidate)[day]:
        return False
    if len(job.candidate.tracks) > 1:
        for (d, slot), some in papers.moments.items():
            for other in (other for sitting in some for other in sitting.jobs if d == day):
                if other.candidate is job.candidate:
                    busy |= stretch(slot, other.written)
                    near |= widened(slot, other.written, rest, rest)
    return not near & taken and ground.fed(busy | taken)


def sittings(papers: Papers, at: Moment, jobs: tuple[Job, ...]) -> tuple[Sitting, ...]:
    """All who sit at a moment, those seated before and these, as far as there are desks, in rooms anew."""
    here = [job for sitting in papers.moments.get(at, ()) for job in sitting.jobs]
    waiting = sorted([*here, *jobs], key=lambda job: (not job.candidate.accessible, job.track, -job.written))
    rooms, watchers, found = list(papers.ground.halls), set[str](), list[Sitting]()
    while waiting and rooms:
        room = _next_room(rooms, waiting)
        rooms.remove(room)
        sitting = _sitting(papers, at, room, waiting, watchers)
        if sitting:
            found.append(sitting)
            watchers.update(sitting.watching)
            waiting = list(_others(waiting, (sitting,)))
    return () if _others(here, tuple(found)) else tuple(found)


def _next_room(rooms: list[Room], waiting: list[Job]) -> Room:
    """An accessible room while somebody needs one; the least that holds all who wait, or else the largest."""
    some = [r for r in rooms if r.accessible] if waiting[0].candidate.accessible else []
    some = some or rooms
    enough = [room for room in some if room.seats >= len(waiting)]
    return min(enough, key=lambda room: room.seats) if enough else max(some, key=lambda room: room.seats)


def _sitting(papers: Papers, at: Moment, room: Room, waiting: list[Job], watchers: set[str]) -> Sitting | None:
    """As many of those who wait as a room has desks for, with people to watch them; None if nobody can sit there."""
    ground, (day, start) = papers.ground, at
    free = ground.open(room)[day] & ~papers.near(room.id, day, at)
    there = [job for job in waiting if stretch(start, job.written) & ~free == 0]
    there = [job for job in there if room.accessible or not job.candidate.accessible]
    if there and not ground.instance.problem.rules.msp.mix_tracks:
        there = [job for job in there if job.track == there[0].track]
    there = there[: room.seats]
    while there:
        free_to_watch = _watchers(papers, at, there, watchers)
        per = ground.instance.problem.rules.msp.candidates_per_invigilator
        needed = -(-len(there) // per)
        if len(free_to_watch) >= needed:
            return Sitting(room.id, tuple(there), tuple(free_to_watch[:needed]))
        there = there[: len(free_to_watch) * per]
    return None


def _watchers(papers: Papers, at: Moment, jobs: list[Job], watchers: set[str]) -> list[str]:
    """Who may watch some jobs from a moment on, those who may watch fewer of all first."""
    ground, (day, start) = papers.ground, at
    taken = stretch(start, max(job.written for job in jobs))
    trainers = {trainer for job in jobs for trainer in job.candidate.trainers}
    found = []
    for person in ground.instance.problem.invigilators:
        if person.id in watchers or person.id in trainers:
            continue
        free = ground.open(person)[day] & ~papers.near(person.id, day, at)
        if taken & ~free == 0 and ground.fed(papers.taken(person.id, day, at) | taken):
            found.append(person.id)
    return sorted(found, key=lambda id: -ground.trained.get(id, 0))


# --- what is left for the panels -------------------------------------------------------------------------------------


def enough(ground: Ground, papers: Papers, bins: Bins) -> bool:
    """Whether the bins have time for all jobs, and after each paper for those who sit it or a later one; the changeover
    before the first of a day needs none of it."""
    ahead = ground.instance.changeover
    return all(
        needed <= sum(_time(ground, bin, slots, end) + ahead for bin, slots in bins.items())
        for end, needed in papers.needed
    )


def _time(ground: Ground, bin: Bin, slots: Slots, end: Moment) -> int:
    """How many slots a panel has on a day after a moment, a meal apart."""
    if bin[1] < end[0]:
        return 0
    left = slots >> end[1] << end[1] if bin[1] == end[0] else slots
    meal = min((length for length, at in ground.meals.items()), default=0)
    return left.bit_count() - (meal if ground.meal_window & ~left == 0 else 0)


def roomiest(ground: Ground, papers: Papers, bins: Bins, turn: int = 0) -> list[Bin]:
    """The bins that have the most time after the first paper first; on no day more than there are rooms, at first.

    Each day's first panel is so many panels after the one of the day before.
    """
    end, rooms, panels = papers.needed[-1][0], len(ground.oral_rooms[False, False]), len(ground.panels)

    def place(bin: Bin) -> tuple[int, int, int]:
        return -_time(ground, bin, bins[bin], end), bin[1], (bin[0] - turn * bin[1]) % panels

    seen = Counter[int]()
    crowded: dict[Bin, bool] = {}
    for bin in sorted(bins, key=place):
        crowded[bin] = seen[bin[1]] >= rooms
        seen[bin[1]] += 1
    return sorted(crowded, key=lambda bin: crowded[bin])
