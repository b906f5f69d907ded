"""Writing whole files or none, whatever happens in the middle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tspi_sched.exports.common.files import SUFFIX, replacing, safe_name, safe_names, write_text


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def break_off(path: Path, reason: type[BaseException]) -> None:
    with replacing(path) as draft:
        draft.write_text("half")
        raise reason


def test_a_new_file_in_a_new_folder(tmp_path: Path) -> None:
    path = tmp_path / "plans" / "plan.json"
    write_text(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    assert names(path.parent) == ["plan.json"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    with pytest.raises(RuntimeError):
        break_off(path, RuntimeError)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["plan.json"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")

    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr("tspi_sched.exports.common.files.os.fsync", refuse)
    else:
        monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["plan.json"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        break_off(path, KeyboardInterrupt)
    assert (path.read_text(), names(tmp_path)) == ("old", ["plan.json"])


KILLED = """
import os, signal, sys
from pathlib import Path
from tspi_sched.exports.common.files import replacing
with replacing(Path(sys.argv[1])) as draft:
    draft.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_kill_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    source = Path(sys.modules["tspi_sched"].__file__ or "").parents[1]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], env={**os.environ, "PYTHONPATH": str(source)})
    assert killed.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    others = [name for name in names(tmp_path) if name != "plan.json"]
    assert all(name.startswith(".") and name.endswith(SUFFIX) for name in others)


@pytest.mark.skipif(os.name == "nt", reason="no such permissions there")
def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")
    path.chmod(0o664)
    write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o664


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    write_text(tmp_path / "link.json", "new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_a_very_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 240 + ".json")
    write_text(path, "x")
    assert path.read_text() == "x"


# --- names -----------------------------------------------------------------------------------------------------------


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
        ("\U00020000" * 300, "\U00020000" * 20),  # of four bytes each
        ("\u202egpj.exe\ud800", "gpj.exe"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_no_two_names_are_alike() -> None:
    ids = ["A/B", "A:B", "a-b", "A-B-2", "C01", "c01", "é", "e\u0301", "", "../../x", "..", "x"]
    names = safe_names(ids)
    assert list(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert (names["A/B"], names["C01"], names["c01"]) == ("A-B", "C01", "c01-2")
    assert all("/" not in name and name.strip(".") for name in names.values())
