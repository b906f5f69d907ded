"""Large neighbourhood search: one part of the plan is optimised anew, the rest is kept. Bounds nothing."""

import time
from random import Random

from tspi_sched.checker import check, measure
from tspi_sched.heuristics.neighbourhoods import Neighbourhood, neighbourhoods_of_round, restriction_to
from tspi_sched.heuristics.subproblem import ADDITIVE, extract_subproblem, latest_agents, separable
from tspi_sched.model import add_warm_start
from tspi_sched.plan import Plan
from tspi_sched.search.incremental import state_model
from tspi_sched.search.state import Search

NEIGHBOURHOOD_SECONDS = 3.0
"""Most seconds for one neighbourhood."""

LARGE = 150
"""Jobs from which on only subproblems are solved, where these apply."""

PATIENCE, PATIENCE_SHARE = 2, 0.3
"""Stall limits: rounds without improvement, and the share of the time left without improvement if other objectives
wait."""


def large_neighbourhood_search(s: Search, bound: int, deadline: float) -> int:
    """Improve the incumbent, neighbourhood by neighbourhood, round by round."""
    rng = Random(s.wishes.seed)
    apart = separable(s.instance, (*s.limits, s.objective))
    while apart and s.objective == "finish" and not s.meets(bound) and _end_earlier(s, deadline, rng):
        pass
    failed, stating, until = 0, 0.0, _patient_until(s, deadline)
    while s.plan and failed < PATIENCE:
        before = s.value(s.plan)
        for neighbourhood in _round(s, s.plan, rng, apart):
            if s.interrupted or s.meets(bound) or time.monotonic() + stating > until:
                return bound
            reached = s.value(s.plan)
            if apart and s.objective in ADDITIVE and not neighbourhood.minutes:
                _improve_part(s, neighbourhood.agents, deadline)
            else:
                stating = _improve_near(s, neighbourhood, bound, deadline)
            until = _patient_until(s, deadline) if s.value(s.plan) < reached else until
        failed = failed + 1 if s.value(s.plan) == before else 0
    return bound


def _patient_until(s: Search, deadline: float) -> float:
    """The deadline unless the incumbent improves; none for the last objective."""
    return s.part_of(deadline, 1 if s.objective == s.names[-1] else PATIENCE_SHARE)


def _round(s: Search, plan: Plan, rng: Random, apart: bool) -> list[Neighbourhood]:
    """The neighbourhoods of a round; in a large session only subproblems, where these apply."""
    neighbourhood = neighbourhoods_of_round(s.instance, plan, rng)
    if not apart or len(s.instance.jobs) < LARGE:
        return neighbourhood
    return [some for some in neighbourhood if s.objective in ADDITIVE and not some.minutes]


def _improve_near(s: Search, neighbourhood: Neighbourhood, bound: int, deadline: float) -> float:
    """Search a neighbourhood with the full model restricted to it; the seconds it took to state."""
    began = time.monotonic()
    if s.plan is None:
        return 0.0
    part = state_model(s.problem, s.names, s.limits, s.floors, restriction_to(s.instance, s.plan, neighbourhood))
    part.minimise(s.objective, bound)
    s.interrupted |= part.complete_start(s.plan, s.wishes)
    stated = time.monotonic()
    s.run(part, min(deadline, stated + NEIGHBOURHOOD_SECONDS))
    return stated - began


def _improve_part(s: Search, agents: frozenset[int], deadline: float) -> None:
    """Search a subproblem: some agents' work, all else fixed."""
    plan = s.plan and _better_part(s, s.plan, agents, deadline)
    if plan:
        s.accept(plan)


def _end_earlier(s: Search, deadline: float, rng: Random) -> bool:
    """For `finish`: let each panel at work at the very end finish earlier, by itself or with another panel."""
    plan = s.plan
    others = [agent.index for agent in s.instance.agents]
    for late in latest_agents(s.instance, plan) if plan else ():
        helped = late | {rng.choice(others)}
        plan = plan and (_better_part(s, plan, late, deadline) or _better_part(s, plan, helped, deadline))
    return plan is not None and s.accept(plan)


def _better_part(s: Search, plan: Plan, agents: frozenset[int], deadline: float) -> Plan | None:
    """A plan in which some agents' part is better and all else is kept, by solving the subproblem."""
    part = extract_subproblem(s.instance, plan, agents, s.limits.get("days", len(s.problem.days)))
    limits, own = part.limits(s.limits, s.values(plan)), measure(part.problem, part.plan)[s.objective]
    left = deadline - time.monotonic()
    if own == 0 or left <= 0 or s.interrupted:
        return None
    stated = state_model(part.problem, (*limits, s.objective), limits, dict.fromkeys(limits, 0), part.assignments)
    for paper in stated.v.instance.papers:
        stated.model.add(stated.v.paper_start[paper.index] == part.papers[paper.track])
    stated.minimise(s.objective, 0, own)
    add_warm_start(stated.v, part.plan)
    outcome = s.solve_auxiliary(stated.model, deadline, NEIGHBOURHOOD_SECONDS)
    whole = part.whole(stated.plan(outcome)) if outcome.found else None
    return whole if whole and not check(s.problem, whole) else None
