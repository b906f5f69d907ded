"""A first plan near the one in force, and bounds that answers share."""

from dataclasses import replace

import pytest

from tests.support.tiny_incidents import in_force, moment, tiny
from tspi_sched.checker import measure
from tspi_sched.plan import Event, ObjectiveReport, Plan, Result, Status
from tspi_sched.recovery import BEST, Answer, Incident, replan
from tspi_sched.recovery.answering import Replanned, _once, with_shared_bounds
from tspi_sched.recovery.build import build, plan_of
from tspi_sched.recovery.near import near_plan
from tspi_sched.recovery.objectives import OBJECTIVES
from tspi_sched.recovery.search import FIRST, LEADING
from tspi_sched.recovery.situation import Situation, situation, timeline
from tspi_sched.recovery.situation import in_force as rules_since
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("finish"),), time_limit=60.0, workers=1)


def after(*events: Event) -> Situation:
    """The tiny session before it begins, after some events."""
    problem, plan = rules_since(tiny(), in_force()), in_force()
    problem = replace(problem, baseline=plan)
    return situation(problem, plan, plan, timeline(problem, replace(plan, events=events), events))


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        (Event("closed", "O2"), set()),
        (Event("closed", "O1", moment("11:45")), {("C2", "CCP1", "ET")}),
        (Event("absent", "J1", moment("11:30"), moment("11:50")), set()),
    ],
)
def test_near_the_plan_whoever_lost_nothing_keeps_all(event: Event, changed: set[tuple[str, str, str]]) -> None:
    s = after(event)
    stated = build(s)
    expressions = [OBJECTIVES[name](stated.v, stated.items) for name in LEADING]
    outcome = near_plan(stated, expressions, WISHES, 60.0)
    assert outcome is not None
    plan = plan_of(stated, outcome)
    before = {task.key: task for task in in_force().tasks if task.stage != "CORR"}
    after_it = {task.key: task for task in plan.tasks if task.stage != "CORR"}
    assert {key for key in before if before[key] != after_it.get(key)} <= changed
    assert measure(s.problem, plan)["unplaced"] == 0


@pytest.mark.parametrize(
    "event", [Event("closed", "O1"), Event("absent", "J2", moment("11:00")), Event("absent", "V1")]
)
def test_a_search_that_begins_near_ends_at_the_same(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    def values() -> list[int]:
        result = replan(tiny(), Incident(in_force(), None, (event,)), WISHES, (BEST,)).answers[0].result
        assert result.status == "optimal"
        return [report.value for report in result.objectives]

    found = values()
    monkeypatch.setattr("tspi_sched.recovery.search.near_plan", lambda *_given: None)
    assert values() == found


# --- bounds that answers share ---------------------------------------------------------------------------------------


def answer(name: str, *reports: tuple[int, int]) -> Answer:
    """An answer with values and bounds of the first objectives."""
    told = tuple(
        ObjectiveReport(objective, value, value, bound, Status.OPTIMAL if value == bound else Status.FEASIBLE, 0.1)
        for objective, (value, bound) in zip(FIRST, reports, strict=False)
    )
    return Answer(name, Result(Status.FEASIBLE, Plan(()), told))


def statuses(found: Answer) -> list[str]:
    return [report.status for report in found.result.objectives]


def test_what_is_proven_of_the_best_answer_is_proven_of_one_as_good() -> None:
    one, best = with_shared_bounds([answer("redistribuer", (0, 0), (3, 1)), answer(BEST, (0, 0), (3, 3))])
    assert statuses(one) == ["optimal", "optimal"]
    assert one.result.objectives[1].bound == 3
    assert one.result.status == "optimal"
    assert statuses(best) == ["optimal", "optimal"]


def test_nothing_is_proven_after_an_objective_of_which_the_best_answer_has_less() -> None:
    one, _best = with_shared_bounds([answer("attendre", (1, 0), (0, 0), (4, 2)), answer(BEST, (0, 0), (0, 0), (4, 4))])
    assert statuses(one) == ["feasible", "optimal", "feasible"]


def test_an_unproven_best_answer_proves_nothing() -> None:
    one, _best = with_shared_bounds([answer("attendre", (0, 0), (3, 1), (4, 2)), answer(BEST, (0, 0), (3, 2), (4, 4))])
    assert statuses(one) == ["optimal", "feasible", "feasible"]


def test_one_plan_under_two_names_is_proven_under_each_as_far_as_it_is_among_its_own() -> None:
    one, other, best = answer("attendre", (7, 5)), answer("reporter", (7, 7)), answer(BEST, (7, 0))
    (both,) = _once([one, other, best])
    assert (both.name, both.same, both.unproven) == ("attendre", ("reporter", BEST), (BEST,))
    bounds = {name: both.result_of(name).objectives[0].bound for name in ("attendre", "reporter", BEST)}
    assert bounds == {"attendre": 5, "reporter": 7, BEST: 0}


def test_the_best_answer_is_not_proven_by_one_that_may_change_less() -> None:
    made = [answer("reporter", (7, 7), (0, 0)), answer(BEST, (7, 0), (0, 0))]
    found = Replanned(tiny(), after(), tuple(_once(made)))
    best, other = found.named(BEST), found.named("reporter")
    assert best is not None
    assert other is not None
    assert statuses(best) == ["feasible", "optimal"]
    assert statuses(other) == ["optimal", "optimal"]
