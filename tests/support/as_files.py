"""A problem made in Python, written as the workbook and the scenario that describe it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.support.books import book
from tspi_sched.explanations.repairs.rewrite import rewritten
from tspi_sched.problem import Availability, ExtraTime, Problem, Rules
from tspi_sched.reading.workbook.layout import CANDIDATES, DAYS, INVIGILATORS, MEMBERS, PROJECTORS, ROOMS, Sheet

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


def what_if(problem: Problem) -> Tables:
    """Whom and which days the scenario leaves out."""
    gone = [one.id for _sheet, group in GROUPS[1:] for one in getattr(problem.gone, group)]
    return {"what_if": {"without": gone}} if gone else {}


def days(problem: Problem) -> str:
    """The days that stay, where the scenario drops some."""
    rows = (
        f'[[what_if.days]]\ndate = "{day.date}"\nopen = "{clock(day.open)}"\nclose = "{clock(day.close)}"\n'
        for day in problem.days
    )
    return "".join(rows) if problem.gone.days else ""


def in_workbook(problem: Problem, group: str) -> tuple[Any, ...]:
    """Everybody or everything of the workbook, with those whom the scenario leaves out."""
    labels = {id: label for label, ids in problem.gone.panels for id in ids}
    there = tuple(
        replace(thing, panel=labels[thing.id]) if group == "members" and thing.id in labels else thing
        for thing in getattr(problem, group)
    )
    return (*there, *getattr(problem.gone, group))


def write(problem: Problem, folder: Path, snippet: str = "") -> Path:
    """The scenario of a problem, beside its workbook; with the lines of a repair where they belong."""
    sheets = {sheet.fr: rows(sheet, in_workbook(problem, group)) for sheet, group in GROUPS}
    book(folder / "book.xlsx", {**sheets, "Session": None})
    path = folder / "scenario.toml"
    start = f'workbook = "book.xlsx"\ngrid_minutes = {problem.rules.grid_minutes}\n\n'
    text = start + dumped(rules(problem) | what_if(problem)) + days(problem)
    path.write_text(rewritten(text, snippet) if snippet else text, encoding="utf-8")
    return path
