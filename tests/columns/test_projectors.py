"""Projectors that are too few: duals by the slot prove what their sharing costs."""

from dataclasses import replace

import pytest

from tests.support.column_sessions import (
    at_nine,
    bounding_problem,
    divided,
    network_of,
    node_of,
    priced,
    with_projectors,
)
from tests.support.random_sessions import optimum
from tests.support.sessions import at


@pytest.mark.parametrize(("count", "least"), [(1, 90), (2, 30)])
def test_projectors_have_a_price_where_there_are_too_few(count: int, least: int) -> None:
    """Of both orals, 30 and then 60 projected, only one is projected at a time: the second one starts 60 later."""
    problem = with_projectors(count)
    asks, node = at_nine(problem)
    assert optimum(problem, "waiting", bare=True) == least
    found = priced(asks, node)
    assert asks.bound(found.bound) == least
    assert any(found.duals.projectors.values()) == (least == 90)
    assert asks.bound(priced(asks, replace(node, duty=((2, 2),))).bound) == least
    assert divided(asks, least + 30, 10).bound(least + 30) == least


@pytest.mark.parametrize("limits", [{}, {"waiting": 30}, {"waiting": 90}])
def test_projectors_have_no_price_where_waits_are_limited(limits: dict[str, int]) -> None:
    """Of schedules that are alike but for their hours the cheapest stands for all, which has to wait least, too.

    Until 11:30 there is no time for two projected orals one after the other; without them, presence is 2 x 2 x 115.
    """
    network = network_of(with_projectors(1), at("11:30"))
    asks = bounding_problem(network, "presence", limits)
    found = priced(asks, node_of(network, CCP2="08:00"))
    assert any(found.duals.projectors.values()) == (not limits)
    assert (asks.bound(found.bound) > 460) == (not limits)
