"""How the tests are kept: each stands for itself, in a folder of its room; what several need is in `tests/support`."""

import ast
from pathlib import Path

from tests.support.paths import ROOT

TESTS = ROOT / "tests"
FILES = sorted(TESTS.rglob("*.py"))
MODULES = [path for path in FILES if path.name.startswith("test_")]


def names(path: Path) -> set[str]:
    """The modules that a file imports, and what it imports from them, in full."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    parts = {f"{node.module}.{name.name}" for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names}
    return whole | parts


def test_nothing_is_imported_from_a_test() -> None:
    found = {path.relative_to(TESTS): [name for name in names(path) if ".test_" in f".{name}"] for path in FILES}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_test_stands_in_a_folder_of_its_room() -> None:
    assert len(MODULES) > 100
    assert [path for path in MODULES if path.parent == TESTS or not (path.parent / "__init__.py").exists()] == []


def test_what_several_need_holds_no_test() -> None:
    assert [path for path in MODULES if path.parent.name == "support"] == []
