"""The rules of the panels, each broken by itself: the checker names that rule, and the people."""

from datetime import date

import pytest

from tests.support.check_helpers import DAILY, FREE, PLAN, SESSION, named, only, sound
from tests.support.sessions import (
    MONDAY,
    TUESDAY,
    at,
    changed,
    dropped,
    edited,
    ruled,
    shifted,
)
from tspi_sched.checker import check
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem


@pytest.mark.parametrize(
    ("people", "what", "panel"),
    [
        ("C2 J1 J2 J3 J4", "C2 DELIB", ("J3", "J4")),
        ("C3 J1 J2 J3 J4", "C3 CORR", ("J1", "J2")),
    ],
)
def test_same_panel(people: str, what: str, panel: tuple[str, str]) -> None:
    only("same_panel", people, SESSION, edited(PLAN, what, members=panel))


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C1 J1", changed(changed(SESSION, "J1", company="Acier SA"), "C1", company="ACIÉR sa"), PLAN),
        ("C2 J2", changed(SESSION, "C2", trainers=("J2", "V2")), PLAN),
        ("C3 J4", changed(SESSION, "C3", exclusions=("J4", "J1")), PLAN),
        ("J1", changed(SESSION, "J1", accredited_to=date(2026, 12, 6)), PLAN),
        ("J4", changed(SESSION, "J4", accredited_from=TUESDAY, accredited_to=date(2027, 1, 1)), PLAN),
        ("J3", changed(SESSION, "J3", accredited_from=TUESDAY), PLAN),
        ("C1 C2 J2", changed(SESSION, "J2", reserve=True), PLAN),
        ("C1 C2 J1 J2", changed(SESSION, "J1", professional=False), PLAN),
        ("C1 C2 J1 J2", ruled(SESSION, panel={"min_professionals": 2}), PLAN),
        ("C1 C2 C3 J1 J2 J3 J4", ruled(changed(SESSION, "S4", seats=4), panel={"size": 3}), PLAN),
        ("C3 J3", FREE, edited(PLAN, *(f"C3 {s}" for s in ("CORR", "ET", "QPP", "DELIB")), members=("J3",))),
        ("C3 J9", FREE, edited(PLAN, *(f"C3 {s}" for s in ("CORR", "ET", "QPP", "DELIB")), members=("J3", "J9"))),
    ],
)
def test_panel_makeup(people: str, problem: Problem, plan: Plan) -> None:
    only("panel_makeup", people, problem, plan)


def test_accreditation_and_reserve_that_are_in_order() -> None:
    sound(changed(SESSION, "J1", accredited_from=MONDAY, accredited_to=MONDAY), PLAN)
    sound(ruled(changed(SESSION, "J2", reserve=True), panel={"use_reserve": True}), PLAN)
    sound(changed(changed(SESSION, "J1", company=" "), "C1", company=""), PLAN)


C1_WITH_J3 = edited(PLAN, *(f"C1 {s}" for s in ("CORR", "ET", "QPP", "EF", "DELIB")), members=("J1", "J3"))
C3_WITH_J5 = edited(PLAN, *(f"C3 {s}" for s in ("CORR", "ET", "QPP", "DELIB")), members=("J3", "J5"))


@pytest.mark.parametrize(
    ("people", "problem", "plan"),
    [
        ("C1 J1 J3", SESSION, C1_WITH_J3),
        ("C3 J3 J5", SESSION, C3_WITH_J5),
        ("J1 J3", DAILY, C1_WITH_J3),
        ("J3", DAILY, edited(C3_WITH_J5, "C2 CORR", "C2 ET", "C2 DELIB", members=("J3", "J4"))),
    ],
)
def test_panel_mode(people: str, problem: Problem, plan: Plan) -> None:
    only("panel_mode", people, problem, plan)


def test_other_panels_in_looser_modes() -> None:
    sound(FREE, C1_WITH_J3)
    sound(DAILY, C3_WITH_J5)


@pytest.mark.parametrize(
    ("people", "plan"),
    [
        # C2's paper is marked after the orals of C1, before the same panel.
        ("C2 J1 J2", shifted(shifted(PLAN, 220, "C2 CORR"), 15, "C2 ET", "C2 DELIB")),
        ("C2 J1 J2", edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", day=TUESDAY)),
    ],
)
def test_marking(people: str, plan: Plan) -> None:
    only("marking", people, ruled(SESSION, marking={"before": "all"}), plan)
    sound(SESSION, plan)


def test_marking_all_papers_first() -> None:
    sound(ruled(SESSION, marking={"before": "all"}), PLAN)


def test_deliberation() -> None:
    only("deliberation", "C2 J1 J2", SESSION, shifted(PLAN, 5, "C2 DELIB"))
    only("deliberation", "C3 J3 J4", SESSION, shifted(PLAN, 30, "C3 DELIB"))


def test_deliberation_at_the_end_of_the_day() -> None:
    problem = ruled(SESSION, deliberation={"position": "end_of_day"})
    # C1 would deliberate 14:50-15:00, before C2 is heard by the same members.
    only("deliberation", "C1 J1 J2", problem, PLAN)
    late = shifted(PLAN, 55, "C1 DELIB")
    sound(problem, edited(late, "C1 DELIB", start="15:45", end="15:55"))
    tomorrow = edited(late, "C1 DELIB", day=TUESDAY)
    only("deliberation", "C1", problem, tomorrow)
    # Only J1 is still hearing somebody.
    mixed = edited(PLAN, "C2 CORR", "C2 ET", "C2 DELIB", members=("J1", "J5"))
    free = ruled(problem, panel={"mode": "free"})
    only("deliberation", "C1 J1", free, mixed)


def test_the_row_that_differs_is_the_one_reported() -> None:
    plan = edited(PLAN, "C3 CORR", members=("J1", "J2"))
    assert [(v.start, v.end) for v in check(SESSION, plan)] == [(at("09:00"), at("09:10"))]
    # Without an oral, the first row of the panel is what the others are held against.
    rest = edited(dropped(PLAN, "C1 ET", "C1 QPP", "C1 EF"), "C1 DELIB", members=("J3", "J4"))
    assert named("same_panel", SESSION, rest) == {"C1", "J1", "J2", "J3", "J4"}


@pytest.mark.parametrize("panel", [("J3", "J4", "J4"), ("J3", "J3"), ("J3", "J4", "J5"), ()])
def test_panel_of_the_wrong_size(panel: tuple[str, ...]) -> None:
    plan = edited(PLAN, *(f"C3 {s}" for s in ("CORR", "ET", "QPP", "DELIB")), members=panel)
    only("panel_makeup", " ".join(("C3", *panel)), FREE, plan)


def test_marking_may_end_as_the_first_oral_starts() -> None:
    problem = ruled(SESSION, marking={"before": "all"}, changeover_minutes=0)
    sound(problem, shifted(PLAN, 5, "C3 CORR"))
