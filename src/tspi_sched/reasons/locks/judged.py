"""Asking the checker about a part of a plan, and the easier problems in which its answer holds for every plan."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from tspi_sched.checker import RULES, Violation
from tspi_sched.checker.facts import Facts
from tspi_sched.plan import Plan, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.reasons.locks.known import Row

Breaches = Iterator[Violation]


def judged(problem: Problem, rows: Iterable[Row], *rules: str) -> Breaches:
    """What some rules say of some rows as if these were the whole plan."""
    tasks = in_time_order([row.seen for row in rows])
    facts = Facts(problem, Plan(tasks))
    return chain.from_iterable(RULES[rule](facts) for rule in rules) if tasks else iter(())


def knowing(rows: Iterable[Row], *parts: str) -> list[Row]:
    """The rows of which all these parts are known."""
    return [row for row in rows if row.knows(*parts)]


def without_lead(problem: Problem) -> Problem:
    """The problem without what depends on a candidate's *first* oral, which may not be known."""
    return replace(problem, rules=replace(problem.rules, changeover_minutes=0, max_wait_minutes=None))


def timeless(problem: Problem) -> Problem:
    """The problem in which any time is right: days without end, everybody and everything always there."""
    problem = without_lead(problem)
    rules = replace(
        problem.rules,
        rest_after_msp_minutes=0,
        rest_between_tracks_minutes=0,
        msp=replace(problem.rules.msp, turnover_minutes=0),
        marking=replace(problem.rules.marking, delay_minutes=0),
        deliberation=replace(problem.rules.deliberation, position="end_of_day"),
    )
    return replace(
        problem,
        days=tuple(replace(day, open=0, close=1 << 20) for day in problem.days),
        candidates=tuple(replace(candidate, availability=()) for candidate in problem.candidates),
        members=tuple(replace(m, availability=(), accredited_from=None, accredited_to=None) for m in problem.members),
        rooms=tuple(replace(room, availability=()) for room in problem.rooms),
        rules=rules,
    )
