"""Who hears how many: a bound that no mixture of shares can lower.

At given prices of presence, each share costs what its cheapest itinerary does. A small programme in whole numbers gives
every agent a share, so that all jobs are heard and the days of duty fit; presence alone is left to its price, and the
best price is looked for.
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
"""Prices of presence that are tried at most for one box."""

SLACKS = (30, 120, 100_000)
"""Slots by which a way may cost more than the cheapest, in turn, until some of them are enough for all."""

MAX_KNOWN, MAX_LABELS = 60, 60_000
"""Shares, and ways to hear one, beyond which the itineraries of what shares leave in doubt are not listed."""

STEP_FACTOR = 4
"""By what a price of presence is multiplied, or divided, as long as only one side of the best one is known."""


@dataclass(frozen=True)
class _WorkloadColumn:
    """A share of a team's agent, its days of duty, and what it costs at the least."""

    panel_group: int
    duty: frozenset[int]
    workload: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class WorkloadBound:
    """What is proven at some prices, and the best itineraries at these; none if none cost less than enough."""

    bound: int
    duals: Duals
    chosen: list[PanelSchedule]


def workload_bound(
    bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise, until: float
) -> WorkloadBound | None:
    """The best bound of a box by shares that was found, beginning at some prices; None if there is none, or no time.

    `bounding` has a network of shares. Tries other prices of presence as long as they may prove more: each choice of
    shares is a line over these prices, below which all that they prove lies.
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
    """What a choice of shares costs at some price of presence, and how fast that grows with the price."""

    price: int
    cost: int
    slope: int

    def at(self, price: float) -> float:
        """What it costs at another price."""
        return self.cost + self.slope * (price - self.price)


def _next_dual(below: _Cut | None, above: _Cut | None, best: int, worth: int) -> int | None:
    """The price to try next; None if no price proves more than the best one by far, or what it is worth."""
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
    """By how much some itineraries are longer than presence may be."""
    return sum(one.amounts["presence"] for one in chosen) - bounding.limits["presence"]


def _bound_at(bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise) -> WorkloadBound | None:
    """What shares prove at some prices; None if that can't be said."""
    columns = _workload_columns(bounding.network, node, duals)
    if columns is None:
        return None
    fixed = dual_constant(bounding, node, duals)
    program = _master_program(bounding, node, columns)
    least, costs = _reduced_costs(program, _lp_duals(program))
    proven = least
    for slots in SLACKS:
        most = min(cutoff - fixed, least + slots * SCALE)
        if most <= proven:
            break
        outcome, times = _choose(bounding.network, program, columns, np.flatnonzero(costs < most - least), most, run)
        if outcome.found:
            found = outcome.best if outcome.proven else outcome.bound
            chosen = [column for column, used in times for _ in range(outcome.value(used)) if column.duty]
            made = [
                cheapest_schedule(
                    cost_to_go_of_workload(
                        bounding.network, column.panel_group, node, duals, column.workload, column.duty
                    )
                )
                for column in chosen
            ]
            return WorkloadBound(fixed + max(proven, proven if found is None else found), duals, made)
        if not outcome.infeasible:
            break
        proven = most
    return WorkloadBound(fixed + proven, duals, [])


def enumerate_workloads(
    bounding: BoundingProblem, node: Node, duals: Duals, cutoff: int, run: Minimise, until: float
) -> list[PanelSchedule] | None:
    """All itineraries that a choice of less than `cutoff` may be made of; None if they are too many, or no time."""
    columns = _workload_columns(bounding.network, node, duals)
    if columns is None:
        return None
    left, program = cutoff - dual_constant(bounding, node, duals), _master_program(bounding, node, columns)
    least, costs = _reduced_costs(program, _lp_duals(program))
    known: dict[_WorkloadColumn, int] = {}
    while True:
        near = np.flatnonzero(costs < left - least)
        outcome, times = _choose(bounding.network, program, columns, near, left, run, known)
        if outcome.infeasible:
            break
        fresh = [column for column, used in times if outcome.found and outcome.value(used) and column not in known]
        if not outcome.proven or outcome.best is None or len(known) > MAX_KNOWN or time.monotonic() > until:
            return None
        known |= dict.fromkeys(fresh, outcome.best)
    found: list[PanelSchedule] = []
    for column, cost in known.items():
        if column.duty:
            of = cost_to_go_of_workload(bounding.network, column.panel_group, node, duals, column.workload, column.duty)
            some = enumerate_columns(of, left - cost - 1, MAX_LABELS, hours=True)
            if some is None or time.monotonic() > until:
                return None
            found += some
    return found


def _workload_columns(network: Network, node: Node, duals: Duals) -> list[_WorkloadColumn] | None:
    """All that an agent may do, by team, days of duty and share; None if the prices are too high."""
    columns, workloads = list[_WorkloadColumn](), list(network.state_space.workloads)
    for panel_group, mine in enumerate(network.panel_groups):
        costs = workload_costs(network, panel_group, feasible_arcs(network, mine, node), duals)
        if costs is None:
            return None
        for duty, some in costs.items():
            columns += [
                _WorkloadColumn(panel_group, duty, workloads[i], int(some[i]))
                for i in np.flatnonzero(some < MAX_WORKLOAD_COST)
            ]
    return columns


@dataclass(frozen=True)
class _Program:
    """How often each way is taken, at the least cost: sums of ways within limits, and a way for every agent."""

    costs: Values
    sums: Values
    """By sum and way."""
    limits: list[tuple[int, int]]
    agents: Values
    """By team and way, 1 if it is of the team."""
    counts: list[int]
    """By team, its agents."""


def _master_program(bounding: BoundingProblem, node: Node, columns: list[_WorkloadColumn]) -> _Program:
    network = bounding.network
    per_job, classes = network.instance.agents_per_job, network.state_space.classes
    jobs = [0] * (max(classes) + 1)
    for job_type, one in zip(network.job_types, classes, strict=True):
        jobs[one] += per_job * len(job_type.jobs)
    sums = [[column.workload[one] for column in columns] for one in range(len(jobs))]
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
    """What one of each sum costs, by the linear programme of all the ways."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity, objective = solver.infinity(), solver.Objective()
    objective.SetMinimization()
    used = [solver.NumVar(0, infinity, "") for _ in program.costs]
    for variable, cost in zip(used, program.costs, strict=True):
        objective.SetCoefficient(variable, float(cost))
    rows = []
    everybody = [(mine, (count, count)) for mine, count in zip(program.agents, program.counts, strict=True)]
    for sums, (low, high) in [*zip(program.sums, program.limits, strict=True), *everybody]:
        rows.append(solver.Constraint(low, high))
        for i in np.flatnonzero(sums):
            rows[-1].SetCoefficient(used[i], float(sums[i]))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [0] * len(program.limits)
    return [rounded_dual(-row.dual_value() / SCALE, SCALE) for row in rows[: len(program.limits)]]


def _reduced_costs(program: _Program, worth: list[int]) -> tuple[int, Values]:
    """A bound of the costs by what the sums cost, and by what each way costs more than the cheapest of its team."""
    duals: Values = np.array(worth, np.int64)
    costs = program.costs + duals @ program.sums
    least = -sum(max(price * low, price * high) for price, (low, high) in zip(worth, program.limits, strict=True))
    for mine, count in zip(program.agents, program.counts, strict=True):
        cheapest_schedule = int(costs[mine > 0].min())
        costs = costs - cheapest_schedule * mine
        least += count * cheapest_schedule
    return least, costs


def _choose(
    network: Network,
    program: _Program,
    columns: list[_WorkloadColumn],
    near: Indices,
    most: int,
    run: Minimise,
    known: Iterable[_WorkloadColumn] | None = None,
) -> tuple[Outcome, list[tuple[_WorkloadColumn, cp_model.IntVar]]]:
    """The best choice of ways that costs less than `most`, so that everybody is heard by somebody who may.

    If some ways are `known`, only choices that take another one, too.
    """
    model, classes_of_agents = cp_model.CpModel(), eligibility_classes(network)
    mine = [
        (i, eligible)
        for eligible, (panel_group, _, _) in enumerate(classes_of_agents)
        for i in near
        if columns[i].panel_group == panel_group
    ]
    times = [model.new_int_var(0, classes_of_agents[eligible][2], "times") for _, eligible in mine]
    taken = np.array([i for i, _ in mine], np.intp)
    for row, (low, high) in zip(program.sums, program.limits, strict=True):
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(times, row[taken].tolist()), low, high)
    heard = heard_by(network, model, classes_of_agents, network.state_space.classes)
    for eligible, (_, _, count) in enumerate(classes_of_agents):
        own = [(columns[i].workload, used) for (i, of), used in zip(mine, times, strict=True) if of == eligible]
        model.add(sum(used for _, used in own) == count)
        for one, some in heard[eligible].items():
            model.add(sum(workload[one] * used for workload, used in own) == sum(some))
    cost = cp_model.LinearExpr.weighted_sum(times, program.costs[taken].tolist())
    model.add(cost < most)
    if known is not None:
        seen = set(known)
        model.add(sum(used for (i, _), used in zip(mine, times, strict=True) if columns[i] not in seen) >= 1)
    model.minimize(cost)
    return run(model), [(columns[i], used) for (i, _), used in zip(mine, times, strict=True)]
