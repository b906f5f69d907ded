"""A change to a session, as an organiser could make it: on the problem, in words, and as lines of a scenario."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tspi_sched.plan import Plan
from tspi_sched.problem import Availability, Problem
from tspi_sched.reading.workbook.layout import Column, Sheet
from tspi_sched.texts import clock

Lines = tuple[tuple[str, str, str], ...]
"""(table, key, value in TOML); the table of an added row ends in ``[]``."""


@dataclass(frozen=True)
class Change:
    """One change of a session.

    `lines`: what to write into the scenario; None for a change that a scenario cannot make. A change of the days has
    no lines of its own: all days are written, as they stand after all changes. `minutes`: how much it asks for, where
    that can be compared. `fit`: what of it a plan needs, None if that is all of it.
    """

    apply: Callable[[Problem], Problem]
    said: str
    lines: Lines | None = ()
    days: bool = False
    minutes: int = 0
    fit: Callable[[Plan], "Change | None"] = lambda _plan: None


def applied(problem: Problem, changes: Iterable[Change]) -> Problem:
    """A session after some changes."""
    for change in changes:
        problem = change.apply(problem)
    return problem


def snippet(problem: Problem, changes: Iterable[Change]) -> str:
    """The lines of a scenario that make some changes, of which `problem` is the outcome; empty if none can."""
    changes = list(changes)
    if any(change.lines is None for change in changes):
        return ""
    tables: dict[str, list[str]] = {}
    blocks: list[str] = []
    for change in changes:
        rows: dict[str, list[str]] = {}
        for table, key, value in change.lines or ():
            kept = rows if table.endswith("[]") else tables
            kept.setdefault(table, []).append(f"{key} = {value}")
        blocks += [_block(f"[[{table.split('#')[0]}]]", lines) for table, lines in rows.items()]
    singles = [_block(f"[{table}]", lines) for table, lines in tables.items()]
    days = _days(problem) if any(change.days for change in changes) else []
    return "\n".join([*days, *singles, *blocks])


def _block(head: str, lines: list[str]) -> str:
    return "\n".join([head, *lines, ""])


def _days(problem: Problem) -> list[str]:
    rows = [
        (f"date = {text(day.date.isoformat())}", f"open = {text(clock(day.open))}", f"close = {text(clock(day.close))}")
        for day in problem.days
    ]
    return [_block("[[what_if.days]]", list(row)) for row in rows]


def added(sheet: Sheet, number: int = 1, **values: Any) -> Lines:
    """The lines that add a row to a sheet, by field; `number` tells rows of one change apart."""
    table = f"what_if.add.{key(sheet.title)}#{number}[]"
    return tuple((table, key(sheet.column(field).title), text(value)) for field, value in values.items())


def changed(id: str, column: Column, value: Any) -> Lines:
    """The line that gives somebody or something another value."""
    return ((f"what_if.change.{key(id)}", key(column.title), text(value)),)


def key(name: str) -> str:
    """A key of TOML, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else text(name)


def text(value: Any) -> str:
    """A value of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def availability(openings: Availability) -> str:
    """An availability as a cell says it; empty for always."""
    parts = []
    for opening in openings:
        whole = (opening.start, opening.end) == (0, 1440)
        hours = "" if whole and opening.day else f"{clock(opening.start)}-{clock(opening.end)}"
        parts.append(" ".join(filter(None, (opening.day.isoformat() if opening.day else "", hours))))
    return "; ".join(parts)
