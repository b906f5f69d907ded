"""A preparation on paper: its hour and its room wherever a panel's passages stand, and a place to sign."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.paths import ROOT
from tests.support.pdf_reading import pages
from tspi_sched.exports import pdf, xlsx
from tspi_sched.plan import Plan, Result, Task
from tspi_sched.planner import solve
from tspi_sched.problem import PREPARATION, Problem
from tspi_sched.reading import read
from tspi_sched.texts import clock
from tspi_sched.wishes import Objective

TODAY = date(2026, 11, 2)
Planned = tuple[Problem, Result, Plan]


@pytest.fixture(scope="module")
def planned() -> Planned:
    """The trainer's session: each candidate prepares alone in a room of its own."""
    problem, wishes = read(ROOT / "examples/sessions/fpa.toml")
    result = solve(problem, replace(wishes, objectives=(Objective("days"),), workers=1, time_limit=600))
    assert result.plan is not None
    return problem, result, result.plan


def _prepared(planned: Planned) -> list[Task]:
    problem, _result, plan = planned
    found = [task for task in plan.tasks if problem.title.stage[task.stage].kind == PREPARATION]
    assert found
    return found


def test_the_office_reads_when_and_where_each_prepares(planned: Planned, tmp_path: Path) -> None:
    problem, result, _plan = planned
    xlsx.write(problem, result, tmp_path / "planning.xlsx", today=TODAY)
    book = load_workbook(tmp_path / "planning.xlsx")
    days = [name for name in book.sheetnames if name.startswith("Jour")]
    for names in (days, ["Fiches jury"]):
        rows = [[cell for cell in row if cell] for name in names for row in book[name].iter_rows(values_only=True)]
        for task in _prepared(planned):
            hours = [clock(task.start), clock(task.end)]
            (mine, *_others) = [row for row in rows if task.candidate in row and hours == _first_hours(row)]
            assert any(f"{problem.room[task.room or ''].name} (PREP)" in str(cell) for cell in mine)


def _first_hours(row: Sequence[object]) -> list[str]:
    return [f"{cell:%H:%M}" for cell in row if hasattr(cell, "hour") and not hasattr(cell, "year")][:2]


def test_the_planning_and_the_sign_in_sheet_have_it_too(planned: Planned, tmp_path: Path) -> None:
    problem, result, _plan = planned
    pdf.write(problem, result, tmp_path, today=TODAY)
    wall = " ".join(" ".join(pages(tmp_path / "planning.pdf")).split())
    signed = " ".join(" ".join(pages(tmp_path / "emargements.pdf")).split())
    assert "Signature PREP" in signed
    for task in _prepared(planned):
        hours = f"{clock(task.start)} – {clock(task.end)}"
        assert hours in wall
        assert hours in signed
        assert f"{problem.room[task.room or ''].name} (PREP)" in wall
