"""Candidates on several tracks: what they wait between their papers, and for orals in order."""

import math
from dataclasses import replace

import pytest

from tests.support.column_sessions import asked, bounding_problem, network_of, node_of, priced, three_papers
from tests.support.random_sessions import optimum
from tests.support.sessions import MONDAY, at
from tests.support.tempting import A, B, small
from tspi_sched.columns.arc_costs import between
from tspi_sched.columns.arcs import columns_within
from tspi_sched.columns.branch_and_bound import BranchAndBound
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import PanelSchedule
from tspi_sched.columns.node import Node
from tspi_sched.plan import Task
from tspi_sched.problem import Candidate, Day, Lock, Problem, Room


def test_a_gap_that_a_third_paper_may_fill_is_no_wait() -> None:
    """Bread from 08:15 to 09:00, cakes from 09:30 on: sweets may be written in between, which takes 15."""
    network = three_papers()
    early, late = at("08:00") // network.instance.grid, at("09:15") // network.instance.grid
    node = node_of(network, PAIN="08:15", GATEAU="09:30", SUCRE="08:00")
    assert between(network, Node({**node.starts, "SUCRE": tuple(range(early, late + 1))}, node.duty)) == 0


def test_a_gap_too_short_for_anything_is_a_wait() -> None:
    """Sweets until 08:15, bread from 08:25 to 09:10, cakes from 09:20 on: 10 and 10 in between."""
    network = three_papers()
    node = node_of(network, SUCRE="08:00", PAIN="08:25", GATEAU="09:20")
    assert network.instance.grid * between(network, node) == 20


# --- in full ---------------------------------------------------------------------------------------------------------


def twice(one: str, other: str) -> Problem:
    """Somebody with both papers, of the CCP1 and the CCP2, at these hours; two panels, each with a room."""
    rooms = (*small().rooms, Room("S4", ("ORAL",), 4, projector=True))
    problem = small(members=(*A, *B), candidates=(Candidate("C1", "Nom1", ("CCP1", "CCP2")),), rooms=rooms)
    hours = (("CCP1", at(one), 120), ("CCP2", at(other), 60))
    tasks = (Task("C1", track, "MSP", MONDAY, start, start + long, "S1", (), ("V1",)) for track, start, long in hours)
    return replace(problem, locks=tuple(Lock(task, frozenset({"start"})) for task in tasks), days=(Day(MONDAY),))


FULL = {
    # Too short a gap for the CCP1's orals, from 10:20 to 10:50: 45. They start at 11:45, the CCP2's at 12:15.
    "a gap longer than orals, too early for them": (twice("08:00", "10:45"), 45, 45),
    # 60 less the CCP1's orals of 30; the CCP2's are marked at 12:10, and start at 12:15: 15 more.
    "orals in the gap": (twice("08:00", "11:00"), 30 + 15, 30 + 15),
    # Of 50, the 30 from 10:20 on are just enough.
    "orals that just fit in the gap": (twice("08:00", "10:50"), 20 + 15, 20 + 15),
    # The CCP2's paper is first, its orals last: the CCP1's orals from 11:20 on, 20 after its paper, the others at once.
    "orals in order": (twice("09:00", "08:00"), 20, 20),
    "a gap before the paper of the first track": (twice("09:30", "08:00"), 30 + 20, 30 + 20),
}


@pytest.mark.parametrize("name", FULL)
def test_what_somebody_on_two_tracks_waits(name: str) -> None:
    problem, told, least = FULL[name]
    network = network_of(problem)
    starts = {lock.task.track or "": (lock.task.start // network.instance.grid,) for lock in problem.locks}
    assert optimum(problem, "waiting", bare=True) == least
    asks = bounding_problem(network, "waiting", {})
    division = BranchAndBound(asks, {}, asked, [])
    division.add_node(Node(starts, ((0, 2),)))
    while division.next_lead(200, math.inf) is not None:
        pass
    assert division.bound(200) == told


@pytest.mark.parametrize("name", FULL)
def test_duals_alone_prove_what_is_waited_between_papers_and_after_them(name: str) -> None:
    """One column is all of the plan, so its linear programme is as good, if it is not thought to be solved too soon."""
    problem, told, _ = FULL[name]
    network = network_of(problem)
    starts = {lock.task.track or "": (lock.task.start // network.instance.grid,) for lock in problem.locks}
    asks = bounding_problem(network, "waiting", {})
    assert asks.bound(priced(asks, Node(starts, ((0, 2),))).bound) == told


def test_orals_are_beside_all_the_papers_of_their_candidate() -> None:
    """The CCP1's orals take 30, the CCP2's paper, at 10:50 or 11:00, 60: from 10:20 or from 11:50 on they may fit."""
    network = network_of(twice("08:00", "11:00"))
    grid = network.instance.grid
    node = node_of(network, CCP1="08:00", CCP2="11:00")
    node = replace(node, starts={**node.starts, "CCP2": (at("10:50") // grid, at("11:00") // grid)})
    sort = next(number for number, sort in enumerate(network.job_types) if sort.example.track == "CCP1")
    for clock, possible in (
        ("10:15", False),
        ("10:20", True),
        ("10:30", True),
        ("10:35", False),
        ("11:45", False),
        ("11:50", True),
    ):
        one = PanelSchedule(0, (), ((sort, at(clock) // grid, Ends(first=True, last=False)),), (), frozenset(), {})
        assert list(columns_within(network, node, [one])) == [replace(one, amounts={"waiting": 0})] * possible
