"""The command ``check``: sound plans, broken rules, files that are wrong about themselves."""

import re

import pytest

from cli_runs import TINY, edited_plan, with_cells

pytest_plugins = ("cli_fixtures",)


@pytest.mark.parametrize("name", ["plan.json", "planning.xlsx"])
def test_check_a_sound_plan(run, solved, name):
    code, out, err = run("check", solved[0] / name, TINY)
    assert (code, err) == (0, "")
    assert out.startswith("Toutes les règles sont respectées.")
    assert re.search(r"Présence cumulée des jurés +11 h 10", out)
    assert "annonce" not in out


def test_check_names_each_broken_rule(run, solved, tmp_path):
    def change(content):
        content["tasks"][-1]["members"] = content["tasks"][-1]["members"][:1]

    code, out, _err = run("check", edited_plan(solved, tmp_path, change), TINY)
    assert code == 4
    assert re.match(r"\d+ règles enfreintes :\n  \[même jury\] ", out)
    assert "[composition du jury]" in out


def test_check_says_where_the_file_is_wrong_about_itself(run, solved, tmp_path):
    def change(content):
        content["objectives"][-1]["value"] = 5

    code, out, _err = run("check", edited_plan(solved, tmp_path, change), TINY)
    assert code == 0
    assert "Le fichier annonce 5 min pour « Attente cumulée des candidats »" in out


def test_check_of_something_else(run, tmp_path):
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")
    assert run("check", "plan.json", TINY)[0] == 1
    assert run("check", TINY, TINY)[0] == 1


def test_objectives_that_nobody_asked_for(run, solved):
    """There is no cost, nobody is left out and there is no plan before: zeros that say nothing."""
    _code, out, _err = run("check", solved[0] / "planning.xlsx", TINY)
    assert not re.search(r"Coût|Changements|Non placés|Candidats non placés", out)
    assert "Présence cumulée" in out


def test_an_end_that_was_forgotten_is_told_once(run, solved, tmp_path):
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
