"""Schedules refute ends that no plan has, and no others; the moments at which schedules of a node are possible."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.column_reading import read_off, some_duals, some_node
from tests.support.column_sessions import ONE, TWO, asked, bounding_problem, network_of, planned
from tests.support.random_sessions import optimum
from tests.support.relaxation_sessions import chance_session
from tests.support.sessions import MONDAY, TUESDAY, at, ruled
from tests.support.tempting import B
from tests.support.work_clock import now
from tspi_sched.columns.arcs import columns_within, feasible_arcs
from tspi_sched.columns.branch_and_bound import start_branch_and_bound
from tspi_sched.columns.master import most_presence
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import cost_to_go
from tspi_sched.columns.realisable import realisable_starts
from tspi_sched.problem import Day, Opening, Problem
from tspi_sched.relaxations.workload.papers import paper_slots


def refuted(problem: Problem, finish: int, limits: dict[str, int]) -> bool:
    """Whether schedules refute that a session ends by a minute, within limits."""
    network = network_of(problem, finish)
    asks = bounding_problem(network, "presence", limits)
    division = start_branch_and_bound(asks, {}, paper_slots(network.instance, {}), asked, {})
    return division.refuted(most_presence(asks) + network.instance.grid, now() + 20)


@pytest.mark.parametrize(("problem", "least"), [(ONE, 770), (TWO, 655)])
def test_an_earlier_end_is_refuted(problem: Problem, least: int) -> None:
    """Papers are over at 09:00: one panel ends 2 x (10 + 5 + 90 + 10) later, at 12:50; each of two panels at 10:55."""
    assert optimum(problem, "finish", bare=True) == least
    assert not refuted(problem, least, {})
    assert refuted(problem, least - 5, {})


def test_two_panels_that_may_not_both_serve_end_no_earlier_than_one() -> None:
    assert not refuted(TWO, 770, {"juror_days": 2})
    assert refuted(TWO, 765, {"juror_days": 2})


def test_a_session_that_closes_before_it_opens_leaves_nobody_any_hours() -> None:
    """A weak bound of the end, for want of time, is no reason to stop."""
    assert most_presence(bounding_problem(network_of(ONE, 0), "presence", {})) == 0
    assert most_presence(bounding_problem(network_of(ONE, 5), "presence", {"juror_days": 2})) == 0


def test_no_end_of_a_plan_is_refuted() -> None:
    assert sum(an_optimum_is_not_refuted(Random(seed)) for seed in range(20)) >= 3


def an_optimum_is_not_refuted(rng: Random) -> bool:
    """Assert it of a session; whether its earliest end is known."""
    problem = ruled(chance_session(rng), allow_unplaced=False)
    least = optimum(problem, "finish", 0.5, bare=True)
    assert not isinstance(least, int) or not refuted(problem, least, {})
    return isinstance(least, int)


# --- moments ---------------------------------------------------------------------------------------------------------


def test_schedules_are_possible_at_their_moments() -> None:
    assert sum(possible_at_their_moments(Random(seed)) for seed in range(40)) >= 5


def possible_at_their_moments(rng: Random) -> bool:
    """Assert it of a plan and a node that it is in; whether there is such a plan, with nothing missing of its waits."""
    problem, plan = planned(rng)
    if plan is None:
        return False
    network = network_of(problem)
    read = read_off(network, plan)
    node = some_node(rng, network, plan, read)
    mine = list(columns_within(network, node, read))
    moments = realisable_starts(network, node, [(one, 1.0) for one in mine], waits=True)
    assert all(moments.starts[track] in slots for track, slots in node.starts.items())
    there = list(columns_within(network, Node({t: (s,) for t, s in moments.starts.items()}, node.duty), mine))
    waited = [one.amounts["waiting"] for one in there]
    assert moments.exact == (waited == [one.amounts["waiting"] for one in mine])
    return moments.exact


@pytest.mark.parametrize("seed", range(5))
def test_what_is_as_for_another_team_costs_the_same(seed: int) -> None:
    """Two panels have the same hours from the second day on; the second one is away on the first day."""
    away = [replace(member, availability=(Opening(TUESDAY),)) for member in B]
    problem = replace(TWO, days=(Day(MONDAY), Day(TUESDAY)), members=(*TWO.members[:2], *away))
    network = network_of(problem)
    assert network.same_suffix == ((0, 0), (1, 0))
    rng = Random(seed)
    node, duals = Node({"CCP2": (at("08:00") // network.instance.grid,)}, ()), some_duals(rng, network)
    open_to = [feasible_arcs(network, team, node) for team in network.panel_groups]
    first, alone = (cost_to_go(network, t, mine, duals) for t, mine in enumerate(open_to))
    together = cost_to_go(network, 1, open_to[1], duals, [first])
    assert [list(some) for some in together.before_day] == [list(some) for some in alone.before_day]
