"""From a problem and wishes to a result: the search, why candidates are left out, and the checker's word on it."""

import time
from dataclasses import replace
from functools import partial

from tspi_sched.checker import check
from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.search.progress import Progress, Watch
from tspi_sched.search.search import minimise_in_turn
from tspi_sched.search.state import REASONS_SECONDS, Search
from tspi_sched.wishes import Objective, Wishes

__all__ = ["Progress", "Watch", "solve"]


def solve(problem: Problem, wishes: Wishes | None = None, watch: Watch | None = None) -> Result:
    """Find the best plan, and prove how good it is, within the time limit of the wishes.

    Objectives are minimised one after the other; each may later be worsened by its tolerance. An interruption
    (Ctrl-C) ends the search and keeps the best plan so far. The plan is checked before it is returned; where it leaves
    candidates out, it says why.

    Args:
        problem: The session.
        wishes: Objectives in their order, time limit in seconds, processor cores, seed; the defaults without it.
        watch: Called a few times a second with where the search stands.

    Returns:
        The result, with its `status`, its `plan` (None unless ``optimal`` or ``feasible``), and for each objective
        the value, the best value reached, a proven lower bound and whether the value is proven optimal.

    Example:
        >>> result = tspi_sched.solve(problem, wishes)
        >>> result.status, [(report.name, report.value, report.bound) for report in result.objectives][:3]
        ('optimal', [('days', 1, 1), ('juror_days', 2, 2), ('finish', 1000, 1000)])
    """
    search = Search(problem, wishes or Wishes(), watch or (lambda progress: None))
    minimise_in_turn(search)
    _say_why(search)
    return _result(search)


def _say_why(s: Search) -> None:
    """Give the reason for each candidate that the plan leaves out; once interrupted, without a search."""
    if s.plan is None or not s.plan.unplaced:
        return
    first, report = s.wishes.objectives[0], _reports(s, s.plan)[0]
    inquiry = Inquiry(
        s.problem,
        s.plan,
        foremost=first == Objective("unplaced"),
        least=first.name == "unplaced" and report.value == report.bound,
        until=min(time.monotonic() + REASONS_SECONDS, s.began + s.wishes.time_limit),
        has_plan=partial(_has_plan, s),
    )
    try:
        reasons = why_left_out(inquiry)
    except KeyboardInterrupt:
        s.interrupted = True
        reasons = why_left_out(inquiry)
    s.plan = replace(s.plan, unplaced=reasons)


def _has_plan(s: Search, problem: Problem, seconds: float) -> bool | None:
    """Whether a session where nobody may be left out has a plan; None if that is not known in time."""
    if s.interrupted or seconds <= 0:
        return None
    wishes = replace(s.wishes, objectives=(Objective("unplaced"),), time_limit=seconds)
    result = solve(problem, wishes, lambda progress: s.report(None, None))
    s.interrupted |= result.interrupted
    return {Status.OPTIMAL: True, Status.INFEASIBLE: False}.get(result.status)


def _result(s: Search) -> Result:
    seconds = time.monotonic() - s.began
    if s.plan is None:
        status = Status.INFEASIBLE if s.infeasible else Status.UNKNOWN
        return Result(
            status, None, interrupted=s.interrupted, seconds=seconds, scenario=s.wishes.name, steps=tuple(s.steps)
        )
    broken = check(s.problem, s.plan)
    if broken:
        raise AssertionError("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
    reports = _reports(s, s.plan)
    status = Status.OPTIMAL if all(report.status is Status.OPTIMAL for report in reports) else Status.FEASIBLE
    return Result(status, s.plan, reports, (), s.interrupted, seconds, s.wishes.name, steps=tuple(s.steps))


def _reports(s: Search, plan: Plan) -> tuple[ObjectiveReport, ...]:
    values = s.values(plan)
    return tuple(_report(s, name, values[name]) for name in s.names)


def _report(s: Search, name: str, value: int) -> ObjectiveReport:
    reached = s.reached.get(name)
    if reached is None:
        return ObjectiveReport(name, value, value, 0, Status.FEASIBLE, 0.0)
    best = min(reached.best, value)  # a later objective's plan may do better where nothing was proven
    status = Status.OPTIMAL if reached.proven or best <= reached.bound else Status.FEASIBLE
    return ObjectiveReport(name, value, best, min(best, reached.bound), status, round(reached.seconds, 2))
