"""The local page in tests: a browser's client without a browser, on a folder of its own."""

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="no local page here: pip install '.[web]'")

from starlette.testclient import TestClient

from tspi_sched.starter import write_starter
from tspi_sched.web.app import application

TOKEN, PORT = "the-key-of-the-tests", 4321
ORIGIN = f"http://127.0.0.1:{PORT}"


def stranger(folder: Path, **options: str) -> TestClient:
    """Somebody who knows the address without its token."""
    return TestClient(application(folder, TOKEN, PORT, **options), base_url=ORIGIN, follow_redirects=False)


def visitor(folder: Path, **options: str) -> TestClient:
    """Whoever came by the first address, as the page's own scripts ask."""
    client = stranger(folder, **options)
    assert client.get("/", params={"token": TOKEN}).status_code == 303
    client.headers["Origin"] = ORIGIN
    return client


def started(folder: Path, name: str = "ma-session") -> Path:
    """A session from the template in a folder of sessions; its own folder."""
    write_starter(folder / name)
    return folder / name
