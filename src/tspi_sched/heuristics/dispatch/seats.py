"""Seats for as many as possible, where candidates may be left out: papers first, then who is offered a seat.

A paper's moments are those that seat the most, one wave after the other. Who is seated with all papers, or not at all,
follows an order of preference; desks that become free are offered to others at the same moments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tspi_sched.heuristics.dispatch.calendars import Calendars
from tspi_sched.heuristics.dispatch.papers import (
    MOMENTS,
    Jobs,
    Moment,
    RoomSitting,
    Seating,
    Wave,
    comes,
    desks_free,
    moments_for,
    sittings,
    unseated,
    wave_after,
)
from tspi_sched.model import Job
from tspi_sched.problem import ORAL_USE, Candidate

Openings = dict[str, list[Moment]]
"""By track, the moments at which its paper starts."""


def most_seated(
    calendars: Calendars, tracks: Iterable[str], days: Mapping[str, int], wanted: Sequence[Candidate]
) -> tuple[Seating, Openings]:
    """The papers of the tracks in this order, each on its day (from 0) at the earliest, with as many as find seats."""
    seating, openings = Seating(calendars), Openings()
    jobs = [job for candidate in wanted for job in calendars.instance.jobs_of(candidate)]
    for track in tracks:
        takers = tuple(job for job in jobs if job.track == track)
        waves = min(calendars.instance.problem.rules.msp.waves, len(takers))
        openings[track] = _most_at(seating, takers, waves, days.get(track, 0))
    whole = _whole(seating, wanted)
    return with_seats(
        seating, openings, whole, [candidate for candidate in wanted if candidate.id not in whole]
    ), openings


def _most_at(seating: Seating, takers: Jobs, waves: int, day: int) -> list[Moment]:
    """Seat as many takers of a paper as find a desk in so many waves; their moments."""
    before: Wave | None = None
    moments: list[Moment] = []
    while takers and len(moments) < waves:
        seating.tries = MOMENTS
        best = _fullest_moment(seating, takers, day, before)
        if best is None:
            break
        moment, seated = best
        seating.moments[moment] = seated
        left = unseated(takers, seated)
        before, takers, day = wave_after(moment, takers, left, before), left, moment[0]
        moments.append(moment)
    return moments


def _fullest_moment(
    seating: Seating, takers: Jobs, day: int, before: Wave | None
) -> tuple[Moment, tuple[RoomSitting, ...]] | None:
    """The moment at which the most of the takers find a seat, the first of these, and all who sit then."""
    best, count_best = None, 0
    for moment in moments_for(seating, takers, day, before):
        seating.tries -= 1
        if seating.tries < 0 or count_best == len(takers):
            break
        desks = desks_free(seating, moment)
        if desks <= count_best:
            continue
        seated = _as_many(seating, moment, tuple(job for job in takers if comes(seating, job, moment)), desks)
        count = len(takers) - len(unseated(takers, seated))
        if count > count_best:
            best, count_best = (moment, seated), count
    return best


def _as_many(seating: Seating, moment: Moment, comers: Jobs, desks: int) -> tuple[RoomSitting, ...]:
    """Those seated at a moment, with as many of some more as find one of the desks, the first of them first."""
    seated = seating.moments.get(moment, ())
    sitters = [job for sitting in seated for job in sitting.jobs]
    while comers and desks > 0:
        held = unseated((job for sitting in seated for job in sitting.jobs), seating.moments.get(moment, ()))
        more = sittings(seating, moment, (*held, *comers[:desks]))
        new = sum(len(sitting.jobs) for sitting in more) - len(sitters) - len(held)
        if new <= 0 or unseated(held, more):
            comers = comers[desks:]
            continue
        comers, desks, seated = comers[desks:], desks - new, more
    return seated


def _whole(seating: Seating, candidates: Iterable[Candidate]) -> set[str]:
    """The candidates who have a seat for every paper of theirs."""
    starts = seating.starts()
    jobs_of = seating.calendars.instance.jobs_of
    return {candidate.id for candidate in candidates if all(job.index in starts for job in jobs_of(candidate))}


def with_seats(seating: Seating, openings: Openings, kept: set[str], wanted: Sequence[Candidate]) -> Seating:
    """The same moments with the seats of those kept, and seats for as many of the others as find one."""
    if not any(ORAL_USE in room.uses for room in seating.calendars.halls) and len(_whole(seating, wanted)) == len(
        wanted
    ):
        return seating  # all who are wanted have their seats, and nobody else needs the rooms
    seated = Seating(seating.calendars)
    for moment, group in seating.moments.items():
        seated.moments[moment] = tuple(left for sitting in group if (left := _without(seating, sitting, kept)))
    jobs = [job for candidate in wanted for job in seating.calendars.instance.jobs_of(candidate)]
    for track, moments in openings.items():
        takers = tuple(job for job in jobs if job.track == track)
        for moment in moments:
            seated.tries = MOMENTS
            comers = tuple(
                job for job in takers if comes(seated, job, moment) and _stays(seating.calendars, job, moment, moments)
            )
            seated.moments[moment] = _as_many(seated, moment, comers, desks_free(seated, moment))
            takers = unseated(takers, seated.moments[moment])
    return seated


def _without(seating: Seating, sitting: RoomSitting, kept: set[str]) -> RoomSitting | None:
    """What is left of a sitting without those who are not kept; None if that is nobody."""
    jobs = tuple(job for job in sitting.jobs if job.candidate.id in kept)
    needed = -(-len(jobs) // seating.calendars.instance.problem.rules.msp.candidates_per_invigilator)
    return replace(sitting, jobs=jobs, watching=sitting.watching[:needed]) if jobs else None


def _stays(calendars: Calendars, job: Job, moment: Moment, moments: Sequence[Moment]) -> bool:
    """Whether somebody who sits an early wave is still there when the last one starts, where waves overlap."""
    return not calendars.instance.problem.rules.msp.waves_overlap or moment[1] + job.written >= max(moments)[1]
