"""The steps for sessions that may be too full: as many candidates as fit at once, then more of them.

If the bound leaves room for everybody, a plan of everybody is looked for; else the fullest schedule so far is ruined
and recreated part by part, which bounds nothing.
"""

import time
from random import Random

from tspi_sched.heuristics.dispatch.dispatch import Budget
from tspi_sched.heuristics.dispatch.fullest import filler, ruin_and_recreate, start_full
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.plan import Plan
from tspi_sched.relaxations.patterns.model import OBJECTIVES as PATTERN_OBJECTIVES
from tspi_sched.relaxations.patterns.model import build_seat_model
from tspi_sched.search.state import Search
from tspi_sched.search.steps import ASKING

AGAIN, PATIENCE = 20, 3_000
"""Insertions evaluated per job in one recreation; recreations in a row without a fuller plan that are enough while
other objectives wait."""


def construct_fullest(s: Search) -> None:
    """Begin with the constructive heuristic's fullest plan, where it knows the shape; reported as soon as known."""
    if not s.instance.dispatches:
        return

    def told(plan: Plan) -> None:
        if s.plan is None:
            s.begin_at(plan)
        else:
            s.accept(plan)

    s.filler = filler(s.problem, told)
    start_full(s.filler)


def seat_bound(s: Search, bound: int, deadline: float) -> int:
    """The bound by the seats for each paper alone: at once, however large the session."""
    if s.pattern_data is None or not s.instance.optional:
        return bound
    seats = build_seat_model(s.pattern_data)
    seats.model.minimize(PATTERN_OBJECTIVES["unplaced"](seats))
    return max(bound, s.solve_auxiliary(seats.model, deadline, ASKING).bound or 0)


def place_everybody(s: Search, bound: int, _deadline: float) -> int:
    """Look for a plan that leaves nobody out, unless the bound shows that there is none."""
    if bound == 0:
        plan = constructive_plan(s.problem, s.names)
        if plan is not None:
            s.begin_at(plan)
    return bound


def fill_up(s: Search, bound: int, deadline: float) -> int:
    """Ruin and recreate the fullest schedule, until it reaches the bound or stalls."""
    rng, failed = Random(s.wishes.seed), 0
    budget = AGAIN * len(s.instance.jobs)
    while s.filler and s.filler.best and not s.meets(bound) and time.monotonic() < deadline:
        before = s.filler.best.out
        ruin_and_recreate(s.filler, rng, Budget(budget))
        s.report(s.value(s.plan) if s.plan else None, bound)
        failed = failed + 1 if s.filler.best.out == before else 0
        if failed > PATIENCE + len(s.instance.jobs) and s.objective != s.names[-1]:
            break
    return bound
