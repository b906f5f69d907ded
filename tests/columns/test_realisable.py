"""The moments of a node at which schedules are possible: what these come to there, and markings that suit hearings."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.column_reading import some_duals
from tests.support.column_sessions import network_of, node_of, tiny
from tests.support.columns_one_by_one import every
from tests.support.longer_papers import least_of, possible, written
from tests.support.sessions import at, ruled
from tests.support.tempting import small
from tspi_sched.columns.arcs import columns_within
from tspi_sched.columns.build_network import mixed
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.node import Node
from tspi_sched.columns.realisable import RealisableStarts, markings_of, realisable_starts
from tspi_sched.problem import MealRules

ALONE = Ends(first=True, last=True)

TWO = mixed(written("18:00", ("CCP1", 0), ("CCP1", 60)))
"""Two are heard for 30 + 30; what they write takes 120 and, of the second one, 180."""

SHORT, LONG = 0, 1
"""Their sorts."""


def hour(network: Network, clock: str) -> int:
    """The slot of a clock time of the first day."""
    return at(clock) // network.instance.grid


def does(network: Network, marked: str, *heard: tuple[int, str]) -> PanelSchedule:
    """A schedule that marks papers of one kind at these hours, and hears a sort each at some hour."""
    jobs = tuple(sum(number == sort for sort, _ in heard) for number in range(len(network.job_types)))
    return PanelSchedule(
        0,
        tuple((0, hour(network, clock)) for clock in marked.split()),
        tuple((sort, hour(network, clock), ALONE) for sort, clock in heard),
        jobs,
        frozenset({0}),
        {"juror_days": 2, "presence": 0, "waiting": 0},
    )


def between_hours(network: Network, **clocks: tuple[str, str]) -> Node:
    """The papers at all slots from one hour to another."""
    spans = {track: (hour(network, first), hour(network, last)) for track, (first, last) in clocks.items()}
    starts = {track: tuple(range(first, last + 1)) for track, (first, last) in spans.items()}
    return Node(starts, ((0, 9),) * len(network.instance.problem.days))


# --- markings that suit ----------------------------------------------------------------------------------------------

SUITED: dict[str, tuple[PanelSchedule, list[tuple[int, str | None]]]] = {
    "the long one is over": (
        does(TWO, "10:00 11:00", (SHORT, "11:30"), (LONG, "12:30")),
        [(SHORT, "10:00"), (LONG, "11:00")],
    ),
    "the long one is heard first": (
        does(TWO, "10:00 11:00", (LONG, "11:30"), (SHORT, "12:30")),
        [(LONG, "11:00"), (SHORT, "10:00")],
    ),
    "the short one leaves it the later marking": (
        does(TWO, "11:00 11:30", (SHORT, "12:00"), (LONG, "13:00")),
        [(SHORT, "11:00"), (LONG, "11:30")],
    ),
    "both are marked before the long one is over": (
        does(TWO, "10:00 10:30", (SHORT, "11:00"), (LONG, "12:00")),
        [(SHORT, "10:00"), (LONG, None)],
    ),
    "the only one that is over is marked after the orals": (
        does(TWO, "10:30 13:00", (LONG, "12:00"), (SHORT, "13:30")),
        [(LONG, None), (SHORT, "10:30")],
    ),
}


@pytest.mark.parametrize("name", SUITED)
def test_a_hearing_has_the_first_marking_after_its_paper(name: str) -> None:
    """Papers from 08:00 to 10:00 and 11:00."""
    one, wanted = SUITED[name]
    found = list(markings_of(TWO, {"CCP1": hour(TWO, "08:00")}, one))
    slots = {None: None} | {clock: hour(TWO, clock) for _, clock in wanted if clock}
    assert [(number, marking) for number, marking, _ in found] == [(sort, slots[clock]) for sort, clock in wanted]
    assert [(number, slot, ALONE) for number, _, slot in found] == list(one.heard)


def test_a_later_paper_leaves_fewer_markings() -> None:
    one = does(TWO, "10:30 11:00", (SHORT, "11:30"), (LONG, "12:30"))
    unmarked = {
        clock: sum(marking is None for _, marking, _ in markings_of(TWO, {"CCP1": hour(TWO, clock)}, one))
        for clock in ("08:00", "08:30", "09:00", "09:30")
    }
    assert unmarked == {"08:00": 0, "08:30": 1, "09:00": 1, "09:30": 2}


# --- what is missing -------------------------------------------------------------------------------------------------


def missing(
    network: Network, node: Node, one: PanelSchedule, *, often: float = 1, waits: bool, longer: bool
) -> RealisableStarts:
    """The moments of one schedule."""
    return realisable_starts(network, node, [(one, often)], waits=waits, longer=longer)


@pytest.mark.parametrize("waits", [False, True])
def test_a_longer_paper_that_is_marked_too_early_is_missing(*, waits: bool) -> None:
    """From 08:30 to 10:30, and to 11:30: the second marking is to be then at the earliest."""
    node, last = between_hours(TWO, CCP1=("08:00", "08:30")), {"CCP1": hour(TWO, "08:30")}
    soon = does(TWO, "10:30 11:00", (SHORT, "11:30"), (LONG, "12:30"))
    then = does(TWO, "10:30 11:30", (SHORT, "12:00"), (LONG, "13:00"))
    for one, longer, slots in ((soon, False, 0), (soon, True, TWO.instance.slots_per_day), (then, True, 0)):
        for often in (1, 0.25):
            found = missing(TWO, node, one, often=often, waits=waits, longer=longer)
            assert found.starts == last
            assert found.score == {"CCP1": often * slots}
            assert found.exact == (slots == 0)


def test_waits_are_missing_where_the_paper_is_earlier_than_counted() -> None:
    """The first marking is at 10:00, so the papers start at 08:00: two wait for 30 more than from 08:30 on."""
    node, one = between_hours(TWO, CCP1=("08:00", "08:30")), does(TWO, "10:00 11:30", (SHORT, "12:00"), (LONG, "13:00"))
    found = missing(TWO, node, one, waits=True, longer=True)
    assert found.starts == {"CCP1": hour(TWO, "08:00")}
    assert found.score == {"CCP1": 2}
    assert missing(TWO, node, one, waits=False, longer=True).exact


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize(("heard", "possible"), [("13:20", False), ("13:40", False), ("13:45", True)])
def test_orals_before_the_meal_after_the_last_paper_are_missing(heard: str, *, possible: bool, waits: bool) -> None:
    """From 09:00 to 11:00 a meal of 45 comes before the orals. From 11:00 to 13:00 it comes until 13:45."""
    network = network_of(ruled(small(), meal=MealRules(45)))
    node, one = between_hours(network, CCP1=("09:00", "11:00")), does(network, "13:00", (0, heard))
    assert list(columns_within(network, node, [one]))
    found = missing(network, node, one, waits=waits, longer=False)
    assert found.starts == node.latest
    assert found.score == {"CCP1": 0 if possible else network.instance.slots_per_day}
    assert bool(list(columns_within(network, node_of(network, CCP1="11:00"), [one]))) == possible == found.exact


def test_only_papers_with_several_moments_miss_anything() -> None:
    one = does(TWO, "10:30 11:00", (SHORT, "11:30"), (LONG, "12:30"))
    found = missing(TWO, node_of(TWO, CCP1="08:30"), one, waits=True, longer=True)
    assert found.score == {}
    assert found.exact


# --- one by one ------------------------------------------------------------------------------------------------------

WIDE = {
    "two lengths": (TWO, {"CCP1": ("08:00", "09:30")}, "13:30"),
    "a meal": (mixed(written("18:00", ("CCP1", 0), ("CCP1", 30), meal=30)), {"CCP1": ("08:30", "11:30")}, "15:00"),
    "two tracks": (
        mixed(written("18:00", ("CCP1", 30), ("CCP1", 0), ("CCP2", 0))),
        {"CCP1": ("08:00", "09:00"), "CCP2": ("09:00", "09:00")},
        "13:00",
    ),
    "somebody on both": (tiny(30, 1, ("CCP1", "CCP2")), {"CCP1": ("08:00", "08:30"), "CCP2": ("10:00", "11:00")}, ""),
}
"""Sessions, when their papers start, and when the panel leaves."""


@pytest.mark.parametrize("name", WIDE)
def test_where_nothing_is_missing_all_is_as_in_the_box(name: str) -> None:
    network, clocks, close = WIDE[name]
    if close:
        (team,) = network.panel_groups
        network = replace(
            network, panel_groups=(replace(team, days=((hour(network, "08:00"), hour(network, close)),)),)
        )
    node = between_hours(network, **clocks)
    made = list(every(least_of(network, node, some_duals(Random(0), network))))
    exact = 0
    for one in made:
        found = missing(network, node, one, waits=True, longer=True)
        assert found.score.keys() == {track for track, slots in node.starts.items() if len(slots) > 1}
        there = Node({track: (slot,) for track, slot in found.starts.items()}, node.duty)
        same = [one] == list(columns_within(network, there, [one])) and possible(network, there, one)
        assert found.exact == same
        exact += same
    assert 0 < exact < len(made)
