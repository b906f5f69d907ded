"""``check -o`` with hostile texts, other languages and programs, and books that cannot be copied whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support import hostile
from tests.support.marking import SOFFICE, TODAY, exported, mark, noted, office, red, worked_on
from tests.support.sessions import edited, laid_out, ruled, session
from tools.workbook_package import faults
from tspi_sched.checker import check
from tspi_sched.exports import marked
from tspi_sched.exports.common.fingerprint import values
from tspi_sched.plan import Result, Status
from tspi_sched.reading import read_plan
from tspi_sched.texts import in_language


@pytest.mark.parametrize("text", hostile.TEXTS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
def test_hostile_texts_stay_texts(tmp_path: Path, text: str) -> None:
    problem, result = hostile.hostile(text)
    plan = replace(result.plan, tasks=result.plan.tasks[:-3])
    path, book, found = mark(tmp_path, problem, plan, remarks=(text, f"={text}"))
    assert found
    assert faults(path) == []
    assert not [c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]


def test_in_english(tmp_path: Path) -> None:
    with in_language("en"):
        path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S1"))
        assert book.sheetnames[0] == "Check"
        assert faults(path) == []
    _path, book, _found = mark(tmp_path, session(), laid_out(), path, "encore.xlsx")
    assert "Check" not in book.sheetnames
    assert red(book) == set()


@pytest.mark.skipif(not SOFFICE, reason="no LibreOffice")
def test_marks_go_after_libreoffice_has_saved_them(tmp_path: Path) -> None:
    """LibreOffice forgets who wrote a note, and the colour behind a colour."""
    source, room = worked_on(tmp_path)
    path, book, _found = mark(tmp_path, session(), read_plan(source, session()), source)
    saved = office(path, tmp_path / "office")
    assert values(load_workbook(saved)["Contrôle (2)"]) == values(book["Contrôle (2)"])
    assert set(noted(load_workbook(saved))) == set(noted(book))
    assert red(load_workbook(saved)) == red(book)
    _path, book, _found = mark(tmp_path, session(), edited(laid_out(), "C1 ET", room="S3"), saved, "encore.xlsx")
    assert red(book) == set()
    assert noted(book) == {}
    assert book["Plan"][room].fill.fgColor.rgb == "FFFFFF00"
    assert book["Plan"][room].comment.text == "vu avec Paul"


def test_what_a_copy_cannot_hold_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """openpyxl leaves out drawn shapes; they stay in the original, which is said."""
    from zipfile import ZipFile

    source, _room = worked_on(tmp_path)
    with ZipFile(source, "a") as archive:
        archive.writestr("xl/drawings/drawing9.xml", "<xdr:wsDr><xdr:sp ></xdr:sp></xdr:wsDr>")
    plan = read_plan(source, session())
    checked = marked.Checked(str(source), "s.toml", Result(Status.FEASIBLE, plan), check(session(), plan))
    assert marked.write(session(), checked, tmp_path / "c.xlsx", today=TODAY) == ("formes dessinées",)
    texts = [str(c.value) for row in load_workbook(tmp_path / "c.xlsx").worksheets[0].iter_rows() for c in row]
    assert any("formes dessinées" in text for text in texts)


def test_a_workbook_that_cannot_be_copied_is_made_from_the_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_args: object) -> None:
        raise KeyError("xl/theme")

    source, _room = worked_on(tmp_path)
    plan = read_plan(source, session())
    monkeypatch.setattr(marked, "opened", damaged)
    path, book, found = mark(tmp_path, session(), plan, source)
    assert found
    assert noted(book)
    assert read_plan(path, session()) == plan
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row]
    assert any("n’a pas pu être recopié" in text or "n'a pas pu être recopié" in text for text in texts)


def test_what_is_not_read_is_listed(tmp_path: Path) -> None:
    source = exported(tmp_path, session(), laid_out())
    book = load_workbook(source)
    book["Plan"]["M1"], book["Plan"]["M2"] = "Remarques", "à rappeler"
    book.save(source)
    _path, book, _found = mark(
        tmp_path, session(), laid_out(), source, remarks=("La feuille « Salles » a été modifiée",)
    )
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row]
    assert any("Remarques" in text and "Plan" in text for text in texts)
    assert "La feuille « Salles » a été modifiée" in texts


def test_locks_show_the_part_that_is_locked(tmp_path: Path) -> None:
    from tspi_sched.problem import Lock

    locked = laid_out().tasks[0]
    problem = replace(ruled(session()), locks=(Lock(replace(locked, room="S2"), frozenset({"room"})),))
    _path, book, found = mark(tmp_path, problem, laid_out())
    assert [breach.part for breach in found] == ["room"]
    assert [cell[0] for _title, cell in noted(book)] == ["H"]
