"""Locks that contradict a rule: each is found before any search, by the rule and the locks to blame, and truly so."""

import pytest

from tests.support.locking import BASE, C1, C2, FIRST_PLAN, ONE_DAY, WEDNESDAY, A, lock, under
from tests.support.locks_on_hours import HOURS
from tests.support.locks_on_panels import MINUTES, PANELS
from tests.support.locks_on_places import PAPERS, PLACES
from tests.support.sessions import changed, ruled
from tspi_sched.planner import solve
from tspi_sched.reasons import lock_breaches, lock_reasons
from tspi_sched.wording.rules import rule_title

IMPOSSIBLE = {**HOURS, **PANELS, **PLACES, **PAPERS, **MINUTES}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_contradiction_is_found(name: str) -> None:
    problem, rule, message = IMPOSSIBLE[name]
    assert (rule, message) in [(breach.rule, breach.message) for breach in lock_breaches(problem)]
    assert any(f"« {rule_title(rule)} » : " in reason for reason in lock_reasons(problem))


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_solver_agrees(name: str) -> None:
    assert solve(IMPOSSIBLE[name][0], FIRST_PLAN).status == "infeasible"


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_may_be_left_out_may_not_when_it_is_locked(name: str) -> None:
    problem, rule, _message = IMPOSSIBLE[name]
    can_be_kept = name == "everybody's paper, where somebody cannot"  # who is not locked is left out
    found = {breach.rule for breach in lock_breaches(ruled(problem, allow_unplaced=True))}
    assert (found == set()) if can_be_kept else (rule in found)


def test_a_reason_names_the_locks_to_blame_and_no_others() -> None:
    others = (lock("C3 MSP"), lock("C1 QPP", "panel room"), lock("C2 CORR", "panel"))
    problem = under(ONE_DAY, *others, lock("C1 ET"), lock("C2 ET", start="14:00", room="S4"))
    assert lock_reasons(problem) == (
        f"Verrous ET (TITRE) – {C1} [heure : 13:00, jury : {A}] et ET (CCP1) – {C2} [heure : 14:00, jury : {A}],"
        f" contraires à la règle « une chose à la fois » : {A} : QPP (TITRE) – {C1}, lundi 7 décembre 2026 de"
        f" 13:30 à 14:30 et ET (CCP1) – {C2}, lundi 7 décembre 2026 de 14:00 à 14:30 se chevauchent.",
    )


def test_every_contradiction_is_named_at_once() -> None:
    problem = under(BASE, lock("C1 ET", "day", day=WEDNESDAY), lock("C2 ET", "room", room="S1"), lock("C3 ET", "panel"))
    problem = changed(problem, "C3", trainers=("J3",))
    rules = [reason.split("« ")[1].split(" »")[0] for reason in lock_reasons(problem)]
    assert sorted(rules) == sorted(map(rule_title, ("hours", "oral_room", "panel_makeup")))


def test_what_follows_from_a_contradiction_is_not_told_beside_it() -> None:
    """All four tasks are off the grid, and outside the opening hours, because one is."""
    assert len(lock_reasons(under(ONE_DAY, lock("C1 ET", "start", start="13:02")))) == 1
