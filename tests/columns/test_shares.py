"""Bounds by shares: no agent of a plan comes to less than its share does, and no bound is above a plan or an optimum.

Sessions made by chance; sessions so small that all the itineraries there are can be made one by one; and some in which
shares prove more than prices.
"""

from collections import defaultdict
from dataclasses import replace
from random import Random
from unittest.mock import patch

import pytest

from tests.support.itineraries_one_by_one import every
from tests.support.itinerary_reading import cost, read_off, some_box, some_prices
from tests.support.itinerary_sessions import (
    ONE,
    TWO,
    asked,
    at_nine,
    box_of,
    divided,
    network_of,
    planned,
    priced,
    quest,
    tiny,
)
from tests.support.paths import ROOT
from tests.support.random_sessions import optimum
from tests.support.sessions import at, changed, ruled
from tests.support.tempting import A, opened, small
from tests.support.timetable_sessions import told
from tests.support.work_clock import now
from tspi_sched.checker import measure
from tspi_sched.columns.arcs import columns_within, feasible_arcs
from tspi_sched.columns.master import SCALE, BoundingProblem
from tspi_sched.columns.network import AMOUNTS, Duals, Network, PanelSchedule
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY, cheapest_schedule, cost_to_go
from tspi_sched.columns.state_space import Counts, classes_of
from tspi_sched.columns.workload_master import workload_bound
from tspi_sched.columns.workload_pricing import (
    MAX_WORKLOAD_COST,
    cost_to_go_of_workload,
    workload_costs,
    workload_network,
)
from tspi_sched.problem import Candidate, ExtraTime
from tspi_sched.reading import read
from tspi_sched.relaxations.workload.papers import paper_slots


def told_apart(network: Network, most: int = 60_000) -> Network:
    """The network of shares of a session, with at most so many of them."""
    with patch("tspi_sched.columns.state_space.MAX_WORKLOADS", most):
        shares = workload_network(network)
    assert shares is not None
    return shares


def share_of(network: Network, one: PanelSchedule) -> Counts:
    """The share that an itinerary hears."""
    counts = [0] * (max(network.state_space.classes) + 1)
    for jobs, of in zip(one.jobs, network.state_space.classes, strict=True):
        counts[of] += jobs
    return tuple(counts)


def bare(prices: Duals) -> Duals:
    """The same prices, duty being free."""
    return replace(prices, duty=(0,) * len(prices.duty), amounts={**prices.amounts, "juror_days": 0})


def costs_of(network: Network, team: int, box: Node, prices: Duals) -> dict[tuple[frozenset[int], Counts], int]:
    """What each share costs with each days of duty, where it is possible."""
    costs = workload_costs(network, team, feasible_arcs(network, network.panel_groups[team], box), prices)
    assert costs is not None
    shares = list(network.state_space.workloads)
    return {
        (duty, shares[i]): int(c) for duty, some in costs.items() for i, c in enumerate(some) if c < MAX_WORKLOAD_COST
    }


def proven(asks: BoundingProblem, box: Node, prices: Duals, enough: int = INFINITY) -> int:
    """What shares prove of a box, beginning at some prices."""
    found = workload_bound(replace(asks, network=told_apart(asks.network)), box, prices, enough, asked, now() + 20)
    assert found is not None
    return asks.bound(found.bound)


# --- plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 36, 12))
def test_no_plan_costs_less_than_its_shares(first: int) -> None:
    assert sum(shares_below_a_plan(Random(seed)) for seed in range(first, first + 12)) >= 2


def shares_below_a_plan(rng: Random) -> bool:
    """Assert it of a session's plan; whether there was one, and bounds to compare it with."""
    problem, plan = planned(rng)
    if plan is None:
        return False
    network, measured = network_of(problem), measure(problem, plan)
    read, shares = read_off(network, plan), told_apart(network, rng.choice((60_000, 300)))
    box = some_box(rng, network, plan, read)
    mine = list(columns_within(network, box, read))
    assert len(mine) == len(read)
    prices = replace(
        some_prices(rng, network), projectors={rng.randrange(at("18:00") // network.instance.grid): 100_000}
    )
    for team in range(len(network.panel_groups)):
        costs = costs_of(shares, team, box, prices)
        own = [one for one in mine if one.panel_group == team]
        assert all(costs[one.duty, share_of(shares, one)] <= cost(network, bare(prices), one) for one in own)
    name = rng.choice(("waiting", "presence"))
    limits = {other: measured[other] for other in AMOUNTS if other != name and rng.randrange(2)}
    asks, worth = quest(network, name, limits), dict.fromkeys(AMOUNTS, 0)
    worth |= {other: prices.amounts[other] for other in limits} | {name: SCALE}
    beginnings = (replace(prices, amounts=worth), priced(asks, box).duals)
    found = [
        workload_bound(replace(asks, network=shares), box, some, INFINITY, asked, now() + 0.2) for some in beginnings
    ]
    bounds = [asks.bound(one.bound) for one in found if one is not None]
    assert all(bound <= measured[name] for bound in bounds)
    return bool(bounds)


def test_no_bound_by_shares_is_above_an_optimum() -> None:
    assert sum(shares_below_optima(Random(seed)) for seed in range(100, 130)) >= 3


def shares_below_optima(rng: Random) -> bool:
    """Assert it of a session, whatever the plan at hand, and of the box of all its moments; whether all is known."""
    problem = ruled(told(rng), allow_unplaced=False)
    least = optimum(problem, "waiting", 0.5, bare=True)
    if not isinstance(least, int):
        return False
    best = least + rng.choice((problem.rules.grid_minutes, 100))
    division = divided(quest(network_of(problem), "waiting", {}), best, 0.3)
    assert division.workloads is not None
    assert division.bound(best) <= least
    return True


# --- all the itineraries of tiny sessions ----------------------------------------------------------------------------

TINY = {
    "without meals": tiny(0),
    "with meals": tiny(30),
    "two candidates on a day": tiny(0, 1, ("CCP1",), ("CCP1",)),
    "of two sorts": tiny(0, 1, ("CCP2",), ("CCP1",)),
}


@pytest.mark.parametrize("name", TINY)
def test_shares_cost_what_the_best_of_all_their_itineraries_do(name: str) -> None:
    network = TINY[name]
    shares, box = told_apart(network), box_of(network, CCP1="08:00", CCP2="10:00" if network.consecutive else "12:00")
    open_to = feasible_arcs(network, network.panel_groups[0], box)
    all_there_are = list(every(cost_to_go(network, 0, open_to, some_prices(Random(0), network))))
    for seed in range(4):
        prices = some_prices(Random(seed), network)
        least = defaultdict(
            lambda: MAX_WORKLOAD_COST, {(frozenset[int](), (0,) * (max(shares.state_space.classes) + 1)): 0}
        )
        for one in all_there_are:
            key = one.duty, share_of(shares, one)
            least[key] = min(least[key], cost(network, bare(prices), one))
        assert costs_of(shares, 0, box, prices) == least


@pytest.mark.parametrize("name", TINY)
def test_an_itinerary_of_a_share_costs_what_the_share_does(name: str) -> None:
    network = TINY[name]
    shares, box = told_apart(network), box_of(network, CCP1="08:00", CCP2="08:00")
    prices = some_prices(Random(1), network)
    for (duty, share), least in costs_of(shares, 0, box, prices).items():
        one = cheapest_schedule(cost_to_go_of_workload(shares, 0, box, prices, share, duty))
        assert (one.duty, share_of(shares, one)) == (duty, share)
        assert cost(network, bare(prices), one) == least


@pytest.mark.parametrize(("until", "most"), [("12:50", 2), ("12:45", 1)])
def test_what_just_fits_is_a_share(until: str, most: int) -> None:
    """Twice 10 of marking, 5 of changeover, 90 of orals, 10 of deliberation: 230, from 09:00 until 12:50."""
    network = network_of(replace(ONE, members=tuple(replace(m, availability=opened(f"09:00-{until}")) for m in A)))
    shares = told_apart(network)
    costs = costs_of(shares, 0, box_of(network, CCP2="08:00"), some_prices(Random(0), network))
    assert {share for _, share in costs} == {(count,) for count in range(most + 1)}


# --- sorts that are counted together ---------------------------------------------------------------------------------


def slow(*minutes: int) -> Network:
    """Candidates whose papers take longer to write, each by so many minutes."""
    extra = ((ExtraTime("MSP", minutes=more),) if more else () for more in minutes)
    people = (Candidate(f"C{i}", f"Nom{i}", ("CCP1",), extra_time=some) for i, some in enumerate(extra, 1))
    return network_of(ruled(small(candidates=tuple(people)), grid_minutes=15, changeover_minutes=15))


@pytest.mark.parametrize("seed", range(4))
def test_classes_cost_no_more_than_the_sorts_in_them(seed: int) -> None:
    network = slow(0, 30, 60, 60)
    apart, together = told_apart(network), told_apart(network, 20)
    assert len(set(apart.state_space.classes)) == 3
    assert len(set(together.state_space.classes)) < 3
    box, prices = box_of(network, CCP1="08:00"), some_prices(Random(seed), network)
    classes = {of: set() for of in apart.state_space.classes}
    for one, other in zip(apart.state_space.classes, together.state_space.classes, strict=True):
        classes[one].add(other)
    costs = costs_of(together, 0, box, prices)
    for (duty, share), least in costs_of(apart, 0, box, prices).items():
        joined = [0] * (max(together.state_space.classes) + 1)
        for one, count in enumerate(share):
            joined[min(classes[one])] += count
        assert costs[duty, tuple(joined)] <= least


def test_many_sorts_are_joined_before_all_their_shares_are_made() -> None:
    """Of thirty sorts an agent may hear any fifteen: more shares than can be made. Joined, few are left."""
    found = classes_of([1] * 30, [0] * 30, [10] * 30, 150)
    assert found is not None
    classes, shares = found
    assert 1 < len(set(classes)) < 30
    assert all(sum(share) <= 15 for share in shares)
    assert len(set(shares)) == len(shares) < 60_000


def test_no_shares_of_papers_that_all_take_other_times_to_mark() -> None:
    assert classes_of([1] * 30, list(range(30)), [10] * 30, 150) is None


# --- where shares prove more than prices -----------------------------------------------------------------------------


def test_half_a_panel_is_no_panel() -> None:
    """Three days of duty are one panel's, of two members, which hears both: 15 and 130 later. Prices let half a panel
    help: (145 + 30) / 2 = 87.5.
    """
    asks, box = at_nine(TWO, juror_days=3)
    assert optimum(ONE, "waiting", bare=True) == 145
    found = priced(asks, box)
    assert asks.bound(found.bound) <= 90
    assert proven(asks, box, found.duals) == 145
    assert divided(asks, 200, 10).bound(200) == 145


def test_who_may_not_hear_somebody_does_not() -> None:
    """Both were trained by a member of the second panel: so the first one hears both."""
    barred = TWO
    for candidate in ("C1", "C2"):
        barred = changed(barred, candidate, trainers=("J3",))
    asks, box = at_nine(barred)
    assert optimum(barred, "waiting", bare=True) == 145
    found = priced(asks, box)
    assert asks.bound(found.bound) == 30
    assert proven(asks, box, found.duals) == 145
    assert divided(asks, 200, 10).bound(200) == 145


def test_what_is_impossible_is_proven_to_be() -> None:
    """One of both may be heard by nobody."""
    asks, box = at_nine(changed(TWO, "C1", exclusions=("J1", "J3")))
    assert proven(asks, box, priced(asks, box).duals, enough=asks.cutoff(400)) == 400


def test_enough_is_enough_and_no_more_is_said() -> None:
    """The least is 145, whether one asks for that much or for less."""
    asks, box = at_nine(TWO, juror_days=3)
    prices = priced(asks, box).duals
    assert 100 <= proven(asks, box, prices, asks.cutoff(100)) <= 145
    assert proven(asks, box, prices, asks.cutoff(150)) == 145


def test_prices_of_a_session_of_three_days_are_not_too_large_for_shares() -> None:
    problem, _ = read(ROOT / "scenarios" / "mixte.toml")
    asks = quest(network_of(problem), "waiting", {})
    shares = workload_network(asks.network)
    assert shares is not None
    starts = {track: slots[:1] for track, slots in paper_slots(asks.network.instance, {}).items()}
    box = Node(starts, ((0, len(asks.network.instance.agents)),) * len(problem.days))
    found = priced(asks, box)
    for t, team in enumerate(shares.panel_groups):
        assert workload_costs(shares, t, feasible_arcs(shares, team, box), found.duals) is not None
