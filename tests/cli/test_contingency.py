"""``contingency``: a booklet of every single loss; a killed run goes on; nobody is named where nobody should be."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.cli_runs import PATIENCE, TINY, Run, Solved, ended, start
from tests.support.pdf_reading import pages
from tspi_sched.checker import judged
from tspi_sched.losses import Loss
from tspi_sched.losses.session import after
from tspi_sched.reading import read, read_plan

COUNTED = "5 pertes étudiées, une à la fois. Sans rappeler aucun candidat : 0. Des candidats sont à reporter : 5."
"""Of `tiny`, which depends on everybody."""

PROMPT = ("--time-limit", 60, "--jobs", 1)


@pytest.fixture(scope="module")
def booklet(solved: Solved, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The folder of a booklet of `tiny`, and what was printed."""
    folder = tmp_path_factory.mktemp("livret")
    code, out, err = ended(start("contingency", solved[0] / "plan.json", TINY, "-o", folder, *PROMPT))
    assert code == 0, err
    return folder, out, err


def test_the_booklet_of_a_session_that_depends_on_everybody(booklet: tuple[Path, str, str]) -> None:
    """One panel, one invigilator, a room each: whoever or whatever is lost, both candidates are left out; one more
    juror on the one day saves them from the loss of a member."""
    folder, out, err = booklet
    assert {path.name for path in folder.iterdir()} == {"livret.pdf", "livret.xlsx", "plans", "calculs"}
    assert (
        "5 pertes étudiées, une à la fois. Sans rappeler aucun candidat : 0. Des candidats sont à reporter : 5." in out
    )
    assert out.count("2 candidats ne peuvent pas passer : ils sont à reporter.") == 5
    assert "il manque 1 journée de réserve (1 personne le lundi 15 mars 2027)" in out
    assert "C'est prouvé : moins d'astreintes laisseraient quelqu'un de côté." in out
    assert "[5/5]" in err
    assert len(pages(folder / "livret.pdf")) == 6
    assert load_workbook(folder / "livret.xlsx").sheetnames == ["Synthèse", "Fiches", "Appels"]


def test_each_plan_that_is_written_keeps_every_rule(booklet: tuple[Path, str, str], solved: Solved) -> None:
    problem, _wishes = read(TINY)
    before = read_plan(solved[0] / "plan.json", problem)
    files = sorted((booklet[0] / "plans").iterdir())
    assert [path.name for path in files] == [
        "jury-J1.json", "jury-J2.json", "salle-S1.json", "salle-S2.json", "surveillance-SV1.json",
    ]  # fmt: skip
    kinds = {"jury": "member", "surveillance": "invigilator", "salle": "room"}
    for path in files:
        kind, _dash, id = path.stem.partition("-")
        plan = read_plan(path, problem)
        assert plan.events
        assert not judged(after(problem, before, Loss(kinds[kind], id)), plan)[0]


def test_a_second_run_calculates_nothing_and_writes_the_same(
    booklet: tuple[Path, str, str], solved: Solved, run: Run
) -> None:
    folder = booklet[0]
    kept = {path: path.stat().st_mtime_ns for path in (folder / "calculs").iterdir()}
    before = (folder / "livret.xlsx").read_bytes()
    code, out, _err = run("contingency", solved[0] / "plan.json", TINY, "-o", folder, *PROMPT)
    assert code == 0
    assert "5 pertes étudiées" in out
    assert {path: path.stat().st_mtime_ns for path in (folder / "calculs").iterdir()} == kept
    assert (folder / "livret.xlsx").read_bytes() == before


def test_a_workbook_that_somebody_ticked_is_kept(booklet: tuple[Path, str, str], solved: Solved, run: Run) -> None:
    path = booklet[0] / "livret.xlsx"
    book = load_workbook(path)
    book["Appels"]["A5"] = "appelé à 7 h 40"
    book.save(path)
    code, _out, err = run("contingency", solved[0] / "plan.json", TINY, "-o", booklet[0], *PROMPT, "--quiet")
    assert code == 0
    assert "a été modifié : il est gardé sous" in err
    others = [one for one in booklet[0].glob("livret*.xlsx") if one != path]
    assert [load_workbook(one)["Appels"]["A5"].value for one in others] == ["appelé à 7 h 40"]
    others[0].unlink()


def test_without_names_nobody_is_named(booklet: tuple[Path, str, str], solved: Solved, run: Run) -> None:
    folder = booklet[0]
    code, out, err = run("contingency", solved[0] / "plan.json", TINY, "-o", folder, *PROMPT, "--anonymise", "--quiet")
    assert (code, out, err) == (0, "", "")
    coded = folder / "anonyme"
    assert {path.name for path in coded.iterdir()} == {"livret.pdf", "livret.xlsx"}
    problem, _wishes = read(TINY)
    said = " ".join(pages(coded / "livret.pdf"))
    said += " ".join(str(c.value) for sheet in load_workbook(coded / "livret.xlsx") for row in sheet for c in row)
    people: tuple[Any, ...] = (*problem.candidates, *problem.members, *problem.invigilators)
    assert not [one.name for one in people if one.last_name in said or one.first_name in said]
    assert "Juré 1" in said


def test_in_english(booklet: tuple[Path, str, str], solved: Solved, run: Run) -> None:
    code, out, err = run("contingency", solved[0] / "plan.json", TINY, "-o", booklet[0], *PROMPT, "--lang", "en")
    assert code == 0
    assert "5 losses considered, one at a time." in out
    assert "1 reserve-day is missing" in out
    assert "2 candidates cannot be assessed and must be postponed." in err


def test_without_typst_the_rest_is_written_and_it_is_said(
    booklet: tuple[Path, str, str], solved: Solved, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    (booklet[0] / "livret.pdf").unlink()
    code, out, err = run("contingency", solved[0] / "plan.json", TINY, "-o", booklet[0], *PROMPT)
    assert code == 0
    assert "livret.pdf n'est pas écrit : il manque typst" in err
    assert "livret.xlsx" in out
    assert not (booklet[0] / "livret.pdf").exists()


def test_the_usual_folder_is_beside_the_plan(solved: Solved, run: Run) -> None:
    code, _out, _err = run("contingency", solved[0] / "plan.json", TINY, *PROMPT, "--quiet")
    assert code == 0
    assert (solved[0] / "contingence" / "livret.xlsx").exists()


# --- refused ----------------------------------------------------------------------------------------------------------


def test_a_plan_that_breaks_a_rule_is_refused(solved: Solved, tmp_path: Path, run: Run) -> None:
    content = json.loads((solved[0] / "plan.json").read_text(encoding="utf-8"))
    content["tasks"] = content["tasks"][:-1]
    (tmp_path / "plan.json").write_text(json.dumps(content), encoding="utf-8")
    code, out, err = run("contingency", tmp_path / "plan.json", TINY, "-o", tmp_path / "livret")
    assert (code, out) == (4, "")
    assert "[" in err
    assert not (tmp_path / "livret").exists()


def test_a_plan_after_an_incident_is_refused(solved: Solved, tmp_path: Path, run: Run) -> None:
    content = json.loads((solved[0] / "plan.json").read_text(encoding="utf-8"))
    content["now"] = "2027-03-15 07:55"
    content["events"] = [{"event": "arrived", "who": "C01", "at": "2027-03-15 07:50"}]
    (tmp_path / "plan.json").write_text(json.dumps(content), encoding="utf-8")
    code, _out, err = run("contingency", tmp_path / "plan.json", TINY, "-o", tmp_path / "livret")
    assert code == 1
    assert "déjà celui d'un imprévu" in err


def test_a_folder_that_is_a_file_is_refused_before_the_work(solved: Solved, tmp_path: Path, run: Run) -> None:
    (tmp_path / "livret").write_text("x")
    code, _out, err = run("contingency", solved[0] / "plan.json", TINY, "-o", tmp_path / "livret")
    assert code == 1
    assert "ce n'est pas un dossier" in err


@pytest.mark.parametrize("option", [("--time-limit", "-1"), ("--jobs", "x")])
def test_wrong_numbers_are_misuse(solved: Solved, option: tuple[str, str], run: Run) -> None:
    assert run("contingency", solved[0] / "plan.json", TINY, *option)[0] == 2


# --- killed -----------------------------------------------------------------------------------------------------------


@pytest.mark.real_size
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_where_it_was(solved: Solved, tmp_path: Path, number: Any) -> None:
    """Killed after the first results: these are kept, and are not calculated again."""
    command = ("contingency", solved[0] / "plan.json", TINY, "-o", tmp_path, "--time-limit", 60, "--jobs", 1)
    process, kept = start(*command, start_new_session=True), tmp_path / "calculs"
    until = time.monotonic() + PATIENCE
    while not (kept.exists() and any(kept.glob("*.json"))) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, number)  # with the process that calculates, as Ctrl-C in a terminal or a machine's end
    code, _out, _err = ended(process)
    if number == signal.SIGINT and code != 0:  # 0: it was done before the signal came
        assert code == 130
    first = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert first
    code, out, err = ended(start(*command))
    assert code == 0, err
    assert (
        "5 pertes étudiées, une à la fois. Sans rappeler aucun candidat : 0. Des candidats sont à reporter : 5." in out
    )
    later = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert {name: later[name] for name in first} == first
    assert len(later) == 7  # five losses, and whether the empty set is enough for J1 and J2
