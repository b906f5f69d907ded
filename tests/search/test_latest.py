"""The plan that a search has found so far, while it goes on: whoever watches may keep it."""

from dataclasses import replace
from itertools import pairwise

from ortools.sat.python import cp_model

from tests.support.paths import ROOT
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.reading import read
from tspi_sched.search.progress import Progress
from tspi_sched.solver import Incumbent, run
from tspi_sched.wishes import Wishes


def test_every_plan_told_on_the_way_keeps_the_rules_and_none_is_worse_than_the_one_before() -> None:
    problem, wishes = read(ROOT / "scenarios" / "tiny.toml")
    order = [objective.name for objective in wishes.objectives]
    values: list[list[int]] = []

    def watch(progress: Progress) -> None:
        if (plan := progress.latest()) is not None:
            assert not check(problem, plan)
            values.append([measure(problem, plan)[name] for name in order[: progress.index + 1]])

    result = solve(problem, replace(wishes, workers=1), watch)
    assert result.plan
    assert values
    for before, after in pairwise(values):
        same = min(len(before), len(after))
        assert after[:same] <= before[:same]
    last = [measure(problem, result.plan)[name] for name in order]
    assert last[: len(values[-1])] <= values[-1]


def test_a_solution_of_a_call_under_way_is_read_like_that_of_one_that_ended() -> None:
    model = cp_model.CpModel()
    x, sure = model.new_int_var(0, 9, "x"), model.new_bool_var("sure")
    model.add(x >= 4).only_enforce_if(sure)
    model.add(sure == 1)
    model.minimize(3 * x + 1)
    incumbent = Incumbent()
    assert incumbent.value is None
    outcome = run(model, Wishes(workers=1), 5.0, lambda best, bound: None, incumbent=incumbent)
    value = incumbent.value
    assert value is not None
    assert (outcome.best, value(x), value(~sure), value(2 * x + 1)) == (13, 4, 0, 9)
