"""An incremental model: the exact model with switchable objectives, limits and hints."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from tspi_sched.model import OBJECTIVES, Assignment, Var, Variables, add_warm_start, build_model, extract_plan
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.solver import Outcome, SolverProfile, hint, run
from tspi_sched.wishes import Wishes

log = logging.getLogger(__name__)

COMPLETING = 5.0
"""Most seconds to complete a hint; a fraction of a second is usual."""


@dataclass
class IncrementalModel:
    """The exact model of a problem, or a restriction of it, with each objective's expression."""

    v: Variables
    expressions: dict[str, Var]
    begun: Plan | None = None
    """The plan whose complete hint the next call begins at."""
    recast: Callable[[Plan], Plan] | None = None
    """Makes a plan of the problem out of one of the model, where they name other members."""

    @property
    def model(self) -> cp_model.CpModel:
        """The model of CP-SAT."""
        return self.v.model

    def at_most(self, name: str, limit: int) -> None:
        """Limit an objective."""
        self.model.add(self.expressions[name] <= limit)

    def at_least(self, name: str, bound: int) -> None:
        """State a proven bound of an objective."""
        self.model.add(self.expressions[name] >= bound)

    def over(self, name: str, limit: int) -> Var:
        """A variable that is at least the excess of an objective over a limit."""
        over = self.v.int_var(0, cp_model.INT32_MAX, f"over[{name}]")
        self.model.add(over >= self.expressions[name] - limit)
        return over

    def minimise(self, name: str, bound: int, below: int | None = None) -> None:
        """Minimise an objective, given a proven bound.

        With `below`, which exceeds the bound, only plans with a smaller value are searched.
        """
        self.at_least(name, bound)
        self.model.minimize(self.expressions[name])
        if below is not None:
            objective = self.model.proto.objective
            objective.domain.extend([x - round(objective.offset) for x in (bound, below - 1)])

    def complete_start(self, plan: Plan | None, wishes: Wishes) -> bool:
        """Hint a plan, if it is one of this model; whether the user interrupted.

        A complete hint is worth much more than a partial one, so the values that a plan does not determine are found
        first.
        """
        if plan is None or plan is self.begun or self.recast:
            return False
        add_warm_start(self.v, plan)
        outcome = run(self.model, wishes, COMPLETING, lambda best, bound: None, SolverProfile.HINTED)
        if outcome.found:
            self.resume_from(outcome, plan)
        return outcome.interrupted

    def resume_from(self, outcome: Outcome, plan: Plan) -> None:
        """Hint the solution of an earlier call of this model."""
        hint(self.model, outcome.values)
        self.begun = plan

    def plan(self, outcome: Outcome) -> Plan:
        """The plan of a solution."""
        return self.plan_of(outcome.value)

    def plan_of(self, value: Callable[[Any], int]) -> Plan:
        """The plan that some values of the unknowns stand for."""
        plan = extract_plan(self.v, value)
        return self.recast(plan) if self.recast else plan


def state_model(
    problem: Problem,
    names: tuple[str, ...],
    limits: dict[str, int],
    floors: dict[str, int],
    restriction: Mapping[int, tuple[Assignment, ...]] | None = None,
) -> IncrementalModel:
    """State a problem with the objectives that may be minimised, and the limits and bounds of those worked on."""
    v = build_model(problem, names, restriction=restriction)
    stated = IncrementalModel(v, {name: OBJECTIVES[name](v) for name in names})
    for name, limit in limits.items():
        stated.at_most(name, limit)
        stated.at_least(name, floors[name])
    log.info("model: %d variables, %d constraints", len(v.model.proto.variables), len(v.model.proto.constraints))
    return stated
