"""One scenario solved, checked and measured, in whatever process and on whatever machine."""

from dataclasses import dataclass, field, replace

from tspi_sched.plan import Result, Status
from tspi_sched.problem import Problem
from tspi_sched.texts import _, in_language
from tspi_sched.wishes import Wishes

FAILED, INVALID, PENDING = "failed", "invalid", "pending"
"""What a row's status may be besides a result's: its calculation failed, its input is faulty, its turn has not come."""

SOLVED = (Status.OPTIMAL, Status.FEASIBLE)
DONE = (*SOLVED, Status.INFEASIBLE, Status.UNKNOWN)
"""Statuses that the same calculation would only give again."""

EXPLAINED = 10.0
"""Seconds at most to find out why there is no plan."""


@dataclass(frozen=True)
class Job:
    """What is to be solved; `key` stands for all of it, `spoken` is the language of the reasons, `version` that of the
    program that asks."""

    key: str
    problem: Problem
    wishes: Wishes
    spoken: str
    version: str


@dataclass(frozen=True)
class Outcome:
    """What came of a scenario: a checked plan with what its search proved, or the reason why there is none.

    `measures` are the values of all objectives, also of those not asked for.
    """

    status: str
    reason: str = ""
    result: Result | None = None
    measures: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def solved(job: Job) -> Outcome:
    """Solve a scenario, and let the checker judge the plan."""
    with in_language(job.spoken):
        return _solved(job)


def _solved(job: Job) -> Outcome:
    import tspi_sched

    if tspi_sched.__version__ != job.version:
        text = _("tspi-sched {here} sur cette machine, {there} sur celle qui demande ; il faut la même version")
        raise RuntimeError(text.format(here=tspi_sched.__version__, there=job.version))
    result = tspi_sched.solve(job.problem, job.wishes)
    if result.plan is None:
        return Outcome(result.status, _why(job, result), seconds=result.seconds)
    if broken := tspi_sched.check(job.problem, result.plan):
        raise AssertionError(f"the plan breaks a rule: {broken[0].message}")
    named = replace(result, scenario=job.wishes.name)
    return Outcome(result.status, "", named, tspi_sched.measure(job.problem, result.plan), result.seconds)


def _why(job: Job, result: Result) -> str:
    """Why there is no plan, in a sentence."""
    if result.status is not Status.INFEASIBLE:
        return _("aucun plan trouvé dans le temps donné")
    if result.reasons:
        return result.reasons[0]
    import tspi_sched

    limited = replace(job.wishes, time_limit=min(EXPLAINED, job.wishes.time_limit))
    causes = tspi_sched.explain(job.problem, limited, known=True, brief=True).causes
    return causes[0].headline if causes else _("aucun plan ne respecte toutes les règles : c'est prouvé")
