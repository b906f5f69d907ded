"""For tests of the page: a folder whose session has a plan."""

from pathlib import Path

import pytest

from tests.support.web_sessions import tiny


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The plan of the tiny session, found once."""
    home = tiny(tmp_path_factory.mktemp("made"))
    return (home / "planning" / "tiny" / "plan.json").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, made: bytes) -> Path:
    """A folder of sessions with the tiny one and its plan."""
    place = tiny(tmp_path, plan=False) / "planning" / "tiny"
    place.mkdir(parents=True)
    (place / "plan.json").write_bytes(made)
    return tmp_path
