"""The command ``export``, and ``solve --export``: what is written, refused and said."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_runs import TINY, Run, Solved, edited_plan
from tspi_sched.cli.export import command
from tspi_sched.exports.common.extras import install_command
from tspi_sched.exports.common.files import SUFFIX
from tspi_sched.reading import read, read_plan


def export(run: Run, plan: Path, *args: Any) -> tuple[int, str, str]:
    return run("export", plan, TINY, *args)


def later(content: Any) -> None:
    """The last deliberation one minute later, which is off the grid and late for nobody else."""
    content["tasks"][-1]["end"] = "16:36"


@pytest.mark.parametrize("name", ["plan.json", "planning.xlsx"])
def test_every_format_from_either_file(run: Run, solved: Solved, name: str) -> None:
    pytest.importorskip("matplotlib")
    code, out, err = export(run, solved[0] / name, "--to", "html, ics,PNG,svg,xlsx,json", "-o", "out/put")
    assert code == 0
    assert ("ne garde pas les preuves" in err) == (name == "planning.xlsx")  # only plan.json has them
    names = ["calendriers", "plan.json", "planning.html", "planning.png", "planning.svg", "planning.xlsx"]
    assert sorted(path.name for path in Path("out/put").iterdir()) == names
    assert out.splitlines()[0] == "Fichiers écrits :"
    assert len(out.splitlines()) == 1 + 6
    problem, _wishes = read(TINY)
    assert read_plan("out/put/planning.xlsx", problem) == read_plan(solved[0] / "plan.json", problem)


def test_page_and_calendars_beside_the_plan_unless_told_otherwise(run: Run, solved: Solved, tmp_path: Path) -> None:
    plan = edited_plan(solved, tmp_path, lambda content: None)
    assert export(run, plan)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calendriers", "plan.json", "planning.html"]


def test_calendars_are_updated_from_one_export_to_the_next(run: Run, solved: Solved) -> None:
    plan = solved[0] / "plan.json"
    export(run, plan, "--to", "ics", "-o", "out")
    before = {path.name: path.read_bytes() for path in Path("out/calendriers").iterdir()}
    export(run, plan, "--to", "ics", "-o", "out")
    assert {path.name: path.read_bytes() for path in Path("out/calendriers").iterdir()} == before


def test_english(run: Run, solved: Solved) -> None:
    assert export(run, solved[0] / "plan.json", "--to", "html", "-o", "out", "--lang", "en")[0] == 0
    assert '<html lang="en">' in Path("out/planning.html").read_text(encoding="utf-8")


# --- proofs ----------------------------------------------------------------------------------------------------------


def page(run: Run, plan: Path, input: Any = TINY) -> tuple[str, str]:
    code, _out, err = run("export", plan, input, "--to", "html", "-o", "out")
    assert code == 0
    return Path("out/planning.html").read_text(encoding="utf-8"), err


def test_the_proofs_of_the_search_are_kept(run: Run, solved: Solved) -> None:
    found, err = page(run, solved[0] / "plan.json")
    assert found.count("<td>optimal, prouvé</td>") == 5
    assert err == ""


def shorter(content: Any) -> None:
    content["objectives"][-1]["value"] = 5


def other(content: Any) -> None:
    content["scenario"] = "another"


@pytest.mark.parametrize("change", [shorter, other])
def test_proofs_about_something_else_are_not(
    run: Run, solved: Solved, tmp_path: Path, change: Callable[..., Any]
) -> None:
    found, err = page(run, edited_plan(solved, tmp_path, change))
    assert "optimal, prouvé" not in found
    assert "il n&#x27;est pas prouvé" in found
    assert "les preuves ne sont pas reprises" in err


def test_a_file_that_only_says_it_is_optimal_proves_nothing(run: Run, solved: Solved, tmp_path: Path) -> None:
    found, _err = page(run, edited_plan(solved, tmp_path, lambda content: content.update(objectives=[])))
    assert "il n&#x27;est pas prouvé" in found


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_plan_that_breaks_a_rule_is_not_written(run: Run, solved: Solved, tmp_path: Path) -> None:
    code, out, err = export(run, edited_plan(solved, tmp_path, later), "-o", "out")
    assert (code, out) == (4, "")
    assert "[durée]" in err
    assert "Rien n'est écrit" in err
    assert not Path("out").exists()


@pytest.mark.parametrize(("to", "named"), [("docx", "docx"), ("html,doc", "doc"), (",", "")])
def test_an_unknown_format(run: Run, solved: Solved, to: str, named: str) -> None:
    code, _out, err = export(run, solved[0] / "plan.json", "--to", to)
    assert code == 2
    assert f"« {named} » n'est pas un format connu (au choix : json, xlsx, html, ics, " in err


def test_the_plan_that_is_read_is_kept_under_another_name(run: Run, solved: Solved, tmp_path: Path) -> None:
    plan = tmp_path / "planning.xlsx"
    plan.write_bytes((solved[0] / "planning.xlsx").read_bytes())
    before = plan.read_bytes()
    code, _out, err = export(run, plan, "--to", "html,xlsx")
    assert code == 0
    (kept,) = tmp_path.glob("planning (avant le *.xlsx")
    assert kept.read_bytes() == before
    assert kept.name in err


@pytest.mark.parametrize("command", ["solve", "export", "explain"])
def test_the_workbook_that_is_read_is_never_replaced(run: Run, solved: Solved, command: str) -> None:
    """It may well be called planning.xlsx, and be where the results would go."""
    workbook, scenario = Path("out/planning.xlsx"), Path("scenario.toml")
    workbook.parent.mkdir()
    workbook.write_bytes((TINY.parent / ".." / "instances" / "tiny.xlsx").read_bytes())
    scenario.write_text('workbook = "out/planning.xlsx"\n', encoding="utf-8")
    before = workbook.read_bytes()
    more = (
        (solved[0] / "plan.json", scenario, "--to", "html,xlsx") if command == "export" else (scenario, "--workers", 1)
    )
    code, out, err = run(command, *more, "-o", "out")
    assert (code, out) == (1, "")
    assert f"{workbook} : ce fichier est à lire, il ne peut être remplacé" in err
    assert [path.name for path in workbook.parent.iterdir()] == ["planning.xlsx"]
    assert workbook.read_bytes() == before


def test_without_the_optional_package_nothing_is_written(
    run: Run, solved: Solved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, _out, err = export(run, solved[0] / "plan.json", "--to", "html,png", "-o", "out")
    assert code == 1
    assert "matplotlib (option « plots »)" in err
    assert re.search(r"pip install (.* )?matplotlib", err)


@pytest.mark.parametrize("name", ["out", "out/calendriers"])
def test_a_file_where_a_folder_should_be(run: Run, solved: Solved, name: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text("")
    code, _out, err = export(run, solved[0] / "plan.json", "--to", "ics", "-o", "out")
    assert code == 1
    assert f"{Path(name)} : ce n'est pas un dossier" in err


def test_one_document_that_cannot_be_replaced(run: Run, solved: Solved) -> None:
    """It is named, and what was written before it is whole."""
    pytest.importorskip("typst")
    Path("out/documents/surveillance.pdf").mkdir(parents=True)
    code, out, err = export(run, solved[0] / "plan.json", "--to", "html,pdf", "-o", "out")
    assert (code, out) == (1, "")
    assert f"{Path('out/documents/surveillance.pdf')} : c'est un dossier" in err
    assert f"{Path('out/planning.html')} est écrit." in err
    files = [path for path in Path("out").rglob("*") if path.is_file()]
    assert not any(path.name.endswith(SUFFIX) for path in files)
    assert all(path.read_bytes().rstrip().endswith((b"%%EOF", b"</html>")) for path in files)


def test_a_damaged_package_is_named(run: Run, solved: Solved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError('damaged')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    code, _out, err = export(run, solved[0] / "plan.json", "--to", "pdf", "-o", "out")
    assert code == 1
    assert re.search(r"pip install (.* )?typst", err)


def test_a_folder_of_another_session_s_calendars(run: Run, solved: Solved) -> None:
    problem, _wishes = read(TINY)
    export(run, solved[0] / "plan.json", "--to", "ics", "-o", "out")
    names = {candidate.id: candidate.name.encode() for candidate in problem.candidates}
    for file in Path("out/calendriers").iterdir():
        kind, _, id = file.stem.partition("-")
        content = re.sub(rb"UID:\w{8}", b"UID:00000000", file.read_bytes().replace(b"\r\n ", b""))
        file.write_bytes(content.replace(names[id], b"Autre") if kind == "candidat" else content)
    code, _out, err = export(run, solved[0] / "plan.json", "--to", "html,ics", "-o", "out")
    assert code == 1
    assert f"{Path('out/planning.html')} est écrit." in err
    assert "calendriers d'une autre session" in err


def test_a_file_that_says_there_is_no_plan(run: Run, solved: Solved, tmp_path: Path) -> None:
    code, _out, err = export(run, edited_plan(solved, tmp_path, lambda content: content.update(status="infeasible")))
    assert code == 1
    assert "aucun plan" in err


# --- without names ---------------------------------------------------------------------------------------------------


def test_without_names_in_a_folder_of_its_own(run: Run, solved: Solved) -> None:
    problem, _wishes = read(TINY)
    code, _out, _err = export(run, solved[0] / "plan.json", "--to", "html,ics,json", "-o", "out", "--anonymise")
    assert code == 0
    assert [path.name for path in Path("out").iterdir()] == ["anonyme"]
    texts = [path.read_text(encoding="utf-8") for path in Path("out/anonyme").rglob("*.*")]
    people: tuple[Any, ...] = (*problem.candidates, *problem.members, *problem.invigilators)
    assert not any(person.last_name in text for person in people for text in texts)
    assert any("Candidat 1" in text for text in texts)


# --- solve -----------------------------------------------------------------------------------------------------------


def test_solve_writes_other_formats_too(run: Run) -> None:
    code, out, _err = run("solve", TINY, "--export", "html,json,ics", "--workers", 1)
    assert code == 0
    names = ["calendriers", "plan.json", "planning.html", "planning.xlsx"]
    assert sorted(path.name for path in Path("planning/tiny").iterdir()) == names
    assert str(Path("planning/tiny/planning.html")) in out


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "html,svg"),
        ("--to", "html svg"),  # PowerShell, the list without quotes
        ("--to", "html", "svg"),  # the same, in another version
        ("--to=html", "svg"),
        ("--to", "html,", "SVG"),
        ("--to", "html", "--to", "svg"),
        ("--to", "html", "svg", "--to", "html"),
    ],
)
def test_a_list_of_formats_however_the_terminal_gives_it(words: tuple[str, ...]) -> None:
    for args in ([*words, "plan.json", "in.toml"], ["plan.json", "in.toml", *words, "-o", "x"]):
        context = command().make_context("export", args)
        assert (context.params["to"], context.params["plan"]) == (("html", "svg"), "plan.json")


def test_without_formats_the_usual_ones() -> None:
    assert command().make_context("export", ["plan.json", "in.toml"]).params["to"] == ("html", "ics")


def test_a_piece_of_a_list_that_is_no_format_is_named(run: Run) -> None:
    code, _out, err = run("solve", TINY, "--export", "html", "pfd")
    assert code == 2
    assert "--export : « pfd » n'est pas un format connu (au choix : json, xlsx, html, " in err


def test_solve_finds_out_before_the_search_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("tspi_sched.planner.solve", lambda *_: pytest.fail("searched"))
    code, _out, err = run("solve", TINY, "--export", "svg")
    assert code == 1
    assert "matplotlib (option « plots »)" in err
    assert re.search(r"pip install (.* )?matplotlib", err)


@pytest.mark.parametrize(
    ("prefix", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/tspi-sched", "pipx inject tspi-sched typst"),
        (r"C:\Users\A B\pipx\venvs\tspi-sched", "pipx inject tspi-sched typst"),
        ("/home/a/.local/share/uv/tools/tspi-sched", "uv pip install --python /x/python typst"),
        ("/home/a/projet/.venv", "/x/python -m pip install typst"),
    ],
)
def test_what_to_install_is_said_as_the_program_was_installed(
    prefix: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tspi_sched.exports.common.extras.is_there", lambda module: True)  # pip, which uv leaves out
    assert install_command("typst", prefix, "/x/python") == command


def test_a_python_in_this_folder_is_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tspi_sched.exports.common.extras.is_there", lambda module: True)
    command = install_command("typst", str(tmp_path / ".venv"), str(tmp_path / ".venv" / "bin" / "python"))
    assert command == f"{Path('.venv/bin/python')} -m pip install typst"
