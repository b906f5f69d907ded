"""Repairs that work, also pasted into a scenario, and no more than it takes; the most that fits as it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import as_files
from tests.support.explaining import ONE, explained, has_plan
from tests.support.impossible import IMPOSSIBLE
from tests.support.sessions import changed
from tests.support.tempting import TWO_WATCH, small
from tests.support.work_clock import now
from tspi_sched.checker import check, measure
from tspi_sched.explanations import explain
from tspi_sched.explanations.conflicts.causes import find_cause
from tspi_sched.explanations.hitting_set import fewest_out
from tspi_sched.explanations.most import most_that_fits
from tspi_sched.explanations.oracle import Answer, Oracle
from tspi_sched.explanations.repairs.amounts import Amount, Taken, fitted
from tspi_sched.explanations.repairs.hours import close_later
from tspi_sched.problem import Problem
from tspi_sched.reading import read

# --- repairs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_repair_works(name: str) -> None:
    repairs = explained(name).repairs
    assert repairs
    for repair in repairs:
        assert check(repair.problem, repair.plan) == ()
        assert measure(repair.problem, repair.plan)["finish"] == repair.finish


def written(problem: Problem) -> bool:
    """Whether the reader takes a session: a named panel is of the right size there."""
    return problem.rules.panel.mode != "given" or all(len(panel) == 2 for panel in problem.panels.values())


@pytest.mark.parametrize("name", [name for name, meant in IMPOSSIBLE.items() if written(meant.problem)])
def test_a_repair_works_when_its_lines_are_pasted_into_the_scenario(name: str, tmp_path: Path) -> None:
    problem = IMPOSSIBLE[name].problem
    assert replace(read(as_files.write(problem, tmp_path))[0], locks=problem.locks) == problem
    for repair in explained(name).repairs:
        assert repair.snippet or repair.problem.locks != problem.locks
        pasted = read(as_files.write(problem, tmp_path, repair.snippet))[0]
        assert check(replace(pasted, locks=repair.problem.locks), repair.plan) == ()


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("panel minutes with a meal", ("Fermer à 16:35 ", "Ouvrir à 07:55 ", "Raccourcir le repas à 40 min")),
        (
            "desks",
            (
                "Faire commencer l'épreuve MSP d'un parcours en 2 vagues",
                "Mettre 3 places au lieu de 2",
                "Ajouter une salle",
            ),
        ),
        (
            "waves",
            (
                "Faire commencer l'épreuve MSP d'un parcours en 2 vagues, en laissant",
                "Rendre disponible",
                "Rendre disponible",
            ),
        ),
        (
            "projector minutes",
            ("Ajouter 1 vidéoprojecteur", "Ajouter 1 salle d'oral, avec", "Rendre disponible", "Ajouter 2"),
        ),
        ("passages by limit", ("Faire entendre 1 candidat de plus", "Ajouter 1 jour", "Ajouter 1 jury")),
        (
            "invigilators by rooms",
            ("Faire", "Mettre 2 places", "Ajouter une salle pour l'épreuve MSP", "Ajouter 1 surveillant"),
        ),
        ("rest", ("Fermer à 11:40 ", "Ouvrir à 07:55 ", "Ramener à 45 min le repos", "Ajouter 1 jour")),
    ],
)
def test_the_repairs_come_from_the_easy_to_the_hard(name: str, starts: tuple[str, ...]) -> None:
    repairs = explained(name).repairs
    assert len(repairs) >= len(starts)
    for repair, start in zip(repairs, starts, strict=False):
        assert len(repair.said) == 1
        assert repair.said[0].startswith(start)
        assert repair.least


def test_less_than_a_repair_does_not_do() -> None:
    # Closing at 16:30 is too early, at 16:35 late enough; a meal of 40 minutes just fits.
    later, earlier, shorter = explained("panel minutes with a meal").repairs[:3]
    for repair, minutes in ((later, 5), (earlier, 5), (shorter, 0)):
        day, meal = repair.problem.days[0], repair.problem.rules.meal.minutes
        assert day.close - day.open == 510 + minutes
        assert meal == (40 if repair is shorter else 45)
        assert not has_plan(IMPOSSIBLE["panel minutes with a meal"].problem)


def test_no_more_is_asked_for_than_a_plan_needs() -> None:
    # Closing at 21:00 allows the plan that ends at 16:35, so closing at 16:35 does.
    problem = IMPOSSIBLE["panel minutes with a meal"].problem
    asked = Oracle(ONE, lambda: None, now() + 300)
    (later,) = close_later(problem, ())
    plan = asked.sooner(later.most.apply(problem), asked.ask(later.most.apply(problem), 60).plan)
    taken = fitted(problem, Taken((Amount(later.scopes[-1], len(later.scopes[-1]) - 1),), plan), plan)
    assert taken.changes[0].apply(problem).days[0].close == measure(problem, plan)["finish"] == 16 * 60 + 35


def test_causes_that_no_single_change_mends_have_combinations() -> None:
    repairs = explained("desks and exclusions").repairs
    assert len(repairs) == 3
    assert all(len(repair.said) == 2 for repair in repairs)
    assert any("what_if" in repair.snippet for repair in repairs)


def test_exclusions_are_lifted_only_for_who_asks() -> None:
    problem = IMPOSSIBLE["exclusions"].problem
    asked = explain(problem, ONE, exclusions=True).repairs
    assert not any("exclusion" in repair.said[0] for repair in explained("exclusions").repairs)
    (lifted,) = (repair for repair in asked if "exclusion" in repair.said[0])
    assert lifted.said == ("Lever l'exclusion entre Nom1 (C1) et Un (J1) (exclusion) et Quatre (J4) (exclusion)",)
    assert lifted.snippet == '[what_if.change.C1]\nExclusions = ""\n'


def test_a_company_and_a_trainer_are_lifted_in_their_cells(tmp_path: Path) -> None:
    problem = replace(small(), invigilators=TWO_WATCH)
    problem = changed(changed(problem, "C1", company="Le Val", trainers=("J2", "V2")), "J1", company="le val")
    (lifted,) = (repair for repair in explain(problem, ONE, exclusions=True).repairs if "exclusion" in repair.said[0])
    pasted = read(as_files.write(problem, tmp_path, lifted.snippet))[0].candidate["C1"]
    assert (pasted.company, pasted.trainers) == ("", ("V2",))  # who watches over the paper is another matter


def test_no_length_of_the_title_and_no_regulation_is_offered() -> None:
    for name in IMPOSSIBLE:
        for repair in explained(name).repairs:
            assert repair.problem.title == IMPOSSIBLE[name].problem.title
            assert repair.problem.rules.msp.candidates_per_invigilator >= 2 or "invigilators" not in name
            pairs = zip(repair.problem.candidates, IMPOSSIBLE[name].problem.candidates, strict=True)
            assert all(replace(one, availability=()) == replace(other, availability=()) for one, other in pairs)


# --- who fits as it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_most_that_fits(name: str) -> None:
    problem, most = IMPOSSIBLE[name].problem, explained(name).most
    plan = most.result.plan
    if plan is None:
        assert problem.locks  # who is locked cannot be left out
        return
    assert most.largest
    assert check(most.problem, plan) == ()
    assert most.left_out
    for one in most.left_out:  # nobody of them fits beside those who do
        others = tuple(c for c in problem.candidates if c.id == one or c.id not in most.left_out)
        assert not has_plan(replace(problem, candidates=others))


def test_the_most_that_fits_ends_as_soon_as_it_can() -> None:
    # Two of three at two desks, a panel for each: marked at 11:20, a meal until 12:15, then 5 + 110 + 10 until 14:20.
    most = explained("desks").most
    assert len(most.left_out) == 1
    assert [report.name for report in most.result.objectives] == ["unplaced", "finish"]
    assert most.finish == 14 * 60 + 20


def test_the_fewest_who_hit_every_clash() -> None:
    # No two of A, B and C fit, so two of them are out; C or D is. As C counts three, all the others: 3, not 1 + 3.
    priorities = {"A": 1, "B": 1, "C": 3, "D": 1}
    clashes: list[list[tuple[int, tuple[str, ...]]]] = [[(2, ("A", "B", "C"))], [(1, ("C",)), (1, ("D",))]]
    assert fewest_out(priorities, clashes) == {"A", "B", "D"}
    assert fewest_out({**priorities, "C": 1}, clashes) in (frozenset("AC"), frozenset("BC"))
    assert fewest_out(priorities, []) == frozenset()


def test_the_most_that_fits_where_it_is_not_known_whether_more_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of three at two desks two fit; as nobody can tell, one more is left out, and it is said that more may fit.
    ask = Oracle.ask

    def unsure(self: Oracle, problem: Problem, seconds: float) -> Any:
        return Answer() if len(problem.candidates) == 2 else ask(self, problem, seconds)

    monkeypatch.setattr(Oracle, "ask", unsure)
    problem = IMPOSSIBLE["desks"].problem
    asked = Oracle(ONE, lambda: None, now() + 300)
    most = most_that_fits(problem, asked, [find_cause(problem, asked)])
    assert len(most.left_out) == 2
    assert not most.largest
    assert check(most.problem, most.result.plan) == ()
    assert [report.bound for report in most.result.objectives if report.name == "unplaced"] == [1]
