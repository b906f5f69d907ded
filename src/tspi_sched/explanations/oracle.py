"""The oracle: whether a variant of a session has a plan. Asked many times, so cheap means come first and time is
rationed.

No is proven by sums, the pattern model, the workload relaxation, or the whole model; yes is a plan: a known one, one
that follows a relaxation's solution, or any. All but the whole model and the workload relaxation take a fraction of a
second.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from tspi_sched.checker import check, measure
from tspi_sched.deadlines import OutOfTime, due, go_on
from tspi_sched.explanations.constraints.kind import is_spare
from tspi_sched.heuristics.composition import compose_panels
from tspi_sched.heuristics.guided import guided_restriction
from tspi_sched.model import OBJECTIVES, Assignment, Instance, add_warm_start, build_instance, build_model, extract_plan
from tspi_sched.plan import Plan
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.reasons import counting_refutes
from tspi_sched.relaxations.bound import Bounds, solve_workload
from tspi_sched.relaxations.patterns.bound import PatternSolution, pattern_restriction, solve_patterns
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.solver import Outcome, SolverProfile, run
from tspi_sched.wishes import Objective, Wishes

WORKLOAD_SECONDS = 1.0
"""Most seconds for one proof by the workload relaxation, unless one took longer: most take a tenth, others seldom
end."""

FIRST_WORKLOAD_SECONDS = 6.0
"""Most seconds for the very first one: a proof is worth the wait, as all that follows builds on it."""

PATTERN_SECONDS, PART_SECONDS = 2.0, 1.5
"""Most seconds for a pattern model, and for the plans that follow it; a tenth is the rule."""

QUICK_SECONDS = 0.5
"""The most for a small model where no seconds are given."""

LEAST_SECONDS = 0.3
"""With less, nothing is worth a try."""

BUILT = 20_000
"""Size (papers × panels × days) of which the whole model is built in a second, at the least."""

SMALL = 60
"""Size (papers × panels × days) up to which the whole model is quick enough to be asked at once."""

REMEMBERED = 12
"""So many plans found are tried again before anything is searched."""

Found = TypeVar("Found")

Restriction = Mapping[int, tuple[Assignment, ...]]
"""Per job, which panels may serve it on which days."""


class Interrupted(Exception):
    """Somebody wants to stop; what has been found so far is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan, or that there is proven to be none; neither if time ran out."""

    plan: Plan | None = None
    impossible: bool = False


NOT_KNOWN, NO = Answer(), Answer(impossible=True)


def sums_refute(problem: Problem) -> bool:
    """Whether counting alone shows that a problem has no plan."""
    return (bool(problem.candidates) and counting_refutes(problem)) or _no_day_holds(problem)


def _no_day_holds(problem: Problem) -> bool:
    """Whether all the orals on some track must be on one day, and no day has room for them.

    One moment for a paper is one day, and where paper and orals are on the same day that is the day of the orals too.
    """
    rules = problem.rules
    if rules.msp_and_orals != "same_day" or rules.msp.waves > 1 or rules.allow_unplaced or len(problem.days) == 1:
        return False
    for track in {track for candidate in problem.candidates for track in candidate.tracks}:
        takers = tuple(
            replace(one, tracks=(track,), final_interview=False) for one in problem.candidates if track in one.tracks
        )
        alone = replace(problem, candidates=takers, locks=())
        if all(counting_refutes(replace(alone, days=(day,))) for day in problem.days):
            return True
    return False


def building(problem: Problem) -> float:
    """About how many seconds it takes to build the whole model, at the most."""
    papers = sum(len(candidate.tracks) for candidate in problem.candidates)
    agents = len(problem.members) if problem.composes else len(problem.panels)
    return papers * agents * len(problem.days) / BUILT


def _of(problem: Problem, plan: Plan) -> Plan:
    """What a plan of a variant says of the candidates of another one, all of whose tasks are on its days."""
    away = {task.candidate for task in plan.tasks if task.day not in problem.day_index}
    ours = {None, *problem.candidate} - away
    return Plan(tuple(task for task in plan.tasks if task.candidate in ours))


def _own_panels(instance: Instance) -> Restriction | None:
    """A panel of its own for each job where so many are only thought to be there: all the plans there are need no more.

    Whoever hears the jobs in a plan, panels of their own could do so at the same times. None where there are others.
    """
    panels: dict[str, list[Assignment]] = {}
    every = tuple(range(len(instance.problem.days)))
    for agent in instance.agents:
        if all(is_spare(member.id) for member in agent.members):
            panels.setdefault(agent.members[0].panel, []).append(Assignment(agent, every, every))
    if instance.problem.locks or len(panels) < len(instance.jobs):
        return None
    return {job.index: tuple(assignments) for job, assignments in zip(instance.jobs, panels.values(), strict=False)}


@dataclass
class Oracle:
    """Answers within a deadline (`until`, on the monotonic clock); `watch` is called a few times a second."""

    wishes: Wishes
    watch: Callable[[], None]
    until: float
    patience: float = FIRST_WORKLOAD_SECONDS
    """Seconds for the next proof by the workload relaxation."""
    found: list[Plan] = field(default_factory=list)
    """The plans found, the last one first; shared by all oracles that have come from one."""

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self.until - time.monotonic()

    def by(self, share: float) -> "Oracle":
        """The same with an earlier deadline: a share of the time left."""
        return replace(self, until=time.monotonic() + share * self.left)

    # --- no ----------------------------------------------------------------------------------------------------------

    def sums_refute(self, problem: Problem) -> bool:
        """Whether sums show that there is no plan."""
        return self._in_time(lambda: sums_refute(problem), False)

    def patterns_refute(self, problem: Problem) -> bool:
        """Whether sums or the pattern model show that there is no plan."""

        def shown() -> bool:
            return bool((solution := self._pattern_solution(build_instance(problem))) and solution.infeasible)

        return bool(problem.candidates) and (self.sums_refute(problem) or self._in_time(shown, False))

    def refuted(self, problem: Problem) -> bool:
        """Whether some proof that is quick most of the time shows it, the workload relaxation's too."""
        if self.patterns_refute(problem):
            return True
        return self._in_time(lambda: self._by_workload(build_instance(problem), followed=False).impossible, False)

    def _in_time(self, ask: Callable[[], Found], else_: Found) -> Found:
        """What is found before the deadline, or else something else."""
        try:
            with due(self.until):
                go_on()
                return ask()
        except OutOfTime:
            return else_

    # --- yes or no ---------------------------------------------------------------------------------------------------

    def ask(self, problem: Problem, seconds: float) -> Answer:
        """Whether a problem has a plan; the solver works on the whole for so many seconds at the most.

        Without any seconds, only what takes a fraction of one is tried.
        """
        return self._in_time(lambda: self._asked(problem, seconds), NOT_KNOWN)

    def _asked(self, problem: Problem, seconds: float) -> Answer:
        if not problem.candidates:
            return Answer(Plan(()))
        plans = (_of(problem, plan) for plan in self.found)
        if known := next((plan for plan in plans if not check(problem, plan)), None):
            return Answer(known)
        if sums_refute(problem):
            return NO
        instance = build_instance(problem)
        own = _own_panels(instance)
        whole = partial(self._among, problem, own, seconds or QUICK_SECONDS)
        if len(instance.jobs) * len(instance.agents) * len(problem.days) <= SMALL:
            return self._first(whole)
        if own is not None:
            return self._first(partial(self._uncounted, instance), whole)
        if not seconds:
            return self._first(partial(self._by_patterns, instance))
        return self._first(partial(self._by_patterns, instance), partial(self._by_workload, instance), whole)

    def _first(self, *ways: Callable[[], Answer]) -> Answer:
        """The answer of the first way that gives one."""
        for way in ways:
            if self.left <= 0:
                break
            answer = way()
            if answer != NOT_KNOWN:
                return self._remembered(answer)
        return NOT_KNOWN

    def _remembered(self, answer: Answer) -> Answer:
        if answer.plan:
            self.found[:] = [answer.plan, *self.found[: REMEMBERED - 1]]
        return answer

    def _among(self, problem: Problem, restriction: Restriction | None, seconds: float) -> Answer:
        """Among all the plans, or among those of a restriction; not known where the model alone would take too long."""
        if building(problem) > self.left:
            return NOT_KNOWN
        variables = build_model(problem, restriction=restriction)
        for known in self.found[:1]:
            add_warm_start(variables, _of(problem, known))
        outcome = self._run(variables.model, seconds)
        plan = extract_plan(variables, outcome.value) if outcome.found else None
        return Answer(plan, outcome.infeasible)

    def _part(self, problem: Problem, restriction: Restriction | None) -> Answer:
        """Among the plans of a restriction, which are not all: that there are none of them tells nothing."""
        return Answer(self._among(problem, restriction, PART_SECONDS).plan) if restriction is not None else NOT_KNOWN

    def _uncounted(self, instance: Instance) -> Answer:
        """No if counting the panels' days shows that they do not suffice."""
        solution = self._pattern_solution(instance)
        return NO if solution is not None and solution.infeasible else NOT_KNOWN

    def _by_patterns(self, instance: Instance) -> Answer:
        """By patterns: no if the panels' days do not suffice, else perhaps a plan that follows the solution."""
        solution, problem = self._pattern_solution(instance), instance.problem
        if solution is not None and solution.infeasible:
            return NO
        if instance.composes:
            problem = compose_panels(problem)
            solution = self._pattern_solution(build_instance(problem))
        if solution is None or solution.infeasible:
            return NOT_KNOWN
        return self._part(
            problem, pattern_restriction(solution, lambda model: self._run(model, PART_SECONDS, SolverProfile.BALANCED))
        )

    def _pattern_solution(self, instance: Instance, names: tuple[str, ...] = ()) -> PatternSolution | None:
        """The best solution of the pattern model for the objectives named; None if it does not apply."""
        what = pattern_data(instance)
        if what is None:
            return None
        until = min(self.until, time.monotonic() + PATTERN_SECONDS)
        return solve_patterns(what, {}, names, lambda model: self._run(model, PATTERN_SECONDS), until)

    def _by_workload(self, instance: Instance, *, followed: bool = True) -> Answer:
        """By the workload relaxation: no if it has no solution, else perhaps a plan that follows it."""
        if instance.problem.rules.allow_unplaced:
            return NOT_KNOWN
        began = time.monotonic()
        solution = solve_workload(instance, Bounds(), "juror_days", lambda model: self._run(model, self.patience))
        infeasible = solution is not None and solution.infeasible
        least = 2 * (time.monotonic() - began) if infeasible else 0.0
        self.patience = max(WORKLOAD_SECONDS, least, self.patience if self.patience < FIRST_WORKLOAD_SECONDS else 0.0)
        if infeasible or solution is None or not followed:
            return NO if infeasible else NOT_KNOWN
        guided = guided_restriction(instance, solution)
        return self._part(instance.problem, guided.assignments if guided else None)

    def sooner(self, problem: Problem, plan: Plan) -> Plan:
        """A plan that ends no later: one that follows the pattern solution that closes first, if that is found."""
        return self._in_time(lambda: self._sooner(problem, plan), plan)

    def _sooner(self, problem: Problem, plan: Plan) -> Plan:
        part = compose_panels(problem) if build_instance(problem).composes else problem
        solution = self._pattern_solution(build_instance(part), ("finish",))
        assignments = (
            pattern_restriction(solution, lambda model: self._run(model, PART_SECONDS, SolverProfile.BALANCED))
            if solution
            else None
        )
        variables = build_model(part, ("finish",), restriction=assignments)
        finish = OBJECTIVES["finish"](variables)
        variables.model.add(finish <= measure(problem, plan)["finish"])
        variables.model.minimize(finish)
        outcome = self._run(variables.model, PART_SECONDS, SolverProfile.BALANCED)
        return extract_plan(variables, outcome.value) if outcome.found else plan

    def soonest(self, problem: Problem, plan: Plan, seconds: float) -> tuple[Plan, bool]:
        """The plan that ends first of all that are found in some seconds, and whether none can end sooner."""
        until = min(self.until, time.monotonic() + seconds)
        sooner = replace(self, until=until)
        if sooner.left <= LEAST_SECONDS:
            return plan, False
        plan = sooner.sooner(problem, plan)
        if sooner.left <= max(LEAST_SECONDS, building(problem)):
            return plan, False
        wishes = replace(self.wishes, objectives=(Objective("finish"),), time_limit=sooner.left)
        result = solve(problem, wishes, lambda _progress: self.watch())
        if result.interrupted:
            raise Interrupted
        ends = measure(problem, plan)["finish"]
        if result.plan is not None and result.objectives[0].value < ends:
            plan, ends = result.plan, result.objectives[0].value
        return plan, bool(result.objectives) and result.objectives[0].bound == ends

    def possible_without(self, problem: Problem, rule: str, seconds: float) -> bool:
        """Whether a problem is seen to have a plan if one rule is left out."""
        return self._in_time(
            lambda: self._run(build_model(problem, (), frozenset((rule,))).model, seconds).found, False
        )

    def _run(self, model: object, seconds: float, profile: SolverProfile = SolverProfile.FIRST) -> Outcome:
        limit = max(0.05, min(seconds, self.left))
        outcome = run(model, self.wishes, limit, lambda best, bound: self.watch(), profile)  # type: ignore[arg-type]
        if outcome.interrupted:
            raise Interrupted
        return outcome
