"""A first plan that grows, for titles whose shape the constructive heuristic does not know."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.search.grow import AT_ONCE, grow_shaped
from tspi_sched.search.search import first_plan
from tspi_sched.search.state import Search
from tspi_sched.wishes import Objective, Wishes

SESSIONS = Path(__file__).parents[2] / "examples" / "sessions"


def with_ten(name: str) -> Problem:
    """An example session with its candidates again, until they are ten, and twice its panels, rooms and means."""
    found = read(SESSIONS / f"{name}.toml")[0]
    candidates = tuple(
        replace(found.candidates[n % len(found.candidates)], id=f"N{n}", last_name=f"Nom{n}", availability=())
        for n in range(AT_ONCE + 2)
    )
    again: dict[str, Any] = {
        what: (*getattr(found, what), *(replace(one, id=f"{one.id}bis") for one in getattr(found, what)))
        for what in ("members", "rooms", "projectors", "invigilators", "means")
    }
    again["members"] = tuple(
        replace(one, panel=f"{one.panel}bis") if one.id.endswith("bis") and one.panel else one
        for one in again["members"]
    )
    again["means"] = tuple(
        replace(one, room=f"{one.room}bis") if one.id.endswith("bis") and one.room else one for one in again["means"]
    )
    return replace(found, candidates=candidates, **again)


@pytest.mark.parametrize("name", ["fpa", "advf"])
def test_everybody_is_in_a_plan_that_grew_and_no_rule_is_broken(name: str) -> None:
    problem = with_ten(name)
    s = Search(problem, Wishes(objectives=(Objective("finish"),), workers=1, time_limit=60), lambda _progress: None)
    s.objective = "finish"
    plan = grow_shaped(s, now() + 60)
    assert plan is not None
    assert check(problem, plan) == ()
    assert measure(problem, plan)["unplaced"] == 0


def test_a_small_session_is_left_to_the_exact_model() -> None:
    problem = read(SESSIONS / "fpa.toml")[0]
    s = Search(problem, Wishes(objectives=(Objective("finish"),), workers=1), lambda _progress: None)
    s.objective = "finish"
    assert first_plan(s, 0, now() + 60) == 0
    assert s.plan is None
