"""The rules of everybody's time, each broken by itself: the checker names that rule, and the people."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.check_helpers import PLAN, SESSION, only, sound
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    at,
    changed,
    edited,
    ruled,
    shifted,
)
from tspi_sched.plan import Plan
from tspi_sched.problem import Day, Opening, Problem


@pytest.mark.parametrize(
    ("people", "plan"),
    [
        ("J1 J2", shifted(PLAN, -5, "C2 CORR")),
        # C3's own paper is marked until its orals begin: no changeover for the panel.
        ("J3 J4", shifted(PLAN, 5, "C3 CORR")),
        # The panel and the room come from C1's deliberation without a changeover.
        ("J1 J2 C1 C2", shifted(PLAN, -5, "C2 ET", "C2 DELIB")),
    ],
)
def test_one_at_a_time(people: str, plan: Plan) -> None:
    only("one_at_a_time", people, SESSION, plan)


def test_changeover_of_the_room_alone() -> None:
    # C3 is heard in S3 from 15:00, until C1 has deliberated there at 15:00; the panels differ.
    move = shifted(PLAN, 345, "C3 ET", "C3 QPP", "C3 DELIB")
    problem, plan = SESSION, edited(move, "C3 ET", "C3 QPP", "C3 DELIB", room="S3")
    plan = edited(edited(plan, "C3 QPP", projector=None), "C2 ET", "C2 DELIB", room="S4")
    only("one_at_a_time", "C1 C3", problem, plan)
    sound(ruled(problem, changeover_minutes=0), plan)


def opened(problem: Problem, id: str, start: str, end: str) -> Problem:
    """The problem with somebody or something available at these hours only."""
    return changed(problem, id, availability=(Opening(None, at(start), at(end)),))


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ("J1", opened(SESSION, "J1", "12:00", "18:00")),
        ("C3", opened(SESSION, "C3", "08:00", "10:00")),
        ("C1 C2 J1 J2", opened(SESSION, "S3", "12:00", "14:45")),
        # The sitting lasts until 11:00, when C1 ends.
        ("V1", opened(SESSION, "V1", "08:00", "10:30")),
        ("V1", changed(SESSION, "V1", availability=(Opening(TUESDAY),))),
        # The setup for 09:45 starts at 09:40.
        ("C3 J3 J4", opened(SESSION, "VP1", "09:45", "18:00")),
        ("C2 J1 J2", replace(SESSION, days=(Day(MONDAY, 480, at("15:40")),))),
        ("C1 C2 C3", replace(SESSION, days=(Day(MONDAY, at("08:30"), 1080),))),
        ("J1 J2", ruled(SESSION, member={"max_candidates_per_day": 1})),
        ("J2", changed(SESSION, "J2", max_candidates_per_day=1)),
        # C1: 20 + 110 + 10 = 140, C2: 15 + 30 + 10 = 55, together 195; J3 and J4: 10 + 90 + 10 = 110.
        ("J1 J2", ruled(SESSION, member={"max_duty_minutes_per_day": 190})),
    ],
)
def test_hours(people: str, problem: Problem) -> None:
    only("hours", people, problem, PLAN)


def test_limits_that_are_just_kept() -> None:
    sound(ruled(SESSION, member={"max_duty_minutes_per_day": 195, "max_candidates_per_day": 2}), PLAN)
    own = changed(changed(SESSION, "J1", max_candidates_per_day=2), "J2", max_candidates_per_day=2)
    sound(ruled(own, member={"max_candidates_per_day": 1}), PLAN)
    sound(opened(opened(SESSION, "VP1", "09:40", "18:00"), "V1", "08:00", "11:00"), PLAN)


def test_a_day_outside_the_session() -> None:
    only("hours", "C2 J1 J2", SESSION, edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", day=date(2026, 12, 9)))


@pytest.mark.parametrize(
    ("people", "minutes", "window"),
    [
        # J1 and J2 are free from 11:35 to 12:55: the changeover takes five of 85 minutes.
        ("J1 J2", 85, ("11:30", "14:00")),
        # C1 and the invigilator are free from 11:00, J3 and J4 from 10:55, J1 and J2 until 11:00, C2 from 10:00.
        ("C1 J3 J4 V1", 45, ("10:00", "11:30")),
    ],
)
def test_meal(people: str, minutes: int, window: tuple[str, str]) -> None:
    only("meal", people, ruled(SESSION, meal={"minutes": minutes, "window": tuple(map(at, window))}), PLAN)


def test_no_meal_of_no_minutes() -> None:
    sound(ruled(SESSION, meal={"minutes": 80}), PLAN)
    sound(ruled(SESSION, meal={"minutes": 0, "window": (480, 480)}), PLAN)


def test_candidates_are_not_needed_for_marking_and_deliberation() -> None:
    stretches = (Opening(None, at("08:00"), at("10:00")), Opening(None, at("15:05"), at("15:35")))
    sound(changed(SESSION, "C2", availability=stretches), PLAN)


def test_other_rooms_and_members_go_on_during_a_changeover() -> None:
    # C3 is heard by others in S4 from 12:15 to 13:45, over C1's changeover from 12:55 to 13:00 in S3.
    sound(ruled(SESSION, meal={"minutes": 0}), shifted(PLAN, 180, "C3 ET", "C3 QPP", "C3 DELIB"))
