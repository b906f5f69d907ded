"""What must hold of every session: sessions made by chance, solved and judged.

A session without a plan is counted, and too many of them would prove nothing. Longer runs: `many_random_sessions.py`.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.random_sessions import RANDOMS, optimum, random_session
from tests.support.trials import Trial, broken_rules, misreports, tried
from tspi_sched.relaxations.workload.model import OBJECTIVES as WORKLOAD_OBJECTIVES

MOST_INFEASIBLE = 0.45


def test_a_plan_breaks_no_rule_and_is_what_it_is_said_to_be() -> None:
    plans = []

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(RANDOMS)
    def judge(rng: Random) -> None:
        trial = tried(rng, 5)
        assert broken_rules(trial) == []
        assert misreports(trial) == []
        plans.append(trial.result.plan)

    judge()
    assert sum(plan is not None for plan in plans) / len(plans) >= 1 - MOST_INFEASIBLE


def test_sessions_by_seed_are_sound_and_mostly_feasible() -> None:
    trials = [tried(Random(seed), 5) for seed in range(30)]
    assert {seed: faults for seed, trial in enumerate(trials) if (faults := found_in(trial))} == {}
    without = sum(trial.result.plan is None for trial in trials)
    assert without / len(trials) <= MOST_INFEASIBLE


def found_in(trial: Trial) -> list[str]:
    """All that is wrong with a solution."""
    return broken_rules(trial) + misreports(trial)


@pytest.mark.parametrize("first", range(100, 124, 12))
def test_what_helps_the_search_cuts_off_no_optimum(first: int) -> None:
    """The plain model, without strengthening and without the workload relaxation's bounds, has the same optimum."""
    seeds = set(range(first, first + 12)) - {119}  # which takes a minute until it is given up
    assert sum(has_one_optimum(Random(seed)) for seed in seeds) >= 3


def has_one_optimum(rng: Random) -> bool:
    """Assert it of a session and an objective, as far as it is proven; whether both prove an optimum."""
    problem = random_session(rng)
    name = rng.choice(sorted(WORKLOAD_OBJECTIVES))
    found = optimum(problem, name), optimum(problem, name, bare=True)
    proven = [one for one in found if one not in ("feasible", "unknown")]
    assert len(set(proven)) <= 1
    return all(isinstance(one, int) for one in found)
