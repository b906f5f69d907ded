"""From a problem and wishes to a result: one model, one objective after the other, the last plan never lost."""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from tspi_sched.check import check, measure
from tspi_sched.model import OBJECTIVES, Variables, build_model, read_plan
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective, Wishes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: the objective at work and its place, the best value and bound so far (None: none yet)."""

    objective: str
    index: int
    count: int
    best: int | None
    bound: int | None
    seconds: float
    """Since the search began."""


Watch = Callable[[Progress], None]
"""Called, in the calling thread, a few times a second while a search runs."""


def solve(problem: Problem, wishes: Wishes | None = None, watch: Watch | None = None) -> Result:
    """Find the best plan, and prove how good it is, within the time limit of the wishes.

    Objectives are minimised one after the other; each may later be worsened by its tolerance. An interruption
    (Ctrl-C) ends the search and keeps the best plan so far. The plan is checked before it is returned.
    """
    wishes = wishes or Wishes()
    search = _Search(problem, wishes, watch or (lambda progress: None))
    search.run()
    return search.result()


@dataclass
class _Stage:
    """One objective's share of the search."""

    objective: Objective
    status: str
    best: int
    bound: int
    seconds: float


@dataclass
class _Search:
    """The state of a search: what has been proven, and the last plan."""

    problem: Problem
    wishes: Wishes
    watch: Watch
    began: float = field(default_factory=time.monotonic)
    stages: list[_Stage] = field(default_factory=list)
    plan: Plan | None = None
    infeasible: bool = False
    interrupted: bool = False

    def run(self) -> None:
        names = tuple(objective.name for objective in self.wishes.objectives)
        v = build_model(self.problem, names)
        log.info("model: %d variables, %d constraints", len(v.model.proto.variables), len(v.model.proto.constraints))
        expressions = {name: OBJECTIVES[name](v) for name in names}
        for index, objective in enumerate(self.wishes.objectives):
            self._minimise(v, index, objective, expressions[objective.name])
            if self.plan is None or self.interrupted:
                break

    def _minimise(self, v: Variables, index: int, objective: Objective, expression: Any) -> None:
        started = time.monotonic()
        v.model.minimize(expression)
        run = _Run(self, v, index, objective.name)
        status = run.go(self._share(index))
        self.infeasible |= status == cp_model.INFEASIBLE and self.plan is None
        if run.best is None:
            return
        proven = status == cp_model.OPTIMAL
        bound = run.best if proven else min(run.best, run.bound)
        seconds = time.monotonic() - started
        self.stages.append(_Stage(objective, "optimal" if proven else "feasible", run.best, bound, seconds))
        if not isinstance(expression, int):
            v.model.add(expression <= run.best + objective.tolerance)

    def _share(self, index: int) -> float:
        """Seconds for an objective: an even part of what is left, all of it while there is no plan."""
        left = max(0.1, self.wishes.time_limit - (time.monotonic() - self.began))
        return left if self.plan is None else left / (len(self.wishes.objectives) - index)

    def result(self) -> Result:
        seconds = time.monotonic() - self.began
        if self.plan is None:
            status = "infeasible" if self.infeasible else "unknown"
            return Result(status, None, interrupted=self.interrupted, seconds=seconds, scenario=self.wishes.name)
        broken = check(self.problem, self.plan)
        if broken:
            raise AssertionError("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
        reports = self._reports(self.plan)
        status = "optimal" if all(report.status == "optimal" for report in reports) else "feasible"
        return Result(status, self.plan, reports, (), self.interrupted, seconds, self.wishes.name)

    def _reports(self, plan: Plan) -> tuple[ObjectiveReport, ...]:
        values = measure(self.problem, plan)
        done = {stage.objective.name: stage for stage in self.stages}
        reports = []
        for objective in self.wishes.objectives:
            name, value = objective.name, values[objective.name]
            stage = done.get(name, _Stage(objective, "unknown", value, 0, 0.0))
            reports.append(ObjectiveReport(name, value, stage.best, stage.bound, stage.status, round(stage.seconds, 2)))
        return tuple(reports)


class _Run(cp_model.CpSolverSolutionCallback):
    """One call of the solver, in a thread of its own so that Ctrl-C is heard."""

    def __init__(self, search: _Search, v: Variables, index: int, name: str) -> None:
        super().__init__()
        self.search, self.v, self.index, self.name = search, v, index, name
        self.best: int | None = None
        self.bound = 0
        self.solver = cp_model.CpSolver()

    def on_solution_callback(self) -> None:
        """Keep the plan: whatever happens next, it is not lost."""
        self.best = round(self.objective_value)

    def _on_bound(self, bound: float) -> None:
        self.bound = max(self.bound, math.ceil(bound - 1e-6))

    def go(self, seconds: float) -> int:
        parameters = self.solver.parameters
        parameters.max_time_in_seconds = seconds
        parameters.num_workers = self.search.wishes.workers
        parameters.random_seed = self.search.wishes.seed
        parameters.catch_sigint_signal = False
        self.solver.best_bound_callback = self._on_bound
        outcome: list[int] = []
        thread = threading.Thread(
            target=lambda: outcome.append(int(self.solver.solve(self.v.model, self))), daemon=True
        )
        thread.start()
        while thread.is_alive():
            try:
                thread.join(0.2)
                self.search.watch(self._progress())
            except KeyboardInterrupt:
                self.search.interrupted = True
                self.solver.stop_search()
        self._keep(outcome[0])
        return outcome[0]

    def _keep(self, status: int) -> None:
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        self.best = round(self.solver.objective_value)
        self._on_bound(self.solver.best_objective_bound)
        self.search.plan = read_plan(self.v, self.solver.value)
        self._hint()

    def _hint(self) -> None:
        """Start the next objective from this plan."""
        model, values = self.v.model, self.solver.response_proto.solution
        model.clear_hints()
        for index, value in enumerate(values):
            model.add_hint(model.get_int_var_from_proto_index(index), value)

    def _progress(self) -> Progress:
        seconds = time.monotonic() - self.search.began
        count = len(self.search.wishes.objectives)
        return Progress(self.name, self.index, count, self.best, self.bound, seconds)
