"""Preparations: the candidate alone in a place, right before an oral; the checker on plans made by hand."""

from dataclasses import replace

import pytest

from tests.support.prepared_sessions import laid, of
from tests.support.sessions import added, at, changed, dropped, edited, planned, ruled, shifted
from tests.support.tempted import best_without
from tests.support.tempting import Temptation
from tspi_sched.checker import check, measure
from tspi_sched.plan import Plan
from tspi_sched.planner import solve
from tspi_sched.problem import Opening, Problem, Room
from tspi_sched.wishes import Objective, Wishes

ONE = of("LONG")
PLAN = planned(*laid(ONE, "C1", "LONG", "08:00", "08:45", "09:15", "09:35"))


def broken(problem: Problem, plan: Plan) -> set[str]:
    """The rules that a plan breaks."""
    return {violation.rule for violation in check(problem, plan)}


def test_prepared_orals_break_nothing_and_nobody_waits() -> None:
    assert broken(ONE, PLAN) == set()
    values = measure(ONE, PLAN)
    assert (values["waiting"], values["finish"], values["rooms"]) == (0, at("10:05"), 2)
    assert values["presence"] == 2 * (at("10:05") - at("08:45"))  # the first preparation is none of the panel's time


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        ("chain", shifted(PLAN, -5, "C1 TIRAGE")),
        ("chain", shifted(PLAN, 5, "C1 DEFENSE", "C1 RELECTURE")),
        ("order", edited(PLAN, "C1 RELECTURE", start="08:00", end="08:20")),
        ("duration", edited(PLAN, "C1 TIRAGE", start="08:05")),
        ("all_or_nothing", dropped(PLAN, "C1 TIRAGE")),
        ("panel_makeup", edited(PLAN, "C1 TIRAGE", members=("J3", "J4"))),
        ("invigilation", edited(PLAN, "C1 TIRAGE", invigilators=("V1",))),
        ("oral_room", edited(PLAN, "C1 TIRAGE", room=None)),
        ("oral_room", edited(PLAN, "C1 TIRAGE", room="S4")),
        ("oral_room", edited(PLAN, "C1 RELECTURE", room="S3")),
        ("projection", edited(PLAN, "C1 TIRAGE", projector="VP1")),
    ],
)
def test_what_a_preparation_must_be(rule: str, plan: Plan) -> None:
    assert rule in broken(ONE, plan)


def test_the_panel_waits_between_two_orals_only() -> None:
    problem = of("LONG", "COURT")
    meanwhile = added(PLAN, *laid(problem, "C2", "COURT", "10:10", "11:10", room="S4"))
    assert broken(problem, meanwhile) == set()
    assert broken(problem, shifted(meanwhile, -115, "C2")) == {"one_at_a_time"}  # 09:15 is in the second preparation


def test_a_member_is_there_while_the_panel_waits() -> None:
    hours = (Opening(None, at("08:00"), at("09:15")), Opening(None, at("09:35"), at("18:00")))
    assert broken(changed(ONE, "J1", availability=hours), PLAN) == {"hours"}
    before = (Opening(None, at("08:45"), at("18:00")),)
    assert broken(changed(ONE, "J1", availability=before), PLAN) == set()


def test_a_seat_for_each() -> None:
    problem = of("COURT", "COURT")
    both = planned(
        *laid(problem, "C1", "COURT", "08:00", "09:00"),
        *(replace(t, members=("J3", "J4") if t.members else ()) for t in laid(
            problem, "C2", "COURT", "08:30", "09:30", room="S4")),
    )  # fmt: skip
    assert broken(problem, both) == set()
    assert broken(changed(problem, "S1", seats=1), both) == {"oral_room"}


def test_nobody_prepares_where_a_paper_is_written() -> None:
    problem = of("ECRIT", "COURT")
    plan = planned(
        *laid(problem, "C1", "ECRIT", "08:00", "09:00", "09:45"),
        *(replace(t, members=("J3", "J4") if t.members else ()) for t in laid(
            problem, "C2", "COURT", "09:00", "10:00", room="S4")),
    )  # fmt: skip
    assert broken(problem, plan) == set()
    assert broken(problem, shifted(plan, -30, "C2")) == {"sitting"}


def test_access() -> None:
    here = changed(ONE, "C1", accessible=True)
    rooms = changed(here, "S3", accessible=True)
    assert broken(rooms, PLAN) == {"access"}
    assert broken(changed(rooms, "S1", accessible=True), PLAN) == set()


def crowded(rule: str) -> Problem:
    """Two candidates, two panels, two oral rooms, one room to prepare in: with one seat, or in which a paper is sat."""
    problem = changed(of("COURT", "COURT"), "S1", seats=1)
    if rule == "sitting":
        problem = changed(of("ECRIT", "COURT"), "S1", seats=2)
    rooms = tuple(room for room in problem.rooms if room.id != "S2")
    return replace(problem, rooms=(*rooms, Room("S5", ("ORAL",), 3)))


@pytest.mark.parametrize("rule", ["oral_room", "sitting"])
def test_without_a_rule_the_model_gives_in_and_the_checker_names_it(rule: str) -> None:
    problem = ruled(crowded(rule), msp={"turnover_minutes": 0})
    freer = best_without(rule, Temptation(problem, "finish"))
    assert broken(problem, freer) == {rule}
    result = solve(problem, Wishes(objectives=(Objective("finish"),), workers=1))
    assert result.status == "optimal"
    assert measure(problem, freer)["finish"] < result.objectives[0].value
