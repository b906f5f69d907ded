"""The command ``check``: sound plans, broken rules, files that are wrong about themselves."""

import re

import pytest

from cli_runs import TINY, edited_plan

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
    assert re.match(r"\d+ règles enfreintes :\n  \[same_panel\] ", out)
    assert "[panel_makeup]" in out


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
