"""The command line: what each command says and leaves behind."""

import json
import re
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from books import SHEETS, book, scenario, with_cell
from cli_runs import LARGE, TINY
from sessions import changed, laid_out, session
from tspi_sched.check import check
from tspi_sched.cli import output
from tspi_sched.export import xlsx
from tspi_sched.plan import Result
from tspi_sched.read import read, read_locks, read_plan

pytest_plugins = ("cli_fixtures",)


# --- init, validate --------------------------------------------------------------------------------------------------


def test_init_then_validate_then_solve(run):
    code, out, _err = run("init", "ma session")
    assert code == 0
    assert "tspi-sched solve" in out
    path = Path("ma session/scenario.toml")
    code, out, _err = run("validate", path)
    counts = "1 candidat, 2 jurés, 1 salle, 1 vidéoprojecteur mobile, 1 surveillant, 1 jour"
    assert (code, out) == (0, f"Rien à redire : {counts}.\n")
    assert run("solve", path, "--workers", 1, "-o", "out")[0] == 0


def test_init_never_overwrites(run):
    run("init", "x")
    code, _out, err = run("init", "x")
    assert code == 1
    assert "existe déjà" in err


def test_init_in_a_file(run):
    Path("x").write_text("")
    code, _out, err = run("init", "x/y")
    assert code == 1
    assert "Erreur interne" not in err


def test_validate_names_every_fault_on_a_line_of_its_own(run, tmp_path):
    book(tmp_path / "book.xlsx", with_cell("Candidats", 3, "Parcours", "CCP9"))
    path = scenario(tmp_path / "s.toml", 'objectivs = ["days"]\n')
    code, out, err = run("validate", path)
    assert (code, out) == (1, "")
    head, *faults = err.splitlines()
    assert head == "2 fautes à corriger :"
    assert faults[0].startswith("s.toml : objectivs : clé inconnue")
    assert faults[1].startswith("book.xlsx : Candidats!D3 : ")


@pytest.mark.parametrize("command", ["validate", "solve"])
def test_an_input_that_is_not_there(run, command):
    code, _out, err = run(command, "nowhere.toml")
    assert code == 1
    assert err.splitlines() == ["1 faute à corriger :", "nowhere.toml : fichier introuvable"]


def impossible(tmp_path):
    """A scenario with a candidate who is there for two hours only."""
    book(tmp_path / "book.xlsx", with_cell("Candidats", 2, "Disponibilités", "07/12/2026 08:00-10:00"))
    return scenario(tmp_path / "s.toml")


def test_validate_warns_of_what_makes_planning_impossible(run, tmp_path):
    code, out, _err = run("validate", impossible(tmp_path))
    assert code == 0
    assert "aucun plan n'est possible : Léa Martin (C1, TITRE) n'est disponible aucun jour" in out


def test_validate_warns_of_members_who_never_serve(run, tmp_path):
    rows = [[*row] for row in SHEETS["Jurys"]]
    column = rows[0].index("Binôme")
    rows[1][column] = rows[3][column] = "A"
    book(tmp_path / "book.xlsx", Jurys=rows)
    code, out, _err = run("validate", tmp_path / "book.xlsx")
    assert code == 0
    assert "Anne Roux (J2) n'est dans aucun binôme et ne siégera pas." in out


# --- solve -----------------------------------------------------------------------------------------------------------


def test_solve_writes_both_files_and_sums_up(solved):
    folder, out, err = solved
    problem, _wishes = read(TINY)
    assert sorted(path.name for path in folder.iterdir()) == ["plan.json", "planning.xlsx"]
    assert check(problem, read_plan(folder / "planning.xlsx", problem)) == ()
    assert out.startswith("Plan optimal prouvé.\n")
    assert re.search(r"Fin de la dernière épreuve +\S+ \d+ \S+ \d{4} à 16:35 +prouvé", out)  # 995 = 16 h 35
    assert re.search(r"Présence cumulée des jurés +11 h 10 +prouvé", out)
    assert str(folder / "plan.json") in out
    assert "[1/5] Durée de la session (jours)" in err.splitlines()


def test_solve_says_nothing_when_it_is_told_to_be_quiet(run):
    assert run("solve", TINY, "--quiet", "--workers", 1) == (0, "", "")
    assert Path("planning/tiny/plan.json").is_file()


def test_quiet_still_shows_errors(run):
    assert run("solve", "nowhere.toml", "--quiet")[2]


def test_options_override_the_scenario(run, monkeypatch):
    seen = []

    def search(_problem, wishes, _watch):
        seen.append(wishes)
        return Result("unknown", None)

    monkeypatch.setattr("tspi_sched.solve.solve", search)
    assert run("solve", TINY, "--time-limit", 2.5, "--workers", 3, "--seed", 4)[0] == 5
    assert seen == [replace(read(TINY)[1], time_limit=2.5, workers=3, seed=4)]


def test_proven_impossible_by_counting(run, tmp_path):
    code, out, err = run("solve", impossible(tmp_path))
    assert (code, out) == (3, "")
    assert "Aucun plan ne respecte toutes les règles : c'est prouvé." in err
    assert "n'est disponible aucun jour pendant les 3 h de son écrit" in err
    assert not Path("planning").exists()


def test_proven_impossible_by_the_search(run, tmp_path):
    # The best plan of the example ends at 16:35, and no sum shows it: 2 x 145 = 290 minutes of work, and 11:00 to
    # 16:30 are 330, 335 with the changeover ahead, less a meal of 45.
    days = '[[what_if.days]]\ndate = "2027-03-15"\nopen = "08:00"\nclose = "16:30"\n'
    path = tmp_path / "s.toml"
    path.write_text(f'workbook = "{(TINY.parent.parent / "instances/tiny.xlsx").as_posix()}"\n{days}', encoding="utf-8")
    code, out, err = run("solve", path, "--workers", 1)
    assert (code, out) == (3, "")
    assert "Les 2 candidats TITRE : 4 h 50 de jury à caser en 4 h 50 au plus, mais aucun ordre ne convient." in err
    assert "Fermer à 16:35 au lieu de 16:30" in err


def test_no_plan_in_time(run, monkeypatch):
    monkeypatch.setattr("tspi_sched.solve.search.quick_plan", lambda *_: None)  # it finds one where it can
    code, out, err = run("solve", LARGE, "--time-limit", 0.1, "--workers", 1)
    assert (code, out) == (5, "")
    assert "--time-limit" in err
    assert not Path("planning").exists()


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_the_output_folder_cannot_be_a_file(run, folder):
    Path("file").write_text("")
    code, _out, err = run("solve", LARGE, "-o", folder)
    assert code == 1
    assert "file : ce n'est pas un dossier ; choisissez-en un autre" in err


def test_a_file_that_may_not_be_replaced_is_found_before_the_search(run, monkeypatch):
    Path("out").mkdir()
    Path("out/planning.xlsx").write_text("mine")
    whole = Path.open

    def refuse(path, *args, **settings):
        if path.name == "planning.xlsx":
            raise PermissionError(13, "Permission denied")
        return whole(path, *args, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    code, _out, err = run("solve", LARGE, "-o", "out")
    assert code == 1
    assert "planning.xlsx : écriture refusée ; fermez le fichier s'il est ouvert" in err


def test_a_folder_that_may_not_be_written_to_is_found_before_the_search(run, monkeypatch):
    def refuse(**_settings):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(output.tempfile, "TemporaryFile", refuse)
    code, _out, err = run("solve", LARGE)
    assert code == 1
    assert "écriture refusée dans ce dossier" in err


def test_a_file_that_cannot_be_written_after_the_search(run, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(xlsx, "write", refuse)
    code, _out, err = run("solve", TINY, "--workers", 1)
    assert code == 1
    assert "écriture refusée" in err
    assert "plan.json" in err  # which is there


def test_a_plan_that_breaks_a_rule_is_never_written(tmp_path):
    problem = changed(session(), "C1", exclusions=("J1",))
    with pytest.raises(AssertionError):
        output.write_plan(problem, Result("optimal", laid_out()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_locked_task_stays(run, solved, tmp_path):
    problem, _wishes = read(TINY)
    plan = read_plan(solved[0] / "plan.json", problem)
    locked = [task for task in plan.tasks if task.stage == "ET"][-1]
    code, _out, err = run("solve", TINY, "--lock", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "aucun verrou" in err
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", (locked.candidate,), {"Verrou": "x"})
    code, _out, err = run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")
    assert (code, "aucun verrou" in err) == (0, False)
    again = read_plan("again/plan.json", problem)
    assert next(t for t in again.tasks if t.key == locked.key).start == locked.start


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"Verrou": "jour"}, ()),
        ({"Verrou": "heure", "Début": time(14, 35)}, ("start",)),
        ({"Verrou": "salle;jury"}, ("room", "members")),
    ],
)
def test_a_part_of_a_task_stays(run, solved, tmp_path, cells, kept):
    problem, _wishes = read(TINY)
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), cells)
    (locked,) = read_locks(path, problem)
    assert run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")[0] == 0
    again = next(t for t in read_plan("again/plan.json", problem).tasks if t.key == locked.task.key)
    assert [getattr(again, name) for name in kept] == [getattr(locked.task, name) for name in kept]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"Verrou": "heure", "Début": time(17, 55)},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [heure : 17:55], contraire à la règle « hours » : ET (TITRE) –"
            " Nadia ABELIN (C01), lundi 15 mars 2027 de 17:55 à 18:25 : hors des heures d'ouverture, 08:00–18:00.",
        ),
        (
            {"Verrou": "x", "Salle": "S1"},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [salle : Salle Ampère (S1)], contraire à la règle « oral_room » :"
            " ET (TITRE) – Nadia ABELIN (C01), lundi 15 mars 2027 de 12:30 à 13:00 : la salle Salle Ampère (S1) ne"
            " reçoit pas d'oraux.",
        ),
        (
            {"Verrou": "jury", "Jury": "J2"},
            "Verrou ET (TITRE) – Nadia ABELIN (C01) [jury : Marc DELMONT (J2)], contraire à la règle « panel_makeup » :"
            " ET (TITRE) – Nadia ABELIN (C01), lundi 15 mars 2027 de 12:30 à 13:00 : le jury (Marc DELMONT (J2)) doit"
            " compter exactement 2 membres différents.",
        ),
    ],
)
def test_a_lock_that_contradicts_a_rule_is_named_before_any_search(run, solved, tmp_path, monkeypatch, cells, sentence):
    monkeypatch.setattr("tspi_sched.solve.solve", lambda *_: pytest.fail("searched"))
    path = with_cells(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", ("C01", "ET"), cells)
    code, out, err = run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")
    assert (code, out) == (3, "")
    assert f"  – {sentence}" in err.splitlines()
    assert not Path("again").exists()


def with_cells(source, target, what, cells):
    """The schedule workbook with other cells in the rows of a candidate, of one stage or of all."""
    from openpyxl import load_workbook

    workbook = load_workbook(source)
    sheet = workbook["Plan"]
    head = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        found = {name: sheet.cell(row, place) for place, name in enumerate(head, 1)}
        if (found["Candidat"].value, found["Épreuve"].value)[: len(what)] == what:
            for name, value in cells.items():
                found[name].value = value
    workbook.save(target)
    return target


def test_a_baseline_without_its_objective_is_noticed(run, solved):
    code, _out, err = run("solve", TINY, "--baseline", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "« changes » n'est pas un objectif" in err


def test_results_in_english(run):
    code, _out, _err = run("solve", TINY, "--workers", 1, "--lang", "en")
    assert code == 0
    assert run("check", "planning/tiny/planning.xlsx", TINY)[0] == 0  # sheets and headings are read in either language


# --- check -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.json", "planning.xlsx"])
def test_check_a_sound_plan(run, solved, name):
    code, out, err = run("check", solved[0] / name, TINY)
    assert (code, err) == (0, "")
    assert out.startswith("Toutes les règles sont respectées.")
    assert re.search(r"Présence cumulée des jurés +11 h 10", out)
    assert "annonce" not in out


def edited_plan(solved, tmp_path, change):
    content = json.loads((solved[0] / "plan.json").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


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
