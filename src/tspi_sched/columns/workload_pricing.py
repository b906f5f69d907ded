"""Shares: how many jobs of each class an agent hears in the whole session, and on which days it does something.

Prices let an agent take a part of one share and a part of another; here every agent has one share, whole. The cheapest
itineraries with each of the shares are found all at once, as one shortest path.
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
"""With more days, the days of duty are too many ways to tell apart; with more jobs, prices prove nearly as much."""

SHORT_INFINITY = 1 << 29
"""What the impossible costs here: numbers are kept short, for speed."""

MAX_WORKLOAD_COST = 1 << 28
"""No share may cost as much, or gain it."""

Costs = Mapping[frozenset[int], Values]
"""By days of duty: what each share costs at the least."""


def workload_network(network: Network) -> Network | None:
    """The network whose agents are told apart by their shares; None if there are too many days, jobs or shares."""
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
    each = [job_type.example.marking + network.instance.changeover + job_type.hearing for job_type in network.job_types]
    found = classes_of(jobs, papers, each, in_session(network.instance, network.panel_groups))
    return found and replace(network, state_space=_state_space(network, found[1], found[0]))


def _state_space(network: Network, workloads: Sequence[Counts], classes: Sequence[int]) -> StateSpace:
    """The piles of agents with some shares."""
    papers, changeover = [job_type.papers for job_type in network.job_types], network.instance.changeover
    each = [job_type.example.marking + changeover + job_type.hearing for job_type in network.job_types]
    return states_with_workloads(workloads, classes, papers, each, [some.marking for some in network.papers])


def workload_costs(network: Network, panel_group: int, arcs: Arcs, duals: Duals) -> Costs | None:
    """What each share costs an agent of a team at the least, duty being free; None if the numbers are too large."""
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
    """What remains of a session with a share and these days of duty costs at the least; there has to be a way."""
    state_space = network.states_of_workload.get(workload)
    if state_space is None:
        parts = [tuple(part) for part in np.ndindex(*(n + 1 for n in workload))]
        state_space = network.states_of_workload[workload] = _state_space(network, parts, network.state_space.classes)
    mine = network.panel_groups[panel_group]
    mine = replace(mine, days=tuple(span if d in duty else None for d, span in enumerate(mine.days)))
    panel_groups = (*network.panel_groups[:panel_group], mine, *network.panel_groups[panel_group + 1 :])
    small = replace(network, state_space=state_space, panel_groups=panel_groups)
    table = cost_to_go(small, panel_group, feasible_arcs(small, mine, node), _with_duty(duals, -2 * MAX_WORKLOAD_COST))
    return replace(table, begin=state_space.workloads[workload])


def _dearest(table: CostToGo) -> int:
    """More than any itinerary costs, or gains, even with one more hearing a day, which ends too late."""
    instance, duals = table.network.instance, table.duals
    slots = in_session(instance, (table.of,))
    dear = max(map(abs, duals.jobs)) + instance.slots_per_day * duals.amounts["waiting"]
    dear += max((abs(fixed) + abs(each) * instance.slots_per_day for fixed, each in duals.linking.values()), default=0)
    dear += sum(duals.projectors.values())
    hearings = slots // min(job_type.hearing for job_type in table.network.job_types) + len(instance.problem.days)
    return slots * table.minute + dear * hearings


def _with_duty(duals: Duals, cost: int) -> Duals:
    """The same prices, but for days of duty."""
    return replace(duals, duty=(cost,) * len(duals.duty), amounts={**duals.amounts, "juror_days": 0})
