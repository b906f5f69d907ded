"""Switches: each really takes its part out of the search, nothing else, and a run tells which parts it asked for."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from benchmarks import switches
from benchmarks.run import SOLVERS
from benchmarks.sessions import session
from benchmarks.switches import NOTHING, SWITCHES, noting, off
from tspi_sched.checker import check
from tspi_sched.model.build import build_model
from tspi_sched.plan import Result
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.search import search
from tspi_sched.search.portfolio import PORTFOLIO, Phase, Situation, phases
from tspi_sched.search.state import Search
from tspi_sched.wishes import Objective

ASKING = {
    "no-resume": ("two_tracks", 6, "waiting"),
    "no-pattern-guided": ("two_tracks", 6, "waiting"),
    "no-positional": ("two_tracks", 6, "waiting"),
    "no-waiting-tables": ("free", 6, "waiting"),
    "no-positional-nor-tables": ("free", 6, "waiting"),
    "no-column-guided": ("mixed", 6, "finish"),
    "no-truncated-solve": ("mixed", 6, "presence"),
    "no-workload": ("mixed", 6, "presence"),
    "no-find-feasible": ("two_tracks", 6, "waiting"),
    "no-lns": ("two_tracks", 6, "waiting"),
    "no-columns": ("free", 6, "waiting"),
}
"""Of each part that a search of a moment asks for, a session and what is minimised after its days."""

FOR_LARGE = {"no-column-guided", "no-find-feasible", "no-lns"}
"""Parts that are asked for as if the session were a large one."""


def asked_for(name: str, switched: str | None = None) -> tuple[set[str], Problem, Result]:
    """What a short search asks for, with a part off, and its result."""
    family, count, objective = ASKING[name]
    problem, wishes = session(family, count, 12)
    objectives = (Objective("days"), Objective(objective))
    taken = phases_of_large if name in FOR_LARGE else phases
    with patch.object(search, "phases", taken), noting() as asked, off(switched) if switched else nullcontext():
        return asked, problem, solve(problem, replace(wishes, objectives=objectives, workers=1, time_limit=1.5))


def phases_of_large(s: Search) -> tuple[Phase, ...]:
    now = Situation(s.objective, 10_000, s.plan is not None)
    return tuple(phase for phase in PORTFOLIO if phase.when.holds(now))


@pytest.mark.parametrize("name", ASKING)
def test_a_part_is_asked_for_unless_it_is_off(name: str) -> None:
    assert name in asked_for(name)[0]
    asked, problem, result = asked_for(name, switched=name)
    assert name not in asked
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    assert all(report.bound <= report.best for report in result.objectives)
    assert SWITCHES[name].step not in {step.step for step in result.steps}


def test_what_is_off_is_on_again_afterwards() -> None:
    with off("no-workload"):
        pass
    assert "no-workload" in asked_for("no-workload")[0]


def test_the_compact_model_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.model.variables.container.COMPACT_FROM", 0)
    problem, _wishes = session("classic", 6, 12)
    with noting() as asked:
        assert build_model(problem).compact
    assert "no-compact-model" in asked
    with noting() as asked, off("no-compact-model"):
        assert not build_model(problem).compact
    assert "no-compact-model" not in asked


def test_every_part_is_tried_here_and_can_be_measured() -> None:
    assert {*ASKING, "no-compact-model"} == set(SWITCHES)
    assert {NOTHING, *SWITCHES} < set(SOLVERS)


@pytest.mark.parametrize("name", SWITCHES)
def test_switches_name_what_there_is(name: str) -> None:
    switch = SWITCHES[name]
    assert switch.what
    assert switch.step or switch.places
    with off(name):
        pass


def test_a_run_with_everything_on_tells_what_it_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.sessions import write

    told = []
    scenario = write("classic", 6, 1, tmp_path)
    monkeypatch.setattr(switches, "print_line", told.append)
    monkeypatch.setattr("sys.argv", ["switches", NOTHING, str(scenario), "--time-limit", "20", "--workers", "1"])
    switches.main()
    assert told[-1] == {"asked": ["no-truncated-solve"]}  # counting proves the rest
    assert told[-2]["status"] == "optimal"
