"""Incidents made by chance in sessions made by chance: the checker accepts each answer, and the best is the best."""

from datetime import timedelta
from random import Random

import pytest

from tests.support.random_incidents import some_event, some_incident
from tspi_sched.checker import judged, measure
from tspi_sched.plan import DONE, Plan, Task
from tspi_sched.reading.events import merged
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.search import FIRST
from tspi_sched.wishes import Objective, Wishes

WISHES = Wishes(objectives=(Objective("finish"),), time_limit=120.0, workers=1)


def judge(found: Replanned, before: Plan) -> None:
    """Every answer keeps the rules, and history; the best one is the best in the order of objectives."""
    worth = {}
    for answer in found.answers:
        assert answer.result.status in ("optimal", "feasible", "infeasible"), answer.why
        if answer.plan is None:
            continue
        assert judged(found.problem, answer.plan)[0] == ()
        assert {t for t in before.tasks if t.state == DONE and _untold(t, found)} <= set(answer.plan.tasks)
        values = measure(found.problem, answer.plan)
        assert all(report.bound <= values[report.name] for report in answer.result.objectives)
        worth[answer.name] = [values[name] for name in FIRST]
        best = found.named(BEST)
        if best and best.result.status == "optimal":
            assert [values[name] for name in FIRST] >= [measure(found.problem, best.plan)[name] for name in FIRST]


def _untold(task: Task, found: Replanned) -> bool:
    about = {(e.candidate, e.track, e.stage) for e in found.situation.line.events}
    return task.key not in about and task.stage not in ("CORR", "ET", "QPP", "EF", "DELIB")  # those may be void by now


@pytest.mark.parametrize("seed", range(14))
def test_every_answer_to_anything_keeps_the_rules(seed: int) -> None:
    rng = Random(700 + seed)
    made = some_incident(rng)
    if made is None:
        return
    problem, incident = made
    now, events = incident.now, incident.events
    found = replan(problem, incident, WISHES)
    judge(found, incident.plan)
    again = found.named(BEST)
    if now and again and again.plan:
        later = now + timedelta(minutes=rng.choice((0, 10, 60)))
        more = [e for e in [some_event(rng, problem, again.plan, later)] if e]
        judge(replan(problem, Incident(again.plan, later, merged(events, more)), WISHES, (BEST,)), again.plan)


def test_who_waits_for_a_chain_that_cannot_go_on_signs_the_minutes_later() -> None:
    """An oral began late, the next one could not be held, and then the candidate was gone: its panel had not signed."""
    made = some_incident(Random(9_155))
    assert made is not None
    found = replan(*made, WISHES)
    judge(found, made[1].plan)
    best = found.named(BEST)
    assert best is not None
    assert best.plan is not None
    assert [row.stage for row in found.situation.past.not_held] == ["QPP", "EF", "PV"]
    assert measure(found.problem, best.plan)["unplaced"] == 0


def test_an_oral_that_began_before_its_paper_was_marked_is_heard() -> None:
    """An event says that the oral began, another one that nobody was there to mark: nothing is left to do of it."""
    made = some_incident(Random(9_231))
    assert made is not None
    found = replan(*made, WISHES)
    judge(found, made[1].plan)
    assert all(answer.plan for answer in found.answers)
