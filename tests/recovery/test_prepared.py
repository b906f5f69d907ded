"""Incidents on a title whose orals are prepared and need means: what was held of a chain, and what is held anew."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.support.prepared_sessions import laid, of
from tests.support.sessions import MONDAY, TUESDAY, at, edited, planned
from tspi_sched.checker import judged
from tspi_sched.plan import DONE, VOID, Event, Plan, moment
from tspi_sched.problem import Means, Need, Problem
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.told import facts
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("finish"),), time_limit=60.0, workers=1)

LONG, NOTED = of("LONG", days=(MONDAY, TUESDAY)), of("NOTE", days=(MONDAY, TUESDAY))
PLAN = planned(*laid(LONG, "C1", "LONG", "08:00", "08:45", "09:15", "09:35"))
MARKED = planned(*laid(NOTED, "C1", "NOTE", "08:00", "09:00", "10:00", "10:45"))


def clock(hour: str) -> datetime:
    return moment(MONDAY, at(hour))


def with_actor(stage: str) -> Problem:
    """The session of two prepared orals, one of which needs an actor; two are there."""
    stages = tuple(replace(s, needs=(Need("comédien"),)) if s.code == stage else s for s in LONG.title.stages)
    actors = tuple(Means(id, "comédien", person=True, last_name=id) for id in ("A1", "A2"))
    return replace(LONG, title=replace(LONG.title, stages=stages), means=actors)


def answered(problem: Problem, plan: Plan, now: str, *events: Event) -> Replanned:
    """All answers: there are some, and none breaks a rule."""
    found = replan(problem, Incident(plan, clock(now), events), WISHES)
    plans = [answer.plan for answer in found.answers if answer.plan]
    assert plans
    assert not any("défaut" in answer.why for answer in found.answers)
    for one in plans:
        assert judged(found.problem, one)[0] == ()
    return found


def best_of(found: Replanned) -> Plan:
    answer = found.named(BEST)
    assert answer is not None
    assert answer.plan is not None
    return answer.plan


def states(plan: Plan) -> dict[str, list[str]]:
    """By stage, the states of its rows."""
    return {stage: [row.state for row in plan.tasks if row.stage == stage] for stage in {t.stage for t in plan.tasks}}


@pytest.mark.parametrize("now", ["08:50", "09:20", "09:40", "12:00"])
def test_an_oral_whose_preparation_had_no_room_was_not_held(now: str) -> None:
    found = answered(LONG, PLAN, now, Event("closed", "S1", None, clock("13:00")))
    best = best_of(found)
    assert not any(row.state for row in best.tasks)
    assert [row.key for row in found.situation.past.not_held] == [t.key for t in PLAN.tasks if t.start < at(now)]


@pytest.mark.parametrize("stage", ["RECIT", "DEFENSE"])
@pytest.mark.parametrize("now", ["09:00", "09:40", "12:00"])
def test_what_follows_an_oral_whose_actor_was_not_there_was_not_held(stage: str, now: str) -> None:
    plan = edited(PLAN, f"C1 {stage}", means=("A1",))
    found = answered(with_actor(stage), plan, now, Event("absent", "A1"))
    undone = {row.stage for row in found.situation.past.not_held}
    held = {row.stage for row in found.situation.past.rows}
    assert undone == {t.stage for t in plan.tasks if t.start < at(now)} - held
    said = list(facts(found.situation))
    assert any("absence dite sans heure" in line and "A1" in line for line in said) == (stage in undone)


def test_who_prepared_though_the_paper_was_not_marked_prepares_anew() -> None:
    """Nobody of the panel was there: the candidate is heard after the marking, by others, and prepares right before."""
    found = answered(NOTED, MARKED, "10:50", Event("absent", "J1"), Event("absent", "J2"))
    best = best_of(found)
    assert states(best)["TIRAGE"] == [VOID, ""]
    assert states(best)["QCM"] == [DONE]


def test_a_preparation_that_is_marked_before_counts() -> None:
    found = answered(NOTED, MARKED, "10:30", Event("absent", "J5"))
    best = best_of(found)
    assert states(best)["TIRAGE"] == [DONE]


def test_a_preparation_between_two_orals_of_which_the_first_was_not_held() -> None:
    found = answered(LONG, PLAN, "09:20", Event("absent", "J2"))
    best = best_of(found)
    assert states(best)["RELECTURE"] == [""]
