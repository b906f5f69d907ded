"""The quick ways by which explanations find out whether there is a plan: what they say is true, and enough."""

from dataclasses import replace

import pytest

from tests.support.counted_out import possible
from tests.support.explaining import ONE, explained
from tests.support.impossible import IMPOSSIBLE
from tests.support.sessions import session
from tests.support.tempting import A, B, small
from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.explanations import explain, oracle
from tspi_sched.explanations.oracle import Oracle

# --- what is quick ---------------------------------------------------------------------------------------------------

LOOSE = ("meal", "exclusions", "a panel a day", "desks and exclusions", "panel minutes with a meal", "rooms")


@pytest.mark.parametrize("name", LOOSE)
def test_the_ways_of_large_sessions_give_the_same_causes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "SMALL", 0)
    found = explain(IMPOSSIBLE[name].problem, ONE)
    kinds = [sorted(cause.kinds) for cause in found.causes]
    assert sorted(kinds) == sorted(sorted(cause.kinds) for cause in explained(name).causes)
    assert found.minimal
    assert len(found.repairs) == len(explained(name).repairs)
    assert all(check(repair.problem, repair.plan) == () for repair in found.repairs)
    assert len(found.most.left_out) == len(explained(name).most.left_out)


@pytest.mark.parametrize("name", possible())
def test_the_ways_of_large_sessions_never_call_a_session_with_a_plan_impossible(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "SMALL", 0)
    asked = Oracle(ONE, lambda: None, now() + 300)
    problem = possible()[name]
    assert not asked.refuted(problem)
    for seconds in (0, 60):
        answer = asked.ask(problem, seconds)
        assert not answer.impossible
        assert answer.plan is None or check(problem, answer.plan) == ()
    assert answer.plan is not None


def test_a_plan_that_is_known_is_tried_before_any_search(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Oracle(ONE, lambda: None, now() + 300)
    first = asked.ask(session(), 60)
    monkeypatch.setattr(oracle, "build_model", None)
    fewer = replace(session(), candidates=session().candidates[1:])
    assert asked.ask(session(), 60) == first
    assert check(fewer, asked.ask(fewer, 60).plan) == ()


def test_a_plan_that_ends_no_later() -> None:
    problem = small("TITRE", "TITRE", members=A + B)
    asked = Oracle(ONE, lambda: None, now() + 300)
    plan = asked.ask(problem, 60).plan
    sooner = asked.sooner(problem, plan)
    assert check(problem, sooner) == ()
    # One room: from 11:20, twice 5 + 110 + 10 minutes.
    assert measure(problem, sooner)["finish"] == 15 * 60 + 30 <= measure(problem, plan)["finish"]
