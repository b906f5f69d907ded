"""What Windows does otherwise, played here: it refuses to replace or to take away a file that is open elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli_runs import TINY, Run
from tests.support.paths import ROOT
from tspi_sched.exports.common import files
from tspi_sched.exports.common.files import SUFFIX, write_text


class Open:
    """A file that another program has open; `tries` is for how often it is refused, None for ever."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, tries: int | None = None) -> None:
        self.name, self.left, self.refused = name, tries, 0
        self.replace = Path.replace
        monkeypatch.setattr(files, "ON_WINDOWS", True)
        monkeypatch.setattr(files, "sleep", lambda _seconds: None)
        monkeypatch.setattr(Path, "replace", lambda draft, target: self.asked(draft, target))

    def asked(self, draft: Path, target: Path) -> Path:
        """`Path.replace`, as Windows answers it."""
        if Path(target).name != self.name or not Path(target).exists() or self.left == 0:
            return self.replace(draft, target)
        self.left = None if self.left is None else self.left - 1
        self.refused += 1
        raise PermissionError(13, "Access is denied", str(draft), 5, str(target))


def test_a_file_held_for_a_moment_is_replaced_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_text(path, "old")
    held = Open(monkeypatch, "plan.json", tries=2)
    write_text(path, "new")
    assert (path.read_text(), held.refused) == ("new", 2)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]


def test_a_file_held_for_good_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_text(path, "old")
    held = Open(monkeypatch, "plan.json")
    with pytest.raises(PermissionError):
        write_text(path, "new")
    assert (path.read_text(), held.refused) == ("old", len(files.HELD) + 1)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]


def test_elsewhere_a_refusal_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_text(path, "old")
    held = Open(monkeypatch, "plan.json")
    monkeypatch.setattr(files, "ON_WINDOWS", False)
    with pytest.raises(PermissionError):
        write_text(path, "new")
    assert held.refused == 1


def test_a_workbook_opened_in_excel_while_the_search_runs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands ask before the search whether they may write; Excel may open the file after that."""
    assert run("solve", TINY, "-o", "out", "--workers", 1)[0] == 0
    before = Path("out/planning.xlsx").read_bytes()
    Open(monkeypatch, "planning.xlsx")
    code, _out, err = run("solve", TINY, "-o", "out", "--workers", 1)
    assert code == 1
    assert "planning.xlsx : écriture refusée ; fermez le fichier s'il est ouvert" in err
    assert "plan.json" in err, "what could be written is named"
    assert Path("out/planning.xlsx").read_bytes() == before
    assert not [each for each in Path("out").iterdir() if each.name.endswith(SUFFIX)], "nothing half-written is left"


def test_an_export_over_an_open_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("solve", TINY, "-o", "out", "--workers", 1)[0] == 0
    assert run("export", "out/plan.json", TINY, "-o", "papers", "--to", "html")[0] == 0
    before = Path("papers/planning.html").read_bytes()
    Open(monkeypatch, "planning.html")
    code, _out, err = run("export", "out/plan.json", TINY, "-o", "papers", "--to", "html")
    assert code == 1
    assert "planning.html : écriture refusée" in err
    assert Path("papers/planning.html").read_bytes() == before


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "ascii"])
@pytest.mark.parametrize("asked", [("validate", "scenarios/tiny.toml"), ("--help",), ("validate", "absent.toml")])
def test_every_code_page_of_a_terminal_shows_the_texts(encoding: str, asked: tuple[str, ...]) -> None:
    """In a process of its own, as the encoding of its streams is settled when it starts."""
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-m", "tspi_sched", *asked], cwd=ROOT, env=env, capture_output=True)
    told = done.stdout + done.stderr
    assert done.returncode in (0, 1)
    assert b"Traceback" not in told
    assert told.decode(encoding).strip()
