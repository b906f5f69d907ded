"""What the solver does without a rule."""

from ortools.sat.python import cp_model

from tests.support.tempting import Temptation
from tspi_sched.model import OBJECTIVES, build_model, extract_plan
from tspi_sched.plan import Plan


def best_without(rule: str, tempting: Temptation) -> Plan:
    """The best plan by a model that leaves the rule out."""
    v = build_model(tempting.problem, (tempting.objective,), frozenset({rule}))
    v.model.minimize(OBJECTIVES[tempting.objective](v))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(v.model) == cp_model.OPTIMAL
    return extract_plan(v, solver.value)
