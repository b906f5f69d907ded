"""Sessions with papers that take longer for some, and which markings suit the hearings there."""

from itertools import permutations

from tests.support.column_sessions import network_of
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import opened, small
from tspi_sched.columns.arcs import feasible_arcs
from tspi_sched.columns.network import Duals, Network, PanelSchedule
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import CostToGo, cost_to_go
from tspi_sched.problem import Candidate, Day, ExtraTime, MealRules


def written(
    close: str, *people: tuple[str, int], days: int = 1, meal: int = 0, orals: str = "08:00-18:00", interview: int = 0
) -> Network:
    """A panel on a coarse grid, from 08:00 on; candidates by their tracks and the minutes that they write longer.

    `orals`: when there is a room for them; `interview`: minutes more of it for who writes longer.
    """
    hours = tuple(Day(day, at("08:00"), at(close)) for day in (MONDAY, TUESDAY)[:days])
    candidates = tuple(
        Candidate(
            f"C{i}",
            f"Nom{i}",
            tuple(tracks.split("+")),
            extra_time=(ExtraTime("MSP", minutes=more), ExtraTime("ET", minutes=interview if more else 0)),
        )
        for i, (tracks, more) in enumerate(people)
    )
    problem = changed(small(days=hours, candidates=candidates), "S3", availability=opened(orals))
    return network_of(ruled(problem, grid_minutes=30, changeover_minutes=0, meal=MealRules(meal)))


def least_of(network: Network, node: Node, duals: Duals) -> CostToGo:
    """What the session costs the only panel."""
    return cost_to_go(network, 0, feasible_arcs(network, network.panel_groups[0], node), duals)


def possible(network: Network, node: Node, one: PanelSchedule) -> bool:
    """Whether each hearing can have a marking of its own, after its paper and before its orals, whichever way."""
    return all(_suited(network, node, one, which) for which in range(len(network.papers)))


def _suited(network: Network, node: Node, one: PanelSchedule, which: int) -> bool:
    marked = [slot for papers, slot in one.marked if papers == which]
    jobs = [
        (network.job_types[number].example, slot)
        for number, slot, _ in one.heard
        if network.job_types[number].papers == which
    ]
    spans = [(node.earliest[like.track] + like.written, slot) for like, slot in jobs]
    return any(
        all(over <= slot < begins for slot, (over, begins) in zip(some, spans, strict=True))
        for some in permutations(marked, len(spans))
    )
