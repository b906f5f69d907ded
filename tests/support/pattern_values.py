"""What counting panels' days says of a session."""

from ortools.sat.python import cp_model

from tests.support.work_clock import now
from tspi_sched.model import build_instance
from tspi_sched.relaxations.patterns.bound import PatternSolution, solve_patterns
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.solver import Outcome, run
from tspi_sched.wishes import Wishes


def pattern_solution(
    problem: object, name: str, seconds: float = 20, reached: int | None = None
) -> PatternSolution | None:
    """What the pattern model says of one objective, with or without a plan at hand."""
    what = pattern_data(build_instance(problem))  # type: ignore[arg-type]

    def asked(model: cp_model.CpModel) -> Outcome:
        return run(model, Wishes(workers=1), 5, lambda best, bound: None)

    return solve_patterns(what, {}, (name,), asked, now() + seconds, reached=reached) if what else None
