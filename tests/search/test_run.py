"""One call of the solver: what it refuses is a defect, and what fails inside it costs the call, not the plan."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from ortools.sat.python import cp_model

from tspi_sched.solver import InvalidModel, Outcome, SolverProfile, run
from tspi_sched.wishes import Wishes

ONE = Wishes(workers=1)


def model(least: int = 3) -> tuple[cp_model.CpModel, cp_model.IntVar]:
    """The least of a number that is at least so much."""
    made = cp_model.CpModel()
    number = made.new_int_var(0, 10, "n")
    made.add(number >= least)
    made.minimize(number)
    return made, number


def asked(made: cp_model.CpModel) -> Outcome:
    return run(made, ONE, 60, lambda best, bound: None)


def test_a_model_that_the_solver_refuses_is_a_defect(capfd: pytest.CaptureFixture[str]) -> None:
    made, _number = model()
    made.proto.constraints[0].linear.vars[0] = 99
    with pytest.raises(InvalidModel, match="99"):
        asked(made)
    assert capfd.readouterr() == ("", "")


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The solver fails so many times, as its presolve may on symmetries."""
    solve, left = cp_model.CpSolver.solve, iter(range(times))

    def fail(self: Any, *args: Any) -> Any:
        for _ in left:
            raise IndexError("absl::container_internal::raw_hash_map<>::at")
        return solve(self, *args)

    monkeypatch.setattr(cp_model.CpSolver, "solve", fail)


@pytest.fixture
def quiet(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Nothing is printed, whatever comes of it."""
    caplog.set_level(logging.DEBUG, "tspi_sched")
    yield caplog
    assert capfd.readouterr() == ("", "")


def test_what_fails_once_is_asked_again(monkeypatch: pytest.MonkeyPatch, quiet: pytest.LogCaptureFixture) -> None:
    failing(monkeypatch, 1)
    outcome = asked(model()[0])
    assert (outcome.proven, outcome.best) == (True, 3)
    assert [(line.levelname, line.exc_info, "\n" in line.message) for line in quiet.records] == [("DEBUG", None, False)]


def test_what_fails_twice_is_not_known(monkeypatch: pytest.MonkeyPatch, quiet: pytest.LogCaptureFixture) -> None:
    failing(monkeypatch, 2)
    outcome = asked(model()[0])
    assert outcome.status == cp_model.UNKNOWN
    assert len(quiet.records) == 2


def test_nothing_is_printed_without_any_logging(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python shows warnings of a log that nobody set up."""
    monkeypatch.setattr(logging.getLogger("tspi_sched"), "propagate", False)
    failing(monkeypatch, 2)
    asked(model()[0])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("profile", SolverProfile)
def test_each_profile_minimises_but_those_that_end_at_the_first_solution(profile: SolverProfile) -> None:
    """The least is 3; hinted at 5, the hint is kept."""
    made, number = model()
    made.add_hint(number, 5)
    outcome = run(made, ONE, 10, lambda best, bound: None, profile)
    assert outcome.found
    if profile is SolverProfile.HINTED:
        assert outcome.value(number) == 5
    elif profile is not SolverProfile.FIRST:
        assert outcome.proven
        assert outcome.best == 3
