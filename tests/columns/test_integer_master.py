"""The best choice among listed schedules: it keeps projectors, and what it comes to bounds every plan."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.column_sessions import asked, at_nine, priced, with_projectors
from tests.support.random_sessions import optimum
from tests.support.tempting import A, B, roomed
from tests.support.work_clock import now
from tspi_sched.columns.arcs import feasible_arcs
from tspi_sched.columns.integer_master import HASTY, THOROUGH, EnumerationLimits, Selection, best_selection
from tspi_sched.columns.master import SCALE, BoundingProblem, LagrangianBound, dual_constant
from tspi_sched.columns.network import Duals, short_of_projectors
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import cost_to_go
from tspi_sched.problem import Member, Problem, Room

C = (Member("J5", "Cinq", panel="C"), Member("J6", "Six", panel="C"))


def three_panels(projectors: int) -> Problem:
    """A panel and a candidate more than `with_projectors`, and a room."""
    two = with_projectors(projectors)
    people = (*two.candidates, replace(two.candidates[0], id="C3"))
    return roomed(replace(two, members=(*A, *B, *C), candidates=people), Room("S5", ("ORAL",), 4))


WAITS: dict[str, tuple[Problem, int, int]] = {
    # Paper until 09:00, 10 of marking and a changeover of 5. Orals of 90, of which the last 60 are projected: with one
    # projector, each one starts 60 after the other.
    "two panels, one projector": (with_projectors(1), 30, 15 + 75),
    "two panels, two projectors": (with_projectors(2), 30, 15 + 15),
    "three panels, one projector": (three_panels(1), 45, 15 + 75 + 135),
    "three panels, two projectors": (three_panels(2), 45, 15 + 15 + 75),
}
"""Sessions, what their candidates wait at the least if there are projectors for all, and what they wait."""


def chosen(
    asks: BoundingProblem,
    node: Node,
    of: LagrangianBound,
    least: int,
    effort: EnumerationLimits = THOROUGH,
    seconds: float = 60,
) -> Selection:
    """The best choice where plans that come to 30 more are of interest, too."""
    return best_selection(asks, node, of, asks.cutoff(least + 30), asked, now() + seconds, effort)


def keeps_projectors(asks: BoundingProblem, choice: Selection) -> bool:
    """Whether no more orals are projected at once than can be, and everybody is heard."""
    everybody = [asks.network.instance.agents_per_job * len(sort.jobs) for sort in asks.network.job_types]
    heard = [sum(counts) for counts in zip(*(one.jobs for one in choice.chosen), strict=True)]
    return heard == everybody and not short_of_projectors(asks.network, ((one, 1) for one in choice.chosen))


def unlimited(asks: BoundingProblem, node: Node) -> LagrangianBound:
    """The best duals if there are projectors for all: these have none."""
    many = replace(asks, network=replace(asks.network, projectors=9))
    found = priced(many, node)
    assert not any(found.duals.projectors.values())
    return found


@pytest.mark.parametrize("name", WAITS)
def test_a_choice_keeps_projectors(name: str) -> None:
    problem, without, least = WAITS[name]
    assert optimum(problem, "waiting", bare=True) == least
    asks, node = at_nine(problem)
    free = unlimited(asks, node)
    assert asks.bound(free.bound) == without
    for of in (free, priced(asks, node)):
        choice = chosen(asks, node, of, least)
        assert choice.exact
        assert asks.bound(choice.value) == least
        assert keeps_projectors(asks, choice)
    assert asks.bound(sum(SCALE * one.amounts["waiting"] for one in choice.chosen)) == least


@pytest.mark.parametrize("name", WAITS)
@pytest.mark.parametrize(
    "effort",
    [EnumerationLimits(10, 0), EnumerationLimits(10, 40), HASTY, *(EnumerationLimits(HASTY.ways, n) for n in range(4))],
)
def test_with_little_effort_it_is_a_bound_still(name: str, effort: EnumerationLimits) -> None:
    problem, without, least = WAITS[name]
    asks, node = at_nine(problem)
    free = unlimited(asks, node)
    choice = chosen(asks, node, free, least, effort)
    assert without <= asks.bound(choice.value) <= least
    assert choice.exact == (effort.ways > 10 and without == least)
    assert bool(choice.chosen) == (effort.ways > 10)
    assert keeps_projectors(asks, choice) == choice.exact


@pytest.mark.parametrize("name", WAITS)
def test_with_no_effort_it_is_what_prices_prove(name: str) -> None:
    problem, _, least = WAITS[name]
    asks, node = at_nine(problem)
    for of in (unlimited(asks, node), priced(asks, node)):
        assert asks.bound(of.bound) <= least
        assert chosen(asks, node, of, least, EnumerationLimits(10, 0)) == Selection(of.bound, [], exact=False)


def test_more_slots_prove_more() -> None:
    """Two panels that project from 09:45 on would share a projector; each slot told apart is 5 more for one of them."""
    problem, without, least = WAITS["two panels, one projector"]
    asks, node = at_nine(problem)
    free = unlimited(asks, node)
    values = [asks.bound(chosen(asks, node, free, least, EnumerationLimits(HASTY.ways, n)).value) for n in range(14)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (without, least)
    assert len(set(values)) > 5


def test_without_time_there_is_no_choice() -> None:
    problem, without, least = WAITS["two panels, one projector"]
    asks, node = at_nine(problem)
    choice = chosen(asks, node, unlimited(asks, node), least, seconds=-1)
    assert (asks.bound(choice.value), choice.chosen, choice.exact) == (without, [], False)


@pytest.mark.parametrize("better", [1, 2, 5])
def test_a_choice_is_looked_for_among_what_is_of_interest_only(better: int) -> None:
    """Nothing is better than the best plan, which proves as much as was asked, and no more."""
    problem, _, least = WAITS["two panels, one projector"]
    asks, node = at_nine(problem)
    enough = asks.cutoff(least - 5 * (better - 1))
    found = best_selection(asks, node, unlimited(asks, node), enough, asked, now() + 60, THOROUGH)
    assert found.exact
    assert found.value == enough


@pytest.mark.parametrize("name", WAITS)
def test_any_plan_is_of_interest_where_none_is_known(name: str) -> None:
    problem, _, least = WAITS[name]
    asks, node = at_nine(problem)
    found = best_selection(asks, node, priced(asks, node), asks.cutoff(None), asked, now() + 60, THOROUGH)
    assert found.exact
    assert asks.bound(found.value) == least
    assert keeps_projectors(asks, found)


def test_what_costs_enough_is_not_chosen() -> None:
    problem, _, least = WAITS["two panels, two projectors"]
    asks, node = at_nine(problem)
    of = priced(asks, node)
    best = chosen(asks, node, of, least)
    assert best.chosen
    again = best_selection(asks, node, of, best.value, asked, now() + 60)
    assert again == Selection(best.value, [], exact=True)
    assert best_selection(asks, node, of, best.value + 1, asked, now() + 60).value == best.value


# --- other duals ----------------------------------------------------------------------------------------------------


def priced_so(asks: BoundingProblem, node: Node, duals: Duals) -> LagrangianBound:
    """What any duals prove."""
    network = asks.network
    least = [
        cost_to_go(network, t, feasible_arcs(network, team, node), duals) for t, team in enumerate(network.panel_groups)
    ]
    total = sum(len(one.of.agents) * one.cost for one in least) + dual_constant(asks, node, duals)
    return LagrangianBound(total, duals, least)


@pytest.mark.parametrize("name", WAITS)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_projectors_cost_the_choice_is_the_same(name: str, seed: int) -> None:
    """Projectors that are dear where nobody projects make duals prove less; the choice makes up for that."""
    problem, _, least = WAITS[name]
    asks, node = at_nine(problem)
    rng, duals = Random(seed), priced(asks, node).duals
    slots = rng.sample(range(108, 140), 4)
    odd = priced_so(asks, node, replace(duals, projectors={slot: rng.randrange(4 * SCALE) for slot in slots}))
    assert asks.bound(odd.bound) <= least
    choice = chosen(asks, node, odd, least)
    assert choice.exact
    assert asks.bound(choice.value) == least
    assert keeps_projectors(asks, choice)
    little = chosen(asks, node, odd, least, EnumerationLimits(HASTY.ways, 1))
    assert asks.bound(odd.bound) <= asks.bound(little.value) <= least


@pytest.mark.parametrize("better", [1, 2])
def test_where_nothing_is_better_nothing_is_chosen(better: int) -> None:
    problem, _, least = WAITS["two panels, one projector"]
    asks, node = at_nine(problem)
    enough = asks.cutoff(least - 5 * (better - 1))
    found = best_selection(asks, node, unlimited(asks, node), enough, asked, now() + 60, THOROUGH)
    assert found == Selection(enough, [], exact=True)
