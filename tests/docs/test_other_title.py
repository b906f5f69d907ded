"""The guide's page on another title, done literally: its file is read, a session of it is begun and planned."""

import re
from dataclasses import replace
from pathlib import Path

from tests.support.cli_runs import Run
from tests.support.paths import ROOT
from tspi_sched.checker import check
from tspi_sched.plan import Status
from tspi_sched.planner import solve
from tspi_sched.problem import CLOSING, KINDS
from tspi_sched.reading import read

PAGE = ROOT / "docs/guide/autre-titre.md"


def test_the_page_done_step_by_step(run: Run) -> None:
    text = PAGE.read_text(encoding="utf-8")
    Path("mon-titre.toml").write_text(_titles()[0], encoding="utf-8")
    commands = [line for block in re.findall(r"```text\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert [line.split()[:2] for line in commands] == [
        ["tspi-sched", word] for word in ("titles", "init", "validate", "solve")
    ]
    for line in commands:
        code, _out, err = run(*line.split()[1:])
        assert code == 0, (line, err)


def _titles() -> list[str]:
    """The title files that the page shows, whole."""
    return re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_second_example_is_planned(run: Run) -> None:
    """A paper with machines to share, its marking, a preparation, a projector: what the page says of it holds."""
    _first, second = _titles()
    Path("second.toml").write_text(second, encoding="utf-8")
    assert run("init", "seconde", "--title", "second.toml")[0] == 0
    problem, wishes = read(Path("seconde/scenario.toml"))
    result = solve(problem, replace(wishes, workers=1, time_limit=600))
    assert result.status == Status.OPTIMAL
    assert result.plan is not None
    assert check(problem, result.plan) == ()
    by_stage = {task.stage: task for task in result.plan.tasks}
    assert list(by_stage) == ["QP", "CORR", "PREP", "PRES", "EF", "DELIB"]
    assert by_stage["PREP"].end == by_stage["PRES"].start
    assert {stage.kind for stage in problem.title.stages} == {*KINDS} - {CLOSING}, "every kind that has minutes"


def test_the_titles_that_it_names_are_there() -> None:
    (names,) = re.findall(r"en a quelques-uns \(([^)]*)\)", PAGE.read_text(encoding="utf-8"))
    assert {name.lower() for name in re.findall(r"\w+", names)} == {
        path.stem for path in (ROOT / "examples/titles").glob("*.toml")
    }
