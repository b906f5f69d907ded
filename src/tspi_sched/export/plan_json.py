"""``plan.json``: what was decided, for other programs and for reading back. One task per line, so that two plans can
be compared line by line."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from tspi_sched.export.files import write_text
from tspi_sched.plan import ObjectiveReport, Plan, Result, Task, Unplaced, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.texts import clock

FORMAT, VERSION = "tspi-sched-plan", 1

Row = dict[str, object]


def write(problem: Problem, result: Result, path: Path) -> None:  # noqa: ARG001  # as every format
    """Write the plan of `result`, which must have one; `problem` is there so that every format is called alike."""
    write_text(Path(path), dumps(result))


def dumps(result: Result) -> str:
    """The whole file as a text."""
    plan = result.plan or Plan(())
    parts = (
        f'  "format": {_json(FORMAT)}, "version": {VERSION}',
        f'  "scenario": {_json(result.scenario)}',
        f'  "status": {_json(result.status)}',
        f'  "objectives": {_rows(map(_objective, result.objectives))}',
        f'  "tasks": {_rows(map(_task, in_time_order(list(plan.tasks))))}',
        f'  "unplaced": {_rows(map(_unplaced, plan.unplaced))}',
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _rows(rows: Iterable[Row]) -> str:
    lines = ",\n".join(f"    {_json(row)}" for row in rows)
    return f"[\n{lines}\n  ]" if lines else "[]"


def _json(value: object) -> str:
    """Readable, but for halves of characters, which UTF-8 has not: those are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def _task(task: Task) -> Row:
    return {
        "candidate": task.candidate,
        "track": task.track,
        "stage": task.stage,
        "date": task.day.isoformat(),
        "start": clock(task.start),
        "end": clock(task.end),
        "room": task.room,
        "members": list(task.members),
        "invigilators": list(task.invigilators),
        "projector": task.projector,
    }


def _objective(report: ObjectiveReport) -> Row:
    return {
        "name": report.name,
        "value": report.value,
        "best": report.best,
        "bound": report.bound,
        "status": report.status,
        "seconds": round(report.seconds, 2),
    }


def _unplaced(row: Unplaced) -> Row:
    return {"candidate": row.candidate, "reason": row.reason}
