"""What the books say is so: their commands exist, with these options; their pictures and outputs are there, and small.

That pages build without a warning and that no link is dead is seen to by ``tools/docs.py``.
"""

import re
import shlex
from pathlib import Path

import click
import pytest

from tools.guide_runs import OUTPUTS, RUNS
from tspi_sched.check import OBJECTIVES
from tspi_sched.cli import codes, program
from tspi_sched.read import read, read_documents

ROOT = Path(__file__).parents[1]
GUIDE, REFERENCE = ROOT / "docs" / "guide", ROOT / "docs" / "reference"
PAGES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))}
GUIDE_TEXT = "\n".join(text for path, text in PAGES.items() if path.parent == GUIDE)

BLOCK = re.compile(r"^( *)```(?:shell|sh|powershell)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TYPED = [
    (path.name, line.strip())
    for path, text in PAGES.items()
    for _indent, block in BLOCK.findall(text)
    for line in block.splitlines()
]
COMMANDS = [(name, line) for name, line in TYPED if line.startswith("tspi-sched ")]


def options() -> set[str]:
    """Every option of every command."""
    whole = program()
    return {
        option for command in (whole, *whole.commands.values()) for param in command.params for option in param.opts
    }


def test_there_are_commands():
    assert len({name for name, _line in COMMANDS}) >= 9


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_command_is_understood(page, line):
    name, *args = shlex.split(line)[1:]
    if name.startswith("--"):
        assert name in options()
        return
    command = program().commands[name]
    command.make_context(name, args, parent=click.Context(program(), info_name="tspi-sched"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_options_named_in_the_text(path):
    named = set(re.findall(r"`(--[a-z][a-z-]*)[^`]*`", PAGES[path]))
    assert named <= options() | {"--help"}


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_what_is_run_is_what_the_guide_says(run):
    assert run.command in {line for _name, line in COMMANDS}


def test_the_outputs_are_there_and_shown():
    there = {path.stem for path in OUTPUTS.glob("*.txt")}
    shown = set(re.findall(r"\{literalinclude\} sorties/([\w-]+)\.txt", GUIDE_TEXT))
    assert there == {run.name for run in RUNS}
    assert there - {"projecteur"} == shown


def test_no_output_has_a_path_of_the_machine_that_made_it():
    assert not [
        path.name for path in OUTPUTS.glob("*.txt") if re.search(r"/tmp|/home|[A-Z]:\\", path.read_text("utf-8"))
    ]


# --- pictures --------------------------------------------------------------------------------------------------------

IMAGES = {path.name: path.stat().st_size for path in (GUIDE / "images").glob("*.png")}


def test_every_picture_is_there_and_shown():
    assert set(re.findall(r"images/([\w-]+\.png)$", GUIDE_TEXT, re.MULTILINE)) == set(IMAGES)


def test_every_picture_is_said_in_words():
    blocks = re.findall(r"```\{(?:image|figure)\} .*?\n(.*?)```", GUIDE_TEXT, re.DOTALL)
    assert len(blocks) >= len(IMAGES)
    assert all(re.search(r"^:alt: \S", block, re.MULTILINE) for block in blocks)


def test_the_pictures_are_small():
    assert max(IMAGES.values()) < 150_000
    assert sum(IMAGES.values()) < 2_000_000


# --- what the text says ----------------------------------------------------------------------------------------------


def test_the_installation_is_that_of_readme():
    lines = {line for name, line in TYPED if name == "installer.md"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    installing = {line for line in lines if "install ." in line}
    assert len(installing) == 2
    assert all(line in readme for line in installing)


def test_the_examples_are_read_without_a_fault():
    scenarios = sorted((GUIDE / "exemples").glob("*.toml"))
    assert len(scenarios) == 3
    for path in scenarios:
        if path.stem == "documents":
            assert read_documents(path).signatory
        else:
            assert read(path)[1].name == path.stem


def test_the_objectives():
    rows = re.findall(r"^\| `(\w+)` \|", PAGES[GUIDE / "reglages.md"], re.MULTILINE)
    assert sorted(rows) == sorted(OBJECTIVES)


def test_the_exit_codes():
    rows = re.findall(r"^\| (\d+) \|", PAGES[REFERENCE / "commands.md"], re.MULTILINE)
    assert {int(number) for number in rows} == {value for value in vars(codes).values() if isinstance(value, int)}


def test_links_between_pages():
    for path, text in PAGES.items():
        for link in re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", text):
            assert (path.parent / link).resolve() in PAGES, (path.name, link)
        for book, page in re.findall(r"\]\((guide|reference):([\w-]+)\.html(?:#[^)]*)?\)", text):
            assert ROOT / "docs" / book / f"{page}.md" in PAGES, (path.name, page)
