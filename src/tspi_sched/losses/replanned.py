"""One loss planned anew: the plan with the least change, and whether a plan of everybody exists at all.

Both are done in processes of their own, so they take and give what can be pickled.
"""

import time
from dataclasses import dataclass, replace

from tspi_sched.checker import judged
from tspi_sched.losses.loss import Loss, without
from tspi_sched.losses.session import ALL, Reserves, after, before, event_of, near, own_plan, whole_plan
from tspi_sched.losses.why import with_reasons
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.recovery import BEST, Incident, replan
from tspi_sched.recovery.build import build
from tspi_sched.recovery.search import best_plan, order_of
from tspi_sched.recovery.situation import situation, timeline
from tspi_sched.wishes import Objective, Wishes

NEAR = 0.5
"""Of a loss's time, what the planner has more where the model of `replan` does not place everybody in time."""

ASKED = 0.8
"""Of a loss's time, what the search may have: the rest is for saying why candidates are left out."""


@dataclass(frozen=True, slots=True)
class Case:
    """A loss to plan anew, in at most so many `seconds`, with the reserves that can be called."""

    problem: Problem
    plan: Plan
    loss: Loss
    wishes: Wishes
    seconds: float
    reserves: Reserves = ALL

    @property
    def session(self) -> Problem:
        """The session after the loss."""
        return after(self.problem, self.plan, self.loss, self.reserves)


@dataclass(frozen=True, slots=True)
class Replanned:
    """What came of a loss: the `plan` (None: none was found in time), which of the objectives, from the first on, are
    `proven` to be the least there is, and how many `seconds` it took."""

    plan: Plan | None
    proven: tuple[str, ...] = ()
    seconds: float = 0.0


def replanned(case: Case) -> Replanned:
    """The plan with the least change after a loss: the best answer to it."""
    began = time.monotonic()
    incident = Incident(own_plan(case.plan, case.plan), None, (event_of(case.loss),))
    limited = replace(case.wishes, time_limit=case.seconds * ASKED)
    result = replan(case.session, incident, limited, (BEST,)).answers[0].result
    if result.interrupted:
        raise KeyboardInterrupt
    plan = result.plan
    if (plan is None or plan.unplaced) and not _is_least(result):
        plan = _everybody_near(case) or plan
    if plan is not None and plan.unplaced:
        left = max(case.seconds - (time.monotonic() - began), case.seconds * (1 - ASKED))
        whole = before(case.problem, case.plan)
        plan = with_reasons(whole, plan, case.loss, case.wishes, left, _is_least(result))
    spent = round(time.monotonic() - began, 1)
    proven = _proven(result) if plan is result.plan else ("unplaced",)
    return Replanned(plan and whole_plan(plan, case.plan), proven, spent)


def _everybody_near(case: Case) -> Plan | None:
    """A plan of everybody by the search for large sessions, near the plan before; None if it finds none."""
    wishes = replace(case.wishes, objectives=order_of(case.wishes)[1:], time_limit=case.seconds * NEAR)
    return _planned(case, near(case.session, own_plan(case.plan, case.plan), case.loss), wishes)


def _proven(result: Result) -> tuple[str, ...]:
    """The objectives, from the first on, of which no plan has less."""
    names: list[str] = []
    for report in result.objectives:
        if report.status is not Status.OPTIMAL:
            break
        names.append(report.name)
    return tuple(names)


def _is_least(result: Result) -> bool:
    """Whether no plan leaves out less."""
    return "unplaced" in _proven(result)


def everybody(case: Case) -> Plan | bool | None:
    """A plan of everybody after a loss, whatever it changes; False if it is proven that there is none, None if neither
    is known in time."""
    session, plan = case.session, own_plan(case.plan, case.plan)
    session = replace(session, candidates=tuple(replace(one, priority=1) for one in session.candidates))
    events = (event_of(case.loss),)
    line = timeline(session, replace(plan, events=events), events)
    stated = build(situation(session, plan, plan, line))
    wishes = replace(case.wishes, objectives=(Objective("unplaced"),))
    result = best_plan(session, stated, wishes, case.seconds)
    if result.interrupted:
        raise KeyboardInterrupt
    if result.plan is not None and not result.plan.unplaced:
        return result.plan
    if result.objectives and result.objectives[0].bound > 0:
        return False
    return _from_the_planner(case, session)


def _from_the_planner(case: Case, session: Problem) -> Plan | None:
    """A plan of everybody found by the search for large sessions, which knows of nobody who stands in: so that it finds
    none proves nothing."""
    rules = replace(session.rules, allow_unplaced=False)
    left = without(replace(session, rules=rules, baseline=None, in_force=None), case.loss)
    return _planned(case, left, replace(case.wishes, objectives=(Objective("unplaced"),), time_limit=case.seconds))


def _planned(case: Case, left: Problem, wishes: Wishes) -> Plan | None:
    """The planner's plan of a session without what is lost, if the checker accepts it as an answer to the loss."""
    found = solve(left, wishes)
    if found.interrupted:
        raise KeyboardInterrupt
    plan = found.plan and replace(found.plan, events=(event_of(case.loss),))
    return plan if plan is not None and not judged(case.session, plan)[0] else None
