"""Tallies asked one after the other: a bound of an objective, and then the tally that is best for those after it too.

Each question is a small model, answered in a fraction of a second; `days` and `finish` are asked by closing earlier.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from tspi_sched.model import TALLY_OBJECTIVES, Offer, Tally, Work, build_deal, build_tally, offers_of_deal
from tspi_sched.solve.run import Outcome

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
    work: Work,
    limits: dict[str, int],
    names: tuple[str, ...],
    run: Run,
    slack: int = 0,
    before: TallyGuide | None = None,
) -> TallyGuide | None:
    """The tally that is best for the first of the `names`, and among these for the next ones, within `limits`.

    With `slack`, so many slots of each panel's day are not counted on, and nothing is bounded; the guide `before` then
    tells how early the session may end at the best. None if tallies do not tell of this problem.
    """
    asked = _Asked(work, run, slack, before.closings if before else {})
    kept = Limits(min(_closes(work, name, most) for name, most in {**limits, "": 0}.items()))
    for name, most in limits.items():
        if name in TALLY_OBJECTIVES:
            kept = kept.and_most(name, most)
    if asked.possible(kept) is None and asked.best is None:
        return None
    if asked.infeasible:
        return TallyGuide(infeasible=True)
    bound = 0
    for place, name in enumerate(names):
        found = asked.least(name, kept)
        if found is None:
            continue
        kept, bound = found[0], found[1] if place == 0 else bound
    tally, outcome = asked.best or (None, None)
    return TallyGuide(bound, tally, outcome, closings=asked.closings)


def _closes(work: Work, name: str, most: int) -> int:
    """The slot by which a session ends that keeps a limit."""
    horizon = len(work.problem.days) * work.slots_per_day
    return min(horizon, {"days": most * work.slots_per_day, "finish": most // work.grid}.get(name, horizon))


@dataclass
class _Asked:
    """The tallies asked for so far."""

    work: Work
    run: Run
    slack: int
    floors: dict[str, int]
    closings: dict[str, int] = field(default_factory=dict)
    best: tuple[Tally, Outcome] | None = None
    infeasible: bool = False
    """The last question had no answer."""

    def _ask(self, limits: Limits, name: str = "") -> Outcome | None:
        tally = build_tally(self.work, limits.closes, self.slack)
        if tally is None:
            return None
        for limited, most in limits.most:
            tally.model.add(TALLY_OBJECTIVES[limited](tally) <= most)
        if name:
            tally.model.minimize(TALLY_OBJECTIVES[name](tally))
        outcome = self.run(tally.model)
        self.infeasible = outcome.infeasible
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
        """The earliest end of the session, in days or to the slot, by halving."""
        step = self.work.slots_per_day if name == "days" else self.work.step
        low, high = max(1, self.floors.get(name, 0) // step), -(-limits.closes // step)
        proven = middle = low
        while low < high:
            possible = self.possible(replace(limits, closes=middle * step))
            if possible:
                high = middle
            else:
                low = middle + 1
                proven = low if possible is False else proven
            middle = (low + high) // 2
        self.closings[name] = min(limits.closes, high * step)
        unit = 1 if name == "days" else step * self.work.grid
        return replace(limits, closes=self.closings[name]), proven * unit


def offers_of_tally(guide: TallyGuide, run: Run) -> dict[int, tuple[Offer, ...]] | None:
    """A panel and a day for each job, as a tally counts them; None if no such deal is found."""
    if guide.tally is None or guide.outcome is None or guide.tally.work.agents_per_job > 1:
        return None
    deal = build_deal(guide.tally, guide.outcome.value)
    dealt = run(deal.model)
    return offers_of_deal(deal, dealt.value) if dealt.found else None
