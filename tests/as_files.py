"""A problem made in Python, written as the workbook and the scenario that describe it."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from books import book
from tspi_sched.problem import Availability, ExtraTime, Problem, Rules
from tspi_sched.read.layout import CANDIDATES, DAYS, INVIGILATORS, MEMBERS, PROJECTORS, ROOMS, Sheet

Tables = dict[str, dict[str, Any]]
"""The keys of a scenario's tables, by the heading of the table."""

PLAIN = (
    "rest_after_msp_minutes", "rest_between_tracks_minutes", "oral_gap_max_minutes", "changeover_minutes",
    "msp_and_orals", "oral_rooms",
    "transfer_minutes", "projector_setup_minutes", "closing_minutes", "max_wait_minutes",
)  # fmt: skip

GROUPS = (
    (DAYS, "days"), (CANDIDATES, "candidates"), (MEMBERS, "members"), (ROOMS, "rooms"), (PROJECTORS, "projectors"),
    (INVIGILATORS, "invigilators"),
)  # fmt: skip


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def availability(openings: Availability) -> str:
    return "; ".join(f"{o.day or ''} {clock(o.start)}-{clock(o.end)}".strip() for o in openings)


def extra_time(grants: tuple[ExtraTime, ...]) -> str:
    return "; ".join(f"{g.stage}:{g.share}" if g.share else f"{g.stage}:{g.minutes}min" for g in grants)


WRITTEN: dict[str, Callable[[Any], Any]] = {
    "availability": availability,
    "extra_time": extra_time,
    "time": clock,
    "tracks": "+".join,
    "ids": "; ".join,
    "uses": ";".join,
    "yes_no": lambda yes: "oui" if yes else "non",
    "capacity": lambda professional: "professionnel" if professional else "formateur",
}
"""By kind of column."""


def rows(sheet: Sheet, things: tuple[Any, ...]) -> list[list[Any]]:
    """The sheet of some things, with every column."""
    head = [column.fr for column in sheet.columns]
    body = [
        [WRITTEN.get(column.kind, lambda value: value)(getattr(thing, column.field)) for column in sheet.columns]
        for thing in things
    ]
    return [head, *body]


def rules(problem: Problem) -> Tables:
    """The tables of the rules that are not at their default; of panels, always how they are made."""
    now, usual = problem.rules, Rules()
    tables: Tables = {
        "rules": {name: getattr(now, name) for name in PLAIN if getattr(now, name) != getattr(usual, name)}
    }
    for group in ("msp", "panel", "member", "meal", "marking", "deliberation"):
        mine, default = getattr(now, group), getattr(usual, group)
        changed = {
            name: getattr(mine, name) for name in mine.__slots__ if getattr(mine, name) != getattr(default, name)
        }
        tables[f"rules.{group}"] = changed
    tables["rules.panel"]["mode"] = now.panel.mode
    return {table: values for table, values in tables.items() if values}


def dumped(tables: Tables) -> str:
    """Tables in TOML."""
    blocks = (
        [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in t.items())] for name, t in tables.items()
    )
    return "\n".join(line for block in blocks for line in (*block, ""))


def write(problem: Problem, folder: Path, snippet: str = "") -> Path:
    """The scenario of a problem, beside its workbook.

    A snippet is pasted at the end, as people are told to: a table that is there already gives way, line by line.
    """
    sheets = {sheet.fr: rows(sheet, getattr(problem, group)) for sheet, group in GROUPS}
    book(folder / "book.xlsx", {**sheets, "Session": None})
    tables, pasted = rules(problem), []
    for block in snippet.split("\n\n"):
        head = block.strip().partition("\n")[0].strip("[]")
        if head in tables:
            tables[head] |= {k: v for t in tomllib.loads(block).values() for k, v in inner(t, head).items()}
        else:
            pasted.append(block.strip())
    path = folder / "scenario.toml"
    start = f'workbook = "book.xlsx"\ngrid_minutes = {problem.rules.grid_minutes}\n\n'
    path.write_text(start + dumped(tables) + "\n".join(pasted) + "\n", encoding="utf-8")
    return path


def inner(table: dict[str, Any], head: str) -> dict[str, Any]:
    """The innermost table of ``[rules.msp]``, from that of ``rules``."""
    for part in head.split(".")[1:]:
        table = table[part]
    return table
