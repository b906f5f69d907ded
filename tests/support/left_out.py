"""Sessions in which somebody must be left out, and the reasons that their best plans give."""

from dataclasses import replace
from typing import Any

from tests.support.sessions import MONDAY, at, ruled
from tests.support.tempting import small
from tspi_sched.checker import check
from tspi_sched.plan import Result
from tspi_sched.planner import solve
from tspi_sched.problem import Day, Problem
from tspi_sched.wishes import Objective, Wishes

ALONE = "Aucune place n'est possible, même sans les autres candidats : c'est prouvé."
BESIDE = "Aucune place n'est possible en plus du candidat placé : c'est prouvé."
BESIDE_TWO = "Aucune place n'est possible en plus des 2 candidats placés : c'est prouvé."


def some(*tracks: str, left: str = "", **changes: Any) -> Problem:
    """A session in which candidates may be left out, rather this one than the others."""
    problem = ruled(small(*tracks, **changes), allow_unplaced=True)
    ahead = tuple(replace(c, priority=1 if c.id == left else 2) for c in problem.candidates)
    return replace(problem, candidates=ahead)


def until(close: str) -> tuple[Day, ...]:
    """One day that closes early."""
    return (Day(MONDAY, at("08:00"), at(close)),)


def solved(problem: Problem, *names: str) -> Result:
    objectives = tuple(Objective(name) for name in names or ("unplaced",))
    return solve(problem, Wishes(objectives=objectives, workers=1))


def reasons(problem: Problem, *names: str) -> dict[str, str]:
    """The reasons in the best plan, by candidate; the plan keeps all the rules."""
    result = solved(problem, *names)
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    return {row.candidate: row.reason for row in result.plan.unplaced}


def beside(problem: Problem, left: dict[str, str], id: str, *, alone: bool) -> Problem:
    """The session of one candidate left out and those who are not, or of that candidate alone; all to be placed."""
    there = [c for c in problem.candidates if c.id == id or not (alone or c.id in left)]
    return ruled(replace(problem, candidates=tuple(there)), allow_unplaced=False)
