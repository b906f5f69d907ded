"""Named panels that others complete in a first plan (`substitutes` with `what_if.without`): against the model of what
comes after an incident, which says the same in other words, and against the checker."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.random_sessions import random_session
from tests.support.sessions import MONDAY
from tests.support.tiny_incidents import tiny
from tspi_sched.cautions import cautions
from tspi_sched.checker import check, measure
from tspi_sched.explanations import explain
from tspi_sched.losses.loss import MEMBER, Loss, without
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.planner import solve
from tspi_sched.problem import Member, PanelRules, Problem
from tspi_sched.recovery.build import build
from tspi_sched.recovery.search import best_plan
from tspi_sched.recovery.situation import situation, timeline
from tspi_sched.wishes import Objective, Wishes

NAMES = ("unplaced", "days", "juror_days", "finish")
WISHES = Wishes(objectives=tuple(map(Objective, NAMES)), time_limit=60.0, workers=1)


def lost(problem: Problem, id: str, substitutes: str | None) -> Problem:
    """A session without a member, where some may stand in."""
    panel = replace(problem.rules.panel, mode="given", substitutes=substitutes)
    return without(replace(problem, rules=replace(problem.rules, panel=panel)), Loss(MEMBER, id))


def as_after_an_incident(problem: Problem) -> Result:
    """The best plan by the other model: nothing has happened yet, and there is no plan before."""
    nothing = Plan(())
    stated = build(situation(problem, nothing, nothing, timeline(problem, nothing, ())))
    if not problem.rules.allow_unplaced:
        for placed in stated.v.placed.values():
            stated.v.m.add(placed == 1)
    return best_plan(problem, stated, WISHES, 60.0, near=False)


# --- by chance -------------------------------------------------------------------------------------------------------


def some_loss(rng: Random) -> Problem:
    """A session made by chance with panels, one or two of which lost somebody."""
    problem = replace(random_session(rng), baseline=None, locks=())
    members = [replace(one, panel="AABBCC"[n % 6] if n < 4 else "") for n, one in enumerate(problem.members)]
    members += [Member("R1", "Réserve", reserve=True, panel=rng.choice(("", "", "D")))]
    members += [Member("X1", "Libre")] if rng.random() < 0.4 else []
    problem = replace(problem, members=tuple(members))
    substitutes = rng.choice(("anyone", "reserve", "anyone", "none"))
    for id in rng.sample([one.id for one in members if one.panel], rng.choice((1, 1, 2))):
        problem = lost(problem, id, substitutes)
    return problem


@pytest.mark.parametrize("seed", range(20))
def test_a_first_plan_is_as_good_as_the_other_model_says(seed: int) -> None:
    problem = some_loss(Random(5_000 + seed))
    found, other = solve(problem, WISHES), as_after_an_incident(problem)
    if Status.UNKNOWN in (found.status, other.status):
        return
    assert (found.plan is None) == (other.plan is None)
    if found.plan is None or other.plan is None:
        return
    assert check(problem, found.plan) == ()
    for report, same in zip(found.objectives, other.objectives, strict=True):
        assert report.bound <= same.value
        assert same.bound <= report.value
        if report.value != same.value:
            break


# --- what stands in the rule -----------------------------------------------------------------------------------------


def test_the_reserve_completes_a_panel_whatever_use_reserve_says() -> None:
    problem = lost(tiny(), "J2", "reserve")
    result = solve(problem, WISHES)
    assert result.status == "optimal"
    assert result.plan is not None
    assert {task.members for task in result.plan.tasks if task.members} == {("J1", "J3")}
    assert check(problem, result.plan) == ()
    assert not any("replan" in line for line in cautions(problem, MONDAY))


@pytest.mark.parametrize("substitutes", ["none", None])
def test_nobody_stands_in_where_the_scenario_does_not_say_so(substitutes: str | None) -> None:
    problem = lost(tiny(), "J2", substitutes)
    assert solve(problem, WISHES).status == "infeasible"
    found = explain(problem, WISHES)
    assert found.status == "impossible"
    assert {line.text for cause in found.causes for line in cause.lines} & {
        "le jury « A » ne siège pas : Deux (J2) est hors du scénario (what_if.without)"
    }


def test_who_completes_a_panel_without_being_of_the_reserve_has_no_other_that_day() -> None:
    """J3 and J4 are whole; J1 needs one of them, so one panel serves: the other model says the same."""
    members = [Member(f"J{n}", f"Juré {n}", panel="AABB"[n - 1]) for n in range(1, 5)]
    problem = lost(replace(tiny(), members=tuple(members)), "J2", "anyone")
    result = solve(problem, replace(WISHES, objectives=(Objective("finish"),)))
    assert result.plan is not None
    assert len({task.members for task in result.plan.tasks if task.members}) == 1
    assert (
        measure(problem, result.plan)["finish"]
        == measure(problem, as_after_an_incident(problem).plan or Plan(()))["finish"]
    )


def test_two_panels_that_each_lost_one_become_one() -> None:
    members = [Member(f"J{n}", f"Juré {n}", panel="AABB"[n - 1]) for n in range(1, 5)]
    problem = replace(tiny(panel=PanelRules("given", substitutes="anyone")), members=tuple(members))
    problem = lost(lost(problem, "J2", "anyone"), "J4", "anyone")
    result = solve(problem, WISHES)
    assert result.status == "optimal"
    assert result.plan is not None
    assert {task.members for task in result.plan.tasks if task.members} == {("J1", "J3")}


def test_why_there_is_no_plan_knows_of_those_who_stand_in() -> None:
    """The reserve is of the candidates' company: J1 has nobody. Without that, there is a plan."""
    problem = tiny()
    candidates = tuple(replace(one, exclusions=("J3",)) for one in problem.candidates)
    problem = lost(replace(problem, candidates=candidates), "J2", "reserve")
    assert solve(problem, WISHES).status == "infeasible"
    found = explain(problem, WISHES)
    assert found.status == "impossible"
    lines = {line.text for cause in found.causes for line in cause.lines}
    assert not any("ne siège pas" in line for line in lines)
    assert explain(lost(tiny(), "J2", "reserve"), WISHES).status == "possible"


def test_one_of_the_reserve_who_is_left_of_a_panel_is_in_one_completed_panel_a_day() -> None:
    """J3, of the reserve, is left of B, and completes A; so nobody completes B with J3 that day: both models say it."""
    members = [
        *(Member(f"J{n}", f"Juré {n}", panel="AABB"[n - 1], reserve=n == 3) for n in range(1, 5)),
        Member("R", "Réserve", reserve=True),
    ]
    problem = replace(tiny(), members=tuple(members))
    one, other = problem.candidates
    shut = {"C1": ("R",), "C2": ("J1",)}  # C1 is for J1 and J3 alone, C2 for J3 and R
    problem = replace(problem, candidates=tuple(replace(c, exclusions=shut[c.id]) for c in (one, other)))
    problem = lost(lost(problem, "J2", "reserve"), "J4", "reserve")
    assert solve(problem, WISHES).status == "infeasible"
    assert as_after_an_incident(problem).status == "infeasible"


def test_professionals_are_counted_in_a_completed_panel() -> None:
    members = [
        Member("J1", "Un", panel="A", professional=False),
        Member("J2", "Deux", panel="A"),
        Member("J3", "Trois", reserve=True, professional=False),
    ]
    problem = lost(replace(tiny(), members=tuple(members)), "J2", "reserve")
    assert solve(problem, WISHES).status == "infeasible"
