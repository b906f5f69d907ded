"""The papers of the constructive heuristic: a moment for each, and a desk and an invigilator for everybody.

Papers get a moment one after the other: the first at which all who sit it find desks, among what the papers before
leave free. In which order, and on which day at the earliest, is for the caller to try.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from tspi_sched.heuristics.dispatch.calendars import (
    Calendars,
    PanelDay,
    PanelDays,
    Slots,
    feasible_starts,
    from_slot,
    lowest,
    mask,
    widened,
)
from tspi_sched.model import Job
from tspi_sched.problem import Room

MOMENTS = 300
"""Most moments that are tried for the papers."""

Jobs = tuple[Job, ...]

Moment = tuple[int, int]
"""A day and a slot of it."""

Wave = tuple[Moment, int]
"""When the last wave so far of a paper started, and the slot at which the first who sat it leave."""


@dataclass(frozen=True)
class RoomSitting:
    """Who sits together in a room, and who watches."""

    room: str
    jobs: tuple[Job, ...]
    watching: tuple[str, ...]

    @property
    def slots(self) -> int:
        """How long the room is taken."""
        return max(job.written for job in self.jobs)


@dataclass
class Seating:
    """The partial schedule of the papers: everybody's seat so far, moment by moment."""

    calendars: Calendars
    moments: dict[Moment, tuple[RoomSitting, ...]] = field(default_factory=dict)
    tries: int = MOMENTS
    """Moments that may still be looked at."""

    def starts(self) -> dict[int, Moment]:
        """By job, when its paper starts; a job without one waits for nothing."""
        unwritten = {job.index: (0, 0) for job in self.calendars.instance.jobs if not job.has_paper}
        return unwritten | {
            job.index: moment for moment, group in self.moments.items() for sitting in group for job in sitting.jobs
        }

    @cached_property
    def needed(self) -> list[tuple[Moment, int]]:
        """For each end of a paper, how long panels are taken for those who end then or later, once all are seated."""
        ends: dict[Moment, int] = {}
        starts = self.starts()
        for job in self.calendars.instance.jobs:
            end = starts[job.index][0], starts[job.index][1] + job.written
            ends[end] = ends.get(end, 0) + self.calendars.work_of((job,))
        moments = sorted(ends, reverse=True)
        return list(zip(moments, accumulate(ends[moment] for moment in moments), strict=True))

    def taken(self, name: str, day: int, but: Moment | None = None, *, before: int = 0, behind: int = 0) -> Slots:
        """When a room or an invigilator is taken on a day, another moment's sittings apart, and so long before them
        and behind."""
        slots = 0
        for (d, start), group in self.moments.items():
            if d == day and (d, start) != but:
                for sitting in group:
                    if name == sitting.room or name in sitting.watching:
                        slots |= widened(start, sitting.slots, before, behind)
        return slots

    def near(self, name: str, day: int, but: Moment) -> Slots:
        """When another sitting would be too near to those of a room or of an invigilator."""
        turnover = self.calendars.instance.turnover
        return self.taken(name, day, but, before=turnover, behind=turnover)


def all_seated(calendars: Calendars, tracks: tuple[str, ...], days: Mapping[str, int]) -> Seating | None:
    """The papers of the tracks in this order, each on its day (from 0) at the earliest; None if one finds no moment."""
    seating = Seating(calendars)
    for track in tracks:
        takers = tuple(job for job in calendars.instance.jobs if job.track == track)
        waves = min(calendars.instance.problem.rules.msp.waves, len(takers))
        if not _seat(seating, takers, waves, days.get(track, 0), None):
            return None
    return seating


def _seat(seating: Seating, takers: tuple[Job, ...], waves: int, day: int, before: Wave | None) -> bool:
    """Seat some jobs at one moment, or as many as find a desk, and the others at later ones; whether all are seated.

    `before`: the waves of the same paper so far, if there are any.
    """
    for moment in moments_for(seating, takers, day, before):
        seating.tries -= 1
        if seating.tries < 0:
            return False
        if desks_free(seating, moment) < (len(takers) if waves == 1 else 1):
            continue
        comers = tuple(job for job in takers if comes(seating, job, moment))
        if waves == 1 and len(comers) < len(takers):
            continue
        old = seating.moments.get(moment)
        seated = sittings(seating, moment, comers)
        left = unseated(takers, seated)
        if len(left) == len(takers) or (left and waves == 1):
            continue
        seating.moments[moment] = seated
        if not left or _seat(seating, left, waves - 1, moment[0], wave_after(moment, takers, left, before)):
            return True
        seating.moments.pop(moment)
        seating.moments |= {moment: old} if old else {}
    return False


def desks_free(seating: Seating, moment: Moment) -> int:
    """How many desks are free then, in rooms that are open."""
    calendars, (day, start) = seating.calendars, moment
    open_rooms = (room for room in calendars.halls if calendars.open(room)[day] >> start & 1)
    desks = sum(room.seats for room in open_rooms if not seating.near(room.id, day, moment) >> start & 1)
    return desks - sum(len(sitting.jobs) for sitting in seating.moments.get(moment, ()))


def unseated(jobs: Iterable[Job], seated: Iterable[RoomSitting]) -> Jobs:
    """Those of some jobs that have no seat."""
    have = {job.index for sitting in seated for job in sitting.jobs}
    return tuple(job for job in jobs if job.index not in have)


def wave_after(moment: Moment, takers: tuple[Job, ...], left: tuple[Job, ...], before: Wave | None) -> Wave:
    """The waves of a paper so far, with this one."""
    out = {job.index for job in left}
    leaves = moment[1] + min(job.written for job in takers if job.index not in out)
    return (moment, min(leaves, before[1])) if before else (moment, leaves)


def moments_for(seating: Seating, takers: tuple[Job, ...], day: int, before: Wave | None) -> Iterator[Moment]:
    """When some jobs might start, the likeliest moments of each day first; of a later wave, after the one before and,
    if waves overlap, before anybody leaves."""
    calendars, shortest = seating.calendars, min(job.written for job in takers)
    overlap = before and calendars.instance.problem.rules.msp.waves_overlap
    for d in calendars.days[day : before[0][0] + 1 if before and overlap else None]:
        free = feasible_starts(calendars.opening[d], shortest) & calendars.starts
        if before and d == before[0][0]:
            free = from_slot(free, before[0][1] + 1) & (mask(0, before[1] + 1) if overlap else -1)
        yield from ((d, slot) for slot in _likeliest(seating, d) if free >> slot & 1)


def _likeliest(seating: Seating, d: int) -> Iterator[int]:
    """The slots of a day: first those at which a hall opens, or a paper given before ends, and has been for a while."""
    calendars, step = seating.calendars, seating.calendars.instance.step
    over = [start + s.slots for (day, start), group in seating.moments.items() if day == d for s in group]
    ends = [end + more for end in over for more in (0, calendars.instance.turnover, calendars.instance.rest)]
    opening = [lowest(hall) for room in calendars.halls if (hall := calendars.open(room)[d])]
    likely = {-(-slot // step) * step for slot in (*opening, *ends)}
    yield from sorted(likely)
    yield from (slot for slot in range(0, calendars.instance.slots_per_day, step) if slot not in likely)


def comes(seating: Seating, job: Job, moment: Moment) -> bool:
    """Whether a candidate can come to a paper then: no other paper, nor one just before or after, and a meal."""
    calendars, (day, start) = seating.calendars, moment
    taken, busy, near, rest = mask(start, job.written), 0, 0, seating.calendars.instance.rest
    if taken & ~calendars.open(job.candidate)[day]:
        return False
    if len(job.candidate.tracks) > 1:
        for (d, slot), group in seating.moments.items():
            for sibling in (sibling for sitting in group for sibling in sitting.jobs if d == day):
                if sibling.candidate is job.candidate:
                    busy |= mask(slot, sibling.written)
                    near |= widened(slot, sibling.written, rest, rest)
    return not near & taken and calendars.fed(busy | taken)


def sittings(seating: Seating, moment: Moment, jobs: tuple[Job, ...]) -> tuple[RoomSitting, ...]:
    """All who sit at a moment, those seated before and these, as far as there are desks, in rooms anew."""
    seated = [job for sitting in seating.moments.get(moment, ()) for job in sitting.jobs]
    waiting = sorted([*seated, *jobs], key=lambda job: (not job.candidate.accessible, job.track, -job.written))
    rooms, watchers, groups = list(seating.calendars.halls), set[str](), list[RoomSitting]()
    while waiting and rooms:
        room = _next_room(rooms, waiting)
        rooms.remove(room)
        sitting = _sitting(seating, moment, room, waiting, watchers)
        if sitting:
            groups.append(sitting)
            watchers.update(sitting.watching)
            waiting = list(unseated(waiting, (sitting,)))
    return () if unseated(seated, groups) else tuple(groups)


def _next_room(rooms: list[Room], waiting: list[Job]) -> Room:
    """An accessible room while somebody needs one; the least that holds all who wait, or else the largest."""
    suitable = [r for r in rooms if r.accessible] if waiting[0].candidate.accessible else []
    suitable = suitable or rooms
    enough = [room for room in suitable if room.seats >= len(waiting)]
    return min(enough, key=lambda room: room.seats) if enough else max(suitable, key=lambda room: room.seats)


def _sitting(
    seating: Seating, moment: Moment, room: Room, waiting: list[Job], watchers: set[str]
) -> RoomSitting | None:
    """As many of those who wait as a room has desks for, with people to watch them; None if nobody can sit there."""
    calendars, (day, start) = seating.calendars, moment
    free = calendars.open(room)[day] & ~seating.near(room.id, day, moment)
    sitters = [job for job in waiting if mask(start, job.written) & ~free == 0]
    sitters = [job for job in sitters if room.accessible or not job.candidate.accessible]
    if sitters and not calendars.instance.problem.rules.msp.mix_tracks:
        sitters = [job for job in sitters if job.track == sitters[0].track]
    sitters = sitters[: room.seats]
    while sitters:
        free_to_watch = _watchers(seating, moment, sitters, watchers)
        per = calendars.instance.problem.rules.msp.candidates_per_invigilator
        needed = -(-len(sitters) // per)
        if len(free_to_watch) >= needed:
            return RoomSitting(room.id, tuple(sitters), tuple(free_to_watch[:needed]))
        sitters = sitters[: len(free_to_watch) * per]
    return None


def _watchers(seating: Seating, moment: Moment, jobs: list[Job], watchers: set[str]) -> list[str]:
    """Who may watch some jobs from a moment on, those who may watch fewer of all first."""
    calendars, (day, start) = seating.calendars, moment
    taken = mask(start, max(job.written for job in jobs))
    trainers = {trainer for job in jobs for trainer in job.candidate.trainers}
    watching = []
    for person in calendars.instance.problem.invigilators:
        if person.id in watchers or person.id in trainers:
            continue
        free = calendars.open(person)[day] & ~seating.near(person.id, day, moment)
        if taken & ~free == 0 and calendars.fed(seating.taken(person.id, day, moment) | taken):
            watching.append(person.id)
    return sorted(watching, key=lambda id: -calendars.trained.get(id, 0))


# --- what is left for the panels -------------------------------------------------------------------------------------


def enough(calendars: Calendars, seating: Seating, panel_days: PanelDays) -> bool:
    """Whether the panel-days have time for all jobs, and after each paper for those who sit it or a later one; the
    changeover before the first of a day needs none of it."""
    ahead = calendars.instance.changeover
    return all(
        needed <= sum(_time(calendars, panel_day, slots, end) + ahead for panel_day, slots in panel_days.items())
        for end, needed in seating.needed
    )


def _time(calendars: Calendars, panel_day: PanelDay, slots: Slots, end: Moment) -> int:
    """How many slots a panel has on a day after a moment, a meal apart."""
    if panel_day[1] < end[0]:
        return 0
    left = slots >> end[1] << end[1] if panel_day[1] == end[0] else slots
    meal = min((length for length, starts in calendars.meals.items()), default=0)
    return left.bit_count() - (meal if calendars.meal_window & ~left == 0 else 0)


def roomiest(calendars: Calendars, seating: Seating, panel_days: PanelDays, offset: int = 0) -> list[PanelDay]:
    """The panel-days by the time after the first paper, most first; on no day more than there are rooms, at first.

    Each day's first panel is so many panels after the one of the day before.
    """
    end, rooms, panels = seating.needed[-1][0], len(calendars.oral_rooms[False, False]), len(calendars.panels)

    def place(panel_day: PanelDay) -> tuple[int, int, int]:
        return (
            -_time(calendars, panel_day, panel_days[panel_day], end),
            panel_day[1],
            (panel_day[0] - offset * panel_day[1]) % panels,
        )

    seen = Counter[int]()
    crowded: dict[PanelDay, bool] = {}
    for panel_day in sorted(panel_days, key=place):
        crowded[panel_day] = seen[panel_day[1]] >= rooms
        seen[panel_day[1]] += 1
    return sorted(crowded, key=lambda panel_day: crowded[panel_day])
