"""Who closed which gap: what the steps of a search are said to have done is what it came to, without a hole."""

import logging
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from benchmarks.sessions import session as benchmark
from tests.support.campaigns import far
from tests.support.random_sessions import random_session
from tests.support.sessions import session
from tspi_sched.deadlines import OutOfTime
from tspi_sched.plan import Result, StepReport
from tspi_sched.planner import solve
from tspi_sched.search.attribution import name_of
from tspi_sched.search.portfolio import Phase
from tspi_sched.search.state import Search
from tspi_sched.wishes import Wishes

WISHES = Wishes(time_limit=2, workers=1)


def by_objective(result: Result) -> dict[str, list[StepReport]]:
    """The steps of each objective, in the order in which objectives were worked on."""
    names = dict.fromkeys(step.name for step in result.steps)
    return {name: [step for step in result.steps if step.name == name] for name in names}


def assert_whole(result: Result) -> None:
    """No hole between steps; values never rise, bounds never fall, and the last ones are what the result tells."""
    for name, steps in by_objective(result).items():
        for before, after in pairwise(steps):
            assert (before.value_after, before.bound_after) == (after.value_before, after.bound_before), name
        for step in steps:
            assert step.seconds >= 0
            assert step.bound_before <= step.bound_after
            assert step.value_after is None or step.bound_after <= step.value_after
            if step.value_before is not None:
                assert step.value_after is not None
                assert step.value_after <= step.value_before
    assert sum(step.seconds for step in result.steps) <= result.seconds + 0.01
    for report in result.objectives:
        steps = by_objective(result).get(report.name, [])
        if not steps:
            assert report.bound == 0
            continue
        assert steps[0].bound_before == 0
        assert report.bound == min(report.best, steps[-1].bound_after)
        assert report.best <= steps[-1].value_after  # a later objective's plan may do better


@pytest.mark.parametrize(("family", "count"), [("classic", 6), ("mixed", 12), ("free", 6), ("full", 30)])
def test_the_steps_cover_a_search(family: str, count: int) -> None:
    problem, wishes = benchmark(family, count, 2)
    result = solve(problem, replace(wishes, time_limit=4, workers=1))
    assert_whole(result)
    worked_on = [report.name for report in result.objectives if report.value > 0]  # 0 needs no proof
    assert [name for name in by_objective(result) if name in worked_on] == worked_on
    first = result.steps[0]
    assert (first.step, first.value_before, first.bound_after) == ("first_plan", None, 0)
    assert first.value_after is not None
    between = result.seconds - sum(step.seconds for step in result.steps)
    assert between <= 0.1 + 0.1 * result.seconds


def test_the_steps_cover_sessions_of_every_kind() -> None:
    results = [solve(random_session(Random(seed)), WISHES) for seed in range(40, far(49, 58))]
    for result in results:
        assert_whole(result)
    assert sum(len(by_objective(result)) > 1 for result in results) >= 3  # else it was asked of too few
    assert sum(len(steps) > 2 for result in results for steps in by_objective(result).values()) >= 5


def test_a_session_without_a_plan_has_steps_without_values() -> None:
    problem = replace(session(), invigilators=())
    result = solve(problem, WISHES)
    assert result.plan is None
    assert {step.value_after for step in result.steps} == {None}
    assert_whole(result)


def test_steps_are_called_by_what_takes_them_whatever_part_of_the_time_they_have() -> None:
    def bound_by_guessing(_s: Search, bound: int, _deadline: float) -> int:
        return bound

    for phase in (
        Phase(bound_by_guessing),
        Phase(bound_by_guessing, 0.5),
        Phase(bound_by_guessing, 0.5, unless_near=True),
    ):
        assert name_of(phase.limited()) == "bound_by_guessing"


@pytest.mark.parametrize("error", [OutOfTime, KeyboardInterrupt])
def test_a_step_that_is_ended_is_recorded_and_proves_nothing(monkeypatch: pytest.MonkeyPatch, error: type[Any]) -> None:
    def ended(*_args: object) -> None:
        raise error

    monkeypatch.setattr("tspi_sched.search.steps.solve_patterns", ended)
    result = solve(session(), WISHES)
    told = [step for step in result.steps if step.step == "pattern_bound"]
    assert told
    assert all(step.bound_after == step.bound_before for step in told)
    assert result.interrupted == (error is KeyboardInterrupt)
    assert_whole(result)


def test_steps_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tspi_sched"):
        result = solve(session(), WISHES)
    lines = [record.getMessage() for record in caplog.records if str(record.msg).startswith("step:")]
    assert lines[0].startswith("step: first_plan for days, ")
    for step, line in zip(result.steps, lines, strict=True):
        assert f"bound {step.bound_before} to {step.bound_after}" in line


def test_how_a_plan_was_found_makes_it_no_other_result() -> None:
    result = solve(session(), WISHES)
    assert result.steps
    assert replace(result, steps=()) == result
