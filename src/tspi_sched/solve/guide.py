"""What the outline tells the search: bounds, and how many papers each panel marks and hears on each day."""

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

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
    values: tuple[int, ...] = ()
    """Of all the unknowns of the outline."""


def outline_guide(
    work: Work, limits: dict[str, int], names: list[str], run: Run, before: Guide | None = None
) -> Guide | None:
    """The outline that is best for `names`, one after the other, among those within the `limits` of earlier objectives.

    The search starts from the outline of the guide `before`. None if the problem has no outlines of this form, or none
    was found in time.
    """
    wanted = [name for name in names if name in OUTLINE_OBJECTIVES]
    if not wanted or not outline_applies(work):
        return None
    outline = build_outline(work)
    # Always made in the same order, so that the values of one outline are a start for another.
    expressions = {name: OUTLINE_OBJECTIVES[name](outline) for name in [*limits, *names] if name in OUTLINE_OBJECTIVES}
    for name, most in limits.items():
        if name in expressions:
            outline.model.add(expressions[name] <= most)
    hint(outline.model, before.values if before else ())
    bounds: dict[str, int] = {}
    last = None
    for name in wanted:
        outline.model.minimize(expressions[name])
        outcome = run(outline.model)
        if outcome.infeasible and not bounds:
            return Guide({}, {}, {}, infeasible=True)
        if outcome.bound is not None:
            bounds[name] = outcome.bound
        if not outcome.found or outcome.best is None:
            break
        last = outcome
        hint(outline.model, outcome.values)
        outline.model.add(expressions[name] <= outcome.best)
        if not outcome.proven:
            break
    counts = _counts(outline, last) if last else ({}, {})
    return Guide(bounds, *counts, values=last.values if last else ())


def hint(model: cp_model.CpModel, values: tuple[int, ...]) -> None:
    """Start the next search from these values of all the unknowns; not if they are of another model."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    if len(values) > len(model.proto.variables):
        return
    for index, value in enumerate(values):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


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
