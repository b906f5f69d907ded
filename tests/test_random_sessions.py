"""What must hold of every session: sessions made by chance, solved and judged.

A session without a plan is counted, and too many of them would prove nothing. Longer runs: `many_random_sessions.py`.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from random_sessions import RANDOMS, optimum, random_session
from trials import Trial, broken_rules, misreports, tried
from tspi_sched.model import OUTLINE_OBJECTIVES

MOST_INFEASIBLE = 0.45


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(RANDOMS)
def test_a_plan_breaks_no_rule_and_is_what_it_is_said_to_be(rng: Random) -> None:
    trial = tried(rng, 5)
    assert broken_rules(trial) == []
    assert misreports(trial) == []


def test_sessions_by_seed_are_sound_and_mostly_feasible() -> None:
    trials = [tried(Random(seed), 5) for seed in range(30)]
    assert {seed: faults for seed, trial in enumerate(trials) if (faults := found_in(trial))} == {}
    infeasible = sum(trial.result.status == "infeasible" for trial in trials)
    assert infeasible / len(trials) <= MOST_INFEASIBLE


def found_in(trial: Trial) -> list[str]:
    """All that is wrong with a solution."""
    return broken_rules(trial) + misreports(trial)


@pytest.mark.parametrize("seed", range(100, 112))
def test_what_helps_the_search_cuts_off_no_optimum(seed: int) -> None:
    """The plain model, without strengthening and without the outline's bounds, has the same optimum."""
    rng = Random(seed)
    problem = random_session(rng)
    name = rng.choice(sorted(OUTLINE_OBJECTIVES))
    assert optimum(problem, name) == optimum(problem, name, bare=True)
