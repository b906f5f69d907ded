"""Why candidates are left out: each sentence says what is short, and each of its claims is put to the solver again.

Sessions are those of `tempting`, where candidates may be left out; who is left out is settled by priorities.
"""

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.support.left_out import ALONE, BESIDE, BESIDE_TWO, beside, reasons, solved, some, until
from tests.support.random_sessions import optimum, random_session
from tests.support.sessions import changed, ruled
from tests.support.tempting import APART, opened
from tspi_sched.cli.summary import summary
from tspi_sched.exports import plan_json, xlsx
from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Problem
from tspi_sched.reading import read_plan

# --- sums ------------------------------------------------------------------------------------------------------------

SUMS = {
    "desks": (
        changed(some("CCP1", "CCP1", "CCP1", left="C3"), "S1", seats=2),
        {"C3": f"{BESIDE_TWO} Il faut 3 places pour l'épreuve MSP (CCP1, 1 vague) et il n'y en a que 2."},
    ),
    # 2 x (15 + 5 + 30 + 10); from 10:00, with the changeover ahead of it, to 11:30.
    "panel minutes": (
        some("CCP1", "CCP1", left="C1", days=until("11:30")),
        {"C1": f"{BESIDE} Il faut 2 h de jury (corrections, oraux, délibérations, battements) et les jurys n'ont que"
               " 1 h 35 une fois la première épreuve MSP finie, repas déduits."},
    ),
    # Two rooms of one desk.
    "invigilators": (
        ruled(some("CCP1", "CCP1", left="C2", rooms=APART.rooms)),
        {"C2": f"{BESIDE} Il faut 2 surveillants à la fois pour l'épreuve MSP (CCP1) et il n'y en a que 1."},
    ),
    "excluded by all": (
        changed(some("CCP1", "CCP1"), "C1", exclusions=("J1",)),
        {"C1": f"{ALONE} Aucun jury n'est possible pour Nom1 (C1, CCP1) : entreprise, formateurs ou exclusions."},
    ),
    "no accessible room": (
        changed(changed(some("CCP1", "CCP1"), "C1", accessible=True), "S1", accessible=True),
        {"C1": f"{ALONE} Il n'y a aucune salle d'oral accessible d'au moins 3 places pour Nom1 (C1, CCP1)."},
    ),
    "away": (
        changed(some("CCP1", "CCP1"), "C1", availability=opened("08:00-09:30")),
        {"C1": f"{ALONE} Nom1 (C1, CCP1) n'est disponible aucun jour pendant les 2 h de son épreuve MSP."},
    ),
    "each for his own reason": (
        changed(some("CCP1", "CCP1", "CCP1", left="C1", days=until("11:30")), "C3", trainers=("J2",)),
        {"C1": f"{BESIDE} Il faut 2 h de jury (corrections, oraux, délibérations, battements) et les jurys n'ont que"
               " 1 h 35 une fois la première épreuve MSP finie, repas déduits.",
         "C3": f"{ALONE} Aucun jury n'est possible pour Nom3 (C3, CCP1) : entreprise, formateurs ou exclusions."},
    ),
    "nobody placed": (
        some("CCP1", invigilators=()),
        {"C1": f"{ALONE} Il faut 1 surveillant au moins pour l'épreuve MSP (CCP1) et il n'y en a que 0."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SUMS)
def test_a_sum_says_what_is_short(case: str) -> None:
    problem, expected = SUMS[case]
    assert reasons(problem) == expected
    for id, reason in expected.items():
        assert optimum(beside(problem, expected, id, alone=reason.startswith(ALONE)), "finish") == "infeasible"


# --- what is not known -----------------------------------------------------------------------------------------------


def asked(answer: bool | None, **known: bool) -> tuple[Unplaced, ...]:
    """The reasons where every search ends in the same way; there would be a place."""
    problem = some("CCP1", "CCP1")
    plan = Plan((), (Unplaced("C1", ""), Unplaced("C2", "")))
    facts = {"foremost": True, "least": False} | known
    return why_left_out(Inquiry(problem, plan, until=float("inf"), has_plan=lambda *_: answer, **facts))


def test_what_was_not_found_in_time_is_not_said_to_be_impossible() -> None:
    assert {row.reason for row in asked(None)} == {
        "Aucune place n'a été trouvée avant la fin du calcul ; il n'est pas prouvé qu'il n'y en ait aucune. "
        "Le temps a manqué pour chercher ce qui en ouvrirait une."
    }


def test_a_place_found_too_late() -> None:
    assert {row.reason for row in asked(True)} == {
        "Une place existe, mais le calcul ne l'a pas trouvée dans le temps donné : il lui en faut plus."
    }


def test_a_candidate_without_priority_is_not_missed_by_the_proof() -> None:
    """Nothing is gained by placing C1, so that the best plan may leave C1 out though there is a place."""
    problem = changed(some("CCP1", "CCP1"), "C1", priority=0)
    plan = Plan((), (Unplaced("C1", ""),))
    (row,) = why_left_out(Inquiry(problem, plan, True, True, float("inf"), lambda *_: True))
    assert row.reason.startswith("Une place existe")


def test_what_is_said_to_be_impossible_is() -> None:
    """Sessions made by chance; the plain model judges."""
    sessions = (ruled(random_session(Random(seed)), allow_unplaced=True) for seed in range(55, 67))
    kinds = {alone for problem in sessions for alone in judged(problem)}
    assert kinds == {True, False}


def judged(problem: Problem) -> list[bool]:
    """Of each candidate left out, whether there is no place even alone; what the reason says is verified."""
    said = reasons(problem)
    for id, reason in said.items():
        alone = reason.startswith(ALONE)
        assert reason.startswith("Aucune place n'est possible")
        session = replace(beside(problem, said, id, alone=alone), locks=() if alone else problem.locks)
        assert optimum(session, "finish", bare=True) == "infeasible"
    return [reason.startswith(ALONE) for reason in said.values()]


# --- where it is shown -----------------------------------------------------------------------------------------------


def test_reasons_are_kept_by_the_files(tmp_path: Any) -> None:
    problem, _expected = SUMS["each for his own reason"]
    result = solved(problem)
    assert result.plan is not None
    for name, write in (("plan.json", plan_json.write), ("planning.xlsx", xlsx.write)):
        write(problem, result, tmp_path / name)
        assert read_plan(tmp_path / name, problem).unplaced == result.plan.unplaced


def test_the_terminal_tells_each_reason_once() -> None:
    problem, expected = SUMS["desks"]
    result = solved(changed(problem, "S1", seats=1))
    lines = "\n".join(summary(problem, result, ()))
    assert expected["C3"] not in lines
    assert lines.count("Il faut 2 places pour l'épreuve MSP (CCP1,") == 1
    assert re.search(r"Non placés : Nom\d \(C\d\), Nom3 \(C3\) – Aucune place", lines)
