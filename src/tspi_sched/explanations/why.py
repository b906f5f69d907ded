"""Why not like that? What a wish for one candidate breaks, or what it costs on each objective and whom it moves.

A wish is a lock. First: does it contradict a rule by itself? Is there a plan that grants it and is worth as much as the
given one? If not, a plan near the given one shows what the wish costs at most, and the search for the best one what it
costs at least. Each question has its share of the time limit.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tspi_sched.checker import Violation, check, measure
from tspi_sched.explanations.conflicts.causes import find_cause
from tspi_sched.explanations.conflicts.told import Told, told
from tspi_sched.explanations.oracle import Interrupted, Oracle
from tspi_sched.model import OBJECTIVES, build_model, extract_plan
from tspi_sched.plan import ObjectiveReport, Plan, Status, Task
from tspi_sched.planner import solve
from tspi_sched.problem import ATTENDED, Lock, Problem
from tspi_sched.reasons import lock_clashes
from tspi_sched.solver import run
from tspi_sched.wishes import AGAINST_BASELINE, Wishes

NEAREST, BEST = 0.2, 0.75
"""Parts of the time left that are given to a question for a near plan, and to the one for the best."""

Watch = Callable[[str], None]
"""Called a few times a second with the name of the question at work; may raise `KeyboardInterrupt` to end it all."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One objective: its value on the given plan and on the one that grants the wish.

    Whatever plan grants the wish has at least the value `bound`, if the objectives before cost no more than here; None
    if nothing is known. `tolerance` is the objective's.
    """

    name: str
    before: int
    after: int
    bound: int | None = None
    tolerance: int = 0

    @property
    def difference(self) -> int:
        """What the wish costs; below 0 if the plan that grants it is even better."""
        return self.after - self.before

    @property
    def proven(self) -> bool:
        """Whether the wish cannot be had for less."""
        return self.bound is not None and self.after <= self.bound + self.tolerance


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a wish.

    `breaches`: the rules that it contradicts by itself. `impossible`: proven that no plan grants it, for a `cause` if
    there was time to look for one. Else `plan` grants it, at these `costs`; None if none was found in time.
    `candidates` and `members` are the ids of the other candidates and of the members for whom something changes.
    `costly`: proven that no plan grants it at the given plan's value of every objective.
    """

    wish: Lock
    breaches: tuple[Violation, ...] = ()
    impossible: bool = False
    cause: Told | None = None
    plan: Plan | None = None
    costs: tuple[Cost, ...] = ()
    candidates: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    costly: bool = False
    interrupted: bool = False


def why(problem: Problem, plan: Plan, wish: Lock, wishes: Wishes | None = None, watch: Watch | None = None) -> Answer:
    """Say what a wish for one candidate breaks, or what granting it costs against a plan, and whom it moves.

    Args:
        problem: The session.
        plan: A plan of it.
        wish: What is wished, as a lock on a task; the command `why` makes one of words.
        wishes: Objectives and limits, as for `solve`; without it the usual objectives and 30 seconds.
        watch: Called a few times a second with the question at work; it may raise `KeyboardInterrupt` to end it there.

    Returns:
        The answer. It holds the rules that the wish contradicts by itself, or says that no plan grants it, or holds a
        plan that does, with its cost on each objective.

    Example:
        >>> task = next(task for task in result.plan.tasks if task.stage == "ET")  # the first oral, at 12:30
        >>> later = replace(task, start=task.start + 15, end=task.end + 15)
        >>> answer = tspi_sched.why(problem, result.plan, tspi_sched.Lock(later, frozenset({"start"})), wishes)
        >>> {cost.name: cost.difference for cost in answer.costs}["finish"]  # the session ends 15 minutes later
        15
    """
    problem = replace(problem, locks=(*problem.locks, wish), baseline=problem.baseline or plan)
    if clashes := lock_clashes(problem):
        return Answer(wish, breaches=tuple(clash.breach for clash in clashes))
    search = _Search(problem, plan, wishes or Wishes(time_limit=30.0), watch or (lambda question: None))
    if check(problem, plan):
        search.ask()
    else:
        search.found = plan  # which grants the wish already
    if search.impossible:
        return search.without_plan()
    if search.found is None:
        return Answer(wish, interrupted=search.interrupted)
    candidates, members = moved(problem, plan, search.found)
    others = tuple(id for id in candidates if id != wish.task.candidate)
    return Answer(
        wish,
        plan=search.found,
        costs=search.costs(),
        candidates=others,
        members=members,
        costly=search.costly,
        interrupted=search.interrupted,
    )


def nearest(problem: Problem, plan: Plan, wished: tuple[Lock, ...], wishes: Wishes) -> bool | None:
    """Whether any plan grants some wishes together, which is looked for near a given one; None if that is not known
    within the time limit."""
    problem = replace(problem, locks=(*problem.locks, *wished), baseline=plan)
    if lock_clashes(problem):
        return False
    search = _Search(problem, plan, wishes, lambda question: None)
    found = search.near_plan("nearest", 1.0, {})
    return True if found else False if search.impossible else None


@dataclass
class _Search:
    """The state of a search for a plan that grants the wish, which the problem has among its locks."""

    problem: Problem
    plan: Plan
    wishes: Wishes
    watch: Watch
    began: float = field(default_factory=lambda: time.monotonic())
    found: Plan | None = None
    reports: dict[str, ObjectiveReport] = field(default_factory=dict)
    impossible: bool = False
    costly: bool = False
    interrupted: bool = False

    def left(self) -> float:
        """Seconds until the time limit."""
        return self.wishes.time_limit - (time.monotonic() - self.began)

    def ask(self) -> None:
        """For the nearest plan as good as the given one, at least on what matters most; then for the best one."""
        worth = self._worth(self.plan)
        for question, kept in (("as_good", len(worth)), ("nearly", len(worth) // 2), ("nearest", 0)):
            self.found = self.near_plan(question, NEAREST, dict(list(worth.items())[:kept]))
            if self.impossible or self.interrupted or (self.found and question == "as_good"):
                return
            if self.found:
                break
        best = self._best()
        if best and (self.found is None or self._rank(best) < self._rank(self.found)):
            nearest = None if self.interrupted else self.near_plan("fewest", 1.0, self._worth(best))
            self.found = nearest or best

    def _worth(self, plan: Plan) -> dict[str, int]:
        """The values that no objective may exceed; how near a plan is to another one is not among them."""
        values = measure(self.problem, plan)
        return {o.name: values[o.name] for o in self.wishes.objectives if o.name not in AGAINST_BASELINE}

    def _rank(self, plan: Plan) -> tuple[int, ...]:
        """How good a plan is: smaller is better."""
        return tuple(self._worth(plan).values())

    def near_plan(self, question: str, share: float, limits: dict[str, int]) -> Plan | None:
        """The plan nearest to the given one, within limits on the objectives."""
        v = build_model(replace(self.problem, baseline=self.plan), (*limits, "changes"))
        for name, most in limits.items():
            v.model.add(OBJECTIVES[name](v) <= most)
        v.model.minimize(OBJECTIVES["changes"](v))
        outcome = run(v.model, self.wishes, share * self.left(), lambda _best, _bound: self.watch(question))
        self.interrupted |= outcome.interrupted
        self.impossible |= outcome.infeasible and not limits
        self.costly |= outcome.infeasible and bool(limits)
        return self._sound(extract_plan(v, outcome.value)) if outcome.found else None

    def _best(self) -> Plan | None:
        """The best plan, with what is proven of it."""
        wishes = replace(self.wishes, time_limit=max(0.1, BEST * self.left()))
        result = solve(self.problem, wishes, lambda _progress: self.watch("best"))
        self.interrupted |= result.interrupted
        self.impossible |= result.status is Status.INFEASIBLE
        self.reports = {report.name: report for report in result.objectives}
        return result.plan

    def without_plan(self) -> Answer:
        """That no plan grants the wish, and why, as far as there is time."""
        wish, cause = self.problem.locks[-1], None
        try:
            if self.left() > 0 and not self.interrupted:
                oracle = Oracle(self.wishes, lambda: self.watch("cause"), time.monotonic() + self.left())
                cause = told(self.problem, find_cause(self.problem, oracle))
        except (Interrupted, KeyboardInterrupt):
            self.interrupted = True
        return Answer(wish, impossible=True, cause=cause, interrupted=self.interrupted)

    def _sound(self, plan: Plan) -> Plan:
        """The plan itself: it keeps every rule."""
        if broken := check(self.problem, plan):
            raise AssertionError("the model made a plan that breaks a rule: " + "; ".join(v.message for v in broken))
        return plan

    def costs(self) -> tuple[Cost, ...]:
        """Each objective on the given plan and on the one found."""
        before, after = measure(self.problem, self.plan), measure(self.problem, self.found or self.plan)
        bounds = {name: report.bound for name, report in self.reports.items()}
        return tuple(
            Cost(o.name, before[o.name], after[o.name], bounds.get(o.name), o.tolerance) for o in self.wishes.objectives
        )


def moved(problem: Problem, before: Plan, after: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The candidates whose papers or orals change place, time or panel, and the members whose tasks change."""
    kinds = {stage.code: stage.kind for stage in problem.title.stages}
    old, new = ({_place(task) for task in plan.tasks} for plan in (before, after))
    changed = [task for plan in (before, after) for task in plan.tasks if _place(task) in old ^ new]
    attended = {task.candidate for task in changed if kinds.get(task.stage) in ATTENDED}
    serving = {id for task in changed for id in task.members}
    return (
        tuple(candidate.id for candidate in problem.candidates if candidate.id in attended),
        tuple(member.id for member in problem.members if member.id in serving),
    )


def _place(task: Task) -> Task:
    """A task without what nobody but the organiser minds: who watches, and which projector it is."""
    return replace(task, members=tuple(sorted(task.members)), invigilators=(), projector=None)
