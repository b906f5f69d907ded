"""Whether what a plan's file says of its objectives is still true of its plan, and its proofs are of this scenario."""

from dataclasses import replace

from tspi_sched.checker import measure
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.wishes import AGAINST_BASELINE


def contradicted(problem: Problem, result: Result) -> tuple[ObjectiveReport, ...]:
    """What a file says of its plan's objectives, and the plan does not; changes are counted against a plan that only
    the search knew."""
    values = measure(problem, result.plan or Plan(()))
    known = (
        report for report in result.objectives if report.name not in AGAINST_BASELINE or problem.baseline is not None
    )
    return tuple(report for report in known if values.get(report.name) != report.value)


def with_proofs_that_hold(problem: Problem, result: Result, scenario: str) -> Result:
    """The result with its reports if they are about this plan of this scenario, else without any proof."""
    same = result.scenario == scenario and not contradicted(problem, result)
    reports = result.objectives if same else ()
    proven = bool(reports) and all(report.status is Status.OPTIMAL for report in reports)
    return replace(result, status=Status.OPTIMAL if proven else Status.FEASIBLE, objectives=reports, scenario=scenario)
