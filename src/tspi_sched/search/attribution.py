"""Who closed which gap: each step of a search, with what it found and what it proved."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from tspi_sched.deadlines import OutOfTime, due
from tspi_sched.plan import StepReport
from tspi_sched.search.state import Search

Step = Callable[[Search, int, float], int]
"""A way to work on an objective: takes a proven bound and a deadline, and gives a bound."""

log = logging.getLogger(__name__)


def take_step(s: Search, step: Step, bound: int, deadline: float) -> int:
    """The bound after a step, which ends at its deadline, or, without a plan, when the search ends.

    What it did is recorded, and logged, also where an interruption ends it.
    """
    began, value, reached = time.monotonic(), at_hand(s), bound
    try:
        with suppress(OutOfTime), due(deadline if s.plan else time.monotonic() + s.remaining()):
            reached = max(bound, step(s, bound, deadline))
    finally:
        seconds, after = round(time.monotonic() - began, 4), at_hand(s)
        proven = reached if after is None else min(after, reached)  # a bound of better plans is one of them all
        _record(s, StepReport(s.objective, name_of(step), seconds, value, after, bound, proven))
    return reached


def name_of(step: Step) -> str:
    """What a step is called, whatever part of the time it is given."""
    return getattr(step, "__name__", repr(step))


def at_hand(s: Search) -> int | None:
    """What the objective at work comes to on the plan at hand; None without one."""
    return s.value(s.plan) if s.plan else None


def _record(s: Search, report: StepReport) -> None:
    s.steps.append(report)
    ends = report.value_before, report.value_after, report.bound_before, report.bound_after
    log.info("step: %s for %s, %.3f s, value %s to %s, bound %d to %d", report.step, report.name, report.seconds, *ends)
