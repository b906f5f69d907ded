"""What the system refuses is said in the user's words, never in the system's own; names that Windows will not take."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_runs import TINY, Run, Solved
from tspi_sched import refused
from tspi_sched.cli.codes import Ending
from tspi_sched.cli.output import check_writable
from tspi_sched.texts import in_language

ERRORS = sorted(set(errno.errorcode) - {errno.EPIPE})
LONG = "é" * 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_of_the_system_is_shown(language: str) -> None:
    with in_language(language):
        for number in ERRORS:
            said = refused.reason(OSError(number, os.strerror(number)))
            assert said
            assert os.strerror(number).lower() not in said.lower()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "le disque est plein"),
        (errno.EROFS, "lecture seule"),
        (errno.ENAMETOOLONG, "trop long"),
        (errno.ESTALE, "réseau"),
        (errno.EIO, "le disque ne répond pas"),
        (errno.ELOOP, "tournent en rond"),
    ],
)
def test_what_is_said_of_the_usual_ones(number: int, words: str) -> None:
    assert words in refused.reason(OSError(number, ""))


@pytest.mark.parametrize(
    ("number", "words"),
    [(112, "plein"), (206, "trop long"), (123, "pas permis"), (32, "autre programme"), (53, "réseau")],
)
def test_the_errors_of_windows(number: int, words: str) -> None:
    error = OSError(errno.EACCES, "")
    error.winerror = number  # type: ignore[attr-defined]  # on Windows only
    assert words in refused.reason(error)


def test_an_error_nobody_thought_of_has_its_number() -> None:
    assert "4711" in refused.reason(OSError(4711, "flux capacitor"))
    assert "flux" not in refused.reason(OSError(4711, "flux capacitor"))


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["CON", "nul", "aux.txt", "juin/COM1", "prn.", "lpt¹.x", "a?b", "juin.", "10:30", "a|b", 'x"']
)
def test_a_name_that_windows_refuses_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert refused.bad_name(Path(name)) == ""
    monkeypatch.setattr(refused, "on_windows", lambda: True)
    assert f"« {Path(name).name} »" in refused.bad_name(Path(name))
    with pytest.raises(Ending, match="Windows"):
        check_writable(Path(name))


@pytest.mark.parametrize("name", ["juin", "../juin", ".", "console", "com10", "Évaluation TSPI", "a.b/c"])
def test_a_name_that_windows_takes(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(refused, "on_windows", lambda: True)
    assert refused.bad_name(Path(name)) == ""


# --- commands --------------------------------------------------------------------------------------------------------


def too_long(tmp_path: Path) -> list[Any]:
    return [tmp_path / LONG, tmp_path / "a" / LONG / "b", Path(tmp_path, *["d" * 200] * 30), f"{tmp_path}/{'x' * 5000}"]


@pytest.mark.skipif(os.name == "nt", reason="lengths as POSIX has them")
@pytest.mark.parametrize("which", range(4))
def test_a_folder_whose_name_is_too_long(run: Run, tmp_path: Path, solved: Solved, which: int) -> None:
    path = too_long(tmp_path)[which]
    plan = solved[0] / "plan.json"
    for args in (
        ("solve", TINY, "-o", path),
        ("export", plan, TINY, "-o", path),
        ("init", path),
        ("compare", plan, plan, "--with", TINY, "-o", f"{path}.xlsx"),
    ):
        code, _out, err = run(*map(str, args))
        assert (code, args[0]) == (1, args[0])
        assert "trop long" in err
        assert "interne" not in err
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_a_folder_that_is_a_loop_of_links(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    code, _out, err = run("solve", str(TINY), "-o", str(tmp_path / "a"))
    assert code == 1
    assert "tournent en rond" in err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_disk_that_fails_in_the_middle(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tspi_sched.exports.common.files.os.fsync", fail)
    for args in (("solve", TINY, "-o", tmp_path / "plan"), ("init", tmp_path / "new")):
        code, _out, err = run(*map(str, args))
        assert code == 1
        assert refused.reason(OSError(number, "")) in err
        assert os.strerror(number) not in err
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name.endswith(".tspi-tmp")]


def test_an_error_of_the_system_that_nothing_else_caught(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/mnt/clé/a.xlsx")

    monkeypatch.setattr("tspi_sched.reading.read_noted", fail)
    code, _out, err = run("validate", str(TINY))
    assert code == 1
    assert re.fullmatch(r"/mnt/clé/a.xlsx : .*disque.*\n", err)
