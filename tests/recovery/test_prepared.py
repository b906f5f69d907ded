"""Incidents on a title whose orals are prepared and need means: what was held of a chain, and what is held anew."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.support.prepared_sessions import laid, of
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    added,
    at,
    changed,
    edited,
    laid_out,
    planned,
    row,
    ruled,
    session,
    shifted,
)
from tspi_sched.checker import judged, measure
from tspi_sched.plan import DONE, VOID, Event, Plan, moment
from tspi_sched.problem import Means, Need, Problem
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.told import details_of, facts
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


def ended(candidate: str, track: str, stage: str, hour: str) -> Event:
    return Event("ended", None, clock(hour), candidate=candidate, track=track, stage=stage)


def answered(problem: Problem, plan: Plan, now: str, *events: Event, day: date = MONDAY) -> Replanned:
    """All answers: there are some, and none breaks a rule."""
    found = replan(problem, Incident(plan, moment(day, at(now)), events), WISHES)
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


def said_of_best(found: Replanned) -> list[str]:
    answer = found.named(BEST)
    assert answer is not None
    return list(details_of(found, answer))


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


# --- what held others up ---------------------------------------------------------------------------------------------


def test_what_waited_for_a_chain_held_up_by_its_own_preparation() -> None:
    """C1's first oral ended late, so what follows it was not held; C2 was to prepare in that room, and was not."""
    problem = changed(of("LONG", "COURT"), "S3", uses=("ORAL", "MSP"))
    second = laid(problem, "C2", "COURT", "09:30", "10:30", room="S4", panel=("J3", "J4"))
    plan = edited(added(PLAN, *second), "C2 TIRAGE", room="S3")
    late = edited(shifted(plan, 35, "C2"), "C1 RELECTURE", room="S2")
    found = answered(problem, late, "11:10", ended("C1", "LONG", "RECIT", "09:20"))
    assert {"RELECTURE", "DEFENSE", "TIRAGE", "RECIT"} == {row.stage for row in found.situation.past.not_held}


def test_nobody_else_is_heard_in_the_room_of_a_chain_that_goes_on_in_a_moment() -> None:
    """The panel may have an hour between the orals of C1, whose room is kept; C2, whose oral is due now, would fit."""
    problem = ruled(of("LONG", "COURT"), oral_gap_max_minutes=60, changeover_minutes=0)
    plan = added(PLAN, *laid(problem, "C2", "COURT", "09:05", "10:05"))
    found = answered(problem, plan, "10:05", ended("C1", "LONG", "RECIT", "09:20"))
    rows = {row.key[::2]: row for row in best_of(found).tasks}
    one, other = rows["C1", "DEFENSE"], rows["C2", "RECIT"]
    assert one.end <= other.start or one.room != other.room


def test_a_chain_that_was_held_up_is_not_finished_on_another_day() -> None:
    found = answered(LONG, PLAN, "10:00", ended("C1", "LONG", "RECIT", "09:20"), day=TUESDAY)
    assert found.situation.past.void == found.situation.past.day_over == [("C1", "LONG")]
    assert states(best_of(found))["RECIT"] == [VOID, ""]
    said = list(facts(found.situation))
    assert any("sa journée étant passée" in line for line in said)


def test_what_to_write_of_an_oral_that_was_heard_the_day_before() -> None:
    """On a title without preparations: the oral that followed one that ended late may have been heard; who says so
    is believed."""
    late = Event("ended", None, clock("13:40"), candidate="C1", track="TITRE", stage="ET")
    tuesday = moment(TUESDAY, at("10:00"))
    found = replan(session(), Incident(laid_out(), tuesday, (late,)), WISHES, (BEST,))
    assert judged(found.problem, best_of(found))[0] == ()
    said = " ".join(facts(found.situation))
    assert '--event "début C1 QPP 2026-12-07 13:40"' in said
    assert "Bruno Bernard" in said  # the panel was waiting for C1
    told = [late]
    for stage, start in (("QPP", "13:40"), ("EF", "14:40"), ("DELIB", "15:00")):
        told.append(Event("started", None, clock(start), candidate="C1", track="TITRE", stage=stage))
    known = replan(session(), Incident(laid_out(), tuesday, tuple(told)), WISHES, (BEST,))
    assert known.situation.past.void == []


def test_nobody_waits_overnight_for_a_chain_that_was_held_up() -> None:
    problem = of("LONG", "COURT", days=(MONDAY, TUESDAY))
    tuesday = tuple(replace(row, day=TUESDAY) for row in laid(problem, "C2", "COURT", "08:00", "09:00"))
    found = answered(problem, added(PLAN, *tuesday), "09:30", ended("C1", "LONG", "RECIT", "09:20"), day=TUESDAY)
    assert [row.state for row in best_of(found).tasks if row.candidate == "C2"] == [DONE, DONE]


# --- a preparation keeps its oral ------------------------------------------------------------------------------------


def with_one_panel(track: str = "COURT") -> Problem:
    """Nobody but panel A, and nobody who may stand in."""
    problem = of(track, days=(MONDAY, TUESDAY))
    return replace(problem, members=tuple(m for m in problem.members if m.panel == "A"))


SHORT = planned(*laid(with_one_panel(), "C1", "COURT", "08:00", "09:00"))


@pytest.mark.parametrize("now", ["08:30", "09:00"])
def test_an_oral_stays_on_the_day_of_its_preparation_and_who_waits_long_is_told(now: str) -> None:
    """Panel A comes back at noon only: the candidate, who has prepared, is heard then, and is called again for it."""
    away = Event("absent", "J1", clock(now), clock("12:00"))
    found = answered(with_one_panel(), SHORT, now, away)
    best = best_of(found)
    assert [(row.stage, row.day, row.start) for row in best.tasks] == [
        ("TIRAGE", MONDAY, at("08:00")),
        ("RECIT", MONDAY, at("12:00")),
    ]
    values = measure(found.problem, best)
    assert (values["recalled"], values["shift"], values["day_changes"]) == (1, 180, 0)
    assert said_of_best(found)[0] == "à rappeler : C1 (C1)"


def test_a_short_wait_after_a_preparation_calls_nobody_again() -> None:
    away = Event("absent", "J1", clock("08:30"), clock("09:20"))
    found = answered(with_one_panel(), SHORT, "08:30", away)
    values = measure(found.problem, best_of(found))
    assert (values["recalled"], values["shift"]) == (0, 20)
    assert said_of_best(found)[0] == "aucun candidat n'est rappelé"


def test_a_preparation_that_ends_late_has_its_oral_at_once() -> None:
    found = answered(LONG, PLAN, "08:55", ended("C1", "LONG", "TIRAGE", "08:55"))
    rows = {row.stage: row for row in best_of(found).tasks}
    assert (rows["RECIT"].day, rows["RECIT"].start) == (MONDAY, at("08:55"))


def test_where_nobody_can_hear_it_that_day_the_preparation_is_made_anew() -> None:
    away = Event("absent", "J1", clock("08:30"), moment(TUESDAY, at("08:00")))
    found = answered(with_one_panel(), SHORT, "08:30", away)
    best = best_of(found)
    assert states(best)["TIRAGE"] == [VOID, ""]
    anew = next(row for row in best.tasks if row.stage == "TIRAGE" and not row.state)
    oral = next(row for row in best.tasks if row.stage == "RECIT")
    assert (anew.day, anew.end) == (oral.day, oral.start) == (TUESDAY, oral.start)
    values = measure(found.problem, best)
    assert (values["unplaced"], values["recalled"], values["day_changes"]) == (0, 1, 1)
    assert any("préparation faite ne compte plus" in line for line in facts(found.situation))


def test_a_preparation_of_the_day_before_is_made_anew() -> None:
    """It had ended late, and nobody said that the oral began."""
    found = answered(with_one_panel(), SHORT, "08:00", ended("C1", "COURT", "TIRAGE", "09:10"), day=TUESDAY)
    assert states(best_of(found))["TIRAGE"] == [VOID, ""]


def test_who_has_prepared_is_heard_before_who_has_not() -> None:
    """The panel is back for one of two: C1, who has prepared, keeps the preparation; C2 is heard the next day."""
    problem = replace(of("COURT", "COURT", days=(MONDAY, TUESDAY)), members=with_one_panel().members)
    plan = added(SHORT, *laid(problem, "C2", "COURT", "10:00", "11:00"))
    away = Event("absent", "J1", clock("08:30"), clock("16:30"))
    found = answered(problem, plan, "08:30", away)
    assert states(best_of(found))["TIRAGE"].count(VOID) == 0
    first = next(row for row in best_of(found).tasks if row.key[::2] == ("C1", "RECIT"))
    assert first.day == MONDAY


def test_the_checker_names_an_oral_on_another_day_than_its_preparation() -> None:
    found = answered(with_one_panel(), SHORT, "08:30", Event("late", "C1", clock("08:00")))
    moved = edited(best_of(found), "C1 RECIT", day=TUESDAY)
    assert {violation.rule for violation in judged(found.problem, moved)[0]} == {"chain"}
    anew = edited(moved, "C1 TIRAGE", state=VOID)
    again = replace(row(SHORT, "C1 TIRAGE"), day=TUESDAY)
    assert "chain" not in {violation.rule for violation in judged(found.problem, added(anew, again))[0]}


def test_a_panel_that_waits_during_a_preparation_at_noon_may_have_no_meal() -> None:
    """What goes on of C1's chain leaves no meal: the preparation, while which the panel waits, counts as well."""
    problem = ruled(of("LONG", "COURT"), meal={"minutes": 20, "window": (at("09:25"), at("10:30"))})
    plan = added(PLAN, *laid(problem, "C2", "COURT", "09:20", "10:20"))
    found = answered(problem, plan, "09:25", ended("C1", "LONG", "RECIT", "09:25"))
    findings = judged(found.problem, best_of(found))[1]
    assert {finding.rule for finding in findings} >= {"meal"}
