"""Deadlines: whatever may take long looks at the clock again and again. The clock here counts how often it is asked."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from benchmarks.sessions import session as benchmark
from benchmarks.sessions import write
from tests.support.sessions import ruled, session
from tspi_sched.deadlines import OutOfTime, due, go_on
from tspi_sched.explanations.oracle import NOT_KNOWN, Oracle
from tspi_sched.heuristics.dispatch.fullest import filler, start_full
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.model import build_instance, build_model
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.relaxations.patterns.model import build_pattern_model
from tspi_sched.relaxations.workload.model import build_workload_model
from tspi_sched.wishes import Wishes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the clock was asked; each time, a second has gone by."""
    count = [0]

    def tick() -> float:
        count[0] += 1
        return float(count[0])

    monkeypatch.setattr("tspi_sched.deadlines.time.monotonic", tick)
    return count


PROBLEM = benchmark("mixed", 12, 1)[0]

LONG: dict[str, Callable[[Problem], object]] = {
    "the model": build_model,
    "the workload relaxation": lambda problem: build_workload_model(build_instance(problem)),
    "the pattern model": lambda problem: build_pattern_model(pattern_data(build_instance(problem))),
    "a plan by dispatching": constructive_plan,
    "a plan of as many as fit": lambda problem: start_full(filler(problem, lambda plan: None)),
    "sums": counting_reasons,
}


@pytest.mark.parametrize("work", LONG)
def test_long_work_ends_once_its_time_is_over(work: str, asked: list[int]) -> None:
    LONG[work](PROBLEM)
    whole, asked[0] = asked[0], 0
    assert whole > 3
    with due(whole // 2), pytest.raises(OutOfTime):
        LONG[work](PROBLEM)
    assert asked[0] <= whole // 2 + 1  # not a step further


def test_there_is_no_deadline_unless_one_is_set(asked: list[int]) -> None:
    go_on()
    with due(10):
        go_on()
    asked[0] = 20
    go_on()


def test_an_earlier_deadline_stays_in_force(asked: list[int]) -> None:
    with due(0), due(inf), pytest.raises(OutOfTime):
        go_on()
    with due(100):
        with due(0), pytest.raises(OutOfTime):
            go_on()
        go_on()


def test_an_oracle_that_runs_out_of_time_says_nothing() -> None:
    oracle = Oracle(Wishes(workers=1), lambda: None, until=-inf)
    assert oracle.ask(PROBLEM, 1) == NOT_KNOWN
    assert not oracle.sums_refute(PROBLEM)
    assert not oracle.patterns_refute(PROBLEM)
    assert not oracle.refuted(PROBLEM)


def test_reasons_without_time_claim_no_proof() -> None:
    problem = ruled(session(), allow_unplaced=True)
    plan = solve(problem, Wishes(workers=1)).plan
    assert plan is not None
    f = filler(replace(problem, invigilators=()), lambda plan: told.append(plan))
    told = [plan]
    start_full(f)
    inquiry = Inquiry(problem, told[-1], True, False, -inf, lambda _problem, _seconds: pytest.fail("no time for this"))
    rows = why_left_out(inquiry)
    assert len(rows) == len(problem.candidates)
    assert all("prouvé qu'il n'y en ait aucune" in row.reason for row in rows)


def test_a_large_session_ends_soon_after_its_limit(tmp_path: Path) -> None:
    """A guard, not a measurement, by the machine's own clock: it took minutes where models were stated to their end."""
    scenario = write("full", 600, 1, tmp_path)
    command = (sys.executable, "-c", BRIEFLY, str(scenario))
    ended = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr


BRIEFLY = """
import sys
from dataclasses import replace
from tspi_sched import read, solve

problem, wishes = read(sys.argv[1])
solve(problem, replace(wishes, time_limit=3))
"""
"""A search alone, by the machine's own clock, whether or not there is a plan by then: that depends on the machine."""
