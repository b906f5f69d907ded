"""What the books say is so: their commands exist, with these options; their pictures and outputs are there, and small.

That pages build without a warning and that no link is dead is seen to by ``tools/docs.py``.
"""

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.support.paths import ROOT
from tools.guide import facts, stale  # type: ignore[attr-defined]  # a module of docs, which tools.guide finds
from tools.guide_runs import OUTPUTS, RUNS, Run
from tspi_sched.checker import OBJECTIVES, check
from tspi_sched.cli import codes, program
from tspi_sched.reading import read, read_documents, read_locks, read_plan

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


def test_there_are_commands() -> None:
    assert len({name for name, _line in COMMANDS}) >= 9


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_command_is_understood(page: str, line: str) -> None:
    name, *args = shlex.split(line)[1:]
    if name.startswith("--"):
        assert name in options()
        return
    command = program().commands[name]
    command.make_context(name, args, parent=click.Context(program(), info_name="tspi-sched"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_options_named_in_the_text(path: Path) -> None:
    named = set(re.findall(r"`(--[a-z][a-z-]*)[^`]*`", PAGES[path]))
    assert named <= options() | {"--help"}


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_what_is_run_is_what_the_guide_says(run: Run) -> None:
    assert run.command in {line for _name, line in COMMANDS}


def test_the_outputs_are_there_and_shown() -> None:
    there = {path.stem for path in OUTPUTS.glob("*.txt")}
    shown = set(re.findall(r"^<!-- output ([\w-]+)", GUIDE_TEXT, re.MULTILINE))
    assert there == {run.name for run in RUNS}
    assert there - {"projecteur"} == shown


def test_no_output_has_a_path_of_the_machine_that_made_it() -> None:
    assert not [
        path.name for path in OUTPUTS.glob("*.txt") if re.search(r"/tmp|/home|[A-Z]:\\", path.read_text("utf-8"))
    ]


# --- plain Markdown --------------------------------------------------------------------------------------------------

SPECIAL = re.compile(r"^\s*(?:`{3,}|:{3,})\{|\{\{|^:[\w-]+:|^\([\w-]+\)=|^: |\]\((?:reference|guide):", re.MULTILINE)
"""What only one program understands: directives, marks, options, targets, definition lists, links of its own."""


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent == GUIDE], ids=lambda path: path.stem)
def test_a_page_of_the_guide_is_readable_as_it_stands(path: Path) -> None:
    assert not SPECIAL.search(PAGES[path])
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", PAGES[path]):
        assert (GUIDE / target).is_file(), target


def test_what_the_guide_takes_from_elsewhere_is_up_to_date() -> None:
    assert [path.name for path in stale()] == [], "run python tools/guide.py"


def test_a_part_that_is_out_of_date_is_seen_and_mended() -> None:
    page = "Avant\n\n<!-- file scenarios/tiny.toml -->\nvieux\n<!-- end -->\n\nAprès\n"
    whole = facts.filled(page, "fr")
    assert "vieux" not in whole
    assert (ROOT / "scenarios" / "tiny.toml").read_text(encoding="utf-8").strip() in whole
    assert whole.startswith("Avant\n")
    assert whole.endswith("<!-- end -->\n\nAprès\n")
    assert facts.filled(whole, "fr") == whole


@pytest.mark.parametrize(
    ("words", "first", "last"), [("a", "x 1", "y 3"), ("a until y", "x 1", "x 2"), ("a from y", "y 1", "y 3")]
)
def test_an_output_is_shown_whole_or_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, first: str, last: str
) -> None:
    (tmp_path / "a.txt").write_text("x 1\nx 2\ny 1\nz\ny 3\n", encoding="utf-8")
    monkeypatch.setattr(facts, "OUTPUTS", tmp_path)
    lines = facts.output(words).splitlines()
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("```text", first, last, "```")
    with pytest.raises(ValueError, match="no line"):
        facts.output("a from nowhere")


# --- pictures --------------------------------------------------------------------------------------------------------

IMAGES = {path.name: path.stat().st_size for path in (GUIDE / "images").glob("*.webp")}


SHOWN = re.findall(r"!\[([^\]]*)\]\(images/([\w-]+\.webp)\)", GUIDE_TEXT)


def test_every_picture_is_there_and_shown() -> None:
    assert {name for _words, name in SHOWN} == set(IMAGES) == {path.name for path in (GUIDE / "images").iterdir()}


def test_every_picture_is_said_in_words() -> None:
    assert all(len(words.split()) > 1 for words, _name in SHOWN)


def test_the_pictures_are_small() -> None:
    assert max(IMAGES.values()) < 150_000
    assert sum(IMAGES.values()) < 1_400_000  # they are in the wheel, which shall stay below 2 MB


# --- what the text says ----------------------------------------------------------------------------------------------


def test_the_installation_is_that_of_readme() -> None:
    lines = {line for name, line in TYPED if name == "installer.md"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    installing = {line for line in lines if "install ." in line}
    assert len(installing) == 2
    assert all(line in readme for line in installing)


def test_the_examples_are_read_without_a_fault() -> None:
    scenarios = sorted(EXAMPLES.glob("*.toml"))
    assert len(scenarios) == 3
    for path in scenarios:
        if path.stem == "documents":
            assert read_documents(path).signatory
        else:
            assert read(path)[1].name == path.stem


EXAMPLES = GUIDE / "exemples"


def test_the_plan_to_go_on_from_keeps_every_rule_and_its_locks_hold() -> None:
    problem, _wishes = read(ROOT / "scenarios" / "mixte.toml")
    plan = read_plan(EXAMPLES / "plan.json", problem)
    assert not check(problem, plan)
    locked = read_plan(EXAMPLES / "planning-verrous.xlsx", problem)
    assert set(locked.tasks) == set(plan.tasks)
    absent, _wishes = read(EXAMPLES / "jure-malade.toml")
    locks = read_locks(EXAMPLES / "planning-verrous.xlsx", absent.whole)
    assert len(locks) == len(plan.tasks)


def test_the_changed_plan_breaks_the_rule_that_the_guide_says() -> None:
    problem, _wishes = read(ROOT / "scenarios" / "mixte.toml")
    broken = check(problem, read_plan(EXAMPLES / "planning-modifie.xlsx", problem))
    assert broken
    assert all("C01" in violation.message for violation in broken)


def test_the_objectives() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGES[GUIDE / "reglages.md"], re.MULTILINE)
    assert sorted(rows) == sorted(OBJECTIVES)


def test_the_exit_codes() -> None:
    rows = re.findall(r"^\| (\d+) \|", PAGES[REFERENCE / "commands.md"], re.MULTILINE)
    assert {int(number) for number in rows} == {value for value in vars(codes).values() if isinstance(value, int)}


def test_links_between_pages() -> None:
    for path, text in PAGES.items():
        for link in re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", text):
            assert (path.parent / link).resolve() in PAGES, (path.name, link)
        for book, page in re.findall(r"\]\((guide|reference):([\w-]+)\.html(?:#[^)]*)?\)", text):
            assert ROOT / "docs" / book / f"{page}.md" in PAGES, (path.name, page)
