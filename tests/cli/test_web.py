"""``web`` and ``shortcut``: one line with the address, one server per folder, an icon that opens it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.support.cli_runs import PATIENCE, Run, ended, start
from tests.support.web import started
from tspi_sched.cli import web
from tspi_sched.cli.codes import Ending
from tspi_sched.starter import shortcut
from tspi_sched.starter.launcher import POSIX, WINDOWS
from tspi_sched.starter.shortcut import LINUX, desktop, ending, write_shortcut

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=[\w-]{20,}\n")


@contextmanager
def serving(*args: object) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server, with its address."""
    process = start("web", *args, "--no-browser")
    try:
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def opened(address: str) -> str:
    """The page at a first address, as a browser gets it."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    with opener.open(address.strip(), timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_the_address_opens_the_page_and_nothing_else_does(tmp_path: Path) -> None:
    started(tmp_path)
    with serving(tmp_path) as (process, address):
        assert ADDRESS.fullmatch(address)
        assert "ma-session" in opened(address)
        with pytest.raises(HTTPError) as error:
            urlopen(address.partition("?")[0], timeout=PATIENCE)
        assert error.value.code == 401
        process.send_signal(signal.SIGINT)
        code, out, err = ended(process)
        assert (code, out, err) == (0, "", "La page est fermée.\n")
    assert not (tmp_path / ".tspi-web.json").exists()


def test_only_this_machine_is_listened_to(tmp_path: Path) -> None:
    with serving(tmp_path) as (_process, address):
        port = int(ADDRESS.fullmatch(address)[1])
        listening = Path("/proc/net/tcp").read_text() if Path("/proc/net/tcp").exists() else f"0100007F:{port:04X}"
        places = {line.split()[1] for line in listening.splitlines() if f":{port:04X} " in f"{line} "}
        assert {place for place in places if place.endswith(f":{port:04X}")} == {f"0100007F:{port:04X}"}


def test_a_second_server_leads_to_the_first_and_a_killed_one_is_no_hindrance(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address):
        if os.name == "posix":
            assert (tmp_path / ".tspi-web.json").stat().st_mode & 0o077 == 0
        code, out, err = ended(start("web", tmp_path, "--no-browser"))
        assert (code, out) == (0, address)
        assert "est déjà ouvert" in err
        process.kill()
        process.wait(timeout=PATIENCE)
        with serving(tmp_path) as (_again, other):
            assert other != address
            assert "<h1>Sessions</h1>" in opened(other)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = ended(start("web", tmp_path, "--no-browser", "--port", port))
    assert (code, out) == (1, "")
    assert f"le port {port} est pris" in err


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, out, err = ended(start("web", tmp_path / "file", "--no-browser"))
    assert (code, out) == (1, "")
    assert "dossier" in err
    assert "Erreur interne" not in err


def test_all_that_is_missing_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "is_there", lambda name: name == "jinja2")
    with pytest.raises(Ending) as ending:
        web.run(str(tmp_path), None, True)
    assert "starlette uvicorn python-multipart" in str(ending.value)


# --- the icon --------------------------------------------------------------------------------------------------------

ODD = "les sessions d'été $HOME `ls` 100% \\ «ici»"


def test_each_system_has_its_kind() -> None:
    assert [ending(system) for system in ("win32", "darwin", "linux")] == [WINDOWS, POSIX, LINUX]


def test_the_desktop_is_found_or_else_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcut, "_xdg", lambda: "")
    assert desktop(tmp_path, "linux") == tmp_path
    (tmp_path / "Bureau").mkdir()
    assert desktop(tmp_path, "linux") == tmp_path / "Bureau"
    (tmp_path / "OneDrive" / "Desktop").mkdir(parents=True)
    assert desktop(tmp_path, "win32") == tmp_path / "OneDrive" / "Desktop"


@pytest.mark.skipif(os.name == "nt", reason="a shell's script")
def test_the_script_runs_the_page_of_its_folder_whatever_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, said = tmp_path / ODD, tmp_path / "said"
    python = tmp_path / "the python"
    python.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{said}"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    path = tmp_path / f"icon{POSIX}"
    write_shortcut(path, folder)
    subprocess.run([str(path)], check=True, timeout=PATIENCE)
    assert said.read_text().splitlines() == ["-m", "tspi_sched", "web", str(folder)]


def arguments(entry: str) -> list[str]:
    r"""What a desktop runs: the value's own ``\\`` first, then the quotes of `Exec`, then ``%%``."""
    line = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    plain = line.replace("\\\\", "\\")
    parts = re.findall(r'"((?:\\.|[^"\\])*)"', plain)
    return [re.sub(r"\\(.)", r"\1", part).replace("%%", "%") for part in parts]


def test_the_desktop_entry_says_the_same(tmp_path: Path) -> None:
    write_shortcut(tmp_path / f"icon{LINUX}", tmp_path / ODD)
    entry = (tmp_path / f"icon{LINUX}").read_text(encoding="utf-8")
    assert arguments(entry) == [sys.executable, "-m", "tspi_sched", "web", str(tmp_path / ODD)]
    assert entry.startswith("[Desktop Entry]\nType=Application\n")


def test_the_batch_file_doubles_percent_signs(tmp_path: Path) -> None:
    write_shortcut(tmp_path / f"icon{WINDOWS}", tmp_path / "à 100%")
    text = (tmp_path / f"icon{WINDOWS}").read_bytes().decode()
    assert f'-m tspi_sched web "{tmp_path}/à 100%%"\r\n' in text.replace("\\", "/")
    assert "\n" not in text.replace("\r\n", "")


def test_an_icon_is_put_again_but_nothing_else_replaced(run: Run, tmp_path: Path) -> None:
    for _again in range(2):
        code, out, _err = run("shortcut", tmp_path, "-o", tmp_path / "desk")
        assert code == 0
        assert "L'icône est là" in out
    path = next((tmp_path / "desk").iterdir())
    path.write_text("mine")
    code, _out, err = run("shortcut", tmp_path, "-o", tmp_path / "desk")
    assert code == 1
    assert "n'est pas remplacé" in err
    assert path.read_text() == "mine"
