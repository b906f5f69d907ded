"""Données: what was read, every fault with its cell, and the file as it is saved again."""

from io import BytesIO
from pathlib import Path
from typing import Any

import anyio
import pytest
from openpyxl import load_workbook

from tests.support.spoilt import spoilt
from tests.support.web import started, visitor
from tspi_sched.web import watch
from tspi_sched.web.watch import changes

VIEW = "/s/ma-session/scenario/data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    started(tmp_path)
    return tmp_path


def test_what_was_read_is_counted_and_shown(folder: Path) -> None:
    text = visitor(folder).get(VIEW).text
    assert "1 candidat, 2 jurés, 1 salle" in text
    for word in ("LEFÈVRE", "MARTEL", "Salle Ampère", "session.xlsx"):
        assert word in text


def test_every_fault_has_its_cell_and_is_gone_when_mended(folder: Path) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    assert client.get(f"{VIEW}/read").json()["faults"] == 0
    spoilt(path, "Candidats", "D5", "CCP9")
    spoilt(path, "Salles", "D5", "beaucoup")
    spoilt(path, "Jours", "A5", "jamais")
    again = client.get(f"{VIEW}/read").json()
    assert again["faults"] == 3
    for cell in ("Candidats!D5", "Salles!D5", "Jours!A5"):
        assert cell in again["html"]
        assert cell in client.get(VIEW).text
    for sheet, cell, value in (("Candidats", "D5", "TITRE"), ("Salles", "D5", 12), ("Jours", "A5", "08/12/2031")):
        spoilt(path, sheet, cell, value)
    assert client.get(f"{VIEW}/read").json()["faults"] == 0


def test_a_workbook_that_is_none_or_away_is_said_so(folder: Path) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "session.xlsx" in client.get(f"{VIEW}/read").json()["html"]
    path.unlink()
    assert client.get(f"{VIEW}/read").json()["faults"] == 1
    assert client.get(f"{VIEW}/../workbook").status_code == 404
    path.write_bytes(content)
    assert client.get(f"{VIEW}/read").json()["faults"] == 0


def test_names_and_faults_are_only_texts(folder: Path) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    spoilt(path, "Candidats", "B5", "<img src=x onerror=alert(1)>")
    assert "<img" not in client.get(VIEW).text
    assert "&lt;img" in client.get(VIEW).text
    spoilt(path, "Candidats", "D5", "<script>alert(1)</script>")
    assert "<script>alert" not in client.get(VIEW).text
    assert "<script>alert" not in client.get(f"{VIEW}/read").json()["html"]


def test_another_workbook_takes_its_place_and_the_old_one_is_kept(folder: Path) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    old, book = path.read_bytes(), load_workbook(path)
    book["Candidats"]["B5"] = "AUTRE"
    content = BytesIO()
    book.save(content)
    answer = client.post("/s/ma-session/scenario/workbook", files={"file": ("filled.xlsx", content.getvalue())})
    assert answer.status_code == 200
    assert "AUTRE" in client.get(VIEW).text
    kept = [other for other in path.parent.glob("session (*).xlsx")]
    assert [other.read_bytes() for other in kept] == [old]
    assert client.get("/").text.count('/data"') == 1


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("plan.exe", b"MZ", 415),
        ("session.xlsx.exe", b"MZ", 415),
        ("session.xlsx", b"", 400),
        ("session.xlsx", b"not a workbook", 422),
        ("session.xlsx", b"PK\x03\x04 broken", 422),
        ("../../other.xlsx", b"PK\x03\x04 broken", 422),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(folder: Path, name: str, content: bytes, status: int) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    before = path.read_bytes()
    answer = client.post("/s/ma-session/scenario/workbook", files={"file": (name, content)})
    assert answer.status_code == status
    assert answer.json()["message"]
    assert path.read_bytes() == before
    assert not (folder.parent / "other.xlsx").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "used by Excel")])
def test_a_disk_that_refuses_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    path, client = folder / "ma-session" / "session.xlsx", visitor(folder)
    before = path.read_bytes()

    def full(_path: Path) -> None:
        raise error

    monkeypatch.setattr("tspi_sched.exports.common.files.flush", full)
    answer = client.post("/s/ma-session/scenario/workbook", files={"file": ("session.xlsx", before + b"")})
    assert answer.status_code == 507
    assert "enregistré" in answer.json()["message"]
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*tspi-tmp"))


def test_a_workbook_outside_the_folder_is_not_read(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = started(tmp_path_factory.mktemp("outside")) / "session.xlsx"
    scenario = folder / "ma-session" / "scenario.toml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace('"session.xlsx"', f"'{outside}'"), encoding="utf-8")
    client = visitor(folder)
    assert "LEFÈVRE" not in client.get(VIEW).text
    assert "hors du dossier" in client.get(VIEW).text
    assert client.get("/s/ma-session/scenario/workbook").status_code == 422
    answer = client.post("/s/ma-session/scenario/workbook", files={"file": ("s.xlsx", outside.read_bytes())})
    assert answer.status_code == 422


# --- watching --------------------------------------------------------------------------------------------------------


def heard(files: dict[str, Path], *actions: Any) -> list[tuple[str, list[str]]]:
    """The events heard while some things happen, each after what the one before led to."""

    async def listening() -> list[tuple[str, list[str]]]:
        found = []
        with anyio.fail_after(120):
            events = changes(files)
            found.append(await anext(events))
            for action in actions:
                action()
                found.append(await anext(events))
            await events.aclose()
        return found

    return anyio.run(listening)


def test_every_way_to_save_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "PAUSE", 0.01)
    book, plan = tmp_path / "session.xlsx", tmp_path / "plan.json"
    book.write_bytes(b"1")

    def renamed() -> None:
        (tmp_path / "new").write_bytes(b"2")
        book.replace(tmp_path / "old")
        (tmp_path / "new").replace(book)

    events = heard(
        {"workbook": book, "plan": plan}, renamed, lambda: book.write_bytes(b"333"), lambda: plan.write_bytes(b"4"),
        book.unlink, lambda: book.write_bytes(b"5"),
    )  # fmt: skip
    assert events == [
        ("here", ["workbook"]), ("changed", ["workbook"]), ("changed", ["workbook"]), ("changed", ["plan"]),
        ("changed", ["workbook"]), ("changed", ["workbook"]),
    ]  # fmt: skip
