"""Bounds by itineraries: no agent's day costs less than the cheapest says, and no bound is above a plan or an optimum.

Sessions made by chance, with every odd rule under which there are itineraries; and sessions so small that all the
itineraries there are can be made one by one.
"""

import time
from collections import defaultdict
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from ortools.sat.python import cp_model

from itineraries_one_by_one import every
from itinerary_reading import cost, papers_of, read_off, some_box, some_prices
from random_sessions import optimum
from sessions import MONDAY, TUESDAY, at, invented, ruled
from tempting import small
from test_timetable import TIGHT, told
from tspi_sched.check import measure
from tspi_sched.model import (
    AMOUNTS,
    MOST_STATES,
    NEVER,
    Box,
    Itinerary,
    Network,
    Prices,
    all_within,
    build_network,
    build_work,
    chances,
    cheapest,
    least_costs,
    outline_applies,
    paper_slots,
    papers_in,
    waits_of,
)
from tspi_sched.model.cheapest import Least
from tspi_sched.problem import Candidate, Day, ExtraTime, MealRules, Problem, Track
from tspi_sched.solve.divide import Division, division_of
from tspi_sched.solve.greedy import quick_plan
from tspi_sched.solve.prices import SCALE, Quest, best_prices, whole
from tspi_sched.solve.run import Outcome, run
from tspi_sched.wishes import Wishes


def asked(model: cp_model.CpModel) -> Outcome:
    """A short search."""
    return run(model, Wishes(workers=1), 2, lambda best, bound: None)


def network_of(problem: Problem, closes: int | None = None) -> Network:
    """What agents may do in a session, which ends by a minute."""
    work = build_work(problem)
    assert outline_applies(work)
    horizon = len(problem.days) * work.slots_per_day
    return build_network(work, horizon if closes is None else closes // work.grid)


def units(network: Network) -> dict[str, int]:
    """What one of an objective is in its measure."""
    return {"juror_days": 1, "presence": network.work.grid, "waiting": network.work.grid}


def quest(network: Network, name: str, limits: dict[str, int]) -> Quest:
    """What is looked for within limits as they are measured."""
    slots = {what: limit // units(network)[what] for what, limit in limits.items()}
    if "waiting" in slots:
        slots["waiting"] *= network.work.agents_per_job
    return Quest(network, name, slots)


# --- plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 36, 12))
def test_no_plan_costs_less_than_its_bounds(first: int) -> None:
    assert sum(bounds_below_a_plan(Random(seed)) for seed in range(first, first + 12)) >= 2


def bounds_below_a_plan(rng: Random) -> bool:
    """Assert it of a session's plan; whether there was one."""
    problem = ruled(told(rng), allow_unplaced=False)
    plan = quick_plan(problem)
    if plan is None:
        return False
    measured = measure(problem, plan)
    network = network_of(problem, rng.choice((measured["finish"], None)))
    read = read_off(network, plan)
    for _ in range(2):
        box = some_box(rng, network, plan, read)
        assert not asked(papers_in(network.work, papers_of(network.work, plan), box)).infeasible
        possible(network, box, read, measured)
        prices = some_prices(rng, network)
        for least in cheapest_of_all(network, box, prices):
            mine = [cost(network, prices, one) for one in waiting_in(network, box, read) if one.team == least.team]
            assert min(mine, default=0) >= least.cost
        for name in AMOUNTS:
            limits = {other: measured[other] for other in AMOUNTS if other != name and rng.randrange(2)}
            asks = quest(network, name, limits)
            priced = best_prices(asks, box, None, [], NEVER, time.monotonic() + 0.1)
            assert priced is None or asks.bound(priced.total) <= measured[name]
    return True


def cheapest_of_all(network: Network, box: Box, prices: Prices) -> list[Least]:
    """The least costs of each team."""
    return [least_costs(network, t, chances(network, team, box), prices) for t, team in enumerate(network.teams)]


def waiting_in(network: Network, box: Box, read: list[Itinerary]) -> list[Itinerary]:
    """A plan's itineraries with what their candidates wait at the least in a box: they are possible there."""
    found = [waits_of(network, box, one) for one in read]
    assert None not in found
    return [one for one in found if one is not None]


def possible(network: Network, box: Box, read: list[Itinerary], measured: dict[str, int]) -> None:
    """Assert that a plan's itineraries come to what it is measured to be, or less where something is not counted."""
    mine, per_job = waiting_in(network, box, read), network.work.agents_per_job
    sums = {name: units(network)[name] * sum(one.amounts[name] for one in mine) for name in AMOUNTS}
    assert sums["juror_days"] == measured["juror_days"]
    assert sums["presence"] == measured["presence"]
    between = units(network)["waiting"] * per_job * network.between(box)
    assert sums["waiting"] + between <= per_job * measured["waiting"]


# --- optima ----------------------------------------------------------------------------------------------------------


def divided(network: Network, name: str, limits: dict[str, int], best: int, seconds: float) -> Division:
    """A session that was divided, with a plan of some value at hand, until nothing is left to do."""
    slots = paper_slots(network.work, {})
    division, until = division_of(quest(network, name, limits), {}, slots, asked), time.monotonic() + seconds
    while division.lead(best, until) is not None:
        pass
    return division


def test_no_bound_is_above_an_optimum() -> None:
    assert sum(bounds_below_optima(Random(seed)) for seed in range(30)) >= 3


def bounds_below_optima(rng: Random) -> bool:
    """Assert it of a session and one objective, whatever the plan at hand; whether the optimum is known."""
    problem = ruled(told(rng), allow_unplaced=False)
    name = rng.choice(("waiting", "waiting", *AMOUNTS))
    least = optimum(problem, name, 0.5, bare=True)
    if not isinstance(least, int):
        return False
    best = least + rng.choice((0, 1, problem.rules.grid_minutes, 100))
    assert divided(network_of(problem), name, {}, best, 0.3).bound(best) <= least
    return True


EXACT: dict[str, tuple[Problem, str, int]] = {
    name: case
    for name, case in TIGHT.items()
    if name in ("waiting of two by one panel", "waiting of four by two panels")
}
"""Sessions of whose optimum itineraries know all: the papers, the agents' hours; not the rooms."""


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("more", [0, 30])
def test_a_division_comes_to_the_optimum(name: str, more: int) -> None:
    problem, objective, least = EXACT[name]
    assert divided(network_of(problem), objective, {}, least + more, 5).bound(least + more) == least


def test_presence_and_days_of_duty_within_a_limit_on_waiting() -> None:
    """One panel hears two from 09:00 on: 2 x (10 + 5 + 90 + 10), for two members; one after the other, they wait 145
    together. If they may wait no longer, that is so still, and it takes one day of both.
    """
    problem, waiting, least = TIGHT["waiting of two by one panel"]
    assert (waiting, least) == ("waiting", 145)
    network = network_of(problem)
    for name, value in (("presence", 2 * (2 * 115 - 5 + 5)), ("juror_days", 2)):
        assert optimum(problem, name, bare=True) == value
        assert divided(network, name, {"waiting": 145}, value, 5).bound(value) == value


# --- all the itineraries of tiny sessions ----------------------------------------------------------------------------


def tiny(meal: int, days: int = 2, *candidates: tuple[str, ...]) -> Network:
    """A panel on a coarse grid; somebody is heard twice, or each candidate on tracks as given."""
    hours = [Day(day, at("08:00"), at("16:00" if candidates else "15:00")) for day in (MONDAY, TUESDAY)[:days]]
    several = enumerate(candidates or (("CCP1", "CCP2"),), 1)
    problem = small(days=tuple(hours), candidates=tuple(Candidate(f"C{i}", f"Nom{i}", tracks) for i, tracks in several))
    return network_of(ruled(problem, grid_minutes=30, changeover_minutes=30, meal=MealRules(meal)))


TINY = {
    "without meals": tiny(0),
    "with meals": tiny(30),
    "two candidates on a day": tiny(0, 1, ("CCP1",), ("CCP2",)),
    "the same in another order": tiny(0, 1, ("CCP2",), ("CCP1",)),
}


def box_of(network: Network, **clocks: str) -> Box:
    """The papers at certain hours of the first day; any number of agents on duty."""
    starts = {track: (at(clock) // network.work.grid,) for track, clock in clocks.items()}
    return Box(starts, ((0, 9),) * len(network.work.problem.days))


def told_by(network: Network, one: Itinerary) -> object:
    """What has to be the same in an itinerary that stands for another."""
    midnights = [d * network.work.slots_per_day for d in range(1, len(network.work.problem.days))]
    return one.jobs, one.duty, tuple(one.ahead(pair, slot) for pair in network.in_order for slot in midnights)


def stood_for(network: Network, some: list[Itinerary], listed: list[Itinerary]) -> bool:
    """Whether for each of some itineraries there is one in the list that is told by the same, and comes to no more."""
    found = defaultdict(set)
    for one in listed:
        found[told_by(network, one)].add((one.amounts["presence"], one.amounts["waiting"]))
    wanted = {(told_by(network, one), one.amounts["presence"], one.amounts["waiting"]) for one in some}
    return all(any(p <= presence and w <= waits for p, w in found[told]) for told, presence, waits in wanted)


@pytest.mark.parametrize("name", TINY)
def test_all_the_itineraries_that_cost_little_more_are_found(name: str) -> None:
    network = TINY[name]
    box = box_of(network, CCP1="08:00", CCP2="10:00" if network.in_order else "12:00")
    open_to = chances(network, network.teams[0], box)
    all_there_are = list(every(least_costs(network, 0, open_to, some_prices(Random(0), network))))
    for seed, waits in product(range(4), (0, 1_000)):
        prices = some_prices(Random(seed), network)
        prices = replace(prices, amounts={**prices.amounts, "waiting": waits})
        least = least_costs(network, 0, open_to, prices)
        costs = [cost(network, prices, one) for one in all_there_are]
        most = min(costs) + 200_000
        assert least.cost <= min(costs)  # which may hear the same job twice
        listed = all_within(least, most - least.cost, 1_000_000)
        assert listed is not None
        assert all(cost(network, prices, one) <= most for one in listed)
        assert stood_for(network, [x for x, y in zip(all_there_are, costs, strict=True) if y <= most], listed)


def test_too_many_itineraries_are_not_listed() -> None:
    network = tiny(0)
    open_to = chances(network, network.teams[0], box_of(network, CCP1="08:00", CCP2="10:00"))
    assert all_within(least_costs(network, 0, open_to, some_prices(Random(0), network)), 1_000_000, 10) is None


@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_costs_what_it_should(seed: int) -> None:
    rng = Random(seed)
    network = tiny(rng.choice((0, 30)))
    prices = some_prices(rng, network)
    for box in (box_of(network, CCP1="08:00", CCP2="10:00"), box_of(network, CCP1="10:00", CCP2="08:00")):
        least = least_costs(network, 0, chances(network, network.teams[0], box), prices)
        assert cost(network, prices, cheapest(least)) == least.cost


# --- boxes -----------------------------------------------------------------------------------------------------------


def points(box: Box) -> set[object]:
    """All that is in a box."""
    moments = product(*([(track, slot) for slot in slots] for track, slots in box.starts.items()))
    return set(product(moments, product(*(range(low, high + 1) for low, high in box.duty))))


@pytest.mark.parametrize("seed", range(20))
def test_halves_are_the_box(seed: int) -> None:
    rng = Random(seed)
    starts = {track: tuple(sorted(rng.sample(range(30), rng.choice((1, 2, 3, 5))))) for track in ("CCP1", "CCP2")}
    lows = [rng.randrange(3) for _ in range(2)]
    boxes = [Box(starts, tuple((low, low + rng.randrange(3)) for low in lows))]
    whole, parts = points(boxes[0]), list[set[object]]()
    while boxes:
        box = boxes.pop()
        boxes += [] if box.settled else box.halves()
        parts += [points(box)] if box.settled else []
    assert all(len(part) == 1 for part in parts)
    assert sorted(map(repr, whole)) == sorted(repr(point) for part in parts for point in part)


def test_boxes_are_all_the_moments_of_the_papers() -> None:
    network = network_of(small("CCP1", "CCP2", days=(Day(MONDAY), Day(TUESDAY))))
    slots = paper_slots(network.work, {})
    boxes = [some.box for some in division_of(quest(network, "waiting", {}), {}, slots, asked).boxes]
    moments = sorted(pair for box in boxes for pair in product(box.starts["CCP1"], box.starts["CCP2"]))
    assert moments == sorted(product(slots["CCP1"], slots["CCP2"]))
    assert all(box.duty == ((0, 1), (0, 1)) for box in boxes)


# --- papers of one day -----------------------------------------------------------------------------------------------


def three_papers() -> Network:
    """Somebody who sits papers of 45, 30 and 15 minutes; the orals of each take 40."""
    bakers = invented()
    sweets = Track("SUCRE", "Sucres", (("DICTEE", 15), ("LECTURE", 5), ("DEGUSTATION", 40), ("CONSEIL", 5)))
    known = replace(bakers, tracks=(*bakers.tracks, sweets))
    return network_of(small(title=known, candidates=(Candidate("C1", "Nom1", ("PAIN", "GATEAU", "SUCRE")),)))


def test_a_gap_that_a_third_paper_may_fill_is_no_wait() -> None:
    """Bread from 08:15 to 09:00, cakes from 09:30 on: sweets may be written in between, which takes 15."""
    network = three_papers()
    early, late = at("08:00") // network.work.grid, at("09:15") // network.work.grid
    box = box_of(network, PAIN="08:15", GATEAU="09:30", SUCRE="08:00")
    assert network.between(Box({**box.starts, "SUCRE": tuple(range(early, late + 1))}, box.duty)) == 0


def test_a_gap_too_short_for_anything_is_a_wait() -> None:
    """Sweets until 08:15, bread from 08:25 to 09:10, cakes from 09:20 on: 10 and 10 in between."""
    network = three_papers()
    box = box_of(network, SUCRE="08:00", PAIN="08:25", GATEAU="09:20")
    assert network.work.grid * network.between(box) == 20


# --- what is too much ------------------------------------------------------------------------------------------------


def test_too_many_piles_are_told_before_they_are_made() -> None:
    """Thirty papers that all take other times to mark: an agent's pile may be any thirteen of them."""
    extra = (
        Candidate(f"C{i}", f"Nom{i}", ("CCP1",), extra_time=(ExtraTime("CORR", minutes=5 * i),)) for i in range(30)
    )
    network = network_of(small(candidates=tuple(extra)))
    assert network.states > MOST_STATES
    assert network.piles.none < 100_000


@pytest.mark.parametrize("worth", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_prices_are_numbers_to_reckon_with(worth: float) -> None:
    assert abs(whole(worth)) <= SCALE * 100_000
    assert whole(0.0015) == 2
