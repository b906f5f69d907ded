"""The state of a search: incumbent, limits, bounds, time left; and its calls of the solver."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

from ortools.sat.python import cp_model

from tspi_sched.checker import check, measure
from tspi_sched.columns.branch_and_bound import BranchAndBound
from tspi_sched.heuristics.composition import compose_panels
from tspi_sched.heuristics.dispatch.fullest import Filler
from tspi_sched.model import Instance, build_instance
from tspi_sched.plan import Plan, StepReport
from tspi_sched.problem import Problem
from tspi_sched.relaxations.bound import RelaxationSolution
from tspi_sched.relaxations.patterns.data import PatternData, pattern_data
from tspi_sched.relaxations.teams import with_teams
from tspi_sched.search.incremental import IncrementalModel
from tspi_sched.search.progress import Progress, Watch
from tspi_sched.solver import Incumbent, Outcome, SolverProfile, run
from tspi_sched.wishes import Wishes

REASONS_SHARE, REASONS_SECONDS = 0.2, 10.0
"""Share of the whole time kept for the reasons of who is left out, and its maximum in seconds."""


@dataclass
class Reached:
    """The outcome of one objective."""

    best: int
    bound: int
    proven: bool
    seconds: float


@dataclass
class Search:
    """The state of a search."""

    problem: Problem
    wishes: Wishes
    watch: Watch
    began: float = field(default_factory=lambda: time.monotonic())
    reached: dict[str, Reached] = field(default_factory=dict)
    plan: Plan | None = None
    workload_solution: RelaxationSolution | None = None
    positional_solution: RelaxationSolution | None = None
    latest_paper_starts: dict[str, int] = field(default_factory=dict)
    """By track, the last slot at which its paper may start within the limits."""
    tree: BranchAndBound | None = None
    """The tree of column generation for the objective at work."""
    paper_starts_bounded: set[str] = field(default_factory=set)
    infeasible: bool = False
    interrupted: bool = False
    objective: str = ""
    full_model: IncrementalModel | None = None
    filler: Filler | None = None
    """The fullest schedule so far, where candidates may be left out."""
    last_restriction: IncrementalModel | None = None
    """The restriction in which the incumbent was found."""
    steps: list[StepReport] = field(default_factory=list)
    """What each step did, in their order."""
    _relaxed: dict[int, Instance] = field(default_factory=dict)
    """By number of days, what relaxations know."""
    _counted: dict[int, PatternData | None] = field(default_factory=dict)
    """What patterns count, by number of days where teams stand for panels; 0: of the whole problem."""
    _measured: tuple[tuple[Plan, dict[str, int]], ...] = ()
    """The last plans measured, and their values."""

    @property
    def names(self) -> tuple[str, ...]:
        """The objectives, in their order."""
        return tuple(objective.name for objective in self.wishes.objectives)

    @property
    def limits(self) -> dict[str, int]:
        """By objective worked on, the value that it may not exceed, tolerance included."""
        done = (o for o in self.wishes.objectives if o.name in self.reached)
        return {o.name: self.reached[o.name].best + o.tolerance for o in done}

    @property
    def floors(self) -> dict[str, int]:
        """By objective worked on, its proven bound: it holds within the limits, and helps proofs."""
        return {name: reached.bound for name, reached in self.reached.items()}

    @cached_property
    def instance(self) -> Instance:
        """The instance: the problem in slots."""
        return build_instance(self.problem)

    @property
    def relaxed_instance(self) -> Instance:
        """The instance that relaxations know: cut to the days that the session may still have, with teams for panels
        that are composed for the day."""
        days = self.limits.get("days", len(self.problem.days))
        if days not in self._relaxed:
            self._relaxed[days] = build_instance(with_teams(replace(self.problem, days=self.problem.days[:days])))
        return self._relaxed[days]

    @property
    def pattern_data(self) -> PatternData | None:
        """What the pattern model counts: teams where they stand for panels, else the problem; None if it does not
        apply."""
        relaxed = self.relaxed_instance
        teams = self.instance.composes and not relaxed.composes
        days = len(relaxed.problem.days) if teams else 0
        if days not in self._counted:
            self._counted[days] = pattern_data(relaxed if teams else self.instance)
        return self._counted[days]

    @cached_property
    def part_pattern_data(self) -> PatternData | None:
        """What the pattern model counts of the part."""
        return pattern_data(build_instance(self.sub_instance))

    @cached_property
    def sub_instance(self) -> Problem:
        """The part of the problem with named panels and everybody placed, whose plans are easy to find and plans of the
        whole."""
        named = compose_panels(self.problem) if self.instance.composes else self.problem
        return replace(named, rules=replace(named.rules, allow_unplaced=False))

    def value(self, plan: Plan) -> int:
        """The value of the objective at work on a plan."""
        return self.values(plan)[self.objective]

    def values(self, plan: Plan) -> dict[str, int]:
        """The values of all objectives on a plan; cached for the last plans."""
        for known, values in self._measured:
            if known is plan:
                return values
        values = measure(self.problem, plan)
        self._measured = ((plan, values), *self._measured[:1])
        return values

    def meets(self, bound: int) -> bool:
        """Whether the incumbent reaches a bound."""
        return self.plan is not None and self.value(self.plan) <= bound

    def solve_auxiliary(
        self,
        model: cp_model.CpModel,
        until: float,
        most: float = inf,
        profile: SolverProfile = SolverProfile.BALANCED,
        order: int = 0,
    ) -> Outcome:
        """An auxiliary solver call, for a relaxation or the like: nothing is reported."""
        seconds = min(most, until - time.monotonic())
        wishes = replace(self.wishes, seed=self.wishes.seed + order)
        outcome = run(model, wishes, seconds, lambda best, bound: self.report(None, None), profile)
        self.interrupted |= outcome.interrupted
        return outcome

    def run(self, stated: IncrementalModel, until: float, profile: SolverProfile = SolverProfile.BALANCED) -> Outcome:
        """A solver call for plans; the next call of the same model begins where it ends."""
        part = stated.v.instance.restriction is not None  # what bounds a part of the plans bounds nothing
        incumbent = Incumbent()

        def tell(best: int | None, bound: int | None) -> None:
            self.report(best, None if part else bound, lambda: self._better(stated, incumbent))

        outcome = run(stated.model, self.wishes, until - time.monotonic(), tell, profile, incumbent)
        self.interrupted |= outcome.interrupted
        if outcome.found:
            plan = stated.plan(outcome)
            stated.resume_from(outcome, plan)
            if self._is_plan(stated, plan) and (self.plan is None or self.value(plan) <= self.value(self.plan)):
                self.plan = plan
        return outcome

    def begin_at(self, plan: Plan | None) -> None:
        """Make a plan the incumbent, if there is one."""
        self.plan = plan
        self.report(self.value(plan) if plan else None, None)

    def accept(self, plan: Plan, stated: IncrementalModel | None = None) -> bool:
        """Accept a plan, of a model, as incumbent if it is better and keeps the limits; whether it does."""
        values = self.values(plan)
        better = self.plan is None or values[self.objective] < self.value(self.plan)
        taken = better and self._within_limits(plan) and (stated is None or self._is_plan(stated, plan))
        if taken:
            self.plan = plan
            self.report(values[self.objective], None)
        return taken

    def _within_limits(self, plan: Plan) -> bool:
        values = self.values(plan)
        return all(values[name] <= most for name, most in self.limits.items())

    def _is_plan(self, stated: IncrementalModel, plan: Plan) -> bool:
        """Whether a plan of a model is one of the problem within the limits: it is but where members were recast, of
        whom the model may not know all that the problem says, such as locks."""
        return stated.recast is None or (self._within_limits(plan) and not check(self.problem, plan))

    def _better(self, stated: IncrementalModel, incumbent: Incumbent) -> Plan | None:
        """The plan of a solver call that is under way, if it is at least as good as the incumbent, else that."""
        if incumbent.value is None:
            return self.plan
        plan = stated.plan_of(incumbent.value)
        better = self.plan is None or self.value(plan) <= self.value(self.plan)
        return plan if better and self._is_plan(stated, plan) else self.plan

    def report(self, best: int | None, bound: int | None, latest: Callable[[], Plan | None] | None = None) -> None:
        """Report where the search stands, with what gives the latest plan: the incumbent, if not said otherwise."""
        index = self.names.index(self.objective)
        seconds = time.monotonic() - self.began
        latest = latest or (lambda: self.plan)
        self.watch(Progress(self.objective, index, len(self.names), best, bound, seconds, latest))

    def remaining(self) -> float:
        """Seconds until the search must end."""
        return self.wishes.time_limit - self._kept_for_reasons() - (time.monotonic() - self.began)

    def _kept_for_reasons(self) -> float:
        """Seconds reserved for reasons, until it is known that nobody is left out."""
        if not self.problem.rules.allow_unplaced or (self.plan and not self.plan.unplaced):
            return 0.0
        return min(REASONS_SECONDS, REASONS_SHARE * self.wishes.time_limit)

    def part_of(self, deadline: float, share: float) -> float:
        """The moment at which a share of the time until a deadline will be over."""
        now = time.monotonic()
        return now + (deadline - now) * share
