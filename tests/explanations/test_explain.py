"""Explanations: the cause that is meant, and minimal; facts thought away; the whole within its time."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.support.campaigns import far
from tests.support.counted_out import possible
from tests.support.explaining import ONE, causes, explained, has_plan
from tests.support.impossible import COUNTED, IMPOSSIBLE, INDEPENDENT, SEARCHED
from tests.support.large_impossible import LARGE
from tests.support.large_impossible import explained as explained_large
from tests.support.sessions import changed, ruled, session
from tests.support.tempting import SMALL, needing, opened, small
from tests.support.work_clock import now
from tspi_sched.checker import check
from tspi_sched.explanations import explain
from tspi_sched.explanations.conflicts.causes import find_cause
from tspi_sched.explanations.constraints.facts import BY_NAME, KINDS, facts_of, lift
from tspi_sched.explanations.constraints.kind import SPARE, Kind
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.problem import Means, Problem
from tspi_sched.texts import in_language


def test_enough_sessions() -> None:
    assert len(IMPOSSIBLE) == len(SEARCHED) + len(INDEPENDENT) + len(COUNTED) >= 40


# --- causes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_cause_is_the_one_that_is_meant(name: str) -> None:
    meant, found = IMPOSSIBLE[name], explained(name)
    assert found.status == "impossible"
    assert sorted(sorted({*cause.kinds} - {"candidates"}) for cause in found.causes) == sorted(
        map(sorted, meant.causes)
    )
    if len(meant.causes) == 1:
        assert len(found.causes[0].candidates) == meant.who


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_cause_is_minimal(name: str) -> None:
    problem, facts = IMPOSSIBLE[name].problem, facts_of(IMPOSSIBLE[name].problem)
    assert explained(name).minimal
    for cause in causes(name):
        others = [fact for fact in facts if fact not in cause.facts]
        assert not has_plan(lift(problem, others))
        for fact in cause.facts:
            assert has_plan(lift(problem, [*others, fact])), fact


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_cause_in_words(name: str) -> None:
    for cause in explained(name).causes:
        texts = [cause.headline, *(line.text for line in cause.lines)]
        assert all(text.strip() and SPARE not in text and "{" not in text for text in texts)
        assert {BY_NAME[kind].rule for kind in cause.kinds if kind != "candidates"} <= set(cause.rules)


def test_a_sum_has_the_figures_of_the_session() -> None:
    # 4 x (20 + 5 + 110 + 10) = 580; from 11:00 to 18:00, the changeover ahead, 425 less 45
    (cause,) = explained("panel minutes").causes
    assert cause.headline == (
        "Les 4 candidats TITRE demandent 9 h 40 de jury après l'épreuve MSP (11:00) : corrections, battements, oraux,"
        " délibérations. Il ne reste que 6 h 20 ce jour-là (le jury « A »), repas déduits."
    )


def test_any_so_many_of_those_who_are_alike() -> None:
    # desks for two, and five candidates to the same paper: any three clash
    problem = changed(small("CCP1", "CCP1", "CCP1", "CCP1", "CCP1"), "S1", seats=2)
    (cause,) = explain(problem, ONE).causes
    assert cause.headline == "5 candidats CCP1 commencent MSP au même moment ; il n'y a que 2 places (S1 : 2 places)."
    assert cause.lines[0].text == "3 candidats CCP1 sur 5, n'importe lesquels"
    assert len(cause.candidates) == 3


def test_a_rule_that_nobody_would_give_up_is_named() -> None:
    (cause,) = explained("two at once").causes
    assert "one_at_a_time" in cause.rules
    assert cause.lines[-1].text == "et, comme toujours : un juré fait une chose à la fois"


def test_without_time_nothing_is_said_to_be_minimal() -> None:
    late = Oracle(ONE, lambda: None, now())
    cause = find_cause(IMPOSSIBLE["panel minutes"].problem, late)
    assert cause.unverified == set(cause.facts)
    assert cause.sum


# --- facts -----------------------------------------------------------------------------------------------------------


def examples() -> Iterator[Problem]:
    """Sessions in which every kind of fact is found somewhere."""
    yield from (meant.problem for meant in IMPOSSIBLE.values())
    yield ruled(session(), marking={"before": "all"})
    yield changed(session(), "J1", max_candidates_per_day=2)
    gone = Means("I1", "interprète", person=True, last_name="Vox", availability=opened("08:00-10:00"))
    yield needing(SMALL, "ET", "interprète", gone)


def test_every_kind_is_found_somewhere() -> None:
    found = {fact.kind for problem in examples() for fact in facts_of(problem)}
    assert found == {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_fact_can_be_said_and_thought_away(kind: Kind) -> None:
    problem = next(problem for problem in examples() if list(kind.found(problem)))
    about = list(kind.found(problem))
    assert all(text and "{" not in text for text in kind.said(problem, about))
    without = kind.lifted(problem, about)
    assert without != problem
    spare = {"panels", "desks", "rooms", "invigilators", "means"}  # however much there is, it is somebody's
    assert kind.name in spare or not list(kind.found(without))


def test_everything_thought_away_leaves_nothing_to_clash() -> None:
    for problem in examples():
        facts = [fact for fact in facts_of(problem) if fact.kind != "candidates"]
        assert has_plan(lift(problem, facts))


def test_a_plan_stays_one_when_facts_are_thought_away() -> None:
    # Thinking away never makes a session harder: whatever has a plan has one without any of its kinds.
    problem = changed(
        changed(session(), "C1", exclusions=("J1",)), "J3", availability=session().member["J3"].availability
    )
    kinds = dict.fromkeys(fact.kind for fact in facts_of(problem))
    for kind in kinds:
        assert has_plan(lift(problem, [fact for fact in facts_of(problem) if fact.kind == kind]))


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", possible())
def test_a_session_with_a_plan_is_never_called_impossible(name: str) -> None:
    problem = possible()[name]
    found = explain(problem, ONE)
    assert found.status == "possible"
    assert check(problem, found.plan) == ()
    assert (found.causes, found.repairs, found.most) == ((), (), None)


def test_candidates_who_may_be_left_out() -> None:
    found = explain(ruled(IMPOSSIBLE["desks"].problem, allow_unplaced=True), ONE)
    assert found.status == "possible"


def test_without_time_nothing_is_claimed() -> None:
    found = explain(IMPOSSIBLE["days apart"].problem, replace(ONE, time_limit=1e-9))
    assert found.status == "unknown"
    assert (found.plan, found.causes) == (None, ())


@pytest.mark.parametrize(
    ("step", "kept"), [("plan", ""), ("causes", ""), ("repairs", "c"), ("facts", "cr"), ("most", "cr")]
)
def test_an_interruption_keeps_what_is_known(step: str, kept: str) -> None:
    def watch(at_work: Any) -> None:
        if at_work == step:
            raise KeyboardInterrupt

    found = explain(IMPOSSIBLE["desks"].problem, ONE, watch)
    assert found.interrupted
    assert [bool(found.causes), bool(found.repairs)] == ["c" in kept, "r" in kept]
    assert found.most is None


def test_brief_is_a_cause_alone() -> None:
    found = explain(IMPOSSIBLE["desks and exclusions"].problem, ONE, known=True, brief=True)
    assert len(found.causes) == 1
    assert (found.repairs, found.most) == ((), None)


def test_the_other_language() -> None:
    with in_language("en"):
        found = explain(IMPOSSIBLE["desks"].problem, ONE)
    french = explained("desks")
    assert [repair.problem.rules for repair in found.repairs] == [repair.problem.rules for repair in french.repairs]


@pytest.mark.real_size
@pytest.mark.parametrize("name", ["mixed, no projector", "mixed, a candidate away", "mixed, one panel"][: far(1, 3)])
def test_a_session_of_real_size(name: str) -> None:
    found = explained_large(LARGE[name], 120)
    assert found.status == "impossible"
    assert found.minimal
    assert {kind for cause in found.causes for kind in cause.kinds} >= LARGE[name].kinds
    assert found.repairs
    assert all(check(repair.problem, repair.plan) == () for repair in found.repairs)
    assert found.most.largest
