"""The command line: what each command says, how each ends, and what it leaves behind."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from books import book, scenario, with_cell
from sessions import MONDAY, changed, laid_out, session
from tspi_sched.check import check
from tspi_sched.cli import main, output, solve
from tspi_sched.cli.language import language_of
from tspi_sched.cli.progress import PAUSE, Board, Lines, elapsed
from tspi_sched.cli.screen import clean
from tspi_sched.cli.summary import status, summary
from tspi_sched.export import plan_json, xlsx
from tspi_sched.plan import ObjectiveReport, Result
from tspi_sched.read import read, read_plan
from tspi_sched.solve import Progress
from tspi_sched.texts import in_language
from tspi_sched.wishes import Objective, Wishes
from tspi_sched.wording import objective_value

ROOT = Path(__file__).parents[1]
TINY = ROOT / "scenarios" / "tiny.toml"
LARGE = ROOT / "scenarios" / "grande-session.toml"


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command line in an empty folder; gives its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TSPI_SCHED_LANG", raising=False)

    def run(*args):
        with pytest.raises(SystemExit) as end:
            main([str(arg) for arg in args])
        return end.value.code, *capsys.readouterr()

    return run


def start(*args, **settings):
    """A command line in a process of its own."""
    command = [sys.executable, "-c", "from tspi_sched.cli import main; main()", *map(str, args)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    return subprocess.Popen(command, **(pipes | settings))


def ended(process):
    """Exit code, standard output and standard error of a process."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """The folder of a solved session, and what was printed."""
    folder = tmp_path_factory.mktemp("solved")
    code, out, err = ended(start("solve", TINY, "-o", folder, "--workers", 1))
    assert code == 0, err
    return folder, out, err


# --- help, versions, wrong use ---------------------------------------------------------------------------------------


def test_help_lists_the_commands_in_the_order_of_the_work(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage : tspi-sched ")
    assert re.findall(r"^  (init|validate|solve|check) ", out, re.MULTILINE) == ["init", "validate", "solve", "check"]


@pytest.mark.parametrize("command", ["init", "validate", "solve", "check"])
def test_each_command_has_help(run, command):
    code, out, _err = run(command, "--help")
    assert code == 0
    assert f"tspi-sched {command}" in out
    assert "Affiche cette aide." in out


@pytest.mark.parametrize("args", [("--lang", "en", "solve", "--help"), ("solve", "--help", "--lang=en")])
def test_help_is_in_the_language_wanted_wherever_it_is_said(run, args):
    code, out, _err = run(*args)
    assert code == 0
    assert "Affiche" not in out
    assert "{" not in out


def test_the_language_of_the_environment(run, monkeypatch):
    monkeypatch.setenv("TSPI_SCHED_LANG", "en_GB.UTF-8")
    assert "Affiche" not in run("--help")[1]
    assert "Affiche" in run("--lang", "fr", "--help")[1]


@pytest.mark.parametrize(
    ("args", "language"),
    [
        ((), "fr"),
        (("--lang", "en"), "en"),
        (("solve", "x", "--lang=en"), "en"),
        (("--lang", "en", "solve", "--lang", "fr"), "fr"),
        (("--lang", "de"), "fr"),
        (("--lang",), "fr"),
        (("--", "--lang", "en"), "fr"),
    ],
)
def test_the_language_of_a_command_line(monkeypatch, args, language):
    monkeypatch.delenv("TSPI_SCHED_LANG", raising=False)
    assert language_of(args) == language


def test_a_command_leaves_the_language_as_it_was(run):
    with in_language("fr"):
        run("--lang", "en", "--help")
        assert objective_value(session(), "days", 2) == "2 jours"


def test_version(run):
    code, out, _err = run("--version")
    assert code == 0
    assert re.fullmatch(r"tspi-sched \d+\.\d+\.\d+\n", out)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "Commandes:"),
        (("plan",), "commande inconnue « plan »"),
        (("solve",), "il manque INPUT"),
        (("check", "plan.json"), "il manque INPUT"),
        (("solve", "a.toml", "b.toml"), "argument en trop : b.toml"),
        (("solve", "a.toml", "--time-limits", "3"), "option inconnue --time-limits ; vouliez-vous dire --time-limit"),
        (("solve", "a.toml", "--time-limit"), "--time-limit"),
        (("solve", "a.toml", "--quiet=3"), "--quiet"),
        (("solve", "a.toml", "--time-limit", "0"), "« 0 » : un nombre de plus de 0 et d'au plus"),
        (("solve", "a.toml", "--time-limit", "nan"), "« nan »"),
        (("solve", "a.toml", "--time-limit", "inf"), "« inf »"),
        (("solve", "a.toml", "--workers", "-1"), "« -1 » : un nombre entier de 0 à 1000"),
        (("solve", "a.toml", "--workers", "1.5"), "« 1.5 »"),
        (("solve", "a.toml", "--seed", "2147483648"), "--seed"),
        (("solve", "a.toml", "--lang", "de"), "« de » n'est pas une langue connue (au choix : fr, en)"),
        (("--lang", "de", "solve", "a.toml"), "« de » n'est pas une langue connue"),
    ],
)
def test_wrong_use(run, args, message):
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert message in err


# --- init, validate --------------------------------------------------------------------------------------------------


def test_init_then_validate_then_solve(run):
    code, out, _err = run("init", "ma session")
    assert code == 0
    assert "tspi-sched solve" in out
    path = Path("ma session/scenario.toml")
    assert run("validate", path)[:2] == (0, "Rien à redire : 1 candidat, 2 jurés, 2 salles, 1 vidéoprojecteur mobile, 1 surveillant, 2 jours.\n")  # fmt: skip
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


def test_validate_warns_of_what_makes_planning_impossible(run, tmp_path):
    book(tmp_path / "book.xlsx", with_cell("Salles", 2, "Places", 0))
    path = scenario(tmp_path / "s.toml")
    code, out, _err = run("validate", path)
    assert code in (0, 1)
    assert code == 1 or "aucun plan n'est possible" in out


def test_validate_warns_of_members_who_never_serve(run, tmp_path):
    book(tmp_path / "book.xlsx", with_cell("Jurys", 2, "Binôme", "A"))
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
    monkeypatch.setattr(
        solve, "_plan", lambda _problem, wishes, folder, _quiet: seen.append((wishes, folder)) or exit(0)
    )
    run("solve", TINY, "--time-limit", 2.5, "--workers", 3, "--seed", 4, "-o", "dir")
    wishes, folder = seen[0]
    assert (wishes.time_limit, wishes.workers, wishes.seed, folder) == (2.5, 3, 4, Path("dir"))


def impossible(tmp_path):
    book(tmp_path / "book.xlsx", with_cell("Candidats", 2, "Disponibilités", "07/12/2026 08:00-10:00"))
    return scenario(tmp_path / "s.toml")


def test_proven_impossible_by_counting(run, tmp_path):
    code, out, err = run("solve", impossible(tmp_path))
    assert (code, out) == (3, "")
    assert "Aucun plan ne respecte toutes les règles : c'est prouvé." in err
    assert "n'est disponible aucun jour pendant les 3 h de son écrit" in err
    assert not Path("planning").exists()


@pytest.mark.parametrize("reasons", [(), ("Il manque une chaise.",)])
def test_proven_impossible_by_the_search(run, monkeypatch, reasons):
    monkeypatch.setattr("tspi_sched.solve.solve", lambda *_: Result("infeasible", None, reasons=reasons))
    code, _out, err = run("solve", TINY)
    assert code == 3
    assert ("Il manque une chaise." if reasons else "Aucune somme simple ne l'explique") in err


def test_no_plan_in_time(run):
    code, out, err = run("solve", LARGE, "--time-limit", 0.1, "--workers", 1)
    assert (code, out) == (5, "")
    assert "--time-limit" in err
    assert not Path("planning").exists()


def test_the_output_folder_cannot_be_a_file(run, tmp_path):
    (tmp_path / "file").write_text("")
    for folder in ("file", "file/below"):
        code, _out, err = run("solve", LARGE, "-o", folder)
        assert (code, err.splitlines()) == (1, ["file : ce n'est pas un dossier ; choisissez-en un autre"]) or (
            code == 1 and "n'est pas un dossier" in err
        )


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


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("mixte", "mixte"),
        ("Été 2026 – jury A/B", "Été-2026-jury-A-B"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "plan"),
        ("", "plan"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a\x1b[31m\n", "a-31m"),
        ("x" * 300, "x" * 80),
    ],
)
def test_safe_names(name, safe):
    assert output.safe_name(name) == safe


def test_a_locked_task_stays(run, solved, tmp_path):
    problem, _wishes = read(TINY)
    plan = read_plan(solved[0] / "plan.json", problem)
    locked = [task for task in plan.tasks if task.stage == "ET"][-1]
    code, _out, err = run("solve", TINY, "--lock", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "aucun verrou" in err
    path = lock_rooms(solved[0] / "planning.xlsx", tmp_path / "locked.xlsx", locked.candidate)
    code, _out, err = run("solve", TINY, "--lock", path, "--workers", 1, "-o", "again")
    assert (code, "aucun verrou" in err) == (0, False)
    again = read_plan("again/plan.json", problem)
    assert next(t for t in again.tasks if t.key == locked.key).start == locked.start


def lock_rooms(source, target, candidate):
    """The workbook with everything locked of one candidate."""
    from openpyxl import load_workbook

    workbook = load_workbook(source)
    sheet = workbook["Plan"]
    head = next(row for row in sheet.iter_rows() if "Verrou" in [cell.value for cell in row])
    column = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[0].value and candidate in [cell.value for cell in row]:
            sheet.cell(row[0].row, column["Verrou"], "x")
    workbook.save(target)
    return target


def test_a_baseline_without_its_objective_is_noticed(run, solved):
    code, _out, err = run("solve", TINY, "--baseline", solved[0] / "plan.json", "--workers", 1)
    assert code == 0
    assert "« changes » n'est pas un objectif" in err


def test_results_in_english(run):
    code, out, _err = run("solve", TINY, "--workers", 1, "--lang", "en")
    assert code == 0
    assert "Plan optimal prouvé" not in out
    assert run("check", "planning/tiny/planning.xlsx", TINY)[0] == 0


# --- interruptions, pipes, defects -----------------------------------------------------------------------------------


def search_until(line, *args):
    """A long search in a process of its own, once it has said a line."""
    process = start("solve", LARGE, "--time-limit", 100, "--workers", 1, *args)
    for said in process.stderr:
        if line in said:
            return process
    raise AssertionError("the search ended early")


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_search_writes_its_best_plan(tmp_path, number):
    process = search_until("[2/5]", "-o", tmp_path)  # a second objective: so there is a plan
    process.send_signal(number)
    code, out, err = ended(process)
    problem, _wishes = read(LARGE)
    assert code == 130, err
    assert "Traceback" not in err
    assert check(problem, read_plan(tmp_path / "plan.json", problem)) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "planning.xlsx"]
    assert "optimum non prouvé pour" in out


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_before_the_first_plan(tmp_path):
    process = search_until("[1/5]", "-o", tmp_path / "out")
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code in (5, 130), err  # a plan may have come in the same moment
    assert "Traceback" not in err
    assert (tmp_path / "out").exists() == (code == 130)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_second_interruption_leaves_no_half_files(tmp_path):
    process = search_until("[2/5]", "-o", tmp_path)
    process.send_signal(signal.SIGINT)
    for said in process.stderr:
        if "Interruption" in said:
            break
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code in (5, 130), err
    assert "Traceback" not in err
    assert {path.name for path in tmp_path.iterdir()} in (set(), {"plan.json", "planning.xlsx"})


def test_signals_wait_while_files_are_written():
    from tspi_sched.cli.interrupt import interruptible

    with interruptible() as interruption:
        interruption.listen()
        interruption.writing = True
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert interruption.asked


def test_a_signal_before_the_search_is_obeyed_at_once():
    from tspi_sched.cli.interrupt import interruptible

    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(signal.SIGINT)


def test_an_interrupted_reading(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("tspi_sched.read.read", interrupt)
    assert run("validate", TINY)[0] == 130
    assert run("solve", TINY)[0] == 5


@pytest.mark.skipif(os.name == "nt", reason="pipes")
@pytest.mark.parametrize("args", [("--help",), ("--version",), ("validate", TINY), ("solve", TINY, "--workers", "1")])
def test_a_reader_that_goes_away_is_no_error(tmp_path, args):
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*args, stdout=writing, cwd=tmp_path)
    os.close(writing)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_a_defect_is_named_without_a_traceback(run, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("tspi_sched.read.read", fail)
    monkeypatch.delenv("TSPI_SCHED_DEBUG", raising=False)
    code, _out, err = run("validate", TINY)
    assert code == 1
    assert "Erreur interne (ZeroDivisionError)" in err
    assert "Traceback" not in err
    monkeypatch.setenv("TSPI_SCHED_DEBUG", "1")
    assert "Traceback" in run("validate", TINY)[2]


def test_a_terminal_without_accents_shows_what_it_can(tmp_path):
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    code, out, err = ended(start("validate", TINY, cwd=tmp_path, env=environment))
    assert (code, err) == (0, "")
    assert out.startswith("Rien ? redire")


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


# --- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoé Faure", "Zoé Faure"),
        ("\x1b[31mrouge\x1b[0m", "rouge"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x9b2Jb", "ab"),
        ("a\rb\nc\td", "a b c d"),
        ("a\x00\x07\x7fb", "ab"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
)
def test_clean(text, shown):
    assert clean(text) == shown


def test_faults_cannot_steer_the_terminal(run, tmp_path):
    book(tmp_path / "book.xlsx")
    path = scenario(tmp_path / "s.toml", '"\\u001b[2J\\u202ekey" = 1\n')
    code, _out, err = run("validate", path)
    assert code == 1
    assert not set(err) & {"\x1b", "\u202e"}


def progress(name, index, best, bound, seconds=1.0):
    return Progress(name, index, 2, best, bound, seconds)


def test_plain_lines_do_not_flood(capsys):
    now = [0.0]
    lines = Lines(session(), lambda: now[0])
    now[0] = 100.0
    for best in (900, 800, 700):
        lines.show(progress("presence", 0, best, 60))
    now[0] += PAUSE
    lines.show(progress("presence", 0, 650, None))
    lines.show(progress("presence", 0, 600, 600, 75))
    lines.show(progress("presence", 0, 600, 600))
    lines.show(progress("days", 1, None, None))
    assert capsys.readouterr().err.splitlines() == [
        "[1/2] Présence cumulée des jurés",
        "[1/2] Présence cumulée des jurés : 15 h (1 s)",
        "[1/2] Présence cumulée des jurés : 10 h 50 (1 s)",
        "[1/2] Présence cumulée des jurés : 10 h, prouvé (1 min 15 s)",
        "[2/2] Durée de la session (jours)",
    ]


def test_the_live_table():
    from rich.console import Console

    board = Board(session(), Wishes(objectives=(Objective("finish"), Objective("presence"))))
    board.learn(progress("finish", 0, 1440 + 940, 1440 + 940))
    board.learn(progress("presence", 1, 1000, 900))
    board.learn(progress("presence", 1, None, None))
    console = Console(width=200, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(board.table(63))
    shown = [re.sub(" +", " ", line).strip() for line in console.export_text().splitlines()]
    assert shown[0] == "Calcul : 1 min 03 s sur 1 min 00 s au plus"
    assert "1/2 Fin de la dernière épreuve mardi 8 décembre 2026 à 15:40 mardi 8 décembre 2026 à 15:40 prouvé" in shown
    assert "2/2 Présence cumulée des jurés 16 h 40 15 h 10 %" in shown


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_the_live_table_on_a_terminal(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    process = start("solve", TINY, "--workers", 1, stderr=theirs, cwd=tmp_path, env=os.environ | {"TERM": "xterm"})
    os.close(theirs)
    out, _err = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.startswith("Plan optimal prouvé.")
    assert "Objectif" in os.read(ours, 100_000).decode()
    os.close(ours)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("finish", 2380, "mardi 8 décembre 2026 à 15:40"),  # 2380 = 1440 + 940
        ("finish", 0, "–"),
        ("finish", 99_999, "–"),
        ("presence", 3050, "50 h 50"),
        ("waiting", 45, "45 min"),
        ("days", 1, "1 jour"),
        ("juror_days", 8, "8"),
        ("cost", 12_345, "12\u202f345"),
    ],
)
def test_values_in_their_units(name, value, shown):
    assert objective_value(session(), name, value) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0 s"), (59.9, "59 s"), (65, "1 min 05 s"), (3900, "1 h 05")])
def test_elapsed(seconds, shown):
    assert elapsed(seconds) == shown


def test_the_summary_of_an_unproven_plan():
    reports = (
        ObjectiveReport("days", 1, 1, 1, "optimal", 0.1),
        ObjectiveReport("presence", 700, 680, 600, "feasible", 1.0),
    )
    result = Result("feasible", laid_out(), reports, seconds=12.3, scenario="x")
    assert status(result) == "Plan valable, optimum non prouvé pour : Présence cumulée des jurés."
    lines = list(summary(session(), result, (Path("a/plan.json"),), today=MONDAY.replace(day=1)))
    assert "  Durée de la session (jours)     1 jour                           prouvé" in lines
    assert any(line.endswith("non prouvé ; jamais mieux que 10 h") for line in lines)
    assert "  Chloé Petit (C3)     lundi 7 décembre 2026 à 10:45" in lines
    assert "Points d'attention :" in lines
    assert lines[-1] == "  a/plan.json"


def test_a_tolerance_that_was_used_is_told():
    report = ObjectiveReport("presence", 700, 680, 680, "optimal", 1.0)
    lines = list(summary(session(), Result("optimal", laid_out(), (report,)), ()))
    assert any(line.endswith("prouvé (au mieux 11 h 20, tolérance employée)") for line in lines)


def test_many_candidates_are_not_told_one_by_one():
    problem, plan = session(), laid_out()
    many = tuple(replace(problem.candidates[0], id=f"X{n}") for n in range(13))
    tasks = tuple(replace(plan.tasks[0], candidate=one.id) for one in many)
    crowd = replace(problem, candidates=many)
    assert "Fin de chaque candidat :" not in list(summary(crowd, Result("feasible", replace(plan, tasks=tasks)), ()))


def test_the_plan_of_the_summary_is_what_is_written(tmp_path):
    paths = output.write_plan(session(), Result("feasible", laid_out()), tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["plan.json", "planning.xlsx"]
    assert paths[0].read_text(encoding="utf-8") == plan_json.dumps(Result("feasible", laid_out()))
