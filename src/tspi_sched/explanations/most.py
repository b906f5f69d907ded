"""The most that fits: with the rules as they are, the largest set of candidates that can be placed.

An implicit hitting set loop: of each known conflict somebody must be left out, and a minimum hitting set says who at
least. If the others fit, no more do; if not, there is a further conflict. Where that takes too long, the search does it
in its own way.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tspi_sched.checker import measure
from tspi_sched.explanations.conflicts.causes import refuting
from tspi_sched.explanations.conflicts.hunt import Cause, Hunt
from tspi_sched.explanations.constraints.facts import facts_of
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.explanations.hitting_set import fewest_out
from tspi_sched.explanations.oracle import Answer, Interrupted, Oracle, building
from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status, Unplaced
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective

BY_CAUSES, SEARCHED, REASONS = 0.5, 0.7, 0.3
"""Shares of the time left: by conflicts, else by a search; for the reasons. What remains is for the plan."""

ONE_QUESTION = 0.6
"""Share of the conflicts' time that one question may take."""

QUESTION, SOONER = 3.0, 4.0
"""Most seconds for one question to the solver; for a plan that ends sooner."""


@dataclass(frozen=True)
class Most:
    """A plan for as many candidates as possible (by their priorities), and the session in which some may be left out.

    `largest`: no plan leaves out less. `result.plan` is None if none was found, or if there is none even so.
    """

    problem: Problem
    result: Result

    @property
    def largest(self) -> bool:
        """Whether it is proven that no more fit."""
        return any(report.name == "unplaced" and report.status is Status.OPTIMAL for report in self.result.objectives)

    @property
    def finish(self) -> int:
        """When the plan ends: its objective of that name."""
        return measure(self.problem, self.result.plan)["finish"] if self.result.plan else 0

    @property
    def left_out(self) -> tuple[str, ...]:
        """The ids of the candidates left out."""
        return tuple(one.candidate for one in self.result.plan.unplaced) if self.result.plan else ()


def most_that_fits(problem: Problem, oracle: Oracle, causes: Iterable[Cause] = ()) -> Most:
    """As many candidates as possible in a plan, which then ends as soon as possible; known `causes` show the way."""
    variant = replace(problem, rules=replace(problem.rules, allow_unplaced=True))
    result = _by_causes(problem, variant, oracle, causes) or _searched(variant, oracle)
    if result.plan is None or not result.plan.tasks or result.interrupted or oracle.left < 1:
        return Most(variant, result)
    try:
        return Most(variant, _soonest(problem, result, result.plan, oracle))
    except Interrupted:
        return Most(variant, replace(result, interrupted=True))


def _searched(variant: Problem, oracle: Oracle) -> Result:
    """What the search finds in its own way, if there is time to state it."""
    if building(variant) > oracle.left or oracle.left <= 0:
        return Result(Status.UNKNOWN, None)
    return _solve(variant, "unplaced", SEARCHED * oracle.left, oracle)


def _soonest(problem: Problem, result: Result, plan: Plan, oracle: Oracle) -> Result:
    """The result with a plan for the same candidates that ends as soon as was found."""
    fitting = _but(problem, {one.candidate for one in plan.unplaced})
    quick = oracle.sooner(fitting, replace(plan, unplaced=()))
    best = _solve(fitting, "finish", min(SOONER, oracle.left), oracle)
    if best.plan is None or measure(fitting, best.plan)["finish"] > measure(fitting, quick)["finish"]:
        return replace(result, plan=replace(quick, unplaced=plan.unplaced), interrupted=best.interrupted)
    objectives = (*result.objectives, *best.objectives)
    return replace(best, plan=replace(best.plan, unplaced=plan.unplaced), objectives=objectives)


def _but(problem: Problem, out: Iterable[str]) -> Problem:
    """A session without some candidates; with locks, they stay on paper."""
    return replace(problem, candidates=tuple(one for one in problem.candidates if one.id not in out))


def _solve(problem: Problem, objective: str, seconds: float, oracle: Oracle) -> Result:
    wishes = replace(oracle.wishes, objectives=(Objective(objective),), time_limit=max(seconds, 0.0))
    return solve(problem, wishes, lambda progress: oracle.watch())


# --- by causes -------------------------------------------------------------------------------------------------------


def _by_causes(problem: Problem, variant: Problem, oracle: Oracle, causes: Iterable[Cause]) -> Result | None:
    """As few left out as was found; None if there are locks, or time runs out before any plan.

    Where it is not known whether the others fit, one more is left out, then two, four… What follows is no proof.
    """
    if problem.locks:
        return None
    began, proving = time.monotonic(), oracle.by(BY_CAUSES)
    priorities = {candidate.id: candidate.priority for candidate in problem.candidates}
    clashes = [_clash(cause) for cause in causes]
    least, more = None, 1
    while oracle.left > 0:
        out = fewest_out(priorities, clashes)
        value = sum(priorities[id] for id in out)
        asked, seconds = (proving.by(ONE_QUESTION), QUESTION) if least is None else (oracle, 0)
        answer = asked.ask(_but(problem, out), seconds)
        if answer.plan:
            if least is not None:
                out, answer = _taken_back(problem, out, answer, oracle.by(BY_CAUSES))
                value = sum(priorities[id] for id in out)
            left_out = tuple(Unplaced(id, "") for id in priorities if id in out)
            plan = replace(answer.plan or Plan(()), unplaced=left_out)
            found = _Found(plan, value, value if least is None else least)
            return found.result(variant, time.monotonic() - began, oracle)
        if answer.impossible and proving.left > 0:
            clashes.append(_clash(_further(problem, out, proving)))
        else:
            least = value if least is None else least
            others = [id for id in priorities if id not in out]
            clashes.append([(max(1, len(others) - more + 1), others)])
            more *= 2
    return None


def _taken_back(problem: Problem, out: frozenset[str], answer: Answer, oracle: Oracle) -> tuple[frozenset[str], Answer]:
    """Fewer left out than those without whom there is a plan, one by one as it quickly shows that they fit besides."""
    for id in sorted(out, key=lambda id: -problem.candidate[id].priority):
        if oracle.left > 0 and (more := oracle.ask(_but(problem, out - {id}), 0)).plan:
            out, answer = out - {id}, more
    return out, answer


@dataclass(frozen=True)
class _Found:
    """A plan, the sum of the priorities of those it leaves out, and the least such sum, as is proven."""

    plan: Plan
    value: int
    bound: int

    def result(self, problem: Problem, seconds: float, oracle: Oracle) -> Result:
        """As a search gives it, with the reasons."""
        status = Status.OPTIMAL if self.value == self.bound else Status.FEASIBLE
        plan = replace(self.plan, unplaced=_reasons(problem, self.plan, status is Status.OPTIMAL, oracle.by(REASONS)))
        report = ObjectiveReport("unplaced", self.value, self.value, self.bound, status, round(seconds, 2))
        return Result(status, plan, (report,), scenario=oracle.wishes.name)


def _clash(cause: Cause) -> list[tuple[int, Sequence[str]]]:
    return [(len(mine), group) for mine, group in cause.alike]


def _further(problem: Problem, out: Iterable[str], oracle: Oracle) -> Cause:
    """A conflict among those who are not left out; whoever is out may take the place of others in it."""
    gone = [Fact("candidates", (id,)) for id in out]
    hunt = Hunt(problem, oracle, [], [])
    hunt.kept = list(facts_of(problem))
    hunt.give_up(gone)
    hunt.shrink(refuting(hunt.without(()), oracle))
    return hunt.cause()


def _reasons(problem: Problem, plan: Plan, least: bool, oracle: Oracle) -> tuple[Unplaced, ...]:
    """Why each is left out, as plans say it."""

    def has_plan(problem: Problem, seconds: float) -> bool | None:
        answer = oracle.ask(problem, min(seconds, QUESTION)) if seconds > 0 else Answer()
        return None if answer == Answer() else answer.plan is not None

    return why_left_out(Inquiry(problem, plan, True, least, oracle.until, has_plan))
