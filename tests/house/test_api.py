"""The package's front door: a few names, loaded when they are used, whoever imported what before."""

import importlib
import subprocess
import sys
from importlib.metadata import version

import pytest

import tspi_sched
from tests.support.cli_runs import PATIENCE
from tests.support.sessions import laid_out, session
from tspi_sched.errors import InputError
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.wishes import Wishes


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    return run.stdout.strip()


def test_the_classes_are_those_of_their_modules() -> None:
    assert tspi_sched.Problem is Problem
    assert (tspi_sched.Plan, tspi_sched.Result) == (Plan, Result)
    assert (tspi_sched.Wishes, tspi_sched.InputError) == (Wishes, InputError)


def test_the_version_is_the_installed_one() -> None:
    assert tspi_sched.__version__ == version("tspi-sched")


def test_check_and_measure_a_plan() -> None:
    problem, plan = session(), laid_out()
    assert tspi_sched.check(problem, plan) == ()
    assert tspi_sched.measure(problem, plan)["juror_days"] == 4


def test_every_name_is_there_and_is_listed() -> None:
    assert set(tspi_sched.__all__) <= set(dir(tspi_sched))
    for name in tspi_sched.__all__:
        assert getattr(tspi_sched, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = tspi_sched.nothing


HOMES = {
    "check": "checker",
    "compare": "comparison",
    "explain": "explanations",
    "export": "exports",
    "incident": "incidents",
    "publish": "incidents",
    "read": "reading",
    "replan": "recovery",
    "solve": "planner",
}
"""Public functions, and the module that each is loaded from."""


FRESH = """
import sys
for module in [name for name in sys.modules if name.split(".")[0] == "tspi_sched"]:
    del sys.modules[module]
"""
"""As in an interpreter that has imported nothing of ours; the libraries stay."""


@pytest.mark.parametrize(
    "before", ["pass", "import tspi_sched.{1}", "from tspi_sched.{1} import {0}", "import tspi_sched.search.search"]
)
def test_a_verb_is_a_function_whatever_was_imported_before(before: str) -> None:
    code = ""
    for name, home in HOMES.items():
        code += f"{FRESH}{before.format(name, home)}\nfrom tspi_sched import {name} as verb\nimport tspi_sched\n"
        code += f"print('{name}', type(verb).__name__, tspi_sched.{name} is verb)\n"
    assert python(code).splitlines() == [f"{name} function True" for name in HOMES]


@pytest.mark.parametrize("name", HOMES)
def test_no_package_shares_its_name_with_a_function(name: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"tspi_sched.{name}")


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'ortools', 'pandas', 'openpyxl', 'pydantic', 'rich', 'click', 'numpy'}"
    assert python(f"import sys, tspi_sched\nprint({heavy} & set(sys.modules))") == "set()"


def test_the_command_line_loads_click_only() -> None:
    heavy = "{'ortools', 'pandas', 'openpyxl', 'pydantic', 'rich', 'numpy'}"
    code = f"import sys\nfrom tspi_sched.cli import program\nprogram()\nprint({heavy} & set(sys.modules))"
    assert python(code) == "set()"
