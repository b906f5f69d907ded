"""The search: objectives minimised one after the other, each bounded by the outline before it is worked on."""

import logging
import time
from dataclasses import dataclass, field, replace
from typing import Any

from tspi_sched.check import check, measure
from tspi_sched.model import OBJECTIVES, Variables, build_model, read_plan
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.solve.guide import Guide, follow, hint, outline_guide
from tspi_sched.solve.left_out import Inquiry, why_left_out
from tspi_sched.solve.run import Outcome, Progress, Watch, run
from tspi_sched.wishes import Objective, Wishes

log = logging.getLogger(__name__)

OUTLINE_SHARE = 0.4
"""Part of an objective's time given to the outline."""

GUIDED_SHARE = 0.25
"""Part of an objective's time given to plans that follow the outline."""

REASONS_SHARE, REASONS_SECONDS = 0.2, 10.0
"""Part of the whole time kept for saying why candidates are left out, and the most it takes."""


def solve(problem: Problem, wishes: Wishes | None = None, watch: Watch | None = None) -> Result:
    """Find the best plan, and prove how good it is, within the time limit of the wishes.

    Objectives are minimised one after the other; each may later be worsened by its tolerance. An interruption
    (Ctrl-C) ends the search and keeps the best plan so far. The plan is checked before it is returned; where it leaves
    candidates out, it says why.
    """
    search = _Search(problem, wishes or Wishes(), watch or (lambda progress: None))
    search.run()
    search.say_why()
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

    @property
    def names(self) -> list[str]:
        return [objective.name for objective in self.wishes.objectives]

    def run(self) -> None:
        """Work on the objectives in turn, until all is done or somebody interrupts."""
        try:
            self._all_objectives()
        except KeyboardInterrupt:  # between two calls of the solver
            self.interrupted = True

    def _all_objectives(self) -> None:
        v = build_model(self.problem, tuple(self.names))
        log.info("model: %d variables, %d constraints", len(v.model.proto.variables), len(v.model.proto.constraints))
        expressions = {name: OBJECTIVES[name](v) for name in self.names}
        for objective in self.wishes.objectives:
            started, self.at_work = time.monotonic(), objective.name
            self._minimise(v, objective, expressions[objective.name])
            if self.plan is None or self.interrupted:
                return
            reached = self.reached[objective.name]
            reached.seconds = time.monotonic() - started
            self._tell(reached.best, reached.bound)

    def _minimise(self, v: Variables, objective: Objective, expression: Any) -> None:
        """Bring one objective down: bounded and guided by the outline, then by the whole model."""
        name, deadline = objective.name, time.monotonic() + self._share()
        bound = self._bound(v, name, deadline)
        if self.infeasible or self.interrupted:
            return
        v.model.add(expression >= bound)
        v.model.minimize(expression)
        proven = self._within(name, bound)
        if not proven and self.guide and self.guide.heard:
            self._guided(v, self.guide, deadline)
            proven = self._within(name, bound)
        for mood in ("balanced", "prove", "first"):
            if proven or self.infeasible or self.interrupted or (mood == "first" and self.plan):
                break
            outcome = self._run(v.model, self._seconds_for(mood, deadline), mood)
            self._keep(v, outcome)
            self.infeasible = outcome.infeasible and self.plan is None
            bound = max(bound, outcome.bound or bound)
            proven = outcome.proven or self._within(name, bound)
        if self.plan is None:
            return
        best = measure(self.problem, self.plan)[name]
        self.reached[name] = _Reached(best, best if proven else min(best, bound), proven, 0.0)
        v.model.add(expression <= best + objective.tolerance)

    def _within(self, name: str, bound: int) -> bool:
        """Whether the plan at hand is as good as a bound."""
        return self.plan is not None and measure(self.problem, self.plan)[name] <= bound

    def _bound(self, v: Variables, name: str, deadline: float) -> int:
        """A proven lower bound; the guide is made anew when what was reached is not what it promised."""
        limits = {
            o.name: self.reached[o.name].best + o.tolerance for o in self.wishes.objectives if o.name in self.reached
        }
        kept = self.guide and all(limits.get(n, b) == b for n, b in self.guide.bounds.items())
        if not kept:
            left = [n for n in self.names if n not in limits]
            until = time.monotonic() + (deadline - time.monotonic()) * OUTLINE_SHARE
            self.guide = outline_guide(v.work, limits, left, lambda m: self._outline_run(m, until), self.guide)
        if self.guide is None:
            return 0
        self.infeasible = self.guide.infeasible and self.plan is None
        return self.guide.bounds.get(name, 0)

    def _guided(self, v: Variables, guide: Guide, deadline: float) -> None:
        """Look first among the plans that follow the outline: few, and often as good as the bound."""
        following = follow(v, guide)
        domain = v.model.proto.variables[following.index].domain
        domain[0] = 1
        outcome = self._run(v.model, (deadline - time.monotonic()) * GUIDED_SHARE)
        domain[0] = domain[1] = 0
        self._keep(v, outcome)

    def _run(self, model: Any, seconds: float, mood: str = "balanced") -> Outcome:
        outcome = run(model, self.wishes, seconds, self._tell, mood)
        self.interrupted |= outcome.interrupted
        return outcome

    def _outline_run(self, model: Any, until: float) -> Outcome:
        """A search among outlines: what it finds is no plan, so nobody is told of it."""
        outcome = run(model, self.wishes, until - time.monotonic(), lambda best, bound: self._tell(None, None))
        self.interrupted |= outcome.interrupted
        return outcome

    def _keep(self, v: Variables, outcome: Outcome) -> None:
        """Take the plan of a solution, and start the next search from it, unless the plan at hand is better."""
        if not outcome.found:
            return
        plan, name = read_plan(v, outcome.value), self.at_work
        if self.plan is None or measure(self.problem, plan)[name] <= measure(self.problem, self.plan)[name]:
            self.plan = plan
            hint(v.model, outcome.values)

    def _tell(self, best: int | None, bound: int | None) -> None:
        index = self.names.index(self.at_work)
        seconds = time.monotonic() - self.began
        self.watch(Progress(self.at_work, index, len(self.names), best, bound, seconds))

    def _left(self) -> float:
        return self.wishes.time_limit - self._kept_for_reasons() - (time.monotonic() - self.began)

    def _kept_for_reasons(self) -> float:
        """Seconds kept until it is known that nobody is left out."""
        if not self.problem.rules.allow_unplaced or (self.plan and not self.plan.unplaced):
            return 0.0
        return min(REASONS_SECONDS, REASONS_SHARE * self.wishes.time_limit)

    def _share(self) -> float:
        """Seconds for the next objective: half of what is left, all of it for the last one.

        What the earlier ones need matters more: the later ones are worked on within what the earlier ones reached.
        """
        return self._left() / (2 if len(self.names) - len(self.reached) > 1 else 1)

    def _seconds_for(self, mood: str, deadline: float) -> float:
        """Half of the time until the deadline to find, the rest to prove; all that is left for a first plan."""
        left = deadline - time.monotonic()
        return {"balanced": left / 2, "prove": left, "first": self._left()}[mood]

    def say_why(self) -> None:
        """Give the reason for each candidate that the plan leaves out; once interrupted, without a search."""
        if self.plan is None or not self.plan.unplaced:
            return
        first, report = self.wishes.objectives[0], self._reports(self.plan)[0]
        inquiry = Inquiry(
            self.problem,
            self.plan,
            foremost=first == Objective("unplaced"),
            least=first.name == "unplaced" and report.value == report.bound,
            until=min(time.monotonic() + REASONS_SECONDS, self.began + self.wishes.time_limit),
            has_plan=self._has_plan,
        )
        try:
            reasons = why_left_out(inquiry)
        except KeyboardInterrupt:
            self.interrupted = True
            reasons = why_left_out(inquiry)
        self.plan = replace(self.plan, unplaced=reasons)

    def _has_plan(self, problem: Problem, seconds: float) -> bool | None:
        """Whether a session where nobody may be left out has a plan; None if that is not known in time."""
        if self.interrupted or seconds <= 0:
            return None
        wishes = replace(self.wishes, objectives=(Objective("unplaced"),), time_limit=seconds)
        result = solve(problem, wishes, lambda progress: self._tell(None, None))
        self.interrupted |= result.interrupted
        return {"optimal": True, "infeasible": False}.get(result.status)

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
