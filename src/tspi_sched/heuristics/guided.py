"""From an outline or a timetable to a part of the plans: each job gets the panel and the days that it has there.

Which of the jobs of a kind gets which place does not matter to an outline; here each is given one at which its
candidate has time. What remains to be found is when and where, which the solver does quickly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.model import Job, Offer, Work
from tspi_sched.model.instance import barred_jobs
from tspi_sched.model.matching import matched
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import WRITTEN
from tspi_sched.relaxations.bound import Guide, Turns

Offers = Mapping[int, tuple[Offer, ...]]
"""Per job: who may serve it on which days."""

Place = tuple[int, int, int]
"""Agent, slot of the marking, slot of the first oral."""


@dataclass(frozen=True)
class Lead:
    """A part of the plans, and where in it to begin: tasks without rooms, if hours are known."""

    offers: Offers
    start: Plan | None = None


def lead_of(work: Work, guide: Guide) -> Lead | None:
    """One offer a job, as the guide has it; None if it has none for everybody, or not of whole panels."""
    if guide.turns is None or work.agents_per_job > 1:
        return None
    places: dict[int, Place] = {}
    for jobs in dict.fromkeys(jobs for _, jobs in guide.turns):
        given = _given(work, [work.jobs[index] for index in jobs], _places(jobs, guide.turns))
        if len(given) < len(jobs):
            return None
        places |= given
    offers = {index: (_offer(work, place),) for index, place in places.items()}
    if guide.papers is None:
        return Lead(offers)
    tasks = (task for job in work.jobs for task in _tasks(work, job, guide.papers[job.track], places[job.index]))
    return Lead(offers, Plan(in_time_order(list(tasks))))


def _places(jobs: tuple[int, ...], turns: Turns) -> list[Place]:
    return [(agent, *turn) for (agent, mine), some in turns.items() if mine == jobs for turn in some]


def _given(work: Work, jobs: list[Job], places: list[Place]) -> dict[int, Place]:
    """A place for each job, by the job's index, at which nobody is barred and the candidate has time."""
    days = {job.index: _days(work, job) for job in jobs}
    barred = [barred_jobs(work, agent) for agent in work.agents]

    def fits(job: Job, place: Place) -> bool:
        return job.index not in barred[place[0]] and place[2] // work.slots_per_day in days[job.index]

    jobs.sort(key=lambda job: len(days[job.index]))
    return {job.index: places[number] for number, job in matched(jobs, places, fits).items()}


def _offer(work: Work, place: Place) -> Offer:
    agent, marking, hearing = place
    first, last = marking // work.slots_per_day, hearing // work.slots_per_day
    return Offer(work.agents[agent], tuple(range(first, last + 1)), (last,))


def _tasks(work: Work, job: Job, paper: int, place: Place) -> Iterator[Task]:
    """A job's tasks at the hours of its place."""
    agent, marking, hearing = place
    members = tuple(member.id for member in work.agents[agent].members)
    panel = [(job.marking_stage, marking, job.marking)]
    panel += [(code, hearing + at, slots) for (code, slots), at in zip(job.orals, job.offsets, strict=True)]
    if work.deliberates_at_once:
        panel.append((job.deliberation_stage, hearing + job.chain, job.deliberation))
    yield _task(work, job, (job.paper, paper, job.written), ())
    for stage in panel:
        if stage[2]:
            yield _task(work, job, stage, members)


def _task(work: Work, job: Job, stage: tuple[str, int, int], members: tuple[str, ...]) -> Task:
    code, slot, slots = stage
    d, start = divmod(slot, work.slots_per_day)
    day = work.problem.days[d].date
    return Task(job.candidate.id, job.track, code, day, start * work.grid, (start + slots) * work.grid, members=members)


def _days(work: Work, job: Job) -> set[int]:
    """The days on which a candidate has time for the orals."""
    needed = job.chain * work.grid
    days = enumerate(work.problem.days)
    return {d for d, day in days if any(e - s >= needed for s, e in day.windows(job.candidate.availability))}


def paper_starts_of(work: Work, plan: Plan) -> dict[str, int]:
    """By track, the slot at which its paper starts in a plan; the first one of several waves."""
    starts: dict[str, int] = {}
    for task in plan.tasks:
        if task.track and work.problem.title.stage[task.stage].kind == WRITTEN:
            slot = work.problem.day_index[task.day] * work.slots_per_day + task.start // work.grid
            starts[task.track] = min(slot, starts.get(task.track, slot))
    return starts
