"""The steps of column generation: bounds, and plans in the restrictions given by chosen columns.

Where columns apply, they bound waiting better than the relaxations do.
"""

import time
from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from tspi_sched.columns.branch_and_bound import BranchAndBound, start_branch_and_bound
from tspi_sched.columns.build_network import build_network, without_waits
from tspi_sched.columns.master import BoundingProblem, most_presence
from tspi_sched.columns.network import MAX_STATES
from tspi_sched.heuristics.guided import paper_starts_of
from tspi_sched.model import Instance
from tspi_sched.relaxations.bound import RelaxationSolution
from tspi_sched.relaxations.gaps import gaps_close
from tspi_sched.relaxations.workload.model import workload_applies
from tspi_sched.relaxations.workload.papers import paper_slots
from tspi_sched.search.state import Search
from tspi_sched.search.steps import ASKING, bounds_for, guided_by
from tspi_sched.solver import Outcome, SolverProfile

FOLLOWING, FOLLOWING_SHARE, LEADS = 8.0, 0.15, 4
"""Most seconds for the restriction of one choice of columns, or this share of the time if that is more; failures in a
row after which further choices are put off until the tree is done."""

REFUTING = 0.3
"""Share of the column-guided heuristic's time spent on refuting the bound."""

REACHED, WORSE = ("juror_days", "finish", "presence"), 1.5
"""Objectives of the column-guided heuristic, and by what factor waiting may grow for them."""

OVERSTEPPING = 10
"""Penalty of a minute over a limit, in minutes of the objective at work."""


def columns_apply(s: Search) -> bool:
    """Whether columns apply and bound the objective at work."""
    return s.objective in ("presence", "waiting") and _have_columns(s.relaxed_instance)


def _have_columns(instance: Instance) -> bool:
    """Whether columns apply to an instance."""
    return workload_applies(instance) and gaps_close(instance) and not instance.optional


def column_bound(s: Search, bound: int, deadline: float) -> int:
    """Column generation: its bound, and the plans that its chosen columns lead to."""
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
    """Start the tree anew, from a better incumbent, with time for the papers' last starts."""
    s.tree = None
    s.paper_starts_bounded.discard(s.objective)
    return bound


def _follow_postponed(s: Search, bound: int, deadline: float) -> None:
    """Search the restrictions that were put off."""
    while s.tree and s.tree.later and not s.interrupted and not s.meets(bound):
        if time.monotonic() > deadline:
            break
        _follow_columns(s, s.tree, s.tree.later.pop(0), deadline)


def column_guided(s: Search, bound: int, deadline: float) -> int:
    """Column-guided heuristic: plans that reach the bound of an objective before `waiting`.

    As long as columns refute the bound of `juror_days` or `finish`, it is raised.
    """
    if s.objective not in REACHED or s.plan is None or not bound or not _have_columns(s.relaxed_instance):
        return bound  # without a bound there is nothing to reach
    if s.relaxed_instance.composes:
        return bound  # columns of members, which nobody can follow
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
    """Whether columns refute a value: agents would be present for longer than their hours.

    Where they have no hours at all, no column exists, and nothing is said of the value.
    """
    within = {name: limit for name, limit in {**s.limits, s.objective: value}.items() if name != "presence"}
    tree = _tree(s, "presence", within, {})
    hours = most_presence(tree.bounding) if tree else 0
    return tree is not None and hours > 0 and tree.refuted(hours + s.instance.grid, deadline)


def _tree(s: Search, name: str, within: Mapping[str, int], latest: Mapping[str, int]) -> BranchAndBound | None:
    """The tree of a bounding problem within limits; None if the network is too large."""
    instance = s.relaxed_instance
    finish = within.get("finish", cp_model.INT32_MAX)
    closes = min(finish // instance.grid, len(instance.problem.days) * instance.slots_per_day)
    network = build_network(instance, closes)
    if network.states > MAX_STATES:
        return None
    units = {"juror_days": 1, "presence": instance.grid, "waiting": instance.grid}
    limits = {what: within[what] // unit for what, unit in units.items() if what in within}
    if "waiting" in limits:
        limits["waiting"] *= instance.agents_per_job

    def run(model: cp_model.CpModel) -> Outcome:
        s.report(None, None)  # many questions are answered before anybody could interrupt them
        return s.solve_auxiliary(model, time.monotonic() + s.remaining(), ASKING, SolverProfile.LINEAR)

    begin = paper_starts_of(instance, s.plan) if s.plan else {}
    bounding = BoundingProblem(network, name, limits)
    bounding = bounding if bounding.waits else replace(bounding, network=without_waits(network))
    return start_branch_and_bound(bounding, latest, paper_slots(instance, latest), run, begin)


def _follow_columns(s: Search, tree: BranchAndBound, solution: RelaxationSolution, deadline: float) -> None:
    """Search the restriction given by chosen columns.

    If the columns exceed the limits slightly, plans may do so on the way, at a penalty.
    """
    overstepped = [name for name in ("presence", "waiting") if name in s.limits]
    part = guided_by(s, solution, {name: limit for name, limit in s.limits.items() if name not in overstepped})
    if part is None:
        tree.failed += 1
        return
    over = sum(part.over(name, s.limits[name]) for name in overstepped)
    part.model.minimize(part.expressions[s.objective] + OVERSTEPPING * over)
    limit = max(FOLLOWING, FOLLOWING_SHARE * (deadline - time.monotonic()))
    outcome = s.solve_auxiliary(part.model, deadline, limit)
    better = outcome.found and s.accept(part.plan(outcome), part)
    tree.failed = 0 if better else tree.failed + 1
