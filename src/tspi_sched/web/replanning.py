"""The answers to an incident in a process of their own: what each costs, in words, and each plan in a file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tspi_sched.day.clicks import implied
from tspi_sched.day.expected import minute_of
from tspi_sched.day.notes import Notes, read_notes
from tspi_sched.day.passages import passages
from tspi_sched.editions.delivery import origin_of
from tspi_sched.editions.stamping import session_edition
from tspi_sched.exports import plan_json
from tspi_sched.plan import Event, Plan
from tspi_sched.problem import Problem
from tspi_sched.reading import documents_for, read, read_plan
from tspi_sched.reading.events import machine_now, merged
from tspi_sched.recovery import Incident, Replanned, replan
from tspi_sched.recovery.told import answer_name, details_of, facts, moment_line, table_rows
from tspi_sched.web.desk import Desk

FOLDER = "replan"
"""The folder beside the plan where answers are, as the command writes them."""


def replanned(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    """Find every answer that applies, and keep the plan of each."""
    input, folder, notes_path = asked["input"], Path(asked["folder"]), Path(asked["notes"])
    plan_path = Path(asked.get("plan") or folder / "plan.json")
    problem, wishes = read(input, plans=(plan_path,), events=notes_path if notes_path.is_file() else None)
    plan = read_plan(plan_path, problem.whole)
    notes = read_notes(problem, notes_path, machine_now(documents_for(input).timezone))
    if notes.over:
        return {"status": "over"}
    events = merged(plan.events, told_events(problem, plan, notes))
    edition = session_edition(problem, [folder])
    baseline = read_plan(edition[1].edition.plan_path, problem.whole) if edition else None
    incident = Incident(plan, notes.now, events, baseline)
    limits = replace(wishes, time_limit=float(asked.get("limit") or 30.0))

    def tell(name: str) -> None:
        desk.tell(answer=answer_name(name))
        desk.listen()

    found = replan(problem, incident, limits, tell=tell)
    _write(found, input, folder)
    return _as_data(found)


def told_events(problem: Problem, plan: Plan, notes: Notes) -> tuple[Event, ...]:
    """What was noted, with the later orals of chains under way, which nobody clicks."""
    events = notes.events
    if notes.now is not None:
        day = notes.now.date()
        seen = passages(problem, plan, events, day, minute_of(day, notes.now))
        events = implied(events, seen, notes.now)
    return events


def _write(found: Replanned, input: str, folder: Path) -> None:
    for answer in found.answers:
        if answer.plan is not None:
            for name in (answer.name, *answer.same):
                path = folder / FOLDER / name / "plan.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                plan_json.write(found.problem, replace(answer.result_of(name), origin=origin_of(input)), path)


def _as_data(found: Replanned) -> dict[str, Any]:
    head, *rows = table_rows(found)
    answers = [
        {
            "name": answer.name,
            "title": answer_name(answer.name),
            "cells": list(row[1:]),
            "possible": answer.plan is not None,
            "details": list(details_of(found, answer)),
            "same": [answer_name(name) for name in answer.same],
        }
        for answer, row in zip(found.answers, rows, strict=True)
    ]
    facts_told = [moment_line(found.situation), *facts(found.situation)]
    return {"status": "answered", "head": list(head), "answers": answers, "facts": facts_told}
