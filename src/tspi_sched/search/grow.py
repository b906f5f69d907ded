"""A plan that grows by a few candidates at a time: for sessions with locks, which dispatching does not heed, and for
titles whose shape it does not know.

First those who have locks, who must all be in the plan; then some more at a time, while whoever is in the plan keeps
panel, days and hours. Each is a small model. Bounds nothing.
"""

import time
from dataclasses import replace

from tspi_sched.checker import check
from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.guided import Restriction
from tspi_sched.heuristics.neighbourhoods import Neighbourhood, restriction_to
from tspi_sched.model import add_warm_start, build_instance
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Candidate, Problem
from tspi_sched.search.incremental import state_model
from tspi_sched.search.state import Search

AT_ONCE, SECONDS = 8, 3.0
"""Candidates that are added at once, and the seconds at most that this may take; three times that for the locked."""


GROWING = 0.7
"""Of the time limit, what growing may take where nothing else finds a plan."""


def grow(s: Search, bound: int, deadline: float) -> int:
    """Place the candidates with locks, then the others a few at a time, where dispatching found no plan."""
    if not s.problem.locks or not s.instance.optional or (s.filler and s.filler.sound is not None):
        return bound
    locked = {lock.task.candidate for lock in s.problem.locks}
    waiting = sorted(
        s.problem.candidates,
        key=lambda candidate: (candidate.id not in locked, -candidate.priority, len(candidate.tracks)),
    )
    count = max(AT_ONCE, sum(candidate.id in locked for candidate in waiting))
    plan: Plan | None = None
    for first in (0, *range(count, len(waiting), AT_ONCE)):
        go_on()
        more = waiting[first : first + AT_ONCE] if first else waiting[:count]
        plan = _with_more(s, plan, more, deadline)
        if plan is None or s.interrupted:
            break
        s.accept(_whole(s.problem, plan))
    return bound


def grow_shaped(s: Search, deadline: float) -> Plan | None:
    """A plan of everybody, a few more candidates at a time, each time with the least end; None where one of these small
    models has no plan in time, which proves nothing."""
    plan: Plan | None = None
    everybody = s.problem.candidates
    counts = range(AT_ONCE, len(everybody) + AT_ONCE, AT_ONCE)
    for step, count in enumerate(counts):
        go_on()
        part = replace(s.problem, candidates=everybody[:count], baseline=None)
        stated = state_model(part, ("finish",), {}, {}, _assignments(part, plan) if plan else None)
        stated.minimise("finish", 0)
        share = (deadline - time.monotonic()) * GROWING / (len(counts) - step)
        outcome = s.solve_auxiliary(stated.model, deadline, max(share, SECONDS))
        if not outcome.found or s.interrupted:
            return None
        plan = stated.plan(outcome)
    return plan


def _with_more(s: Search, plan: Plan | None, more: list[Candidate], deadline: float) -> Plan | None:
    """The plan with as many more as fit beside those in it; as it was if none is found."""
    placed = {task.candidate for task in plan.tasks} if plan else set[str | None]()
    together = tuple(candidate for candidate in s.problem.candidates if candidate.id in placed or candidate in more)
    part = replace(s.problem, candidates=together)
    stated = state_model(part, ("unplaced",), {}, {}, _assignments(part, plan) if plan else None)
    stated.minimise("unplaced", 0)
    if plan:
        add_warm_start(stated.v, plan)
    outcome = s.solve_auxiliary(stated.model, deadline, SECONDS if plan else 3 * SECONDS)
    return stated.plan(outcome) if outcome.found else plan


def _assignments(problem: Problem, plan: Plan) -> Restriction:
    """Who is in the plan keeps panel, days and hours; the others are free."""
    instance = build_instance(problem)
    kept = restriction_to(instance, plan, Neighbourhood())
    free = restriction_to(instance, plan, Neighbourhood(frozenset(agent.index for agent in instance.agents)))
    placed = {(task.candidate, task.track) for task in plan.tasks}
    return {
        job.index: kept[job.index] if (job.candidate.id, job.track) in placed else free[job.index]
        for job in instance.jobs
    }


def _whole(problem: Problem, plan: Plan) -> Plan:
    """A plan of some of the candidates as one of the whole session."""
    placed = {task.candidate for task in plan.tasks}
    out = tuple(Unplaced(candidate.id, "") for candidate in problem.candidates if candidate.id not in placed)
    whole = replace(plan, unplaced=out)
    assert not check(problem, whole)
    return whole
