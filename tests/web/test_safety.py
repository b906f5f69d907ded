"""Who may ask: each wall of the page, attacked."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.web import ORIGIN, PORT, TOKEN, started, stranger, visitor
from tspi_sched.web.safety import LARGEST

PAGES = ("/", "/static/base.css", "/s/ma-session/scenario/data", "/nothing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    started(tmp_path / "sessions")
    return tmp_path / "sessions"


@pytest.mark.parametrize("path", PAGES)
def test_without_the_token_nothing_opens(folder: Path, path: str) -> None:
    for given in ({}, {"token": ""}, {"token": "another"}, {"token": TOKEN[:-1]}):
        answer = stranger(folder).get(path, params=given)
        assert answer.status_code == 401
        assert "ma-session" not in answer.text
    assert stranger(folder).post(path).status_code == 401
    assert stranger(folder).get(path, headers={"Cookie": f"tspi-sched-{PORT}=another"}).status_code == 401


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(folder: Path) -> None:
    answer = stranger(folder).get("/", params={"token": TOKEN, "other": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?other=1")
    assert {"httponly", "samesite=strict", "path=/"} <= {
        part.strip().lower() for part in answer.headers["set-cookie"].split(";")
    }


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "///evil.example/x"])
def test_the_first_address_leads_nowhere_else(folder: Path, path: str) -> None:
    answer = stranger(folder).get(ORIGIN + path, params={"token": TOKEN})
    assert answer.status_code in (303, 404)
    if answer.status_code == 303:
        assert not answer.headers["location"].startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        f"127.0.0.1:{PORT + 1}",
        "127.0.0.1",
        f"127.0.0.1.evil.example:{PORT}",
        "",
    ],
)
def test_a_foreign_host_is_refused(folder: Path, host: str) -> None:
    """A site whose name suddenly leads to this machine brings its own name along."""
    client = visitor(folder)
    for path in PAGES:
        assert client.get(path, headers={"Host": host}).status_code == 421
    assert client.get("/", params={"token": TOKEN}, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{PORT + 1}",
        f"https://127.0.0.1:{PORT}",
        ORIGIN + ".evil.example",
    ],
)
def test_a_foreign_origin_is_refused(folder: Path, origin: str) -> None:
    client = visitor(folder)
    for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = client.request(method, "/", headers={"Origin": origin})
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_form_of_another_site_that_hides_its_origin_is_refused(folder: Path) -> None:
    client = visitor(folder)
    del client.headers["Origin"]
    assert client.post("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/", headers={"Sec-Fetch-Site": "same-site"}).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_lets_nothing_in_from_outside(folder: Path, path: str) -> None:
    for client in (visitor(folder), stranger(folder)):
        headers = client.get(path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert set(" ".join(policy.values()).split()) <= {"'none'", "'self'", "data:"}
        assert policy["script-src"] == "'self'"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/..\\app.py", "/static/%00",
        "/s/../scenario/data", "/s/..%2f..%2fetc/passwd/data", "/s/ma-session/..%2f..%2fother/data", "/s/%2fetc/x/data",
        "/s/ma-session/%2e%2e/data", "/s/ma-session/scenario.toml%00/data", "/s/./scenario/data",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_folder(folder: Path, path: str) -> None:
    (folder.parent / "other.toml").write_text('workbook = "x.xlsx"\n', encoding="utf-8")
    assert visitor(folder).get(path).status_code == 404


def test_a_link_to_another_folder_is_no_session(folder: Path, tmp_path: Path) -> None:
    started(tmp_path / "elsewhere", "secret")
    (folder / "secret").symlink_to(tmp_path / "elsewhere" / "secret", target_is_directory=True)
    assert "secret" not in visitor(folder).get("/").text


def test_too_much_is_refused_whether_or_not_it_is_announced(folder: Path) -> None:
    client = visitor(folder)
    assert client.post("/", content=b"", headers={"Content-Length": str(LARGEST + 1)}).status_code == 413


def test_a_name_is_only_a_text(tmp_path: Path) -> None:
    started(tmp_path, "<script>alert(1)<&script>")
    text = visitor(tmp_path).get("/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.support.web import visitor
from tspi_sched.exports.common import files

client = visitor(Path(sys.argv[1]))
calls = iter(range(100))
def flush(_path):
    if next(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
files.flush = flush
{what}
print("not killed")
"""
"""Somebody pulls the plug while the page writes: at the moment when a new file is complete and not yet in its place."""

SAVES = {
    "settings": 'client.post("/s/ma-session/scenario/settings", data={"was:rules.changeover_minutes": "5",'
    ' "rules.changeover_minutes": "10"})',
    "workbook": 'client.post("/s/ma-session/scenario/workbook", files={"file": ("s.xlsx",'
    ' Path(sys.argv[2]).read_bytes())})',
    "new session": 'client.post("/sessions", data={"name": "Autre"})',
    "variant": 'client.post("/s/ma-session/scenario/copy", data={"name": "Autre"})',
}  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="a signal of POSIX")
@pytest.mark.parametrize("what", SAVES)
def test_a_kill_in_the_middle_of_a_save_loses_nothing(folder: Path, tmp_path: Path, what: str) -> None:
    workbook = started(tmp_path / "other") / "session.xlsx"
    before = {path.name: path.read_bytes() for path in (folder / "ma-session").iterdir() if path.is_file()}
    script = KILLED.replace("{what}", SAVES[what])
    moment = "1" if what == "new session" else "0"
    command = [sys.executable, "-c", script, str(folder), str(workbook), moment]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    after = {path.name: path.read_bytes() for path in (folder / "ma-session").iterdir() if path.is_file()}
    assert {name: after[name] for name in before} == before
    client = visitor(folder)
    text = client.get("/").text
    assert text.count('/data"') == 1
    assert "Autre" not in text.replace("Autres", "")
    assert client.post("/sessions", data={"name": "Autre"}).status_code == 200
    sent = {"was:rules.changeover_minutes": "5", "rules.changeover_minutes": "10"}
    assert client.post("/s/ma-session/scenario/settings", data=sent).status_code == 200


def test_the_log_of_what_nobody_expected_names_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_variant: object, **_options: object) -> None:
        raise RuntimeError("Zoé LEFÈVRE")

    monkeypatch.setattr("tspi_sched.web.routes.data.read_variant", broken)
    answer = visitor(folder).get("/s/ma-session/scenario/data", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "Erreur interne (RuntimeError)" in answer.text
    assert "LEFÈVRE" not in answer.text + caplog.text
    assert "RuntimeError in " in caplog.text


def test_an_endless_body_is_cut_off(folder: Path) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        for _block in range(LARGEST // 1_000_000 + 2):
            yield b"0" * 1_000_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = visitor(folder).post("/s/ma-session/scenario/workbook", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\nno header", b"\xff" * 100])
def test_a_broken_form_is_refused_in_words(folder: Path, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = visitor(folder).post("/s/ma-session/scenario/workbook", content=body, headers=headers)
    assert answer.status_code in (400, 415)
    assert answer.json()["message"]


def test_the_other_language(folder: Path) -> None:
    answer = visitor(folder, language="en").get("/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
