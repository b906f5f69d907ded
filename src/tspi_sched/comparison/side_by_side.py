"""Several plans of one session side by side: what each is worth, what moves, who must be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tspi_sched.checker import Violation, check, measure
from tspi_sched.comparison.frames import moves_frame, objectives_frame, people_frame
from tspi_sched.comparison.moves import Move, moves
from tspi_sched.comparison.people import Notice, notices
from tspi_sched.comparison.score import Score, scores
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Gone, Problem

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Comparison:
    """Plans (`results`) of a `problem` by their `names`, the first of which the others are compared with.

    `objectives`, `moves` and `people` are pandas data frames of `scores`, `moved` and `told`: the objectives' values,
    the tasks that differ, the people whose day differs.
    """

    problem: Problem
    names: tuple[str, ...]
    results: tuple[Result, ...]
    violations: tuple[tuple[Violation, ...], ...]
    """What each plan breaks; empty for a plan that keeps every rule."""
    scores: tuple[Score, ...]
    moved: tuple[Move, ...]
    told: tuple[Notice, ...]
    gone: Gone = field(default_factory=Gone)
    """Whom and what the session leaves out, and a plan may count on."""

    @cached_property
    def objectives(self) -> "pandas.DataFrame":
        """A row per objective, by its name; under each plan's name ``value``, ``difference`` from the first plan's,
        ``bound`` and ``status`` of the search, which are missing where the plan's file does not tell them."""
        return objectives_frame(self.names, self.scores)

    @cached_property
    def moves(self) -> "pandas.DataFrame":
        """A row per task that differs from the first plan: when, where and before whom it was and is."""
        return moves_frame(self.problem, self.moved)

    @cached_property
    def people(self) -> "pandas.DataFrame":
        """A row per person and day that differ from the first plan: what it was and is, in words."""
        return people_frame(self.problem, self.told)


def compare(problem: Problem, plans: Sequence[Plan | Result], names: Sequence[str] = ()) -> Comparison:
    """Compare plans of one session with the first of them.

    Args:
        problem: The session, as it is today. The plans may name who and what its scenario leaves out.
        plans: At least one. A `Result` brings the proofs of its search along. ``changes`` counts against the first.
        names: A name for each plan; A, B, C… without it.

    Returns:
        The comparison. Its `objectives`, `moves` and `people` are pandas data frames, made when they are asked for.

    Raises:
        ValueError: There is no plan, or not a name of its own for each.

    Example:
        >>> first, second = (task for task in result.plan.tasks if task.stage == "MSP")
        >>> tasks = (replace(task, start=task.start + 5, end=task.end + 5) for task in result.plan.tasks)
        >>> later = tspi_sched.Plan(tuple(tasks))
        >>> comparison = tspi_sched.compare(problem, [result, later], ["avant", "après"])
        >>> int(comparison.objectives.loc["finish", ("après", "difference")])
        5
        >>> sorted(set(comparison.people["id"]))  # whose day is no longer the same
        ['C01', 'C02', 'J1', 'J2', 'SV1']
    """
    if not plans:
        raise ValueError("no plan to compare")
    names = tuple(names) or tuple(_letter(place) for place in range(len(plans)))
    if len(set(names)) != len(plans):
        raise ValueError("each plan needs a name of its own")
    results = tuple(plan if isinstance(plan, Result) else Result(Status.FEASIBLE, plan) for plan in plans)
    first, *others = [result.plan or Plan(()) for result in results]
    pairs = tuple(zip(names[1:], others, strict=True))
    return Comparison(
        problem=problem.whole,
        names=names,
        results=results,
        violations=tuple(tuple(check(problem, plan)) for plan in (first, *others)),
        scores=scores(results, [_measured(problem, first, plan) for plan in (first, *others)]),
        moved=tuple(move for name, plan in pairs for move in moves(name, first, plan)),
        told=tuple(notice for name, plan in pairs for notice in notices(problem.whole, name, first, plan)),
        gone=problem.gone,
    )


def _measured(problem: Problem, first: Plan, plan: Plan) -> dict[str, int]:
    """What a plan is worth in the session that it was made for: one that names somebody left out since, with them."""
    before = any(problem.gone_from(task) for task in plan.tasks)
    session = problem.whole if before else problem
    return measure(replace(session, baseline=session.baseline_of(first)), plan)


def _letter(place: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
