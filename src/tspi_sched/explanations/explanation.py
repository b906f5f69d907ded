"""The whole explanation, within its time: the causes, the most that fits, then repairs."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from tspi_sched.deadlines import OutOfTime, due
from tspi_sched.explanations.conflicts.causes import MOST_CAUSES, all_causes, in_rough, rough_hunt, worth_telling
from tspi_sched.explanations.conflicts.hunt import Cause
from tspi_sched.explanations.conflicts.told import Told, told
from tspi_sched.explanations.most import Most, most_that_fits
from tspi_sched.explanations.oracle import WORKLOAD_SECONDS, Answer, Interrupted, Oracle
from tspi_sched.explanations.repairs.least_changes import Bench, Repair
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.wishes import Wishes

SECONDS = 30.0
"""How long an explanation may take, unless somebody says otherwise."""

FIRST, ROUGH, QUICK, CAUSES, MOST = 0.6, 0.35, 0.4, 0.35, 0.25
"""Shares of the time left for the question whether there is a plan, for a first cause, for the first repairs, for the
facts of the causes one by one, for the most; the repairs as a whole get the rest.

What can be done comes before what is certainly of no importance. The most comes before the last repairs, whose search
starts from its plan.
"""

Step = TypeVar("Step")

IMPOSSIBLE, POSSIBLE, UNKNOWN = "impossible", "possible", "unknown"


@dataclass(frozen=True)
class Explanation:
    """What was found out; parts that time or an interruption cut short are missing.

    `status`: ``impossible`` (proven), ``possible`` (there is a `plan`) or ``unknown``. `causes` are sets of facts and
    rules that leave no plan together; `repairs` are changes that allow one, verified; `most` is how many candidates fit
    as it is. `interrupted`: before it was done; `seconds` is how long it took.
    """

    status: str = UNKNOWN
    plan: Plan | None = None
    causes: tuple[Told, ...] = ()
    repairs: tuple[Repair, ...] = ()
    most: Most | None = None
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def minimal(self) -> bool:
        """Whether each cause is proven to be minimal."""
        return bool(self.causes) and all(cause.minimal for cause in self.causes)


def explain(
    problem: Problem,
    wishes: Wishes | None = None,
    watch: Callable[[str], None] | None = None,
    *,
    known: bool = False,
    exclusions: bool = False,
    brief: bool = False,
) -> Explanation:
    """Say why a session has no plan, what would allow one, and how many candidates fit as it is.

    Args:
        problem: The session.
        wishes: Its time limit in seconds, processor cores and seed are used; without it, 30 seconds.
        watch: Called a few times a second with the step at work; it may raise `KeyboardInterrupt` to end it there.
        known: It is proven already that there is no plan.
        exclusions: Lifting conflicts of interest may be offered too.
        brief: One cause only, no repairs.

    Returns:
        The explanation. Its status is ``impossible`` (proven), with causes, repairs and the most that fits as far as
        they were found in time, or ``possible``, with a plan, or ``unknown``.

    Example:
        >>> tspi_sched.explain(problem).status
        'possible'
        >>> nobody = replace(problem, members=problem.members[:1])  # a panel has two members
        >>> explanation = tspi_sched.explain(nobody)
        >>> explanation.status, len(explanation.causes) > 0
        ('impossible', True)
    """
    wishes, watch = wishes or Wishes(time_limit=SECONDS), watch or (lambda step: None)
    began, found = time.monotonic(), Explanation()
    try:
        for step in _steps(problem, _Time(wishes, watch), known, exclusions, brief):
            found = step
    except OutOfTime:
        pass  # what was found until then is worth telling
    except (Interrupted, KeyboardInterrupt):
        found = replace(found, interrupted=True)
    return replace(found, seconds=time.monotonic() - began)


class _Time:
    """Hands out the time of an explanation."""

    def __init__(self, wishes: Wishes, watch: Callable[[str], None]) -> None:
        self.watch = watch
        self.whole = Oracle(wishes, lambda: None, time.monotonic() + wishes.time_limit)

    @property
    def over(self) -> bool:
        """Whether it is used up."""
        return self.whole.left <= 0

    def oracle(self, step: str, share: float) -> Oracle:
        """An oracle for one step, with a share of the time that is left."""
        self.watch(step)
        return replace(self.whole.by(share), watch=lambda: self.watch(step))


def _steps(problem: Problem, hours: _Time, known: bool, exclusions: bool, brief: bool) -> Iterator[Explanation]:
    """The explanation as it grows: one thing is found out after the other."""
    answer = Answer(impossible=True) if known else hours.oracle("plan", FIRST).ask(problem, hours.whole.left)
    found = Explanation(POSSIBLE if answer.plan else IMPOSSIBLE if answer.impossible else UNKNOWN, answer.plan)
    yield found
    if not answer.impossible:
        return
    hunt = rough_hunt(problem, hours.oracle("causes", ROUGH))
    causes: tuple[Cause, ...] = (in_rough(problem, hunt),)
    bench = Bench(problem, exclusions)
    found = replace(found, causes=(told(problem, causes[0]),))
    yield found
    if not brief:
        quick = replace(hours.oracle("repairs", QUICK), patience=WORKLOAD_SECONDS)
        for repairs in _in_time(bench.first(causes, quick), quick.until):
            found = replace(found, repairs=repairs)
            yield found
    growing = all_causes(problem, hours.oracle("facts", CAUSES), 1 if brief else MOST_CAUSES, hunt)
    for causes in _in_time(growing, hours.whole.until):
        found = replace(found, causes=tuple(told(problem, cause) for cause in worth_telling(causes)))
        yield found
    if brief or hours.whole.left <= 0:
        return
    with due(hours.whole.until):
        most = most_that_fits(problem, hours.oracle("most", MOST), causes)
    found = replace(found, most=most, interrupted=most.result.interrupted)
    yield found
    if found.interrupted or hours.over:
        return
    oracle = replace(hours.oracle("repairs", 1.0), patience=WORKLOAD_SECONDS)
    for repairs in _in_time(bench.wholly(causes, oracle), hours.whole.until):
        yield replace(found, repairs=repairs)


def _in_time(steps: Iterator[Step], until: float) -> Iterator[Step]:
    """The steps that are taken before a moment."""
    while True:
        with due(until):
            try:
                step = next(steps)
            except (StopIteration, OutOfTime):
                return
        yield step
