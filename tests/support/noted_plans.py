"""Plans in which somebody noted the day."""

from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from tests.support.sessions import MONDAY, laid_out, session
from tspi_sched.exports import plan_json, xlsx
from tspi_sched.plan import Plan, Result, Status, Task
from tspi_sched.reading.plan.file import read_noted_events


def moment(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute)


def written(folder: Path, plan: Plan, name: str) -> Path:
    """A plan in one of its two files, whether it keeps the rules or not."""
    write = {"json": plan_json.write, "xlsx": xlsx.write}[name]
    path = folder / f"plan.{name}"
    write(session(), Result(Status.FEASIBLE, plan), path)
    return path


@cache
def workbook_of(plan: Plan) -> bytes:
    """The workbook of a plan, which many tests note something in."""
    with TemporaryDirectory() as folder:
        return written(Path(folder), plan, "xlsx").read_bytes()


def noted_in(tmp_path: Path, plan: Plan, notes: Any, now: Any = ...) -> Any:
    """The events read from a workbook in whose rows (of a candidate and a stage) something was noted."""
    path = tmp_path / "plan.xlsx"
    book = openpyxl.load_workbook(BytesIO(workbook_of(plan)))
    sheet = book["Plan"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for (candidate, stage, title), value in notes.items():
        (row,) = (
            r
            for r in range(2, sheet.max_row + 1)
            if (sheet.cell(r, 1).value, sheet.cell(r, 4).value) == (candidate, stage)
        )
        sheet.cell(row, titles[title], value)
    book.save(path)
    return read_noted_events(path, session(), moment("17:00") if now is ... else now)


def row_of(candidate: Any, stage: Any) -> Task:
    return next(task for task in laid_out().tasks if task.key[::2] == (candidate, stage))
