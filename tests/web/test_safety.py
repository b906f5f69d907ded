"""Who may ask: each wall of the page, attacked."""

from pathlib import Path

import pytest

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


def test_the_other_language(folder: Path) -> None:
    answer = visitor(folder, language="en").get("/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
