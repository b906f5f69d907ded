"""What the edition before left undone passes to the next one's list, against what each person knows."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.pdf_reading import pages
from tests.support.published import drafts, editions, published
from tests.support.sessions import edited, laid_out, shifted
from tspi_sched.editions import last_edition
from tspi_sched.plan import Plan

LATER = shifted(laid_out(), 5, "C2 ET", "C2 DELIB")
STILL_LATER = shifted(LATER, 5, "C2 ET", "C2 DELIB")
AND_C3 = shifted(LATER, 5, "C3 ET", "C3 QPP", "C3 DELIB")


@pytest.fixture(autouse=True)
def _without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)


def scenario_of(tmp_path: Path) -> Path:
    return next((tmp_path / "session").glob("*.toml"))


def next_after(tmp_path: Path, plan: Plan, ticks: tuple[str, ...] = (), *, shown: bool = True) -> Path:
    """A third edition, after some of the second one's list were ticked."""
    folder = editions(tmp_path, laid_out(), LATER)
    if ticks:
        (folder / "a-faire" / "fait.json").write_text(json.dumps(ticks))
    published(folder, plan, scenario_of(tmp_path), shown=shown)
    return folder


def calls(folder: Path) -> dict[Any, Any]:
    sheet = load_workbook(folder / "a-faire" / "appels.xlsx").worksheets[0]
    return {row[3]: row[8] for row in sheet.iter_rows(min_row=5, values_only=True)}


def test_who_was_not_told_is_on_the_next_list(tmp_path: Path) -> None:
    folder = next_after(tmp_path, AND_C3, ("candidate C2",))
    found = calls(folder)
    assert set(found) == {"C3", "J3", "J4", "J1", "J2"}
    assert "ne connaît que l'édition 1" in found["J1"]
    assert "ne connaît que" not in found["C3"]
    assert set(drafts(folder)) == set(found)


def test_what_changed_twice_is_told_from_what_is_known(tmp_path: Path) -> None:
    folder = next_after(tmp_path, STILL_LATER)
    assert "15:05–15:35 → 15:15–15:45" in calls(folder)["C2"]


def test_who_was_told_hears_what_changed_since(tmp_path: Path) -> None:
    folder = next_after(tmp_path, STILL_LATER, ("candidate C2",))
    assert "15:10–15:40 → 15:15–15:45" in calls(folder)["C2"]
    assert "15:05–15:35 → 15:15–15:45" in calls(folder)["C2"] or "15:05" not in calls(folder)["C2"]


def test_a_return_to_what_is_known_is_told_all_the_same(tmp_path: Path) -> None:
    """A mail may have gone without a tick."""
    assert set(calls(next_after(tmp_path, laid_out()))) == {"C2", "J1", "J2"}


def test_it_is_carried_on_until_it_is_ticked(tmp_path: Path) -> None:
    folder = next_after(tmp_path, AND_C3)
    scenario = scenario_of(tmp_path)
    room = edited(AND_C3, "C3 ET", "C3 QPP", "C3 DELIB", room="S4")
    (folder / "a-faire" / "fait.json").write_text(json.dumps(["member J1"]))
    published(folder, room, scenario, shown=True, despite=True)
    found = calls(folder)
    assert "J1" not in found
    assert "ne connaît que l'édition 1" in found["C2"]
    assert "ne connaît que l'édition 2" in found["C3"]
    last = last_edition(folder)
    assert last is not None
    assert (last.owed["candidate C2"], last.owed["candidate C3"]) == (1, 2)


def test_without_a_tick_the_command_takes_the_list_for_done_on_paper(tmp_path: Path) -> None:
    folder = next_after(tmp_path, AND_C3, shown=False)
    assert set(calls(folder)) == {"C3", "J3", "J4"}


def test_a_box_noted_in_the_list_of_calls_counts_as_a_tick(tmp_path: Path) -> None:
    folder = editions(tmp_path, laid_out(), LATER)
    path = folder / "a-faire" / "appels.xlsx"
    book = load_workbook(path)
    row = next(row for row in book.worksheets[0].iter_rows(min_row=5) if row[3].value == "C2")
    row[0].value = "x"
    book.save(path)
    published(folder, AND_C3, scenario_of(tmp_path))
    assert set(calls(folder)) == {"C3", "J3", "J4", "J1", "J2"}


def test_pages_that_were_not_put_up_are_printed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door of C2's oral is not of AND_C3's changes."""
    pytest.importorskip("typst")
    monkeypatch.undo()
    folder = editions(tmp_path, laid_out(), LATER)
    scenario = scenario_of(tmp_path)
    ticks = ["candidate C2", "member J1", "member J2", "file planning.pdf"]
    (folder / "a-faire" / "fait.json").write_text(json.dumps(ticks))
    edition = published(folder, AND_C3, scenario)
    assert edition.owed == {"file affiches.pdf": 1}
    assert "Salle 3" in "".join(pages(folder / "a-faire" / "affiches.pdf"))
