"""Bounds by the pattern model, objective by objective, and its best solution for these and the later ones.

Each question is a small model, answered in a fraction of a second. `days` and `finish` get destructive lower bounds
(Klein and Scholl 1999): a close is assumed and refuted.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.model import Assignment, Instance
from tspi_sched.relaxations.patterns.data import PatternData, PatternModel, with_later_papers
from tspi_sched.relaxations.patterns.disaggregation import build_disaggregation, disaggregated_assignments
from tspi_sched.relaxations.patterns.model import OBJECTIVES as PATTERN_OBJECTIVES
from tspi_sched.relaxations.patterns.model import build_pattern_model
from tspi_sched.solver import Outcome

Minimise = Callable[[cp_model.CpModel], Outcome]
"""Minimises a model's objective, or finds any solution of a model without one."""


@dataclass(frozen=True)
class Limits:
    """Limits of a pattern model: the slot by which the session closes, and the most of other objectives."""

    closes: int
    most: tuple[tuple[str, int], ...] = ()

    def and_most(self, name: str, value: int) -> "Limits":
        """With one more objective limited."""
        return replace(self, most=(*self.most, (name, value)))


@dataclass(frozen=True)
class PatternSolution:
    """A proven bound of the first objective, and the best solution found; `infeasible`: there is no solution."""

    bound: int = 0
    pattern_model: PatternModel | None = None
    outcome: Outcome | None = None
    infeasible: bool = False
    closings: dict[str, int] = field(default_factory=dict)
    """The earliest end found for `days` and `finish`, in slots of the session."""


def solve_patterns(
    data: PatternData,
    limits: dict[str, int],
    names: tuple[str, ...],
    run: Minimise,
    until: float,
    margin: int = 0,
    before: PatternSolution | None = None,
    reached: int | None = None,
) -> PatternSolution | None:
    """The bound of the first of the `names`, and the best solution for it and then for the others, within `limits`.

    `reached`: the first objective's value on the incumbent; then only its bound is computed.

    With a margin (slots of each panel's day left unused) nothing is bounded; `before` then tells how early the session
    may close. None if the pattern model does not apply.
    """
    kept = _kept(data.instance, limits)
    questions = _DestructiveBound(data, run, until, margin, kept, before.closings if before else {}, reached)
    bound = 0
    for place, name in enumerate(names):
        answered = questions.lower_bound(name, kept)
        if answered is None:
            continue
        if questions.useless:
            return None
        if questions.none:
            return PatternSolution(infeasible=True)
        kept, bound = answered[0], answered[1] if place == 0 else bound
    if questions.best is None and reached is None:
        questions.possible(kept)
    if questions.none:
        return PatternSolution(infeasible=True)
    if questions.useless:
        return None
    pattern_model, outcome = questions.best or (None, None)
    return PatternSolution(bound, pattern_model, outcome, closings=questions.closings)


def _kept(instance: Instance, limits: dict[str, int]) -> Limits:
    kept = Limits(min(_closes(instance, name, limit) for name, limit in {**limits, "": 0}.items()))
    for name, limit in limits.items():
        if name in PATTERN_OBJECTIVES:
            kept = kept.and_most(name, limit)
    return kept


def _closes(instance: Instance, name: str, limit: int) -> int:
    """The slot by which a session closes that keeps a limit."""
    horizon = len(instance.problem.days) * instance.slots_per_day
    return min(horizon, {"days": limit * instance.slots_per_day, "finish": limit // instance.grid}.get(name, horizon))


@dataclass
class _DestructiveBound:
    """A series of pattern models with growing limits."""

    data: PatternData
    run: Minimise
    until: float
    """Nothing is asked after this moment."""
    margin: int
    widest: Limits
    """The weakest limits; no solution within these means that there is no plan."""
    floors: dict[str, int]
    reached: int | None = None
    """The objective's value on a plan within the weakest limits: the model has a solution as good."""
    closings: dict[str, int] = field(default_factory=dict)
    best: tuple[PatternModel, Outcome] | None = None
    none: bool = False
    """Whether the model is proven infeasible within the weakest limits."""
    useless: bool = False
    """Whether the pattern model does not apply, or is too large."""

    @property
    def instance(self) -> Instance:
        return self.data.instance

    def _solve(self, limits: Limits, name: str = "") -> Outcome | None:
        if time.monotonic() > self.until:
            return None
        pattern_model = build_pattern_model(self.data, limits.closes, self.margin)
        self.useless = pattern_model is None
        if pattern_model is None:
            return None
        for limited, limit in limits.most:
            pattern_model.model.add(PATTERN_OBJECTIVES[limited](pattern_model) <= limit)
        if name:
            pattern_model.model.minimize(PATTERN_OBJECTIVES[name](pattern_model))
        outcome = self.run(pattern_model.model)
        self.none |= outcome.infeasible and limits == self.widest
        if outcome.found:
            self.best = pattern_model, outcome
        return outcome

    def possible(self, limits: Limits) -> bool | None:
        """Whether the model has a solution within limits; None: not known."""
        outcome = self._solve(limits)
        return None if outcome is None or not (outcome.found or outcome.infeasible) else outcome.found

    def lower_bound(self, name: str, limits: Limits) -> tuple[Limits, int] | None:
        """The limits with the objective's optimum added, and a proven bound; None if patterns do not bound it."""
        if name in ("days", "finish"):
            return self._destructive_lower_bound(limits, name)
        if name not in PATTERN_OBJECTIVES:
            return None
        outcome = self._solve(limits, name)
        if outcome is None or outcome.best is None:
            return limits, (outcome.bound or 0) if outcome else 0
        return limits.and_most(name, outcome.best), outcome.bound or 0

    def _destructive_lower_bound(self, limits: Limits, name: str) -> tuple[Limits, int]:
        """A destructive lower bound of the session's close, in days or slots: by doubling, then by bisection.

        The earlier the close, the smaller the model.
        """
        step = self.instance.slots_per_day if name == "days" else self.instance.step
        smallest = 0 if self.instance.optional else 1  # a plan without anybody ends before the first day
        low, high = max(smallest, self.floors.get(name, 0) // step), -(-limits.closes // step)
        unit = 1 if name == "days" else step * self.instance.grid
        proven = target = low
        stride = 1 if name == "days" or self.floors else high - low
        reached = self.reached is not None
        if self.reached is not None:
            high = min(high, -(-self.reached // unit))
            target = high - 1 if name == "days" else (low + high) // 2  # plans at hand seldom take a day too many
        while low < high or not reached:
            possible = self.possible(replace(limits, closes=min(limits.closes, target * step)))
            if self.useless or time.monotonic() > self.until or (target >= high and not possible):
                return limits, proven * unit
            reached = reached or bool(possible)
            if possible:
                high = target
            else:
                low = target + 1
                proven = low if possible is False else proven
            target, stride = ((low + high) // 2, stride) if reached else (min(high, target + stride), 2 * stride)
        self.closings[name] = min(limits.closes, high * step)
        return replace(limits, closes=self.closings[name]), proven * unit


def latest_paper_starts(
    data: PatternData,
    limits: dict[str, int],
    run: Minimise,
    until: float,
    known: dict[str, int],
    latest: dict[str, int],
) -> dict[str, int]:
    """By track, the last start of its paper in any plan within `limits`; papers with several waves are left out.

    `known`: starts in some plan within the limits; `latest`: what is proven so far. By bisection: the later a paper,
    the less of the session is left.
    """
    # If no solution has the paper so late, no plan has: docs/how/arguments-patterns.md#last-starts-of-papers
    if any(paper.wave for paper in data.instance.papers):
        return {}
    kept = _kept(data.instance, limits)
    latest = dict(latest)
    for track, start in known.items():
        low, high = start // data.instance.step, latest.get(track, kept.closes) // data.instance.step
        while low < high and time.monotonic() < until:
            middle = (low + high + 1) // 2
            questions = _DestructiveBound(
                with_later_papers(data, {track: middle * data.instance.step}), run, until, 0, kept, {}
            )
            if questions.possible(kept) is False:
                high = middle - 1
            else:
                low = middle
        latest[track] = high * data.instance.step
    return latest


def pattern_restriction(solution: PatternSolution, run: Minimise) -> dict[int, tuple[Assignment, ...]] | None:
    """A restriction (panel and day of each job) by disaggregating a pattern solution; None if that is impossible."""
    if (
        solution.pattern_model is None
        or solution.outcome is None
        or solution.pattern_model.instance.agents_per_job > 1
        or solution.pattern_model.instance.optional
    ):
        return None
    disaggregation = build_disaggregation(solution.pattern_model, solution.outcome.value)
    outcome = run(disaggregation.model)
    return disaggregated_assignments(disaggregation, outcome.value) if outcome.found else None
