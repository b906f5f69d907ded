"""How the command line ends when it is misused, interrupted, cut off or wrong, and in what language it says so."""

import os
import re
import signal
import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path
from signal import Signals
from typing import Any

import click
import pytest

from tests.support.cli_runs import LARGE, PATIENCE, TINY, Run, ended, start
from tests.support.sessions import session
from tspi_sched.checker import check
from tspi_sched.cli import interrupt
from tspi_sched.cli.grammar import Seconds
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.language import language_of
from tspi_sched.reading import read, read_plan
from tspi_sched.texts import in_language
from tspi_sched.wording import objective_value

# --- help, versions, wrong use ---------------------------------------------------------------------------------------


def test_help_lists_the_commands_in_the_order_of_the_work(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage : tspi-sched ")
    commands = ["init", "validate", "solve", "check", "explain", "why", "export", "compare"]
    assert re.findall(rf"^  ({'|'.join(commands)}) ", out, re.MULTILINE) == commands


@pytest.mark.parametrize("command", ["init", "validate", "solve", "explain", "check"])
def test_each_command_has_help(run: Run, command: str) -> None:
    code, out, _err = run(command, "--help")
    assert code == 0
    assert f"tspi-sched {command}" in out
    assert "Affiche cette aide." in out


class Shouting(NullTranslations):
    """Another language, complete and easy to tell."""

    def gettext(self, message: Any) -> Any:
        return message.upper() if "{" not in message else message


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.texts._catalogue", {"fr": NullTranslations(), "en": Shouting()}.__getitem__)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("args", [("--lang", "en", "solve", "--help"), ("solve", "--help", "--lang=en")])
def test_help_is_in_the_language_wanted_wherever_it_is_said(run: Run, args: tuple[str, ...]) -> None:
    code, out, _err = run(*args)
    assert code == 0
    assert out.startswith("USAGE : ")
    assert "AFFICHE CETTE AIDE." in out


@pytest.mark.usefixtures("english")
def test_the_language_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSPI_SCHED_LANG", "en_GB.UTF-8")
    assert "AFFICHE CETTE AIDE." in run("--help")[1]
    assert "Affiche cette aide." in run("--lang", "fr", "--help")[1]


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
def test_the_language_of_a_command_line(monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], language: str) -> None:
    monkeypatch.delenv("TSPI_SCHED_LANG", raising=False)
    assert language_of(args) == language


def test_a_command_leaves_the_language_as_it_was(run: Run) -> None:
    with in_language("fr"):
        run("--lang", "en", "--help")
        assert objective_value(session(), "days", 2) == "2 jours"


def test_version(run: Run) -> None:
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
        (("solve", "a.toml", "--time-limit", "0"), "« 0 » : une durée est attendue"),
        (("solve", "a.toml", "--time-limit", "nan"), "« nan »"),
        (("solve", "a.toml", "--time-limit", "inf"), "« inf »"),
        (("solve", "a.toml", "--workers", "-1"), "« -1 » : un nombre entier de 0 à 1000"),
        (("solve", "a.toml", "--workers", "1.5"), "« 1.5 »"),
        (("solve", "a.toml", "--seed", "2147483648"), "--seed"),
        (("solve", "a.toml", "--lang", "de"), "« de » n'est pas une langue connue (au choix : fr, en)"),
        (("--lang", "de", "solve", "a.toml"), "« de » n'est pas une langue connue"),
    ],
)
def test_wrong_use(run: Run, args: tuple[str, ...], message: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert message in err


# --- interruptions, pipes, defects -----------------------------------------------------------------------------------


def search_until(line: str, path: Path, *args: Any) -> Any:
    """A long search in a process of its own, once it has said a line."""
    process = start("solve", path, "--time-limit", 3600, "--workers", 1, *args)
    for said in process.stderr:
        if line in said:
            return process
    raise AssertionError("the search ended early")


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_search_writes_its_best_plan(tmp_path: Path, number: Signals) -> None:
    process = search_until(
        "[3/5]", LARGE, "-o", tmp_path
    )  # a third objective: so there is a plan; no machine proves it in a moment
    process.send_signal(number)
    code, out, err = ended(process)
    problem, _wishes = read(LARGE)
    assert code == 130, err
    assert "Traceback" not in err
    assert err.count("Interruption : ") == 1
    assert check(problem, read_plan(tmp_path / "plan.json", problem)) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "planning.xlsx"]
    assert "optimum non prouvé pour" in out


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_before_the_first_plan(tmp_path: Path) -> None:
    process = search_until("[1/5]", LARGE, "-o", tmp_path / "out")
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code in (5, 130), err  # a plan may have come in the same moment
    assert "Traceback" not in err
    assert (tmp_path / "out").exists() == (code == 130)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_second_interruption_leaves_no_half_files(tmp_path: Path) -> None:
    process = search_until("[3/5]", LARGE, "-o", tmp_path)
    process.send_signal(signal.SIGINT)
    for said in process.stderr:
        if "Interruption" in said:
            break
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code in (5, 130), err
    assert "Traceback" not in err
    assert {path.name for path in tmp_path.iterdir()} in (set(), {"plan.json", "planning.xlsx"})


@pytest.fixture
def given_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The codes with which a process would have left at once."""
    codes = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(interrupt, "PATIENCE", 0.0)
    return codes


def test_a_signal_is_heard_when_the_search_listens(given_up: list[Any]) -> None:
    with interruptible() as interruption:
        interruption.listen()
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interruption.listen()
    assert given_up == []


def test_one_more_signal_gives_up(given_up: list[Any]) -> None:
    with interruptible():
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert given_up == [5]


def test_the_echo_of_a_signal_does_not_give_up(given_up: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "PATIENCE", 60.0)
    with interruptible():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    assert given_up == []


def test_signals_wait_while_files_are_written(given_up: list[Any]) -> None:
    with interruptible() as interruption:
        interruption.writing = True
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    assert given_up == []


def test_signals_are_as_before_when_the_search_is_over() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_an_interrupted_reading(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tspi_sched.reading.read_noted", interrupt)
    assert run("validate", TINY)[0] == 130
    assert run("solve", TINY)[0] == 5


@pytest.mark.skipif(os.name == "nt", reason="pipes")
@pytest.mark.parametrize("args", [("--help",), ("--version",), ("validate", TINY), ("solve", TINY, "--workers", "1")])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, args: tuple[Path | str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*args, stdout=writing, cwd=tmp_path)
    os.close(writing)
    _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_a_defect_is_named_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("tspi_sched.reading.read_noted", fail)
    monkeypatch.delenv("TSPI_SCHED_DEBUG", raising=False)
    code, _out, err = run("validate", TINY)
    assert code == 1
    assert "Erreur interne (ZeroDivisionError)" in err
    assert "Traceback" not in err
    monkeypatch.setenv("TSPI_SCHED_DEBUG", "1")
    assert "Traceback" in run("validate", TINY)[2]


def test_a_terminal_without_accents_shows_what_it_can(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    code, out, err = ended(start("validate", TINY, cwd=tmp_path, env=environment))
    assert (code, err) == (0, "")
    assert out.startswith("Rien a redire : 2 candidats, 2 jures")


# --- the first moments -----------------------------------------------------------------------------------------------

AT_AN_IMPORT = """
import os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
left = {count}
def hook(event, args):
    global left
    ours = signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    if event == "import" and ours and left:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hook)
sys.argv[1:] = {args!r}
runpy.run_module("tspi_sched", run_name="__main__", alter_sys=True)
"""
"""A command line that gets Ctrl-C at some import, counted from the moment at which it takes notice of signals."""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("count", [1, 2, 5, 20, 60, 150, 400, 900])
@pytest.mark.parametrize("args", [("--help",), ("validate", TINY), ("solve", TINY, "--workers", "1")])
def test_an_interruption_while_the_program_is_being_loaded(
    tmp_path: Path, args: tuple[Path | str, ...], count: int
) -> None:
    script = AT_AN_IMPORT.format(count=count, args=[str(arg) for arg in args])
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 5, 130)  # 0: there were not so many
    assert "Traceback" not in done.stderr
    assert "interne" not in done.stderr
    assert (done.returncode == 0) == ((tmp_path / "planning").exists() or bool(done.stdout and "solve" not in args))
    if count == 1:
        assert done.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_that_python_would_only_print(tmp_path: Path) -> None:
    """An exception in a finaliser is printed and forgotten; this one ends the command."""
    script = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tspi_sched.cli.interrupt import hearing_signals\n"
        "class Last:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "hearing = hearing_signals('Interrompu.'); hearing.__enter__()\n"
        "Last()\n"
        "print('went on')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrompu.\n")


def test_the_package_is_a_program_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tspi_sched", "solve", str(TINY), "--workers", "1", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "planning" / "tiny" / "plan.json").exists()


OF_PYTHON = {"os", "os.path", "posixpath", "ntpath", "genericpath", "stat", "_stat", "_collections_abc"}
"""What the interpreter loads at its start, unless it is told not to (as here, so that a .pth file loads nothing)."""


def test_the_program_begins_without_loading_much() -> None:
    """Ctrl-C is heard from there on: what is loaded before comes with the interpreter."""
    listing = "import sys; before = set(sys.modules); import tspi_sched.__main__; print(*(set(sys.modules) - before))"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {listing}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"tspi_sched", "tspi_sched.__main__", "__future__", "types"} | OF_PYTHON


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("2min", 120), ("2 min", 120), ("1h", 3600), ("1h30", 5400), ("1 h 30", 5400), ("90s", 90),
     ("1min30s", 90), ("0,5h", 1800), ("1.5", 1.5)],
)  # fmt: skip
def test_lengths_of_time(text: str, seconds: float) -> None:
    assert Seconds(10_000).convert(text, None, None) == seconds


@pytest.mark.parametrize("text", ["", "min", "-1", "1h5", "deux minutes", "3h", "0min"])
def test_lengths_of_time_that_are_none(text: str) -> None:
    with pytest.raises(click.BadParameter, match="une durée est attendue"):
        Seconds(10_000).convert(text, None, None)
