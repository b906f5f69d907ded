"""Objective after objective, each proven where time allows: the best plan of a model of what is to come."""

import time
from dataclasses import dataclass, field

from tspi_sched.checker import judged, measure
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.recovery.build import Stated, hint_at, plan_of
from tspi_sched.recovery.near import near_plan
from tspi_sched.recovery.objectives import OBJECTIVES
from tspi_sched.recovery.variables import Var
from tspi_sched.solver import SolverProfile, hint, run
from tspi_sched.wishes import Objective, Wishes

FIRST = ("unplaced", "day_changes", "recalled", "duty_changes", "shift", "room_changes", "changes", "task_changes")
"""What matters after an incident, most important first; the scenario's own objectives come after."""


LEADING = FIRST[:4]
"""What an answer is judged by: how many are left out, go to another day, are called again, and are called in or off."""

LATER = 0.25
"""Of the seconds for a plan, what all that comes after the leading objectives has together: who waits for an answer is
not kept waiting for the order of the rest."""


NEAR = 0.3
"""Of the seconds for a plan, what the search for one near the plan in force may have."""


def order_of(wishes: Wishes) -> tuple[Objective, ...]:
    """The objectives after an incident."""
    return (*map(Objective, FIRST), *(one for one in wishes.objectives if one.name not in FIRST))


class Refused(AssertionError):
    """A plan of the model that the checker does not accept: a defect of this program, so it is proposed to nobody."""


Report = tuple[Objective, int, int, float]
"""An objective with its best value, its bound, and the seconds spent on it."""


@dataclass
class _Course:
    """A search under way: until when, with which best plan, and what that comes to."""

    until: float
    plan: Plan | None = None
    values: dict[str, int] = field(default_factory=dict)
    interrupted: bool = False
    infeasible: bool = False


def best_plan(
    problem: Problem, stated: Stated, wishes: Wishes, seconds: float, known: Plan | None = None, near: bool = True
) -> Result:
    """The best plan of a model by the objectives of some wishes; `infeasible` only if that is proven.

    `known` is a plan of the model: the result is never worse. `near`: a plan near the one in force is looked for first,
    if none is known that leaves out nobody more.
    """
    began = time.monotonic()
    course, reports = _Course(began + seconds, known, measure(problem, known) if known else {}), list[Report]()
    hint_at(stated, known or stated.v.s.plan)
    if near and (known is None or {row.candidate for row in known.unplaced} - stated.v.s.unplaced_before.keys()):
        _begin_near(problem, stated, wishes, course, NEAR * seconds)
    for number, objective in enumerate(wishes.objectives):
        started = time.monotonic()
        if objective.name not in LEADING and all(report[0].name in LEADING for report in reports):
            course.until = min(course.until, started + LATER * seconds)
        expression = _stated(stated, objective.name)
        bound = _minimised(problem, stated, number, expression, wishes, course)
        if course.plan is None:
            break
        best = course.values[objective.name]
        stated.v.m.add(expression <= best + objective.tolerance)
        reports.append((objective, best, min(bound, best), time.monotonic() - started))
    return _result(problem, wishes, course, reports, time.monotonic() - began)


def _stated(stated: Stated, name: str) -> Var:
    """An objective, stated once."""
    if name not in stated.objectives:
        stated.objectives[name] = OBJECTIVES[name](stated.v, stated.items)
    return stated.objectives[name]


def _begin_near(problem: Problem, stated: Stated, wishes: Wishes, course: _Course, seconds: float) -> None:
    """Begin at a plan near the one in force, if that is better than the one known."""
    names = [one.name for one in wishes.objectives if one.name in LEADING]
    outcome = near_plan(stated, [_stated(stated, name) for name in names], wishes, seconds)
    if outcome:
        course.interrupted |= outcome.interrupted
        before = course.plan
        _take(problem, plan_of(stated, outcome), names, course)
        if course.plan is not before:
            hint(stated.v.m, outcome.values)


def _minimised(problem: Problem, stated: Stated, number: int, expression: Var, wishes: Wishes, course: _Course) -> int:
    """Bring an objective down as far as time allows, and tell its bound."""
    most, left = course.values.get(wishes.objectives[number].name), len(wishes.objectives) - number
    share = course.until - time.monotonic()
    share = share if course.plan is None else share / min(left, 2)
    if most == 0 or course.interrupted or (share <= 0 and course.plan):  # nothing is less than 0
        return 0
    if most is not None:
        stated.v.m.add(expression <= most)
    stated.v.m.minimize(expression)
    outcome = run(stated.v.m, wishes, share, lambda _best, _bound: None, SolverProfile.AGAIN)
    course.interrupted |= outcome.interrupted
    course.infeasible = outcome.infeasible and course.plan is None
    if outcome.found:
        hint(stated.v.m, outcome.values)
        _take(problem, plan_of(stated, outcome), [one.name for one in wishes.objectives[number:]], course)
    return (outcome.best if outcome.proven else outcome.bound) or 0


def _take(problem: Problem, plan: Plan, names: list[str], course: _Course) -> None:
    """Keep the better one of a new plan and the one before, by the objectives from the present one on."""
    values = measure(problem, plan)
    if course.plan is None or [values[name] for name in names] < [course.values[name] for name in names]:
        course.plan, course.values = plan, values


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
