"""The integer master: whole numbers of enumerated columns, so that everybody is heard, at the least cost."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ortools.sat.python import cp_model

from tspi_sched.columns.arc_costs import between
from tspi_sched.columns.eligibility import eligibility_classes, heard_by
from tspi_sched.columns.enumeration import enumerate_columns
from tspi_sched.columns.master import SCALE, BoundingProblem, LagrangianBound
from tspi_sched.columns.network import Duals, Network, PanelSchedule, projected, short_of_projectors
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY, CostToGo
from tspi_sched.relaxations.bound import Minimise

SLACKS = (0, 1, 2, 4, 8, 16, 48, 144)
"""Reduced-cost gaps, in slots, that are tried in turn until the columns within suffice for all panels."""


class EnumerationLimits(NamedTuple):
    """Limits of the effort for one node."""

    ways: int
    """Labels beyond which enumeration is given up."""
    slots: int
    """Slots at which projecting may become part of the signature."""


HASTY, THOROUGH = EnumerationLimits(250_000, 4), EnumerationLimits(1_000_000, 40)


class Selection(NamedTuple):
    """The bound of a node, the chosen columns, and whether the bound is exact."""

    value: int
    chosen: list[PanelSchedule]
    """Empty if none are known."""
    exact: bool


def best_selection(
    bounding: BoundingProblem,
    node: Node,
    lagrangian: LagrangianBound,
    cutoff: int,
    run: Minimise,
    until: float,
    limits_of_enumeration: EnumerationLimits = HASTY,
) -> Selection:
    """Enumerate the columns of a node within growing gaps, and choose among them."""
    # A column outside the gap is in no better plan; of alike ones the cheapest stands for all:
    # docs/how/arguments-branch-and-bound.md#column-enumeration
    best, slots = Selection(lagrangian.bound, [], exact=False), tuple[int, ...]()
    for slack in _slacks(cutoff - lagrangian.bound):
        while True:
            listed = (
                _listed(bounding, lagrangian.table, slack, limits_of_enumeration.ways, slots)
                if time.monotonic() < until
                else None
            )
            if listed is None:
                return best._replace(exact=False)
            solved = integer_master(
                bounding, node, listed, lagrangian.duals, cutoff, run, slots=slots, lower_bound=lagrangian.bound
            )
            if solved is None:
                return best._replace(exact=False)
            value, exact = solved[0], solved[0] <= lagrangian.bound + slack or slack >= cutoff - lagrangian.bound
            chosen = solved[1] if exact or solved[1] else best.chosen  # which may do for a lead until more is known
            best = Selection(max(best.value, min(value, lagrangian.bound + slack)), chosen, exact)
            slot = _slot_to_distinguish(bounding, lagrangian.duals, solved[1], slots)
            if slot is None:
                break
            if len(slots) == limits_of_enumeration.slots:
                return best._replace(exact=False)
            slots += (slot,)
        if best.exact:
            break
    return best


def _slacks(widest: int) -> list[int]:
    """The gaps to try in turn, up to the one that reaches the cutoff; at once if that is small."""
    return [widest] if widest <= SCALE else [min(number * SCALE, widest) for number in SLACKS]


def _slot_to_distinguish(
    bounding: BoundingProblem, duals: Duals, chosen: list[PanelSchedule], slots: tuple[int, ...]
) -> int | None:
    """A slot, not among some, at which projecting should become part of the signature.

    There the chosen columns use too many projectors, or fewer than there are where they were paid for.
    """
    short = short_of_projectors(bounding.network, ((schedule, 1) for schedule in chosen))
    room = bounding.network.instance.agents_per_job * bounding.network.projectors
    at_once = Counter(slot for schedule in chosen for slot in projected(bounding.network, schedule))
    spare = (slot for slot, price in duals.projectors.items() if price and chosen and at_once[slot] < room)
    return next((slot for slot in (*short, *spare) if slot not in slots), None)


def _listed(
    bounding: BoundingProblem, table: list[CostToGo], slack: int, limit_of_labels: int, slots: tuple[int, ...]
) -> list[PanelSchedule] | None:
    """The columns of all panel groups within a gap; None if those of one group are too many."""
    listed: list[PanelSchedule] = []
    for cost_to_go in table:
        schedules = enumerate_columns(cost_to_go, slack, limit_of_labels, apart=bounding.apart, slots=slots)
        if schedules is None:
            return None
        listed += schedules
    return listed


def integer_master(
    bounding: BoundingProblem,
    node: Node,
    schedules: list[PanelSchedule],
    duals: Duals,
    cutoff: int,
    run: Minimise,
    *,
    slots: Sequence[int] = (),
    lower_bound: int = -INFINITY,
) -> tuple[int, list[PanelSchedule]] | None:
    """Cost and columns of the cheapest integer selection; `(cutoff, [])` if none is below the cutoff, None if unknown.

    `lower_bound`: of the cost of every selection. The cost includes the projectors' duals, less what all projectors
    would pay, and the linking constraints' duals: together no more than a plan's waiting.
    """
    model, network = cp_model.CpModel(), bounding.network
    pairs = _given_to_classes(network, model, schedules)
    for constraint in network.linking_constraints:
        if not constraint.by_slot:
            total = sum(
                constraint.of(schedule.heard, network.instance.slots_per_day) * times for schedule, times in pairs
            )
            model.add(total == 0 if constraint.exact else total <= 0)
    for d, (low, high) in enumerate(node.duty):
        model.add_linear_constraint(sum(times for schedule, times in pairs if d in schedule.duty), low, high)
    for name, limit in bounding.limits.items():
        model.add(sum(schedule.amounts[name] * times for schedule, times in pairs) <= limit)
    room = network.instance.agents_per_job * network.projectors
    projecting = [(projected(network, schedule), times) for schedule, times in pairs] if slots else []
    for slot in slots:
        model.add(sum(times for slots_projected, times in projecting if slot in slots_projected) <= room)
    duals = replace(duals, projectors={slot: n for slot, n in duals.projectors.items() if slot not in slots})
    fixed = -room * sum(duals.projectors.values())
    if bounding.objective == "waiting":
        fixed += SCALE * network.instance.agents_per_job * between(network, node)
    costs = [SCALE * schedule.amounts[bounding.objective] + _besides(network, duals, schedule) for schedule, _ in pairs]
    cost = cp_model.LinearExpr.weighted_sum([times for _, times in pairs], costs) + fixed
    model.add_linear_constraint(cost, lower_bound, cutoff - 1)
    model.minimize(cost)
    outcome = run(model)
    if outcome.infeasible:
        return cutoff, []
    if not outcome.found:
        return None
    chosen = [schedule for schedule, times in pairs for _ in range(outcome.value(times))]
    return (outcome.best or 0) if outcome.proven else (outcome.bound or 0), chosen


def _given_to_classes(
    network: Network, model: cp_model.CpModel, schedules: list[PanelSchedule]
) -> list[tuple[PanelSchedule, cp_model.IntVar]]:
    """Variables for the multiplicity of each column in each eligibility class, so that everybody is heard by somebody
    who may."""
    classes_of_agents, pairs = eligibility_classes(network), list[tuple[PanelSchedule, cp_model.IntVar]]()
    heard = heard_by(network, model, classes_of_agents)
    for (panel_group, _, agents), hears in zip(classes_of_agents, heard, strict=True):
        uses = [
            (schedule, model.new_int_var(0, agents, "used"))
            for schedule in schedules
            if schedule.panel_group == panel_group
        ]
        model.add(sum(times for _, times in uses) <= agents)
        for number, jobs in hears.items():
            model.add(sum(schedule.jobs[number] * times for schedule, times in uses) == sum(jobs))
        pairs += uses
    return pairs


def _besides(network: Network, duals: Duals, schedule: PanelSchedule) -> int:
    """The duals of a column's projectors, less those of the linking constraints."""
    day = network.instance.slots_per_day
    linking = sum(duals.job(n, *divmod(slot, day), ends) - duals.jobs[n] for n, slot, ends in schedule.heard)
    return -linking + sum(duals.projectors.get(slot, 0) for slot in projected(network, schedule))
