"""Tallies asked one after the other: a bound of an objective, and then the tally that is best for those after it too.

Each question is a small model, answered in a fraction of a second; `days` and `finish` are asked by closing earlier.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.model import Offer, Work
from tspi_sched.relaxations.patterns.data import Counted, Tally, later
from tspi_sched.relaxations.patterns.disaggregation import build_deal, offers_of_deal
from tspi_sched.relaxations.patterns.model import OBJECTIVES as TALLY_OBJECTIVES
from tspi_sched.relaxations.patterns.model import build_tally
from tspi_sched.solver import Outcome

Run = Callable[[cp_model.CpModel], Outcome]
"""Minimises a model's objective, or finds any solution of a model without one."""


@dataclass(frozen=True)
class Limits:
    """What a tally must keep: the slot by which the session ends, and the most of other objectives."""

    closes: int
    most: tuple[tuple[str, int], ...] = ()

    def and_most(self, name: str, value: int) -> "Limits":
        """With one more objective kept within a value."""
        return replace(self, most=(*self.most, (name, value)))


@dataclass(frozen=True)
class TallyGuide:
    """A proven lower bound of the first objective asked for, and the best tally found; `infeasible`: there is none."""

    bound: int = 0
    tally: Tally | None = None
    outcome: Outcome | None = None
    infeasible: bool = False
    closings: dict[str, int] = field(default_factory=dict)
    """The earliest end found for `days` and `finish`, in slots of the session."""


def tally_guide(
    what: Counted,
    limits: dict[str, int],
    names: tuple[str, ...],
    run: Run,
    until: float,
    slack: int = 0,
    before: TallyGuide | None = None,
    reached: int | None = None,
) -> TallyGuide | None:
    """The tally that is best for the first of the `names`, and among these for the next ones, within `limits`.

    `reached`: what the first of the `names` comes to in a plan at hand; then only its bound is looked for.

    With `slack`, so many slots of each panel's day are not counted on, and nothing is bounded; the guide `before` then
    tells how early the session may end at the best. None if tallies do not tell of this problem.
    """
    kept = _kept(what.work, limits)
    asked = _Asked(what, run, until, slack, kept, before.closings if before else {}, reached)
    bound = 0
    for place, name in enumerate(names):
        found = asked.least(name, kept)
        if found is None:
            continue
        if asked.useless:
            return None
        if asked.none:
            return TallyGuide(infeasible=True)
        kept, bound = found[0], found[1] if place == 0 else bound
    if asked.best is None and reached is None:
        asked.possible(kept)
    if asked.none:
        return TallyGuide(infeasible=True)
    if asked.useless:
        return None
    tally, outcome = asked.best or (None, None)
    return TallyGuide(bound, tally, outcome, closings=asked.closings)


def _kept(work: Work, limits: dict[str, int]) -> Limits:
    kept = Limits(min(_closes(work, name, most) for name, most in {**limits, "": 0}.items()))
    for name, most in limits.items():
        if name in TALLY_OBJECTIVES:
            kept = kept.and_most(name, most)
    return kept


def _closes(work: Work, name: str, most: int) -> int:
    """The slot by which a session ends that keeps a limit."""
    horizon = len(work.problem.days) * work.slots_per_day
    return min(horizon, {"days": most * work.slots_per_day, "finish": most // work.grid}.get(name, horizon))


@dataclass
class _Asked:
    """The tallies asked for so far."""

    what: Counted
    run: Run
    until: float
    """Nothing is asked after this moment."""
    slack: int
    widest: Limits
    """What every tally must keep; only where there is none within these is there none at all."""
    floors: dict[str, int]
    reached: int | None = None
    """What an objective comes to in a plan within the widest limits: there is a tally as good."""
    closings: dict[str, int] = field(default_factory=dict)
    best: tuple[Tally, Outcome] | None = None
    none: bool = False
    """It is proven that there is no tally within the widest limits."""
    useless: bool = False
    """There are no tallies of this problem, or they would be too large."""

    @property
    def work(self) -> Work:
        return self.what.work

    def _ask(self, limits: Limits, name: str = "") -> Outcome | None:
        if time.monotonic() > self.until:
            return None
        tally = build_tally(self.what, limits.closes, self.slack)
        self.useless = tally is None
        if tally is None:
            return None
        for limited, most in limits.most:
            tally.model.add(TALLY_OBJECTIVES[limited](tally) <= most)
        if name:
            tally.model.minimize(TALLY_OBJECTIVES[name](tally))
        outcome = self.run(tally.model)
        self.none |= outcome.infeasible and limits == self.widest
        if outcome.found:
            self.best = tally, outcome
        return outcome

    def possible(self, limits: Limits) -> bool | None:
        """Whether there is a tally within limits; None: not known."""
        outcome = self._ask(limits)
        return None if outcome is None or not (outcome.found or outcome.infeasible) else outcome.found

    def least(self, name: str, limits: Limits) -> tuple[Limits, int] | None:
        """The limits with the least of an objective added, and a proven bound of it; None if tallies do not tell."""
        if name in ("days", "finish"):
            return self._least_closing(limits, name)
        if name not in TALLY_OBJECTIVES:
            return None
        outcome = self._ask(limits, name)
        if outcome is None or outcome.best is None:
            return limits, (outcome.bound or 0) if outcome else 0
        return limits.and_most(name, outcome.best), outcome.bound or 0

    def _least_closing(self, limits: Limits, name: str) -> tuple[Limits, int]:
        """The earliest end of the session, in days or to the slot: by doubling, then by halving.

        The earlier the end, the smaller the question.
        """
        step = self.work.slots_per_day if name == "days" else self.work.step
        least = 0 if self.work.optional else 1  # a plan without anybody ends before the first day
        low, high = max(least, self.floors.get(name, 0) // step), -(-limits.closes // step)
        unit = 1 if name == "days" else step * self.work.grid
        proven = at = low
        stride = 1 if name == "days" or self.floors else high - low
        reached = self.reached is not None
        if self.reached is not None:
            high = min(high, -(-self.reached // unit))
            at = high - 1 if name == "days" else (low + high) // 2  # plans at hand seldom take a day too many
        while low < high or not reached:
            possible = self.possible(replace(limits, closes=min(limits.closes, at * step)))
            if self.useless or time.monotonic() > self.until or (at >= high and not possible):
                return limits, proven * unit
            reached = reached or bool(possible)
            if possible:
                high = at
            else:
                low = at + 1
                proven = low if possible is False else proven
            at, stride = ((low + high) // 2, stride) if reached else (min(high, at + stride), 2 * stride)
        self.closings[name] = min(limits.closes, high * step)
        return replace(limits, closes=self.closings[name]), proven * unit


def latest_papers(
    what: Counted, limits: dict[str, int], run: Run, until: float, known: dict[str, int], latest: dict[str, int]
) -> dict[str, int]:
    """By track, the last slot at which its paper may start in a plan within `limits`; those of several waves left out.

    `known`: starts in such a plan; `latest`: what is proven so far. The later a paper, the less is left of the session:
    found by halving.
    """
    if any(paper.wave for paper in what.work.papers):
        return {}
    kept = _kept(what.work, limits)
    latest = dict(latest)
    for track, start in known.items():
        low, high = start // what.work.step, latest.get(track, kept.closes) // what.work.step
        while low < high and time.monotonic() < until:
            middle = (low + high + 1) // 2
            asked = _Asked(later(what, {track: middle * what.work.step}), run, until, 0, kept, {})
            if asked.possible(kept) is False:
                high = middle - 1
            else:
                low = middle
        latest[track] = high * what.work.step
    return latest


def offers_of_tally(guide: TallyGuide, run: Run) -> dict[int, tuple[Offer, ...]] | None:
    """A panel and a day for each job, as a tally counts them; None if no such deal is found."""
    if guide.tally is None or guide.outcome is None or guide.tally.work.agents_per_job > 1 or guide.tally.work.optional:
        return None
    deal = build_deal(guide.tally, guide.outcome.value)
    dealt = run(deal.model)
    return offers_of_deal(deal, dealt.value) if dealt.found else None
