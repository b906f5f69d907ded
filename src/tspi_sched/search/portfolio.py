"""The portfolio: which phases work on an objective, in which order, for which part of its time.

A row is a phase; it is taken if its condition holds when the objective's turn comes. Three tables: the usual one, one
for large sessions whose waits or presence columns bound, and one for `unplaced`. docs/how/portfolio.md prints
them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from tspi_sched.search.attribution import Step
from tspi_sched.search.column_steps import column_bound, column_guided, columns_apply, new_tree
from tspi_sched.search.grow import grow
from tspi_sched.search.lns import large_neighbourhood_search
from tspi_sched.search.state import Search
from tspi_sched.search.steps import (
    find_feasible,
    full_solve,
    pattern_bound,
    pattern_guided,
    positional_bound,
    resume,
    team_guided,
    truncated_solve,
    workload_bound,
)
from tspi_sched.search.unplaced_steps import fill_up, place_everybody, seat_bound

SMALL = 40
"""Up to this size (jobs times agents times days) the exact model is tried first, for a short while."""

FEW = 200
"""Up to this size columns get a glimpse only, before the other bounds."""

MIDDLE = 700
"""Up to this size all the plans are searched in the end."""

LARGEST = 1_000
"""Beyond this size the workload relaxation is too dear."""

NEAR, NEARLY = 0.005, 0.1
"""Once the plan is within 0.5 % of the bound, a phase with `unless_near` gets 10 % of the time that is left."""


@dataclass(frozen=True)
class Situation:
    """What decides which phases work on an objective, as it is when the objective's turn comes."""

    objective: str
    size: int
    """Jobs times agents times days that the session may still have."""
    has_plan: bool
    free: bool = False
    """Whether a panel may be composed for each candidate."""


@dataclass(frozen=True)
class When:
    """A condition for a phase, and its words in the documents; none for what always applies."""

    words: str
    holds: Callable[[Situation], bool]

    def __and__(self, other: "When") -> "When":
        """Both conditions."""
        return When(f"{self.words}, {other.words}", lambda now: self.holds(now) and other.holds(now))


def up_to(size: int) -> When:
    """Sessions up to a size."""
    return When(f"size up to {size:,}", lambda now: now.size <= size)


def beyond(size: int) -> When:
    """Sessions beyond a size."""
    return When(f"size beyond {size:,}", lambda now: now.size > size)


def of(objective: str) -> When:
    """One objective only."""
    return When(f"`{objective}`", lambda now: now.objective == objective)


def but_of(objective: str) -> When:
    """All objectives but one."""
    return When(f"not `{objective}`", lambda now: now.objective != objective)


ALWAYS = When("", lambda _now: True)
FREE = When("panels composed freely", lambda now: now.free)
WITHOUT_PLAN = When("without a plan", lambda now: not now.has_plan)


@dataclass(frozen=True)
class Phase:
    """A step, the part of the objective's remaining time that it gets at most, and when it is taken."""

    step: Step
    share: float | None = None
    """None: all the time that is left."""
    when: When = ALWAYS
    unless_near: bool = False
    """Hardly any of it once the plan is near the bound: the objectives to come need the time more."""

    def limited(self) -> Step:
        """The step, under its own name, within its part of the time."""
        if self.share is None:
            return self.step

        @wraps(self.step)
        def taken(s: Search, bound: int, deadline: float) -> int:
            return self.step(s, bound, s.part_of(deadline, self._share(s, bound)))

        return taken

    def _share(self, s: Search, bound: int) -> float:
        near = self.unless_near and s.plan is not None and s.value(s.plan) - bound <= NEAR * bound
        return NEARLY if near else self.share or 1.0


PORTFOLIO = (
    Phase(truncated_solve, when=up_to(SMALL) & of("finish")),
    Phase(pattern_bound),
    Phase(truncated_solve, when=up_to(SMALL) & but_of("finish")),
    Phase(column_guided, 0.25, beyond(MIDDLE) & up_to(LARGEST) & of("presence")),
    Phase(column_guided, 0.4, beyond(MIDDLE) & but_of("presence")),
    Phase(column_guided, 0.4, beyond(LARGEST) & of("presence")),
    Phase(column_bound, 0.01, up_to(MIDDLE) & of("waiting")),
    Phase(large_neighbourhood_search, 0.04, beyond(FEW) & up_to(MIDDLE) & of("waiting")),
    Phase(new_tree, when=beyond(FEW) & up_to(MIDDLE) & of("waiting")),
    Phase(column_bound, 0.95, beyond(FEW) & up_to(MIDDLE) & of("waiting")),
    Phase(team_guided, when=up_to(MIDDLE) & FREE),
    Phase(column_bound, 0.7, up_to(FEW) & FREE & of("waiting")),
    Phase(workload_bound, when=up_to(LARGEST)),
    Phase(column_guided, 0.4, beyond(MIDDLE) & up_to(LARGEST) & of("presence")),
    Phase(truncated_solve, when=beyond(SMALL) & up_to(LARGEST) & WITHOUT_PLAN),
    Phase(positional_bound, when=up_to(LARGEST)),
    Phase(resume),
    Phase(pattern_guided),
    Phase(positional_bound, when=beyond(LARGEST)),
    Phase(find_feasible, when=beyond(MIDDLE)),
    Phase(large_neighbourhood_search, when=beyond(MIDDLE)),
    Phase(full_solve, when=up_to(MIDDLE)),
)
"""For all objectives but `unplaced`, where columns do not take over."""

IN_TURNS = (
    Phase(pattern_bound, when=of("presence")),
    Phase(large_neighbourhood_search, 0.1),
    Phase(column_bound, 0.75, of("waiting")),
    Phase(column_bound, 0.5, of("presence"), unless_near=True),
    Phase(large_neighbourhood_search, 0.4, of("waiting")),
    Phase(large_neighbourhood_search, 0.4, of("presence"), unless_near=True),
    Phase(column_bound, when=of("waiting")),
    Phase(large_neighbourhood_search, when=of("waiting")),
)
"""Columns and LNS by turns: for `waiting` beyond `MIDDLE` and `presence` beyond `LARGEST`, with a plan, where columns
apply."""

UNPLACED = (
    Phase(grow),
    Phase(seat_bound),
    Phase(pattern_bound),
    Phase(place_everybody),
    Phase(truncated_solve, when=up_to(SMALL)),
    Phase(fill_up, 0.5),
    Phase(workload_bound, when=up_to(LARGEST)),
    Phase(large_neighbourhood_search, 0.5, beyond(MIDDLE)),
    Phase(find_feasible, when=beyond(MIDDLE)),
    Phase(fill_up, when=beyond(MIDDLE)),
    Phase(full_solve, when=up_to(MIDDLE)),
)
"""For `unplaced`: everybody is tried to be placed first, unless the pattern bound shows that they do not fit."""


EXACT = (Phase(full_solve),)
"""For a title with places or means of its own, of which bounds and heuristics do not know: the exact model alone."""


def phases(s: Search) -> tuple[Phase, ...]:
    """The phases for the objective at work, in their order."""
    if s.instance.has_places_or_means:
        return EXACT
    days = s.limits.get("days", len(s.problem.days))
    size, free = len(s.instance.jobs) * len(s.instance.agents) * days, s.problem.rules.panel.mode == "free"
    now = Situation(s.objective, size, s.plan is not None, free)
    return tuple(
        phase for phase in _table(now, columns_apply(s) and not s.relaxed_instance.composes) if phase.when.holds(now)
    )


def _table(now: Situation, columns: bool) -> tuple[Phase, ...]:
    """The table for a situation; `columns`: whether columns bound the objective."""
    if now.objective == "unplaced":
        return UNPLACED
    large = now.size > (MIDDLE if now.objective == "waiting" else LARGEST)
    return IN_TURNS if large and columns and now.has_plan else PORTFOLIO
