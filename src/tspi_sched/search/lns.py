"""Wandering from plan to better plan: a part of the work is done anew, the rest stays. Bounds nothing."""

import time
from random import Random

from tspi_sched.checker import check, measure
from tspi_sched.heuristics.neighbourhoods import Freed, neighbours, one_round
from tspi_sched.heuristics.subproblem import SUMS, latest_agents, set_apart, tells_apart
from tspi_sched.model import add_warm_start
from tspi_sched.plan import Plan
from tspi_sched.search.incremental import state
from tspi_sched.search.state import LARGE, Search

WANDERING = 3.0
"""Seconds at most for the neighbours of a plan."""

PATIENCE, PATIENCE_SHARE = 2, 0.3
"""Without a better plan an objective is left after so many rounds, or after this part of the time left if others are to
come."""


def wander(s: Search, bound: int, deadline: float) -> int:
    """Improve the plan at hand part by part, round by round."""
    rng = Random(s.wishes.seed)
    apart = tells_apart(s.instance, (*s.limits, s.at_work))
    while apart and s.at_work == "finish" and not s.meets(bound) and _hurried(s, deadline, rng):
        pass
    failed, stating, until = 0, 0.0, _patient_until(s, deadline)
    while s.plan and failed < PATIENCE:
        before = s.value(s.plan)
        for freed in _round(s, s.plan, rng, apart):
            if s.interrupted or s.meets(bound) or time.monotonic() + stating > until:
                return bound
            reached = s.value(s.plan)
            if apart and s.at_work in SUMS and not freed.minutes:
                _look_apart(s, freed.agents, deadline)
            else:
                stating = _look_around(s, freed, bound, deadline)
            until = _patient_until(s, deadline) if s.value(s.plan) < reached else until
        failed = failed + 1 if s.value(s.plan) == before else 0
    return bound


def _patient_until(s: Search, deadline: float) -> float:
    """When to give up unless there is a better plan; never, for the last objective."""
    return s.part_of(deadline, 1 if s.at_work == s.names[-1] else PATIENCE_SHARE)


def _round(s: Search, plan: Plan, rng: Random, apart: bool) -> list[Freed]:
    """What to free in turn; of a large session nothing that needs all of it stated, if there is another way."""
    freed = one_round(s.instance, plan, rng)
    if not apart or len(s.instance.jobs) < LARGE:
        return freed
    return [some for some in freed if s.at_work in SUMS and not some.minutes]


def _look_around(s: Search, freed: Freed, bound: int, deadline: float) -> float:
    """Look among the neighbours of the plan at hand; how many seconds it took to state them."""
    began = time.monotonic()
    if s.plan is None:
        return 0.0
    part = state(s.problem, s.names, s.limits, s.floors, neighbours(s.instance, s.plan, freed))
    part.minimise(s.at_work, bound)
    s.interrupted |= part.begin(s.plan, s.wishes)
    stated = time.monotonic()
    s.run(part, min(deadline, stated + WANDERING))
    return stated - began


def _look_apart(s: Search, agents: frozenset[int], deadline: float) -> None:
    """Look for a better plan of what some agents do, all else being as it is."""
    plan = s.plan and _better_apart(s, s.plan, agents, deadline)
    if plan:
        s.take(plan)


def _hurried(s: Search, deadline: float, rng: Random) -> bool:
    """End the session earlier, each panel that is at work at its end by itself, or else with another one."""
    plan = s.plan
    others = [agent.index for agent in s.instance.agents]
    for late in latest_agents(s.instance, plan) if plan else ():
        helped = late | {rng.choice(others)}
        plan = plan and (_better_apart(s, plan, late, deadline) or _better_apart(s, plan, helped, deadline))
    return plan is not None and s.take(plan)


def _better_apart(s: Search, plan: Plan, agents: frozenset[int], deadline: float) -> Plan | None:
    """A plan in which some agents' own part is better, and all else as it was: a session of its own, soon stated."""
    part = set_apart(s.instance, plan, agents, s.limits.get("days", len(s.problem.days)))
    limits, own = part.limits(s.limits, s.values(plan)), measure(part.problem, part.plan)[s.at_work]
    left = deadline - time.monotonic()
    if own == 0 or left <= 0 or s.interrupted:
        return None
    stated = state(part.problem, (*limits, s.at_work), limits, dict.fromkeys(limits, 0), part.assignments)
    for paper in stated.v.instance.papers:
        stated.model.add(stated.v.paper_start[paper.index] == part.papers[paper.track])
    stated.minimise(s.at_work, 0, own)
    add_warm_start(stated.v, part.plan)
    outcome = s.aside(stated.model, deadline, WANDERING)
    whole = part.whole(stated.plan(outcome)) if outcome.found else None
    return whole if whole and not check(s.problem, whole) else None
