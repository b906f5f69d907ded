"""Explanations of the sessions without a plan, each found once; and a second opinion on whether there is a plan."""

from functools import cache

from tests.support.impossible import IMPOSSIBLE
from tests.support.work_clock import now
from tspi_sched.checker import check
from tspi_sched.explanations import Explanation, explain
from tspi_sched.explanations.conflicts.causes import all_causes, worth_telling
from tspi_sched.explanations.conflicts.hunt import Cause
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective, Wishes

ONE = Wishes(time_limit=300, workers=1)
FIRST_PLAN = Wishes(objectives=(Objective("days"),), time_limit=300, workers=1)


@cache
def explained(name: str) -> Explanation:
    """The whole explanation of a session."""
    return explain(IMPOSSIBLE[name].problem, ONE)


@cache
def causes(name: str) -> list[Cause]:
    """The causes that are told of it, as facts."""
    asked = Oracle(ONE, lambda: None, now() + 300)
    *_fewer, causes = all_causes(IMPOSSIBLE[name].problem, asked)
    return worth_telling(causes)


def has_plan(problem: Problem) -> bool:
    """Whether there is a plan, by the search and the checker, apart from how explanations find out."""
    if not problem.candidates:
        return True
    result = solve(problem, FIRST_PLAN)
    assert result.status in ("optimal", "infeasible")
    assert result.plan is None or check(problem, result.plan) == ()
    return result.plan is not None
