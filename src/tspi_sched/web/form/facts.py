"""What the part of the form for what-ifs offers: who and what there is, and the columns of each sheet."""

from collections.abc import Iterable
from typing import Any

from tspi_sched.problem import Candidate, Invigilator, Member, Problem, Projector, Room
from tspi_sched.reading.workbook.layout import CANDIDATES, INVIGILATORS, MEMBERS, PROJECTORS, ROOMS, SHEETS, Sheet
from tspi_sched.wishes import DEFAULT_ORDER, OBJECTIVES
from tspi_sched.wording.objectives import objective_titles

Thing = Candidate | Member | Invigilator | Room | Projector


def families(problem: Problem | None) -> list[dict[str, Any]]:
    """Everybody and everything that may be left out, those who are left out now among them, by sheet."""
    if problem is None:
        return []
    whole = problem.whole
    kinds: tuple[tuple[Sheet, Iterable[Thing]], ...] = (
        (CANDIDATES, whole.candidates), (MEMBERS, whole.members), (INVIGILATORS, whole.invigilators),
        (ROOMS, whole.rooms), (PROJECTORS, whole.projectors),
    )  # fmt: skip
    return [
        {"title": sheet.title, "things": [{"id": one.id, "name": getattr(one, "name", "")} for one in some]}
        for sheet, some in kinds
        if some
    ]


def sheets() -> list[dict[str, Any]]:
    """The sheets to which rows may be added, with the titles of their columns, needed ones first."""
    return [
        {
            "titles": list(sheet.titles), "title": sheet.title,
            "columns": [one.title for one in sheet.columns if one.kind != "ignored"],
            "needed": [one.title for one in sheet.columns if one.required],
        }
        for sheet in SHEETS
    ]  # fmt: skip


def objectives(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Every objective, those that are wanted first and in their order, with words and tolerance."""
    stated = content.get("objectives")
    rows = stated if isinstance(stated, list) else list(DEFAULT_ORDER)
    wanted = {name: tolerance for name, tolerance in map(_pair, rows) if name in OBJECTIVES}
    titles = objective_titles()
    return [
        {"name": name, "title": titles[name], "tolerance": wanted.get(name, 0), "used": name in wanted}
        for name in dict.fromkeys((*wanted, *OBJECTIVES))
    ]


def _pair(row: object) -> tuple[str, int]:
    if isinstance(row, dict):
        tolerance = row.get("tolerance", 0)
        return str(row.get("name", "")), tolerance if isinstance(tolerance, int) else 0
    return str(row), 0
