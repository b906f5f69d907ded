"""Makes the assignment variables: who serves whom on which day, and how long each agent's day is.

One variable per job, agent and day: the largest family, so constraints are aggregated per day.
"""

from collections import defaultdict
from collections.abc import Iterable

from tspi_sched.model.instance import Assignment, Job
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.variables.keys import Service


def services(v: Variables) -> None:
    """Who marks and hears each job, and on which day, among its possible assignments."""
    for agent in v.instance.agents:
        for d in v.day_indices:
            v.marked_on[agent.index, d], v.heard_on[agent.index, d] = [], []
    for job in v.instance.jobs:
        assignments = v.instance.assignments(job)
        _serve(v, job, [(assignment, assignment.marking) for assignment in assignments], "marks")
        _serve(v, job, [(assignment, assignment.hearing) for assignment in assignments], "hears")
        for assignment in assignments:
            _within_hours(v, job, assignment)


def _serve(v: Variables, job: Job, assignments: Iterable[tuple[Assignment, tuple[int, ...]]], what: str) -> None:
    """Which agents serve a job, and on which day: products of a service and a day."""
    day, serves, by_day, on = (
        (v.mark_day, v.marks, v.marked, v.marked_on) if what == "marks" else (v.oral_day, v.hears, v.heard, v.heard_on)
    )
    on_day: dict[int, list[Var]] = defaultdict(list)
    for assignment, days in assignments:
        agent = assignment.agent.index
        service = serves[job.index, agent] = v.bool_var(f"{what}[{job.index},{agent}]")
        literals = [v.unnamed_bool_var() for _ in days]
        for d, literal in zip(days, literals, strict=True):
            by_day[job.index, agent, d] = literal
            on[agent, d].append(Service(job, literal))
            on_day[d].append(literal)
        v.model.add_exactly_one([*literals, ~service])
    v.only_if(v.placed[job.candidate.id], [serves[job.index, assignment.agent.index] for assignment, _ in assignments])
    for d, literals in on_day.items():
        v.only_if(day[job.index, d], literals)


def _within_hours(v: Variables, job: Job, assignment: Assignment) -> None:
    """The hours between which an assignment lets the marking and the first oral start, if it limits them."""
    if assignment.hours:
        key, (marking, hearing) = (job.index, assignment.agent.index), assignment.hours
        v.model.add_linear_constraint(v.mark_start[job.index], *marking).only_enforce_if(v.marks[key])
        v.model.add_linear_constraint(v.oral_start[job.index, 0], *hearing).only_enforce_if(v.hears[key])


def duty(v: Variables) -> None:
    """Whether an agent works on a day, and the first and last slot of its work (equal when it does not)."""
    for agent in v.instance.agents:
        for d in v.day_indices:
            base, key = v.day_start(d), (agent.index, d)
            v.active[key] = v.bool_var(f"active[{key}]")
            v.first[key] = v.int_var(base, base + v.instance.slots_per_day, f"first[{key}]")
            v.last[key] = v.int_var(base, base + v.instance.slots_per_day, f"last[{key}]")
            v.model.add(v.first[key] <= v.last[key])
            v.model.add(v.first[key] == base).only_enforce_if(~v.active[key])
            v.model.add(v.last[key] == base).only_enforce_if(~v.active[key])
            v.only_if(v.active[key], [literal for _, literal in (*v.marked_on[key], *v.heard_on[key])])
            if not v.compact:
                _hours_of_work(v, key)


def _hours_of_work(v: Variables, key: tuple[int, int]) -> None:
    """All that an agent does on a day lies between its first and its last slot (compact formulation: `places`)."""
    for job, marking in v.marked_on[key]:
        lies_within(v, key, marking, v.mark_start[job.index], v.mark_start[job.index] + job.marking)
    for job, hearing in v.heard_on[key]:
        end = v.deliberation_start[job.index] + job.deliberation
        lies_within(v, key, hearing, v.oral_start[job.index, 0], end)


def lies_within(v: Variables, key: tuple[int, int], literal: Var, start: Var, end: Var) -> None:
    """While a literal holds, an agent and day (`key`) have work from a start, or earlier, to an end, or later."""
    v.model.add(v.first[key] <= start).only_enforce_if(literal)
    v.model.add(v.last[key] >= end).only_enforce_if(literal)
