"""The workload master: an integer programme that gives each panel one workload vector, whole.

At a given dual of presence each vector costs what its cheapest schedule does. Jobs, days on duty and exclusions are
constraints here; presence alone stays dualised, and its best multiplier is found by Kelley's cutting planes in one
dimension.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from tspi_sched.columns.arcs import feasible_arcs
from tspi_sched.columns.eligibility import eligibility_classes, heard_by
from tspi_sched.columns.enumeration import enumerate_columns
from tspi_sched.columns.master import SCALE, BoundingProblem, dual_constant, rounded_dual
from tspi_sched.columns.network import Duals, Network, PanelSchedule, Values
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import cheapest_schedule
from tspi_sched.columns.state_space import Indices
from tspi_sched.columns.workload_pricing import MAX_WORKLOAD_COST, cost_to_go_of_workload, workload_costs
from tspi_sched.relaxations.bound import Minimise
from tspi_sched.solver import Outcome

TRIALS = 8
"""Most multipliers of presence that are tried in one node."""

SLACKS = (30, 120, 100_000)
"""Reduced-cost gaps, in slots, that are tried in turn until some vectors within suffice for all panels."""

MAX_KNOWN, MAX_LABELS = 60, 60_000
"""Vectors, and labels for one of them, beyond which enumeration by workload is given up."""

STEP_FACTOR = 4
"""Factor by which the multiplier changes while only one side of the best one is known."""


@dataclass(frozen=True)
class _WorkloadColumn:
    """A workload vector of a panel group with its days on duty and least cost."""

    panel_group: int
    duty: frozenset[int]
    workload: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class WorkloadBound:
    """The bound at some duals, and cheapest columns of the chosen vectors; none if none cost less than the cutoff."""

    bound: int
    duals: Duals
    chosen: list[PanelSchedule]


def workload_bound(
    bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise, until: float
) -> WorkloadBound | None:
    """The best bound of a node by workload vectors, over several multipliers of presence; None if there is none, or no
    time.

    `bounding` has a network with workload vectors. Each solution is a cut: a line over the multiplier, above the bound.
    """
    best, below, above = None, None, None
    duals = replace(duals, amounts={**duals.amounts, "juror_days": 0})  # days of duty are counted
    for _ in range(TRIALS):
        if time.monotonic() > until:
            break
        bounded = _bound_at(bounding, node, duals, cutoff, run)
        if bounded is None:
            break
        best = bounded if best is None or bounded.bound > best.bound else best
        if best.bound >= cutoff or not bounded.chosen or "presence" not in bounding.limits:
            break
        cut = _Cut(duals.amounts["presence"], bounded.bound, _excess(bounding, bounded.chosen))
        below, above = (cut, above) if cut.slope > 0 else (below, cut)
        dear = _next_dual(below, above, best.bound, best.bound if node.starts_fixed else cutoff)
        if dear is None:
            break
        duals = replace(duals, amounts={**duals.amounts, "presence": dear})
    return best


@dataclass(frozen=True)
class _Cut:
    """A cut: the cost of a solution at a multiplier of presence, and its slope."""

    price: int
    cost: int
    slope: int

    def at(self, price: float) -> float:
        """Its cost at another multiplier."""
        return self.cost + self.slope * (price - self.price)


def _next_dual(below: _Cut | None, above: _Cut | None, best: int, worth: int) -> int | None:
    """The next multiplier: where the cuts on both sides cross; None if that proves too little more."""
    # Every multiplier bounds; the best is where two cuts cross:
    # docs/how/arguments-branch-and-bound.md#multiplier-of-presence
    if below is None and above is not None:
        return above.price // STEP_FACTOR if above.price and above.slope else None
    if below is None:
        return None
    if above is None:
        return max(SCALE, below.price * STEP_FACTOR)
    crossing = (above.at(0) - below.at(0)) / (below.slope - above.slope)
    if below.at(crossing) < max(worth, best + SCALE / 2):
        return None
    price = round(crossing)
    return price if below.price < price < above.price else None


def _excess(bounding: BoundingProblem, chosen: list[PanelSchedule]) -> int:
    """By how much columns exceed the limit of presence: the slope of a cut."""
    return sum(schedule.amounts["presence"] for schedule in chosen) - bounding.limits["presence"]


def _bound_at(bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise) -> WorkloadBound | None:
    """The bound of the workload master at some duals; None if costs exceed 32 bits."""
    columns = _workload_columns(bounding.network, node, duals)
    if columns is None:
        return None
    fixed = dual_constant(bounding, node, duals)
    program = _master_program(bounding, node, columns)
    lower, costs = _reduced_costs(program, _lp_duals(program))
    proven = lower
    for slots in SLACKS:
        upper = min(cutoff - fixed, lower + slots * SCALE)
        if upper <= proven:
            break
        outcome, times = _choose(bounding.network, program, columns, np.flatnonzero(costs < upper - lower), upper, run)
        if outcome.found:
            value = outcome.best if outcome.proven else outcome.bound
            chosen = [column for column, used in times for _ in range(outcome.value(used)) if column.duty]
            made = [
                cheapest_schedule(
                    cost_to_go_of_workload(
                        bounding.network, column.panel_group, node, duals, column.workload, column.duty
                    )
                )
                for column in chosen
            ]
            return WorkloadBound(fixed + max(proven, proven if value is None else value), duals, made)
        if not outcome.infeasible:
            break
        proven = upper
    return WorkloadBound(fixed + proven, duals, [])


def enumerate_workloads(
    bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise, until: float
) -> list[PanelSchedule] | None:
    """All columns that a solution below the cutoff can consist of; None if they are too many, or no time is left."""
    # All workloads of a better plan are among those found below the cutoff:
    # docs/how/arguments-branch-and-bound.md#enumeration-by-workload
    columns = _workload_columns(bounding.network, node, duals)
    if columns is None:
        return None
    left, program = cutoff - dual_constant(bounding, node, duals), _master_program(bounding, node, columns)
    lower, costs = _reduced_costs(program, _lp_duals(program))
    known: dict[_WorkloadColumn, int] = {}
    while True:
        near = np.flatnonzero(costs < left - lower)
        outcome, times = _choose(bounding.network, program, columns, near, left, run, known)
        if outcome.infeasible:
            break
        fresh = [column for column, used in times if outcome.found and outcome.value(used) and column not in known]
        if not outcome.proven or outcome.best is None or len(known) > MAX_KNOWN or time.monotonic() > until:
            return None
        known |= dict.fromkeys(fresh, outcome.best)
    schedules: list[PanelSchedule] = []
    for column, cost in known.items():
        if column.duty:
            of = cost_to_go_of_workload(bounding.network, column.panel_group, node, duals, column.workload, column.duty)
            listed = enumerate_columns(of, left - cost - 1, MAX_LABELS, hours=True)
            if listed is None or time.monotonic() > until:
                return None
            schedules += listed
    return schedules


def _workload_columns(network: Network, node: Node, duals: Duals) -> list[_WorkloadColumn] | None:
    """All workload vectors by panel group and days on duty; None if costs exceed 32 bits."""
    columns, workloads = list[_WorkloadColumn](), list(network.state_space.workloads)
    for panel_group, group in enumerate(network.panel_groups):
        costs = workload_costs(network, panel_group, feasible_arcs(network, group, node), duals)
        if costs is None:
            return None
        for duty, costs_by_workload in costs.items():
            columns += [
                _WorkloadColumn(panel_group, duty, workloads[i], int(costs_by_workload[i]))
                for i in np.flatnonzero(costs_by_workload < MAX_WORKLOAD_COST)
            ]
    return columns


@dataclass(frozen=True)
class _Program:
    """The workload master without exclusions: multiplicities of vectors, sums within limits, one vector for each
    agent."""

    costs: Values
    sums: Values
    """Coefficients, by sum and vector."""
    limits: list[tuple[int, int]]
    agents: Values
    """By panel group and vector: 1 if it belongs to the group."""
    counts: list[int]
    """By panel group, the number of agents."""


def _master_program(bounding: BoundingProblem, node: Node, columns: list[_WorkloadColumn]) -> _Program:
    network = bounding.network
    per_job, classes = network.instance.agents_per_job, network.state_space.classes
    jobs = [0] * (max(classes) + 1)
    for job_type, type_class in zip(network.job_types, classes, strict=True):
        jobs[type_class] += per_job * len(job_type.jobs)
    sums = [[column.workload[type_class] for column in columns] for type_class in range(len(jobs))]
    sums += [[int(d in column.duty) for column in columns] for d in range(len(node.duty))]
    limits = [*((count, count) for count in jobs), *node.duty]
    if "juror_days" in bounding.limits:
        sums.append([network.panel_groups[column.panel_group].weight * len(column.duty) for column in columns])
        limits.append((0, bounding.limits["juror_days"]))
    agents = [
        [int(column.panel_group == panel_group) for column in columns]
        for panel_group in range(len(network.panel_groups))
    ]
    counts = [len(panel_group.agents) for panel_group in network.panel_groups]
    return _Program(np.array([column.cost for column in columns]), np.array(sums), limits, np.array(agents), counts)


def _lp_duals(program: _Program) -> list[int]:
    """Duals of the sums, by the linear relaxation over all vectors."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity, objective = solver.infinity(), solver.Objective()
    objective.SetMinimization()
    used = [solver.NumVar(0, infinity, "") for _ in program.costs]
    for variable, cost in zip(used, program.costs, strict=True):
        objective.SetCoefficient(variable, float(cost))
    rows = []
    everybody = [(members, (count, count)) for members, count in zip(program.agents, program.counts, strict=True)]
    for sums, (low, high) in [*zip(program.sums, program.limits, strict=True), *everybody]:
        rows.append(solver.Constraint(low, high))
        for i in np.flatnonzero(sums):
            rows[-1].SetCoefficient(used[i], float(sums[i]))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [0] * len(program.limits)
    return [rounded_dual(-row.dual_value() / SCALE, SCALE) for row in rows[: len(program.limits)]]


def _reduced_costs(program: _Program, worth: list[int]) -> tuple[int, Values]:
    """The bound of these duals, and the reduced cost of each vector above the cheapest of its group."""
    # A choice costs at least the bound plus the reduced cost of each vector in it:
    # docs/how/arguments-branch-and-bound.md#reduced-cost-fixing
    duals: Values = np.array(worth, np.int64)
    costs = program.costs + duals @ program.sums
    lower = -sum(max(price * low, price * high) for price, (low, high) in zip(worth, program.limits, strict=True))
    for members, count in zip(program.agents, program.counts, strict=True):
        cheapest_schedule = int(costs[members > 0].min())
        costs = costs - cheapest_schedule * members
        lower += count * cheapest_schedule
    return lower, costs


def _choose(
    network: Network,
    program: _Program,
    columns: list[_WorkloadColumn],
    near: Indices,
    upper: int,
    run: Minimise,
    known: Iterable[_WorkloadColumn] | None = None,
) -> tuple[Outcome, list[tuple[_WorkloadColumn, cp_model.IntVar]]]:
    """The cheapest integer solution below `upper`, in which everybody is heard by somebody who may.

    With `known`, only solutions with some vector that is not among these.
    """
    # A plan's workloads and who hears whom are a solution, at no more than its cost:
    # docs/how/arguments-branch-and-bound.md#workload-master
    model, classes_of_agents = cp_model.CpModel(), eligibility_classes(network)
    candidates = [
        (i, eligible)
        for eligible, (panel_group, _, _) in enumerate(classes_of_agents)
        for i in near
        if columns[i].panel_group == panel_group
    ]
    times = [model.new_int_var(0, classes_of_agents[eligible][2], "times") for _, eligible in candidates]
    taken = np.array([i for i, _ in candidates], np.intp)
    for row, (low, high) in zip(program.sums, program.limits, strict=True):
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(times, row[taken].tolist()), low, high)
    heard = heard_by(network, model, classes_of_agents, network.state_space.classes)
    for eligible, (_, _, count) in enumerate(classes_of_agents):
        own = [(columns[i].workload, used) for (i, of), used in zip(candidates, times, strict=True) if of == eligible]
        model.add(sum(used for _, used in own) == count)
        for type_class, jobs in heard[eligible].items():
            model.add(sum(workload[type_class] * used for workload, used in own) == sum(jobs))
    cost = cp_model.LinearExpr.weighted_sum(times, program.costs[taken].tolist())
    model.add(cost < upper)
    if known is not None:
        seen = set(known)
        model.add(sum(used for (i, _), used in zip(candidates, times, strict=True) if columns[i] not in seen) >= 1)
    model.minimize(cost)
    return run(model), [(columns[i], used) for (i, _), used in zip(candidates, times, strict=True)]
