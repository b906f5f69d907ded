"""Bounds by schedules: no agent's day costs less than the cheapest says, and no bound is above a plan or an optimum.

Sessions made by chance, with every odd rule under which there are schedules.
"""

from itertools import product
from random import Random

import pytest

from tests.support.column_reading import cost, papers_of, read_off, some_duals, some_node
from tests.support.column_sessions import asked, bounding_problem, divided, network_of, node_of, planned, units
from tests.support.random_sessions import optimum
from tests.support.relaxation_sessions import EXACT, TIGHT, chance_session
from tests.support.sessions import MONDAY, TUESDAY, ruled
from tests.support.tempting import TWO_WATCH, small
from tests.support.work_clock import now
from tspi_sched.checker import measure
from tspi_sched.columns.arc_costs import between
from tspi_sched.columns.arcs import columns_within, feasible_arcs
from tspi_sched.columns.branch_and_bound import start_branch_and_bound
from tspi_sched.columns.master import SCALE, column_generation, rounded_dual
from tspi_sched.columns.network import AMOUNTS, MAX_STATES, Duals, Network, PanelSchedule
from tspi_sched.columns.node import Node, papers_in
from tspi_sched.columns.pricing import INFINITY, CostToGo, cost_to_go
from tspi_sched.problem import Candidate, Day, ExtraTime, Room
from tspi_sched.relaxations.workload.papers import paper_slots

# --- plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 36, 12))
def test_no_plan_costs_less_than_its_bounds(first: int) -> None:
    assert sum(bounds_below_a_plan(Random(seed)) for seed in range(first, first + 12)) >= 2


def bounds_below_a_plan(rng: Random) -> bool:
    """Assert it of a session's plan; whether there was one, and bounds to compare it with."""
    problem, plan = planned(rng)
    if plan is None:
        return False
    told = 0
    measured = measure(problem, plan)
    network = network_of(problem, rng.choice((measured["finish"], None)))
    read = read_off(network, plan)
    for _ in range(2):
        node = some_node(rng, network, plan, read)
        assert not asked(papers_in(network.instance, papers_of(network.instance, plan), node)).infeasible
        possible(network, node, read, measured)
        duals = some_duals(rng, network)
        for least in cheapest_of_all(network, node, duals):
            mine = [
                cost(network, duals, one)
                for one in waiting_in(network, node, read)
                if one.panel_group == least.panel_group
            ]
            assert min(mine, default=0) >= least.cost
        for name in AMOUNTS:
            limits = {other: measured[other] for other in AMOUNTS if other != name and rng.randrange(2)}
            asks = bounding_problem(network, name, limits)
            priced = column_generation(asks, node, None, [], INFINITY, now() + 0.1)
            assert priced is None or asks.bound(priced.bound) <= measured[name]
            told += priced is not None
    return told > 0


def cheapest_of_all(network: Network, node: Node, duals: Duals) -> list[CostToGo]:
    """The least costs of each team."""
    return [
        cost_to_go(network, t, feasible_arcs(network, team, node), duals) for t, team in enumerate(network.panel_groups)
    ]


def waiting_in(network: Network, node: Node, read: list[PanelSchedule]) -> list[PanelSchedule]:
    """A plan's schedules with what their candidates wait at the least in a node: they are possible there."""
    found = list(columns_within(network, node, read))
    assert len(found) == len(read)
    return found


def possible(network: Network, node: Node, read: list[PanelSchedule], measured: dict[str, int]) -> None:
    """Assert that a plan's schedules come to what it is measured to be, or less where something is not counted."""
    mine, per_job = waiting_in(network, node, read), network.instance.agents_per_job
    sums = {name: units(network)[name] * sum(one.amounts[name] for one in mine) for name in AMOUNTS}
    assert sums["juror_days"] == measured["juror_days"]
    assert sums["presence"] == measured["presence"]
    gaps = units(network)["waiting"] * per_job * between(network, node)
    assert sums["waiting"] + gaps <= per_job * measured["waiting"]
    day = network.instance.slots_per_day
    for pairing in network.linking_constraints:
        total = sum(pairing.of(one.heard, day) for one in mine)
        assert total == 0 if pairing.exact else total <= 0


# --- optima ----------------------------------------------------------------------------------------------------------


def test_no_bound_is_above_an_optimum() -> None:
    assert sum(bounds_below_optima(Random(seed)) for seed in range(30)) >= 3


def bounds_below_optima(rng: Random) -> bool:
    """Assert it of a session and one objective, whatever the plan at hand; whether the optimum is known."""
    problem = ruled(chance_session(rng), allow_unplaced=False)
    name = rng.choice(("waiting", "waiting", *AMOUNTS))
    least = optimum(problem, name, 0.5, bare=True)
    if not isinstance(least, int):
        return False
    best = least + rng.choice((0, 1, problem.rules.grid_minutes, 100))
    assert divided(bounding_problem(network_of(problem), name, {}), best, 0.3).bound(best) <= least
    return True


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("more", [0, 30])
def test_a_division_comes_to_the_optimum(name: str, more: int) -> None:
    problem, objective, least = EXACT[name]
    division = divided(bounding_problem(network_of(problem), objective, {}), least + more, 20)
    assert division.bound(least + more) == least


@pytest.mark.parametrize("name", EXACT)
def test_a_division_that_looks_for_plans_first_comes_to_it_too(name: str) -> None:
    problem, objective, least = EXACT[name]
    division = divided(bounding_problem(network_of(problem), objective, {}), least + 30, 5, proves=False)
    assert division.has_led
    assert division.bound(least + 30) == least


def test_presence_and_days_of_duty_within_a_limit_on_waiting() -> None:
    """One panel hears two from 09:00 on: 2 x (10 + 5 + 90 + 10), for two members; one after the other, they wait 145
    together. If they may wait no longer, that is so still, and it takes one day of both.
    """
    problem, waiting, least = TIGHT["waiting of two by one panel"]
    assert (waiting, least) == ("waiting", 145)
    network = network_of(problem)
    for name, value in (("presence", 2 * (2 * 115 - 5 + 5)), ("juror_days", 2)):
        assert optimum(problem, name, bare=True) == value
        assert divided(bounding_problem(network, name, {"waiting": 145}), value, 5).bound(value) == value


# --- nodes -----------------------------------------------------------------------------------------------------------


def points(node: Node) -> set[object]:
    """All that is in a node."""
    moments = product(*([(track, slot) for slot in slots] for track, slots in node.starts.items()))
    return set(product(moments, product(*(range(low, high + 1) for low, high in node.duty))))


@pytest.mark.parametrize("seed", range(20))
def test_halves_are_the_box(seed: int) -> None:
    rng = Random(seed)
    starts = {track: tuple(sorted(rng.sample(range(30), rng.choice((1, 2, 3, 5))))) for track in ("CCP1", "CCP2")}
    lows = [rng.randrange(3) for _ in range(2)]
    nodes = [Node(starts, tuple((low, low + rng.randrange(3)) for low in lows))]
    rounded_dual, parts = points(nodes[0]), list[set[object]]()
    while nodes:
        node = nodes.pop()
        nodes += [] if node.is_leaf else node.branch()
        parts += [points(node)] if node.is_leaf else []
    assert all(len(part) == 1 for part in parts)
    assert sorted(map(repr, rounded_dual)) == sorted(repr(point) for part in parts for point in part)


def test_boxes_are_all_the_moments_of_the_papers() -> None:
    network = network_of(small("CCP1", "CCP2", days=(Day(MONDAY), Day(TUESDAY))))
    slots = paper_slots(network.instance, {})
    nodes = [
        some.node
        for some in start_branch_and_bound(bounding_problem(network, "waiting", {}), {}, slots, asked, {}).nodes
    ]
    moments = sorted(pair for node in nodes for pair in product(node.starts["CCP1"], node.starts["CCP2"]))
    assert moments == sorted(product(slots["CCP1"], slots["CCP2"]))
    assert all(node.duty == ((0, 1), (0, 1)) for node in nodes)


def test_the_moment_of_the_plan_at_hand_is_a_box_besides() -> None:
    network = network_of(small("CCP1", "CCP2"))
    slots = paper_slots(network.instance, {})
    begin = {track: some[3] for track, some in slots.items()}
    first, *others = start_branch_and_bound(bounding_problem(network, "waiting", {}), {}, slots, asked, begin).nodes
    assert first.node.starts_fixed
    assert first.node.earliest == begin
    assert [some.node.starts for some in others] == [slots]


@pytest.mark.parametrize(("needed", "possible"), [(True, False), (False, True)])
def test_papers_that_need_one_room_are_not_side_by_side(*, needed: bool, possible: bool) -> None:
    """Two rooms for papers, one of them accessible: for both candidates only that one, from 08:00 and from 08:30 on."""
    rooms = (Room("S1", ("MSP",), 1, accessible=True), Room("S2", ("MSP",), 1), *small().rooms[1:])
    people = tuple(Candidate(f"C{i}", f"Nom{i}", (f"CCP{i}",), accessible=needed) for i in (1, 2))
    network = network_of(small(rooms=rooms, candidates=people, invigilators=TWO_WATCH))
    node = node_of(network, CCP1="08:00", CCP2="08:30")
    assert asked(papers_in(network.instance, {}, node)).infeasible != possible


# --- what is too much ------------------------------------------------------------------------------------------------


def test_too_many_piles_are_told_before_they_are_made() -> None:
    """Thirty papers that all take other times to mark: an agent's pile may be any thirteen of them."""
    extra = (
        Candidate(f"C{i}", f"Nom{i}", ("CCP1",), extra_time=(ExtraTime("CORR", minutes=5 * i),)) for i in range(30)
    )
    network = network_of(small(candidates=tuple(extra)))
    assert network.states > MAX_STATES
    assert network.state_space.no_state < 100_000


@pytest.mark.parametrize("worth", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_prices_are_numbers_to_reckon_with(worth: float) -> None:
    assert abs(rounded_dual(worth)) <= SCALE * 100_000
    assert rounded_dual(1.5 / SCALE) == 2
