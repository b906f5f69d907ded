"""From an outline to a part of the plans: each job gets the panel and the days that the outline's counts leave it.

Which of the jobs of a kind gets which place does not matter to the outline; here each is given one at which its
candidate has time. What remains to be found is when and where, which the solver does quickly.
"""

from collections import defaultdict
from collections.abc import Mapping
from random import Random

from tspi_sched.model import Job, Offer, Work
from tspi_sched.plan import Plan
from tspi_sched.problem import MARKING, ORAL
from tspi_sched.solve.guide import Counts, Guide

Offers = Mapping[int, tuple[Offer, ...]]
"""Per job: who may serve it on which days."""

Place = tuple[int, int, int]
"""Agent, day of the marking, day of the orals."""


def offers_of_outline(work: Work, guide: Guide) -> Offers | None:
    """One offer a job, as the outline counts them; None if the guide has no counts, or not of whole panels."""
    if guide.marked is None or guide.heard is None or work.agents_per_job > 1:
        return None
    offers: dict[int, tuple[Offer, ...]] = {}
    for jobs in dict.fromkeys(key[2] for key in guide.heard):
        places = _places(work, jobs, guide.marked, guide.heard)
        for job in sorted((work.jobs[index] for index in jobs), key=lambda job: len(_days(work, job))):
            place = next((p for p in places if p[2] in _days(work, job)), places[0] if places else None)
            if place is None:
                offers[job.index] = ()
                continue
            places.remove(place)
            agent, marking, hearing = place
            offers[job.index] = (Offer(work.agents[agent], tuple(range(marking, hearing + 1)), (hearing,)),)
    return offers


def _places(work: Work, jobs: tuple[int, ...], marked: Counts, heard: Counts) -> list[Place]:
    """Each agent's markings and hearings of a kind, paired in the order of the days."""
    places: list[Place] = []
    for agent in range(len(work.agents)):
        by_day = [
            [d for d in range(len(work.problem.days)) for _ in range(counts.get((agent, d, jobs), 0))]
            for counts in (marked, heard)
        ]
        places += [(agent, *days) for days in zip(*by_day, strict=True)]
    return places


def _days(work: Work, job: Job) -> set[int]:
    """The days on which a candidate has time for the orals."""
    needed = job.chain * work.grid
    days = enumerate(work.problem.days)
    return {d for d, day in days if any(e - s >= needed for s, e in day.windows(job.candidate.availability))}


def offers_of_plan(work: Work, plan: Plan, free: frozenset[int] = frozenset()) -> Offers:
    """Each job's panel and days as in a plan; the jobs of the `free` agents may go to any of these, on any day."""
    everywhere = tuple(range(len(work.problem.days)))
    open_to_all = tuple(Offer(work.agents[index], everywhere, everywhere) for index in sorted(free))
    kind = {stage.code: stage.kind for stage in work.problem.title.stages}
    tasks: dict[tuple[str | None, str | None], dict[str, tuple[int, frozenset[str]]]] = defaultdict(dict)
    for task in plan.tasks:
        what = kind[task.stage]
        if what in (MARKING, ORAL):
            tasks[task.candidate, task.track][what] = work.problem.day_index[task.day], frozenset(task.members)
    offers: dict[int, tuple[Offer, ...]] = {}
    for job in work.jobs:
        mine = tasks.get((job.candidate.id, job.track), {})
        agents = [a for a in work.agents if ORAL in mine and {m.id for m in a.members} <= mine[ORAL][1]]
        if any(agent.index in free for agent in agents) or not agents:
            offers[job.index] = open_to_all
            continue
        hearing = (mine[ORAL][0],)
        offers[job.index] = tuple(
            Offer(a, (mine[MARKING][0],) if MARKING in mine else hearing, hearing) for a in agents
        )
    return offers


def neighbours(work: Work, plan: Plan, rng: Random) -> Offers:
    """The plans in which two or three panels share out their work anew."""
    serving = sorted({offer.agent.index for offers in offers_of_plan(work, plan).values() for offer in offers})
    return offers_of_plan(work, plan, frozenset(rng.sample(serving, min(len(serving), rng.choice((2, 3))))))
