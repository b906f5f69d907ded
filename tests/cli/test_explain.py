"""The command ``explain``, and what ``solve`` says when it proves that there is no plan."""

import os
import re
import shlex
import signal
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import as_files
from tests.support.cli_runs import LARGE, SCENARIOS, TINY, Run, Solved, ended, start
from tests.support.impossible import IMPOSSIBLE
from tests.support.sessions import changed
from tests.support.tempting import opened, small
from tspi_sched.checker import check
from tspi_sched.explanations import Explanation, explain
from tspi_sched.problem import PanelRules, Problem
from tspi_sched.reading import read_plan, read_title
from tspi_sched.starter.scenario import scenario_text

DESKS, TWO_CAUSES, AWAY = (
    IMPOSSIBLE[name].problem for name in ("desks", "desks and exclusions", "a candidate who is away")
)
ONE = ("--workers", "1")


@pytest.fixture
def scenario(tmp_path: Path) -> Callable[..., Any]:
    """Writes a session as files; gives the path of its scenario."""
    return lambda problem: as_files.write(problem, tmp_path)


def test_a_session_with_a_plan(run: Run) -> None:
    code, out, _err = run("explain", TINY, *ONE)
    assert code == 0
    assert out.startswith("Un plan existe")


def test_a_cause_its_facts_and_who_fits(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, err = run("explain", scenario(DESKS), *ONE)
    assert code == 3
    assert out.startswith("Aucun plan ne respecte toutes les règles : c'est prouvé.\n\nPourquoi :\n")
    assert "  3 candidats TITRE commencent MSP au même moment ; il n'y a que 2 places" in out
    assert "     – l'épreuve MSP d'un parcours commence au même moment pour tous\n" in out
    assert "les autres tiennent ensemble : c'est vérifié." in out
    assert re.search(
        r"Sans rien changer, 2 candidats sur 3 peuvent passer, et pas davantage ; sans place : Titre\d", out
    )
    assert "Essai des changements" in err


def test_every_cause_has_a_number(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, _err = run("explain", scenario(TWO_CAUSES), *ONE)
    assert code == 3
    assert "Pourquoi (2 causes) :" in out
    assert re.search(r"^1\. Aucun jury n'est possible pour Xénon", out, re.MULTILINE)
    assert re.search(r"^2\. 3 candidats TITRE commencent MSP au même moment", out, re.MULTILINE)
    assert " et mettre 3 places au lieu de 2 " in out or " et ajouter 1 jury (2 jurés)" in out


def test_the_lines_shown_can_be_pasted(run: Run, scenario: Callable[..., Any]) -> None:
    path = scenario(DESKS)
    _code, out, _err = run("explain", path, *ONE)
    shown = [line[7:] for line in out.splitlines() if line.startswith("       ")]
    number = next(n for n, line in enumerate(shown) if line.startswith("[what_if"))
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "\n".join(shown[number : number + 2]) + "\n", encoding="utf-8")
    assert "     Ajoutez à la fin :\n" in out
    assert tomllib.loads(path.read_text(encoding="utf-8"))["what_if"]["change"]["S1"] == {"Places": 3}
    assert run("explain", path, *ONE)[0] == 0


def test_the_plan_of_those_who_fit_is_written(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, _err = run("explain", scenario(DESKS), "-o", "out", *ONE)
    assert code == 3
    problem = replace(DESKS, rules=replace(DESKS.rules, allow_unplaced=True))
    plan = read_plan(Path("out/plan.json"), problem)
    assert check(problem, plan) == ()
    assert len(plan.unplaced) == 1
    assert str(Path("out/planning.xlsx")) in out


def test_nothing_is_written_where_nobody_fits(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, _err = run(
        "explain", scenario(changed(small(), "C1", availability=opened("08:00-09:00"))), "-o", "out", *ONE
    )
    assert code == 3
    assert "Sans rien changer, aucun candidat ne peut passer." in out
    assert not Path("out").exists()


def test_exclusions_are_lifted_only_for_who_asks(run: Run, scenario: Callable[..., Any]) -> None:
    path = scenario(IMPOSSIBLE["exclusions"].problem)
    assert "Lever l'exclusion" not in run("explain", path, *ONE)[1]
    assert (
        "Lever l'exclusion entre Nom1 (C1) et Un (J1) (exclusion)"
        in run("explain", path, "--allow-exclusions", *ONE)[1]
    )


def test_locks_of_an_edited_plan(run: Run, solved: Solved) -> None:
    # The plan is the only one with this end; locked, it is possible all the same.
    code, out, err = run("explain", TINY, "--lock", solved[0] / "planning.xlsx", *ONE)
    assert code == 0
    assert "aucun verrou" in err
    assert out.startswith("Un plan existe")


def test_no_answer_in_time(run: Run) -> None:
    code, out, err = run("explain", LARGE, "--time-limit", "0.01", *ONE)
    assert (code, out) == (5, "")
    assert "--time-limit" in err


def test_what_is_not_verified_is_said(run: Run, scenario: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def unsure(problem: Problem, *args: Any, **options: Any) -> Any:
        found = explain(problem, *args, **options)
        cause = found.causes[0]
        doubtful = replace(cause, lines=tuple(replace(line, verified=False) for line in cause.lines), minimal=False)
        repairs = tuple(replace(repair, least=False) for repair in found.repairs)
        return replace(found, causes=(doubtful,), repairs=repairs)

    monkeypatch.setattr("tspi_sched.explanations.explain", unsure)
    out = run("explain", scenario(DESKS), *ONE)[1]
    head, _sep, rest = out.partition("Le temps a manqué pour savoir ce qui compte du reste ; le plus inhabituel :\n")
    assert "     – l'épreuve MSP d'un parcours commence au même moment pour tous\n" in rest
    assert "candidats TITRE" in head
    assert "(un peu moins suffirait peut-être)" in out
    assert "c'est vérifié" not in out


def test_nothing_found_but_the_proof(run: Run, scenario: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.explanations.explain", lambda *_, **__: Explanation("impossible"))
    code, out, _err = run("explain", scenario(DESKS), *ONE)
    assert code == 3
    assert "Aucun changement simple" in out


# --- a repair written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2])
def test_a_scenario_with_a_repair_is_written_and_solves(run: Run, scenario: Callable[..., Any], number: int) -> None:
    path = scenario(DESKS)
    before = path.read_bytes()
    target = path.with_name("mieux.toml")
    code, out, _err = run("explain", path, "--repair", number, "-o", target, *ONE)
    assert code == 0
    assert f"Scénario écrit, avec le remède {number} (" in out
    assert path.read_bytes() == before
    assert run("solve", target, "-o", "solved", *ONE)[0] == 0


def test_the_command_that_is_printed_writes_the_scenario(run: Run, scenario: Callable[..., Any]) -> None:
    path = scenario(DESKS)
    _code, out, _err = run("explain", path, *ONE)
    lines = [line for line in out.splitlines() if line.startswith("  tspi-sched explain ")]
    assert len(lines) >= 2
    for line in lines[:2]:
        assert run(*shlex.split(line)[1:], *ONE)[0] == 0
    assert run("solve", shlex.split(lines[0])[-1], "-o", "solved", *ONE)[0] == 0


def test_a_repair_is_known_by_its_code_wherever_it_comes(run: Run, scenario: Callable[..., Any]) -> None:
    """Another run may find the repairs in another order: the number is then another one's."""
    path = scenario(DESKS)
    _code, out, _err = run("explain", path, *ONE)
    second = next(line for line in out.splitlines() if line.startswith("  tspi-sched explain ") and " 2-" in line)
    code = shlex.split(second)[4].partition("-")[2]
    status, out, _err = run("explain", path, "--repair", f"1-{code}", "-o", "new.toml", *ONE)
    assert status == 0
    assert "avec le remède 2 (" in out
    status, _out, err = run("explain", path, "--repair", "1-0000", "-o", "other.toml", *ONE)
    assert status == 3
    assert "1-0000" in err
    assert not Path("other.toml").exists()


def test_a_workbook_alone_gets_a_scenario_in_another_folder(
    run: Run, scenario: Callable[..., Any], tmp_path: Path
) -> None:
    book = scenario(replace(DESKS, rules=replace(DESKS.rules, panel=PanelRules("given")))).with_name("book.xlsx")
    target = tmp_path / "autre dossier" / "essai.toml"
    code, out, _err = run("explain", book, "--repair", "1", "-o", target, *ONE)
    assert (code, target.exists()) == (0, True)
    assert f'tspi-sched solve "{target}"' in out
    assert tomllib.loads(target.read_text(encoding="utf-8"))["workbook"] == "../book.xlsx"
    assert run("solve", target, "-o", "solved", *ONE)[0] == 0


def test_the_starter_s_tables_are_changed_where_they_stand(
    run: Run, scenario: Callable[..., Any], tmp_path: Path
) -> None:
    problem = IMPOSSIBLE["exclusions"].problem
    path = scenario(problem)
    text = scenario_text("book.xlsx", "ma-session", read_title("TP-01305", Path()))
    path.write_text(text.replace("minutes = 45", "minutes = 0"), encoding="utf-8")
    target = tmp_path / "quotidien.toml"
    code, out, _err = run("explain", path, "--repair", "1", "-o", target, *ONE)
    assert code == 0
    assert 'remplacez « mode = "given" » par « mode = "daily" »' in out
    new, old = target.read_text(encoding="utf-8").splitlines(), path.read_text(encoding="utf-8").splitlines()
    assert len(new) == len(old)
    assert [line.split(" ")[0] for line, was in zip(new, old, strict=True) if line != was] == ["name", "mode"]
    assert tomllib.loads("\n".join(new))["name"] == "quotidien"
    assert run("solve", target, "-o", "solved", *ONE)[0] == 0


@pytest.mark.parametrize("which", ["scenario.toml", "book.xlsx", "noted.toml"])
def test_no_file_is_replaced(run: Run, scenario: Callable[..., Any], which: str) -> None:
    path = scenario(DESKS)
    path.with_name("noted.toml").write_text("# mes notes\n", encoding="utf-8")
    target = path.with_name(which)
    before = target.read_bytes()
    code, _out, err = run("explain", path, "--repair", "1", "-o", target, *ONE)
    assert code in (1, 2)
    assert err
    assert target.read_bytes() == before


def test_a_repair_that_is_not_there(run: Run, scenario: Callable[..., Any]) -> None:
    code, _out, err = run("explain", scenario(DESKS), "--repair", "9", "-o", "new.toml", *ONE)
    assert code == 3
    assert "n'a pas trouvé le remède 9" in err
    assert not Path("new.toml").exists()


def test_nothing_is_repaired_where_there_is_a_plan(run: Run) -> None:
    code, _out, err = run("explain", TINY, "--repair", "1", "-o", "new.toml", *ONE)
    assert code == 1
    assert "un plan existe" in err
    assert not Path("new.toml").exists()


@pytest.mark.parametrize(
    "args", [("--repair", "1"), ("--repair", "1", "-o", "folder"), ("--repair", "0", "-o", "a.toml")]
)
def test_a_repair_needs_a_file(run: Run, scenario: Callable[..., Any], args: tuple[str, ...]) -> None:
    assert run("explain", scenario(DESKS), "--repair", *args)[0] == 2


def test_a_lock_is_no_matter_of_a_scenario(
    run: Run, scenario: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritten(problem: Problem, *args: Any, **options: Any) -> Any:
        found = explain(problem, *args, **options)
        return replace(found, repairs=tuple(replace(repair, snippet="") for repair in found.repairs))

    monkeypatch.setattr("tspi_sched.explanations.explain", unwritten)
    code, _out, err = run("explain", scenario(DESKS), "--repair", "1", "-o", "new.toml", *ONE)
    assert code == 3
    assert "colonne Verrou" in err


# --- interruptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (Explanation("unknown", interrupted=True), "Interrompu avant de savoir"),
        (Explanation("impossible", interrupted=True), "Aucun plan ne respecte"),
    ],
)
def test_an_interruption(
    run: Run, scenario: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, found: Explanation, message: str
) -> None:
    monkeypatch.setattr("tspi_sched.explanations.explain", lambda *_, **__: found)
    code, out, err = run("explain", scenario(DESKS), *ONE)
    assert code == 130
    assert message in out + err


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_signal_prints_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    book = (SCENARIOS.parent / "instances" / "grande-session.xlsx").as_posix()
    days = '[[what_if.days]]\ndate = "2027-03-15"\nopen = "08:00"\nclose = "18:00"\n'
    path.write_text(f'workbook = "{book}"\n{days}', encoding="utf-8")
    process = start("explain", path, "--time-limit", "100", *ONE)
    for said in process.stderr:
        if "Essai des changements" in said:
            break
    process.send_signal(signal.SIGINT)
    code, out, err = ended(process)
    assert code == 130, err
    assert "Traceback" not in err
    assert "Pourquoi" in out


# --- solve -----------------------------------------------------------------------------------------------------------


def test_solve_explains_what_it_proves_impossible(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, err = run("solve", scenario(DESKS), *ONE)
    assert (code, out) == (3, "")
    assert "3 candidats TITRE commencent MSP au même moment ; il n'y a que 2 places" in err
    assert (
        "1. Faire commencer l'épreuve MSP d'un parcours en 2 vagues : tout finit au plus tôt lundi 7 décembre 2026"
        in err
    )
    assert not Path("planning").exists()


def test_quiet_is_the_cause_in_one_line(run: Run, scenario: Callable[..., Any]) -> None:
    code, out, err = run("solve", scenario(TWO_CAUSES), "--quiet", *ONE)
    assert (code, out) == (3, "")
    (line,) = err.splitlines()
    assert line.startswith("Aucun plan ne respecte toutes les règles : c'est prouvé. Aucun jury n'est possible pour X")


def test_a_candidate_s_name_cannot_steer_the_terminal_or_the_scenario(run: Run, scenario: Callable[..., Any]) -> None:
    # An id is text from a workbook: quoted where it becomes a key.
    name = 'C"1] [x'
    away = replace(AWAY, candidates=(replace(AWAY.candidates[0], id=name, last_name="Zoé\u202e"),))
    code, out, _err = run("explain", scenario(away), *ONE)
    assert code == 3
    assert "\u202e" not in out
    (snippet,) = {repair.snippet for repair in explain(away).repairs}
    assert list(tomllib.loads(snippet)["what_if"]["change"]) == [name]
