"""Seats for as many as find a desk, where candidates may be left out: papers first, then who is offered a seat.

A paper's moments are those that seat the most, one wave after the other. Who is seated with all papers or not at all
follows an order of preference; later on, desks that are free again are offered to others at the same moments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tspi_sched.heuristics.dispatch.calendars import Ground
from tspi_sched.heuristics.dispatch.papers import (
    MOMENTS,
    Moment,
    Papers,
    Sitting,
    Wave,
    comes,
    desks_free,
    moments_for,
    sittings,
    wave_after,
)
from tspi_sched.model import Job
from tspi_sched.problem import ORAL_USE, Candidate

Openings = dict[str, list[Moment]]
"""By track, the moments at which its paper starts."""

Jobs = tuple[Job, ...]


def most_seated(
    ground: Ground, tracks: Iterable[str], days: Mapping[str, int], wanted: Sequence[Candidate]
) -> tuple[Papers, Openings]:
    """The papers of the tracks in this order, each on its day (from 0) at the earliest, with as many as find seats."""
    papers, openings = Papers(ground), Openings()
    jobs = [job for candidate in wanted for job in ground.instance.jobs_of(candidate)]
    for track in tracks:
        takers = tuple(job for job in jobs if job.track == track)
        waves = min(ground.instance.problem.rules.msp.waves, len(takers))
        openings[track] = _most_at(papers, takers, waves, days.get(track, 0))
    whole = _whole(papers, wanted)
    return with_seats(papers, openings, whole, [one for one in wanted if one.id not in whole]), openings


def _most_at(papers: Papers, takers: Jobs, waves: int, day: int) -> list[Moment]:
    """Seat as many takers of a paper as find a desk in so many waves; their moments."""
    before: Wave | None = None
    found: list[Moment] = []
    while takers and len(found) < waves:
        papers.tries = MOMENTS
        best = _fullest_moment(papers, takers, day, before)
        if best is None:
            break
        at, seated = best
        papers.moments[at] = seated
        left = unseated(takers, seated)
        before, takers, day = wave_after(at, takers, left, before), left, at[0]
        found.append(at)
    return found


def _fullest_moment(
    papers: Papers, takers: Jobs, day: int, before: Wave | None
) -> tuple[Moment, tuple[Sitting, ...]] | None:
    """The moment at which the most of the takers find a seat, the first of these, and all who sit then."""
    best, most = None, 0
    for at in moments_for(papers, takers, day, before):
        papers.tries -= 1
        if papers.tries < 0 or most == len(takers):
            break
        desks = desks_free(papers, at)
        if desks <= most:
            continue
        seated = _as_many(papers, at, tuple(job for job in takers if comes(papers, job, at)), desks)
        count = len(takers) - len(unseated(takers, seated))
        if count > most:
            best, most = (at, seated), count
    return best


def _as_many(papers: Papers, at: Moment, comers: Jobs, desks: int) -> tuple[Sitting, ...]:
    """Those seated at a moment, with as many of some more as find one of the desks, the first of them first."""
    seated = papers.moments.get(at, ())
    here = [job for sitting in seated for job in sitting.jobs]
    while comers and desks > 0:
        held = unseated((job for sitting in seated for job in sitting.jobs), papers.moments.get(at, ()))
        more = sittings(papers, at, (*held, *comers[:desks]))
        new = sum(len(sitting.jobs) for sitting in more) - len(here) - len(held)
        if new <= 0 or unseated(held, more):
            comers = comers[desks:]
            continue
        comers, desks, seated = comers[desks:], desks - new, more
    return seated


def unseated(jobs: Iterable[Job], seated: tuple[Sitting, ...]) -> Jobs:
    """Those of some jobs that have no seat."""
    have = {job.index for sitting in seated for job in sitting.jobs}
    return tuple(job for job in jobs if job.index not in have)


def _whole(papers: Papers, candidates: Iterable[Candidate]) -> set[str]:
    """The candidates who have a seat for every paper of theirs."""
    starts = papers.starts()
    jobs_of = papers.ground.instance.jobs_of
    return {one.id for one in candidates if all(job.index in starts for job in jobs_of(one))}


def with_seats(papers: Papers, openings: Openings, kept: set[str], wanted: Sequence[Candidate]) -> Papers:
    """The same moments with the seats of those kept, and seats for as many of the others as find one."""
    if not any(ORAL_USE in room.uses for room in papers.ground.halls) and len(_whole(papers, wanted)) == len(wanted):
        return papers  # all who are wanted have their seats, and nobody else needs the rooms
    found = Papers(papers.ground)
    for at, some in papers.moments.items():
        found.moments[at] = tuple(left for sitting in some if (left := _without(papers, sitting, kept)))
    jobs = [job for candidate in wanted for job in papers.ground.instance.jobs_of(candidate)]
    for track, moments in openings.items():
        takers = tuple(job for job in jobs if job.track == track)
        for at in moments:
            found.tries = MOMENTS
            comers = tuple(job for job in takers if comes(found, job, at) and _stays(papers.ground, job, at, moments))
            found.moments[at] = _as_many(found, at, comers, desks_free(found, at))
            takers = unseated(takers, found.moments[at])
    return found


def _without(papers: Papers, sitting: Sitting, kept: set[str]) -> Sitting | None:
    """What is left of a sitting without those who are not kept; None if that is nobody."""
    jobs = tuple(job for job in sitting.jobs if job.candidate.id in kept)
    needed = -(-len(jobs) // papers.ground.instance.problem.rules.msp.candidates_per_invigilator)
    return replace(sitting, jobs=jobs, watching=sitting.watching[:needed]) if jobs else None


def _stays(ground: Ground, job: Job, at: Moment, moments: Sequence[Moment]) -> bool:
    """Whether somebody who sits an early wave is still there when the last one starts, where waves overlap."""
    return not ground.instance.problem.rules.msp.waves_overlap or at[1] + job.written >= max(moments)[1]
