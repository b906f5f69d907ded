"""``plan.json``: what was decided, for other programs and for reading back. One task per line, so that two plans can
be compared line by line."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import Row, content_of, digest, task_row
from tspi_sched.exports.common.origin import session_row
from tspi_sched.plan import ObjectiveReport, Plan, Result, Unplaced, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.reading.events import table_of, without_contacts, written

FORMAT, VERSION = "tspi-sched-plan", 1

_HOLE = "0" * 16
"""Stands for the fingerprint while it is made."""


def write(problem: Problem, result: Result, path: Path) -> None:
    """Write the plan of `result`, which must have one, with what tells it from the plan of another session."""
    text = dumps(result, session_row(problem, result, Path(path).parent))
    before, _hole, after = text.rpartition(_HOLE)
    write_text(Path(path), before + digest(json.loads(text)) + after)


def dumps(result: Result, session: dict[str, str] | None = None) -> str:
    """The whole file as a text, with a place for its fingerprint."""
    plan = result.plan or Plan(())
    parts = (
        f'  "format": {_json(FORMAT)}, "version": {VERSION}',
        *([f'  "edition": {result.stamp.number}'] if result.stamp.number else []),
        f'  "scenario": {_json(result.scenario)}',
        f'  "status": {_json(result.status)}',
        f'  "objectives": {_rows(map(_objective, result.objectives))}',
        f'  "tasks": {_rows(map(task_row, in_time_order(list(plan.tasks))))}',
        f'  "unplaced": {_rows(map(_unplaced, plan.unplaced))}',
        *_since(plan),
        *([f'  "session": {_json(session)}'] if session else []),
        f'  "fingerprint": {_json(_HOLE)}',
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _since(plan: Plan) -> list[str]:
    """What happened since the first plan: the moment of this one, and the events that hold."""
    moment = [f'  "now": {_json(written(plan.now))}'] if plan.now else []
    events = [table_of(said) for event in plan.events if (said := without_contacts(event))]
    return moment + ([f'  "events": {_rows(events)}'] if events else [])


def as_written(path: Path) -> bool:
    """Whether a ``plan.json`` says what was written; line ends and blanks between its parts do not count."""
    content = content_of(path)
    said = content.get("fingerprint")
    return bool(said) and said == digest({**content, "fingerprint": _HOLE})


def mark_in_json(path: Path) -> str:
    """The mark of the plan that a ``plan.json`` holds by now; empty if it holds none."""
    content = content_of(path)
    tasks, unplaced = content.get("tasks"), content.get("unplaced", [])
    if not isinstance(tasks, list) or not isinstance(unplaced, list):
        return ""
    left_out = [row.get("candidate") for row in unplaced if isinstance(row, dict)]
    return digest([tasks, sorted(map(str, left_out))])


def _rows(rows: Iterable[Mapping[str, object]]) -> str:
    lines = ",\n".join(f"    {_json(row)}" for row in rows)
    return f"[\n{lines}\n  ]" if lines else "[]"


def _json(value: object) -> str:
    """Readable, but for halves of characters, which UTF-8 has not: those are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


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
