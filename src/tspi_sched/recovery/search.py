"""Objective after objective, each proven where time allows: the best plan of a model of what is to come."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from tspi_sched.checker import judged, measure
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.recovery.build import Stated, hint_at, plan_of
from tspi_sched.recovery.objectives import OBJECTIVES
from tspi_sched.solver import Outcome, hint, run
from tspi_sched.wishes import Objective, Wishes

FIRST = ("unplaced", "day_changes", "recalled", "duty_changes", "shift", "room_changes", "changes", "task_changes")
"""What matters after an incident, most important first; the scenario's own objectives come after."""


def order_of(wishes: Wishes) -> tuple[Objective, ...]:
    """The objectives after an incident."""
    return (*map(Objective, FIRST), *(one for one in wishes.objectives if one.name not in FIRST))


@dataclass
class _Course:
    until: float
    plan: Plan | None = None
    interrupted: bool = False
    infeasible: bool = False


def best_plan(
    problem: Problem, stated: Stated, wishes: Wishes, seconds: float, tell: Callable[[], None] = lambda: None
) -> Result:
    """The best plan of a model by the objectives of some wishes; `infeasible` only if that is proven."""
    began = time.monotonic()
    course, reports = _Course(began + seconds), list[tuple[Objective, int, int, str, float]]()
    hint_at(stated)
    names = wishes.objectives
    for number, objective in enumerate(names):
        started = time.monotonic()
        expression = OBJECTIVES[objective.name](stated.v, stated.items)
        outcome = _minimised(stated, expression, wishes, course, len(names) - number, tell)
        if outcome is None:
            break
        best, bound = outcome
        stated.v.m.add(expression <= best + objective.tolerance)
        reports.append((objective, best, bound, "optimal" if best <= bound else "feasible", time.monotonic() - started))
    return _result(problem, wishes, course, reports, time.monotonic() - began)


def _minimised(
    stated: Stated, expression: object, wishes: Wishes, course: _Course, left: int, tell: Callable[[], None]
) -> tuple[int, int] | None:
    """The best value found and its bound; None once there is no time, or no plan at all."""
    share = course.until - time.monotonic()
    share = share if course.plan is None else share / min(left, 2)
    if course.interrupted or (share <= 0 and course.plan):
        return None
    stated.v.m.minimize(expression)  # type: ignore[arg-type]
    outcome = run(stated.v.m, wishes, share, lambda _best, _bound: tell())
    course.interrupted |= outcome.interrupted
    if not outcome.found:
        course.infeasible = outcome.infeasible and course.plan is None
        return None
    course.plan = plan_of(stated, outcome)
    hint(stated.v.m, outcome.values)
    return _values(outcome)


def _values(outcome: Outcome) -> tuple[int, int]:
    best = outcome.best or 0
    return best, best if outcome.proven else min(outcome.bound or 0, best)


def _result(
    problem: Problem,
    wishes: Wishes,
    course: _Course,
    reports: list[tuple[Objective, int, int, str, float]],
    seconds: float,
) -> Result:
    if course.plan is None:
        status = "infeasible" if course.infeasible else "unknown"
        return Result(status, None, interrupted=course.interrupted, seconds=seconds, scenario=wishes.name)
    broken, _findings = judged(problem, course.plan)
    if broken:
        raise AssertionError("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
    values, known = measure(problem, course.plan), {report[0].name: report for report in reports}
    told = []
    for objective in wishes.objectives:
        value = values[objective.name]
        _o, best, bound, status, took = known.get(objective.name, (objective, value, 0, "feasible", 0.0))
        best = min(best, value)
        told.append(ObjectiveReport(objective.name, value, best, min(bound, best), status, round(took, 2)))
    proven = all(report.status == "optimal" for report in told)
    status = "optimal" if proven else "feasible"
    return replace(Result(status, course.plan, tuple(told), (), course.interrupted, seconds), scenario=wishes.name)
