"""Sessions of which schedules tell, how their objectives are asked for, and nodes of their papers."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from ortools.sat.python import cp_model

from tests.support.relaxation_sessions import chance_session
from tests.support.sessions import MONDAY, TUESDAY, at, invented, ruled
from tests.support.tempting import B, roomed, small
from tests.support.work_clock import now
from tspi_sched.columns.branch_and_bound import BranchAndBound, start_branch_and_bound
from tspi_sched.columns.build_network import build_network
from tspi_sched.columns.master import BoundingProblem, LagrangianBound, column_generation
from tspi_sched.columns.network import Network
from tspi_sched.columns.node import Node
from tspi_sched.columns.pricing import INFINITY
from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.model import build_instance
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Day, MealRules, Problem, Projector, Room, Track
from tspi_sched.relaxations.workload.model import workload_applies
from tspi_sched.relaxations.workload.papers import paper_slots
from tspi_sched.solver import Outcome, run
from tspi_sched.wishes import Wishes


def asked(model: cp_model.CpModel) -> Outcome:
    """A short search."""
    return run(model, Wishes(workers=1), 2, lambda best, bound: None)


def planned(rng: Random) -> tuple[Problem, Plan | None]:
    """A session made by chance where nobody may be left out, and a plan of it if there is one at once."""
    problem = ruled(chance_session(rng), allow_unplaced=False)
    return problem, constructive_plan(problem)


def network_of(problem: Problem, closes: int | None = None) -> Network:
    """What agents may do in a session, which ends by a minute."""
    work = build_instance(problem)
    assert workload_applies(work)
    horizon = len(problem.days) * work.slots_per_day
    return build_network(work, horizon if closes is None else closes // work.grid)


def units(network: Network) -> dict[str, int]:
    """What one of an objective is in its measure."""
    return {"juror_days": 1, "presence": network.instance.grid, "waiting": network.instance.grid}


def bounding_problem(network: Network, name: str, limits: dict[str, int]) -> BoundingProblem:
    """What is looked for within limits as they are measured."""
    slots = {what: limit // units(network)[what] for what, limit in limits.items()}
    if "waiting" in slots:
        slots["waiting"] *= network.instance.agents_per_job
    return BoundingProblem(network, name, slots)


def divided(
    asks: BoundingProblem,
    best: int,
    seconds: float,
    *,
    begin: Mapping[str, int] | None = None,
    proves: bool = True,
) -> BranchAndBound:
    """A session that was divided, with a plan of some value at hand, until nothing is left to do."""
    division = start_branch_and_bound(asks, {}, paper_slots(asks.network.instance, {}), asked, begin or {})
    division.proves = proves
    until = now() + seconds
    while division.next_lead(best, until) is not None:
        pass
    return division


def tiny(meal: int, days: int = 2, *candidates: tuple[str, ...]) -> Network:
    """A panel on a coarse grid; somebody is heard twice, or each candidate on tracks as given."""
    hours = [Day(day, at("08:00"), at("16:00" if candidates else "15:00")) for day in (MONDAY, TUESDAY)[:days]]
    several = enumerate(candidates or (("CCP1", "CCP2"),), 1)
    problem = small(days=tuple(hours), candidates=tuple(Candidate(f"C{i}", f"Nom{i}", tracks) for i, tracks in several))
    return network_of(ruled(problem, grid_minutes=30, changeover_minutes=30, meal=MealRules(meal)))


def node_of(network: Network, **clocks: str) -> Node:
    """The papers at certain hours of the first day; any number of agents on duty."""
    starts = {track: (at(clock) // network.instance.grid,) for track, clock in clocks.items()}
    return Node(starts, ((0, 9),) * len(network.instance.problem.days))


def three_papers() -> Network:
    """Somebody who sits papers of 45, 30 and 15 minutes; the orals of each take 40."""
    bakers = invented()
    sweets = Track("SUCRE", "Sucres", (("DICTEE", 15), ("LECTURE", 5), ("DEGUSTATION", 40), ("CONSEIL", 5)))
    known = replace(bakers, tracks=(*bakers.tracks, sweets))
    return network_of(small(title=known, candidates=(Candidate("C1", "Nom1", ("PAIN", "GATEAU", "SUCRE")),)))


def priced(asks: BoundingProblem, node: Node) -> LagrangianBound:
    """What duals prove of a node."""
    found = column_generation(asks, node, None, [], INFINITY, now() + 20)
    assert found is not None
    return found


ONE = small("CCP2", "CCP2", days=(Day(MONDAY, at("08:00"), at("13:30")),))
"""A panel that hears two: they wait 15 (10 of marking, 5 of changeover), and 10 + 5 + 90 + 10 longer: 145 together."""

TWO = roomed(replace(ONE, members=(*ONE.members, *B)), Room("S4", ("ORAL",), 4, projector=True))
"""Two panels: each hears one, who waits 15."""


def at_nine(problem: Problem, **limits: int) -> tuple[BoundingProblem, Node]:
    """Waits of a session whose paper is written from 08:00 to 09:00, any number of agents being on duty."""
    network = network_of(problem)
    return bounding_problem(network, "waiting", limits), node_of(network, CCP2="08:00")


NO_FIXED_PROJECTOR = ruled(
    replace(TWO, rooms=(TWO.rooms[0], *(replace(room, projector=False) for room in TWO.rooms[1:]))),
    projector_setup_minutes=0,
)


def with_projectors(count: int) -> Problem:
    """The two panels with so many mobile projectors, which are set up at once."""
    return replace(NO_FIXED_PROJECTOR, projectors=tuple(Projector(f"P{i}") for i in range(count)))
