"""The steps by schedules in a search: an interruption keeps what there is, and nothing is proven by a lost node."""

import pytest

from tests.support.paths import ROOT
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.reading import read
from tspi_sched.wishes import Objective, Wishes


def test_an_interruption_between_two_questions_keeps_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tspi_sched.columns.branch_and_bound.BranchAndBound.next_lead", interrupted)
    problem, _ = read(ROOT / "scenarios" / "mixte.toml")
    result = solve(problem, Wishes(objectives=(Objective("waiting"),), time_limit=60, workers=1))
    assert result.interrupted
    assert result.plan is not None
    assert not check(problem, result.plan)
    (report,) = result.objectives
    assert report.bound <= report.best == measure(problem, result.plan)["waiting"]
    assert report.status == ("optimal" if report.bound == report.best else "feasible")
