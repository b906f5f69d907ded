"""`replan` killed while it writes: every file is the old one or the new one, whole, and the next run goes on."""

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tspi_sched
from tests.support.cli_runs import TINY
from tests.support.killing import killed_before
from tspi_sched.cli import replan
from tspi_sched.exports.common.files import SUFFIX
from tspi_sched.exports.writing import write_plan
from tspi_sched.plan import Event
from tspi_sched.recovery import Incident

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

STEPS = (4, 14)
"""Steps on the disk before which the process is killed: the answers are written one after the other."""


@pytest.fixture(scope="module")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder with a plan, and the answers to an absence."""
    folder = tmp_path_factory.mktemp("killed")
    problem, wishes = tspi_sched.read(TINY)
    result = tspi_sched.solve(problem, wishes)
    assert result.plan is not None
    write_plan(problem, result, folder, ("json",), None)
    event = Event("absent", result.plan.tasks[0].candidate)
    return folder, replan._found(problem, Incident(result.plan, None, (event,)), wishes)


def run(folder: Path, target: Path) -> None:
    replan.run(
        plan=str(folder / "plan.json"), input=str(TINY), event=(), events=None, now=None, option=None,
        output=str(target), time_limit=None, workers=1, lock=None, baseline=None, publish=False, dry_run=False,
    )  # fmt: skip


def test_a_killed_run_leaves_whole_files_and_the_next_one_goes_on(
    in_force: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, found = in_force
    monkeypatch.setattr(replan, "_found", lambda *_given: found)
    before = (folder / "plan.json").read_bytes()
    reached = [step for step in STEPS if killed_before(step, partial(run, folder, tmp_path))]
    assert reached, "the steps are too late"
    for path in tmp_path.rglob("*.json"):
        if not path.name.startswith("."):
            assert json.loads(path.read_text(encoding="utf-8"))["format"] == "tspi-sched-plan"
    for path in tmp_path.rglob("*.xlsx"):
        openpyxl.load_workbook(path)
    run(folder, tmp_path)
    plans = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.rglob("plan.json")}
    assert set(plans) == {*(name for one in found.answers if one.plan for name in (one.name, *one.same)), tmp_path.name}
    assert openpyxl.load_workbook(tmp_path / "planning.xlsx").sheetnames
    assert (folder / "plan.json").read_bytes() == before
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != SUFFIX and "avant" in path.name]
    assert kept == [], "nothing that a person made was there"
