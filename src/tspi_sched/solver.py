"""One call of the solver, in a thread of its own so that Ctrl-C is heard while it works."""

import logging
import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ortools.sat.python import cp_model
from ortools.sat.python import cp_model_helper as cmh

from tspi_sched.wishes import Wishes


class SolverProfile(StrEnum):
    """What a call of the solver is for."""

    BALANCED = "balanced"
    QUICK = "quick"
    """For small models: prepare as little as can be."""
    TINY = "tiny"
    """The same, but with linear relaxations; taken by itself for balanced calls about the smallest models."""
    AGAIN = "again"
    """For models minimised again and again, each time from a plan that is good already: prepare once, and lightly."""
    LINEAR = "linear"
    """For models that are nearly linear programmes, such as integer masters: all rows in the relaxation, prepare
    little."""
    FIRST = "first"
    """Stop at the first solution."""
    PROVE = "prove"
    """Put all work into the bound."""
    HINTED = "hinted"
    """Keep every hinted value, and find the others."""


@dataclass
class Outcome:
    """What a call of the solver came to; `best` and `bound` are None if there is none."""

    status: int
    best: int | None
    bound: int | None
    value: Callable[[Any], int]
    """The value of an unknown in the best solution."""
    values: tuple[int, ...]
    interrupted: bool

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def proven(self) -> bool:
        """Whether the solution is the best there is."""
        return self.status == cp_model.OPTIMAL

    @property
    def infeasible(self) -> bool:
        """Whether there is proven to be no solution."""
        return self.status == cp_model.INFEASIBLE


class Incumbent:
    """The best solution of a call that is under way, for whoever wants it before the call ends."""

    def __init__(self) -> None:
        self.values: tuple[int, ...] = ()

    @property
    def value(self) -> Callable[[Any], int] | None:
        """The value of an unknown in that solution; None while there is none."""
        if not (values := self.values):
            return None
        response = cmh.CpSolverResponse()
        response.solution.extend(values)
        return lambda unknown: int(cmh.ResponseHelper.value(response, unknown))


class _Follow(cp_model.CpSolverSolutionCallback):
    """Remembers the best value while the solver runs, for whoever watches."""

    def __init__(self, incumbent: Incumbent | None) -> None:
        super().__init__()
        self.best: int | None = None
        self.bound: int | None = None
        self.incumbent = incumbent

    def on_solution_callback(self) -> None:
        """A better solution."""
        self.best = round(self.objective_value)
        if self.incumbent is not None:
            self.incumbent.values = tuple(self.response_proto.solution)

    def raise_bound(self, bound: float) -> None:
        """A better bound."""
        self.bound = _up(bound)


class InvalidModel(AssertionError):
    """The solver refuses a model: a defect of this program, never of a session."""


log = logging.getLogger(__name__)

Tick = Callable[[int | None, int | None], None]
"""Called with the best value and bound so far while the solver works."""

PROVERS = ("objective_lb_search", "reduced_costs", "objective_lb_search_max_lp", "default_lp", "no_lp", "quick_restart")
"""Ways to search that raise the bound fastest here, best first; the solver's own mix is better at finding plans."""


WAIT, TICK = 0.05, 4
"""Seconds until the solver is asked again whether it is done, and after how many such times whoever watches is told."""

TINY = 200
"""Unknowns up to which a model is answered sooner than several workers are started and it is prepared for them."""


def run(
    model: cp_model.CpModel,
    wishes: Wishes,
    seconds: float,
    tick: Tick,
    profile: SolverProfile = SolverProfile.BALANCED,
    incumbent: Incumbent | None = None,
) -> Outcome:
    """Minimise a model's objective for so many seconds at the most; an `incumbent` follows it meanwhile."""
    solver, follow = cp_model.CpSolver(), _Follow(incumbent)
    solver.parameters.max_time_in_seconds = max(seconds, 0.05)
    tiny = profile in (SolverProfile.BALANCED, SolverProfile.AGAIN) and len(model.proto.variables) <= TINY
    _set_up(solver, wishes, SolverProfile.TINY if tiny else profile)
    solver.best_bound_callback = follow.raise_bound
    status, interrupted = _in_a_thread(solver, model, follow, tick)
    if status == cp_model.MODEL_INVALID:
        raise InvalidModel(model.validate() or "the solver refuses the model, and does not say why")
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Outcome(
        status,
        round(solver.objective_value) if found else None,
        _up(solver.best_objective_bound) if found else follow.bound,
        solver.value,
        tuple(solver.response_proto.solution) if found else (),
        interrupted,
    )


def hint(model: cp_model.CpModel, values: tuple[int, ...]) -> None:
    """Start the next search from these values of all the unknowns; not if they are of another model."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    if not values or len(values) > len(model.proto.variables):
        return
    model.proto.solution_hint.vars.extend(range(len(values)))
    model.proto.solution_hint.values.extend(values)


def _in_a_thread(solver: cp_model.CpSolver, model: cp_model.CpModel, follow: _Follow, tick: Tick) -> tuple[int, bool]:
    """The solver's status, and whether somebody interrupted."""
    status = [int(cp_model.UNKNOWN)]
    done = threading.Event()

    def work() -> None:
        try:
            status[0] = _solve(solver, model, follow)
        finally:
            done.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    interrupted = _wait(done, solver, lambda: tick(follow.best, follow.bound))
    thread.join()
    return status[0], interrupted


def _set_up(solver: cp_model.CpSolver, wishes: Wishes, profile: SolverProfile) -> None:
    """Tell the solver how to search."""
    asked = solver.parameters
    asked.num_workers = wishes.workers
    asked.random_seed = wishes.seed
    asked.catch_sigint_signal = False
    asked.stop_after_first_solution = profile in (SolverProfile.FIRST, SolverProfile.HINTED)
    asked.fix_variables_to_their_hinted_value = profile is SolverProfile.HINTED
    workers = wishes.workers or os.cpu_count() or 1
    if profile is SolverProfile.PROVE and 1 < workers <= len(PROVERS):
        asked.subsolvers.extend(PROVERS[:workers])
    if profile in (SolverProfile.TINY, SolverProfile.QUICK, SolverProfile.LINEAR):
        asked.num_workers, asked.max_presolve_iterations = 1, 1
        asked.cp_model_probing_level, asked.symmetry_level = 0, 0
    if profile is SolverProfile.AGAIN:
        asked.max_presolve_iterations, asked.cp_model_probing_level = 1, 1
    if profile is SolverProfile.QUICK:
        asked.linearization_level = 0
    if profile is SolverProfile.LINEAR:
        asked.linearization_level = 2


def _solve(solver: cp_model.CpSolver, model: cp_model.CpModel, follow: _Follow) -> int:
    """The solver's status; its presolve may fail on symmetries, so it then tries once more without them."""
    until = time.monotonic() + solver.parameters.max_time_in_seconds
    for level in (solver.parameters.symmetry_level, 0):
        solver.parameters.symmetry_level = level
        solver.parameters.max_time_in_seconds = max(0.05, until - time.monotonic())
        try:
            return int(solver.solve(model, follow))
        except Exception as error:  # whatever fails in there costs this call, not the plan found before it
            log.debug("the solver failed, with symmetries at level %d: %s", level, error)
    return int(cp_model.UNKNOWN)


def _wait(done: threading.Event, solver: cp_model.CpSolver, tick: Callable[[], None]) -> bool:
    """Wait for the solver; Ctrl-C stops it, and it then returns with the best it has.

    Waiting for an event, not for the thread: an interrupted `Thread.join` may take a living thread for ended.
    """
    interrupted, waited = False, 0
    while not done.is_set():
        try:
            done.wait(WAIT)
            waited += 1
            if waited % TICK == 1 and not interrupted:
                tick()
        except KeyboardInterrupt:
            interrupted = True
            solver.stop_search()
    return interrupted


def _up(bound: float) -> int:
    return math.ceil(bound - 1e-6)
