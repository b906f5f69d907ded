"""The rules of papers and places, each broken by itself: the checker names that rule, and the people."""

from fractions import Fraction

import pytest

from tests.support.check_helpers import PLAN, SESSION, named, only, sound
from tests.support.sessions import TUESDAY, at, chain, changed, dropped, edited, planned, ruled, session, shifted
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, ExtraTime, Opening, Problem

# --- written papers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C1 C2 C3", changed(SESSION, "S1", seats=2), PLAN),
        ("C1 C2 C3", changed(SESSION, "S1", uses=("ORAL",)), PLAN),
        ("C1 C2 C3", ruled(SESSION, msp={"mix_tracks": False}), PLAN),
        # C2 starts while the others write, under an invigilator of its own; and again with the longest still writing.
        ("C1 C2 C3", SESSION, edited(PLAN, "C2 MSP", start="08:05", end="10:05", invigilators=("V2",))),
        ("C1 C2 C3", SESSION, edited(PLAN, "C2 MSP", start="09:00", end="11:00", invigilators=("V2",))),
    ],
)
def test_sitting(people: str, problem: Problem, plan: Plan) -> None:
    only("sitting", people, problem, plan)


def test_sittings_that_are_in_order() -> None:
    alone = dropped(PLAN, "C1", "C2")
    sound(ruled(SESSION, msp={"mix_tracks": False}, allow_unplaced=True), alone)
    sound(changed(SESSION, "S1", seats=3), PLAN)
    apart = edited(PLAN, "C2 MSP", room="S2", invigilators=("V2",))
    sound(changed(changed(SESSION, "S1", seats=2), "S2", seats=1), apart)


def same_paper(first: str, second: str, extra: tuple[ExtraTime, ...] = ()) -> tuple[Problem, Plan]:
    """C1 and C2 sit the 120 min of CCP1 in rooms of their own from these moments; orals in the afternoon."""
    problem = session(
        candidates=(Candidate("C1", "Martin", ("CCP1",), extra_time=extra), Candidate("C2", "B", ("CCP1",)))
    )
    lengths = (("MSP", 150 if extra else 120), ("CORR", 15), ("ET", 30), ("DELIB", 10))
    one = chain(problem, "C1", "CCP1", written=first, marking="14:00", orals="15:00", minutes=lengths)
    two = chain(
        problem, "C2", "CCP1", written=second, marking="14:15", orals="15:45", rooms=("S2", "S3"), invigilators=("V2",)
    )
    return problem, planned(*one, *two)


def test_same_paper() -> None:
    sound(*same_paper("08:00", "08:00"))
    only("same_paper", "C1 C2", *same_paper("08:00", "08:05"))
    only("same_paper", "C1 C2", *same_paper("09:00", "08:00"))


def test_waves_of_the_same_paper() -> None:
    problem, plan = same_paper("08:00", "10:00")
    twice = ruled(problem, msp={"waves": 2})
    sound(twice, plan)  # C1 leaves the moment C2 starts
    late = same_paper("08:00", "10:05")[1]
    only("same_paper", "C1", twice, late)
    sound(ruled(twice, msp={"waves_overlap": False}), late)
    # With 25 % more time C1 stays until 10:30.
    longer = same_paper("08:00", "10:05", (ExtraTime("MSP", Fraction(1, 4)),))
    sound(ruled(longer[0], msp={"waves": 2}), longer[1])
    tomorrow = edited(plan, "C2", day=TUESDAY)
    only("same_paper", "C1", twice, tomorrow)


ALL = ("C1 MSP", "C2 MSP", "C3 MSP")
BY_TWO = ruled(SESSION, msp={"candidates_per_invigilator": 2})


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("", SESSION, edited(PLAN, *ALL, invigilators=())),
        ("V1 V2", SESSION, edited(PLAN, *ALL, invigilators=("V1", "V2"))),
        ("V1", BY_TWO, PLAN),
        (
            "V1 V2",
            BY_TWO,
            edited(PLAN, "C3 MSP", invigilators=("V1", "V2")),
        ),
        ("C2 V1", changed(SESSION, "C2", trainers=("V1",)), PLAN),
        ("J5", SESSION, edited(PLAN, *ALL, invigilators=("J5",))),
        ("V9", SESSION, edited(PLAN, *ALL, invigilators=("V9",))),
        # The same invigilator in S1 until 11:00 and in S2 until 10:00.
        ("V1", SESSION, edited(PLAN, "C2 MSP", room="S2")),
        ("C2 V2", SESSION, edited(PLAN, "C2 ET", invigilators=("V2",))),
    ],
)
def test_invigilation(people: str, problem: Problem, plan: Plan) -> None:
    only("invigilation", people, problem, plan)


def test_two_invigilators_for_three_candidates_if_each_may_watch_two() -> None:
    both = edited(PLAN, *ALL, invigilators=("V1", "V2"))
    sound(BY_TWO, both)
    other_order = edited(both, "C2 MSP", invigilators=("V2", "V1"))
    sound(BY_TWO, other_order)


# --- rooms for the orals ---------------------------------------------------------------------------------------------

ORALS = ("C3 ET", "C3 QPP", "C3 DELIB")
IN_S3 = edited(edited(PLAN, *ORALS, room="S3"), "C3 QPP", projector=None)
"""C3 in the room of the others, still in the morning."""
WITH_A_GAP = ruled(
    changed(SESSION, "S4", availability=(Opening(None, 480, at("09:45")), Opening(None, at("10:00"), 1080))),
    oral_gap_max_minutes=15,
)


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C3", changed(SESSION, "S4", seats=2), PLAN),
        ("C3", changed(SESSION, "S4", uses=("MSP",)), PLAN),
        ("C2 J1 J2", SESSION, edited(PLAN, "C2 ET", room=None)),
        ("C2 J1 J2", SESSION, edited(PLAN, "C2 DELIB", room="S4")),
        # Changing rooms within the chain, deliberation where the last oral was.
        ("C1", SESSION, edited(PLAN, "C1 EF", "C1 DELIB", room="S4")),
        # C3 from 13:15 to 14:55 where C1 is heard from 13:00 to 14:50 and deliberated upon to 15:00.
        ("C1 C3", SESSION, shifted(IN_S3, 240, *ORALS)),
        # A written paper in a room where C3 is heard.
        ("C1 C2 C3", changed(SESSION, "S4", uses=("MSP", "ORAL")), edited(PLAN, *ALL, room="S4")),
        # The room is held from 09:15 to 11:00, closed while C3 waits for the second oral.
        ("C3", WITH_A_GAP, shifted(PLAN, 15, "C3 QPP", "C3 DELIB")),
    ],
)
def test_oral_room(people: str, problem: Problem, plan: Plan) -> None:
    only("oral_room", people, problem, plan)


def test_rooms_that_are_in_order() -> None:
    sound(changed(SESSION, "S4", seats=3), PLAN)
    sound(SESSION, IN_S3)
    # The changeover before 09:15 needs no open room.
    sound(changed(SESSION, "S4", availability=(Opening(None, at("09:15"), at("10:55")),)), PLAN)
    sound(ruled(WITH_A_GAP, oral_rooms="per_stage"), shifted(PLAN, 15, "C3 QPP", "C3 DELIB"))


def test_a_room_is_held_in_the_gaps_too() -> None:
    gap = ruled(SESSION, oral_gap_max_minutes=60, panel={"mode": "free"})
    # C1 waits in S3 from 13:30 to 14:15, while C2 is heard there by others from 13:35 to 14:05.
    plan = shifted(PLAN, 45, "C1 QPP", "C1 EF", "C1 DELIB")
    plan = edited(shifted(plan, -90, "C2 ET", "C2 DELIB"), "C2 CORR", "C2 ET", "C2 DELIB", members=("J3", "J5"))
    only("oral_room", "C1 C2", gap, plan)
    sound(ruled(gap, oral_rooms="per_stage"), plan)


def test_another_room_takes_the_way_there() -> None:
    moving = ruled(SESSION, oral_rooms="per_stage", oral_gap_max_minutes=10)
    only("oral_room", "C1", moving, edited(PLAN, "C1 EF", "C1 DELIB", room="S4"))
    walked = shifted(edited(PLAN, "C1 EF", "C1 DELIB", room="S4"), 5, "C1 EF", "C1 DELIB")
    walked = shifted(walked, 10, "C2 ET", "C2 DELIB")
    sound(moving, walked)
    only("chain", "C1", ruled(moving, oral_gap_max_minutes=0), walked)
    only("oral_room", "C1", ruled(moving, transfer_minutes=10), walked)
    # The deliberation stays where the last oral was.
    assert named("oral_room", moving, edited(walked, "C1 DELIB", room="S3")) >= {"C1", "J1", "J2"}


def test_per_stage_leaves_the_changeover_to_the_room_alone() -> None:
    opening = changed(SESSION, "S4", availability=(Opening(None, at("09:15"), 1080),))
    sound(ruled(opening, oral_rooms="per_stage"), PLAN)


def test_a_deliberation_is_alone_in_its_room() -> None:
    # C1 is deliberated upon at the end of the day, 15:50-16:00, while C3 is heard there by others from 15:50.
    late = ruled(SESSION, deliberation={"position": "end_of_day"}, panel={"mode": "free"})
    plan = edited(PLAN, "C1 DELIB", start="15:50", end="16:00")
    sound(late, plan)
    both = shifted(IN_S3, 395, *ORALS)
    both = edited(both, "C1 DELIB", start="15:50", end="16:00")
    only("oral_room", "C1 C3", late, both)


# --- projection, access ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C3 J3 J4", SESSION, edited(PLAN, "C3 QPP", projector=None)),
        ("C3 J3 J4", SESSION, edited(PLAN, "C3 QPP", projector="VP9")),
        ("C3 J3 J4", SESSION, edited(PLAN, "C3 ET", projector="VP2")),
        ("C1 J1 J2", SESSION, edited(PLAN, "C1 QPP", projector="VP2")),
        ("C1 J1 J2", changed(SESSION, "S3", projector=False), PLAN),
    ],
)
def test_projection(people: str, problem: Problem, plan: Plan) -> None:
    only("projection", people, problem, plan)


def test_one_mobile_projector_for_two() -> None:
    # C3 projects 11:25-12:25, C1 from 13:30: with 65 min of setup the projector just makes it.
    problem = changed(SESSION, "S3", projector=False)
    plan = edited(shifted(PLAN, 100, *ORALS), "C1 QPP", projector="VP1")
    sound(ruled(problem, projector_setup_minutes=65), plan)
    only("projection", "C1 C3", ruled(problem, projector_setup_minutes=70), plan)
    sound(ruled(problem, projector_setup_minutes=70), edited(plan, "C1 QPP", projector="VP2"))


def test_access() -> None:
    only("access", "C1", changed(changed(SESSION, "C1", accessible=True), "S3", accessible=True), PLAN)
    only("access", "C3", changed(changed(SESSION, "C3", accessible=True), "S1", accessible=True), PLAN)
    reachable = changed(changed(SESSION, "S3", accessible=True), "S1", accessible=True)
    sound(changed(reachable, "C1", accessible=True), PLAN)


def test_marking_anywhere_may_name_a_room() -> None:
    sound(SESSION, edited(PLAN, "C3 CORR", room="S2"))
    only("oral_room", "C1 C3", SESSION, busy_marking())


def busy_marking() -> Plan:
    """C3's paper marked in the room where C1 is heard, and C3's orals after that."""
    plan = shifted(PLAN, 245, "C3 CORR", *ORALS)
    return edited(plan, "C3 CORR", room="S3")
