"""One plan in both of its files, and the faults of files like them."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tspi_sched.errors import InputError
from tspi_sched.plan import Plan, Task, Unplaced
from tspi_sched.problem import Problem
from tspi_sched.reading import headings, read_plan
from tspi_sched.reading.workbook.layout import PLAN

D7 = date(2026, 12, 7)


ROWS: dict[str, Any] = {
    "format": "tspi-sched-plan",
    "version": 1,
    "scenario": "two-days",
    "status": "optimal",
    "objectives": [
        {"name": "finish", "value": 1035, "best": 1035, "bound": 1035, "status": "optimal", "seconds": 0.4}
    ],
    "tasks": [
        {"candidate": "C1", "track": "TITRE", "stage": "MSP", "date": "2026-12-07", "start": "08:00", "end": "11:00",
         "room": "S1", "members": [], "invigilators": ["V1"], "projector": None},
        {"candidate": "C1", "track": "TITRE", "stage": "QPP", "date": "2026-12-07", "start": "14:00", "end": "15:00",
         "room": "S2", "members": ["J1", "J2"], "invigilators": [], "projector": "VP1"},
        {"candidate": None, "track": None, "stage": "PV", "date": "2026-12-07", "start": "16:00", "end": "16:10",
         "room": None, "members": ["J1", "J2"], "invigilators": [], "projector": None},
    ],
    "unplaced": [{"candidate": "C2", "reason": "pas de place"}],
}  # fmt: skip


EXPECTED = Plan(
    (
        Task("C1", "TITRE", "MSP", D7, 480, 660, "S1", (), ("V1",)),
        Task("C1", "TITRE", "QPP", D7, 840, 900, "S2", ("J1", "J2"), (), "VP1"),
        Task(None, None, "PV", D7, 960, 970, None, ("J1", "J2")),
    ),
    (Unplaced("C2", "pas de place"),),
)


SHEET: list[list[Any]] = [
    list(headings(PLAN)),
    ["C1", "Léa Martin", "TITRE", "MSP", D7, time(8), time(11), "S1", None, "V1", None, None],
    ["C1", "Léa Martin", "TITRE", "QPP", D7, time(14), time(15), "S2", "J1;J2", None, "VP1", None],
    [None, None, None, "PV", D7, time(16), time(16, 10), None, "J1;J2", None, None, None],
]


LEFT_OUT = [["Candidat", "Nom", "Motif"], ["C2", "Hugo Petit", "pas de place"]]


def as_json(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def as_xlsx(
    path: Path, rows: list[list[Any]], left_out: list[list[Any]] | None = LEFT_OUT, title: str = "Plan"
) -> Path:
    workbook = Workbook()
    workbook.worksheets[0].title = "Jour 1"
    workbook.worksheets[0].append(["Planning de session"])
    for name, lines in ((title, rows), ("Non placés", left_out)):
        if lines is not None:
            sheet = workbook.create_sheet(name)
            for line in lines:
                sheet.append(line)
    workbook.save(path)
    return path


def faults(path: Path, problem: Problem) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_plan(path, problem)
    return {fault.where: fault.message for fault in caught.value.faults}
