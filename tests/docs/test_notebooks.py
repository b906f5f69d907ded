"""Notebooks as they are stored: without outputs, one question each, with nothing but the public names. Whether they run
is seen by executing them (CONTRIBUTING says how)."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import tspi_sched
from tests.support.paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

DATA = {"tspi_sched", "tspi_sched.problem"}
"""What they may import of ours: the package, and the facts a variant is made of."""


def cells(path: Path, kind: str) -> list[Any]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def code(path: Path) -> Any:
    """A notebook's code as one tree; a last line's ``;`` is of no matter."""
    return ast.parse("\n".join("".join(cell["source"]) for cell in cells(path, "code")))


def test_there_are_some() -> None:
    assert len(NOTEBOOKS) >= 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_without_outputs(path: Path) -> None:
    assert [(cell["outputs"], cell["execution_count"]) for cell in cells(path, "code")] == [([], None)] * len(
        cells(path, "code")
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_begins_with_its_question_and_cells_are_short(path: Path) -> None:
    first, *_others = cells(path, "markdown")
    assert first["source"][0].startswith("# ")
    assert max(len(cell["source"]) for cell in cells(path, "code")) <= 40


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_uses_the_public_names_only(path: Path) -> None:
    nodes = list(ast.walk(code(path)))
    used = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tspi_sched"
    }
    assert used
    assert used <= set(tspi_sched.__all__)
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert {name for name in modules if name.startswith("tspi_sched")} <= DATA
