"""Bounds by counting panels' days: never above an optimum, and no proof that time or size ran out in the middle."""

import time
from dataclasses import replace
from random import Random

import pytest
from ortools.sat.python import cp_model

from random_sessions import random_session
from sessions import session
from tspi_sched.model import build_work, counted
from tspi_sched.solve import solve
from tspi_sched.solve.run import Outcome, run
from tspi_sched.solve.tallies import TallyGuide, tally_guide
from tspi_sched.wishes import Objective, Wishes

NAMES = ("days", "juror_days", "finish", "presence")


def guide(problem: object, name: str, seconds: float = 20, reached: int | None = None) -> TallyGuide | None:
    """What tallies say of one objective, with or without a plan at hand."""
    what = counted(build_work(problem))  # type: ignore[arg-type]

    def asked(model: cp_model.CpModel) -> Outcome:
        return run(model, Wishes(workers=1), 5, lambda best, bound: None)

    return tally_guide(what, {}, (name,), asked, time.monotonic() + seconds, reached=reached) if what else None


@pytest.mark.parametrize("seed", range(40))
def test_no_bound_is_above_an_optimum(seed: int) -> None:
    problem = random_session(Random(seed))
    problem = replace(problem, rules=replace(problem.rules, allow_unplaced=False))
    for name in NAMES:
        found = guide(problem, name)
        result = solve(problem, Wishes(objectives=(Objective(name),), workers=1, time_limit=10))
        if found is None or result.status != "optimal":
            assert not (found and found.infeasible and result.plan)
            continue
        assert not found.infeasible
        assert found.bound <= result.objectives[0].best
        known = guide(problem, name, reached=result.objectives[0].best)
        assert known is not None
        assert known.bound == found.bound


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01, 0.05])
def test_running_out_of_time_proves_nothing(seconds: float) -> None:
    """The session has plans, whatever was asked of it before the time was up."""
    for name in ("days", "finish"):
        found = guide(session(), name, seconds)
        assert found is None or not found.infeasible


@pytest.mark.parametrize("most", range(8))
def test_patterns_cut_short_prove_nothing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("tspi_sched.model.tally.MOST_PATTERNS", most)
    found = guide(session(), "days")
    assert found is None or not found.infeasible
