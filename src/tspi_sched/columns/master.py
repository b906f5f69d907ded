"""The restricted master and column generation: duals, and the Lagrangian bound that they prove.

The loop of Lübbecke and Desrosiers (2005): a linear programme over the columns known so far gives duals, and the
cheapest columns at these duals join it. Any duals give a bound, in integers: at them, a plan's columns cost no less
than the cheapest, and the sums that were dualised are paid back.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ortools.linear_solver import pywraplp

from tspi_sched.columns.arc_costs import between, waits_in
from tspi_sched.columns.arcs import Arcs, columns_within, feasible_arcs
from tspi_sched.columns.linking import HearingKey, LinkingConstraint
from tspi_sched.columns.network import AMOUNTS, Duals, Network, PanelSchedule, projected, short_of_projectors
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY, CostToGo, cheapest_schedule, cost_to_go

SCALE = 27_720
"""Units of a dual in one unit of the objective: lcm(1, …, 12), so that fractions with these denominators are exact.

The best duals are often simple fractions, and a large limit multiplies what rounding loses.
"""

ARTIFICIAL_COST = 10
"""Artificial cost of a missing job, in days of waiting; if it is paid in the end, there are too few panels for all."""

MAX_DUAL = 100_000
"""Duals are cut off here, in units of the objective, so that integers suffice; any duals give a bound."""

MOST_SLOTS = 8
"""Most slots at which projectors are dualised at a time."""

LP_TOLERANCE = 0.01
"""Columns used less than this in the LP solution count as unused."""

MAX_ROUNDS, CLOSE_ENOUGH = 60, 0.01
"""Most rounds in one node, and the relative gap at which they end: the node will be branched on anyway."""


@dataclass(frozen=True)
class BoundingProblem:
    """The bounding problem: an objective to minimise within limits of others, in slots or members' days."""

    network: Network
    objective: str
    limits: dict[str, int]
    """By objective; waiting is counted once for each agent of a job."""

    @property
    def _unit(self) -> tuple[int, int]:
        """Cost and value of one step of the objective: all tasks start on the grid."""
        instance = self.network.instance
        if self.objective == "juror_days":
            return SCALE, 1
        bounded = instance.agents_per_job if self.objective == "waiting" else 1
        return SCALE * bounded * instance.step, instance.step * instance.grid

    @property
    def waits(self) -> bool:
        """Whether waiting is the objective or has a limit."""
        return "waiting" in (self.objective, *self.limits)

    @property
    def apart(self) -> bool:
        """Whether presence is part of a column's signature: one column may be shorter while another waits less."""
        return "presence" in self.limits or (self.objective == "presence" and self.waits)

    def bound(self, total: int) -> int:
        """The objective's least value for a proven cost, rounded up to the grid."""
        # All starts are on the grid, so values are multiples of it: docs/how/arguments-columns.md#rounding-up
        cost, value = self._unit
        return max(0, -(-total // cost)) * value

    def cutoff(self, best: int | None) -> int:
        """The cutoff: the least cost that proves that nothing is better than a value."""
        cost, value = self._unit
        return INFINITY if best is None else (-(-best // value) - 1) * cost + 1


def most_presence(bounding: BoundingProblem) -> int:
    """The most minutes of presence of any plan: all hours of all agents, or of as many as the limit of days on duty
    allows.

    0 where the session would close before anything could be done.
    """
    hours_of_groups = [
        (len(panel_group.agents) * panel_group.weight, filter(None, panel_group.days))
        for panel_group in bounding.network.panel_groups
    ]
    hours = [(members, last - first) for members, days in hours_of_groups for first, last in days]
    members_on_duty, longest = sum(members for members, _ in hours), max((slots for _, slots in hours), default=0)
    presence = min(
        sum(members * slots for members, slots in hours), longest * bounding.limits.get("juror_days", members_on_duty)
    )
    return bounding.network.instance.grid * presence


@dataclass
class LagrangianBound:
    """The best duals found for a node, and the Lagrangian bound that they prove."""

    bound: int
    duals: Duals
    table: list[CostToGo]
    lp_solution: list[tuple[PanelSchedule, float]] = field(default_factory=list)
    """The last LP solution: columns and their multiplicities."""


def column_generation(
    bounding: BoundingProblem, node: Node, begin: Duals | None, known: list[PanelSchedule], cutoff: int, until: float
) -> LagrangianBound | None:
    """Column generation in a node, until the bound reaches the cutoff or hardly grows; None if there is no time.

    Projector capacity is dualised lazily, at slots where the LP violates it, and not while waiting is capped, because
    enumeration then relies on the cheapest column also waiting least.
    """
    waits = waits_in(bounding.network, node)
    possible = list(columns_within(bounding.network, node, known, waits))
    arcs = [feasible_arcs(bounding.network, panel_group, node, waits) for panel_group in bounding.network.panel_groups]
    master, best, duals = RestrictedMaster(bounding, node, possible, begin.projectors if begin else ()), None, begin
    close, proved = 0.0 if node.is_leaf else CLOSE_ENOUGH, -INFINITY
    for _ in range(MAX_ROUNDS):
        duals, lp_value = (duals, INFINITY) if duals else master.solve()
        if time.monotonic() > until:
            break
        if best and lp_value - best.bound < max(SCALE / 2, close * lp_value):
            if "waiting" in bounding.limits or best.bound - proved < SCALE / 2 or not master.short_of_projectors():
                break
            proved = best.bound  # mixtures may be short of projectors elsewhere each time, at the same cost
            duals, _ = master.solve()
        lagrangian = _price(bounding, node, arcs, duals)
        best = lagrangian if best is None or lagrangian.bound > best.bound else best
        if best.bound >= cutoff:
            break
        fresh = [schedule for table in lagrangian.table for schedule in negative_columns(table)]
        known += fresh
        for schedule in fresh:
            master.add(schedule)
        duals = None
    return best and replace(best, lp_solution=master.lp_solution)


def negative_columns(table: CostToGo) -> list[PanelSchedule]:
    """The cheapest columns among those that begin on each day, if their reduced cost is negative."""
    costs = [int(before_day[0]) for before_day in table.before_day]
    return [cheapest_schedule(table, d) for d, (cost, later) in enumerate(pairwise(costs)) if cost < min(0, later)]


def _price(bounding: BoundingProblem, node: Node, arcs: list[Arcs], duals: Duals) -> LagrangianBound:
    """The Lagrangian bound of some duals: one pricing problem per panel group."""
    # Valid for any duals: a plan's schedules cost no less than the cheapest:
    # docs/how/arguments-columns.md#lagrangian-bound
    table: list[CostToGo] = []
    for panel_group, group_arcs in enumerate(arcs):
        table.append(cost_to_go(bounding.network, panel_group, group_arcs, duals, table))
    total = sum(len(cheapest.of.agents) * cheapest.cost for cheapest in table) + dual_constant(bounding, node, duals)
    total -= sum(price * span[price > 0] for price, span in zip(duals.duty, node.duty, strict=True))
    return LagrangianBound(total, duals, table)


def dual_constant(bounding: BoundingProblem, node: Node, duals: Duals) -> int:
    """The constant of the Lagrangian bound: what the dualised rows pay back, days on duty apart."""
    network = bounding.network
    per_job = network.instance.agents_per_job
    total = sum(
        price * per_job * len(job_type.jobs) for price, job_type in zip(duals.jobs, network.job_types, strict=True)
    )
    total += duals.amounts["waiting"] * per_job * between(network, node)
    total -= sum(duals.projectors.values()) * per_job * network.projectors
    return total - sum(duals.amounts[name] * limit for name, limit in bounding.limits.items())


class RestrictedMaster:
    """The restricted master: multiplicities of the known columns, so that every job is heard by somebody."""

    def __init__(self, bounding: BoundingProblem, node: Node, known: list[PanelSchedule], slots: Iterable[int]) -> None:
        self.bounding, network = bounding, bounding.network
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity, per_job = self.solver.infinity(), network.instance.agents_per_job
        counts = [per_job * len(job_type.jobs) for job_type in network.job_types]
        self.jobs = [self.solver.Constraint(count, count) for count in counts]
        # Waits between papers are in no column, but in the bound: without them, duals would seem best too soon
        waited = per_job * between(network, node)
        self.limits = {
            name: self.solver.Constraint(-infinity, limit - (waited if name == "waiting" else 0))
            for name, limit in bounding.limits.items()
        }
        self.panel_groups = [
            self.solver.Constraint(-infinity, len(panel_group.agents)) for panel_group in network.panel_groups
        ]
        linking_constraints = (
            column for column in network.linking_constraints if bounding.objective == "waiting" or not column.by_slot
        )
        self.linking = [
            (column, self.solver.Constraint(0 if column.exact else -infinity, 0)) for column in linking_constraints
        ]
        self.duty = [self.solver.Constraint(low, high) for low, high in node.duty]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.objective.SetOffset(waited if bounding.objective == "waiting" else 0)
        for row in (*self.jobs, *self.duty):
            for sign in (1, -1):
                self._add_artificial(row, sign)
        for constraint, row in self.linking:
            for sign in (1, -1) if constraint.exact else (-1,):
                self._add_artificial(row, sign, self._size(constraint) if constraint.by_slot else None)
        self.used: list[tuple[PanelSchedule, pywraplp.Variable]] = []
        self.lp_solution: list[tuple[PanelSchedule, float]] = []
        self.projectors: dict[int, pywraplp.Constraint] = {}
        for slot in sorted(slots):
            self._limit_projectors(slot)
        for column in known:
            self.add(column)

    def add(self, schedule: PanelSchedule) -> None:
        """Add a column."""
        used = self.solver.NumVar(0, self.solver.infinity(), "")
        self.objective.SetCoefficient(used, schedule.amounts[self.bounding.objective])
        self.panel_groups[schedule.panel_group].SetCoefficient(used, 1)
        for row, count in zip(self.jobs, schedule.jobs, strict=True):
            if count:
                row.SetCoefficient(used, count)
        for constraint, row in self.linking:
            if total := constraint.of(schedule.heard, self.bounding.network.instance.slots_per_day):
                row.SetCoefficient(used, total / self._size(constraint))
        for d in schedule.duty:
            self.duty[d].SetCoefficient(used, 1)
        for name, row in self.limits.items():
            row.SetCoefficient(used, schedule.amounts[name])
        for slot in projected(self.bounding.network, schedule):
            if slot in self.projectors:
                self.projectors[slot].SetCoefficient(used, 1)
        self.used.append((schedule, used))

    def _size(self, constraint: LinkingConstraint) -> int:
        """Scale of a linking constraint: coefficients should be of one size."""
        return self.bounding.network.instance.slots_per_day if constraint.by_slot else 1

    def short_of_projectors(self) -> bool:
        """Whether the LP solution uses too many projectors; capacity is stated from now on at the worst slots."""
        worst = short_of_projectors(self.bounding.network, self.lp_solution)
        fresh = [slot for slot in worst if slot not in self.projectors][:MOST_SLOTS]
        for slot in fresh:
            self._limit_projectors(slot)
        return bool(fresh)

    def _limit_projectors(self, slot: int) -> None:
        """State the capacity of projectors at a slot."""
        network = self.bounding.network
        row = self.solver.Constraint(-self.solver.infinity(), network.instance.agents_per_job * network.projectors)
        for schedule, used in self.used:
            if slot in projected(network, schedule):
                row.SetCoefficient(used, 1)
        self._add_artificial(row, -1)
        self.projectors[slot] = row

    def _add_artificial(self, row: pywraplp.Constraint, sign: int, worth: int | None = None) -> None:
        """Give a row an artificial variable: the known columns may not be feasible."""
        missing = self.solver.NumVar(0, self.solver.infinity(), "")
        row.SetCoefficient(missing, sign)
        self.objective.SetCoefficient(missing, worth or ARTIFICIAL_COST * self.bounding.network.instance.slots_per_day)

    def solve(self) -> tuple[Duals, float]:
        """Duals and value of the restricted master.

        Zero duals and value 0 if the LP solver fails, which happens.
        """
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL and not self._by_dual_simplex():
            return self._without_duals(), 0.0
        self.lp_solution = [
            (schedule, often) for schedule, used in self.used if (often := used.solution_value()) > LP_TOLERANCE
        ]
        duty = tuple(rounded_dual(-row.dual_value()) for row in self.duty)
        amounts = dict.fromkeys(AMOUNTS, 0)
        amounts |= {name: max(0, rounded_dual(-row.dual_value())) for name, row in self.limits.items()}
        amounts[self.bounding.objective] = SCALE
        projectors = {slot: max(0, rounded_dual(-row.dual_value())) for slot, row in self.projectors.items()}
        jobs = tuple(rounded_dual(row.dual_value()) for row in self.jobs)
        return Duals(jobs, duty, amounts, projectors, self._linking_duals()), SCALE * self.objective.Value()

    def _by_dual_simplex(self) -> bool:
        """Whether the dual simplex solves the programme where the primal failed."""
        method = pywraplp.MPSolverParameters()
        method.SetIntegerParam(method.LP_ALGORITHM, method.DUAL)
        return bool(self.solver.Solve(method) == pywraplp.Solver.OPTIMAL)

    def _without_duals(self) -> Duals:
        amounts = {**dict.fromkeys(AMOUNTS, 0), self.bounding.objective: SCALE}
        return Duals((0,) * len(self.jobs), (0,) * len(self.duty), amounts)

    def _linking_duals(self) -> dict[HearingKey, tuple[int, int]]:
        """Duals of the linking constraints, by kind of hearing."""
        duals: dict[HearingKey, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for constraint, row in self.linking:
            price = rounded_dual(row.dual_value() / self._size(constraint))
            price = price if constraint.exact else min(0, price)
            for kind, (fixed, per_slot) in constraint.coefficients.items():
                duals[kind] = duals[kind][0] + price * fixed, duals[kind][1] + price * per_slot
        return dict(duals)


def rounded_dual(worth: float) -> int:
    """A dual as an integer, cut off at `MAX_DUAL`; a failed LP may give no number at all."""
    return round(SCALE * min(max(worth, -MAX_DUAL), MAX_DUAL)) if math.isfinite(worth) else 0
