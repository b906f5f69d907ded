"""What is told apart of a schedule besides its jobs, days and presence: who projects when, which papers were over.

Sessions so small that all the schedules can be made one by one.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from tests.support.column_reading import cost, some_duals
from tests.support.column_sessions import node_of, tiny
from tests.support.columns_compared import stood_for, told_by
from tests.support.columns_one_by_one import every
from tests.support.longer_papers import least_of, possible, written
from tests.support.sessions import at
from tspi_sched.columns.build_network import mixed
from tspi_sched.columns.enumeration import enumerate_columns
from tspi_sched.columns.network import AMOUNTS, Duals, Network, PanelSchedule, projected
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY
from tspi_sched.columns.realisable import markings_of

MANY = 1_000_000
"""More ways than there are."""


def some_dear_waits(rng: Random, network: Network) -> Duals:
    """Prices, of waits in any case: without these, who waits least stands for others that cost as much."""
    duals = some_duals(rng, network)
    return replace(duals, amounts={**duals.amounts, "waiting": duals.amounts["waiting"] or 1})


def lowest_of(
    network: Network, duals: Duals, some: list[PanelSchedule], *, slots: Sequence[int] = ()
) -> dict[object, int]:
    """By what is told, the least cost."""
    found: dict[object, int] = {}
    for one in some:
        told = told_by(network, one, slots=slots)
        found[told] = min(cost(network, duals, one), found.get(told, INFINITY))
    return found


def does(one: PanelSchedule) -> object:
    """All that it does."""
    return one.marked, one.heard


# --- projectors ------------------------------------------------------------------------------------------------------

PROJECTED = {
    "one on two days": (tiny(0, 2, ("CCP2",)), {"CCP2": "08:00"}),
    "two on a day with a meal": (tiny(30, 1, ("CCP2",), ("CCP1",)), {"CCP1": "08:00", "CCP2": "09:00"}),
    "one on two tracks": (tiny(0, 1, ("CCP1", "CCP2")), {"CCP1": "08:00", "CCP2": "10:00"}),
    "one who writes longer": (written("14:00", ("CCP2", 0), ("CCP2", 60)), {"CCP2": "08:00"}),
    "the same, not told apart": (mixed(written("14:30", ("CCP2", 0), ("CCP2", 60))), {"CCP2": "08:00"}),
}


@pytest.mark.parametrize("name", PROJECTED)
@pytest.mark.parametrize("seed", range(3))
def test_who_projects_at_some_slots_is_not_stood_for_by_who_does_not(name: str, seed: int) -> None:
    network, clocks = PROJECTED[name]
    rng, node = Random(seed), node_of(network, **clocks)
    duals = some_dear_waits(rng, network)
    least = least_of(network, node, duals)
    all_there_are = [one for one in every(least) if possible(network, node, one)]
    at_all = [slot for slot in range(48) if len({slot in projected(network, one) for one in all_there_are}) > 1]
    slots = rng.sample(at_all, rng.choice((1, 2, 4)))
    most = least.cost + rng.choice((50_000, 200_000, 500_000))
    within = [one for one in all_there_are if cost(network, duals, one) <= most]
    apart, together = (
        enumerate_columns(least, most - least.cost, MANY, apart=apart, slots=slots) for apart in (True, False)
    )
    assert apart is not None
    assert together is not None
    assert {does(one) for one in (*apart, *together)} <= {does(one) for one in within}
    assert stood_for(network, duals, within, apart, slots=slots)
    assert len(together) == len({told_by(network, one, slots=slots) for one in together}) <= len(apart)
    assert lowest_of(network, duals, together, slots=slots) == lowest_of(network, duals, within, slots=slots)


def test_who_projects_later_costs_more_and_is_listed_besides() -> None:
    """Marked from 09:00 on, then a changeover and 30 of interview: projected from 10:30 to 11:30, or 30 later each.

    At 10:30 the first one projects and nobody else; at 11:30 the next two do, of whom the first one waits less.
    """
    network = tiny(0, 1, ("CCP2",))
    duals = Duals((0,), (0,), dict.fromkeys(AMOUNTS, 0) | {"waiting": 1_000})
    least = least_of(network, node_of(network, CCP2="08:00"), duals)
    early, late = at("10:30") // 30, at("11:30") // 30
    waits = {
        slots: [
            one.amounts["waiting"] for one in enumerate_columns(least, 99_000, MANY, apart=False, slots=slots) or ()
        ]
        for slots in ((), (early,), (late,), (early, late), (late, early))
    }
    assert {slots: sorted(mine) for slots, mine in waits.items()} == {
        (): [2],
        (early,): [2, 3],
        (late,): [2, 3],
        (early, late): [2, 3, 5],
        (late, early): [2, 3, 5],
    }


# --- papers that take longer -----------------------------------------------------------------------------------------

LONGER = {
    "one of three": (written("15:00", ("CCP1", 0), ("CCP1", 60), ("CCP1", 0)), "08:00"),
    "two of three, not alike": (written("15:00", ("CCP1", 0), ("CCP1", 60), ("CCP1", 30)), "08:00"),
    "two of three, alike": (written("15:00", ("CCP1", 60), ("CCP1", 60), ("CCP1", 0)), "08:00"),
    "two of four, not alike": (written("15:00", ("CCP1", 0), ("CCP1", 90), ("CCP1", 30), ("CCP1", 0)), "08:00"),
    # Both marked before the room opens: until 15:30 there is just time for 60 and 90, the short one first waits less.
    "both on the pile": (
        written("15:30", ("CCP1", 0), ("CCP1", 60), orals="13:00-15:30", interview=30),
        "08:00",
    ),
    "two long ones on the pile": (
        written("15:30", ("CCP1", 60), ("CCP1", 60), ("CCP1", 0), orals="13:30-15:30"),
        "08:00",
    ),
    "with a meal": (written("15:30", ("CCP1", 0), ("CCP1", 60), ("CCP1", 30), meal=30), "08:00"),
    "on two days": (written("12:30", ("CCP1", 0), ("CCP1", 60), days=2), "08:00"),
    "beside another track": (written("15:00", ("CCP1", 0), ("CCP1", 60), ("CCP2", 0)), "09:00"),
    "of somebody on two tracks": (written("15:00", ("CCP1+CCP2", 60), ("CCP1", 0)), "11:00"),
}
"""Sessions and when the paper of the CCP2 starts, if there is one; that of the CCP1 starts at 08:00."""

LARGER = {
    "four heard": (written("16:00", ("CCP1", 0), ("CCP1", 90), ("CCP1", 30), ("CCP1", 0)), "08:00"),
    "five of three lengths": (written("18:00", *(("CCP1", minutes) for minutes in (0, 90, 30, 90, 30))), "08:00"),
    "four on two days": (
        written("14:00", *(("CCP1", minutes) for minutes in (0, 90, 30, 0)), days=2, meal=30),
        "08:00",
    ),
}
"""Sessions with too many schedules to make them one by one."""

SLACKS = (0, 300_000, 3_000_000, 20_000_000)
"""By seed, what schedules may cost more than the cheapest; some cost more than doing nothing."""


def longer(name: str) -> tuple[Network, Node]:
    """Such a session, with the papers of a track taken one for another, and a node."""
    network, clock = (LONGER | LARGER)[name]
    tracks = {some.track for some in network.papers}
    node = node_of(network, **{track: "08:00" if track == "CCP1" else clock for track in tracks})
    together = mixed(network)
    assert len(network.papers) > len(together.papers) == len(tracks)
    return together, node


@pytest.mark.parametrize("name", LONGER)
def test_no_paper_that_takes_longer_is_marked_before_it_is_over(name: str) -> None:
    network, node = longer(name)
    duals = some_duals(Random(0), network)
    made = list(every(least_of(network, node, duals)))
    suited = [one for one in made if possible(network, node, one)]
    assert 0 < len(suited) < len(made)
    for one in made:
        found = list(markings_of(network, node.earliest, one))
        assert [(number, slot) for number, _, slot in found] == [(number, slot) for number, slot, _ in one.heard]
        assert (one in suited) == all(marking is not None for _, marking, _ in found)
    for seed, slack in enumerate(SLACKS):
        duals = some_dear_waits(Random(seed), network)
        least = least_of(network, node, duals)
        most = least.cost + slack
        within = [one for one in suited if cost(network, duals, one) <= most]
        listed = enumerate_columns(least, most - least.cost, MANY)
        assert listed is not None
        assert {does(one) for one in listed} <= {does(one) for one in within}
        assert stood_for(network, duals, within, listed)


@pytest.mark.parametrize("name", [*LONGER, *LARGER])
def test_papers_taken_one_for_another_lose_no_schedule_and_add_none(name: str) -> None:
    """Told apart, no paper is marked too early; together, it is as if they were: all that is known costs as little."""
    together, node = longer(name)
    apart = (LONGER | LARGER)[name][0]
    for seed, slack in enumerate(SLACKS):
        duals = some_dear_waits(Random(seed), apart)
        mine, others = least_of(apart, node, duals), least_of(together, node, duals)
        assert others.cost <= mine.cost
        most = mine.cost + slack
        listed = enumerate_columns(mine, most - mine.cost, MANY, apart=False)
        taken = enumerate_columns(others, most - others.cost, MANY, apart=False)
        assert listed is not None
        assert taken is not None
        assert taken or seed < 3
        lowest = lowest_of(together, duals, taken)
        assert lowest == lowest_of(apart, duals, listed)
        assert len(lowest) == len(taken)
