"""planning.xlsx: the sheet with the plan, and the way back."""

from dataclasses import replace
from datetime import datetime, time
from gettext import NullTranslations
from pathlib import Path

import pytest

from tests.support import export_demo as demo
from tests.support.xlsx_reading import Book, book_of, rows
from tspi_sched.exports import xlsx
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Lock
from tspi_sched.reading import read_locks, read_plan
from tspi_sched.reading.workbook import layout
from tspi_sched.texts import in_language


def test_plan_titles_are_those_that_the_reader_knows(book: Book) -> None:
    assert rows(book["Plan"], 1)[0][:16] == [column.fr for column in layout.PLAN.columns[:-1]]


@pytest.mark.parametrize(("language", "place"), [("fr", 0), ("en", 1)])
def test_titles_of_both_languages_agree_with_the_reader_s(language: str, place: int) -> None:
    from tspi_sched.exports.xlsx import table

    titles = tuple(column.titles[place] for column in layout.PLAN.columns)
    assert (*table.PLAN_TITLES[language], table.MEANS_TITLE[language]) == titles
    assert table.PLAN_SHEET[language] == layout.PLAN.titles[place]
    assert table.UNPLACED_SHEET[language] == layout.UNPLACED.titles[place]
    assert {column.titles[place] for column in layout.UNPLACED.columns} <= set(table.UNPLACED_TITLES[language])


def test_plan_cells_are_dates_and_times(book: Book) -> None:
    sheet = book["Plan"]
    assert (sheet["E2"].value, sheet["F2"].value) == (datetime(2026, 12, 7), time(8))
    assert sheet["E2"].number_format == "[$-40C]ddd dd/mm/yyyy"
    assert sheet["F2"].number_format == "hh:mm"
    assert sheet["A2"].font.name == "Arial"


def test_lock_column_offers_words_and_allows_others(book: Book) -> None:
    sheet = book["Plan"]
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if "L2" in rule.sqref)
    assert rule.formula1 == '"x,jour,heure,salle,jury,surveillant"'
    assert not rule.showErrorMessage
    assert sheet["L1"].comment.text.startswith("Ce qui doit rester tel quel")


def test_the_way_back_is_the_same_plan(tmp_path: Path) -> None:
    signing = Task(None, None, "PV", demo.TUESDAY, 900, 910, None, ("J1", "J2"))
    plan = Plan((*demo.plan().tasks, signing))
    path, _book = book_of(tmp_path, result=demo.result(plan))
    assert read_plan(path, demo.problem()) == plan


def test_locks_come_back_too(tmp_path: Path) -> None:
    locked = demo.plan().tasks[0]
    problem = demo.problem(locks=(Lock(locked, frozenset(("day", "room"))),))
    path, book = book_of(tmp_path, problem)
    assert book["Plan"]["L2"].value == "jour;salle"
    assert read_locks(path, demo.problem()) == problem.locks


def test_large_sessions_come_back_too(tmp_path: Path) -> None:
    problem, plan = demo.large(200)
    xlsx.write(problem, demo.result(plan), tmp_path / "planning.xlsx", today=demo.TODAY)
    assert read_plan(tmp_path / "planning.xlsx", problem) == plan


def test_english_titles_formats_and_the_way_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.texts._catalogue", lambda _language: NullTranslations())
    plan = replace(demo.plan(), unplaced=demo.left_out())
    with in_language("en"):
        path, book = book_of(tmp_path, result=demo.result(plan))
        assert read_plan(path, demo.problem()) == plan
    assert rows(book["Plan"], 1)[0][:4] == ["Candidate", "Name", "Track", "Stage"]
    assert book["Plan"]["E2"].number_format == "[$-809]ddd dd/mm/yyyy"
    assert rows(book["Unplaced"], 1)[0][:3] == ["Candidate", "Name", "Reason"]
