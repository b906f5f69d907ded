"""Whom the scenario leaves out is lost from now on: what they did stays, and the plan says that they are not there."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest

import tspi_sched
from tests.support.paths import ROOT
from tspi_sched.checker import judged, measure
from tspi_sched.plan import DONE, Event, Plan
from tspi_sched.problem import Problem
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.price import price
from tspi_sched.wishes import Objective, Wishes

SCENARIO = ROOT / "scenarios" / "mixte-un-jury-de-moins.toml"


@pytest.fixture(scope="module")
def lost() -> tuple[Problem, Plan, Wishes]:
    problem, wishes = tspi_sched.read(SCENARIO)
    plan = tspi_sched.read_plan(Path(__file__).parent / "mixte.json", problem.whole)
    return problem, plan, replace(wishes, objectives=(Objective("finish"),), time_limit=30.0, workers=1)


def test_before_the_session_the_reserve_completes_the_panel(lost: tuple[Problem, Plan, Wishes]) -> None:
    problem, plan, wishes = lost
    found = replan(problem, Incident(plan, None, ()), wishes, (BEST,))
    answer = found.named(BEST)
    values = measure(found.problem, answer.plan)
    assert (values["unplaced"], values["recalled"]) == (0, 0)
    assert answer.plan.events == (Event("absent", "J2"),)
    assert judged(problem, answer.plan) == ((), ())


def test_in_the_session_what_they_heard_stays(lost: tuple[Problem, Plan, Wishes]) -> None:
    problem, plan, wishes = lost
    now = datetime(2027, 3, 16, 11, 0)
    found = replan(problem, Incident(plan, now, ()), wishes, (BEST,))
    best = found.named(BEST).plan
    heard = {replace(task, state=DONE) for task in plan.tasks if task.candidate == "C08" and "J2" in task.members}
    assert heard
    assert heard <= set(best.tasks)
    assert not any("J2" in task.members for task in best.tasks if not task.state)
    assert judged(problem, best)[0] == ()


def test_who_is_back_is_left_out_by_the_answers_that_do_not_place_them() -> None:
    """Absent, then there after all: `reporter` moves nobody, so leaves them out; the best answer has a place."""
    problem, wishes = tspi_sched.read(ROOT / "scenarios" / "tiny.toml")
    wishes = replace(wishes, workers=1)
    plan = tspi_sched.solve(problem, wishes).plan
    assert plan is not None
    who = problem.candidates[-1].id
    gone = replan(problem, Incident(plan, None, (Event("absent", who),)), wishes, (BEST,))
    without = gone.named(BEST)
    assert price(gone, without).left_out == (who,)
    opening = datetime.combine(problem.days[0].date, time(0))
    found = replan(problem, Incident(without.plan, None, (Event("present", who, opening),)), wishes, ("reporter", BEST))
    prices = {name: price(found, found.named(name)).left_out for name in ("reporter", BEST)}
    assert prices == {"reporter": (who,), BEST: ()}
