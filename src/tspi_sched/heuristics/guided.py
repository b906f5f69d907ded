"""From a relaxation's solution to a restriction: each job gets the panel and the days that it has there.

A relaxation does not care which job of a type gets which place; here each gets one at which its candidate has time.
Hours and rooms remain, which CP-SAT finds quickly: a relaxation enforced neighbourhood (Berthold 2007).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.model import Assignment, Instance, Job
from tspi_sched.model.calendar import days_with_time
from tspi_sched.model.instance import barred_jobs
from tspi_sched.model.matching import bipartite_matching
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import WRITTEN
from tspi_sched.relaxations.bound import Place, RelaxationSolution, ServiceTimes

Restriction = Mapping[int, tuple[Assignment, ...]]
"""Per job: who may serve it on which days."""


@dataclass(frozen=True)
class GuidedRestriction:
    """A restriction, and a warm start in it: tasks without rooms, if hours are known."""

    assignments: Restriction
    start: Plan | None = None


def guided_restriction(instance: Instance, solution: RelaxationSolution) -> GuidedRestriction | None:
    """The restriction given by a relaxation's solution: one assignment a job; None if not everybody has one."""
    if solution.service_times is None or instance.agents_per_job > 1:
        return None
    places: dict[int, Place] = {}
    for jobs in dict.fromkeys(jobs for _, jobs in solution.service_times):
        given = _given(instance, [instance.jobs[index] for index in jobs], _places(jobs, solution.service_times))
        if len(given) < len(jobs):
            return None
        places |= given
    return placed(instance, places, solution.papers)


def placed(instance: Instance, places: Mapping[int, Place], papers: Mapping[str, int] | None) -> GuidedRestriction:
    """The restriction in which each job has a place; with a warm start if the papers' starts are known."""
    assignments = {index: (_assignment(instance, place),) for index, place in places.items()}
    if papers is None:
        return GuidedRestriction(assignments)
    tasks = (task for job in instance.jobs for task in _tasks(instance, job, papers[job.track], places[job.index]))
    return GuidedRestriction(assignments, Plan(in_time_order(list(tasks))))


def _places(jobs: tuple[int, ...], times: ServiceTimes) -> list[Place]:
    return [(agent, *turn) for (agent, type_jobs), turns in times.items() if type_jobs == jobs for turn in turns]


def _given(instance: Instance, jobs: list[Job], places: list[Place]) -> dict[int, Place]:
    """A place for each job, by the job's index, at which nobody is barred and the candidate has time."""
    days = {job.index: days_with_time(instance, job) for job in jobs}
    barred = [barred_jobs(instance, agent) for agent in instance.agents]

    def fits(job: Job, place: Place) -> bool:
        return job.index not in barred[place[0]] and place[2] // instance.slots_per_day in days[job.index]

    jobs.sort(key=lambda job: len(days[job.index]))
    return {job.index: places[number] for number, job in bipartite_matching(jobs, places, fits).items()}


def _assignment(instance: Instance, place: Place) -> Assignment:
    agent, marking, hearing = place
    first, last = marking // instance.slots_per_day, hearing // instance.slots_per_day
    return Assignment(instance.agents[agent], tuple(range(first, last + 1)), (last,))


def _tasks(instance: Instance, job: Job, paper: int, place: Place) -> Iterator[Task]:
    """A job's tasks at the hours of its place."""
    agent, marking, hearing = place
    members = tuple(member.id for member in instance.agents[agent].members)
    panel = [(job.marking_stage, marking, job.marking)]
    panel += [(code, hearing + offset, slots) for (code, slots), offset in zip(job.orals, job.offsets, strict=True)]
    if instance.deliberates_at_once:
        panel.append((job.deliberation_stage, hearing + job.chain, job.deliberation))
    yield _task(instance, job, (job.paper, paper, job.written), ())
    for stage in panel:
        if stage[2]:
            yield _task(instance, job, stage, members)


def _task(instance: Instance, job: Job, stage: tuple[str, int, int], members: tuple[str, ...]) -> Task:
    code, slot, slots = stage
    d, start = divmod(slot, instance.slots_per_day)
    day = instance.problem.days[d].date
    return Task(
        job.candidate.id, job.track, code, day, start * instance.grid, (start + slots) * instance.grid, members=members
    )


def paper_starts_of(instance: Instance, plan: Plan) -> dict[str, int]:
    """By track, the slot at which its paper starts in a plan; the first one of several waves."""
    starts: dict[str, int] = {}
    for task in plan.tasks:
        if task.track and instance.problem.title.stage[task.stage].kind == WRITTEN:
            slot = instance.problem.day_index[task.day] * instance.slots_per_day + task.start // instance.grid
            starts[task.track] = min(slot, starts.get(task.track, slot))
    return starts
