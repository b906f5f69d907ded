"""Lists added to a session that is there: shown before anything is written, put under the sheet's own headings."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from tests.support.web import visitor
from tspi_sched.web import pending

HTML = {"Accept": "text/html"}
HOME = "/s/juin/scenario"
CANDIDATES = "Nom;Prénom;Parcours;Remarque\nBlé;Zoé;TITRE;vient en train\nOrge;Léo;CCP1;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a session made of one list of candidates."""
    (tmp_path / "sessions").mkdir()
    client = visitor(tmp_path / "sessions")
    answer = client.post("/sessions/drop", files={"file": ("juin.csv", CANDIDATES.encode())})
    assert answer.json()["address"] == f"{HOME}/data", answer.text
    return tmp_path / "sessions"


def asked(client: TestClient, file: str, content: bytes) -> str:
    answer = client.post(f"{HOME}/lists", files={"file": (file, content)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["address"])


def rows(folder: Path, sheet: str) -> list[tuple[Any, ...]]:
    found = load_workbook(folder / "juin" / "session.xlsx")[sheet].iter_rows(min_row=5, values_only=True)
    return [row for row in found if any(value is not None for value in row)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "juin").iterdir() if path.is_file()}


def test_rooms_and_jurors_are_added_after_they_were_shown(folder: Path) -> None:
    client, before = visitor(folder), files(folder)
    address = asked(client, "salles.csv", b"Salle;Usage;Places\nS1;MSP;12\nS2;ORAL;1\n")
    shown = client.get(address, headers=HTML).text
    assert "Ce qui sera ajouté à « juin »" in shown
    assert files(folder) == before  # nothing is written yet
    assert client.post(address, data={"mode:0": "add"}).json() == {"address": f"{HOME}/data"}
    assert [row[0] for row in rows(folder, "Salles")] == ["S1", "S2"]
    read = client.get(f"{HOME}/data", headers=HTML).text
    assert "Salles!" not in read  # no fault on that sheet
    kept = [name for name in files(folder) if name.startswith("session (")]
    assert [files(folder)[name] for name in kept] == [before["session.xlsx"]]
    assert not (folder / pending.FOLDER).exists()


def test_candidates_come_after_those_that_are_there_with_ids_of_their_own(folder: Path) -> None:
    client = visitor(folder)
    more = "Prénom;Nom de famille;Parcours;Remarque;Formule\nNoé;Seigle;TITRE;tard;=1+1\n"
    address = asked(client, "suite.csv", more.encode())
    answer = client.post(address, data={"mode:0": "add"})
    assert answer.json() == {"address": f"{HOME}/data"}, answer.text
    sheet = load_workbook(folder / "juin" / "session.xlsx")["Candidats"]
    head = [cell.value for cell in sheet[4]]
    found = [dict(zip(head, row, strict=False)) for row in rows(folder, "Candidats")]
    assert [row["Nom"] for row in found] == ["Blé", "Orge", "Seigle"]
    assert len({row["Id"] for row in found}) == 3
    assert [row["Remarque"] for row in found] == ["vient en train", None, "tard"]
    place = head.index("Formule") + 1
    assert sheet.cell(7, place).value == "=1+1"
    assert sheet.cell(7, place).data_type == "s"


def test_rows_are_replaced_when_that_is_said(folder: Path) -> None:
    client = visitor(folder)
    address = asked(client, "autres.csv", "Nom;Prénom;Parcours\nAvoine;Lou;TITRE\n".encode())
    assert client.post(address, data={"mode:0": "replace"}).json() == {"address": f"{HOME}/data"}
    (row,) = rows(folder, "Candidats")
    assert "Avoine" in row


def test_a_list_for_what_is_gone_or_of_nothing_is_refused(folder: Path) -> None:
    client = visitor(folder)
    address = asked(client, "x.csv", b"a;b\n1;2\n")
    before = files(folder)
    assert client.post(address, data={"kind:0": ""}).status_code == 422
    assert client.post(f"{HOME}/lists", files={"file": ("x.exe", b"MZ")}).status_code == 415
    assert client.post("/s/autre/scenario/lists", files={"file": ("x.csv", b"a;b\n1;2\n")}).status_code == 404
    assert files(folder) == before
