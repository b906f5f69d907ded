"""The steps by itineraries: bounds from what each agent does, and plans that follow the best choice of them.

Where they tell of a session, they say more of the waits than outlines and timetables do.
"""

import time
from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from tspi_sched.columns.branch_and_bound import BranchAndBound, start_branch_and_bound
from tspi_sched.columns.build_network import build_network, without_waits
from tspi_sched.columns.master import BoundingProblem, most_presence
from tspi_sched.columns.network import MAX_STATES
from tspi_sched.heuristics.guided import guided_restriction, paper_starts_of
from tspi_sched.model import Instance, add_warm_start
from tspi_sched.relaxations.bound import RelaxationSolution
from tspi_sched.relaxations.workload.model import workload_applies
from tspi_sched.relaxations.workload.papers import paper_slots
from tspi_sched.search.incremental import state_model
from tspi_sched.search.state import Search
from tspi_sched.search.steps import ASKING, bounds_for, relaxed_instance
from tspi_sched.solver import Outcome

FOLLOWING, FOLLOWING_SHARE, LEADS = 8.0, 0.15, 4
"""Seconds at most for the plans that follow one choice of itineraries, or this part of the time if that is more;
choices in a row without a better plan, after which others are put off until all the boxes are done with."""

REFUTING = 0.3
"""Part of the time for plans as good as a bound that is spent on a proof that there are none."""

REACHED, WORSE = ("juror_days", "finish", "presence"), 1.5
"""Objectives whose bounds itineraries may reach, and by how many times more than now candidates may wait for that."""

OVERSTEPPING = 10
"""What a minute over a limit costs, in minutes of the objective at work."""


def columns_apply(s: Search) -> bool:
    """Whether there are itineraries of this problem that bound the objective at work."""
    return s.objective in ("presence", "waiting") and _have_columns(s.instance)


def _have_columns(instance: Instance) -> bool:
    """Whether there are itineraries of a problem."""
    return workload_applies(instance) and not (instance.oral_gap or instance.optional) and instance.agents_per_job == 1


def column_bound(s: Search, bound: int, deadline: float) -> int:
    """A bound by what each agent does from slot to slot, at prices that stand for what the agents have in common."""
    if not columns_apply(s) or s.plan is None:
        return bound
    if s.tree is None:
        latest = bounds_for(s, 0, deadline).latest
        s.tree = _tree(s, s.objective, s.limits, latest)
    while s.tree and not s.interrupted and not s.meets(bound):
        best = s.value(s.plan)
        try:
            solution = s.tree.next_lead(best, deadline)
        except KeyboardInterrupt:  # between two calls of the solver; a box may be lost
            s.interrupted, s.tree = True, None
            break
        bound = max(bound, s.tree.bound(best))
        if solution is None:
            break
        if s.tree.failed < LEADS:
            _follow_columns(s, s.tree, solution, deadline)
        else:
            s.tree.later.append(solution)
    _follow_postponed(s, bound, deadline)
    return bound


def new_tree(s: Search, bound: int, _deadline: float) -> int:
    """Forget how far a division came: a better plan at hand is where to begin, and there is time for last starts."""
    s.tree = None
    s.paper_starts_bounded.discard(s.objective)
    return bound


def _follow_postponed(s: Search, bound: int, deadline: float) -> None:
    """Follow the choices that were put off, now that there is nothing better to do."""
    while s.tree and s.tree.later and not s.interrupted and not s.meets(bound):
        if time.monotonic() > deadline:
            break
        _follow_columns(s, s.tree, s.tree.later.pop(0), deadline)


def column_guided(s: Search, bound: int, deadline: float) -> int:
    """Plans as good as a bound of an objective before `waiting`, by following itineraries that are.

    As long as there can be no such itineraries, the bound of `juror_days` or `finish` is raised.
    """
    if s.objective not in REACHED or s.plan is None or not bound or not _have_columns(s.instance):
        return bound  # without a bound there is nothing to reach
    further = {"finish": s.instance.step * s.instance.grid, "juror_days": 1}.get(s.objective)
    while further and not (s.interrupted or s.meets(bound)) and _refuted(s, bound, s.part_of(deadline, REFUTING)):
        bound += further
    tree = None if s.meets(bound) else _tree(s, "waiting", {**s.limits, s.objective: bound}, s.latest_paper_starts)
    patience = round(WORSE * s.values(s.plan)["waiting"])
    if tree:
        tree.proves = False
    while tree and tree.failed < LEADS and not (s.interrupted or s.meets(bound)):
        solution = tree.next_lead(patience, deadline)
        if solution is None:
            break
        _follow_columns(s, tree, solution, deadline)
    return bound


def _refuted(s: Search, value: int, deadline: float) -> bool:
    """Whether it is proven that no plan is as good as a value: agents would be present for more than their hours.

    Where these are none at all there is no itinerary to ask about: nothing is said of such a value.
    """
    within = {name: most for name, most in {**s.limits, s.objective: value}.items() if name != "presence"}
    tree = _tree(s, "presence", within, {})
    hours = most_presence(tree.bounding) if tree else 0
    return tree is not None and hours > 0 and tree.refuted(hours + s.instance.grid, deadline)


def _tree(s: Search, name: str, within: Mapping[str, int], latest: Mapping[str, int]) -> BranchAndBound | None:
    """The session within limits, divided by the moments of its papers; None if it is too large."""
    instance = relaxed_instance(s)
    finish = within.get("finish", cp_model.INT32_MAX)
    closes = min(finish // instance.grid, len(instance.problem.days) * instance.slots_per_day)
    network = build_network(instance, closes)
    if network.states > MAX_STATES:
        return None
    units = {"juror_days": 1, "presence": instance.grid, "waiting": instance.grid}
    limits = {what: within[what] // unit for what, unit in units.items() if what in within}

    def run(model: cp_model.CpModel) -> Outcome:
        s.report(None, None)  # many questions are answered before anybody could interrupt them
        return s.solve_auxiliary(model, time.monotonic() + s.remaining(), ASKING)

    begin = paper_starts_of(instance, s.plan) if s.plan else {}
    bounding = BoundingProblem(network, name, limits)
    bounding = bounding if bounding.waits else replace(bounding, network=without_waits(network))
    return start_branch_and_bound(bounding, latest, paper_slots(instance, latest), run, begin)


def _follow_columns(s: Search, tree: BranchAndBound, solution: RelaxationSolution, deadline: float) -> None:
    """Look among the plans that follow a choice of itineraries.

    If these are short of the limits, they may overstep them on the way, at a price.
    """
    guided = guided_restriction(tree.bounding.network.instance, solution)
    if guided is None or s.plan is None:
        return
    overstepped = [name for name in ("presence", "waiting") if name in s.limits]
    limits = {name: most for name, most in s.limits.items() if name not in overstepped}
    part = state_model(s.sub_instance, s.names, limits, s.floors, guided.assignments)
    if guided.start:
        add_warm_start(part.v, guided.start)
    over = sum(part.over(name, s.limits[name]) for name in overstepped)
    part.model.minimize(part.expressions[s.objective] + OVERSTEPPING * over)
    most = max(FOLLOWING, FOLLOWING_SHARE * (deadline - time.monotonic()))
    outcome = s.solve_auxiliary(part.model, deadline, most)
    better = outcome.found and s.accept(part.plan(outcome))
    tree.failed = 0 if better else tree.failed + 1
