"""The checks themselves: hosted CI calls what there is, README has commands for each system, and faults are named."""

import re
import tomllib
import zipfile
from pathlib import Path

import package
import pytest
import readme
import versions
from extras import PROMISES

from tests.support.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CALLED = [(path.name, line) for path in WORKFLOWS for line in re.findall(r"run: (.+)", path.read_text("utf-8"))]
LOCAL = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize(("workflow", "line"), CALLED)
def test_a_workflow_only_calls_scripts(workflow: str, line: str) -> None:
    if found := re.match(r"python (tools/[\w/]+\.py)", line):
        assert (ROOT / found[1]).exists()
    else:
        assert line == ".ci/run" or line.startswith("python -m pip install ")


def test_what_is_called_there_is_called_here() -> None:
    steps = {name for _workflow, line in CALLED for name in re.findall(r"tools/ci/(\w+)\.py", line)}
    assert steps == {"readme", "package", "installed", "extras", "versions"}
    assert all(re.search(rf"\b(ci |tools/ci/){name}\b", LOCAL) for name in steps)


def test_the_systems_and_pythons() -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert 'python: ["3.11", "3.12", "3.13", "3.14"]' in text
    assert text.count("system: [ubuntu-latest, windows-latest, macos-latest]") == 2
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r"Programming Language :: Python :: (3\.\d+)", project) == ["3.11", "3.12", "3.13", "3.14"]


@pytest.mark.parametrize("windows", [True, False])
def test_readme_gives_two_commands_for_each_system(windows: bool) -> None:
    found = readme.commands((ROOT / "README.md").read_text(encoding="utf-8"), windows=windows)
    assert ["solve" in line for line in found] == [True, False]
    assert all((";" in line) == windows for line in found)


def test_each_extra_is_tried() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(PROMISES) == set(extras["optional-dependencies"]) - {"dev"}


def test_a_wheel_that_lacks_something_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tspi_sched/__init__.py", "")
    with pytest.raises(SystemExit, match=r"lacks .*titles/TP-01305\.toml"):
        package.check_wheel(path)


@pytest.mark.parametrize(
    ("one", "other", "same"), [("9.15.6755", "9.15", False), ("8.2.0", "8.2", True), ("1", "2", False)]
)
def test_versions_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert versions.same(one, other) == same


def test_what_ran_with_others_than_the_newest_is_named() -> None:
    """Either tool spells names in its own way, and the package itself is in neither list of versions."""
    tested = versions.pins("et_xmlfile==2.0.0\nJinja2==3.1.5\n-e git+https://x/y@1#egg=tspi_sched\n")
    newest = versions.pins("et-xmlfile==2.0.0\njinja2==3.1.6\ntyping-extensions==4.16.0\n")
    assert versions.others_than(tested, newest) == ["jinja2: 3.1.5, not 3.1.6", "typing-extensions: none, not 4.16.0"]
    assert versions.others_than(newest, newest) == []


def test_no_committed_file_names_a_mirror() -> None:
    """A lock file, if there is one, leads to the public index only."""
    for name in ("uv.lock", "constraints.txt"):
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
        hosts = set(re.findall(r"https?://([\w.-]+)", text))
        assert hosts <= {"pypi.org", "files.pythonhosted.org"}
