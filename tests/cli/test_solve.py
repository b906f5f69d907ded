"""The command ``solve``: what it says and leaves behind, and what it refuses before and after the search."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_runs import LARGE, TINY, Run, Solved, impossible
from tests.support.sessions import changed, laid_out, session
from tspi_sched.checker import check
from tspi_sched.exports import writing, xlsx
from tspi_sched.plan import Result, Status
from tspi_sched.reading import read, read_plan


def test_solve_writes_both_files_and_sums_up(solved: Solved) -> None:
    folder, out, err = solved
    problem, _wishes = read(TINY)
    assert sorted(path.name for path in folder.iterdir()) == ["plan.json", "planning.xlsx"]
    assert check(problem, read_plan(folder / "planning.xlsx", problem)) == ()
    assert out.startswith("Plan optimal prouvé.\n")
    assert re.search(r"Fin de la dernière épreuve +\S+ \d+ \S+ \d{4} à 16:40 +prouvé", out)  # 1000 = 16 h 40
    assert re.search(r"Présence cumulée des jurés +11 h 10 +prouvé", out)
    assert str(folder / "plan.json") in out
    assert "[1/5] Durée de la session (jours)" in err.splitlines()


def test_solve_says_nothing_when_it_is_told_to_be_quiet(run: Run) -> None:
    assert run("solve", TINY, "--quiet", "--workers", 1) == (0, "", "")
    assert Path("planning/tiny/plan.json").is_file()


def test_quiet_still_shows_errors(run: Run) -> None:
    assert run("solve", "nowhere.toml", "--quiet")[2]


def test_options_override_the_scenario(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def search(_problem: object, wishes: Any, _watch: object) -> Any:
        seen.append(wishes)
        return Result(Status.UNKNOWN, None)

    monkeypatch.setattr("tspi_sched.planner.solve", search)
    assert run("solve", TINY, "--time-limit", 2.5, "--workers", 3, "--seed", 4)[0] == 5
    assert seen == [replace(read(TINY)[1], time_limit=2.5, workers=3, seed=4)]


def test_proven_impossible_by_counting(run: Run, tmp_path: Path) -> None:
    code, out, err = run("solve", impossible(tmp_path))
    assert (code, out) == (3, "")
    assert "Aucun plan ne respecte toutes les règles : c'est prouvé." in err
    assert "n'est disponible aucun jour pendant les 3 h de son épreuve MSP" in err
    assert not Path("planning").exists()


def test_proven_impossible_by_the_search(run: Run, tmp_path: Path) -> None:
    # The best plan of the example ends at 16:40, and no sum shows it: 2 x 145 = 290 minutes of work, and 11:05 to
    # 16:35 are 330, 335 with the changeover ahead, less a meal of 45.
    days = '[[what_if.days]]\ndate = "2027-03-15"\nopen = "08:00"\nclose = "16:35"\n'
    path = tmp_path / "s.toml"
    path.write_text(f'workbook = "{(TINY.parent.parent / "instances/tiny.xlsx").as_posix()}"\n{days}', encoding="utf-8")
    code, out, err = run("solve", path, "--workers", 1)
    assert (code, out) == (3, "")
    assert "Les 2 candidats TITRE : 4 h 50 de jury à caser en 4 h 50 au plus, mais aucun ordre ne convient." in err
    assert "Fermer à 16:40 au lieu de 16:35" in err


def test_no_plan_in_time(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.search.search.constructive_plan", lambda *_: None)  # it finds one where it can
    code, out, err = run("solve", LARGE, "--time-limit", 0.1, "--workers", 1)
    assert (code, out) == (5, "")
    assert "--time-limit" in err
    assert not Path("planning").exists()


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_the_output_folder_cannot_be_a_file(run: Run, folder: str) -> None:
    Path("file").write_text("")
    code, _out, err = run("solve", LARGE, "-o", folder)
    assert code == 1
    assert "file : ce n'est pas un dossier ; choisissez-en un autre" in err


def test_a_file_that_may_not_be_replaced_is_found_before_the_search(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out").mkdir()
    Path("out/planning.xlsx").write_text("mine")
    whole = Path.open

    def refuse(path: Path, *args: Any, **settings: Any) -> Any:
        if path.name == "planning.xlsx":
            raise PermissionError(13, "Permission denied")
        return whole(path, *args, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    code, _out, err = run("solve", LARGE, "-o", "out")
    assert code == 1
    assert "planning.xlsx : écriture refusée ; fermez le fichier s'il est ouvert" in err


def test_a_folder_that_may_not_be_written_to_is_found_before_the_search(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_settings: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tspi_sched.cli.output.tempfile.TemporaryFile", refuse)
    code, _out, err = run("solve", LARGE)
    assert code == 1
    assert "écriture refusée dans ce dossier" in err


def test_a_file_that_cannot_be_written_after_the_search(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(xlsx, "write", refuse)
    code, _out, err = run("solve", TINY, "--workers", 1)
    assert code == 1
    assert "écriture refusée" in err
    assert "plan.json" in err  # which is there


def test_a_plan_that_breaks_a_rule_is_never_written(tmp_path: Path) -> None:
    problem = changed(session(), "C1", exclusions=("J1",))
    with pytest.raises(AssertionError):
        writing.write_plan(problem, Result(Status.OPTIMAL, laid_out()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_results_in_english(run: Run) -> None:
    code, _out, _err = run("solve", TINY, "--workers", 1, "--lang", "en")
    assert code == 0
    assert run("check", "planning/tiny/planning.xlsx", TINY)[0] == 0  # sheets and headings are read in either language
