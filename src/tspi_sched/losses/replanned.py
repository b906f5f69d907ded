"""One loss planned anew: the plan with the least change, and whether a plan of everybody exists at all.

Both are done in processes of their own, so they take and give what can be pickled.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tspi_sched.losses.loss import Loss
from tspi_sched.losses.session import ALL, Parts, Reserves, after, calls_kept, whole_plan, wishes_after
from tspi_sched.plan import Plan, Result
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.wishes import Objective, Wishes

SPARED = ("unplaced", "day_changes", "recalled")
"""What is 0 where every candidate is called as before."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the plans, in which so many of `SPARED` are 0: those that keep some parts of every candidate's calls,
    and leave out nobody where `everybody`."""

    settled: int
    kept: Parts
    everybody: bool = True


HOURS, DAYS, NOTHING = frozenset({"day", "start"}), frozenset({"day"}), frozenset[str]()

STAGES = (Stage(3, HOURS), Stage(2, DAYS), Stage(1, NOTHING), Stage(0, NOTHING, everybody=False))
"""From the smallest part on: the first in which there is a plan has the best ones, since in it more is 0."""

PART, LEAST = 0.5, 0.15
"""Of the time left, how much a search may have; and of all the time, how much it has at least."""


@dataclass(frozen=True, slots=True)
class Case:
    """A loss to plan anew, in at most so many `seconds`, with the reserves that can be called."""

    problem: Problem
    plan: Plan
    loss: Loss
    wishes: Wishes
    seconds: float
    reserves: Reserves = ALL


@dataclass(frozen=True, slots=True)
class Replanned:
    """What came of a loss: the `plan` (None: none was found in time), which of the objectives, from the first on, are
    `proven` to be the least there is, and how many `seconds` it took."""

    plan: Plan | None
    proven: tuple[str, ...] = ()
    seconds: float = 0.0


def replanned(case: Case) -> Replanned:
    """The plan with the least change after a loss.

    First among the plans that call every candidate as before: one that places everybody is best as far as the first
    three objectives go, so only the others are left to be minimised. Where there is none, among those that keep the
    days; then among all that place everybody; then among all.
    """
    until = time.monotonic() + case.seconds
    for stage in STAGES:
        tried = _sessions(case, stage)
        near = [] if stage.kept == HOURS else [calls_kept(one, stage.kept, HOURS, case.loss) for one in tried]
        aside = _all_solved(case, stage, near, until)
        found = _all_solved(case, stage, tried, until)
        if best := min((result for result in (*found, *aside) if result.plan), key=_values, default=None):
            assert best.plan is not None
            spent = round(case.seconds - until + time.monotonic(), 1)
            return Replanned(whole_plan(best.plan, case.plan), _proven(stage, best, found, len(tried)), spent)
    return Replanned(None, (), round(case.seconds - until + time.monotonic(), 1))


def _sessions(case: Case, stage: Stage) -> tuple[Problem, ...]:
    """The ways to plan anew at a stage."""
    sessions = after(case.problem, case.plan, case.loss, case.reserves)
    return tuple(
        calls_kept(replace(one, rules=replace(one.rules, allow_unplaced=not stage.everybody)), stage.kept)
        for one in sessions
    )


def _all_solved(case: Case, stage: Stage, sessions: Iterable[Problem], until: float) -> list[Result]:
    """A search in each of some sessions; where every candidate is called as before, up to the first plan."""
    wishes, found = wishes_after(case.wishes, case.seconds), list[Result]()
    own = replace(wishes, objectives=tuple(o for o in wishes.objectives if o.name not in SPARED[: stage.settled]))
    for session in sessions:
        seconds = max((until - time.monotonic()) * PART, case.seconds * LEAST)
        found.append(_solved(session, own, seconds))
        if stage.kept == HOURS and found[-1].plan:
            break
    return found


def _solved(session: Problem, wishes: Wishes, seconds: float) -> Result:
    """A search, unless sums show that it is for nothing."""
    if not session.rules.allow_unplaced and counting_reasons(session):
        return Result("infeasible", None)
    result = solve(session, replace(wishes, time_limit=seconds))
    if result.interrupted:
        raise KeyboardInterrupt
    return result


def _values(result: Result) -> tuple[int, ...]:
    return tuple(report.value for report in result.objectives)


def _proven(stage: Stage, best: Result, found: list[Result], ways: int) -> tuple[str, ...]:
    """The objectives, from the first on, of which no plan has less: what is 0 at a stage, and what is proven in each of
    the ways to plan anew, where all of them were tried."""
    names = list(SPARED[: stage.settled])
    for place, report in enumerate(best.objectives):
        if len(found) < ways or not all(_is_least(result, place, best) for result in found):
            break
        names.append(report.name)
    return tuple(names)


def _is_least(result: Result, place: int, best: Result) -> bool:
    """Whether a search proves that no plan of its session has less of an objective than the best plan does, as far as
    the objectives before it are proven too; one that proved that there is no plan has proven it of all."""
    if result.status == "infeasible":
        return True
    if not result.objectives:
        return False
    own, there = result.objectives[place], best.objectives[place]
    return own.status == "optimal" or (_values(result)[:place] == _values(best)[:place] and own.bound >= there.value)


def everybody(case: Case) -> Plan | bool | None:
    """A plan of everybody after a loss, whatever it changes; False if it is proven that there is none, None if neither
    is known in time."""
    known = True
    wishes = replace(case.wishes, objectives=(Objective("unplaced"),), time_limit=case.seconds)
    for session in after(case.problem, case.plan, case.loss, case.reserves):
        whole = replace(session, rules=replace(session.rules, allow_unplaced=False), baseline=None)
        result = _solved(whole, wishes, case.seconds)
        if result.plan is not None:
            return result.plan
        known = known and result.status == "infeasible"
    return False if known else None
