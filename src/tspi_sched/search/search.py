"""The search: objectives minimised one after the other, each by the phases that suit the session's size.

From cheap to dear: relaxations bound the objective and leave a restriction small enough to be searched at once; then
the full model is solved, or, where it is too large, neighbourhoods of the incumbent. An objective ends when the
incumbent reaches the bound, or when its time is over. Theory: docs/how/search.md.
"""

import time

from tspi_sched.heuristics.dispatch.multi_start import constructive_plan
from tspi_sched.search.attribution import take_step
from tspi_sched.search.grow import AT_ONCE, grow_shaped
from tspi_sched.search.portfolio import phases
from tspi_sched.search.state import Reached, Search
from tspi_sched.search.unplaced_steps import construct_fullest
from tspi_sched.wishes import Objective


def minimise_in_turn(s: Search) -> None:
    """Work on the objectives in turn, from a first plan, until all are done or the user interrupts."""
    try:
        s.objective = s.names[0]
        take_step(s, first_plan, 0, s.began + s.wishes.time_limit)
        for objective in s.wishes.objectives:
            _minimise(s, objective)
            if s.plan is None or s.interrupted:
                return
    except KeyboardInterrupt:  # between two calls of the solver
        s.interrupted = True


def first_plan(s: Search, bound: int, deadline: float) -> int:
    """The constructive heuristic's plan: of everybody, or of as many as fit; one that grows where it does not know the
    title's shape. Bounds nothing."""
    if s.instance.has_places_or_means or not s.instance.dispatches:
        if len(s.problem.candidates) > AT_ONCE and not s.instance.optional and not s.problem.locks:
            s.begin_at(grow_shaped(s, deadline))
        return bound
    if s.problem.rules.allow_unplaced:
        construct_fullest(s)
    else:
        s.begin_at(constructive_plan(s.problem, s.names, s.begin_at))
    return bound


def _minimise(s: Search, objective: Objective) -> None:
    """Minimise one objective, cheapest phases first, until the incumbent reaches the bound."""
    started, s.objective, s.tree = time.monotonic(), objective.name, None
    deadline, bound = started + _share(s), 0
    for phase in phases(s):
        if not (s.infeasible or s.interrupted or s.meets(bound)):
            bound = take_step(s, phase.limited(), bound, deadline)
    if s.plan is None:
        return
    best = s.value(s.plan)
    s.reached[objective.name] = Reached(best, min(best, bound), best <= bound, time.monotonic() - started)
    for stated in (s.full_model, s.last_restriction):
        if stated is not None:
            stated.at_most(objective.name, best + objective.tolerance)
    s.report(best, min(best, bound))


def _share(s: Search) -> float:
    """Seconds for the next objective: half of the time left, all of it for the last one.

    Earlier objectives matter more: later ones are worked on within what the earlier ones reached.
    """
    return s.remaining() / (2 if len(s.names) - len(s.reached) > 1 else 1)
