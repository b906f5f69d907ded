"""The command ``compare``: what it prints and writes, and what it refuses."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.support import hostile
from tests.support.cli_runs import TINY, Run, Solved
from tspi_sched import compare
from tspi_sched.cli.compare import ENDINGS, SHOWN, labels
from tspi_sched.cli.compare import _lines as lines_of
from tspi_sched.cli.screen import say
from tspi_sched.exports import plan_json
from tspi_sched.exports.comparison import FORMATS
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Gone
from tspi_sched.reading import read, read_result


@pytest.fixture
def other(solved: Solved, tmp_path: Path) -> Path:
    """The plan of a solved session with its second candidate's room changed, which breaks rules."""
    problem, _wishes = read(TINY)
    tasks = read_result(solved[0] / "plan.json", problem).plan.tasks
    paper = next(task.room for task in tasks if task.stage == "MSP")
    moved = (replace(task, room=paper) if task.key == ("C02", "TITRE", "ET") else task for task in tasks)
    path = tmp_path / "other" / "plan.json"
    plan_json.write(problem, Result(Status.FEASIBLE, Plan(tuple(moved)), scenario="autre"), path)
    return path


def test_it_prints_what_differs_and_who_must_be_told(run: Run, solved: Solved, other: Path) -> None:
    code, out, err = run("compare", solved[0] / "plan.json", other, "--with", TINY)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Plans comparés :"
    assert lines[1].startswith("  tiny")
    assert lines[1].endswith("règles : toutes respectées")
    assert "enfreinte" in lines[2]
    assert any(line.split() == ["tiny", "2", "prouvé"] for line in lines)  # 2 members on one day
    assert "De « tiny » à « autre », 1 tâche change." in lines
    assert any(line.startswith("    ET (TITRE), lundi 15 mars 2027 : salle ") for line in lines)
    assert "« autre » : 3 personnes à prévenir." in lines  # the candidate and both members
    assert any("Théo BRISSET (C02), candidat – lundi 15 mars 2027" in line for line in lines)


def test_the_workbook_of_a_plan_is_compared_too(run: Run, solved: Solved) -> None:
    code, out, _err = run("compare", solved[0] / "plan.json", solved[0] / "planning.xlsx", "--with", TINY)
    assert code == 0
    assert "De « tiny » à « planning », 0 tâche change." in out
    assert "« planning » : 0 personne à prévenir." in out


def test_it_writes_what_is_asked_for(run: Run, solved: Solved, other: Path, tmp_path: Path) -> None:
    files = [tmp_path / "out" / "x.html", tmp_path / "out" / "x.XLSX"]
    more = [word for file in files for word in ("-o", file)]
    code, out, _err = run("compare", other, solved[0] / "plan.json", "--with", TINY, *more)
    assert code == 0
    assert all(file.is_file() and str(file) in out for file in files)


def test_the_first_rules_that_a_plan_breaks_are_told(run: Run, solved: Solved, other: Path) -> None:
    _code, out, _err = run("compare", solved[0] / "plan.json", other, "--with", TINY)
    lines = out.split("« autre » enfreint :\n")[1].split("\n\n")[0].splitlines()
    assert 1 <= len(lines) <= SHOWN + 1
    assert lines[0].startswith("  [")


@pytest.fixture
def replaced(tmp_path: Path) -> Path:
    """A scenario in which somebody else sits in the place of a juror who fell ill."""
    text = """
        name = "remplaçante"
        workbook = {workbook}
        objectives = ["changes"]
        [what_if]
        without = ["J2"]
        [[what_if.add.Jurys]]
        Id = "J9"
        Nom = "TISSIER"
        "Prénom" = "Ida"
        "Binôme" = {panel}
        [solver]
        workers = 1
        """
    problem, _wishes = read(TINY)
    words = {"workbook": str(TINY.parent / "../instances/tiny.xlsx"), "panel": problem.member["J2"].panel}
    path = tmp_path / "remplacante.toml"
    path.write_text(text.format(**{key: json.dumps(word) for key, word in words.items()}), encoding="utf-8")
    return path


def test_an_illness_planned_again_and_who_must_be_told(run: Run, solved: Solved, replaced: Path) -> None:
    """Whoever leaves is told, by name, as whoever comes and whoever sits beside."""
    old = solved[0] / "plan.json"
    code, _out, err = run("solve", replaced, "--baseline", old, "-o", "new")
    assert code == 0, err
    for plan in ("new/plan.json", "new/planning.xlsx"):
        code, out, err = run("compare", old, plan, "--with", replaced)
        assert (code, err) == (0, "")
        told = out.split("personnes à prévenir.")[1]
        people = {
            line.split("(")[1].split(")")[0] for line in told.splitlines() if line.startswith("  ") and ", juré" in line
        }
        assert people == {"J1", "J2", "J9"}
        assert f"{read(TINY)[0].member['J2'].name} (J2), juré" in told
        # the old plan breaks rules now, all of them for one reason, which is said once
        assert out.count(f"compte encore sur {read(TINY)[0].member['J2'].name} (J2), que le scénario écarte") == 1


def test_what_stays_of_a_day_is_not_told_again(run: Run, solved: Solved, other: Path) -> None:
    _code, out, _err = run("compare", solved[0] / "plan.json", other, "--with", TINY)
    assert "MSP" not in out.split("à prévenir.")[1]


def test_the_endings_are_those_of_the_formats() -> None:
    assert list(ENDINGS) == list(FORMATS)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("a.json", "--with", "b.toml"), "il faut au moins deux plans"),
        (("--with", "b.toml"), "il manque PLAN"),
        (("a.json", "b.json"), "il manque --with"),
        (("a.json", "b.json", "--with", "c.toml", "-o", "x.pdf"), "« x.pdf » : un nom de fichier en .xlsx ou .html"),
    ],
)
def test_misuse(run: Run, args: tuple[str, ...], message: str) -> None:
    code, out, err = run("compare", *args)
    assert (code, out) == (2, "")
    assert message in err


def test_a_plan_of_another_session_is_a_fault(run: Run, solved: Solved, tmp_path: Path) -> None:
    text = (solved[0] / "plan.json").read_text(encoding="utf-8").replace('"C02"', '"C77"')
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    code, _out, err = run("compare", solved[0] / "plan.json", tmp_path / "plan.json", "--with", TINY)
    assert code == 1
    assert "C77" in err


def test_a_folder_in_the_way_is_said(run: Run, solved: Solved, tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    plan = solved[0] / "plan.json"
    code, _out, err = run("compare", plan, plan, "--with", TINY, "-o", tmp_path / "x.html")
    assert code == 1
    assert "x.html" in err
    assert "Erreur interne" not in err


@pytest.mark.parametrize("text", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
def test_a_hostile_text_adds_no_line_and_steers_nothing(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many lines as with harmless names, none of them with anything but what can be read."""
    monkeypatch.setenv("COLUMNS", "2000")  # room for the longest of them
    printed = []
    for name in (text, "Nom"):
        problem, result = hostile.hostile(name)
        less = replace(problem, members=problem.members[1:], gone=Gone(members=problem.members[:1]))
        tasks = tuple(replace(task, start=task.start + 5, end=task.end + 5) for task in result.plan.tasks)
        other = replace(result, plan=Plan(tasks), scenario=f"{name} 2")
        names = labels(("a.json", "b.json"), (result, other))
        for line in lines_of(compare(less, [result, other], names), ("a.json", "b.json")):
            say(line)
        printed.append(capsys.readouterr().out)
    assert printed[0].count("\n") == printed[1].count("\n") > 50
    shown = printed[0].replace("\n", "")
    assert {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def results(*scenarios: Any) -> list[Result]:
    return [Result(Status.FEASIBLE, Plan(()), scenario=name) for name in scenarios]


@pytest.mark.parametrize(
    ("paths", "scenarios", "names"),
    [
        (("a/plan.json", "b/plan.json"), ("un", "deux"), ("un", "deux")),
        (("a/plan.json", "b/planning.xlsx"), ("un", ""), ("un", "b")),
        (("a/plan.json", "à la main.xlsx"), ("un", ""), ("un", "à la main")),
        (("un/plan.json", "un/planning.xlsx"), ("un", ""), ("un", "planning")),
        (("x/plan.json", "y/planning.xlsx"), ("y", ""), ("x", "y")),
        (("a/plan.json", "b/plan.json"), ("un", "un"), ("a", "b")),
        (("a/plan.json", "a/autre.json"), ("un", "un"), ("plan", "autre")),
        (("a/x/plan.json", "b/x/plan.json"), ("", ""), ("a/x/plan.json", "b/x/plan.json")),
        (("p.json", "p.json"), ("un", "un"), ("p.json (1)", "p.json (2)")),
    ],
)
def test_labels_tell_the_plans_apart(
    paths: tuple[str, str], scenarios: tuple[str, str], names: tuple[str, str]
) -> None:
    assert labels(paths, results(*scenarios)) == names


def test_the_help_is_in_our_words(run: Run) -> None:
    _code, out, _err = run("compare", "--help")
    assert "compare [OPTIONS] PLAN..." in out
    assert "required" not in out


@pytest.mark.parametrize("ending", FORMATS)
def test_without_names(run: Run, solved: Solved, other: Path, ending: str) -> None:
    problem, _wishes = read(TINY)
    code, out, _err = run("compare", solved[0] / "plan.json", other, "--with", TINY, "--anonymise", "-o", f"x{ending}")
    assert code == 0
    texts = [out]
    if ending == ".html":
        texts.append(Path(f"x{ending}").read_text(encoding="utf-8"))
    else:
        with ZipFile(f"x{ending}") as book:
            texts += [book.read(part).decode() for part in book.namelist()]
    people: tuple[Any, ...] = (*problem.candidates, *problem.members, *problem.invigilators)
    assert not any(name in text for person in people for name in (person.last_name, person.name) for text in texts)
    assert any("Candidat 2" in text for text in texts)
    assert "« Plan 2 » : " in out  # not its scenario's name, which may be somebody's
    assert not any(f"{quote}autre<" in text for quote in '>"' for text in texts)


def test_a_plan_that_is_compared_is_never_replaced(run: Run, solved: Solved, other: Path) -> None:
    book = solved[0] / "planning.xlsx"
    before = book.read_bytes()
    code, out, err = run("compare", book, other, "--with", TINY, "-o", book)
    assert (code, out) == (1, "")
    assert "il ne peut être remplacé" in err
    assert book.read_bytes() == before
