"""What the outline tells the search: bounds, and how many papers each panel marks and hears on each day."""

from collections.abc import Callable
from dataclasses import dataclass

from tspi_sched.model import OUTLINE_OBJECTIVES, Outline, Var, Variables, Work, build_outline, outline_applies
from tspi_sched.solve.run import Outcome

Run = Callable[[object], Outcome]
"""Minimises a model's objective."""

Counts = dict[tuple[int, int, tuple[int, ...]], int]
"""A number for (agent, day, jobs of a kind)."""


@dataclass(frozen=True)
class Guide:
    """The best outline: proven lower bounds by objective, and its counts.

    `infeasible`: there is no outline, so no plan.
    """

    bounds: dict[str, int]
    marked: Counts
    heard: Counts
    infeasible: bool = False


def outline_guide(work: Work, limits: dict[str, int], names: list[str], run: Run) -> Guide | None:
    """The outline that is best for `names`, one after the other, among those within the `limits` of earlier objectives.

    None if the problem has no outlines of this form, or none was found in time.
    """
    wanted = [name for name in names if name in OUTLINE_OBJECTIVES]
    if not wanted or not outline_applies(work):
        return None
    outline = build_outline(work)
    for name, most in limits.items():
        if name in OUTLINE_OBJECTIVES:
            outline.model.add(OUTLINE_OBJECTIVES[name](outline) <= most)
    bounds: dict[str, int] = {}
    outcome = None
    for name in wanted:
        expression = OUTLINE_OBJECTIVES[name](outline)
        outline.model.minimize(expression)
        latest = run(outline.model)
        if latest.infeasible and not bounds:
            return Guide({}, {}, {}, infeasible=True)
        if not latest.found or latest.best is None or latest.bound is None:
            break
        outcome, bounds[name] = latest, latest.bound
        outline.model.add(expression <= latest.best)
        if not latest.proven:
            break
    return Guide(bounds, *_counts(outline, outcome)) if outcome else None


def _counts(outline: Outline, outcome: Outcome) -> tuple[Counts, Counts]:
    marked: Counts = {}
    heard: Counts = {}
    for (agent, d), day in outline.days.items():
        for kind in outline.kinds:
            key = (agent, d, tuple(job.index for job in kind.jobs))
            marked[key] = outcome.value(day.marked[kind.index])
            heard[key] = outcome.value(day.heard[kind.index])
    return marked, heard


def follow(v: Variables, guide: Guide) -> Var:
    """Tie the model to an outline's counts; returns the literal that puts the ties in force."""
    following = v.flag("following")
    for counts, by_day in ((guide.marked, v.marked), (guide.heard, v.heard)):
        for (agent, d, jobs), count in counts.items():
            v.model.add(sum(by_day[job, agent, d] for job in jobs) == count).only_enforce_if(following)
    return following
