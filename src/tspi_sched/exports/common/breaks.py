"""Where somebody's meal falls, seen from the plan: the plan leaves room for it but does not name it."""

from collections.abc import Iterable, Sequence
from datetime import date

from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL, Problem

Span = tuple[int, int]


def meal_break(roster: Roster, members: Sequence[str], day: date) -> Span | None:
    """The stretch inside the meal's window between two tasks of some members, None if they need no break there.

    Members who arrive after the meal or leave before it have none.
    """
    busy = {_held(roster, task) for member in members for task in roster.duty.get((member, day), [])}
    return break_between(roster.problem, busy)


def break_between(problem: Problem, busy: Iterable[Span]) -> Span | None:
    """The first stretch of a day between two spans that is inside the meal's window and long enough."""
    meal = problem.rules.meal
    for start, end in _gaps(sorted(busy)):
        inside = max(start, meal.window[0]), min(end, meal.window[1])
        if inside[1] - inside[0] >= meal.minutes:
            return inside
    return None


def free_noon(problem: Problem, busy: Iterable[Span]) -> Span | None:
    """The free stretch around noon of somebody who is busy before and after it, whole, if it holds a meal inside the
    meal's window; None otherwise: who comes after the meal or leaves before it needs no break."""
    meal = problem.rules.meal
    for start, end in _gaps(sorted(busy)):
        if min(end, meal.window[1]) - max(start, meal.window[0]) >= meal.minutes:
            return start, end
    return None


def _held(roster: Roster, task: Task) -> Span:
    """When a task holds its panel: from the changeover on for a candidate's first oral."""
    chain = [other for other in roster.tasks_of[task.candidate, task.track] if roster.kind(other) == ORAL]
    lead = roster.problem.rules.changeover_minutes if task in chain[:1] else 0
    return task.start - lead, task.end


def _gaps(busy: Sequence[Span]) -> list[Span]:
    gaps, reached = [], busy[0][1] if busy else 0
    for start, end in busy[1:]:
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps
