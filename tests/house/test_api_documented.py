"""The public names: exactly those that the package lists, each with a docstring that says what must be known and whose
example runs."""

import dataclasses
import doctest
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import tspi_sched
from tests.support.paths import ROOT
from tspi_sched.plan import Status

RAISES = {
    "check": set(),
    "compare": {"ValueError"},
    "contingency": {"ValueError"},
    "draw": {"ImportError"},
    "editions_in": set(),
    "explain": set(),
    "export": {"ValueError", "ImportError", "OSError"},
    "incident": {"InputError"},
    "last_edition": set(),
    "measure": set(),
    "objective_title": set(),
    "objective_value": set(),
    "pareto": {"ValueError"},
    "publish": {"InputError", "Refused", "Busy", "OSError"},
    "read": {"InputError"},
    "read_plan": {"InputError"},
    "read_result": {"InputError"},
    "replan": {"InputError"},
    "simulate": set(),
    "solve": set(),
    "sweep": {"InputError"},
    "table": set(),
    "why": set(),
}
"""The public functions, and what each may raise."""

CLASSES = {
    "Answer", "Comparison", "Contingency", "Edition", "Event", "Explanation", "Fault", "Incident", "InputError", "Lock",
    "Loss", "Objective", "ObjectiveReport", "Plan", "Problem", "Replanned", "Result",
    "Simulation", "Standby", "StepReport", "Task", "Unplaced", "Violation", "Wishes",
}  # fmt: skip

SELF_EXPLANATORY = {"Problem"}
"""Classes with many fields that need no word."""


def function(name: str) -> Any:
    """A public function; a package that is called as one stands for it."""
    found = getattr(tspi_sched, name)
    return getattr(found, name) if isinstance(found, ModuleType) else found


def section(text: str, title: str) -> str:
    """The lines of one part of a docstring, without their margin."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", text + "\n", re.MULTILINE)
    return inspect.cleandoc("    \n" + found[1]) if found else ""


def named(text: str) -> list[Any]:
    """What a list of a docstring explains: ``name: …``, each on a line of its own."""
    return re.findall(r"^(\w+): \S", text, re.MULTILINE)


def test_the_public_names_are_these() -> None:
    assert set(tspi_sched.__all__) == {*RAISES, *CLASSES, "__version__"}


def test_the_package_lists_them() -> None:
    assert set(re.findall(r"``(\w+)``", tspi_sched.__doc__)) == {*RAISES, *CLASSES}


@pytest.mark.parametrize("name", RAISES)
def test_a_function_says_what_it_takes_and_gives(name: str) -> None:
    text = inspect.getdoc(function(name))
    assert re.match(r"[A-Z].*\.$", text.split("\n\n")[0], re.DOTALL)
    assert named(section(text, "Args")) == list(inspect.signature(function(name)).parameters)
    assert section(text, "Returns")
    assert ":" not in section(text, "Returns").split("\n")[0]  # Sphinx takes what stands before one for a type
    assert set(named(section(text, "Raises"))) == RAISES[name]
    assert ">>>" in section(text, "Example")


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_class_says_what_its_fields_are(name: str) -> None:
    one: Any = getattr(tspi_sched, name)
    assert one.__doc__
    assert not one.__doc__.startswith(f"{name}(")  # what `dataclass` writes where there is none
    if name in SELF_EXPLANATORY or not dataclasses.is_dataclass(one):
        return
    source = inspect.getsource(getattr(tspi_sched, name))
    for field in dataclasses.fields(one):
        below = re.search(rf'^    {field.name}: .*\n    """', source, re.MULTILINE)
        assert below or f"`{field.name}`" in one.__doc__, field.name


# --- the examples ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the examples go on from: those of the package's own docstring."""
    problem, wishes = tspi_sched.read(ROOT / "scenarios/tiny.toml")
    return {
        "tspi_sched": tspi_sched,
        "replace": dataclasses.replace,
        "problem": problem,
        "wishes": wishes,
        "result": tspi_sched.solve(problem, wishes),
        "folder": tmp_path_factory.mktemp("export"),
    }


def run(thing: object, names: dict[str, Any]) -> int:
    """How many examples there are; each that gives something else is a failure."""
    failures = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(recurse=False).find(thing, globs=dict(names)):
        runner.run(test, out=failures.append)
    assert not failures, "".join(failures)
    return runner.tries


def test_the_example_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert run(tspi_sched, {}) > 8


@pytest.mark.parametrize("name", RAISES)
def test_the_example_of_a_function(name: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "draw":
        pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(ROOT)
    assert run(function(name), names)


# --- what they refuse ------------------------------------------------------------------------------------------------


def test_an_unknown_objective_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"wait.*waiting"):
        tspi_sched.Objective("wait")
    with pytest.raises(ValueError, match="below 0"):
        tspi_sched.Objective("waiting", -5)


@pytest.mark.parametrize("order", [(), ("days", "waiting", "days")])
def test_objectives_are_some_and_each_once(order: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        tspi_sched.Wishes(objectives=tuple(map(tspi_sched.Objective, order)))


def test_only_a_plan_that_keeps_the_rules_is_written(names: dict[str, Any], tmp_path: Path) -> None:
    problem, result = names["problem"], names["result"]
    broken = dataclasses.replace(result, plan=tspi_sched.Plan(result.plan.tasks[1:]))
    for bad in (broken, tspi_sched.Result(Status.UNKNOWN, None)):
        with pytest.raises(ValueError, match="only a plan that keeps every rule"):
            tspi_sched.export(problem, bad, tmp_path)
    with pytest.raises(ValueError, match="unknown format: docx; there are json"):
        tspi_sched.export(problem, result, tmp_path, ("docx",))
    assert list(tmp_path.iterdir()) == []


def test_anonymous_files_name_nobody(names: dict[str, Any], tmp_path: Path) -> None:
    problem, result = names["problem"], names["result"]
    paths = tspi_sched.export(problem, result, tmp_path / "new", ("json", "html"), anonymise=True)
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    assert "Candidat 1" in text
    people = (*problem.candidates, *problem.members, *problem.invigilators)
    assert not [person.name for person in people if person.name in text]
