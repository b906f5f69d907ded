"""Plans side by side: values, differences and bounds, what moves, whose day is no longer the same."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.support.sessions import MONDAY, TUESDAY, added, at, dropped, edited, laid_out, row, session, shifted
from tspi_sched import check, compare
from tspi_sched.comparison.side_by_side import Comparison
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status, Task
from tspi_sched.problem import Gone

LATER = "C2 ET", "C2 DELIB"


def later(minutes: int = 30) -> Plan:
    """The plan of `session()` with C2's oral and deliberation later."""
    return shifted(laid_out(), minutes, *LATER)


def against(plan: Plan) -> Comparison:
    """The plan of `session()` compared with another."""
    return compare(session(), [laid_out(), plan])


def told(comparison: Comparison) -> list[tuple[str, str]]:
    return [(notice.person.id, f"{notice.day:%a}") for notice in comparison.told]


def moved(comparison: Comparison) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(move.task.candidate, move.task.stage, move.parts) for move in comparison.moved]


# --- objectives ------------------------------------------------------------------------------------------------------


def test_values_and_differences() -> None:
    """
    finish: 15:45 = 945, then 16:15 = 975. presence: J1 and J2 11:00-15:45 = 285, J3 and J4 9:00-10:55 = 115, together
    800; then 2 x 315 + 2 x 115 = 860. waiting: C1 11:00-13:00 = 120, C2 10:00-15:05 = 305, C3 9:00-9:15 = 15, together
    440; then 470. changes: one oral. juror_days: 4 members on one day, before and after.
    """
    found = against(later()).objectives
    some = ["finish", "presence", "waiting", "juror_days", "changes"]
    assert list(found["A"]["value"][some]) == [945, 800, 440, 4, 0]
    assert list(found["B"]["value"][some]) == [975, 860, 470, 4, 1]
    assert list(found["B"]["difference"][some]) == [30, 60, 30, 0, 1]
    assert set(found["A"]["difference"]) == {0}


def test_bounds_are_those_of_the_search_as_long_as_the_plan_is_its_own() -> None:
    reports = (
        ObjectiveReport("finish", 945, 945, 930, Status.FEASIBLE, 1.0),
        ObjectiveReport("presence", 790, 790, 790, Status.OPTIMAL, 1.0),  # the plan is worth 800: it was edited since
    )
    found = compare(session(), [Result(Status.FEASIBLE, laid_out(), reports), later()]).objectives
    assert (found["A"]["bound"]["finish"], found["A"]["status"]["finish"]) == (930, "feasible")
    assert pd.isna(found["A"]["bound"]["presence"])
    assert found["B"]["bound"].isna().all()
    assert list(found.index[:2]) == ["finish", "presence"]  # what was asked for comes first, in its order


def test_a_plan_that_breaks_rules_says_how_often() -> None:
    broken = edited(laid_out(), "C2 ET", room="S1")  # a room for written papers
    found = against(broken)
    assert found.violations == ((), check(session(), broken))
    assert "oral_room" in {violation.rule for violation in found.violations[1]}


def test_the_same_plan_has_nothing_to_tell() -> None:
    found = against(laid_out())
    assert (found.moved, found.told) == ((), ())
    assert (len(found.moves), len(found.people)) == (0, 0)


# --- what moves ------------------------------------------------------------------------------------------------------


def test_every_task_that_differs_is_a_move() -> None:
    assert moved(against(later())) == [("C2", "ET", ("start",)), ("C2", "DELIB", ("start",))]
    assert moved(against(edited(laid_out(), "C3 QPP", projector="VP2"))) == [("C3", "QPP", ("projector",))]
    assert moved(against(edited(laid_out(), "C1 MSP", end="11:30"))) == [("C1", "MSP", ("length",))]
    assert moved(against(edited(laid_out(), "C2 ET", day=TUESDAY, room="S4"))) == [("C2", "ET", ("day", "room"))]


def test_who_sits_in_which_order_does_not_matter() -> None:
    assert against(edited(laid_out(), "C1 ET", members=("J2", "J1"))).moved == ()


def test_what_only_one_plan_has() -> None:
    without = dropped(laid_out(), "C3")
    assert {parts for _who, _stage, parts in moved(against(without))} == {("removed",)}
    assert len(against(without).moved) == 5  # MSP, CORR, ET, QPP, DELIB
    back = compare(session(), [without, laid_out()])
    assert {parts for _who, _stage, parts in moved(back)} == {("added",)}


def test_each_panel_signs_its_own_minutes() -> None:
    first = Task(None, None, "PV", MONDAY, at("16:00"), at("16:10"), None, ("J1", "J2"))
    second = replace(first, members=("J3", "J4"))
    before = added(laid_out(), first, second)
    after = added(laid_out(), replace(second, start=at("11:00"), end=at("11:10")), first)
    found = compare(session(), [before, after])
    assert [move.before.members for move in found.moved] == [("J3", "J4")]


def test_a_task_that_a_broken_plan_has_twice() -> None:
    twice = added(laid_out(), replace(row(laid_out(), "C1 ET"), day=TUESDAY))
    assert moved(against(twice)) == [("C1", "ET", ("added",))]


def test_the_frame_of_moves() -> None:
    found = against(later()).moves
    assert found["after_start"].iloc[0] - found["before_start"].iloc[0] == pd.Timedelta(minutes=30)
    assert list(found.loc[0, ["plan", "candidate", "name", "track", "stage", "changed"]]) == [
        "B", "C2", "Bruno Bernard", "CCP1", "ET", "start"
    ]  # fmt: skip
    assert list(found.loc[0, ["before_room", "before_members", "after_invigilators"]]) == ["S3", "J1;J2", None]


# --- who must be told ------------------------------------------------------------------------------------------------


def test_the_candidate_and_the_panel_are_told() -> None:
    assert told(against(later())) == [("C2", "Mon"), ("J1", "Mon"), ("J2", "Mon")]


def test_a_deliberation_is_none_of_the_candidates_business() -> None:
    assert told(against(shifted(laid_out(), 5, "C2 DELIB"))) == [("J1", "Mon"), ("J2", "Mon")]


def test_another_day_is_two_days_to_tell() -> None:
    tuesday = edited(laid_out(), *LATER, day=TUESDAY)
    assert told(against(tuesday)) == [(who, day) for who in ("C2", "J1", "J2") for day in ("Mon", "Tue")]


def test_a_fellow_member_who_changes_is_told_to_the_others_but_not_to_the_candidate() -> None:
    other = edited(laid_out(), "C3 CORR", "C3 ET", "C3 QPP", "C3 DELIB", members=("J3", "J5"))
    assert told(against(other)) == [("J3", "Mon"), ("J4", "Mon"), ("J5", "Mon")]


def test_invigilators_are_told_of_their_sitting_only() -> None:
    other = edited(laid_out(), "C1 MSP", "C2 MSP", "C3 MSP", invigilators=("V2",))
    assert told(against(other)) == [("V1", "Mon"), ("V2", "Mon")]
    # the sitting lasts until 11:00, when C1 ends: that C2 ends later than 10:00 but before changes nothing for V1
    assert told(against(edited(laid_out(), "C2 MSP", end="10:40"))) == [("C2", "Mon")]
    assert told(against(edited(laid_out(), "C1 MSP", end="11:30"))) == [("C1", "Mon"), ("V1", "Mon")]


def test_the_frame_of_people_says_what_was_and_what_is() -> None:
    found = against(later()).people
    assert list(found["kind"]) == ["candidate", "member", "member"]
    candidate = found.iloc[0]
    assert candidate["before"] == "08:00 – 10:00 MSP (CCP1), Salle 1 ; 15:05 – 15:35 ET (CCP1), Salle 3"
    assert candidate["after"] == "08:00 – 10:00 MSP (CCP1), Salle 1 ; 15:35 – 16:05 ET (CCP1), Salle 3"
    assert "15:35 – 16:15 ET DELIB (CCP1), Bruno Bernard, Salle 3, avec Julien Moreau" in found.iloc[1]["after"]
    assert str(found["day"].dtype) == "datetime64[s]"


def test_a_day_off_is_an_empty_text() -> None:
    found = against(dropped(laid_out(), "C3")).people
    assert list(found[found["id"] == "C3"]["after"]) == [""]


# --- several, and strange ones ---------------------------------------------------------------------------------------


def test_every_plan_is_compared_with_the_first() -> None:
    found = compare(session(), [laid_out(), later(30), later(60)], ["un", "deux", "trois"])
    assert found.objectives["trois"]["difference"]["finish"] == 60
    assert list(found.moves["plan"]) == ["deux", "deux", "trois", "trois"]
    assert sorted(set(found.people["plan"])) == ["deux", "trois"]


def test_names() -> None:
    assert compare(session(), [laid_out()] * 3).names == ("A", "B", "C")
    assert compare(session(), [laid_out()] * 28).names[25:] == ("Z", "AA", "AB")
    for names in (["x", "x"], ["x"]):
        with pytest.raises(ValueError, match="name of its own"):
            compare(session(), [laid_out()] * 2, names)
    with pytest.raises(ValueError, match="no plan"):
        compare(session(), [])


def test_a_plan_with_rows_that_nobody_knows_is_compared_all_the_same() -> None:
    strange = added(laid_out(), Task("C9", "CCP9", "XY", MONDAY, at("12:00"), at("11:00"), "S9", ("J9",), ("V9",)))
    found = against(strange)
    assert moved(found) == [("C9", "XY", ("added",))]
    assert told(found) == [("J9", "Mon"), ("V9", "Mon")]  # a stage that nobody knows is not one that C9 attends
    assert found.moves["name"].iloc[0] == "C9"
    assert list(found.people["name"]) == ["J9", "V9"]


# --- a session that lost somebody ------------------------------------------------------------------------------------


def test_who_fell_ill_is_told_by_name() -> None:
    """J4 falls ill, J5 serves in her place: both are told, and J3 beside them; C3 sees nothing of it."""
    whole, stages = session(), ("C3 CORR", "C3 ET", "C3 QPP", "C3 DELIB")
    without = replace(
        whole,
        members=tuple(member for member in whole.members if member.id != "J4"),
        gone=Gone(members=(whole.member["J4"],)),
    )
    found = compare(without, [laid_out(), edited(laid_out(), *stages, members=("J3", "J5"))])
    assert told(found) == [("J3", "Mon"), ("J5", "Mon"), ("J4", "Mon")]
    assert list(found.people["name"])[-1] == "Josette Laurent"
    assert list(found.people["after"])[-1] == ""
    assert "avec Josette Laurent" in found.people["before"].iloc[0]
    assert {violation.rule for violation in found.violations[0]} >= {"panel_makeup"}  # she is no member any more


def test_a_candidate_a_room_and_an_invigilator_that_are_no_more() -> None:
    whole = session()
    less = replace(
        whole,
        candidates=whole.candidates[1:],
        rooms=tuple(room for room in whole.rooms if room.id != "S4"),
        invigilators=whole.invigilators[1:],
        gone=Gone(whole.candidates[:1], (), (whole.room["S4"],), (), whole.invigilators[:1]),
    )
    after = edited(dropped(laid_out(), "C1"), "C3 ET", "C3 QPP", "C3 DELIB", room="S3")
    found = compare(less, [laid_out(), edited(after, "C2 MSP", "C3 MSP", invigilators=("V2",))])
    names = {notice.person.name for notice in found.told}
    assert {"Alice Martin", "Victor Roux", "Vera Fournier", "Chloé Petit"} <= names
    assert any("Salle 4" in text for text in found.people["before"])


def test_without_a_name_an_id_stands_for_itself() -> None:
    """A variant made in Python may not say who was there before; they must be told all the same."""
    whole = session()
    found = compare(replace(whole, members=whole.members[:3]), [laid_out(), dropped(laid_out(), "C3")])
    assert [person for person, _day in told(found)] == ["C3", "J3", "J4", "V1"]  # V1 must not wait for C3
    assert "J4" in set(found.people["name"])
