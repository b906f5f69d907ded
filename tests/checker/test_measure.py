"""Every objective measured on a small plan, with the arithmetic."""

from dataclasses import replace

import pytest

from tests.support.check_helpers import PLAN, SESSION
from tests.support.sessions import TUESDAY, added, changed, dropped, edited, ruled, session, shifted
from tspi_sched.checker import measure
from tspi_sched.plan import Plan, Task, Unplaced
from tspi_sched.problem import Day, Problem
from tspi_sched.wishes import AGAINST_BASELINE

TOMORROW = edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", day=TUESDAY)
"""C2 marked, heard and deliberated upon on the second day."""


def value(name: str, problem: Problem, plan: Plan) -> int:
    """One objective."""
    return measure(problem, plan)[name]


def test_the_whole_of_a_plan() -> None:
    assert measure(SESSION, PLAN) == {
        "unplaced": 0,
        "days": 1,
        "finish": 945,  # day 0, 15:45
        "juror_days": 4,  # J1, J2, J3, J4
        "presence": 800,  # J1 and J2 11:00-15:45: 2 x 285; J3 and J4 09:00-10:55: 2 x 115
        "waiting": 440,  # C1 08:00-14:50: 410 - 290; C2 08:00-15:35: 455 - 150; C3 08:00-10:45: 165 - 150
        "candidate_days": 3,
        "rooms": 3,  # S1, S3, S4
        "balance": 2,  # J1 and J2 assess two, J5 none; J6 is in reserve
        "mixed_panels": 1,  # J3 and J4 are both F
        "cost": 295,  # members 100 + 80 + 60 + 40, V1 3, S1 7, S3 5
        **dict.fromkeys(AGAINST_BASELINE, 0),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days", 2),
        ("finish", 1440 + 945),
        ("juror_days", 6),  # J1 and J2 twice
        # Monday 11:00-15:00 and Tuesday 11:20-15:45 for J1 and J2: 2 x (240 + 265); J3 and J4 2 x 115.
        ("presence", 1240),
        ("waiting", 120 + 0 + 0 + 15),  # C2 writes one day and is heard the other, without a wait
        ("candidate_days", 4),
        ("rooms", 4),  # S3 on both days
        ("cost", 480),  # J1, J2 and S3 once more: 295 + 100 + 80 + 5
    ],
)
def test_over_two_days(name: str, expected: int) -> None:
    assert value(name, SESSION, TOMORROW) == expected


def test_unplaced_counts_priorities() -> None:
    left_out = replace(dropped(PLAN, "C2", "C3"), unplaced=(Unplaced("C2", ""),))
    assert value("unplaced", SESSION, left_out) == 2 + 3
    assert value("unplaced", SESSION, dropped(PLAN, "C3 MSP", "C3 DELIB")) == 0


def test_days_and_finish_count_the_days_of_the_session() -> None:
    gap = session(days=(Day(SESSION.days[0].date), Day(TUESDAY.replace(day=21))))
    later = edited(PLAN, "C3 DELIB", day=TUESDAY.replace(day=21))
    assert value("days", gap, later) == 2
    assert value("finish", gap, later) == 1440 + 655  # one day further in the list, 10:55


def test_the_signing_of_the_minutes_is_duty() -> None:
    plan = added(PLAN, Task(None, None, "PV", SESSION.days[0].date, 950, 960, "S2", ("J1", "J2")))
    assert value("finish", SESSION, plan) == 960
    assert value("presence", SESSION, plan) == 800 + 2 * 15
    assert value("rooms", SESSION, plan) == 4
    assert value("balance", SESSION, plan) == 2


def test_balance_is_over_members_not_in_reserve() -> None:
    idle = changed(SESSION, "J5", reserve=True)
    assert value("balance", idle, PLAN) == 1  # two for J1 and J2, one for J3 and J4
    assert value("balance", session(members=()), PLAN) == 0


def test_mixed_panels_needs_genders_that_are_known() -> None:
    assert value("mixed_panels", changed(SESSION, "J4", gender=""), PLAN) == 0
    assert value("mixed_panels", changed(SESSION, "J2", gender="F"), PLAN) == 3
    unknown = changed(changed(SESSION, "J3", gender=""), "J4", gender="")
    assert value("mixed_panels", unknown, PLAN) == 0


def test_cost_counts_each_once_a_day() -> None:
    both = edited(PLAN, "C1 MSP", invigilators=("V1", "V2"))
    assert value("cost", SESSION, both) == 295 + 2
    # S1 and V1 once more on Tuesday: 7 + 3.
    assert value("cost", SESSION, edited(PLAN, "C3 MSP", day=TUESDAY)) == 295 + 10


@pytest.mark.parametrize(
    ("expected", "plan"),
    [
        (0, PLAN),
        (0, edited(PLAN, "C1 MSP", invigilators=("V2",), members=("J5",))),  # a written paper has no panel to compare
        (0, shifted(PLAN, 30, "C1 CORR", "C1 DELIB")),  # neither marking nor deliberation counts
        (0, edited(PLAN, "C1 ET", members=("J2", "J1"))),
        (3, shifted(PLAN, 5, "C1 ET", "C1 QPP", "C1 EF")),
        (1, edited(PLAN, "C1 QPP", room="S4", members=("J1", "J5"))),  # once, whatever differs
        (1, edited(PLAN, "C2 ET", day=TUESDAY)),
        (3, dropped(PLAN, "C3")),  # MSP, ET, QPP
        (1, added(PLAN, Task("C9", "CCP1", "ET", TUESDAY, 600, 630))),
    ],
)
def test_changes_against_a_baseline(expected: int, plan: Plan) -> None:
    assert value("changes", session(baseline=PLAN), plan) == expected


def test_no_baseline_no_changes() -> None:
    assert value("changes", SESSION, shifted(PLAN, 5, "C1")) == 0


def test_rules_do_not_bear_on_the_measure() -> None:
    assert measure(ruled(SESSION, oral_rooms="per_stage", changeover_minutes=30), PLAN) == measure(SESSION, PLAN)
