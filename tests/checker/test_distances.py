"""The least distances that rules ask for, each broken by itself: delay, rest between tracks, turnover, changeover; and
what a panel does in a room where a paper is written."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.check_helpers import PLAN, SESSION, named, only, sound
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    added,
    at,
    chain,
    changed,
    dropped,
    edited,
    planned,
    row,
    ruled,
    session,
    shifted,
)
from tspi_sched.checker import check
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Candidate, Day, Opening, Problem, Rules

SITTING = ("C1 MSP", "C2 MSP", "C3 MSP")


def test_the_values_that_nobody_states() -> None:
    rules = Rules()
    assert (rules.changeover_minutes, rules.marking.delay_minutes) == (5, 5)
    assert (rules.rest_between_tracks_minutes, rules.msp.turnover_minutes) == (15, 15)


# --- from the paper to its marking -----------------------------------------------------------------------------------


def test_the_delay_counts_from_the_candidates_own_paper() -> None:
    # C3 writes until 09:00, the others longer; marked at 09:00, C1's and C2's papers at 11:00 and at 11:20.
    late = ruled(SESSION, marking={"delay_minutes": 5})
    only("order", "C1 C3", late, PLAN)
    plan = shifted(shifted(PLAN, 5, "C1 CORR", "C3 CORR"), 5, "C2 CORR", "C3 ET", "C3 QPP", "C3 DELIB")
    sound(late, plan)
    # Off the grid the next point of it will do, nothing less.
    only("order", "C1 C3", ruled(SESSION, marking={"delay_minutes": 7}), plan)


def test_no_delay_where_nothing_is_marked() -> None:
    problem = ruled(SESSION, marking={"minutes": tuple((t, 0) for t in ("TITRE", "CCP1", "CCP2")), "delay_minutes": 60})
    sound(problem, replace(PLAN, tasks=tuple(task for task in PLAN.tasks if task.stage != "CORR")))


def test_the_night_counts_for_the_delay() -> None:
    tomorrow = edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", day=TUESDAY)
    long = ruled(SESSION, marking={"delay_minutes": 1440})
    found = {person for violation in check(long, tomorrow) for person in violation.people}
    assert found == {"C1", "C3"}  # C2: from 10:00 to 11:20 the next day


# --- between two tracks ----------------------------------------------------------------------------------------------

TWO = ruled(
    session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2")),)),
    meal={"minutes": 0}, marking={"minutes": (("CCP1", 0), ("CCP2", 0))}, changeover_minutes=0,
)  # fmt: skip
"""A candidate on two tracks, without meals; nothing is marked."""


def broken(problem: Problem, plan: Plan) -> set[str]:
    """The rules that a plan breaks."""
    return {violation.rule for violation in check(problem, plan)}


def two_tracks(first: tuple[str, str], second: tuple[str, str], day: date = MONDAY) -> Plan:
    """Papers and first orals of CCP1 (120, 30) and CCP2 (60, 30 + 60), before panels of their own."""
    one = chain(TWO, "C1", "CCP1", written=first[0], marking="15:00", orals=first[1])
    two = chain(
        TWO, "C1", "CCP2", written=second[0], marking="15:30", orals=second[1], oral_day=day,
        rooms=("S1", "S4"), panel=("J3", "J4"), projector="VP1",
    )  # fmt: skip
    return planned(*(task for task in (*one, *two) if task.stage != "CORR"))


@pytest.mark.parametrize(
    ("rest", "first", "second"),
    [
        # 08:00-10:00, 10:15-11:15; then 11:30-12:00, 12:15-13:45: fifteen minutes each time.
        (15, ("08:00", "11:30"), ("10:15", "12:15")),
        # CCP2's paper, 10:45-11:45, after CCP1's interview, 10:00-10:30, which needs no rest from its own paper.
        (15, ("08:00", "10:00"), ("10:45", "12:30")),
        # Both papers, then 20 from the second one to the orals of the first.
        (20, ("08:00", "11:40"), ("10:20", "12:30")),
    ],
)
def test_the_rest_between_two_tracks(rest: int, first: tuple[str, str], second: tuple[str, str]) -> None:
    plan = two_tracks(first, second)
    assert broken(ruled(TWO, rest_between_tracks_minutes=rest), plan) == set()
    assert broken(ruled(TWO, rest_between_tracks_minutes=rest + 1), plan) == {"candidate_time"}


def test_what_the_rest_does_not_count() -> None:
    # CCP1 is deliberated upon from 12:00 to 12:10, where only ten minutes are left until CCP2.
    near = two_tracks(("08:00", "11:30"), ("10:15", "12:20"))
    assert broken(ruled(TWO, rest_between_tracks_minutes=15), near) == set()
    # Heard on CCP2 the next day at 08:00; a whole day of rest counts on one day only.
    long = ruled(TWO, rest_between_tracks_minutes=60)
    assert broken(long, two_tracks(("08:00", "16:30"), ("11:00", "08:00"), TUESDAY)) == set()
    assert broken(long, two_tracks(("08:00", "17:20"), ("16:20", "08:00"), TUESDAY)) == {"candidate_time"}


def test_a_chain_is_taken_whole() -> None:
    # CCP2's paper, 13:45-14:45, between ET, 13:00-13:30, and QPP, 15:00-16:00, of the title.
    problem = session(candidates=(Candidate("C1", "Martin", ("TITRE", "CCP2"), "Alice"),))
    problem = ruled(problem, oral_gap_max_minutes=120)
    one = chain(problem, "C1", "TITRE", written="08:00", marking="11:00", orals="13:00")
    one = tuple(replace(t, start=t.start + 90, end=t.end + 90) if t.stage in ("QPP", "EF", "DELIB") else t for t in one)
    two = chain(problem, "C1", "CCP2", written="13:45", marking="14:45", orals="08:05", oral_day=TUESDAY)
    two = tuple(replace(t, day=MONDAY, start=at("16:35"), end=at("16:45")) if t.stage == "CORR" else t for t in two)
    for rest in (15, 0):
        only("candidate_time", "C1", ruled(problem, rest_between_tracks_minutes=rest), planned(*one, *two))


# --- between two sittings --------------------------------------------------------------------------------------------


def apart(start: str, room: str = "S1", watch: str = "V1") -> Plan:
    """C3's paper after that of the others, which ends at 11:00; its panel is free until 12:00 and after."""
    plan = edited(PLAN, "C3 MSP", start=start, room=room, invigilators=(watch,))
    length = 60
    tasks = tuple(
        replace(task, end=task.start + length) if (task.candidate, task.stage) == ("C3", "MSP") else task
        for task in plan.tasks
    )
    return shifted(replace(plan, tasks=tasks), 300, "C3 CORR", "C3 ET", "C3 QPP", "C3 DELIB")


TURNED = ruled(SESSION, msp={"turnover_minutes": 15})


def test_a_room_is_turned_over() -> None:
    only("sitting", "C1 C2 C3", TURNED, apart("11:10", watch="V2"))
    assert check(TURNED, apart("11:15", watch="V2")) == ()
    assert check(ruled(SESSION, msp={"turnover_minutes": 10}), apart("11:10", watch="V2")) == ()


def test_an_invigilator_has_the_turnover_whatever_the_rooms() -> None:
    (found,) = check(TURNED, apart("11:10", "S2"))
    assert (found.rule, set(found.people)) == ("sitting", {"C3", "V1"})
    assert check(TURNED, apart("11:15", "S2")) == ()
    assert check(TURNED, apart("11:10", "S2", "V2")) == ()


BOTH_USES = changed(TURNED, "S4", uses=("MSP", "ORAL"), seats=10)


def test_before_a_sitting_its_room_has_no_oral() -> None:
    # C3 is deliberated upon in S4 until 10:55; the papers of C1 and C2 might begin there at 11:10.
    plan = edited(PLAN, "C2 MSP", start="11:10", end="13:10", room="S4", invigilators=("V2",))
    plan = shifted(edited(plan, "C2 CORR", start="15:05", end="15:20"), 25, "C2 ET", "C2 DELIB")
    sound(BOTH_USES, plan)
    early = edited(plan, "C2 MSP", start="11:05", end="13:05")
    only("sitting", "C3 J3 J4", BOTH_USES, early)
    sound(ruled(BOTH_USES, msp={"turnover_minutes": 10}), early)


def test_after_a_sitting_only_the_changeover_counts() -> None:
    # All write in S4, C3 until 09:00, C1 until 11:00: heard there from 11:05 on, and eating from 12:45 on.
    plan = shifted(edited(PLAN, *SITTING, room="S4"), 110, "C3 ET", "C3 QPP", "C3 DELIB")
    sound(BOTH_USES, plan)
    only("one_at_a_time", "C1 C3", BOTH_USES, shifted(plan, -5, "C3 ET", "C3 QPP", "C3 DELIB"))


# --- in a room where a paper is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("turnover", [0, 15])
def test_nothing_else_where_a_paper_is_written(turnover: int) -> None:
    problem = ruled(SESSION, msp={"turnover_minutes": turnover})
    # C3's own paper is over at 09:00, the others write until 11:00.
    only("sitting", "C3 J3 J4", problem, edited(PLAN, "C3 CORR", room="S1"))
    sound(problem, edited(PLAN, "C1 CORR", room="S1"))  # at 11:00
    both = changed(problem, "S1", uses=("MSP", "ORAL"))
    hearing = edited(PLAN, "C3 ET", "C3 QPP", "C3 DELIB", room="S1")
    # The changeover before, 09:10-09:15, is taken as well.
    assert "oral_room" in broken(both, hearing) <= {"oral_room", "one_at_a_time", "projection"}
    deliberation = edited(PLAN, "C3 DELIB", room="S1")
    assert broken(both, deliberation) == {"oral_room"}


def test_no_minutes_are_signed_where_a_paper_is_written() -> None:
    signing = Task(None, None, "PV", MONDAY, at("10:55"), at("11:05"), "S1", ("J3", "J4"))
    problem = ruled(SESSION, closing_minutes=10)
    other = replace(signing, start=at("15:45"), end=at("15:55"), room=None, members=("J1", "J2"))
    only("sitting", "J3 J4", problem, added(PLAN, signing, other))
    sound(problem, added(PLAN, replace(signing, room="S2"), other))


def test_an_oral_where_the_candidate_writes_alone() -> None:
    # Nobody else is there; the orals of the paper's own candidate are orals, too.
    rows = chain(SESSION, "C3", "CCP2", written="08:00", marking="13:00", orals="08:30", rooms=("D", "D"))
    problem = session(candidates=(SESSION.candidate["C3"],))
    room = replace(SESSION.room["S3"], id="D", uses=("MSP", "ORAL"))
    problem = replace(problem, rooms=(*problem.rooms, room))
    assert "oral_room" in {v.rule for v in check(problem, planned(*rows))}


# --- the changeover --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rooms", ["single", "per_stage"])
def test_the_changeover_needs_no_hours(rooms: str) -> None:
    # C3 is heard from 09:15 on, the next day: the moment that the room, a member or that day begins.
    problem = ruled(SESSION, oral_rooms=rooms)
    plan = edited(PLAN, "C3 ET", "C3 QPP", "C3 DELIB", day=TUESDAY)
    begins = (Opening(MONDAY), Opening(TUESDAY, at("09:15"), 1080))
    for id in ("S4", "J3"):
        sound(changed(problem, id, availability=begins), plan)
    sound(replace(problem, days=(Day(MONDAY), Day(TUESDAY, at("09:15")))), plan)
    # Even so it is no time to eat: an hour before 09:15 is only free without a changeover.
    hungry = ruled(problem, meal={"minutes": 60, "window": (at("08:15"), at("09:15"))}, allow_unplaced=True)
    alone = dropped(edited(plan, "C3 CORR", start="16:00", end="16:10"), "C1", "C2")
    assert named("meal", hungry, alone) == {"C3", "J3", "J4", "V1"}
    assert named("meal", ruled(hungry, changeover_minutes=0), alone) == {"C3", "V1"}


def test_a_task_in_the_changeover() -> None:
    plan = edited(PLAN, "C3 CORR", start="09:05", end="09:15")
    only("one_at_a_time", "J3 J4", SESSION, plan)
    assert row(plan, "C3 ET").start == at("09:15")
