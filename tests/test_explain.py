"""Explanations: the cause that is meant, minimal; repairs that work, also pasted into a scenario; who fits as it is."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

import as_files
from impossible import COUNTED, IMPOSSIBLE, INDEPENDENT, SEARCHED
from large_impossible import LARGE
from large_impossible import explained as explained_large
from sessions import changed, ruled, session
from tempting import TWO_WATCH, A, B, small
from test_reasons import possible
from tspi_sched.check import check, measure
from tspi_sched.explain import Explanation, explain, oracle
from tspi_sched.explain.amounts import Amount, Taken, fitted
from tspi_sched.explain.causes import all_causes, find_cause, worth_telling
from tspi_sched.explain.facts import BY_NAME, KINDS, facts_of, lift
from tspi_sched.explain.kind import SPARE
from tspi_sched.explain.most import most_that_fits
from tspi_sched.explain.offers_time import close_later
from tspi_sched.explain.oracle import Answer, Oracle
from tspi_sched.problem import Problem
from tspi_sched.read import read
from tspi_sched.solve import solve
from tspi_sched.solve.fewest import fewest_out
from tspi_sched.texts import in_language
from tspi_sched.wishes import Objective, Wishes

ONE = Wishes(time_limit=300, workers=1)
FIRST_PLAN = Wishes(objectives=(Objective("days"),), time_limit=300, workers=1)


@cache
def explained(name: str) -> Explanation:
    return explain(IMPOSSIBLE[name].problem, ONE)


@cache
def causes(name: str) -> list:
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    *_fewer, causes = all_causes(IMPOSSIBLE[name].problem, asked)
    return worth_telling(causes)


def has_plan(problem: Problem) -> bool:
    """Whether there is a plan, by the search and the checker, apart from how explanations find out."""
    if not problem.candidates:
        return True
    result = solve(problem, FIRST_PLAN)
    assert result.status in ("optimal", "infeasible")
    assert result.plan is None or check(problem, result.plan) == ()
    return result.plan is not None


def test_enough_sessions():
    assert len(IMPOSSIBLE) == len(SEARCHED) + len(INDEPENDENT) + len(COUNTED) >= 40


# --- causes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_cause_is_the_one_that_is_meant(name):
    meant, found = IMPOSSIBLE[name], explained(name)
    assert found.status == "impossible"
    assert sorted(sorted({*cause.kinds} - {"candidates"}) for cause in found.causes) == sorted(
        map(sorted, meant.causes)
    )
    if len(meant.causes) == 1:
        assert len(found.causes[0].candidates) == meant.who


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_cause_is_minimal(name):
    problem, facts = IMPOSSIBLE[name].problem, facts_of(IMPOSSIBLE[name].problem)
    assert explained(name).minimal
    for cause in causes(name):
        others = [fact for fact in facts if fact not in cause.facts]
        assert not has_plan(lift(problem, others))
        for fact in cause.facts:
            assert has_plan(lift(problem, [*others, fact])), fact


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_cause_in_words(name):
    for cause in explained(name).causes:
        texts = [cause.headline, *(line.text for line in cause.lines)]
        assert all(text.strip() and SPARE not in text and "{" not in text for text in texts)
        assert {BY_NAME[kind].rule for kind in cause.kinds if kind != "candidates"} <= set(cause.rules)


def test_a_sum_has_the_figures_of_the_session():
    # 4 x (20 + 5 + 110 + 10) = 580; from 11:00 to 18:00, the changeover ahead, 425 less 45
    (cause,) = explained("panel minutes").causes
    assert cause.headline == (
        "Les 4 candidats TITRE demandent 9 h 40 de jury après l'écrit (11:00) : corrections, battements, oraux,"
        " délibérations. Il ne reste que 6 h 20 ce jour-là (le jury « A »), repas déduits."
    )


def test_any_so_many_of_those_who_are_alike():
    # desks for two, and five candidates to the same paper: any three clash
    problem = changed(small("CCP1", "CCP1", "CCP1", "CCP1", "CCP1"), "S1", seats=2)
    (cause,) = explain(problem, ONE).causes
    assert (
        cause.headline == "5 candidats CCP1 commencent l'écrit au même moment ; il n'y a que 2 places (S1 : 2 places)."
    )
    assert cause.lines[0].text == "3 candidats CCP1 sur 5, n'importe lesquels"
    assert len(cause.candidates) == 3


def test_a_rule_that_nobody_would_give_up_is_named():
    (cause,) = explained("two at once").causes
    assert "one_at_a_time" in cause.rules
    assert cause.lines[-1].text == "et, comme toujours : un juré fait une chose à la fois"


def test_without_time_nothing_is_said_to_be_minimal():
    late = Oracle(ONE, lambda: None, time.monotonic())
    cause = find_cause(IMPOSSIBLE["panel minutes"].problem, late)
    assert cause.unverified == set(cause.facts)
    assert cause.sum


# --- what is quick ---------------------------------------------------------------------------------------------------

LOOSE = ("meal", "exclusions", "a panel a day", "desks and exclusions", "panel minutes with a meal", "rooms")


@pytest.mark.parametrize("name", LOOSE)
def test_the_ways_of_large_sessions_give_the_same_causes(name, monkeypatch):
    monkeypatch.setattr(oracle, "SMALL", 0)
    found = explain(IMPOSSIBLE[name].problem, ONE)
    kinds = [sorted(cause.kinds) for cause in found.causes]
    assert sorted(kinds) == sorted(sorted(cause.kinds) for cause in explained(name).causes)
    assert found.minimal
    assert len(found.repairs) == len(explained(name).repairs)
    assert all(check(repair.problem, repair.plan) == () for repair in found.repairs)
    assert len(found.most.left_out) == len(explained(name).most.left_out)


@pytest.mark.parametrize("name", possible())
def test_the_ways_of_large_sessions_never_call_a_session_with_a_plan_impossible(name, monkeypatch):
    monkeypatch.setattr(oracle, "SMALL", 0)
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    problem = possible()[name]
    assert not asked.refuted(problem)
    for seconds in (0, 60):
        answer = asked.ask(problem, seconds)
        assert not answer.impossible
        assert answer.plan is None or check(problem, answer.plan) == ()
    assert answer.plan is not None


def test_a_plan_that_is_known_is_tried_before_any_search(monkeypatch):
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    first = asked.ask(session(), 60)
    monkeypatch.setattr(oracle, "build_model", None)
    fewer = replace(session(), candidates=session().candidates[1:])
    assert asked.ask(session(), 60) == first
    assert check(fewer, asked.ask(fewer, 60).plan) == ()


def test_a_plan_that_ends_no_later():
    problem = small("TITRE", "TITRE", members=A + B)
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    plan = asked.ask(problem, 60).plan
    sooner = asked.sooner(problem, plan)
    assert check(problem, sooner) == ()
    # One room: from 11:20, twice 5 + 110 + 10 minutes.
    assert measure(problem, sooner)["finish"] == 15 * 60 + 30 <= measure(problem, plan)["finish"]


# --- facts -----------------------------------------------------------------------------------------------------------


def examples() -> Iterator[Problem]:
    """Sessions in which every kind of fact is found somewhere."""
    yield from (meant.problem for meant in IMPOSSIBLE.values())
    yield ruled(session(), marking={"before": "all"})
    yield changed(session(), "J1", max_candidates_per_day=2)


def test_every_kind_is_found_somewhere():
    found = {fact.kind for problem in examples() for fact in facts_of(problem)}
    assert found == {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_fact_can_be_said_and_thought_away(kind):
    problem = next(problem for problem in examples() if list(kind.found(problem)))
    about = list(kind.found(problem))
    assert all(text and "{" not in text for text in kind.said(problem, about))
    without = kind.lifted(problem, about)
    assert without != problem
    spare = {"panels", "desks", "rooms", "invigilators"}  # however much there is, it is somebody's
    assert kind.name in spare or not list(kind.found(without))


def test_everything_thought_away_leaves_nothing_to_clash():
    for problem in examples():
        facts = [fact for fact in facts_of(problem) if fact.kind != "candidates"]
        assert has_plan(lift(problem, facts))


def test_a_plan_stays_one_when_facts_are_thought_away():
    # Thinking away never makes a session harder: whatever has a plan has one without any of its kinds.
    problem = changed(
        changed(session(), "C1", exclusions=("J1",)), "J3", availability=session().member["J3"].availability
    )
    kinds = dict.fromkeys(fact.kind for fact in facts_of(problem))
    for kind in kinds:
        assert has_plan(lift(problem, [fact for fact in facts_of(problem) if fact.kind == kind]))


# --- repairs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_repair_works(name):
    for repair in explained(name).repairs:
        assert check(repair.problem, repair.plan) == ()
        assert measure(repair.problem, repair.plan)["finish"] == repair.finish


def written(problem: Problem) -> bool:
    """Whether the reader takes a session: a named panel is of the right size there."""
    return problem.rules.panel.mode != "given" or all(len(panel) == 2 for panel in problem.panels.values())


@pytest.mark.parametrize("name", [name for name, meant in IMPOSSIBLE.items() if written(meant.problem)])
def test_a_repair_works_when_its_lines_are_pasted_into_the_scenario(name, tmp_path):
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
        ("desks", ("Faire commencer un même écrit en 2 vagues", "Mettre 3 places au lieu de 2", "Ajouter une salle")),
        ("waves", ("Faire commencer un même écrit en 2 vagues, en laissant", "Rendre disponible", "Rendre disponible")),
        ("projector minutes", ("Ajouter 1 vidéoprojecteur", "Ajouter 1 salle d'oral, avec vidéo", "Ajouter 2 jours")),
        ("passages by limit", ("Faire entendre 1 candidat de plus", "Ajouter 1 jour", "Ajouter 1 jury")),
        ("invigilators by rooms", ("Faire", "Mettre 2 places", "Ajouter une salle d'écrit", "Ajouter 1 surveillant")),
        ("rest", ("Fermer à 11:40 ", "Ouvrir à 07:55 ", "Ramener à 45 min le repos", "Ajouter 1 jour")),
    ],
)
def test_the_repairs_come_from_the_easy_to_the_hard(name, starts):
    repairs = explained(name).repairs
    assert len(repairs) >= len(starts)
    for repair, start in zip(repairs, starts, strict=False):
        assert len(repair.said) == 1
        assert repair.said[0].startswith(start)
        assert repair.least


def test_less_than_a_repair_does_not_do():
    # Closing at 16:30 is too early, at 16:35 late enough; a meal of 40 minutes just fits.
    later, earlier, shorter = explained("panel minutes with a meal").repairs[:3]
    for repair, minutes in ((later, 5), (earlier, 5), (shorter, 0)):
        day, meal = repair.problem.days[0], repair.problem.rules.meal.minutes
        assert day.close - day.open == 510 + minutes
        assert meal == (40 if repair is shorter else 45)
        assert not has_plan(IMPOSSIBLE["panel minutes with a meal"].problem)


def test_no_more_is_asked_for_than_a_plan_needs():
    # Closing at 21:00 allows the plan that ends at 16:35, so closing at 16:35 does.
    problem = IMPOSSIBLE["panel minutes with a meal"].problem
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    (later,) = close_later(problem, ())
    plan = asked.sooner(later.most.apply(problem), asked.ask(later.most.apply(problem), 60).plan)
    taken = fitted(problem, Taken((Amount(later.scopes[-1], len(later.scopes[-1]) - 1),), plan), plan)
    assert taken.changes[0].apply(problem).days[0].close == measure(problem, plan)["finish"] == 16 * 60 + 35


def test_causes_that_no_single_change_mends_have_combinations():
    repairs = explained("desks and exclusions").repairs
    assert len(repairs) == 3
    assert all(len(repair.said) == 2 for repair in repairs)
    assert all("what_if" in repair.snippet for repair in repairs[1:])


def test_exclusions_are_lifted_only_for_who_asks():
    problem = IMPOSSIBLE["exclusions"].problem
    asked = explain(problem, ONE, exclusions=True).repairs
    assert not any("exclusion" in repair.said[0] for repair in explained("exclusions").repairs)
    (lifted,) = (repair for repair in asked if "exclusion" in repair.said[0])
    assert lifted.said == ("Lever l'exclusion entre Nom1 (C1) et Un (J1) (exclusion) et Quatre (J4) (exclusion)",)
    assert lifted.snippet == '[what_if.change.C1]\nExclusions = ""\n'


def test_a_company_and_a_trainer_are_lifted_in_their_cells(tmp_path):
    problem = replace(small(), invigilators=TWO_WATCH)
    problem = changed(changed(problem, "C1", company="Le Val", trainers=("J2", "V2")), "J1", company="le val")
    (lifted,) = (repair for repair in explain(problem, ONE, exclusions=True).repairs if "exclusion" in repair.said[0])
    pasted = read(as_files.write(problem, tmp_path, lifted.snippet))[0].candidate["C1"]
    assert (pasted.company, pasted.trainers) == ("", ("V2",))  # who watches over the paper is another matter


def test_no_length_of_the_title_and_no_regulation_is_offered():
    for name in IMPOSSIBLE:
        for repair in explained(name).repairs:
            assert repair.problem.title == IMPOSSIBLE[name].problem.title
            assert repair.problem.rules.msp.candidates_per_invigilator >= 2 or "invigilators" not in name
            pairs = zip(repair.problem.candidates, IMPOSSIBLE[name].problem.candidates, strict=True)
            assert all(replace(one, availability=()) == replace(other, availability=()) for one, other in pairs)


# --- who fits as it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_most_that_fits(name):
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


def test_the_most_that_fits_ends_as_soon_as_it_can():
    # Two of three at two desks, a panel for each: marked at 11:20, a meal until 12:15, then 5 + 110 + 10 until 14:20.
    most = explained("desks").most
    assert len(most.left_out) == 1
    assert [report.name for report in most.result.objectives] == ["unplaced", "finish"]
    assert most.finish == 14 * 60 + 20


def test_the_fewest_who_hit_every_clash():
    # No two of A, B and C fit, so two of them are out; C or D is. As C counts three, all the others: 3, not 1 + 3.
    priorities = {"A": 1, "B": 1, "C": 3, "D": 1}
    clashes = [[(2, ("A", "B", "C"))], [(1, ("C",)), (1, ("D",))]]
    assert fewest_out(priorities, clashes) == {"A", "B", "D"}
    assert fewest_out({**priorities, "C": 1}, clashes) in ({"A", "C"}, {"B", "C"})
    assert fewest_out(priorities, []) == frozenset()


def test_the_most_that_fits_where_it_is_not_known_whether_more_do(monkeypatch):
    # Of three at two desks two fit; as nobody can tell, one more is left out, and it is said that more may fit.
    ask = Oracle.ask

    def unsure(self, problem, seconds):
        return Answer() if len(problem.candidates) == 2 else ask(self, problem, seconds)

    monkeypatch.setattr(Oracle, "ask", unsure)
    problem = IMPOSSIBLE["desks"].problem
    asked = Oracle(ONE, lambda: None, time.monotonic() + 300)
    most = most_that_fits(problem, asked, [find_cause(problem, asked)])
    assert len(most.left_out) == 2
    assert not most.largest
    assert check(most.problem, most.result.plan) == ()
    assert [report.bound for report in most.result.objectives if report.name == "unplaced"] == [1]


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", possible())
def test_a_session_with_a_plan_is_never_called_impossible(name):
    problem = possible()[name]
    found = explain(problem, ONE)
    assert found.status == "possible"
    assert check(problem, found.plan) == ()
    assert (found.causes, found.repairs, found.most) == ((), (), None)


def test_candidates_who_may_be_left_out():
    found = explain(ruled(IMPOSSIBLE["desks"].problem, allow_unplaced=True), ONE)
    assert found.status == "possible"


def test_without_time_nothing_is_claimed():
    found = explain(IMPOSSIBLE["days apart"].problem, replace(ONE, time_limit=1e-9))
    assert found.status == "unknown"
    assert (found.plan, found.causes) == (None, ())


@pytest.mark.parametrize(("step", "kept"), [("plan", 0), ("causes", 0), ("most", 1), ("repairs", 2)])
def test_an_interruption_keeps_what_is_known(step, kept):
    def watch(at_work):
        if at_work == step:
            raise KeyboardInterrupt

    found = explain(IMPOSSIBLE["desks"].problem, ONE, watch)
    assert found.interrupted
    assert [bool(found.causes), bool(found.most)] == [kept >= 1, kept >= 2]
    assert found.repairs == ()


def test_brief_is_a_cause_alone():
    found = explain(IMPOSSIBLE["desks and exclusions"].problem, ONE, known=True, brief=True)
    assert len(found.causes) == 1
    assert (found.repairs, found.most) == ((), None)


def test_the_other_language():
    with in_language("en"):
        found = explain(IMPOSSIBLE["desks"].problem, ONE)
    french = explained("desks")
    assert [repair.problem.rules for repair in found.repairs] == [repair.problem.rules for repair in french.repairs]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no projector", "mixed, no projector", "mixed, one panel", "mixed, a candidate away"])
def test_a_session_of_real_size(name):
    found = explained_large(LARGE[name], 120)
    assert found.status == "impossible"
    assert found.minimal
    assert {kind for cause in found.causes for kind in cause.kinds} >= LARGE[name].kinds
    assert found.repairs
    assert all(check(repair.problem, repair.plan) == () for repair in found.repairs)
    assert found.most.largest
