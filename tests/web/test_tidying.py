"""Sessions and variants of the page renamed, deleted into the bin, and taken back: nothing is lost."""

import json
from pathlib import Path

import pytest

from tests.support.web import visitor
from tests.support.web_sessions import TINY
from tspi_sched.web import bin as bin_of
from tspi_sched.web.bin import FOLDER, in_bin

HTML = {"Accept": "text/html"}


def everything(folder: Path) -> dict[str, bytes]:
    """Every file that a person would see, with its content."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def second_variant(folder: Path) -> None:
    text = (folder / "tiny" / "tiny.toml").read_text(encoding="utf-8").replace('name = "tiny"', 'name = "deux"')
    (folder / "tiny" / "deux.toml").write_text(text, encoding="utf-8")


def test_a_session_goes_into_the_bin_and_comes_back_as_it_was(folder: Path) -> None:
    client, before = visitor(folder), everything(folder)
    assert client.post("/sessions/tiny/delete").json() == {"address": "/"}
    shown = client.get("/", headers=HTML).text
    assert "pas encore de session" in shown
    assert "Corbeille" in shown
    (one,) = in_bin(folder)
    assert {path.partition("/")[2].partition("/")[2] for path in everything(folder)} == set(before)
    assert client.get(f"{TINY}/data", headers=HTML).status_code == 404
    assert client.post("/bin", data={"name": one.key}).status_code == 200
    assert everything(folder) == before
    assert not (folder / FOLDER).exists()


def test_a_variant_goes_with_its_plan_and_the_workbook_stays(folder: Path) -> None:
    client = visitor(folder)
    assert client.post(f"{TINY}/delete").status_code == 409  # the only one
    second_variant(folder)
    before = everything(folder)
    assert client.post(f"{TINY}/delete").status_code == 200
    assert set(before) - set(everything(folder)) == {"tiny/tiny.toml", "tiny/planning/tiny/plan.json"}
    assert (folder / "tiny" / "tiny.xlsx").is_file()
    (one,) = in_bin(folder)
    assert client.post("/bin", data={"name": one.key}).status_code == 200
    assert everything(folder) == before


def test_what_would_be_written_over_is_not_taken_back(folder: Path) -> None:
    client = visitor(folder)
    client.post("/sessions/tiny/delete")
    client.post("/sessions", data={"name": "tiny"})
    before = everything(folder)
    answer = client.post("/bin", data={"name": in_bin(folder)[0].key})
    assert (answer.status_code, "tiny" in answer.json()["message"]) == (409, True)
    assert everything(folder) == before


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "a/../../b", "C:/x", ""])
def test_a_note_that_leads_elsewhere_is_none(folder: Path, path: str) -> None:
    place = folder / FOLDER / "x"
    place.mkdir(parents=True)
    said = {"name": "x", "at": "2026-12-01T10:00:00", "paths": [path]}
    (place / bin_of.NOTE).write_text(json.dumps(said), encoding="utf-8")
    assert in_bin(folder) == ()
    for key in ("x", "..", "../tiny", ""):
        assert visitor(folder).post("/bin", data={"name": key}).status_code == 404


def test_a_session_is_renamed_with_all_it_has(folder: Path) -> None:
    client, before = visitor(folder), everything(folder)
    assert client.post("/sessions/tiny/rename", data={"name": "Décembre : <b>x</b>"}).status_code == 200
    (home,) = (path for path in folder.iterdir() if path.is_dir())
    assert home.name.startswith("Décembre")
    assert {path.partition("/")[2] for path in everything(folder)} == {path.partition("/")[2] for path in before}
    shown = client.get("/", headers=HTML).text
    assert "<b>x</b>" not in shown
    client.post("/sessions", data={"name": "autre"})
    assert client.post("/sessions/autre/rename", data={"name": home.name.upper()}).status_code == 422
    for name in ("", "..", "planning", "Corbeille"):
        assert client.post("/sessions/autre/rename", data={"name": name}).status_code == 422


def test_a_variant_is_renamed_with_its_plan(folder: Path) -> None:
    client = visitor(folder)
    second_variant(folder)
    plan = (folder / "tiny" / "planning" / "tiny" / "plan.json").read_bytes()
    assert client.post(f"{TINY}/rename", data={"name": "deux"}).status_code == 422
    assert client.post(f"{TINY}/rename", data={"name": "Sans J2"}).status_code == 200
    assert not (folder / "tiny" / "tiny.toml").exists()
    text = (folder / "tiny" / "Sans J2.toml").read_text(encoding="utf-8")
    assert 'name = "Sans J2"' in text
    assert 'workbook = "tiny.xlsx"' in text
    (found,) = (path for path in (folder / "tiny" / "planning").rglob("plan.json"))
    assert found.read_bytes() == plan
    shown = client.get("/s/tiny/Sans J2/documents", headers=HTML)
    assert (shown.status_code, "plan.json" in shown.text) == (200, True)


def test_nothing_is_touched_while_a_search_works_on_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.web.tidying.is_running", lambda job: job.kind == "solve")
    client, before = visitor(folder), everything(folder)
    second_variant(folder)
    for address in ("/sessions/tiny/rename", "/sessions/tiny/delete", f"{TINY}/rename", f"{TINY}/delete"):
        answer = client.post(address, data={"name": "autre"})
        assert (answer.status_code, "calcul" in answer.json()["message"]) == (409, True)
    assert before.keys() <= everything(folder).keys()


def test_a_folder_that_is_gone_is_said(tmp_path: Path, folder: Path) -> None:
    client = visitor(folder)
    folder.rename(tmp_path.with_name(f"{tmp_path.name}-elsewhere"))
    for address in ("/", f"{TINY}/data", f"{TINY}/documents", f"{TINY}/planning/state"):
        answer = client.get(address, headers=HTML)
        assert (answer.status_code, "plus là" in answer.text) == (410, True), address
