"""The search: objectives minimised one after the other, each by the steps that suit the session's size.

From the cheapest step to the dearest: tallies, outlines and timetables bound the objective, and leave a part of the
plans that is small enough to be searched at once; then all the plans are searched, or, where they are too many, the
neighbours of the plan at hand. An objective ends when the plan is as good as the bound, or its time is over.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps

from tspi_sched.heuristics.dispatch.multi_start import quick_plan
from tspi_sched.search import steps
from tspi_sched.search.attribution import Step, take_step
from tspi_sched.search.column_steps import by_itineraries, divide_anew, itineraries_tell, reach_by_itineraries
from tspi_sched.search.grow import grow
from tspi_sched.search.lns import wander
from tspi_sched.search.state import Reached, Search
from tspi_sched.search.unplaced_steps import begin_full, bound_by_seats, fill_up, place_everybody
from tspi_sched.wishes import Objective

LOOKING, DIVIDING = 0.01, 0.95
"""Parts of an objective's time for itineraries before outlines are asked: at first, and then from some size on."""

REACHING, TRYING = 0.4, 0.25
"""Part of an objective's time for plans as good as the bound by itineraries, in larger sessions; before outlines."""

SHORTLY, WANDERING = 0.04, 0.1
"""Parts of the time for `waiting` in which the plan is improved by itself before itineraries are asked: it soon is."""

NEAR, NEARLY = 0.005, 0.1
"""Of the bound: how much worse a plan may be to be near it; the part of its time that an objective still has then."""

SMALL, FEW, MIDDLE, LARGEST = 60, 200, 700, 1_000
"""Jobs times agents times days up to which a short look among all the plans comes early, not only where an outline led
to none; up to which itineraries get a short look only; up to which all the plans are searched in the end; beyond which
outlines are too dear."""


@contextmanager
def only_our_waste() -> Iterator[None]:
    """Let Python look for waste only among what is made from here on.

    Looking through all that was loaded before takes longer than a small session's search.
    """
    ours = gc.get_freeze_count() == 0  # else somebody else has seen to it, maybe this search's own caller
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def work_through(s: Search) -> None:
    """Work on the objectives in turn, until all is done or somebody interrupts; begin at a plan made at once."""
    try:
        s.at_work = s.names[0]
        take_step(s, first_plan, 0, s.began + s.wishes.time_limit)
        for objective in s.wishes.objectives:
            _work_on(s, objective)
            if s.plan is None or s.interrupted:
                return
    except KeyboardInterrupt:  # between two calls of the solver
        s.interrupted = True


def first_plan(s: Search, bound: int, _deadline: float) -> int:
    """Begin at a plan made at once: of everybody, or of as many as fit. Bounds nothing."""
    if s.problem.rules.allow_unplaced:
        begin_full(s)
    else:
        s.begin(quick_plan(s.problem, s.names, s.begin))
    return bound


def _work_on(s: Search, objective: Objective) -> None:
    """Bring one objective down, by the cheapest means first, until a plan is as good as a bound."""
    started, s.at_work, s.tree = time.monotonic(), objective.name, None
    deadline, bound = started + _share(s), 0
    for step in _steps(s):
        if not (s.infeasible or s.interrupted or s.meets(bound)):
            bound = take_step(s, step, bound, deadline)
    if s.plan is None:
        return
    best = s.value(s.plan)
    s.reached[objective.name] = Reached(best, min(best, bound), best <= bound, time.monotonic() - started)
    for stated in (s.whole, s.followed):
        if stated is not None:
            stated.at_most(objective.name, best + objective.tolerance)
    s.tell(best, min(best, bound))


def _steps(s: Search) -> tuple[Step, ...]:
    """The ways to work on an objective; each takes a proven bound and a deadline, and gives a bound."""
    size = len(s.instance.jobs) * len(s.instance.agents) * s.limits.get("days", len(s.problem.days))
    found = steps.stay, steps.follow_tally
    if s.at_work == "unplaced":
        return _steps_for_unplaced(size)
    if size > (MIDDLE if s.at_work == "waiting" else LARGEST) and s.plan and itineraries_tell(s):
        shortly = _part(wander, WANDERING)
        if s.at_work == "presence":
            return steps.bound_by_tally, shortly, _unless_near(by_itineraries, 0.5), _unless_near(wander, 0.4)
        return shortly, _part(by_itineraries, 0.75), _part(wander, 0.4), by_itineraries, wander
    if size > LARGEST:
        reaching = _part(reach_by_itineraries, REACHING)
        return steps.bound_by_tally, reaching, *found, steps.by_timetable, steps.find, wander
    short = (steps.glance,) if size <= SMALL else ()
    first = (*short, steps.bound_by_tally) if s.at_work == "finish" else (steps.bound_by_tally, *short)
    second = (steps.glance,) if size > SMALL and not s.plan else ()
    led = steps.by_outline, *second, steps.by_timetable, *found
    if size > MIDDLE:
        reaching = _part(reach_by_itineraries, REACHING)
        if s.at_work == "presence":  # of which outlines may bound more than tallies
            return steps.bound_by_tally, _part(reach_by_itineraries, TRYING), led[0], reaching, *led[1:], wander
        return steps.bound_by_tally, reaching, *led, steps.find, wander
    looked: tuple[Step, ...] = (_part(by_itineraries, LOOKING),) if s.at_work == "waiting" else ()
    if looked and size > FEW:
        looked = *looked, _part(wander, SHORTLY), divide_anew, _part(by_itineraries, DIVIDING)
    return *first, *looked, *led, steps.search_all


def _steps_for_unplaced(size: int) -> tuple[Step, ...]:
    """The ways to leave fewer out: all are tried to be placed first, unless a tally shows that they do not fit."""
    filled = grow, bound_by_seats, steps.bound_by_tally, place_everybody, _part(fill_up)
    if size <= SMALL:
        return *filled[:-1], steps.glance, filled[-1], steps.by_outline, steps.search_all
    if size <= MIDDLE:
        return *filled, steps.by_outline, steps.search_all
    outlined = (steps.by_outline,) if size <= LARGEST else ()
    return *filled, *outlined, _part(wander), steps.find, fill_up


def _part(step: Step, share: float = 0.5) -> Step:
    """A step that takes a part of an objective's time at most."""

    @wraps(step)
    def taken(s: Search, bound: int, deadline: float) -> int:
        return step(s, bound, s.part_of(deadline, share))

    return taken


def _unless_near(step: Step, share: float) -> Step:
    """The same, but hardly any of it once the plan is near the bound: the objectives to come need the time more."""

    @wraps(step)
    def taken(s: Search, bound: int, deadline: float) -> int:
        near = s.plan is not None and s.value(s.plan) - bound <= NEAR * bound
        return step(s, bound, s.part_of(deadline, NEARLY if near else share))

    return taken


def _share(s: Search) -> float:
    """Seconds for the next objective: half of what is left, all of it for the last one.

    What the earlier ones need matters more: the later ones are worked on within what the earlier ones reached.
    """
    return s.left() / (2 if len(s.names) - len(s.reached) > 1 else 1)
