"""Commands printed to be pasted, and the name that ``init`` gives a scenario."""

import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.cli_runs import Run
from tspi_sched.exports.common.pasted import pasted, quoted

NAMES = ["juin", "Session juin 2027", "l'été", "l’été & l'hiver", "50 % (essai)", "a;b", "a,b", "#1", "~x", "$HOME",
         "l'été à 5 $", "dit « oui »", 'dit "oui"', "it's `x`", "!!", "Évaluation TSPI", "[a]*", "a  b"]  # fmt: skip
"""Names of folders, as people make them and as shells dislike them."""

PLAIN_ENOUGH = [
    ("juin/scenario.toml", "juin/scenario.toml"),
    ("Évaluation/été-1.toml", "Évaluation/été-1.toml"),
    ("Session juin 2027/scenario.toml", '"Session juin 2027/scenario.toml"'),
    ("l'été/a.toml", '"l\'été/a.toml"'),
    ("l’été/a.toml", '"l’été/a.toml"'),  # PowerShell takes the typographic apostrophe for a quote, not inside these
    ("5 $/a.toml", "'5 $/a.toml'"),
    ("“x”.toml", "'“x”.toml'"),
    ("", '""'),
]


@pytest.mark.parametrize(("word", "written"), PLAIN_ENOUGH)
def test_a_word_for_both_kinds_of_shells(word: str, written: str) -> None:
    assert quoted(word) == written


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize("name", NAMES)
def test_a_shell_reads_a_command_as_it_was_meant(name: str) -> None:
    line = pasted("solve", Path(name) / "scenario.toml", "-o", name)
    words = ["solve", f"{name}/scenario.toml", "-o", name]
    assert shlex.split(line)[1:] == words
    echo = line.replace("tspi-sched", "printf '%s\\n'", 1)
    assert subprocess.run(["/bin/sh", "-c", echo], capture_output=True, text=True).stdout.splitlines() == words


def test_a_path_is_not_taken_for_an_option() -> None:
    assert shlex.split(pasted("solve", Path("-x/a.toml"), "-o", "y"))[2:] == ["./-x/a.toml", "-o", "y"]


# --- init ------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows refuses")
@pytest.mark.parametrize("name", NAMES)
def test_init_names_the_scenario_after_its_folder_and_says_what_can_be_pasted(run: Run, name: str) -> None:
    code, out, _err = run("init", name)
    assert code == 0
    scenario = Path(name) / "scenario.toml"
    assert tomllib.loads(scenario.read_text(encoding="utf-8"))["name"] == " ".join(name.split())
    commands = [line.split(" :", 1)[1].strip() for line in out.splitlines() if "tspi-sched " in line]
    assert [shlex.split(command)[1:] for command in commands] == [["validate", str(scenario)], ["solve", str(scenario)]]
    assert run("validate", scenario)[0] == 0


def test_two_sessions_have_folders_of_their_own(run: Run) -> None:
    for name in ("juin", "decembre"):
        run("init", name)
        assert run("solve", f"{name}/scenario.toml", "--workers", 1, "--quiet")[0] == 0
    assert sorted(path.name for path in Path("planning").iterdir()) == ["decembre", "juin"]


@pytest.mark.parametrize("folder", [".", "x/../y", "sub/"])
def test_the_name_is_that_of_the_real_folder(run: Run, folder: str) -> None:
    Path("x").mkdir()
    assert run("init", folder)[0] == 0
    content = tomllib.loads((Path(folder).resolve() / "scenario.toml").read_text(encoding="utf-8"))
    assert content["name"] == Path(folder).resolve().name


@pytest.mark.skipif(sys.platform == "win32", reason="a name that Windows refuses")
def test_a_name_that_would_steer_a_terminal(run: Run) -> None:
    assert run("init", "a\x1b[31mb\nc\udcff")[0] == 0
    (made,) = Path().glob("a*/scenario.toml")
    assert tomllib.loads(made.read_text(encoding="utf-8"))["name"] == "ab c"
