"""Without a rule, the solver gives in to temptation and the checker names just that rule; with it, the plan is sound.

So each rule is stated in the model, and nothing but that rule keeps the model from breaking it.
"""

import pytest

from tests.support.parameter_sessions import TURNED, completed
from tests.support.sessions import ruled
from tests.support.tempted import best_without
from tests.support.tempting import SMALL, TEMPTATIONS
from tspi_sched.checker import RULES, check, measure
from tspi_sched.model import NAMES
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective, Wishes


def test_every_rule_is_tempted() -> None:
    assert set(TEMPTATIONS) == set(NAMES) == set(RULES)


@pytest.mark.parametrize("rule", NAMES)
def test_without_a_rule_exactly_that_rule_is_broken(rule: str) -> None:
    tempting = TEMPTATIONS[rule]
    plan = best_without(rule, tempting)
    found = check(tempting.problem, plan)
    assert {violation.rule for violation in found} == {rule}, [violation.message for violation in found]


@pytest.mark.parametrize("rule", NAMES)
def test_with_the_rule_the_plan_is_sound_and_dearer(rule: str) -> None:
    tempting = TEMPTATIONS[rule]
    result = solve(tempting.problem, Wishes(objectives=(Objective(tempting.objective),), workers=1))
    assert result.status == "optimal"
    assert result.plan is not None
    assert check(tempting.problem, result.plan) == ()
    freer = measure(tempting.problem, best_without(rule, tempting))[tempting.objective]
    assert freer < result.objectives[0].value


# --- parts of rules --------------------------------------------------------------------------------------------------

PARTS: dict[str, tuple[str, Problem, Problem]] = {
    # A rule, a session with one of its least distances, and the same without it: the best plan then comes too near.
    "changeover": ("one_at_a_time", SMALL, ruled(SMALL, changeover_minutes=0)),
    "rest after the paper": ("order", ruled(SMALL, rest_after_msp_minutes=60), SMALL),
    "delay": ("order", ruled(SMALL, marking={"delay_minutes": 10}), SMALL),
    "rest between tracks": ("candidate_time", completed(rest_between_tracks_minutes=15), completed()),
    "turnover": ("sitting", TURNED, ruled(TURNED, msp={"turnover_minutes": 0})),
}


@pytest.mark.parametrize("part", PARTS)
def test_without_a_least_distance_exactly_its_rule_is_broken(part: str) -> None:
    rule, problem, without = PARTS[part]
    wishes = Wishes(objectives=(Objective("finish"),), workers=1)
    kept, freer = solve(problem, wishes), solve(without, wishes)
    assert kept.plan is not None
    assert freer.plan is not None
    assert {violation.rule for violation in check(problem, freer.plan)} == {rule}
    assert check(problem, kept.plan) == ()
    assert freer.objectives[0].value < kept.objectives[0].value
