"""Places and means: each breach is named by its rule, and nothing else is."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.check_helpers import named, sound
from tests.support.sessions import at
from tests.support.tempting import BOTH, SMALL, needing, opened
from tspi_sched.checker import check
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.planner import solve
from tspi_sched.problem import Means, Need, Problem
from tspi_sched.wishes import Objective, Wishes

VOX = Means("I1", "Interprète", person=True, last_name="Vox")
BED = Means("L1", "lit", "S3", setup_minutes=5)
SESSION = replace(
    needing(SMALL, "ET", "interprète", VOX, BED, Means("L2", "lit", "S1"), Means("X", "autre")),
    title=replace(
        SMALL.title,
        stages=tuple(
            replace(stage, needs=(Need("interprète"), Need("LIT"))) if stage.code == "ET" else stage
            for stage in SMALL.title.stages
        ),
    ),
)


def planned(problem: Problem) -> Plan:
    """The plan that ends first."""
    plan = solve(problem, Wishes(objectives=(Objective("finish"),), workers=1)).plan
    assert plan is not None
    sound(problem, plan)
    return plan


def with_oral(plan: Plan, **changes: Any) -> Plan:
    """The plan with other values for its interviews."""
    return replace(plan, tasks=tuple(replace(t, **changes) if t.stage == "ET" else t for t in plan.tasks))


def messages(problem: Problem, plan: Plan) -> str:
    """All that is said of a plan."""
    return "\n".join(violation.message for violation in check(problem, plan))


@pytest.mark.parametrize(
    ("means", "said"),
    [
        (("I1",), "il manque « LIT »"),
        ((), "il manque « interprète »"),
        (("I1", "L2"), "L2 (lit) est en salle S1"),
        (("I1", "L1", "X"), "n'a pas besoin de X (autre)"),
        (("I1", "L1", "NOBODY"), "NOBODY n'est pas de la session"),
    ],
)
def test_what_a_stage_names_is_what_it_needs(means: tuple[str, ...], said: str) -> None:
    plan = with_oral(planned(SESSION), means=means)
    assert {violation.rule for violation in check(SESSION, plan)} == {"means"}
    assert said in messages(SESSION, plan)


def test_the_spelling_of_a_type_does_not_matter() -> None:
    """`LIT` of the title is `lit` of the workbook, `interprète` is `Interprète`."""
    assert {id for task in planned(SESSION).tasks for id in task.means} == {"I1", "L1"}


def test_no_stage_that_needs_nothing_names_any() -> None:
    plan = planned(SESSION)
    written = tuple(replace(t, means=("X",)) if t.stage == "MSP" else t for t in plan.tasks)
    assert named("means", SESSION, replace(plan, tasks=written))


@pytest.mark.parametrize("field", ["exclusions", "trainers"])
def test_who_must_not_meet_a_candidate(field: str) -> None:
    plan = planned(SESSION)
    barred = replace(SESSION, candidates=(replace(SESSION.candidates[0], **{field: ("I1",)}),))  # type: ignore[arg-type]
    assert {violation.rule for violation in check(barred, plan)} == {"means"}
    assert "par exclusion ou comme formateur" in messages(barred, plan)


def test_availability_counts_from_the_set_up_on() -> None:
    """The interview is from 10:20; the bed is taken from 10:15."""
    plan = planned(SESSION)
    for hour, rules in (("10:15-18:00", set()), ("10:16-18:00", {"hours"})):
        late = replace(SESSION, means=(VOX, replace(BED, availability=opened(hour))))
        assert {violation.rule for violation in check(late, plan)} == rules


def test_a_person_has_a_meal() -> None:
    plan = planned(SESSION)
    meal = replace(SESSION.rules.meal, minutes=30, window=(at("10:00"), at("10:45")))
    hungry = replace(SESSION, rules=replace(SESSION.rules, meal=meal))
    said = [violation for violation in check(hungry, plan) if violation.rule == "meal" and "I1" in violation.people]
    assert len(said) == 1


def at_once(tasks: tuple[Task, ...], start: int) -> tuple[Task, ...]:
    """Interviews moved to one hour."""
    return tuple(replace(t, start=start, end=start + t.minutes) if t.stage == "ET" else t for t in tasks)


@pytest.mark.parametrize(("count", "broken"), [(1, True), (2, False)])
def test_no_more_at_once_than_there_are(count: int, broken: bool) -> None:
    problem = needing(BOTH, "ET", "lit", Means("L", "lit", count=count))
    plan = planned(problem)
    together = replace(plan, tasks=in_time_order(list(at_once(plan.tasks, at("11:00")))))
    assert bool(named("means", problem, together)) == broken


@pytest.mark.parametrize(("shared_by", "broken"), [(1, True), (2, False)])
def test_in_a_sitting_so_many_share_one(shared_by: int, broken: bool) -> None:
    post = needing(BOTH, "MSP", "poste", Means("P", "poste", "S1"))
    stages = tuple(replace(s, needs=(Need("poste", shared_by),)) if s.needs else s for s in post.title.stages)
    problem = replace(post, title=replace(post.title, stages=stages))
    plan = planned(BOTH)
    written = tuple(replace(t, means=("P",)) if t.stage == "MSP" else t for t in plan.tasks)
    assert bool(named("means", problem, replace(plan, tasks=written))) == broken
