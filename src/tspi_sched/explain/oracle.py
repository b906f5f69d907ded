"""Whether a session has a plan: asked many times of its variants, so quick proofs come first and time is rationed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tspi_sched.model import build_model, build_outline, outline_applies, read_plan, start_from
from tspi_sched.model.work import build_work
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.solve.run import Outcome, run
from tspi_sched.wishes import Wishes

OUTLINE_SECONDS = 1.0
"""The most for one proof by the outline, unless one has taken more: most take a tenth, and others seldom end."""

FIRST_OUTLINE_SECONDS = 6.0
"""The most for the very first one: if there is a proof, it is worth the wait, as all that follows builds on it."""


class Interrupted(Exception):
    """Somebody wants to stop; what has been found so far is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan, or that there is proven to be none; neither if time ran out."""

    plan: Plan | None = None
    impossible: bool = False


def sums_refute(problem: Problem) -> bool:
    """Whether counting alone shows that a problem has no plan."""
    return bool(problem.candidates and counting_reasons(problem))


def _known(problem: Problem, plan: Plan) -> Plan:
    """What a plan of a variant says of the candidates of another one, all of whose tasks are on its days."""
    away = {task.candidate for task in plan.tasks if task.day not in problem.day_index}
    return Plan(
        tuple(task for task in plan.tasks if task.candidate in problem.candidate and task.candidate not in away)
    )


@dataclass
class Oracle:
    """Answers within a deadline (`until`, on the monotonic clock); `watch` is called a few times a second."""

    wishes: Wishes
    watch: Callable[[], None]
    until: float
    patience: float = FIRST_OUTLINE_SECONDS
    """Seconds for the next proof by the outline."""
    found: list[Plan] = field(default_factory=list)
    """The last plan found, to start from; shared by all oracles that have come from one."""

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self.until - time.monotonic()

    def by(self, share: float) -> "Oracle":
        """The same with an earlier deadline: a share of the time left."""
        return replace(self, until=time.monotonic() + share * self.left)

    def refuted(self, problem: Problem) -> bool:
        """Whether a quick proof shows that there is no plan: a sum, or the outline."""
        if not problem.candidates or self.left <= 0:
            return False
        return sums_refute(problem) or self._outline_refutes(problem)

    def ask(self, problem: Problem, seconds: float) -> Answer:
        """Whether a problem has a plan; the solver works for so many seconds at the most."""
        if not problem.candidates:
            return Answer(Plan(()))
        if self.refuted(problem):
            return Answer(impossible=True)
        if self.left <= 0:
            return Answer()
        variables = build_model(problem)
        for plan in self.found:
            start_from(variables, _known(problem, plan))
        outcome = self._run(variables.model, seconds)
        if outcome.found:
            self.found[:] = [read_plan(variables, outcome.value)]
            return Answer(self.found[0])
        return Answer(impossible=outcome.infeasible)

    def possible_without(self, problem: Problem, rule: str, seconds: float) -> bool:
        """Whether a problem is seen to have a plan if one rule is left out."""
        return self.left > 0 and self._run(build_model(problem, (), frozenset((rule,))).model, seconds).found

    def _outline_refutes(self, problem: Problem) -> bool:
        work = build_work(problem)
        if problem.rules.allow_unplaced or not outline_applies(work):
            return False
        began = time.monotonic()
        refuted = self._run(build_outline(work).model, self.patience).infeasible
        least = 2 * (time.monotonic() - began) if refuted else 0.0
        self.patience = max(OUTLINE_SECONDS, least, self.patience if self.patience < FIRST_OUTLINE_SECONDS else 0.0)
        return refuted

    def _run(self, model: object, seconds: float) -> Outcome:
        outcome = run(model, self.wishes, min(seconds, self.left), lambda best, bound: self.watch(), "first")  # type: ignore[arg-type]
        if outcome.interrupted:
            raise Interrupted
        return outcome
