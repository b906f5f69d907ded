"""The guide's page on another title, done literally: its file is read, a session of it is begun and planned."""

import re
from pathlib import Path

from tests.support.cli_runs import Run
from tests.support.paths import ROOT

PAGE = ROOT / "docs/guide/autre-titre.md"


def test_the_page_done_step_by_step(run: Run) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (title,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    Path("mon-titre.toml").write_text(title, encoding="utf-8")
    commands = [line for block in re.findall(r"```text\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert [line.split()[:2] for line in commands] == [
        ["tspi-sched", word] for word in ("titles", "init", "validate", "solve")
    ]
    for line in commands:
        code, _out, err = run(*line.split()[1:])
        assert code == 0, (line, err)


def test_the_titles_that_it_names_are_there() -> None:
    (names,) = re.findall(r"en a quelques-uns \(([^)]*)\)", PAGE.read_text(encoding="utf-8"))
    assert {name.lower() for name in re.findall(r"\w+", names)} == {
        path.stem for path in (ROOT / "examples/titles").glob("*.toml")
    }
