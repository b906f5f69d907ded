"""Locks and the signing of the minutes, each broken by itself: the checker names that rule, and the people."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support.check_helpers import PLAN, SESSION, named, only, sound
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    added,
    at,
    dropped,
    row,
    ruled,
    session,
)
from tspi_sched.checker import check
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Lock, Problem


def locked(what: str, *parts: str, **fields: Any) -> Problem:
    """The problem with parts of a row of the plan locked at other values."""
    return session(locks=(Lock(replace(row(PLAN, what), **fields), frozenset(parts)),))


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ("C1", locked("C1 ET", "day", day=TUESDAY)),
        ("C1", locked("C1 ET", "start", start=at("12:00"))),
        ("C2", locked("C2 DELIB", "room", "day", room="S4")),
        ("C3", locked("C3 CORR", "panel", members=("J1", "J2"))),
        ("C3", locked("C3 MSP", "invigilators", invigilators=("V1", "V2"))),
    ],
)
def test_locks(people: str, problem: Problem) -> None:
    only("locks", people, problem, PLAN)


def test_only_the_locked_parts_are_kept_whatever_the_order_of_names() -> None:
    sound(locked("C1 ET", "room", "panel", start=0, day=TUESDAY, members=("J2", "J1")), PLAN)
    out = ruled(locked("C3 ET", "day"), allow_unplaced=True)
    only("locks", "C3", out, dropped(PLAN, "C3"))


def signing(start: str, *members: str, minutes: int = 10, day: date = MONDAY) -> Task:
    """A panel signs."""
    return Task(None, None, "PV", day, at(start), at(start) + minutes, members=members)


SIGNED = ruled(SESSION, closing_minutes=8)  # 8 min, on the grid 10
A, B = signing("15:45", "J1", "J2"), signing("10:55", "J4", "J3")


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("J1 J2", SESSION, added(PLAN, A)),
        ("J3 J4", SIGNED, added(PLAN, A)),
        ("J3 J4", SIGNED, added(PLAN, A, signing("10:55", "J3", "J4", minutes=15))),
        ("J1 J2", SIGNED, added(PLAN, B, signing("12:00", "J1", "J2"))),
        ("J1 J2", SIGNED, added(PLAN, B, signing("12:00", "J1", "J2", day=TUESDAY))),
        ("J1 J2", SIGNED, added(PLAN, A, B, signing("16:00", "J1", "J2"))),
        ("C1 J1 J2", SIGNED, added(PLAN, B, replace(A, candidate="C1"))),
    ],
)
def test_minutes(people: str, problem: Problem, plan: Plan) -> None:
    only("minutes", people, problem, plan)


def test_signing_after_the_last_deliberation() -> None:
    sound(SIGNED, added(PLAN, A, B))
    found = check(SIGNED, added(PLAN, A, B, signing("16:30", "J1", "J5")))
    assert {v.rule for v in found} >= {"minutes"}
    only(
        "locks",
        "J1 J2",
        replace(SIGNED, locks=(Lock(A, frozenset({"start"})),)),
        added(PLAN, B, replace(A, start=950, end=960)),
    )


def test_a_lock_on_a_signing_is_for_its_members_alone() -> None:
    sound(replace(SIGNED, locks=(Lock(A, frozenset({"day", "start", "panel"})),)), added(PLAN, A, B))


def test_signing_waits_for_the_deliberation_not_only_for_the_orals() -> None:
    # C2's last oral ends at 15:35, the deliberation at 15:45.
    assert named("minutes", SIGNED, added(PLAN, B, signing("15:40", "J1", "J2"))) == {"J1", "J2"}
