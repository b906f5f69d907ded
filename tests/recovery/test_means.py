"""Titles with places and means of their own after an incident: the model of what is to come against every plan."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.support.means_sessions import best_of_all, care_session
from tspi_sched.checker import judged
from tspi_sched.losses.loss import HELPER, MEANS, Loss, losses, without
from tspi_sched.plan import Event, Plan, moment
from tspi_sched.planner import solve
from tspi_sched.problem import Means, Problem
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.build import build
from tspi_sched.recovery.search import best_plan
from tspi_sched.recovery.situation import in_force, situation, timeline
from tspi_sched.wishes import Objective, Wishes

NAMES = ("finish", "presence", "waiting")
WISHES = Wishes(objectives=tuple(map(Objective, NAMES)), workers=1, time_limit=60)
EMPTY = Plan((), ())


def session(seed: int) -> Problem:
    return care_session(Random(f"care {seed}"))


@pytest.mark.parametrize("seed", [3, 4, 6, 9, 12, 14])
def test_planned_from_nothing_the_optimum_is_that_of_all_plans(seed: int) -> None:
    problem = session(seed)
    panel = replace(problem.rules.panel, substitutes="none")
    judged_by = in_force(replace(problem, rules=replace(problem.rules, panel=panel)), EMPTY)
    stated = build(situation(judged_by, EMPTY, EMPTY, timeline(judged_by, EMPTY, ())))
    for literal in stated.v.placed.values():
        stated.v.m.add(literal == 1)
    result = best_plan(judged_by, stated, WISHES, 60, near=False)
    found = None if result.plan is None else tuple(report.value for report in result.objectives)
    assert found == best_of_all(problem, NAMES)


def with_two_actors() -> Problem:
    """A session whose role play needs an actor, with two of them who are there all day."""
    problem = next(
        one
        for one in map(session, range(60))
        if one.title.stage["JEU"].needs
        and best_of_all(one, ("finish",))
        and not any(c.exclusions for c in one.candidates)
    )
    others = tuple(one for one in problem.means if not one.person)
    actors = (
        Means("A1", "Comédien", person=True, last_name="Un"),
        Means("A2", "comédien", person=True, last_name="Deux"),
    )
    return replace(problem, means=(*others, *actors))


def test_an_absent_actor_is_replaced_by_another_and_nothing_else_changes() -> None:
    problem = with_two_actors()
    plan = solve(problem, WISHES).plan
    assert plan is not None
    used = next(id for row in plan.tasks for id in row.means if id in ("A1", "A2"))
    other = {"A1": "A2", "A2": "A1"}[used]
    found = replan(problem, Incident(plan, None, (Event("absent", used),)), WISHES, (BEST,))
    best = found.answers[0].plan
    assert best is not None
    assert not judged(found.problem, best)[0]
    named = {id for row in best.tasks for id in row.means}
    assert named & {used, other} == {other}
    assert [(row.key, row.start, row.room) for row in best.tasks] == [(r.key, r.start, r.room) for r in plan.tasks]


def test_the_checker_refuses_a_plan_that_uses_an_absent_actor_or_a_closed_thing() -> None:
    problem = with_two_actors()
    plan = solve(problem, WISHES).plan
    assert plan is not None
    for id in {id for row in plan.tasks for id in row.means}:
        kind = "absent" if problem.means_by_id[id].person else "closed"
        after = replace(plan, events=(Event(kind, id),))
        assert {violation.rule for violation in judged(in_force(problem, plan), after)[0]} == {"hours"}


def test_an_oral_that_overruns_holds_its_actor() -> None:
    problem = with_two_actors()
    plan = solve(replace(problem, means=tuple(one for one in problem.means if one.id != "A2")), WISHES).plan
    assert plan is not None
    row = next(row for row in plan.tasks if "A1" in row.means)
    began, ended = (moment(row.day, minute) for minute in (row.start, row.end))
    told = Event(
        "ended", None, ended + timedelta(minutes=20), candidate=row.candidate, track=row.track, stage=row.stage
    )
    found = replan(problem, Incident(plan, began + timedelta(minutes=5), (told,)), WISHES, (BEST,))
    best = found.answers[0].plan
    assert best is not None
    assert not judged(found.problem, best)[0]
    held = [(r.start, r.end) for r in best.tasks if "A1" in r.means and r.key != row.key]
    assert all(start >= row.end + 20 for start, _end in held)


def test_every_means_may_be_lost() -> None:
    problem = with_two_actors()
    listed = losses(problem)
    assert {loss.id for loss in listed if loss.kind == HELPER} == {"A1", "A2"}
    assert {loss.id for loss in listed if loss.kind == MEANS} == {one.id for one in problem.means if not one.person}
    left = without(problem, Loss(HELPER, "A1"))
    assert [one.id for one in left.helpers] == ["A2"]
    assert [one.id for one in left.gone.means] == ["A1"]
