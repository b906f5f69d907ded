"""The table of contents: every rule and every objective by name, and the two functions that run them all."""

from collections.abc import Callable
from dataclasses import replace

from tspi_sched.checker import against, objectives
from tspi_sched.checker.closing import locks, minutes
from tspi_sched.checker.facts import Facts
from tspi_sched.checker.means import means
from tspi_sched.checker.panels import deliberation, marking, panel_makeup, panel_mode, same_panel
from tspi_sched.checker.people import hours, meal, one_at_a_time
from tspi_sched.checker.places import access, oral_room, projection
from tspi_sched.checker.stages import all_or_nothing, candidate_time, chain, duration, order
from tspi_sched.checker.violation import Found, Violation
from tspi_sched.checker.written import invigilation, same_paper, sitting
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem, rules_in_force

RULES: dict[str, Callable[[Facts], Found]] = {
    "duration": duration,
    "order": order,
    "chain": chain,
    "same_panel": same_panel,
    "panel_makeup": panel_makeup,
    "one_at_a_time": one_at_a_time,
    "hours": hours,
    "meal": meal,
    "candidate_time": candidate_time,
    "sitting": sitting,
    "same_paper": same_paper,
    "invigilation": invigilation,
    "oral_room": oral_room,
    "projection": projection,
    "means": means,
    "access": access,
    "deliberation": deliberation,
    "marking": marking,
    "panel_mode": panel_mode,
    "locks": locks,
    "all_or_nothing": all_or_nothing,
    "minutes": minutes,
}
"""Every rule that a plan must keep, by its id."""

OBJECTIVES: dict[str, Callable[[Facts], int]] = {
    "unplaced": objectives.unplaced,
    "days": objectives.days,
    "finish": objectives.finish,
    "juror_days": objectives.juror_days,
    "presence": objectives.presence,
    "waiting": objectives.waiting,
    "candidate_days": objectives.candidate_days,
    "rooms": objectives.rooms,
    "balance": objectives.balance,
    "mixed_panels": objectives.mixed_panels,
    "cost": objectives.cost,
    "changes": against.changes,
    "day_changes": against.day_changes,
    "recalled": against.recalled,
    "shift": against.shift,
    "duty_changes": against.duty_changes,
    "room_changes": against.room_changes,
    "task_changes": against.task_changes,
}
"""Every objective that a plan may be measured by, by its name."""


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Check a plan against every rule, without the solver; it never stops at the first breach, nor at strange rows.

    Args:
        problem: The session.
        plan: A plan from anywhere: from the solver, from Excel, from a colleague.

    Returns:
        Every breach, in the order of the rules; empty for a valid plan.

    Example:
        >>> tspi_sched.check(problem, result.plan)
        ()
    """
    return judged(problem, plan)[0]


def judged(problem: Problem, plan: Plan) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """The breaches of a plan, and its findings: what history alone breaks, and nobody can mend any more.

    A plan that was made after an incident is judged with the defaults of `replan`, where the scenario states nothing.
    """
    facts = _facts(problem, plan)
    found = [violation for rule in RULES.values() for violation in rule(facts)]
    findings = [violation for violation in found if facts.is_finding(violation.rule, violation.part, violation.tasks)]
    return tuple(v for v in found if v not in findings), tuple(findings)


def _facts(problem: Problem, plan: Plan) -> Facts:
    return Facts(replace(problem, rules=rules_in_force(problem.rules, plan.is_replanned)), plan)


def measure(problem: Problem, plan: Plan) -> dict[str, int]:
    """Measure every objective on a plan, valid or not; less is better.

    Args:
        problem: The session; its `baseline` is what `changes` and its like count against.
        plan: A plan from anywhere.

    Returns:
        Each objective's value by its name. `presence`, `waiting` and `shift` are minutes; `finish` is 1440 minutes for
        each day of the session before the last one with a task, and the minute of that day; the others are numbers.

    Example:
        >>> values = tspi_sched.measure(problem, result.plan)
        >>> values["finish"], values["waiting"]  # 16:40 on the first day; 5 h 15
        (1000, 315)
    """
    facts = _facts(problem, plan)
    return {name: objective(facts) for name, objective in OBJECTIVES.items()}
