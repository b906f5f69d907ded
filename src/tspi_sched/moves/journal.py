"""Every command that changed a plan by hand, on disk: what a reload, a second window and a killed program find again.

The file only grows, a line for each command, each safe on the disk before anybody is told that it is done; what a
killed program left of a last line is passed over. The first line holds the whole plan, each other one what it changed,
so that everything can be undone and done again, down to the start.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from tspi_sched.plan import Plan, Task, Unplaced, in_time_order
from tspi_sched.problem import Lock

BASE, UNDO, REDO = "base", "undo", "redo"


class Moved(Exception):
    """The plan has moved on: a command was meant for an earlier version of it."""


@dataclass(frozen=True, slots=True)
class State:
    """What commands change: the plan, and what is locked in it."""

    plan: Plan
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A change from one state to another: its `kind` for programs, its `label` for people, `about`: the key of the
    block."""

    kind: str
    label: str
    before: State
    after: State
    about: str = ""
    text: str = ""
    """The file of the plan, where it was read from one."""


@dataclass
class Journal:
    """The commands of one plan. `text` is the file of the plan at the start, proofs and all."""

    path: Path
    version: int
    base: State
    text: str
    done: list[Command] = field(default_factory=list)
    undone: list[Command] = field(default_factory=list)
    previous: State | None = None
    """The state before the last line: what a program that was killed just then may have left in the plan's file."""

    @property
    def state(self) -> State:
        """What is now."""
        return self.done[-1].after if self.done else self.base

    def text_of(self, plan: Plan) -> str:
        """The file that a plan was read from, proofs and all; empty for one that was made by hand."""
        read = [(self.base.plan, self.text), *((one.after.plan, one.text) for one in self.done if one.text)]
        return next((text for known, text in reversed(read) if known == plan), "")

    @property
    def last(self) -> Command | None:
        """The command that undoing would take back."""
        return self.done[-1] if self.done else None

    def do(self, command: Command, version: int) -> None:
        """Put down a command that was meant for a version; raises `Moved` for another one."""
        self._same(version)
        self._write(_line(command))
        self.previous = self.state
        self.done.append(command)
        self.undone.clear()

    def undo(self, version: int) -> Command | None:
        """Take the last command back, if there is one."""
        self._same(version)
        if not self.done:
            return None
        self._write({"kind": UNDO})
        self.previous = self.state
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def redo(self, version: int) -> Command | None:
        """Do again what was taken back last, if anything was."""
        self._same(version)
        if not self.undone:
            return None
        self._write({"kind": REDO})
        self.previous = self.state
        self.done.append(self.undone.pop())
        return self.done[-1]

    def _same(self, version: int) -> None:
        if version != self.version:
            raise Moved

    def _write(self, line: dict[str, Any]) -> None:
        append(self.path, {"n": self.version + 1, **line})
        self.version += 1


# --- from and to the disk --------------------------------------------------------------------------------------------


def begin(path: Path, state: State, text: str) -> Journal:
    """The journal of a plan that begins now; what the file held of an earlier one stays in it."""
    before = _lines(path)
    version = 1 + (before[-1]["n"] if before else 0)
    append(path, {"n": version, "kind": BASE, "file": text, "state": _state_row(state)})
    return Journal(path, version, state, text)


def load(path: Path, since: Plan) -> Journal | None:
    """The journal in a file, None if there is none; moment and events are those of `since`: commands change neither."""
    lines = _lines(path)
    starts = [number for number, line in enumerate(lines) if line["kind"] == BASE]
    if not starts:
        return None
    first, *rest = lines[starts[-1] :]
    base = _state(first["state"], since)
    journal = Journal(path, first["n"], base, first["file"])
    for line in rest:
        _apply(journal, line)
    return journal


def _apply(journal: Journal, line: dict[str, Any]) -> None:
    journal.previous = journal.state
    if line["kind"] == UNDO:
        journal.undone.append(journal.done.pop())
    elif line["kind"] == REDO:
        journal.done.append(journal.undone.pop())
    else:
        before = journal.state
        after = _changed(before, line)
        command = Command(line["kind"], line["label"], before, after, line["about"], line.get("file", ""))
        journal.done.append(command)
        journal.undone.clear()
    journal.version = line["n"]


def append(path: Path, line: dict[str, Any]) -> None:
    """Add a line that is on the disk when this returns; half a line that a killed program left is cut off before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = (json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n").encode()
    with path.open("ab+") as file:
        whole = _whole(file.seek(0, os.SEEK_END), file)
        file.truncate(whole)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            _cut_off(path, whole)
            raise


def _cut_off(path: Path, whole: int) -> None:
    """Take back what a full disk took of a line."""
    os.truncate(path, whole)


def _whole(end: int, file: Any) -> int:
    """How many bytes end with a whole line."""
    while end > 0:
        start = max(0, end - 4096)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return int(start + found + 1)
        end = start
    return 0


def _lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file, up to the first that is none of ours."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = []
    for text in content.split(b"\n")[:-1]:
        try:
            line = json.loads(text)
            found.append({"n": line["n"], "kind": line["kind"], **line})
        except (ValueError, TypeError, KeyError):
            break
    return found


# --- rows ------------------------------------------------------------------------------------------------------------


def _line(command: Command) -> dict[str, Any]:
    before, after = command.before, command.after
    out, into = set(before.plan.tasks), set(after.plan.tasks)
    line: dict[str, Any] = {"kind": command.kind, "label": command.label, "about": command.about}
    line |= {"out": _rows(out - into), "in": _rows(into - out)}
    if before.plan.unplaced != after.plan.unplaced:
        line["unplaced"] = _unplaced_rows(after.plan)
    if before.locks != after.locks:
        line["locks"] = _lock_rows(after.locks)
    return line | ({"file": command.text} if command.text else {})


def _changed(state: State, line: dict[str, Any]) -> State:
    out = set(map(_task, line["out"]))
    tasks = [task for task in state.plan.tasks if task not in out] + [_task(row) for row in line["in"]]
    unplaced = _unplaced(line["unplaced"]) if "unplaced" in line else state.plan.unplaced
    locks = _locks(line["locks"]) if "locks" in line else state.locks
    return State(replace(state.plan, tasks=in_time_order(tasks), unplaced=unplaced), locks)


def _state_row(state: State) -> dict[str, Any]:
    return {
        "tasks": _rows(state.plan.tasks),
        "unplaced": _unplaced_rows(state.plan),
        "locks": _lock_rows(state.locks),
    }


def _state(row: dict[str, Any], since: Plan) -> State:
    tasks = in_time_order([_task(one) for one in row["tasks"]])
    return State(replace(since, tasks=tasks, unplaced=_unplaced(row["unplaced"])), _locks(row["locks"]))


def _rows(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    return [_row(task) for task in in_time_order(list(tasks))]


def _row(task: Task) -> dict[str, Any]:
    """A task without what is empty."""
    values = ((one.name, getattr(task, one.name)) for one in fields(task))
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values if value}


def _task(row: dict[str, Any]) -> Task:
    given = {"candidate": None, "track": None, "start": 0, "end": 0, **row, "day": date.fromisoformat(row["day"])}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Task(**values)


def _unplaced_rows(plan: Plan) -> list[list[str]]:
    return [[row.candidate, row.reason] for row in plan.unplaced]


def _unplaced(rows: list[list[str]]) -> tuple[Unplaced, ...]:
    return tuple(Unplaced(candidate, reason) for candidate, reason in rows)


def _lock_rows(locks: Iterable[Lock]) -> list[dict[str, Any]]:
    return [{"task": _row(lock.task), "parts": sorted(lock.parts)} for lock in locks]


def _locks(rows: list[dict[str, Any]]) -> tuple[Lock, ...]:
    return tuple(Lock(_task(row["task"]), frozenset(row["parts"])) for row in rows)


def history(journal: Journal) -> Iterator[str]:
    """What was done, the last first."""
    yield from (command.label for command in reversed(journal.done))
