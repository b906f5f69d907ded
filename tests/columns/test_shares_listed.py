"""What shares leave in doubt is listed: of each plan there is a choice that costs no more, and nothing is given up."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.itinerary_reading import papers_of, read_off, some_box, some_prices
from tests.support.itinerary_sessions import asked, divided, network_of, planned, quest
from tests.support.timetable_sessions import EXACT
from tests.support.work_clock import now
from tspi_sched.checker import measure
from tspi_sched.columns.integer_master import integer_master
from tspi_sched.columns.master import SCALE
from tspi_sched.columns.network import AMOUNTS
from tspi_sched.columns.node import Node
from tspi_sched.columns.workload_master import enumerate_workloads
from tspi_sched.columns.workload_pricing import workload_network


@pytest.mark.parametrize("first", range(0, 48, 24))
def test_of_each_plan_there_is_a_choice_that_costs_no_more(first: int) -> None:
    assert sum(a_choice_for_a_plan(Random(seed)) for seed in range(first, first + 24)) >= 1


def a_choice_for_a_plan(rng: Random) -> bool:
    """Assert it of a session's plan at its moments, at some prices; whether there was one and its lists were made."""
    problem, plan = planned(rng)
    network = network_of(problem)
    shares = workload_network(network)
    if plan is None or shares is None:
        return False
    measured = measure(problem, plan)
    duty = some_box(rng, network, plan, read_off(network, plan)).duty
    box = Node({track: (start,) for track, start in papers_of(network.instance, plan).items()}, duty)
    limits = {other: measured[other] for other in AMOUNTS if other != "waiting" and rng.randrange(2)}
    asks = replace(quest(network, "waiting", limits), network=shares)
    prices, worth = some_prices(rng, network), dict.fromkeys(AMOUNTS, 0)
    worth |= {other: prices.amounts[other] for other in limits} | {"waiting": SCALE}
    prices = replace(prices, duty=(0,) * len(prices.duty), amounts={**worth, "juror_days": 0}, projectors={})
    best = measured["waiting"] + problem.rules.grid_minutes
    some = enumerate_workloads(asks, box, prices, asks.cutoff(best), asked, now() + 5)
    found = None if some is None else integer_master(asks, box, some, prices, asks.cutoff(best), asked, hours=True)
    assert found is None or asks.bound(found[0]) <= measured["waiting"]
    return found is not None


@pytest.mark.parametrize("name", EXACT)
def test_what_is_not_listed_at_once_is_listed_at_last(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.columns.branch_and_bound.ENUMERATION_SECONDS", -1.0)
    problem, objective, least = EXACT[name]
    division = divided(quest(network_of(problem), objective, {}), least + 30, 20)
    assert division.bound(least + 30) == least
