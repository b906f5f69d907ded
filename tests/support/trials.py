"""Sessions made by chance and solved: what must hold of whatever comes of it."""

from dataclasses import dataclass
from random import Random

from tests.support.random_sessions import random_session, random_wishes
from tspi_sched.checker import check, measure
from tspi_sched.plan import Result
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Wishes


@dataclass(frozen=True)
class Trial:
    """A session, what was wished and what came of it."""

    problem: Problem
    wishes: Wishes
    result: Result


def tried(rng: Random, seconds: float = 20) -> Trial:
    """A session made by chance and its solution."""
    problem = random_session(rng)
    wishes = random_wishes(rng, problem, seconds)
    return Trial(problem, wishes, solve(problem, wishes))


def misreports(trial: Trial) -> list[str]:
    """What a result says of its plan that is not so."""
    if trial.result.plan is None:
        return []
    measured, found = measure(trial.problem, trial.result.plan), []
    for objective, report in zip(trial.wishes.objectives, trial.result.objectives, strict=True):
        right = (
            report.value == measured[report.name]
            and report.bound <= report.best
            and report.bound <= report.value <= report.best + objective.tolerance
            and (report.status != "optimal" or report.bound == report.best)
        )
        if not right:
            found.append(f"{report} (tolerance {objective.tolerance}) measured {measured[report.name]}")
    return found


def broken_rules(trial: Trial) -> list[str]:
    """The rules that the plan breaks."""
    return [v.message for v in check(trial.problem, trial.result.plan)] if trial.result.plan else []
