"""The search: objectives minimised one after the other, each bounded by the outline before it is worked on.

For each objective, from the cheapest to the dearest: the outline gives a bound, and counts that make a part of the
plans small enough to be searched at once; then all the plans are searched, or, where they are too many, the
neighbours of the plan at hand.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from random import Random

from ortools.sat.python import cp_model

from tspi_sched.check import check, measure
from tspi_sched.model import Counted, Work, build_work, counted, start_from
from tspi_sched.plan import ObjectiveReport, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.solve.compose import with_named_panels
from tspi_sched.solve.follow import Lead, Offers, lead_of, neighbours, paper_starts_of
from tspi_sched.solve.guide import Guide, Known, outline_guide, timetable_guide
from tspi_sched.solve.left_out import Inquiry, why_left_out
from tspi_sched.solve.panels import paper_starts, plan_by_panels, released
from tspi_sched.solve.run import Outcome, Progress, Watch, run
from tspi_sched.solve.stated import Stated, state
from tspi_sched.solve.tallies import TallyGuide, latest_papers, offers_of_tally, tally_guide
from tspi_sched.wishes import Objective, Wishes

log = logging.getLogger(__name__)

OUTLINE_SHARE, OUTLINES_SHARE, TIMETABLE_SHARE, WINDOWS_SHARE = 0.15, 0.3, 0.4, 0.05
"""Parts of an objective's time given to one outline, to all of them, to the timetable, to the papers' last starts."""

ATTEMPTS = 4
"""Outlines that are followed at the most, until plans are found."""

GLANCING_SHARE = 0.05
"""Part of an objective's time given to a first look among all the plans."""

STAYING_SHARE = 0.1
"""Part of an objective's time given to the plans among which the plan at hand was found."""

FOLLOWING_SHARE, FINDING_SHARE = 0.3, 0.8
"""Part of an objective's time given to plans that follow a tally or an outline; of all that is left, without a plan."""

SLACKS, FIRST_SLACKS = (0, 5, 10, 15, 30, 60), (10, 0, 15, 5, 30, 60)
"""Minutes not counted on in each panel's day by the tallies that are followed, in turn until there are plans.

For a first plan, some time to spare makes it easier to find.
"""

ASKING, DEALING, WANDERING = 5.0, 3.0, 5.0
"""Seconds at most for one question to a tally, for one deal of it, for the neighbours of a plan."""

PATIENCE = 8
"""Neighbourhoods without a better plan in a row before an objective is left."""

LARGE = 150
"""Jobs from which on the first plan is looked for in clusters of panels."""

SMALL, MIDDLE, LARGEST = 200, 700, 1_000
"""Jobs times agents times days up to which plans that follow a tally are only wanted as long as there is no plan; up
to which all the plans are searched at once."""

REASONS_SHARE, REASONS_SECONDS = 0.2, 10.0
"""Part of the whole time kept for saying why candidates are left out, and the most it takes."""


def solve(problem: Problem, wishes: Wishes | None = None, watch: Watch | None = None) -> Result:
    """Find the best plan, and prove how good it is, within the time limit of the wishes.

    Objectives are minimised one after the other; each may later be worsened by its tolerance. An interruption
    (Ctrl-C) ends the search and keeps the best plan so far. The plan is checked before it is returned; where it leaves
    candidates out, it says why.

    Args:
        problem: The session.
        wishes: Objectives in their order, time limit in seconds, processor cores, seed; the defaults without it.
        watch: Called a few times a second with where the search stands.

    Returns:
        The result, with its `status`, its `plan` (None unless ``optimal`` or ``feasible``), and for each objective
        the value, the best value reached, a proven lower bound and whether the value is proven optimal.

    Example:
        >>> result = tspi_sched.solve(problem, wishes)
        >>> result.status, [(report.name, report.value, report.bound) for report in result.objectives][:3]
        ('optimal', [('days', 1, 1), ('juror_days', 2, 2), ('finish', 995, 995)])
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
    timetable: Guide | None = None
    latest: dict[str, int] = field(default_factory=dict)
    """By track, the last slot at which its paper may start within the limits."""
    bounded_late: set[str] = field(default_factory=set)
    infeasible: bool = False
    interrupted: bool = False
    at_work: str = ""
    whole: Stated | None = None
    followed: Stated | None = None
    """The plans among which the plan at hand was found."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(objective.name for objective in self.wishes.objectives)

    @property
    def limits(self) -> dict[str, int]:
        """How far each objective that was worked on may go, its tolerance included."""
        done = (o for o in self.wishes.objectives if o.name in self.reached)
        return {o.name: self.reached[o.name].best + o.tolerance for o in done}

    @property
    def floors(self) -> dict[str, int]:
        """The proven bounds of the objectives that were worked on: they hold within the limits, and help proofs."""
        return {name: reached.bound for name, reached in self.reached.items()}

    @cached_property
    def work(self) -> Work:
        return build_work(self.problem)

    @cached_property
    def counted(self) -> Counted | None:
        return counted(self.work)

    @cached_property
    def part_counted(self) -> Counted | None:
        what = counted(build_work(self.part))
        return released(what, self.starts) if what and self.starts else what

    @cached_property
    def starts(self) -> dict[str, int] | None:
        """When the papers of a large session start, for its first plan; None for the others."""
        return paper_starts(self.work) if len(self.work.jobs) >= LARGE else None

    @cached_property
    def part(self) -> Problem:
        """The problem with named panels and everybody placed, whose plans are easy to find: part of all the plans."""
        named = with_named_panels(self.problem) if self.work.composes else self.problem
        return replace(named, rules=replace(named.rules, allow_unplaced=False))

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
        """Bring one objective down, by the cheapest means first, until a plan is as good as a bound."""
        started, self.at_work = time.monotonic(), objective.name
        deadline, bound = started + self._share(), 0
        for step in self._steps():
            if not (self.infeasible or self.interrupted or self._within(bound)):
                bound = max(bound, step(bound, deadline))
        if self.plan is None:
            return
        best = self._value(self.plan)
        self.reached[objective.name] = _Reached(best, min(best, bound), best <= bound, time.monotonic() - started)
        for stated in (self.whole, self.followed):
            if stated is not None:
                stated.at_most(objective.name, best + objective.tolerance)
        self._tell(best, min(best, bound))

    def _steps(self) -> tuple[Callable[[int, float], int], ...]:
        """The ways to work on an objective; each takes a proven bound and a deadline, and gives a bound."""
        size = len(self.work.jobs) * len(self.work.agents) * self.limits.get("days", len(self.problem.days))
        if size > LARGEST:
            return self._bound_by_tally, self._stay, self._follow_tally, self._by_timetable, self._find, self._wander
        glance = (self._glance,) if size <= SMALL else ()
        led = self._bound_by_tally, self._by_outline, self._by_timetable, self._stay, self._follow_tally
        return (*led, self._find, self._wander) if size > MIDDLE else (*glance, *led, self._search_all)

    def _value(self, plan: Plan) -> int:
        """What the objective at work comes to."""
        return measure(self.problem, plan)[self.at_work]

    def _within(self, bound: int) -> bool:
        """Whether the plan at hand is as good as a bound."""
        return self.plan is not None and self._value(self.plan) <= bound

    # --- the steps ---------------------------------------------------------------------------------------------------

    def _bound_by_tally(self, bound: int, deadline: float) -> int:
        """A proven lower bound by counting the panels' days, whoever they are."""
        guide = self._tally(self.counted, (self.at_work,), deadline)
        if guide is None:
            return bound
        self.infeasible = guide.infeasible and self.plan is None
        return guide.bound

    def _stay(self, bound: int, deadline: float) -> int:
        """Look again among the plans where the plan at hand was found. Bounds nothing."""
        if self.followed is not None and self.plan is not None:
            self.followed.minimise(self.at_work, bound)
            self.interrupted |= self.followed.begin(self.plan, self.wishes)
            self._run(self.followed, self._part_of(deadline, STAYING_SHARE))
        return bound

    def _follow_tally(self, bound: int, deadline: float) -> int:
        """Look among the plans that follow a tally: few, and often as good as the bound. Bounds nothing."""
        until = self._part_of(deadline, FOLLOWING_SHARE)
        if self.plan is None:
            until = time.monotonic() + FINDING_SHARE * self._left()
        guide: TallyGuide | None = None
        left = tuple(name for name in self.names if name not in self.reached)
        for slack in SLACKS if self.plan else FIRST_SLACKS:
            guide = self._tally(self.part_counted, left, until, self.work.up(slack), guide)
            if guide is None or guide.tally is None:
                break
            offers = offers_of_tally(guide, lambda model: self._aside(model, until, max(DEALING, self._left() / 40)))
            if offers is not None and (
                self._by_panels(offers, bound, until) or self._follow(Lead(offers), bound, until)
            ):
                break
            if self.interrupted or time.monotonic() > until:
                break
        return bound

    def _by_outline(self, bound: int, deadline: float) -> int:
        """A proven lower bound by the outline, which knows each panel, and the plans that follow it.

        If there are none, another outline as good may do: the next one is looked for in another order.
        """
        until = self._part_of(deadline, OUTLINES_SHARE)
        for attempt in range(ATTEMPTS):
            known, ask = self._known(bound, deadline), self._asks(deadline, OUTLINE_SHARE, attempt)
            guide = outline_guide(self._relaxed(), known, self.at_work, ask, None if attempt else self.guide)
            self.guide = guide or self.guide
            bound, led = self._led(guide, bound, deadline)
            if led or self.infeasible or self.interrupted or self._within(bound) or time.monotonic() > until:
                break
        return bound

    def _by_timetable(self, bound: int, deadline: float) -> int:
        """A better bound by the timetable, which knows hours, and the plans that follow it."""
        known, ask = self._known(bound, deadline), self._asks(deadline, TIMETABLE_SHARE)
        self.timetable = timetable_guide(self._relaxed(), known, self.at_work, ask, self.timetable)
        return self._led(self.timetable, bound, deadline)[0]

    def _led(self, guide: Guide | None, bound: int, deadline: float) -> tuple[int, bool]:
        """The bound that a guide proves, after a look among the plans that follow it; whether there were any."""
        if guide is None:
            return bound, True
        self.infeasible = guide.infeasible and self.plan is None
        bound = max(bound, guide.bound)
        lead = None if self.infeasible or self._within(bound) else lead_of(self._relaxed(), guide)
        return bound, lead is None or self._follow(lead, bound, self._part_of(deadline, FOLLOWING_SHARE))

    def _relaxed(self) -> Work:
        """The problem with no more days than the session may still have."""
        days = self.limits.get("days", len(self.problem.days))
        return build_work(replace(self.problem, days=self.problem.days[:days]))

    def _known(self, bound: int, deadline: float) -> Known:
        """What the plans that are looked for keep; with the papers' last starts once the session's end is known."""
        if self.plan and self.counted and self.at_work not in self.bounded_late and "finish" in self.limits:
            self.bounded_late.add(self.at_work)
            until = self._part_of(deadline, WINDOWS_SHARE)

            def ask(model: cp_model.CpModel) -> Outcome:
                return self._aside(model, until, 0.5)

            starts = paper_starts_of(self.work, self.plan)
            self.latest = latest_papers(self.counted, self.limits, ask, until, starts, self.latest)
        best = self._value(self.plan) if self.plan else None
        return Known(self.limits, self.floors, self.latest, bound, best)

    def _by_panels(self, offers: Offers, bound: int, until: float) -> bool:
        """Look for a first plan of a large session panel by panel; whether there is one."""
        if self.plan or self.part_counted is None or self.starts is None:
            return False

        def own_plan(problem: Problem, own: Offers) -> Plan | None:
            stated = state(problem, (), {}, {}, own)
            outcome = self._aside(stated.model, until, mood="first")
            return stated.plan(outcome) if outcome.found else None

        rows = plan_by_panels(self.part_counted, offers, self.starts, own_plan)
        if rows is None:
            return False
        part = state(self.part, self.names, self.limits, self.floors, offers)
        part.minimise(self.at_work, bound)
        start_from(part.v, rows)
        if not self._run(part, until, "hinted").found:
            return False
        self.followed = part
        return True

    def _follow(self, lead: Lead, bound: int, until: float) -> bool:
        """Look among the plans of a lead; whether there are any."""
        part = state(self.part, self.names, self.limits, self.floors, lead.offers)
        part.minimise(self.at_work, bound)
        if lead.start:
            start_from(part.v, lead.start)
        before = self.plan
        if not self._run(part, until).found:
            return False
        if self.plan is not before:
            self.followed = part
        return True

    def _glance(self, bound: int, deadline: float) -> int:
        """Look shortly among all the plans: small sessions need no more."""
        self._state_whole(bound)
        outcome = self._run(self.whole, self._part_of(deadline, GLANCING_SHARE)) if self.whole else None
        return self._learnt(bound, outcome) if outcome else bound

    def _state_whole(self, bound: int) -> None:
        """State all the plans, and what is asked of them."""
        if self.whole is None:
            self.whole = state(self.problem, self.names, self.limits, self.floors)
            proto = self.whole.model.proto
            log.info("model: %d variables, %d constraints", len(proto.variables), len(proto.constraints))
        self.whole.minimise(self.at_work, bound)
        self.interrupted |= self.whole.begin(self.plan, self.wishes)

    def _learnt(self, bound: int, outcome: Outcome) -> int:
        """What a search among all the plans tells: that there are none, or a bound."""
        self.infeasible = outcome.infeasible and self.plan is None
        if outcome.proven and outcome.best is not None:
            return max(bound, outcome.best)
        return max(bound, outcome.bound or bound)

    def _search_all(self, bound: int, deadline: float) -> int:
        """Look among all the plans."""
        self._state_whole(bound)
        for mood in ("balanced", "prove", "first"):
            if self.infeasible or self.interrupted or self._within(bound) or (mood == "first" and self.plan):
                break
            if self.whole is not None:
                bound = self._learnt(bound, self._run(self.whole, self._until(mood, deadline), mood))
        return bound

    def _find(self, bound: int, deadline: float) -> int:
        """Look among all the plans if none was found, however many they are."""
        return bound if self.plan else self._search_all(bound, deadline)

    def _wander(self, bound: int, deadline: float) -> int:
        """Improve the plan at hand part by part: a few panels' work is shared out anew, the rest keeps its panels."""
        rng, failed = Random(self.wishes.seed), 0
        while self.plan and time.monotonic() < deadline and failed < PATIENCE:
            if self.interrupted or self._within(bound):
                break
            before = self._value(self.plan)
            part = state(self.problem, self.names, self.limits, self.floors, neighbours(self.work, self.plan, rng))
            part.minimise(self.at_work, bound)
            self.interrupted |= part.begin(self.plan, self.wishes)
            self._run(part, min(deadline, time.monotonic() + WANDERING))
            failed = failed + 1 if self._value(self.plan) == before else 0
        return bound

    # --- calls of the solver -----------------------------------------------------------------------------------------

    def _aside(
        self, model: cp_model.CpModel, until: float, most: float = inf, mood: str = "balanced", order: int = 0
    ) -> Outcome:
        """A search for something that is no plan, so nobody is told of it."""
        seconds = min(most, until - time.monotonic())
        wishes = replace(self.wishes, seed=self.wishes.seed + order)
        outcome = run(model, wishes, seconds, lambda best, bound: self._tell(None, None), mood)
        self.interrupted |= outcome.interrupted
        return outcome

    def _asks(self, deadline: float, share: float, order: int = 0) -> Callable[[cp_model.CpModel], Outcome]:
        """Searches among outlines, each for a share of the time; another `order` may find another one as good."""
        return lambda model: self._aside(model, self._part_of(deadline, share), order=order)

    def _tally(
        self,
        what: Counted | None,
        names: tuple[str, ...],
        until: float,
        slack: int = 0,
        before: TallyGuide | None = None,
    ) -> TallyGuide | None:
        if what is None:
            return None

        def asked(model: cp_model.CpModel) -> Outcome:
            return self._aside(model, until, ASKING)

        return tally_guide(what, self.limits, names, asked, until, slack, before)

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

    def _part_of(self, deadline: float, share: float) -> float:
        """The moment at which a share of the time until a deadline is over."""
        now = time.monotonic()
        return now + (deadline - now) * share

    def _until(self, mood: str, deadline: float) -> float:
        """Half of the time until the deadline to find, the rest to prove; all that is left for a first plan."""
        now = time.monotonic()
        return {"balanced": (now + deadline) / 2, "prove": deadline, "first": now + self._left()}[mood]

    # --- the result --------------------------------------------------------------------------------------------------

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
