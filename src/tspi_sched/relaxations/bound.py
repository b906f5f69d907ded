"""Bounds by the workload and the positional relaxation, and their solutions: where each panel's jobs may lie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.model import Instance, Var
from tspi_sched.relaxations.positional.candidates import waiting as positional_waiting
from tspi_sched.relaxations.positional.data import PositionalModel
from tspi_sched.relaxations.positional.model import build_positional_model, positional_applies
from tspi_sched.relaxations.workload.data import WorkloadModel
from tspi_sched.relaxations.workload.model import (
    OBJECTIVES as WORKLOAD_OBJECTIVES,
)
from tspi_sched.relaxations.workload.model import (
    build_workload_model,
    workload_applies,
)
from tspi_sched.solver import Outcome, hint

Minimise = Callable[[cp_model.CpModel], Outcome]
"""Minimises a model's objective."""

ServiceTimes = dict[tuple[int, tuple[int, ...]], list[tuple[int, int]]]
"""By agent and jobs of a type: slots of each marking and hearing, in order; without hours, those of midnight."""

Place = tuple[int, int, int]
"""Agent, slot of the marking, slot of the first oral."""


@dataclass(frozen=True)
class Bounds:
    """Limits and bounds of the plans still of interest.

    `latest`: by track, the last start of its paper, in slots.
    """

    limits: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)
    least: int = 0
    """A proven bound of the objective at work."""
    best: int | None = None
    """The incumbent's value: only a better one is of interest."""


@dataclass(frozen=True)
class RelaxationSolution:
    """A relaxation's proven bound and best solution for an objective.

    `infeasible`: the relaxation has no solution, so there is no plan.
    """

    bound: int = 0
    service_times: ServiceTimes | None = None
    """None: no solution was found in time."""
    papers: dict[str, int] | None = None
    """By track, the slot at which its paper starts; None for the workload relaxation, which knows days only."""
    infeasible: bool = False
    values: tuple[int, ...] = ()
    """Values of all variables, as a hint for the next call."""


def solve_workload(
    instance: Instance, bounds: Bounds, name: str, run: Minimise, before: RelaxationSolution | None = None
) -> RelaxationSolution | None:
    """The bound and best solution of the workload relaxation for one objective.

    The solver begins at the solution `before`. None if the relaxation does not apply to the problem or the objective.
    """

    def stated() -> _Relaxation:
        workload = build_workload_model(instance, bounds.latest)
        expressions = {what: WORKLOAD_OBJECTIVES[what](workload) for what in _stated_objectives(name, bounds)}
        return _Relaxation(workload.model, expressions, lambda outcome: (_days(workload, outcome), None))

    return _minimise(stated, bounds, name, run, before) if _applies(instance, name) else None


def solve_positional(
    instance: Instance, bounds: Bounds, name: str, run: Minimise, before: RelaxationSolution | None = None
) -> RelaxationSolution | None:
    """The bound and best solution of the positional relaxation; as the workload relaxation's, stronger and slower."""

    def stated() -> _Relaxation:
        workload = build_workload_model(instance, bounds.latest)
        positional = build_positional_model(workload)
        expressions = {
            what: WORKLOAD_OBJECTIVES[what](workload) for what in _stated_objectives(name, bounds) if what != "waiting"
        }
        if "waiting" in _stated_objectives(name, bounds):
            expressions["waiting"] = positional_waiting(positional)
        return _Relaxation(workload.model, expressions, lambda outcome: _hours(positional, outcome))

    return (
        _minimise(stated, bounds, name, run, before)
        if _applies(instance, name) and positional_applies(instance)
        else None
    )


@dataclass(frozen=True)
class _Relaxation:
    """A stated relaxation: its model, its objectives, and how to read its solution."""

    model: cp_model.CpModel
    expressions: Mapping[str, Var]
    read: Callable[[Outcome], tuple[ServiceTimes, dict[str, int] | None]]


def _applies(instance: Instance, name: str) -> bool:
    return name in WORKLOAD_OBJECTIVES and workload_applies(instance)


def _minimise(
    state: Callable[[], _Relaxation], bounds: Bounds, name: str, run: Minimise, before: RelaxationSolution | None
) -> RelaxationSolution:
    if name in ("days", "finish"):
        return _destructive_lower_bound(state, bounds, name, run, before)
    stated = _with_limits(state(), bounds, before)
    stated.model.add(stated.expressions[name] >= bounds.least)
    if bounds.best is not None:
        stated.model.add(stated.expressions[name] < bounds.best)
    stated.model.minimize(stated.expressions[name])
    outcome = run(stated.model)
    if outcome.infeasible:
        return RelaxationSolution(infeasible=True) if bounds.best is None else RelaxationSolution(bounds.best)
    if not outcome.found:
        return RelaxationSolution(outcome.bound or 0)
    return RelaxationSolution(outcome.bound or 0, *stated.read(outcome), values=outcome.values)


def _destructive_lower_bound(
    state: Callable[[], _Relaxation], bounds: Bounds, name: str, run: Minimise, before: RelaxationSolution | None
) -> RelaxationSolution:
    """A destructive lower bound, by bisection: for objectives that the solver bounds badly but refutes quickly."""
    low, high, best_solution = bounds.least, bounds.best, RelaxationSolution(bounds.least)
    while high is None or low < high:
        target = cp_model.INT32_MAX if high is None else (low + high) // 2
        stated = _with_limits(state(), bounds, before)
        stated.model.add_linear_constraint(stated.expressions[name], low, target)
        outcome = run(stated.model)
        if outcome.infeasible and high is None:
            return RelaxationSolution(infeasible=True)
        if outcome.infeasible:
            low = target + 1
        elif outcome.found:
            high = outcome.value(stated.expressions[name])
            best_solution = before = RelaxationSolution(low, *stated.read(outcome), values=outcome.values)
        else:
            break
    return replace(best_solution, bound=low)


def _with_limits(stated: _Relaxation, bounds: Bounds, before: RelaxationSolution | None) -> _Relaxation:
    # Each plan has a solution of equal value, so limits from both sides cut no plan off:
    # docs/how/arguments-workload.md#limits-and-bounds
    for what, expression in stated.expressions.items():
        if what in bounds.limits:
            stated.model.add_linear_constraint(expression, bounds.floors.get(what, 0), bounds.limits[what])
    hint(stated.model, before.values if before else ())
    return stated


def _stated_objectives(name: str, bounds: Bounds) -> list[str]:
    """The objectives to state, always in one order, so that a solution for one hints another.

    Waiting is expensive to state, so only where it is wanted.
    """
    return [what for what in WORKLOAD_OBJECTIVES if what != "waiting" or what == name or what in bounds.limits]


def _days(workload: WorkloadModel, outcome: Outcome) -> ServiceTimes:
    """Each agent's markings and hearings of a job type, both in the order of the days."""
    service_times: ServiceTimes = {}
    for agent in workload.instance.agents:
        own_days = [day for day in workload.days.values() if day.agent is agent]
        for job_type in workload.job_types:
            marked = [
                workload.base(day.day) for day in own_days for _ in range(outcome.value(day.marked[job_type.index]))
            ]
            heard = [
                workload.base(day.day) for day in own_days for _ in range(outcome.value(day.heard[job_type.index]))
            ]
            service_times[agent.index, tuple(job_type.barred)] = list(zip(marked, heard, strict=True))
    return service_times


def _hours(positional: PositionalModel, outcome: Outcome) -> tuple[ServiceTimes, dict[str, int]]:
    papers = {track: outcome.value(start) for track, start in positional.workload.paper_start.items()}
    service_times = {
        (agent, tuple(positional.workload.job_types[job_type].barred)): [
            (outcome.value(position.marking), outcome.value(position.hearing))
            for position in positions
            if outcome.value(position.used)
        ]
        for (agent, job_type), positions in positional.positions.items()
    }
    return service_times, papers
