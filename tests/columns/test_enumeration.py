"""All the schedules of sessions so small that they can be made one by one: what is listed, and what is cheapest."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from tests.support.column_reading import cost, some_duals
from tests.support.column_sessions import node_of, tiny
from tests.support.columns_compared import stood_for, told_by
from tests.support.columns_one_by_one import every
from tspi_sched.columns.arcs import feasible_arcs
from tspi_sched.columns.enumeration import enumerate_columns
from tspi_sched.columns.network import AMOUNTS
from tspi_sched.columns.pricing import cheapest_schedule, cost_to_go

TINY = {
    "without meals": tiny(0),
    "with meals": tiny(30),
    "two candidates on a day": tiny(0, 1, ("CCP1",), ("CCP2",)),
    "the same in another order": tiny(0, 1, ("CCP2",), ("CCP1",)),
}


@pytest.mark.parametrize("name", TINY)
def test_all_the_schedules_that_cost_little_more_are_found(name: str) -> None:
    network = TINY[name]
    node = node_of(network, CCP1="08:00", CCP2="10:00" if network.consecutive else "12:00")
    open_to = feasible_arcs(network, network.panel_groups[0], node)
    all_there_are = list(every(cost_to_go(network, 0, open_to, some_duals(Random(0), network))))
    for seed, waits in product(range(4), (0, 1_000)):
        duals = some_duals(Random(seed), network)
        duals = replace(duals, amounts={**duals.amounts, "waiting": waits, "presence": 0}, projectors={})
        duals = duals if waits else replace(duals, linking={k: (fixed, 0) for k, (fixed, _) in duals.linking.items()})
        least = cost_to_go(network, 0, open_to, duals)
        costs = [cost(network, duals, one) for one in all_there_are]
        most = min(costs) + 200_000
        assert least.cost <= min(costs)  # which may hear the same job twice
        within = [x for x, y in zip(all_there_are, costs, strict=True) if y <= most]
        listed = enumerate_columns(least, most - least.cost, 1_000_000)
        assert listed is not None
        assert all(cost(network, duals, one) <= most for one in listed)
        assert stood_for(network, duals, within, listed)


@pytest.mark.parametrize(("name", "seed"), list(product(TINY, range(4))))
def test_one_stands_for_others_of_any_presence(name: str, seed: int) -> None:
    """Where only one of presence and waits matters, the cheapest of those that hear as much has least of it."""
    network, rng = TINY[name], Random(seed)
    node = node_of(network, CCP1="08:00", CCP2="10:00" if network.consecutive else "12:00")
    open_to = feasible_arcs(network, network.panel_groups[0], node)
    matters = rng.choice(("presence", "waiting"))
    duals = replace(some_duals(rng, network), amounts={**dict.fromkeys(AMOUNTS, 0), matters: 1_000}, projectors={})
    least = cost_to_go(network, 0, open_to, duals)
    apart, together = (enumerate_columns(least, 200_000, 1_000_000, apart=apart) for apart in (True, False))
    assert apart is not None
    assert together is not None
    assert len(together) == len({told_by(network, one) for one in apart}) <= len(apart)
    lowest: dict[object, int] = {}
    for one in apart:
        told = told_by(network, one)
        lowest[told] = min(one.amounts[matters], lowest.get(told, one.amounts[matters]))
    assert {told_by(network, one): one.amounts[matters] for one in together} == lowest


def test_too_many_schedules_are_not_listed() -> None:
    network = tiny(0)
    open_to = feasible_arcs(network, network.panel_groups[0], node_of(network, CCP1="08:00", CCP2="10:00"))
    assert enumerate_columns(cost_to_go(network, 0, open_to, some_duals(Random(0), network)), 1_000_000, 10) is None


@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_costs_what_it_should(seed: int) -> None:
    rng = Random(seed)
    network = tiny(rng.choice((0, 30)))
    duals = some_duals(rng, network)
    for node in (node_of(network, CCP1="08:00", CCP2="10:00"), node_of(network, CCP1="10:00", CCP2="08:00")):
        least = cost_to_go(network, 0, feasible_arcs(network, network.panel_groups[0], node), duals)
        assert cost(network, duals, cheapest_schedule(least)) == least.cost
