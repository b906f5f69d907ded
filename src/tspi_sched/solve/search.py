"""The search: objectives minimised one after the other, each bounded by the outline before it is worked on.

For each objective, from the cheapest to the dearest: the outline gives a bound, and counts that make a part of the
plans small enough to be searched at once; then all the plans are searched, or, where they are too many, the
neighbours of the plan at hand.
"""

import logging
import time
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from ortools.sat.python import cp_model

from tspi_sched.check import check, measure
from tspi_sched.model import Work, build_work
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.solve.compose import with_named_panels
from tspi_sched.solve.follow import neighbours, offers_of_outline
from tspi_sched.solve.guide import Guide, outline_guide
from tspi_sched.solve.run import Outcome, Progress, Watch, run
from tspi_sched.solve.stated import Stated, state
from tspi_sched.wishes import Objective, Wishes

log = logging.getLogger(__name__)

OUTLINE_SHARE = 0.4
"""Part of an objective's time given to the outline."""

FOLLOWING_SHARE = 0.25
"""Part of an objective's time given to plans that follow the outline."""

SLACKS = (0, 15, 30, 60)
"""Minutes left free on each panel's day by the outlines that are followed, if there are no plans with less."""

LARGEST = 1_000
"""Jobs times agents times days up to which all the plans are searched at once."""


def solve(problem: Problem, wishes: Wishes | None = None, watch: Watch | None = None) -> Result:
    """Find the best plan, and prove how good it is, within the time limit of the wishes.

    Objectives are minimised one after the other; each may later be worsened by its tolerance. An interruption
    (Ctrl-C) ends the search and keeps the best plan so far. The plan is checked before it is returned.
    """
    search = _Search(problem, wishes or Wishes(), watch or (lambda progress: None))
    search.run()
    return search.result()


@dataclass
class _Reached:
    """What came of one objective."""

    best: int
    bound: int
    proven: bool
    seconds: float


@dataclass
class _Search:
    """The state of a search: what has been proven, and the last plan."""

    problem: Problem
    wishes: Wishes
    watch: Watch
    began: float = field(default_factory=time.monotonic)
    reached: dict[str, _Reached] = field(default_factory=dict)
    plan: Plan | None = None
    guide: Guide | None = None
    infeasible: bool = False
    interrupted: bool = False
    at_work: str = ""
    whole: Stated | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(objective.name for objective in self.wishes.objectives)

    @property
    def limits(self) -> dict[str, int]:
        """How far each objective that was worked on may go, its tolerance included."""
        done = (o for o in self.wishes.objectives if o.name in self.reached)
        return {o.name: self.reached[o.name].best + o.tolerance for o in done}

    @cached_property
    def work(self) -> Work:
        return build_work(self.problem)

    @cached_property
    def part(self) -> Problem:
        """The problem, with panels to follow an outline with."""
        return with_named_panels(self.problem) if self.work.composes else self.problem

    def run(self) -> None:
        """Work on the objectives in turn, until all is done or somebody interrupts."""
        try:
            for objective in self.wishes.objectives:
                self._work_on(objective)
                if self.plan is None or self.interrupted:
                    return
        except KeyboardInterrupt:  # between two calls of the solver
            self.interrupted = True

    def _work_on(self, objective: Objective) -> None:
        """Bring one objective down: bounded by the outline, then by the plans that follow it, then by all plans."""
        started, self.at_work = time.monotonic(), objective.name
        deadline = started + self._share()
        bound = self._bound(deadline)
        for step in (self._follow, self._search_all):
            if not (self.infeasible or self.interrupted or self._within(bound)):
                bound = max(bound, step(bound, deadline))
        if self.plan is None:
            return
        best = self._value(self.plan)
        self.reached[objective.name] = _Reached(best, min(best, bound), best <= bound, time.monotonic() - started)
        if self.whole:
            self.whole.at_most(objective.name, best + objective.tolerance)
        self._tell(best, min(best, bound))

    def _value(self, plan: Plan) -> int:
        """What the objective at work comes to."""
        return measure(self.problem, plan)[self.at_work]

    def _within(self, bound: int) -> bool:
        """Whether the plan at hand is as good as a bound."""
        return self.plan is not None and self._value(self.plan) <= bound

    # --- the steps ---------------------------------------------------------------------------------------------------

    def _bound(self, deadline: float) -> int:
        """A proven lower bound of the objective at work, by the outline."""
        until = time.monotonic() + (deadline - time.monotonic()) * OUTLINE_SHARE
        self.guide = self._outline(self.work, until, self.guide)
        self.infeasible = self.guide is not None and self.guide.infeasible and self.plan is None
        return self.guide.bound if self.guide else 0

    def _follow(self, bound: int, deadline: float) -> int:
        """Look among the plans that follow the outline: few, and often as good as the bound. Bounds nothing."""
        until = time.monotonic() + (deadline - time.monotonic()) * FOLLOWING_SHARE
        work = build_work(self.part) if self.work.composes else self.work
        for slack in SLACKS:
            guide = self.guide
            if slack or self.work.composes:
                guide = self._outline(work, until, None, work.up(slack))
            offers = offers_of_outline(work, guide) if guide else None
            if offers is None or self.interrupted:
                break
            part = state(self.part, self.names, self.limits, offers)
            part.minimise(self.at_work, bound)
            if self._run(part, until).found or time.monotonic() > until:
                break
        return bound

    def _search_all(self, bound: int, deadline: float) -> int:
        """Look among all the plans, or around the plan at hand if they are too many."""
        size = len(self.work.jobs) * len(self.work.agents) * len(self.problem.days)
        if size > LARGEST and self.plan is not None:
            self._wander(bound, deadline)
            return bound
        if self.whole is None:
            self.whole = state(self.problem, self.names, self.limits)
            proto = self.whole.model.proto
            log.info("model: %d variables, %d constraints", len(proto.variables), len(proto.constraints))
        self.whole.minimise(self.at_work, bound)
        self.whole.begin(self.plan, self.wishes)
        for mood in ("balanced", "prove", "first"):
            if self.infeasible or self.interrupted or self._within(bound) or (mood == "first" and self.plan):
                break
            outcome = self._run(self.whole, self._until(mood, deadline), mood)
            self.infeasible = outcome.infeasible and self.plan is None
            if outcome.proven and outcome.best is not None:
                return max(bound, outcome.best)
            bound = max(bound, outcome.bound or bound)
        return bound

    def _wander(self, bound: int, deadline: float) -> None:
        """Improve the plan at hand part by part: a few panels' work is shared out anew, the rest keeps its panels."""
        rng = Random(self.wishes.seed)
        while self.plan and time.monotonic() < deadline and not self.interrupted and not self._within(bound):
            part = state(self.problem, self.names, self.limits, neighbours(self.work, self.plan, rng))
            part.minimise(self.at_work, bound)
            part.begin(self.plan, self.wishes)
            self._run(part, min(deadline, time.monotonic() + 10))

    # --- calls of the solver -----------------------------------------------------------------------------------------

    def _outline(self, work: Work, until: float, before: Guide | None, slack: int = 0) -> Guide | None:
        """A search among outlines: what it finds is no plan, so nobody is told of it."""

        def minimised(model: cp_model.CpModel) -> Outcome:
            outcome = run(model, self.wishes, until - time.monotonic(), lambda best, bound: self._tell(None, None))
            self.interrupted |= outcome.interrupted
            return outcome

        return outline_guide(work, self.limits, self.at_work, minimised, before, slack)

    def _run(self, stated: Stated, until: float, mood: str = "balanced") -> Outcome:
        """A search among plans; the next one of the same model begins where it ends."""
        outcome = run(stated.model, self.wishes, until - time.monotonic(), self._tell, mood)
        self.interrupted |= outcome.interrupted
        if outcome.found:
            stated.start_again(outcome)
            plan = stated.plan(outcome)
            if self.plan is None or self._value(plan) <= self._value(self.plan):
                self.plan = plan
        return outcome

    def _tell(self, best: int | None, bound: int | None) -> None:
        index = self.names.index(self.at_work)
        seconds = time.monotonic() - self.began
        self.watch(Progress(self.at_work, index, len(self.names), best, bound, seconds))

    # --- time --------------------------------------------------------------------------------------------------------

    def _left(self) -> float:
        return self.wishes.time_limit - (time.monotonic() - self.began)

    def _share(self) -> float:
        """Seconds for the next objective: half of what is left, all of it for the last one.

        What the earlier ones need matters more: the later ones are worked on within what the earlier ones reached.
        """
        return self._left() / (2 if len(self.names) - len(self.reached) > 1 else 1)

    def _until(self, mood: str, deadline: float) -> float:
        """Half of the time until the deadline to find, the rest to prove; all that is left for a first plan."""
        now = time.monotonic()
        return {"balanced": (now + deadline) / 2, "prove": deadline, "first": now + self._left()}[mood]

    # --- the result --------------------------------------------------------------------------------------------------

    def result(self) -> Result:
        seconds = time.monotonic() - self.began
        if self.plan is None:
            status = "infeasible" if self.infeasible else "unknown"
            return Result(status, None, interrupted=self.interrupted, seconds=seconds, scenario=self.wishes.name)
        broken = check(self.problem, self.plan)
        if broken:
            raise AssertionError("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
        reports = self._reports(self.plan)
        status = "optimal" if all(report.status == "optimal" for report in reports) else "feasible"
        return Result(status, self.plan, reports, (), self.interrupted, seconds, self.wishes.name)

    def _reports(self, plan: Plan) -> tuple[ObjectiveReport, ...]:
        values = measure(self.problem, plan)
        return tuple(self._report(name, values[name]) for name in self.names)

    def _report(self, name: str, value: int) -> ObjectiveReport:
        reached = self.reached.get(name)
        if reached is None:
            return ObjectiveReport(name, value, value, 0, "feasible", 0.0)
        best = min(reached.best, value)  # a later objective's plan may do better where nothing was proven
        status = "optimal" if reached.proven or best <= reached.bound else "feasible"
        return ObjectiveReport(name, value, best, min(best, reached.bound), status, round(reached.seconds, 2))
