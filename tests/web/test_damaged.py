"""A plan whose file is damaged: said with the file, and another one taken in its place; the damaged one is kept."""

import json
from pathlib import Path

import pytest

from tests.support.web import visitor
from tests.support.web_sessions import TINY
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.reading import read, read_plan
from tspi_sched.web.bin import in_bin

HTML = {"Accept": "text/html"}
VIEWS = ("planning", "documents")


@pytest.mark.parametrize("text", ['{"format": "tspi', "", "[]", '{"format": "tspi-sched-plan"}', "\x00\x01"])
def test_a_damaged_plan_is_said_and_another_taken(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    client, path = visitor(folder), folder / "tiny" / "planning" / "tiny" / "plan.json"
    problem, _wishes = read(folder / "tiny" / "tiny.toml")
    before = mark_of(read_plan(path, problem))
    assert client.get(f"{TINY}/planning/state").status_code == 200  # the journal begins
    path.write_text(text, encoding="utf-8")
    for view in VIEWS:
        shown = client.get(f"{TINY}/{view}", headers=HTML)
        assert (shown.status_code, str(path) in shown.text) == (422, True), view
        assert f"{TINY}/solve" in shown.text
        assert "Reprendre un planning" in shown.text
    assert client.get(f"{TINY}/solve", headers=HTML).status_code == 200
    assert client.post(f"{TINY}/documents/take", data={"source": "edition 9"}).status_code == 404
    assert client.post(f"{TINY}/documents/take", data={"source": "journal"}).status_code == 303
    assert mark_of(read_plan(path, problem)) == before
    assert client.get(f"{TINY}/planning/state").status_code == 200
    (one,) = in_bin(folder)
    assert (folder / "corbeille" / one.key / one.paths[0]).read_text(encoding="utf-8") == text


def test_the_day_goes_on_by_the_edition(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    client, path = visitor(folder), folder / "tiny" / "planning" / "tiny" / "plan.json"
    assert client.post(f"{TINY}/documents/publish", headers=HTML).status_code == 200
    path.write_text(json.dumps({}), encoding="utf-8")
    assert client.get(f"{TINY}/day", headers=HTML).status_code == 200
    assert client.post(f"{TINY}/documents/take", data={"source": "edition 1"}).status_code == 303
    assert client.get(f"{TINY}/documents", headers=HTML).status_code == 200
