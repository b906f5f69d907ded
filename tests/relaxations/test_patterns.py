"""Bounds by counting panels' days: never above an optimum, and no proof that time or size ran out in the middle."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.support.campaigns import far
from tests.support.pattern_values import pattern_solution
from tests.support.random_sessions import random_session
from tests.support.sessions import session
from tspi_sched.planner import solve
from tspi_sched.wishes import Objective, Wishes

NAMES = ("days", "juror_days", "finish", "presence")
LEAST_TOLD = 1
"""Of ten sessions, those that must have been of use for an objective."""


@pytest.mark.parametrize("first", range(0, far(10, 20), 10))
def test_no_bound_is_above_an_optimum(first: int) -> None:
    told = Counter(name for seed in range(first, first + 10) for name in bounds_below_optima(Random(seed)))
    assert all(told[name] >= LEAST_TOLD for name in NAMES), told


def bounds_below_optima(rng: Random) -> Iterator[str]:
    """Assert it of a session; gives the objectives of which the pattern model told, and whose optimum is known."""
    problem = random_session(rng)
    problem = replace(problem, rules=replace(problem.rules, allow_unplaced=False))
    for name in NAMES:
        found = pattern_solution(problem, name)
        result = solve(problem, Wishes(objectives=(Objective(name),), workers=1, time_limit=2))
        assert not (found and found.infeasible and result.plan)
        if found is None or result.status != "optimal":
            continue
        assert found.bound <= result.objectives[0].best
        known = pattern_solution(problem, name, reached=result.objectives[0].best)
        assert known is not None
        assert known.bound == found.bound
        yield name


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01, 0.05])
@pytest.mark.parametrize(("name", "optimum"), [("days", 1), ("finish", 900)])
def test_running_out_of_time_proves_nothing(name: str, optimum: int, seconds: float) -> None:
    """The session has plans, whatever was asked of it before the time was up."""
    found = pattern_solution(session(), name, seconds)
    assert found is not None
    assert not found.infeasible
    assert found.bound <= optimum


def test_the_time_runs_out_in_the_middle() -> None:
    """So the cases above do cut it short: the shorter, the less is found."""
    found = [pattern_solution(session(), "finish", seconds) for seconds in (0.0, 20)]
    assert [one is not None and one.pattern_model is not None for one in found] == [False, True]


@pytest.mark.parametrize("most", range(8))
def test_patterns_cut_short_prove_nothing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    assert pattern_solution(session(), "days") is not None
    monkeypatch.setattr("tspi_sched.relaxations.patterns.model.MAX_PATTERNS", most)
    assert pattern_solution(session(), "days") is None
