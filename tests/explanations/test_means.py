"""A lack of means is explained and repairs are offered; what is relaxed to find it out forbids no plan."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.means_sessions import care_session
from tests.support.tempting import SMALL, needing, opened
from tspi_sched.checker import check
from tspi_sched.explanations import explain
from tspi_sched.explanations.constraints.facts import facts_of, lift
from tspi_sched.planner import solve
from tspi_sched.problem import Means, Problem
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("finish"),), workers=1, time_limit=60)
VOX = Means("I1", "interprète", person=True, last_name="Vox")


@pytest.mark.parametrize(
    ("problem", "cause", "repair"),
    [
        (needing(SMALL, "ET", "interprète"), "aucun moyen « interprète »", "Ajouter 1 « interprète »"),
        (
            needing(SMALL, "ET", "interprète", replace(VOX, availability=opened("08:00-10:00"))),
            "Vox (I1) n'est à disposition que",
            "Rendre disponible",
        ),
        (needing(SMALL, "ET", "lit", Means("L", "lit", "S1")), "« lit » : L en", "Ajouter 1 « lit »"),
    ],
)
def test_a_lack_is_said_with_what_would_do(problem: Problem, cause: str, repair: str) -> None:
    found = explain(problem, WISHES)
    said = repr(found.causes)
    assert cause in said
    repairs = [one for one in found.repairs if any(repair in text for text in one.said)]
    assert repairs
    assert all(check(one.problem, one.plan) == () for one in repairs)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_lifted_keeps_every_plan(seed: int) -> None:
    """The best plan of a session is a plan of the session with any one fact lifted: nothing new is forbidden."""
    problem = care_session(Random(100 + seed))
    best = solve(problem, WISHES)
    if best.plan is None:
        return
    for kind in {fact.kind for fact in facts_of(problem)} - {"candidates", "locks"}:
        easier = lift(problem, [fact for fact in facts_of(problem) if fact.kind == kind])
        result = solve(easier, WISHES)
        assert result.plan is not None, kind
        assert result.objectives[0].value <= best.objectives[0].value, kind
