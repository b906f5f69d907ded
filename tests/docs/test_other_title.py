"""The guide's page on another title, done literally: its file is read, a session of it is begun and planned."""

import re
from pathlib import Path
from textwrap import dedent

from tests.support.cli_runs import Run
from tests.support.paths import ROOT
from tspi_sched.reading import read_title

PAGE = ROOT / "docs/guide/autre-titre.md"


def test_the_page_done_step_by_step(run: Run) -> None:
    text = PAGE.read_text(encoding="utf-8")
    title, written = re.findall(r"^ *```toml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    Path("mon-titre.toml").write_text(title, encoding="utf-8")
    _with_a_paper(title, dedent(written))
    commands = [line for block in re.findall(r"```text\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert [line.split()[:2] for line in commands] == [
        ["tspi-sched", word] for word in ("titles", "init", "validate", "solve")
    ]
    for line in commands:
        code, _out, err = run(*line.split()[1:])
        assert code == 0, (line, err)


def _with_a_paper(title: str, written: str) -> None:
    """The two stages that the page shows for a paper, put at the head of the file with minutes of their own."""
    head, stages = title.split("[[stages]]", 1)
    more = f"{head}{written}\n[[stages]]{stages}".replace('places = ["', 'places = ["MSP", "')
    more = more.replace("minutes = { MSP", "minutes = { QCM = 60, CORR = 15, MSP")
    more = more.replace("candidate = 105", "candidate = 165").replace("candidate = 75", "candidate = 135")
    Path("avec-ecrit.toml").write_text(more, encoding="utf-8")
    found = read_title("avec-ecrit.toml", Path())
    assert [stage.code for stage in found.stages][:2] == ["QCM", "CORR"]


def test_the_titles_that_it_names_are_there() -> None:
    (names,) = re.findall(r"en a quelques-uns \(([^)]*)\)", PAGE.read_text(encoding="utf-8"))
    assert {name.lower() for name in re.findall(r"\w+", names)} == {
        path.stem for path in (ROOT / "examples/titles").glob("*.toml")
    }
