"""One name, one rule: the same names in the model, the checker and the README; and the walls between the modules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tspi_sched import checker, model, wishes
from tspi_sched.problem import eligible
from tspi_sched.relaxations.workload.model import OBJECTIVES as WORKLOAD_OBJECTIVES

PACKAGE = Path(wishes.__file__).parent
README = PACKAGE.parent.parent / "README.md"
FILES = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")]
PARTS = sorted({path.parts[0].removesuffix(".py") for path in FILES} - {"__init__"})

MAY_IMPORT = {
    "documents": set(),
    "stamp": set(),
    "plan": {"stamp"},
    "texts": set(),
    "deadlines": set(),
    "refused": {"texts"},
    "wording": {"documents", "plan", "problem", "texts"},
    "errors": set(),
    "problem": {"plan"},
    "wishes": {"errors"},
    "reading": {"documents", "errors", "plan", "problem", "refused", "texts", "wishes"},
    "checker": {"plan", "problem", "texts", "wishes", "wording"},
    "cautions": {"problem", "texts"},
    "reasons": {"checker", "deadlines", "plan", "problem", "texts", "wording"},
    "robustness": {"plan", "problem", "texts"},
}
"""What the inner modules may use of ours; the outer ones (exports, commands) may use all but what `OUTER` says."""

ROOMS = (
    ("solver", {"wishes"}),
    ("model", {"deadlines", "plan", "problem"}),
    ("relaxations", {"deadlines", "problem"}),
    ("columns", {"deadlines", "problem"}),
    ("heuristics", {"checker", "deadlines", "plan", "problem", "wishes"}),
    ("search", {"checker", "deadlines", "plan", "problem", "wishes"}),
    ("left_out", {"deadlines", "plan", "problem", "reasons", "texts", "wording"}),
    ("planner", {"checker", "plan", "problem", "wishes"}),
    ("explanations", {"checker", "deadlines", "plan", "problem", "reading", "reasons", "texts", "wishes", "wording"}),
)
"""The rooms of what models, bounds and searches, bottom to top, and what each may use besides the rooms below it."""

BELOW = {name: {other for other, _ in ROOMS[:index]} for index, (name, _) in enumerate(ROOMS)}
MAY_IMPORT |= {name: besides | BELOW[name] for name, besides in ROOMS}

MAY_IMPORT["recovery"] = {"checker", "errors", "plan", "problem", "solver", "texts", "wishes", "wording"}

SOLVER = {"solver", "model", "relaxations", "columns", "search", "recovery"}
"""The only parts that know the solver, but for one small question of `explanations`."""

OUTER = {
    "cli": {"__main__"},
    "web": {"cli"},
    "starter": {"cli", "web"},
    "explanations": {"cli", "moves", "sweeps", "web"},
    "left_out": {"planner", "explanations", "losses"},
    **{room: {other for other, _ in ROOMS} for room in ("model", "relaxations", "columns", "heuristics", "search")},
}
"""Who may import a part, besides itself, where it matters; the package's own `__init__` may import all but `cli`."""


@cache
def imports(part: str) -> tuple[tuple[str, str], ...]:
    """(file, name of an imported module) of a module or package of ours, wherever the import stands."""
    single = PACKAGE / f"{part}.py"
    paths = [single] if single.exists() else sorted((PACKAGE / part).rglob("*.py"))
    return tuple(found for path in paths for found in imports_of(path))


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((path.name, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports of ours are written in full"
            names = [name.name for name in node.names] if node.module == "tspi_sched" else [""]
            yield from ((path.name, f"{node.module}.{name}".rstrip(".")) for name in names)


def ours(part: str) -> set[str]:
    """The parts of ours that a part imports, itself excepted."""
    names = (name.split(".") for _, name in imports(part))
    return {name[1] for name in names if name[0] == "tspi_sched" and len(name) > 1} & set(PARTS) - {part}


def test_a_rule_has_one_name() -> None:
    assert set(model.NAMES) == set(checker.RULES)
    assert len(model.NAMES) == len(set(model.NAMES))


def test_an_objective_has_one_name() -> None:
    assert set(wishes.OBJECTIVES) == set(checker.OBJECTIVES) == set(model.OBJECTIVES)
    assert set(wishes.DEFAULT_ORDER) <= set(wishes.OBJECTIVES)
    assert set(WORKLOAD_OBJECTIVES) <= set(wishes.OBJECTIVES)


def test_each_function_bears_its_name() -> None:
    for name, function in (*checker.RULES.items(), *checker.OBJECTIVES.items(), *model.OBJECTIVES.items()):
        assert function.__name__ == name


def first_column(heading: str) -> list[str]:
    """The names in the first column of README's table with this heading; none if there is no such table."""
    rows = re.search(rf"^\| {heading} \|\n\|[-|]+\n((?:\|.*\n)+)", README.read_text(encoding="utf-8"), re.MULTILINE)
    return re.findall(r"^\| `(\w+)`", rows[1], re.MULTILINE) if rows else []


@pytest.mark.parametrize(("heading", "names"), [(r"id \| rule", model.NAMES), (r"name \| value", wishes.OBJECTIVES)])
def test_the_readme_names_them_all(heading: str, names: tuple[str, ...]) -> None:
    assert sorted(first_column(heading)) == sorted(names)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_go_one_way(part: str) -> None:
    assert ours(part) <= MAY_IMPORT[part]


@pytest.mark.parametrize("part", PARTS)
def test_outer_parts_keep_to_themselves(part: str) -> None:
    assert {target for target in ours(part) if part not in OUTER.get(target, {part})} == set()


@pytest.mark.parametrize("part", sorted(set(PARTS) - SOLVER))
def test_only_the_model_and_the_search_know_the_solver(part: str) -> None:
    knowing = {file for file, name in imports(part) if name.split(".")[0] == "ortools"}
    assert knowing <= ({"hitting_set.py"} if part == "explanations" else set())


def modules() -> dict[str, set[str]]:
    """Each module of ours and those that it imports, wherever the import stands; a package only for what it holds."""
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        nodes = list(ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))))
        wanted = [
            (node.module or "", one.name) for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names
        ]
        targets = [(module.removeprefix("tspi_sched").removeprefix("."), thing) for module, thing in wanted]
        found[name] = {inside if (inside := f"{module}.{thing}") in names else module for module, thing in targets}
        found[name] &= set(names)
    return found


OUTER_ROOMS = {
    "cautions",
    "checker",
    "cli",
    "comparison",
    "disguise",
    "editions",
    "events",
    "exports",
    "reading",
    "reasons",
    "robustness",
    "starter",
    "sweeps",
    "web",
    "wording",
}
"""Rooms around those of the search, whose files keep an order too."""

INNER = {
    "reading.values": {"values"},
    "reading.workbook": {"values", "workbook", "faults", "files"},
    "reading.scenario": {"values", "workbook", "scenario", "faults", "files", "messages"},
    "exports.common": {"common"},
    "explanations.constraints": {"constraints"},
    "explanations.conflicts": {"constraints", "conflicts", "oracle"},
    "explanations.repairs": {"constraints", "conflicts", "repairs", "oracle"},
}
"""What the inner rooms of a room may use of it."""


def test_no_room_imports_in_a_circle() -> None:
    """File by file: each can be read with only those before it known."""
    rooms = {name for name, _ in ROOMS} | OUTER_ROOMS
    left = {name: some - {name} for name, some in modules().items() if name.split(".")[0] in rooms}
    while free := [name for name, some in left.items() if not some & set(left)]:
        for name in free:
            del left[name]
    assert left == {}


@pytest.mark.parametrize("inner", INNER)
def test_the_inner_rooms_keep_their_order(inner: str) -> None:
    """Of what is handed on by a package's `__init__`, too: inside, everything is imported from its home."""
    room = inner.partition(".")[0]
    mine = {one: some for one, some in modules().items() if one.startswith(f"{inner}.")}
    used = {target for some in mine.values() for target in some if target.split(".")[0] == room}
    assert {target.split(".")[1] if "." in target else "" for target in used} <= INNER[inner]
    assert mine


def test_the_checker_needs_nothing_but_python() -> None:
    assert {name.split(".")[0] for _, name in imports("checker")} <= {
        "collections", "dataclasses", "datetime", "fractions", "functools", "itertools", "math", "typing", "tspi_sched",
        "re", "unicodedata",
    }  # fmt: skip


def test_the_checker_says_for_itself_who_may_assess_whom() -> None:
    """What the model and the sums before it have in common is no evidence for either."""
    shared = {name for name, thing in vars(eligible).items() if getattr(thing, "__module__", "") == eligible.__name__}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (PACKAGE / "checker").glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {"excluded", "accredited"} <= shared
    assert {name.name for node in nodes for name in node.names} & shared == set()


def test_the_package_itself_imports_no_command() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in modules if name and name.startswith("tspi_sched.cli")]
