"""The command ``check``: sound plans, broken rules, files that are wrong about themselves."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_runs import TINY, Run, Solved, edited_plan, with_cells


@pytest.mark.parametrize("name", ["plan.json", "planning.xlsx"])
def test_check_a_sound_plan(run: Run, solved: Solved, name: str) -> None:
    code, out, err = run("check", solved[0] / name, TINY)
    assert (code, err) == (0, "")
    assert out.startswith("Toutes les règles sont respectées.")
    assert re.search(r"Présence cumulée des jurés +11 h 10", out)
    assert "annonce" not in out


def test_check_names_each_broken_rule(run: Run, solved: Solved, tmp_path: Path) -> None:
    def change(content: Any) -> None:
        content["tasks"][-1]["members"] = content["tasks"][-1]["members"][:1]

    code, out, _err = run("check", edited_plan(solved, tmp_path, change), TINY)
    assert code == 4
    assert re.match(r"\d+ règles enfreintes :\n  \[même jury\] ", out)
    assert "[composition du jury]" in out


def test_check_says_where_the_file_is_wrong_about_itself(run: Run, solved: Solved, tmp_path: Path) -> None:
    def change(content: Any) -> None:
        content["objectives"][-1]["value"] = 5

    code, out, _err = run("check", edited_plan(solved, tmp_path, change), TINY)
    assert code == 0
    assert "Le fichier annonce 5 min pour « Attente cumulée des candidats »" in out


def test_check_of_something_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")
    assert run("check", "plan.json", TINY)[0] == 1
    assert run("check", TINY, TINY)[0] == 1


def test_objectives_that_nobody_asked_for(run: Run, solved: Solved) -> None:
    """There is no cost, nobody is left out and there is no plan before: zeros that say nothing."""
    _code, out, _err = run("check", solved[0] / "planning.xlsx", TINY)
    assert not re.search(r"Coût|Changements|Non placés|Candidats non placés", out)
    assert "Présence cumulée" in out


def test_an_end_that_was_forgotten_is_told_once(run: Run, solved: Solved, tmp_path: Path) -> None:
    """All the orals of a candidate are put two hours later without their ends: one message each, nothing that follows
    from wrong ends, and what is broken besides (the marking is not touched, the hours are others)."""
    for name, forgotten in (("forgotten", True), ("empty", False)):
        moved = with_cells(solved[0] / "planning.xlsx", tmp_path / f"{name}.xlsx", ("C01", "ET"), {"Début": "07:00"})
        if not forgotten:
            with_cells(moved, moved, ("C01", "ET"), {"Fin": None})
    code, out, _err = run("check", tmp_path / "forgotten.xlsx", TINY)
    assert code == 4
    assert len(re.findall("la fin n'a pas suivi", out)) == 1
    assert "07:30 serait juste" in out
    others = [line for line in out.splitlines() if line.startswith("  [") and "n'a pas suivi" not in line]
    assert not any("[durée]" in line for line in others)
    code, out, _err = run("check", tmp_path / "empty.xlsx", TINY)
    assert code == 4
    assert [line for line in out.splitlines() if line.startswith("  [")] == others


def broken(solved: Solved, tmp_path: Path) -> Path:
    """The solved session's workbook with a paper's room that is none."""
    return with_cells(solved[0] / "planning.xlsx", tmp_path / "essai.xlsx", ("C01", "ET"), {"Salle": "S1"})


def test_a_marked_workbook(run: Run, solved: Solved, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    plan = broken(solved, tmp_path)
    before, text = plan.read_bytes(), run("check", plan, TINY)
    code, out, err = run("check", plan, TINY, "-o", "controle.xlsx")
    assert (code, err) == (4, "")
    assert out == text[1] + "\nFichiers écrits :\n  controle.xlsx\n"
    assert plan.read_bytes() == before
    sheet = load_workbook(tmp_path / "controle.xlsx")["Contrôle"]
    rules = [cell.value for cell in sheet["B"] if cell.value in ("salle d’oral", "délibération")]
    assert len(rules) == len(re.findall(r"^  \[", out, re.MULTILINE))
    again = run("check", tmp_path / "controle.xlsx", TINY)
    assert again[0] == 4  # and nothing is said of the sheet that is new
    assert again[1] == text[1].replace("essai.xlsx", "controle.xlsx")


def test_a_sound_plan_may_be_marked_as_sound(run: Run, solved: Solved, tmp_path: Path) -> None:
    for source in ("plan.json", "planning.xlsx"):
        code, out, _err = run("check", solved[0] / source, TINY, "-o", tmp_path / "controle.xlsx")
        assert code == 0
        assert out.endswith(f"{tmp_path / 'controle.xlsx'}\n")
        assert run("check", tmp_path / "controle.xlsx", TINY)[0] == 0


def test_a_marked_workbook_replaces_nothing_that_was_worked_on(run: Run, solved: Solved, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    plan, target = broken(solved, tmp_path), tmp_path / "controle.xlsx"
    for _time in range(2):  # one that is as it was written is replaced without a word
        assert run("check", plan, TINY, "-o", target)[2] == ""
    book = load_workbook(target)
    book["Plan"]["H2"].value = "S2"
    book.save(target)
    code, _out, err = run("check", plan, TINY, "-o", target)
    assert code == 4
    (kept,) = tmp_path.glob("controle (*.xlsx")
    assert f"{target} n'est pas un contrôle tel qu'il a été écrit : il est gardé sous « {kept.name} »." in err
    assert load_workbook(kept)["Plan"]["H2"].value == "S2"
    (tmp_path / "notes.xlsx").write_text("autre chose", encoding="utf-8")
    run("check", plan, TINY, "-o", tmp_path / "notes.xlsx")
    (other,) = tmp_path.glob("notes (*.xlsx")
    assert other.read_text(encoding="utf-8") == "autre chose"


def test_a_marked_workbook_never_replaces_what_was_read(run: Run, solved: Solved, tmp_path: Path) -> None:
    plan = broken(solved, tmp_path)
    before = plan.read_bytes()
    code, _out, err = run("check", plan, TINY, "-o", plan)
    assert (code, "ce fichier est à lire" in err, plan.read_bytes()) == (1, True, before)


@pytest.mark.parametrize("name", ["controle.pdf", "controle", "controle.xls"])
def test_a_marked_workbook_is_a_workbook(run: Run, solved: Solved, name: str) -> None:
    code, _out, err = run("check", solved[0] / "planning.xlsx", TINY, "-o", name)
    assert code == 2
    assert ".xlsx" in err


def test_a_marked_workbook_in_english(run: Run, solved: Solved, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    assert run("--lang", "en", "check", broken(solved, tmp_path), TINY, "-o", "check.xlsx")[0] == 4
    book = load_workbook(tmp_path / "check.xlsx")
    assert book.sheetnames[0] == "Check"
    assert book.worksheets[0]["B6"].value == "Rule"
