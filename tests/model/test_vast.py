"""A model too big to say much of each service means the same as any other: small sessions keep their optimum in it."""

from random import Random

import pytest
from ortools.sat.python import cp_model

from tests.support.helped_sessions import SESSIONS
from tests.support.parameter_cases import CASES
from tests.support.parameter_sessions import NONE
from tests.support.random_sessions import optimum, random_session
from tspi_sched.checker import check
from tspi_sched.model import OBJECTIVES, build_model, extract_plan
from tspi_sched.problem import Problem

HERE = [(problem, name, value) for problem, values in CASES.values() for name, value in values.items()]
EDGE = list(SESSIONS.values())


@pytest.fixture
def vast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model is stated as if it were vast."""
    monkeypatch.setattr("tspi_sched.model.variables.container.COMPACT_FROM", 0)


def least(problem: Problem, name: str) -> int | str:
    """The least value that the model itself gives an objective, or that there is no plan; by no other bound."""
    v = build_model(problem, (name,))
    assert v.compact
    expression = OBJECTIVES[name](v)
    v.model.minimize(expression)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(v.model)
    if status == cp_model.INFEASIBLE:
        return NONE
    assert status == cp_model.OPTIMAL
    assert check(problem, extract_plan(v, solver.value)) == ()
    return solver.value(expression)


@pytest.mark.usefixtures("vast")
@pytest.mark.parametrize(("problem", "name", "value"), [*HERE, *EDGE])
def test_the_optimum_is_the_one_worked_out_by_hand(problem: Problem, name: str, value: int | str) -> None:
    assert least(problem, name) == value


def test_random_sessions_keep_their_least_presence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those whose optimum is known after little work: the model alone is asked, without any limit."""
    asked = [random_session(Random(seed)) for seed in range(200, 208)]
    known = [(problem, value) for problem in asked if (value := optimum(problem, "presence", 5)) != "feasible"]
    monkeypatch.setattr("tspi_sched.model.variables.container.COMPACT_FROM", 0)
    assert [least(problem, "presence") for problem, _value in known] == [value for _problem, value in known]
    assert sum(isinstance(value, int) for _problem, value in known) >= 2


def test_a_vast_model_is_stated_with_fewer_words(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _, _ = SESSIONS["a meal over the end of a paper"]
    full = build_model(problem)
    monkeypatch.setattr("tspi_sched.model.variables.container.COMPACT_FROM", 0)
    lean = build_model(problem)
    assert (full.compact, lean.compact) == (False, True)
    assert len(lean.model.proto.constraints) < len(full.model.proto.constraints)
