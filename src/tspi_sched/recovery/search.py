"""Objective after objective, each proven where time allows: the best plan of a model of what is to come."""

import time
from dataclasses import dataclass

from tspi_sched.checker import judged, measure
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.recovery.build import Stated, hint_at, plan_of
from tspi_sched.recovery.objectives import OBJECTIVES
from tspi_sched.recovery.variables import Var
from tspi_sched.solver import Outcome, hint, run
from tspi_sched.wishes import Objective, Wishes

FIRST = ("unplaced", "day_changes", "recalled", "duty_changes", "shift", "room_changes", "changes", "task_changes")
"""What matters after an incident, most important first; the scenario's own objectives come after."""


def order_of(wishes: Wishes) -> tuple[Objective, ...]:
    """The objectives after an incident."""
    return (*map(Objective, FIRST), *(one for one in wishes.objectives if one.name not in FIRST))


class Refused(AssertionError):
    """A plan of the model that the checker does not accept: a defect of this program, so it is proposed to nobody."""


Report = tuple[Objective, int, int, float]
"""An objective with its best value, its bound, and the seconds spent on it."""


@dataclass
class _Course:
    """A search under way: until when, with which plan, and what the plan `known` beforehand comes to."""

    until: float
    plan: Plan | None = None
    known: dict[str, int] | None = None
    interrupted: bool = False
    infeasible: bool = False


def best_plan(problem: Problem, stated: Stated, wishes: Wishes, seconds: float, known: Plan | None = None) -> Result:
    """The best plan of a model by the objectives of some wishes; `infeasible` only if that is proven.

    `known` is a plan of the model: the result is never worse.
    """
    began = time.monotonic()
    course, reports = _Course(began + seconds, known, measure(problem, known) if known else None), list[Report]()
    hint_at(stated, known or stated.v.s.plan)
    for number, objective in enumerate(wishes.objectives):
        started = time.monotonic()
        expression = OBJECTIVES[objective.name](stated.v, stated.items)
        outcome = _minimised(stated, objective.name, expression, wishes, course, len(wishes.objectives) - number)
        if outcome is None:
            break
        best, bound = outcome
        stated.v.m.add(expression <= best + objective.tolerance)
        if course.known and course.known[objective.name] > best:
            course.known = None
        reports.append((objective, best, bound, time.monotonic() - started))
    return _result(problem, wishes, course, reports, time.monotonic() - began)


def _minimised(
    stated: Stated, name: str, expression: Var, wishes: Wishes, course: _Course, left: int
) -> tuple[int, int] | None:
    """The best value found and its bound; None once there is no time, or no plan at all."""
    most = course.known[name] if course.known else None
    if most == 0:  # nothing is less, and the plan that has it keeps all that came before
        return 0, 0
    share = course.until - time.monotonic()
    share = share if course.plan is None else share / min(left, 2)
    if course.interrupted or (share <= 0 and course.plan):
        return (most, 0) if most is not None else None
    if most is not None:
        stated.v.m.add(expression <= most)
    stated.v.m.minimize(expression)
    outcome = run(stated.v.m, wishes, share, lambda _best, _bound: None)
    course.interrupted |= outcome.interrupted
    if not outcome.found:
        course.infeasible = outcome.infeasible and course.plan is None
        return (most, outcome.bound or 0) if most is not None else None
    hint(stated.v.m, outcome.values)
    best, bound = _values(outcome)
    if most is None or best < most:
        course.plan, course.known = plan_of(stated, outcome), None
    elif course.known is None:
        course.plan = plan_of(stated, outcome)
    return best, bound


def _values(outcome: Outcome) -> tuple[int, int]:
    best = outcome.best or 0
    return best, best if outcome.proven else min(outcome.bound or 0, best)


def _result(problem: Problem, wishes: Wishes, course: _Course, reports: list[Report], seconds: float) -> Result:
    if course.plan is None:
        status = Status.INFEASIBLE if course.infeasible else Status.UNKNOWN
        return Result(status, None, interrupted=course.interrupted, seconds=seconds, scenario=wishes.name)
    broken, _findings = judged(problem, course.plan)
    if broken:
        raise Refused("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
    values, worked = measure(problem, course.plan), {report[0].name: report for report in reports}
    told = tuple(_told(values[one.name], worked.get(one.name), one) for one in wishes.objectives)
    status = Status.OPTIMAL if all(report.status is Status.OPTIMAL for report in told) else Status.FEASIBLE
    return Result(status, course.plan, told, (), course.interrupted, seconds, wishes.name)


def _told(value: int, report: Report | None, objective: Objective) -> ObjectiveReport:
    _objective, best, bound, seconds = report or (objective, value, 0, 0.0)
    best = min(best, value)
    status = Status.OPTIMAL if report and best <= bound else Status.FEASIBLE
    return ObjectiveReport(objective.name, value, best, min(bound, best), status, round(seconds, 2))
