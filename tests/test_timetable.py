"""Bounds by outlines and timetables: never above an optimum, whatever is already known of the plans looked for."""

import pytest
from ortools.sat.python import cp_model

from random_sessions import optima
from sessions import ruled
from tempting import small
from tspi_sched.model import build_work
from tspi_sched.problem import Candidate, Problem
from tspi_sched.solve.guide import Guide, Known, outline_guide, timetable_guide
from tspi_sched.solve.run import Outcome, run
from tspi_sched.wishes import Wishes


def asked(model: cp_model.CpModel) -> Outcome:
    """A short search."""
    return run(model, Wishes(workers=1), 10, lambda best, bound: None)


def guides(problem: Problem, name: str, known: Known) -> list[Guide]:
    """What outline and timetable say of an objective, where they tell of the problem."""
    told = (guide(build_work(problem), known, name, asked) for guide in (outline_guide, timetable_guide))
    return [guide for guide in told if guide is not None]


# --- what is known beforehand ----------------------------------------------------------------------------------------

UNCOUNTED: dict[str, tuple[Problem, int]] = {
    # Marking and changeover: 10 + 5.
    "a gap between the orals": (ruled(small("CCP2"), oral_gap_max_minutes=30), 15),
    # The CCP1's paper is marked while the CCP2's is written, so its orals follow that at once; then 10 of deliberation,
    # 10 of marking, 5 of changeover.
    "somebody on two tracks": (small(candidates=(Candidate("C1", "Nom1", ("CCP1", "CCP2")),)), 25),
}
"""Sessions of whose waits an outline tells nothing."""


@pytest.mark.parametrize("name", UNCOUNTED)
def test_a_least_value_that_an_outline_does_not_count_refutes_nothing(name: str) -> None:
    problem, least = UNCOUNTED[name]
    assert optima(problem, "waiting", bare=True) == (least,)
    for guide in guides(problem, "waiting", Known(least=5, best=least + 30)):
        assert guide.bound <= least
    for guide in guides(problem, "presence", Known({"waiting": least}, {"waiting": least}, best=10_000)):
        assert guide.bound < 10_000
