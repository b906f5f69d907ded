"""The same as `test_drop_a_rule`, in sessions of every shape that a title file can say.

Without a rule, the best plan breaks exactly that rule, and is better than any that keeps it. The seeds are those at
which chance made such a session.
"""

from random import Random

import pytest

from tests.support.exhausted import tiny_session
from tests.support.means_sessions import care_session
from tests.support.shapes import shaped_session
from tests.support.tempted import best_without
from tests.support.tempting import Temptation
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective, Wishes

FOUND = (
    # without written stage, marking or deliberation
    ("optional", "all_or_nothing", 1, "finish"),
    ("optional", "duration", 10, "finish"),
    ("optional", "hours", 8, "finish"),
    ("optional", "marking", 1, "finish"),
    ("optional", "one_at_a_time", 1, "finish"),
    ("optional", "order", 3, "waiting"),
    # with preparations
    ("prepared", "all_or_nothing", 1, "finish"),
    ("prepared", "candidate_time", 42, "waiting"),
    ("prepared", "chain", 46, "finish"),
    ("prepared", "duration", 10, "waiting"),
    ("prepared", "hours", 46, "finish"),
    ("prepared", "meal", 10, "waiting"),
    ("prepared", "one_at_a_time", 10, "presence"),
    ("prepared", "oral_room", 46, "finish"),
    ("prepared", "order", 1, "finish"),
    ("prepared", "sitting", 10, "waiting"),
    # with several written stages
    ("several", "all_or_nothing", 1, "finish"),
    ("several", "duration", 4, "finish"),
    ("several", "hours", 4, "finish"),
    ("several", "one_at_a_time", 30, "presence"),
    ("several", "order", 3, "waiting"),
    ("several", "sitting", 3, "finish"),
    # with places and means
    ("care", "all_or_nothing", 2, "finish"),
    ("care", "chain", 21, "presence"),
    ("care", "means", 3, "finish"),
    ("care", "one_at_a_time", 9, "waiting"),
    ("care", "oral_room", 10, "finish"),
    ("care", "order", 3, "finish"),
    ("care", "same_panel", 9, "waiting"),
    ("care", "same_paper", 14, "waiting"),
)
"""The shape, the rule left out, the seed, and the objective that is then better."""


def made(shape: str, seed: int) -> Problem:
    rng = Random(f"drop {shape} {seed}")
    if shape == "care":
        return care_session(rng)
    return tiny_session(rng, shape) if seed % 2 else shaped_session(rng, shape)


@pytest.mark.parametrize(("shape", "rule", "seed", "objective"), FOUND)
def test_without_a_rule_exactly_that_rule_is_broken(shape: str, rule: str, seed: int, objective: str) -> None:
    problem = made(shape, seed)
    freer = best_without(rule, Temptation(problem, objective))
    assert {violation.rule for violation in check(problem, freer)} == {rule}
    kept = solve(problem, Wishes(objectives=(Objective(objective),), workers=1))
    assert kept.status == "optimal"
    assert kept.plan is not None
    assert check(problem, kept.plan) == ()
    assert measure(problem, freer)[objective] < kept.objectives[0].value
