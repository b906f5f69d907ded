"""The rules of a candidate's stages, each broken by itself: the checker names that rule, and the people."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest

from tests.support.check_helpers import PLAN, SESSION, named, only, sound
from tests.support.sessions import (
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
from tspi_sched.checker.expected import expected
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Candidate, ExtraTime, Problem


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C2", SESSION, edited(PLAN, "C2 DELIB", end="15:50")),
        ("C3 J3 J4", SESSION, edited(PLAN, "C3 DELIB", end="10:53")),
        ("C3 J3 J4", SESSION, edited(PLAN, "C3 DELIB", end="10:40")),
        ("C1", changed(SESSION, "C1", extra_time=(ExtraTime("MSP", Fraction(1, 3)),)), PLAN),
        ("C3", ruled(SESSION, marking={"minutes": (("CCP2", 15),)}), PLAN),
        ("C1 C2 C3", ruled(SESSION, deliberation={"minutes": 15}), PLAN),
    ],
)
def test_duration(people: str, problem: Problem, plan: Plan) -> None:
    only("duration", people, problem, plan)


def test_lengths_are_exact_then_rounded_up() -> None:
    # MSP 60 + 1/3 = 80. ET 30 + 1/7 of 30 = 34.29, up to 35. QPP 60 + 1 = 61, up to 65. EF: 20 + 1/4 = 25.
    extra: tuple[ExtraTime, ...] = (ExtraTime("MSP", Fraction(1, 3)), ExtraTime("ET", Fraction(1, 7)))
    extra += (ExtraTime("QPP", minutes=1), ExtraTime("EF", Fraction(1, 4)))
    who = Candidate("C1", "Martin", ("CCP1", "CCP2"), final_interview=True, extra_time=extra)
    lengths = expected(SESSION, who, "CCP2")
    assert lengths == {"MSP": 80, "CORR": 10, "ET": 35, "QPP": 65, "EF": 25, "DELIB": 10}
    assert list(lengths) == ["MSP", "CORR", "ET", "QPP", "EF", "DELIB"]
    assert "EF" not in expected(SESSION, who, "CCP1")
    assert expected(SESSION, replace(who, tracks=("TITRE",)), "TITRE")["EF"] == 25
    # The scenario's 11 min + 1/4 = 13.75, on the grid 15; a stage of no minutes is off.
    shorter = ruled(SESSION, final_interview_minutes=11, deliberation={"minutes": 0})
    assert expected(shorter, who, "CCP2")["EF"] == 15
    assert "DELIB" not in expected(shorter, who, "CCP2")


def test_order() -> None:
    only("order", "C2", SESSION, edited(PLAN, "C2 CORR", start="09:30", end="09:45"))
    only("order", "C3", ruled(SESSION, rest_after_msp_minutes=20), PLAN)
    sound(ruled(SESSION, rest_after_msp_minutes=15), PLAN)
    # Days count: C2's paper on Tuesday comes after its marking and its orals on Monday.
    assert named("order", SESSION, edited(PLAN, "C2 MSP", day=TUESDAY)) == {"C2"}


def test_order_of_two_tracks() -> None:
    problem = session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2"), "Alice"),))
    first = chain(problem, "C1", "CCP1", written="08:00", marking="08:00", orals="14:00", oral_day=TUESDAY)
    second = chain(problem, "C1", "CCP2", written="10:30", marking="08:20", orals="09:50", oral_day=TUESDAY)
    only("order", "C1", problem, planned(*first, *second))
    sound(changed(problem, "C1", tracks=("CCP2", "CCP1")), planned(*first, *second))


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C3", SESSION, shifted(PLAN, 5, "C3 QPP", "C3 DELIB")),
        ("C1", SESSION, shifted(edited(PLAN, "C1 EF", "C1 DELIB", day=TUESDAY), -300, "C1 EF", "C1 DELIB")),
        ("C3", ruled(SESSION, oral_gap_max_minutes=15), shifted(PLAN, 20, "C3 QPP", "C3 DELIB")),
    ],
)
def test_chain(people: str, problem: Problem, plan: Plan) -> None:
    only("chain", people, problem, plan)


def test_a_gap_within_the_limit_is_no_breach() -> None:
    sound(ruled(SESSION, oral_gap_max_minutes=15), shifted(PLAN, 15, "C3 QPP", "C3 DELIB"))


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        # C1 waits 11:00-13:00, C2 10:00-15:05, C3 09:00-09:15.
        ("C1 C2", ruled(SESSION, max_wait_minutes=60), PLAN),
        ("C2", ruled(SESSION, max_wait_minutes=120), PLAN),
        ("C1 C2 C3", ruled(SESSION, msp_and_orals="different_day"), PLAN),
        ("C2", ruled(SESSION, msp_and_orals="same_day"), edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", day=TUESDAY)),
    ],
)
def test_candidate_time(people: str, problem: Problem, plan: Plan) -> None:
    only("candidate_time", people, problem, plan)


def test_candidate_in_two_papers_at_once() -> None:
    problem = session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2")),))
    first = chain(problem, "C1", "CCP1", written="08:00", marking="10:00", orals="14:00")
    second = chain(problem, "C1", "CCP2", written="08:00", marking="10:20", orals="14:50")
    only("candidate_time", "C1", problem, planned(*first, *second))


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C3", SESSION, dropped(PLAN, "C3")),
        ("C3", SESSION, dropped(PLAN, "C3 DELIB")),
        ("C3", ruled(SESSION, allow_unplaced=True), dropped(PLAN, "C3 MSP")),
        ("C3", SESSION, added(PLAN, replace(row(PLAN, "C3 DELIB"), start=at("16:00"), end=at("16:10")))),
        ("C9", SESSION, added(PLAN, replace(row(PLAN, "C3 DELIB"), candidate="C9", start=960, end=970))),
        ("C3", SESSION, replace(PLAN, unplaced=(Unplaced("C3", ""),))),
        ("C9", SESSION, replace(PLAN, unplaced=(Unplaced("C9", ""),))),
    ],
)
def test_all_or_nothing(people: str, problem: Problem, plan: Plan) -> None:
    only("all_or_nothing", people, problem, plan)


def test_a_candidate_may_be_left_out_if_allowed() -> None:
    sound(ruled(SESSION, allow_unplaced=True), replace(dropped(PLAN, "C3"), unplaced=(Unplaced("C3", ""),)))


def test_tracks_may_follow_each_other_without_a_pause() -> None:
    problem = session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2"), "Alice"),))
    problem = ruled(problem, changeover_minutes=0, deliberation={"position": "end_of_day"})
    tuesday = partial(chain, problem, "C1", oral_day=TUESDAY)
    first = tuesday("CCP1", written="08:00", marking="08:00", orals="09:00", deliberation="11:00")
    second = tuesday("CCP2", written="10:30", marking="08:20", orals="09:30", deliberation="11:10")
    sound(problem, planned(*first, *second))


def test_a_stage_of_no_minutes_has_no_row() -> None:
    problem = ruled(SESSION, marking={"minutes": (("CCP2", 0),)}, rest_after_msp_minutes=15)
    only("all_or_nothing", "C3", problem, PLAN)
    sound(problem, dropped(PLAN, "C3 CORR"))
    # Heard at 09:00, the moment the paper ends.
    only("order", "C3", problem, shifted(dropped(PLAN, "C3 CORR"), -15, "C3 ET", "C3 QPP", "C3 DELIB"))


def test_lengths_of_the_scenario_are_for_their_stage_alone() -> None:
    problem = ruled(SESSION, marking={"minutes": (("CCP2", 15),)}, deliberation={"minutes": 20})
    assert expected(problem, SESSION.candidate["C3"], "CCP2") == {
        "MSP": 60, "CORR": 15, "ET": 30, "QPP": 60, "DELIB": 20,
    }  # fmt: skip
    assert expected(problem, SESSION.candidate["C2"], "CCP1")["CORR"] == 15  # the title's own


def test_the_wait_is_told() -> None:
    (found,) = check(ruled(SESSION, max_wait_minutes=120), PLAN)
    assert "5 h 05 d'attente" in found.message
