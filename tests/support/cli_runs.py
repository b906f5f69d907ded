"""Running command lines in a process of their own, and the sessions and plans to run them on."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support.books import book, scenario, with_cell
from tests.support.paths import ROOT

SCENARIOS = ROOT / "scenarios"
TINY, MIXED, LARGE = (SCENARIOS / f"{name}.toml" for name in ("tiny", "mixte", "grande-session"))

PATIENCE = 1_200
"""Seconds until a process is taken to hang: no machine is so slow."""


Run = Callable[..., tuple[int, str, str]]
"""Runs a command line; gives its exit code, standard output and standard error."""

Solved = tuple[Path, str, str]
"""The folder of a solved session, and what was printed."""


def start(*args: object, **settings: Any) -> "subprocess.Popen[str]":
    """A command line in a process of its own."""
    command = [sys.executable, "-c", "from tspi_sched.cli import main; main()", *map(str, args)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    return subprocess.Popen(command, **(pipes | settings))


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a process."""
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def impossible(tmp_path: Path) -> Path:
    """A scenario with a candidate who is there for two hours only."""
    book(tmp_path / "book.xlsx", with_cell("Candidats", 2, "Disponibilités", "07/12/2026 08:00-10:00"))
    return scenario(tmp_path / "s.toml")


def edited_plan(solved: Solved, tmp_path: Path, change: Callable[[Any], object]) -> Path:
    """The solved plan with something changed in its file."""
    content = json.loads((solved[0] / "plan.json").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def with_cells(source: Path, target: Path, what: tuple[str, ...], cells: Mapping[str, object]) -> Path:
    """The schedule workbook with other cells in the rows of a candidate, of one stage or of all."""
    return with_rows(source, target, {what: cells})


def with_rows(source: Path, target: Path, changes: Mapping[tuple[str, ...], Mapping[str, object]]) -> Path:
    """The same for several rows at once: the workbook is opened and saved once, which takes longest."""
    from openpyxl import load_workbook

    workbook: Any = load_workbook(source)
    sheet = workbook["Plan"]
    head = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        found = {name: sheet.cell(row, place) for place, name in enumerate(head, 1)}
        of = (found["Candidat"].value, found["Épreuve"].value)
        for what, cells in changes.items():
            for name, value in cells.items() if of[: len(what)] == what else ():
                found[name].value = value
    workbook.save(target)
    return target
