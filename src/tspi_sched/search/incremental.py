"""A model with the objectives it may be asked for, and what has been settled about them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from tspi_sched.model import OBJECTIVES, Assignment, Var, Variables, add_warm_start, build_model, extract_plan
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.solver import Outcome, hint, run
from tspi_sched.wishes import Wishes

log = logging.getLogger(__name__)

COMPLETING = 5.0
"""Seconds at most to find the values that a plan does not tell; a fraction of a second is the rule."""


@dataclass
class IncrementalModel:
    """All the plans of a problem, or a part of them, and each objective's expression."""

    v: Variables
    expressions: dict[str, Var]
    begun: Plan | None = None
    """The plan at which the next search begins, whole."""

    @property
    def model(self) -> cp_model.CpModel:
        """What the solver gets."""
        return self.v.model

    def at_most(self, name: str, most: int) -> None:
        """Keep an objective within what was reached."""
        self.model.add(self.expressions[name] <= most)

    def at_least(self, name: str, bound: int) -> None:
        """Tell what is known of an objective."""
        self.model.add(self.expressions[name] >= bound)

    def over(self, name: str, limit: int) -> Var:
        """By how much an objective is over a limit, at the least."""
        over = self.v.int_var(0, cp_model.INT32_MAX, f"over[{name}]")
        self.model.add(over >= self.expressions[name] - limit)
        return over

    def minimise(self, name: str, bound: int, below: int | None = None) -> None:
        """Ask for the least of an objective, known to be no less than a bound.

        With `below`, which is above the bound, only for plans that are better than that.
        """
        self.at_least(name, bound)
        self.model.minimize(self.expressions[name])
        if below is not None:
            objective = self.model.proto.objective
            objective.domain.extend([x - round(objective.offset) for x in (bound, below - 1)])

    def complete_start(self, plan: Plan | None, wishes: Wishes) -> bool:
        """Let the next search begin at a plan, if it is a plan of this model; whether somebody interrupted.

        A start is worth much more whole than in part, so the values that the plan does not tell are found first.
        """
        if plan is None or plan is self.begun:
            return False
        add_warm_start(self.v, plan)
        outcome = run(self.model, wishes, COMPLETING, lambda best, bound: None, "hinted")
        if outcome.found:
            self.resume_from(outcome, plan)
        return outcome.interrupted

    def resume_from(self, outcome: Outcome, plan: Plan) -> None:
        """Let the next search begin where another one of this model ended, with a plan."""
        hint(self.model, outcome.values)
        self.begun = plan

    def plan(self, outcome: Outcome) -> Plan:
        """The plan that was found."""
        return extract_plan(self.v, outcome.value)


def state_model(
    problem: Problem,
    names: tuple[str, ...],
    limits: dict[str, int],
    floors: dict[str, int],
    restriction: Mapping[int, tuple[Assignment, ...]] | None = None,
) -> IncrementalModel:
    """State a problem, with the objectives that it may be asked for and the limits and bounds of those worked on."""
    v = build_model(problem, names, restriction=restriction)
    stated = IncrementalModel(v, {name: OBJECTIVES[name](v) for name in names})
    for name, most in limits.items():
        stated.at_most(name, most)
        stated.at_least(name, floors[name])
    log.info("model: %d variables, %d constraints", len(v.model.proto.variables), len(v.model.proto.constraints))
    return stated
