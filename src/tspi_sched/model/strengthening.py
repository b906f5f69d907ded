"""Strengthening: symmetry breaking, and constraints implied by the rules together: less search, better bounds.

Nothing here changes the optimum of any objective; docs/how/arguments-exact-model.md says why, and each function cites
it.
"""

from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

from tspi_sched.model.against import AGAINST
from tspi_sched.model.calendar import blocked, meal_times
from tspi_sched.model.groups import barred_helpers
from tspi_sched.model.instance import Agent, Job, agent_key, agent_windows, barred_jobs, first_oral
from tspi_sched.model.variables import Var, Variables
from tspi_sched.problem import ORAL


def strengthen(v: Variables, objectives: tuple[str, ...]) -> None:
    """State all strengthening that is valid for the rules in force and the objectives wanted."""
    if v.instance.dropped:
        return
    break_job_symmetry(v, objectives)
    if v.compact:
        return
    if v.instance.restriction is None:
        break_agent_symmetry(v, objectives)
    days_in_order(v)
    projected_at_once(v)
    for agent in v.instance.agents:
        for d in v.day_indices:
            day_of_work(v, agent, d)


def break_job_symmetry(v: Variables, objectives: tuple[str, ...]) -> None:
    """Symmetry breaking: interchangeable candidates are heard in the order of the workbook."""
    # Two alike candidates may swap all they have, so some plan of the same value is in this order:
    # docs/how/arguments-exact-model.md#symmetry-of-jobs
    if AGAINST & set(objectives) or v.instance.problem.locks:
        return
    barred = {agent.index: barred_jobs(v.instance, agent) for agent in v.instance.agents}
    alike: dict[Hashable, list[Job]] = defaultdict(list)
    for job in v.instance.jobs:
        c = job.candidate
        if len(c.tracks) == 1:
            assignments = tuple(
                (assignment.agent.index, assignment.marking, assignment.hearing, assignment.hours)
                for assignment in v.instance.assignments(job)
                if job.index not in barred[assignment.agent.index]
            )
            lengths = (
                job.written,
                tuple(one.written for one in job.earlier),
                job.marking,
                job.preparations,
                job.orals,
                job.deliberation,
            )
            watched = frozenset(c.trainers) & set(v.instance.problem.invigilator)
            people = watched, barred_helpers(v.instance, job)
            alike[job.track, lengths, assignments, people, c.accessible, c.availability, c.priority].append(job)
    v.symmetric_jobs = list(alike.values())
    for jobs in v.symmetric_jobs:
        for first, second in pairwise(jobs):
            v.model.add(v.oral_start[first.index, 0] <= v.oral_start[second.index, 0])
            if v.instance.optional:
                v.model.add_implication(v.placed[first.candidate.id], v.placed[second.candidate.id])


def break_agent_symmetry(v: Variables, objectives: tuple[str, ...]) -> None:
    """Symmetry breaking: of interchangeable agents, each serves only if the one before it serves a job at or before its
    first.

    The order of jobs does not depend on the names of agents, so both kinds of symmetry breaking go together.
    """
    # Alike agents may be renamed in the order of the first job each hears:
    # docs/how/arguments-exact-model.md#symmetry-of-agents
    if AGAINST & set(objectives) or v.instance.problem.locks:
        return
    alike: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in v.instance.agents:
        alike[agent_key(v.instance, agent)].append(agent)
    v.symmetric_agents = list(alike.values())
    for agents in v.symmetric_agents:
        for first, second in pairwise(agents):
            earlier: list[Var] = []
            for job in v.instance.jobs:
                earlier += v.serving(job, [first])
                for literal in v.serving(job, [second]):
                    v.model.add_bool_or(*earlier, ~literal)


def days_in_order(v: Variables) -> None:
    """A job is marked no earlier than the day of its paper, and heard by an agent no earlier than marked (`order`)."""
    # What is heard by a day has been marked by it, and what is marked has been written:
    # docs/how/arguments-exact-model.md#days-in-order
    for job in v.instance.jobs:
        for d in sorted({*v.instance.paper_days(job.track), *v.instance.marking_days(job), *v.instance.oral_days(job)}):
            upto = range(d + 1)
            written = sum(v.written_day[job.index, day] for day in upto)
            marked = sum(v.mark_day[job.index, day] for day in upto)
            v.model.add(marked <= written)
            for assignment in v.instance.assignments(job):
                key = job.index, assignment.agent.index
                heard = sum(v.heard[*key, day] for day in assignment.hearing if day <= d)
                v.model.add(heard <= sum(v.marked[*key, day] for day in assignment.marking if day <= d))


def day_of_work(v: Variables, agent: Agent, d: int) -> None:
    """From first to last task there is room for all the work, and for the meal unless it fits before or after (`meal`).

    The work of hearing a job is its orals, its deliberation and the changeover before it, except that the changeover
    of a day's very first task is not yet presence.
    """
    # Work and meal of a day are disjoint and lie between its ends, but for the opening changeover:
    # docs/how/arguments-exact-model.md#day-of-work
    windows, meal = agent_windows(agent, v.instance.problem.days[d]), meal_times(v.instance)
    key, active = (agent.index, d), v.active[agent.index, d]
    if not windows:
        v.model.add(active == 0)
        return
    base, opens, closes = v.day_start(d), v.instance.up(windows[0][0]), windows[-1][1] // v.instance.grid
    opens_with_oral = v.bool_var(f"opens_with_oral[{key}]")
    before, inside, after = (v.bool_var(f"meal_{place}[{key}]") for place in ("before", "inside", "after"))
    v.model.add(before + inside + after == active)
    v.model.add_implication(opens_with_oral, active)
    load = _load(v, agent.index, d)
    v.model.add(v.last[key] - v.first[key] >= load - v.instance.changeover * opens_with_oral + meal.length * inside)
    v.model.add(v.first[key] >= base + meal.first + meal.length).only_enforce_if(before)
    v.model.add(v.last[key] <= base + meal.last).only_enforce_if(after)
    release = _release(v, d)
    earliest = max(opens, release)
    late = max(0, first_oral(v.instance, d) - opens)
    slack = (
        max(0, v.instance.changeover - late) if all(job.marking for job in v.instance.jobs) else v.instance.changeover
    )
    v.model.add(v.first[key] >= base + opens + late).only_enforce_if(opens_with_oral)
    v.model.add(
        load
        <= (closes - max(earliest, meal.first + meal.length) + slack) * before
        + (meal.last - earliest + slack) * after
        + (closes - earliest - meal.length + slack) * inside
    )
    for job, marking in v.marked_on[key]:
        if job.marking:
            literals = [opens_with_oral, marking]
            v.model.add(v.mark_start[job.index] >= v.first[key] + 1).only_enforce_if(literals)


def _load(v: Variables, agent: int, d: int) -> Var:
    changeover = v.instance.changeover
    hearing = sum((changeover + job.chain + job.deliberation) * literal for job, literal in v.heard_on[agent, d])
    return hearing + sum(job.marking * literal for job, literal in v.marked_on[agent, d])


def _release(v: Variables, d: int) -> int:
    """On the first day, nothing can be done before the shortest paper has ended, and is there to be marked."""
    if d or not v.instance.jobs:
        return 0
    day = v.instance.problem.days[0]
    return v.instance.up(day.open) + min(job.ready for job in v.instance.jobs)


def projected_at_once(v: Variables) -> None:
    """No more projected orals at once than projectors, fixed and mobile (`projection`), whichever each of them uses.

    A room or projector that is not available counts as in use; set-up times are not counted.
    """
    # Each projected oral has a projector of its own, in that projector's hours:
    # docs/how/arguments-exact-model.md#projected-at-once
    problem = v.instance.problem
    hearing = problem.title.uses(ORAL)
    fixed = [room.availability for room in problem.rooms if room.projector and hearing & set(room.uses)]
    sources = [*fixed, *(projector.availability for projector in problem.projectors)]
    intervals: list[Var] = []
    for availability in sources:
        intervals += blocked(v, [day.windows(availability) for day in problem.days])
    for job in v.instance.jobs:
        for i, (code, slots) in enumerate(job.orals):
            if problem.title.stage[code].projection:
                placed, start = v.placed[job.candidate.id], v.oral_start[job.index, i]
                intervals.append(v.model.new_optional_fixed_size_interval_var(start, slots, placed, "projected"))
    v.model.add_cumulative(intervals, [1] * len(intervals), len(sources))
