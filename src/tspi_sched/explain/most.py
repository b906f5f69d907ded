"""The most that fits: with the rules as they are, the largest set of candidates that can be placed."""

from dataclasses import dataclass, replace

from tspi_sched.check import measure
from tspi_sched.explain.oracle import Oracle
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.solve import solve
from tspi_sched.wishes import Objective

SHARE = 0.8
"""Of the time, for finding out how many fit; the rest is for their plan."""


@dataclass(frozen=True)
class Most:
    """A plan for as many candidates as possible (by their priorities), and the session in which some may be left out.

    `largest`: no plan leaves out less. `result.plan` is None if none was found, or if there is none even so.
    """

    problem: Problem
    result: Result

    @property
    def largest(self) -> bool:
        """Whether it is proven that no more fit."""
        return any(report.name == "unplaced" and report.status == "optimal" for report in self.result.objectives)

    @property
    def finish(self) -> int:
        """When the plan ends: its objective of that name."""
        return measure(self.problem, self.result.plan)["finish"] if self.result.plan else 0

    @property
    def left_out(self) -> tuple[str, ...]:
        """The ids of the candidates left out."""
        return tuple(one.candidate for one in self.result.plan.unplaced) if self.result.plan else ()


def most_that_fits(problem: Problem, oracle: Oracle) -> Most:
    """As many candidates as possible in a plan, which then ends as soon as possible."""
    variant = replace(problem, rules=replace(problem.rules, allow_unplaced=True))
    result = _solve(variant, "unplaced", SHARE * oracle.left, oracle)
    if result.plan is None or not result.plan.tasks or result.interrupted or oracle.left < 1:
        return Most(variant, result)
    out = {one.candidate for one in result.plan.unplaced}
    fitting = replace(problem, candidates=tuple(one for one in problem.candidates if one.id not in out))
    sooner = _solve(fitting, "finish", oracle.left, oracle)
    if sooner.plan is None:
        return Most(variant, replace(result, interrupted=sooner.interrupted))
    plan = replace(sooner.plan, unplaced=result.plan.unplaced)
    return Most(variant, replace(sooner, plan=plan, objectives=(*result.objectives, *sooner.objectives)))


def _solve(problem: Problem, objective: str, seconds: float, oracle: Oracle) -> Result:
    wishes = replace(oracle.wishes, objectives=(Objective(objective),), time_limit=max(seconds, 0.5))
    return solve(problem, wishes, lambda progress: oracle.watch())
