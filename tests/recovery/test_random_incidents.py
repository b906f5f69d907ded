"""Incidents made by chance in sessions made by chance: the checker accepts each answer, and the best is the best."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.support.random_incidents import some_event, some_rules
from tests.support.random_sessions import random_session, some_plan
from tspi_sched.checker import judged, measure
from tspi_sched.plan import DONE, Plan, Task, moment
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
    problem = replace(random_session(rng), baseline=None)
    problem = replace(problem, rules=some_rules(rng, problem.rules))
    plan = some_plan(problem)
    if plan is None or not plan.tasks:
        return
    start = rng.choice([moment(task.day, task.start) for task in plan.tasks])
    now = rng.choice((None, start + timedelta(minutes=rng.choice((0, 7, 31)))))
    events = tuple(e for _n in range(rng.choice((1, 2, 3))) if (e := some_event(rng, problem, plan, now)))
    found = replan(problem, Incident(plan, now, merged((), events)), WISHES)
    judge(found, plan)
    again = found.named(BEST)
    if now and again and again.plan:
        later = now + timedelta(minutes=rng.choice((0, 10, 60)))
        more = [e for e in [some_event(rng, problem, again.plan, later)] if e]
        judge(replan(problem, Incident(again.plan, later, merged(events, more)), WISHES, (BEST,)), again.plan)
