"""Which plan a file is of: everything that is written bears a mark, a few letters that nobody sees.

Files of one folder may thus be told apart when some are renewed and others are not, whoever moved or deleted what. A
mark says nothing of the people: it is a digest of the plan's tasks.
"""

import hashlib
import json
import re
from pathlib import Path

from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.texts import clock

KEY = "tspi-sched-plan"
_MARK = re.compile(rf"{KEY}:([0-9a-f]{{16}})".encode())
LARGEST = 50_000_000
"""Bytes: larger files are not of our making, and are not looked into."""

Row = dict[str, object]


def task_row(task: Task) -> Row:
    """A task as ``plan.json`` has it."""
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
        **({"means": list(task.means)} if task.means else {}),
        **({"state": task.state} if task.state else {}),
    }


def digest(value: object) -> str:
    """A short digest of anything that JSON can hold."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark_of(plan: Plan | None) -> str:
    """The mark of a plan; the same for the same tasks and the same candidates left out."""
    plan = plan or Plan(())
    rows = [task_row(task) for task in in_time_order(list(plan.tasks))]
    return digest([rows, sorted(row.candidate for row in plan.unplaced)])


def label(plan: Plan | None) -> str:
    """A mark as it stands in a file, where its readers look for nothing: a keyword, a comment, a description."""
    return f"{KEY}:{mark_of(plan)}"


def content_of(path: Path) -> Row:
    """What a JSON file holds; nothing for one that cannot be read, or is no object."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.stat().st_size <= LARGEST else ""
        content = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def mark_in(path: Path) -> str:
    """The mark in a page, picture, calendar or document; empty for a file without any, or that cannot be read."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError:
        return ""
    found = _MARK.search(content)
    return found[1].decode() if found else ""
