"""The example titles beyond those that come with the program: each says that it is to be verified and where its numbers
come from, and its small session is planned and checked."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.cli_runs import Run
from tests.support.paths import ROOT
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.reading import read, read_noted, read_title
from tspi_sched.wishes import Objective

EXAMPLES = ROOT / "examples"
TITLES = sorted(EXAMPLES.glob("titles/*.toml"))
NAMES = {"dwwm", "ais", "sc", "ad", "rpms", "fpa", "advf", "tssr"}


def test_each_has_a_session() -> None:
    assert {path.stem for path in TITLES} == {path.stem for path in EXAMPLES.glob("sessions/*.toml")}
    assert {path.stem for path in TITLES} >= NAMES


@pytest.mark.parametrize("path", TITLES, ids=lambda path: path.stem)
def test_each_says_what_it_is_worth_and_where_it_comes_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("format =")]
    assert "À VÉRIFIER" in head
    assert "Source" in head
    assert all(line.startswith("#") for line in head.splitlines())
    read_title(path.name, path.parent)


@pytest.mark.parametrize("path", TITLES, ids=lambda path: path.stem)
def test_its_session_is_planned_and_checked(path: Path) -> None:
    """Days are proven; everything else is a plan that keeps every rule."""
    found = read_noted(EXAMPLES / "sessions" / path.name)
    assert not any("n'a besoin de" in note.message for note in found.notes)
    problem, wishes = found.problem, replace(found.wishes, objectives=(Objective("days"),), workers=1, time_limit=600)
    result = solve(problem, wishes)
    assert result.status == "optimal"
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    assert measure(problem, result.plan)["days"] == result.objectives[0].bound <= 2
    tracks = {track for one in problem.candidates for track in one.tracks}
    due = {code for track in tracks for code, _ in problem.title.track[track].minutes}
    assert {task.stage for task in result.plan.tasks} == due


def test_validate_counts_what_it_read(run: Run) -> None:
    assert "1 moyen, 2 intervenants" in run("validate", EXAMPLES / "sessions/advf.toml")[1]


def test_the_actor_plays_for_one_at_a_time_in_the_flat() -> None:
    problem, wishes = read(EXAMPLES / "sessions/advf.toml")
    result = solve(problem, replace(wishes, objectives=(Objective("days"),), workers=1, time_limit=600))
    assert result.plan is not None
    plays = [task for task in result.plan.tasks if task.stage == "MSP"]
    assert all(task.room == "S1" and "LIT" in task.means for task in plays)
    actors = [next(id for id in task.means if problem.means_by_id[id].person) for task in plays]
    assert len(plays) == len(actors) == len(problem.candidates)
