"""Wandering: the neighbours of a plan have it among them, what is held stays, and no plan becomes worse."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.support.random_sessions import optimum, random_session, some_plan
from tests.support.sessions import laid_out, session
from tests.support.tempting import TWO_DAYS, A, B, small
from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.heuristics.neighbourhoods import Neighbourhood, neighbourhoods_of_round, restriction_to
from tspi_sched.model import add_warm_start
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.search.incremental import IncrementalModel, state_model
from tspi_sched.search.lns import large_neighbourhood_search
from tspi_sched.search.state import Reached, Search
from tspi_sched.solver import SolverProfile, run
from tspi_sched.wishes import Objective, Wishes

SEEDS = (201, 205, 206, 210, 212, 218, 223, 226, 227, 229, 237, 240)
"""Sessions with plans: of named, daily and composed panels; several tracks, waves, locks, candidates left out."""


def searching(problem: Problem, plan: Plan, name: str, **limits: int) -> Search:
    """A search with a plan at hand, at work on an objective within limits."""
    wishes = Wishes(objectives=tuple(map(Objective, (*limits, name))), workers=1)
    reached = {limited: Reached(most, 0, False, 0.0) for limited, most in limits.items()}
    return Search(problem, wishes, lambda progress: None, plan=plan, reached=reached, objective=name)


def after_lns(s: Search) -> Plan:
    """The plan after LNS that has all the time it wants."""
    large_neighbourhood_search(s, 0, now() + 60)
    assert s.plan is not None
    return s.plan


def rounds(problem: Problem, plan: Plan, rng: Random) -> Iterator[tuple[Search, Neighbourhood, IncrementalModel]]:
    """Every neighbourhood of a round, stated."""
    s = searching(problem, plan, "waiting")
    for freed in neighbourhoods_of_round(s.instance, plan, rng):
        yield s, freed, state_model(problem, s.names, {}, {}, restriction_to(s.instance, plan, freed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_among_its_neighbours(seed: int) -> None:
    rng = Random(seed)
    problem = random_session(rng)
    plan = some_plan(problem)
    assert plan is not None
    for s, freed, part in rounds(problem, plan, rng):
        add_warm_start(part.v, plan)
        assert run(part.model, s.wishes, 5, lambda best, bound: None, SolverProfile.HINTED).found, freed


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_becomes_worse_and_limits_are_kept(seed: int) -> None:
    rng = Random(seed)
    problem = random_session(rng)
    plan = some_plan(problem)
    assert plan is not None
    before = measure(problem, plan)
    name = rng.choice(("finish", "presence", "waiting", "candidate_days", "rooms", "mixed_panels"))
    limits = {limited: before[limited] for limited in ("unplaced", "juror_days") if limited != name}
    found = after_lns(searching(problem, plan, name, **limits))
    after = measure(problem, found)
    assert check(problem, found) == ()
    assert after[name] <= before[name]
    assert all(after[limited] <= most for limited, most in limits.items())


def two_panels() -> Problem:
    """Three candidates for two panels, over two days."""
    return small("CCP1", "CCP2", "CCP2", days=TWO_DAYS, members=A + B)


def test_two_panels_find_the_best_plan_there_is() -> None:
    """Two panels together are all the plans, so that LNS ends at an optimum."""
    problem = two_panels()
    plan = some_plan(problem)
    assert plan is not None
    assert measure(problem, after_lns(searching(problem, plan, "finish")))["finish"] == optimum(problem, "finish")


def test_a_plan_laid_out_by_hand_becomes_better() -> None:
    """Laid out with room to breathe: less waiting needs no more presence."""
    problem = session()
    plan = laid_out(problem)
    before = measure(problem, plan)
    found = after_lns(searching(problem, plan, "waiting", presence=before["presence"]))
    assert measure(problem, found)["waiting"] < before["waiting"]
    assert check(problem, found) == ()


def test_what_is_not_freed_keeps_its_panel_and_its_hours() -> None:
    problem = two_panels()
    plan = some_plan(problem)
    assert plan is not None
    panels = {
        index: {m.id for m in agent.members}
        for index, agent in enumerate(searching(problem, plan, "waiting").instance.agents)
    }
    for s, freed, part in rounds(problem, plan, Random(1)):
        part.minimise("waiting", 0)
        found = part.plan(run(part.model, s.wishes, 5, lambda best, bound: None))
        free = set().union(*(panels[index] for index in freed.agents))
        held = {t.key: t for t in plan.tasks if t.members and not free.issuperset(t.members)}
        for task in found.tasks:
            if task.key in held:
                assert task.members == held[task.key].members
                assert task.day == held[task.key].day
                assert abs(task.start - held[task.key].start) <= freed.minutes
        assert held or free


def test_a_panel_is_freed_with_another_that_serves_nobody_yet() -> None:
    problem = two_panels()
    plan = some_plan(problem)
    assert plan is not None
    s = searching(problem, plan, "waiting")
    freed = [freed.agents for freed in neighbourhoods_of_round(s.instance, plan, Random(1))]
    assert {frozenset({0}), frozenset({1}), frozenset({0, 1})} >= {agents for agents in freed if agents}
    assert frozenset({0, 1}) in freed


@pytest.mark.parametrize("ended", ["interrupted", "as good as the bound", "too late"])
def test_lns_ends_at_once(ended: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = session()
    plan = laid_out(problem)
    s = searching(problem, plan, "waiting")
    s.interrupted = ended == "interrupted"
    monkeypatch.setattr("tspi_sched.search.steps.state_model", None)  # no neighbourhood is stated
    value = measure(problem, plan)["waiting"]
    late = now() + (-1 if ended == "too late" else 60)
    assert large_neighbourhood_search(s, value if ended.startswith("as") else 0, late) == (
        value if ended.startswith("as") else 0
    )
    assert s.plan == plan
