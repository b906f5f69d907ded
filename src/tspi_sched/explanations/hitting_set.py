"""Who must be left out at least, where it is known of some sets of candidates that they cannot all be placed."""

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from tspi_sched.solver import run
from tspi_sched.wishes import Wishes

LONGEST = 60.0
"""Seconds for a question that takes milliseconds; all are out, which is no clash either, where they are not enough."""

Clash = Sequence[tuple[int, Sequence[str]]]
"""Groups of candidates whom nothing tells apart, and of each so many that together they do not fit."""


def fewest_out(priorities: Mapping[str, int], clashes: Sequence[Clash]) -> frozenset[str]:
    """The candidates, of the least sum of priorities and then the fewest, without whom there is none of the clashes."""
    model = cp_model.CpModel()
    out = {id: model.new_bool_var("") for id in priorities}
    for clash in clashes:
        mended = []
        for count, group in clash:
            mended.append(model.new_bool_var(""))
            least = len(group) - count + 1
            model.add(sum(out[id] for id in group) >= least).only_enforce_if(mended[-1])
        model.add_bool_or(mended)
    whole = len(priorities) + 1
    model.minimize(sum((priority * whole + 1) * out[id] for id, priority in priorities.items()))
    outcome = run(model, Wishes(workers=1), LONGEST, lambda best, bound: None)
    return frozenset(id for id in priorities if outcome.value(out[id])) if outcome.found else frozenset(priorities)
