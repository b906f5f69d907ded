"""Pricing of workload vectors: the least cost of each vector (jobs of each class) and set of days on duty.

A Lagrangian bound may mix half of one vector with half of another; the workload master gives each panel one vector,
whole. All vectors are priced at once, with the vector as part of the state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tspi_sched.columns.arcs import Arcs, feasible_arcs
from tspi_sched.columns.build_network import in_session, mixed
from tspi_sched.columns.network import Duals, Network, Values
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import CostToGo, backward_day, cost_to_go, terminal_costs
from tspi_sched.columns.state_space import Counts, StateSpace, classes_of, states_with_workloads

MOST_DAYS, MOST_JOBS = 3, 40
"""Not used beyond 3 days (2^days duty sets) or 40 jobs (the Lagrangian bound is then nearly as strong)."""

SHORT_INFINITY = 1 << 29
"""Infinity in 32-bit tables, which are faster."""

MAX_WORKLOAD_COST = 1 << 28
"""No vector may cost, or earn, as much."""

Costs = Mapping[frozenset[int], Values]
"""By set of days on duty: the least cost of each workload vector."""


def workload_network(network: Network) -> Network | None:
    """The network with workload vectors in its states; None if there are too many days, jobs or vectors."""
    days = [
        d
        for d in range(len(network.instance.problem.days))
        if any(panel_group.days[d] for panel_group in network.panel_groups)
    ]
    if len(days) > MOST_DAYS or len(network.instance.jobs) > MOST_JOBS:
        return None
    return _told_apart(network) or _told_apart(mixed(network))


def _told_apart(network: Network) -> Network | None:
    papers, jobs = (
        [job_type.papers for job_type in network.job_types],
        [len(job_type.jobs) for job_type in network.job_types],
    )
    per_job = [
        job_type.example.marking + network.instance.changeover + job_type.hearing for job_type in network.job_types
    ]
    grouped = classes_of(jobs, papers, per_job, in_session(network.instance, network.panel_groups))
    return grouped and replace(network, state_space=_state_space(network, grouped[1], grouped[0]))


def _state_space(network: Network, workloads: Sequence[Counts], classes: Sequence[int]) -> StateSpace:
    """The state space of some workload vectors."""
    papers, changeover = [job_type.papers for job_type in network.job_types], network.instance.changeover
    per_job = [job_type.example.marking + changeover + job_type.hearing for job_type in network.job_types]
    return states_with_workloads(
        workloads, classes, papers, per_job, [paper_type.marking for paper_type in network.papers]
    )


def workload_costs(network: Network, panel_group: int, arcs: Arcs, duals: Duals) -> Costs | None:
    """The least cost of each workload vector of a panel group, days on duty free; None if costs exceed 32 bits."""
    # A plan's schedule is one of these paths, with its own days of duty and workload:
    # docs/how/arguments-branch-and-bound.md#workload-costs
    duals = _with_duty(duals, 0)
    table = CostToGo(network, panel_group, duals, arcs, (), ())
    if _dearest(table) >= MAX_WORKLOAD_COST:
        return None
    tables = {frozenset[int](): terminal_costs(network, np.int32(SHORT_INFINITY))}
    for d in reversed(range(len(network.instance.problem.days))):
        if table.of.days[d]:
            tables |= {duty | {d}: backward_day(table, d, evening)[1] for duty, evening in tables.items()}
    begin = list(network.state_space.workloads.values())
    return {duty: costs[begin] for duty, costs in tables.items()}


def cost_to_go_of_workload(
    network: Network, panel_group: int, node: Node, duals: Duals, workload: Counts, duty: frozenset[int]
) -> CostToGo:
    """The cost to go of one workload vector with these days on duty; a schedule must exist."""
    state_space = network.states_of_workload.get(workload)
    if state_space is None:
        parts = [tuple(part) for part in np.ndindex(*(n + 1 for n in workload))]
        state_space = network.states_of_workload[workload] = _state_space(network, parts, network.state_space.classes)
    group = network.panel_groups[panel_group]
    group = replace(group, days=tuple(span if d in duty else None for d, span in enumerate(group.days)))
    panel_groups = (*network.panel_groups[:panel_group], group, *network.panel_groups[panel_group + 1 :])
    small = replace(network, state_space=state_space, panel_groups=panel_groups)
    table = cost_to_go(small, panel_group, feasible_arcs(small, group, node), _with_duty(duals, -2 * MAX_WORKLOAD_COST))
    return replace(table, begin=state_space.workloads[workload])


def _dearest(table: CostToGo) -> int:
    """An upper bound of what any schedule costs or earns, even with one more hearing a day, which ends too late."""
    # What is possible costs less than half of what the impossible does:
    # docs/how/arguments-branch-and-bound.md#short-numbers
    instance, duals = table.network.instance, table.duals
    slots = in_session(instance, (table.of,))
    dear = max(map(abs, duals.jobs)) + instance.slots_per_day * duals.amounts["waiting"]
    dear += max(
        (abs(fixed) + abs(per_slot) * instance.slots_per_day for fixed, per_slot in duals.linking.values()), default=0
    )
    dear += sum(duals.projectors.values())
    hearings = slots // min(job_type.hearing for job_type in table.network.job_types) + len(instance.problem.days)
    return slots * table.minute + dear * hearings


def _with_duty(duals: Duals, cost: int) -> Duals:
    """The duals with another price of a day on duty."""
    return replace(duals, duty=(cost,) * len(duals.duty), amounts={**duals.amounts, "juror_days": 0})
