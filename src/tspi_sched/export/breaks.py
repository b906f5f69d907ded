"""Where a panel's meal falls, seen from the plan: the plan leaves room for it but does not name it."""

from collections.abc import Sequence
from datetime import date

from tspi_sched.export.roster import Roster
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL

Span = tuple[int, int]


def meal_break(roster: Roster, members: Sequence[str], day: date) -> Span | None:
    """The stretch inside the meal's window between two tasks of some members, None if they need no break there.

    Members who arrive after the meal or leave before it have none.
    """
    meal = roster.problem.rules.meal
    busy = sorted({_held(roster, task) for member in members for task in roster.duty.get((member, day), [])})
    for start, end in _gaps(busy):
        inside = max(start, meal.window[0]), min(end, meal.window[1])
        if inside[1] - inside[0] >= meal.minutes:
            return inside
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
