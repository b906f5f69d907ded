"""The first look at a small session: only at plans better than the one at hand, until it is proven that none are."""

import gc
from itertools import product

import pytest

from tests.support.sessions import ruled, session
from tests.support.tempting import A, B, small
from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.model import OBJECTIVES, build_model, extract_plan
from tspi_sched.plan import Plan
from tspi_sched.planner import Progress, solve
from tspi_sched.problem import Problem
from tspi_sched.search.state import Search
from tspi_sched.search.steps import truncated_solve
from tspi_sched.solver import run
from tspi_sched.wishes import Objective, Wishes

PROBLEMS = (
    session(),
    ruled(session(), panel={"mode": "daily"}, closing_minutes=15),
    ruled(session(), msp_and_orals="different_day", grid_minutes=10),
    small("CCP1", "CCP2", "CCP1", members=A + B),
)
NAMES = ("days", "finish", "juror_days", "waiting", "balance")
CASES = [*product(PROBLEMS, NAMES), (PROBLEMS[-1], "presence")]
"""Optima that the plain model proves in a moment."""


def wishes(name: str) -> Wishes:
    """One objective, worked on by one worker."""
    return Wishes(objectives=(Objective(name),), workers=1, time_limit=20)


def optimum(problem: Problem, name: str) -> tuple[int, Plan]:
    """The least of an objective by the plain model, without anything known before, and a plan that has it."""
    v = build_model(problem, (name,))
    v.model.minimize(OBJECTIVES[name](v))
    outcome = run(v.model, wishes(name), 20, lambda best, bound: None)
    assert outcome.proven
    assert outcome.best is not None
    return outcome.best, extract_plan(v, outcome.value)


def truncated(problem: Problem, name: str, plan: Plan) -> tuple[Search, int]:
    """The search after a first look with a plan at hand, and the bound that it gave."""
    search = Search(problem, wishes(name), lambda progress: None)
    search.objective, search.plan = name, plan
    return search, truncated_solve(search, 0, now() + 400)


@pytest.mark.parametrize(("problem", "name"), CASES)
def test_it_proves_what_the_plain_model_proves(problem: Problem, name: str) -> None:
    begun = constructive_plan(problem)
    assert begun is not None
    least, best = optimum(problem, name)
    for plan in (begun, best):
        search, bound = truncated(problem, name, plan)
        assert bound == least
        assert search.plan is not None
        assert measure(problem, search.plan)[name] == least
        assert not check(problem, search.plan)


def test_where_no_plan_is_better_the_one_at_hand_stays() -> None:
    _least, plan = optimum(session(), "finish")
    search, _bound = truncated(session(), "finish", plan)
    assert search.plan is plan


def test_the_first_plan_is_told_before_better_ones_are_looked_for() -> None:
    problem, told = session(), list[Plan]()
    plan = constructive_plan(problem, ("finish",), told.append)
    assert plan is not None
    assert [check(problem, one) for one in told] == [()]
    assert measure(problem, plan)["finish"] <= measure(problem, told[0])["finish"]


def test_an_interruption_of_the_first_plan_keeps_the_one_that_was_told() -> None:
    """Ctrl-C while the first plan is made better: the plan is there, nothing is proven."""
    told = list[Progress]()

    def watch(progress: Progress) -> None:
        told.append(progress)
        raise KeyboardInterrupt

    result = solve(session(), wishes("finish"), watch)
    assert result.interrupted
    assert result.plan is not None
    assert measure(session(), result.plan)["finish"] == told[0].best


@pytest.mark.parametrize("problem", [session(), ruled(session(), panel={"min_professionals": 9})])
def test_python_looks_for_all_waste_again_after_a_search(problem: Problem) -> None:
    solve(problem, wishes("days"))
    assert gc.get_freeze_count() == 0
