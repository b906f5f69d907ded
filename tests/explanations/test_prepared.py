"""Impossible sessions of titles with preparations and people in a role: what is named as the cause."""

from dataclasses import replace

from tests.support.prepared_sessions import of
from tests.support.sessions import changed, ruled
from tspi_sched.explanations import Explanation, explain
from tspi_sched.planner import solve
from tspi_sched.problem import Means, Need, Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.wishes import Wishes

WISHES = Wishes(time_limit=60.0, workers=1)


def with_actors(*ids: str) -> Problem:
    """Two candidates, C1 with exclusions; the first oral of both needs an actor."""
    known = of("LONG", "LONG")
    stages = tuple(replace(s, needs=(Need("comédien"),)) if s.code == "RECIT" else s for s in known.title.stages)
    actors = tuple(Means(id, "Comedien", person=True, last_name=f"Un {id}") for id in ids)
    return changed(replace(known, title=replace(known.title, stages=stages), means=actors), "C1", exclusions=("A1",))


def said(found: Explanation) -> str:
    return " ".join(line.text for told in found.causes for line in told.lines)


def test_who_excludes_the_only_actor_is_named_before_any_search() -> None:
    (reason,) = counting_reasons(with_actors("A1"))
    assert all(word in reason for word in ("« comédien »", "C1", "RECIT", "Un A1 (A1)", "exclusions"))
    assert solve(with_actors("A1"), WISHES).status == "infeasible"
    trained = changed(with_actors("A1"), "C1", exclusions=(), trainers=("A1",))
    assert len(counting_reasons(trained)) == 1


def test_no_reason_where_another_actor_may_come_or_candidates_may_be_left_out() -> None:
    assert counting_reasons(with_actors("A1", "A2")) == ()
    assert counting_reasons(ruled(with_actors("A1"), allow_unplaced=True)) == ()
    assert counting_reasons(changed(with_actors("A1"), "C1", exclusions=())) == ()


def test_explain_names_the_exclusion_of_an_actor() -> None:
    assert "« comédien » : Un A1 (exclu pour C1 (C1))" in said(explain(with_actors("A1"), WISHES))


def test_explain_names_the_preparation_that_wants_the_room_of_the_oral() -> None:
    """One room for both: the candidate prepares the second oral while the room is held for them."""
    problem = of("LONG")
    one = replace(problem, rooms=tuple(replace(r, uses=("MSP", "ORAL")) for r in problem.rooms if r.id == "S3"))
    found = explain(one, WISHES)
    assert "1 salle pour la préparation TIRAGE/RELECTURE" in said(found)
    assert any("Ajouter une salle pour la préparation" in text for repair in found.repairs for text in repair.said)


def test_papers_and_preparations_are_both_named() -> None:
    problem = of("ECRIT")
    one = replace(problem, rooms=tuple(replace(r, uses=("ORAL",)) for r in problem.rooms if r.id == "S3"))
    assert "l'épreuve QCM et la préparation TIRAGE" in said(explain(one, WISHES))
