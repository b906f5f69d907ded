"""What README says is so: its example runs, and its tables name what there is, all of it and nothing else."""

import re
import tomllib
from typing import Any

import pytest
from pydantic import BaseModel

from tests.support.paths import ROOT
from tspi_sched.checker import OBJECTIVES, RULES
from tspi_sched.cli import codes, program
from tspi_sched.reading.scenario.keys import ScenarioKeys
from tspi_sched.wishes import DEFAULT_ORDER

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def rows(*heading: str) -> list[list[str]]:
    """The cells of the table with this heading."""
    table = README.split(f"| {' | '.join(heading)} |\n", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[1:]]


def code(cell: str) -> str:
    """The text of a cell that is nothing but code; empty for any other."""
    found = re.fullmatch(r"`([^`]*)`", cell)
    return found[1] if found else ""


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("optimal {")


def test_the_two_commands() -> None:
    solving, testing = (block.strip() for block in blocks("sh"))
    assert solving.endswith("/tspi-sched solve scenarios/mixte.toml")
    assert testing.endswith("/pytest")
    assert README.count(solving) == 2  # in French too
    for posix in (solving, testing):
        windows = posix.replace("python3", "py").replace(" &&", ";").replace("/bin/", "\\Scripts\\")
        assert windows.replace("s/m", "s\\m") in README


def test_the_commands() -> None:
    with_arguments = [code(command) for command, _does in rows("command", "does")]
    assert [words.split()[1] for words in with_arguments] == list(program().commands)


def test_the_options_of_solve() -> None:
    solve = next(does for command, does in rows("command", "does") if "solve" in command)
    there = {option for param in program().commands["solve"].params for option in param.opts if option.startswith("-")}
    assert set(re.findall(r"`(-[-\w]+)", solve)) == there - {"--output", "--lang"}


def test_the_exit_codes() -> None:
    known = {value for value in vars(codes).values() if isinstance(value, int)}
    assert {int(number) for number, _meaning in rows("exit code", "meaning")} == known


def test_the_rules() -> None:
    assert [code(rule) for rule, _text in rows("id", "rule")] == list(RULES)


def test_the_objectives() -> None:
    named = [code(name) for name, _value in rows("name", "value")]
    assert sorted(named) == sorted(OBJECTIVES)


# --- the parameters --------------------------------------------------------------------------------------------------


def leaves(keys: type[BaseModel], path: str = "") -> dict[str, Any]:
    """Every parameter by its dotted name, with its default; None for what is required."""
    found: dict[str, Any] = {}
    for name, field in keys.model_fields.items():
        table = field.annotation
        if isinstance(table, type) and issubclass(table, BaseModel):
            found |= leaves(table, f"{path}{name}.")
        else:
            found[path + name] = None if field.is_required() else field.default
    return found


PARAMETERS = {code(name): default for name, default, _meaning in rows("parameter", "default", "meaning")}


def test_the_parameters() -> None:
    assert sorted(PARAMETERS) == sorted(leaves(ScenarioKeys))


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_default_of_a_parameter(name: str) -> None:
    default = leaves(ScenarioKeys)[name]
    if not code(PARAMETERS[name]):
        assert not default  # what the default means is said in words
        return
    said = tomllib.loads(f"value = {code(PARAMETERS[name])}")["value"]
    if name == "objectives":
        assert (said, default) == (list(DEFAULT_ORDER), None)
        return
    assert read_back(name, said) == default


def read_back(name: str, value: Any) -> Any:
    """What the reader makes of a parameter's value in a scenario."""
    table: Any = {}
    document, *path = table, *name.split(".")
    for part in path[:-1]:
        table = table.setdefault(part, {})
    table[path[-1]] = value
    found: Any = ScenarioKeys.model_validate({"workbook": "w.xlsx"} | document)
    for part in path:
        found = getattr(found, part)
    return found
