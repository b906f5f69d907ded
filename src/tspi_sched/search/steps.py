"""The steps of the portfolio: each takes a proven bound and a deadline, and returns a bound.

Some prove a bound, some look for plans in a restriction, some do both.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from math import inf

from ortools.sat.python import cp_model

from tspi_sched.heuristics.casting import Cast, cast_teams
from tspi_sched.heuristics.guided import GuidedRestriction, guided_restriction, paper_starts_of
from tspi_sched.model import Instance, add_warm_start, build_instance
from tspi_sched.problem import Problem
from tspi_sched.relaxations.bound import Bounds, RelaxationSolution, solve_positional, solve_workload
from tspi_sched.relaxations.patterns.bound import (
    PatternSolution,
    latest_paper_starts,
    pattern_restriction,
    solve_patterns,
)
from tspi_sched.relaxations.patterns.data import PatternData
from tspi_sched.relaxations.teams import with_teams
from tspi_sched.search.incremental import IncrementalModel, state_model
from tspi_sched.search.state import Search
from tspi_sched.solver import Outcome, SolverProfile

ONE_WORKLOAD_SHARE, WORKLOAD_SHARE, POSITIONAL_SHARE, WINDOWS_SHARE = 0.15, 0.3, 0.4, 0.05
"""Shares of an objective's time: one workload bound, all of them, the positional bound, the last starts of papers."""

ATTEMPTS = 4
"""Most workload solutions that are followed, until one leads to plans."""

TRUNCATED_SHARE = 0.05
"""Share of an objective's time for a truncated full solve."""

RESUMING_SHARE = 0.1
"""Share of an objective's time for resuming the last restriction."""

FOLLOWING_SHARE, FINDING_SHARE = 0.3, 0.8
"""Share of an objective's time for a restriction guided by a relaxation; of all time left, without an incumbent."""

SLACKS, FIRST_SLACKS = (0, 5, 10, 15, 30, 60), (10, 0, 15, 5, 30, 60)
"""Margins: minutes taken off each panel's day in the pattern model, tried in turn until its solution leads to plans.

A first plan is easier to find with some margin.
"""

ASKING, DISAGGREGATING = 5.0, 3.0
"""Most seconds for one pattern model, and for one disaggregation."""

CASTING = 1.0
"""Most seconds to find members for the teams of a solution."""

MOST_STATED = 300_000
"""Size up to which the full model is stated: beyond, that takes gigabytes and minutes."""


def pattern_bound(s: Search, bound: int, deadline: float) -> int:
    """The bound of the pattern model."""
    solution = _patterns(s, s.pattern_data, (s.objective,), deadline, reached=s.value(s.plan) if s.plan else None)
    if solution is None:
        return bound
    s.infeasible = solution.infeasible and s.plan is None
    return solution.bound


def resume(s: Search, bound: int, deadline: float) -> int:
    """Resume the restriction in which the incumbent was found. Bounds nothing."""
    if s.last_restriction is not None and s.plan is not None:
        s.last_restriction.minimise(s.objective, bound)
        s.interrupted |= s.last_restriction.complete_start(s.plan, s.wishes)
        s.run(s.last_restriction, s.part_of(deadline, RESUMING_SHARE))
    return bound


def pattern_guided(s: Search, bound: int, deadline: float) -> int:
    """Search the restriction given by a disaggregated pattern solution: few plans, often as good as the bound. Bounds
    nothing."""
    until = s.part_of(deadline, FOLLOWING_SHARE)
    if s.plan is None:
        until = time.monotonic() + FINDING_SHARE * s.remaining()
    solution: PatternSolution | None = None
    left = tuple(name for name in s.names if name not in s.reached)
    for slack in SLACKS if s.plan else FIRST_SLACKS:
        solution = _patterns(s, s.part_pattern_data, left, until, s.instance.up(slack), solution)
        if solution is None or solution.pattern_model is None:
            break
        assignments = pattern_restriction(
            solution, lambda model: s.solve_auxiliary(model, until, max(DISAGGREGATING, s.remaining() / 40))
        )
        part = assignments and _stated(s, s.sub_instance, GuidedRestriction(assignments))
        if part and _follow(s, part, bound, until):
            break
        if s.interrupted or time.monotonic() > until:
            break
    return bound


def workload_bound(s: Search, bound: int, deadline: float) -> int:
    """The bound of the workload relaxation, and the plans in the restriction given by its solution.

    If there are none, another solution of equal value may lead to plans: it is looked for with another seed.
    """
    until = s.part_of(deadline, WORKLOAD_SHARE)
    for attempt in range(ATTEMPTS):
        known, ask = bounds_for(s, bound, deadline), _solver_for(s, deadline, ONE_WORKLOAD_SHARE, attempt)
        solution = solve_workload(s.relaxed_instance, known, s.objective, ask, None if attempt else s.workload_solution)
        s.workload_solution = solution or s.workload_solution
        bound, led = _follow_solution(s, solution, bound, deadline)
        if led or s.infeasible or s.interrupted or s.meets(bound) or time.monotonic() > until:
            break
    return bound


def positional_bound(s: Search, bound: int, deadline: float) -> int:
    """The bound of the positional relaxation, and the plans in the restriction given by its solution."""
    known, ask = bounds_for(s, bound, deadline), _solver_for(s, deadline, POSITIONAL_SHARE)
    s.positional_solution = solve_positional(s.relaxed_instance, known, s.objective, ask, s.positional_solution)
    return _follow_solution(s, s.positional_solution, bound, deadline)[0]


def _follow_solution(s: Search, solution: RelaxationSolution | None, bound: int, deadline: float) -> tuple[int, bool]:
    """The bound of a relaxation, after a search in the restriction given by its solution; whether that had plans."""
    if solution is None:
        return bound, True
    s.infeasible = solution.infeasible and s.plan is None
    bound = max(bound, solution.bound)
    part = None if s.infeasible or s.meets(bound) else guided_by(s, solution)
    return bound, part is None or _follow(s, part, bound, s.part_of(deadline, FOLLOWING_SHARE))


def guided_by(s: Search, solution: RelaxationSolution, limits: dict[str, int] | None = None) -> IncrementalModel | None:
    """The exact model restricted as a relaxation's solution says; None if not everybody has a place there."""
    relaxed = s.relaxed_instance
    if not s.instance.composes:
        guided = guided_restriction(relaxed, solution)
        return _stated(s, s.sub_instance, guided, limits) if guided else None
    cast = None if relaxed.composes else _cast(s, relaxed, solution)
    if cast is None:
        return None
    return replace(_stated(s, cast.problem, cast.guided, limits), recast=cast.recast)


def _cast(s: Search, teams: Instance, solution: RelaxationSolution) -> Cast | None:
    problem = replace(s.problem, days=teams.problem.days)
    return cast_teams(problem, teams, solution, lambda model: s.solve_auxiliary(model, inf, CASTING))


def _stated(
    s: Search, problem: Problem, guided: GuidedRestriction, limits: dict[str, int] | None = None
) -> IncrementalModel:
    part = state_model(problem, s.names, s.limits if limits is None else limits, s.floors, guided.assignments)
    if guided.start:
        add_warm_start(part.v, guided.start)
    return part


def team_guided(s: Search, bound: int, deadline: float) -> int:
    """Plans in which members serve in one panel a day, where they may serve in several: those of a positional solution
    of teams. Bounds nothing."""
    daily = replace(s.problem.rules, panel=replace(s.problem.rules.panel, mode="daily"))
    teams = build_instance(with_teams(replace(s.problem, days=s.relaxed_instance.problem.days, rules=daily)))
    if s.problem.rules.panel.mode != "free" or teams.composes:
        return bound
    ask = _solver_for(s, deadline, POSITIONAL_SHARE)
    solution = solve_positional(teams, bounds_for(s, bound, deadline), s.objective, ask)
    cast = solution and not solution.infeasible and _cast(s, teams, solution)
    if cast:
        part = replace(_stated(s, cast.problem, cast.guided), recast=cast.recast)
        _follow(s, part, bound, s.part_of(deadline, FOLLOWING_SHARE))
    return bound


def bounds_for(s: Search, bound: int, deadline: float) -> Bounds:
    """Limits and bounds of the plans still of interest; with the papers' last starts once the session's end is
    limited."""
    if (
        s.plan
        and s.pattern_data
        and not s.instance.optional
        and s.objective not in s.paper_starts_bounded
        and "finish" in s.limits
    ):
        s.paper_starts_bounded.add(s.objective)
        until = s.part_of(deadline, WINDOWS_SHARE)

        def ask(model: cp_model.CpModel) -> Outcome:
            return s.solve_auxiliary(model, until, 0.5)

        starts = paper_starts_of(s.instance, s.plan)
        s.latest_paper_starts = latest_paper_starts(s.pattern_data, s.limits, ask, until, starts, s.latest_paper_starts)
    best = s.value(s.plan) if s.plan else None
    return Bounds(s.limits, s.floors, s.latest_paper_starts, bound, best)


def _follow(s: Search, part: IncrementalModel, bound: int, until: float) -> bool:
    """Search the plans of a restriction; whether there are any."""
    part.minimise(s.objective, bound)
    before = s.plan
    if not s.run(part, until).found:
        return False
    if s.plan is not before:
        s.last_restriction = part
    return True


def truncated_solve(s: Search, bound: int, deadline: float) -> int:
    """Solve the full model for a short while: small sessions need no more."""
    if s.meets(bound):  # there is none to look for: the solver takes no empty range of values
        return bound
    whole, best = _whole(s), s.value(s.plan) if s.plan else None
    whole.minimise(s.objective, bound, best)  # among the better ones no whole start is needed
    if s.plan and s.plan is not whole.begun and any(objective.tolerance for objective in s.wishes.objectives):
        add_warm_start(whole.v, s.plan)  # near it, tolerances are not spent for nothing
    outcome = s.run(
        whole, s.part_of(deadline, TRUNCATED_SHARE), SolverProfile.BALANCED if best is None else SolverProfile.QUICK
    )
    return best if best is not None and outcome.infeasible else _proven_by(s, bound, outcome)


def _whole(s: Search) -> IncrementalModel:
    """The full model, stated once."""
    if s.full_model is None:
        s.full_model = state_model(s.problem, s.names, s.limits, s.floors)
    return s.full_model


def _proven_by(s: Search, bound: int, outcome: Outcome) -> int:
    """What the full model proved: infeasibility, or a bound."""
    s.infeasible = outcome.infeasible and s.plan is None
    if outcome.proven and outcome.best is not None:
        return max(bound, outcome.best)
    return max(bound, outcome.bound or bound)


def full_solve(s: Search, bound: int, deadline: float) -> int:
    """Solve the full model, in several profiles."""
    whole = _whole(s)
    whole.minimise(s.objective, bound)
    s.interrupted |= whole.complete_start(s.plan, s.wishes)
    for profile in (SolverProfile.BALANCED, SolverProfile.PROVE, SolverProfile.FIRST):
        if s.infeasible or s.interrupted or s.meets(bound) or (profile is SolverProfile.FIRST and s.plan):
            break
        bound = _proven_by(s, bound, s.run(whole, _until(s, profile, deadline), profile))
    return bound


def find_feasible(s: Search, bound: int, deadline: float) -> int:
    """Solve the full model for a first plan, unless it is too large to be stated."""
    size = len(s.instance.jobs) * len(s.instance.agents) * len(s.problem.days)
    return bound if s.plan or size > MOST_STATED else full_solve(s, bound, deadline)


def _solver_for(s: Search, deadline: float, share: float, order: int = 0) -> Callable[[cp_model.CpModel], Outcome]:
    """A solver call for relaxations, each for a share of the time; another `order` means another seed."""
    return lambda model: s.solve_auxiliary(model, s.part_of(deadline, share), order=order)


def _patterns(
    s: Search,
    what: PatternData | None,
    names: tuple[str, ...],
    until: float,
    slack: int = 0,
    before: PatternSolution | None = None,
    reached: int | None = None,
) -> PatternSolution | None:
    if what is None:
        return None

    def asked(model: cp_model.CpModel) -> Outcome:
        return s.solve_auxiliary(model, until, ASKING)

    return solve_patterns(what, s.limits, names, asked, until, slack, before, reached)


def _until(s: Search, profile: SolverProfile, deadline: float) -> float:
    """Half of the time until the deadline to find plans, the rest to prove; all time left for a first plan."""
    now = time.monotonic()
    return {
        SolverProfile.BALANCED: (now + deadline) / 2,
        SolverProfile.PROVE: deadline,
        SolverProfile.FIRST: now + s.remaining(),
    }[profile]
