"""What the outline tells the search: a bound, and how many papers each panel marks and hears on each day."""

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from tspi_sched.model import OUTLINE_OBJECTIVES, Outline, Work, build_outline, outline_applies
from tspi_sched.solve.run import Outcome

Run = Callable[[cp_model.CpModel], Outcome]
"""Minimises a model's objective."""

Counts = dict[tuple[int, int, tuple[int, ...]], int]
"""A number for (agent, day, jobs of a kind)."""


@dataclass(frozen=True)
class Guide:
    """The best outline for an objective: a proven lower bound, and its counts.

    `infeasible`: there is no outline, so no plan.
    """

    bound: int = 0
    marked: Counts | None = None
    """None: no outline was found in time; `heard` likewise."""
    heard: Counts | None = None
    infeasible: bool = False
    values: tuple[int, ...] = ()
    """Of all the unknowns of the outline, to start another search from."""


def outline_guide(work: Work, limits: dict[str, int], name: str, run: Run, before: Guide | None = None) -> Guide | None:
    """The outline that is best for one objective among those within the `limits` of others.

    The search starts from the outline of the guide `before`. None if no outline tells of this problem or objective.
    """
    if name not in OUTLINE_OBJECTIVES or not outline_applies(work):
        return None
    outline = build_outline(work)
    # In the same order every time, so that the values of one outline are a start for another; waits are dear to state.
    wanted = [known for known in OUTLINE_OBJECTIVES if known != "waiting" or known in (name, *limits)]
    expressions = {known: OUTLINE_OBJECTIVES[known](outline) for known in wanted}
    for limited, most in limits.items():
        if limited in expressions:
            outline.model.add(expressions[limited] <= most)
    hint(outline.model, before.values if before else ())
    outline.model.minimize(expressions[name])
    outcome = run(outline.model)
    if outcome.infeasible:
        return Guide(infeasible=True)
    bound = outcome.bound or 0
    return Guide(bound, *_counts(outline, outcome), values=outcome.values) if outcome.found else Guide(bound)


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
