"""planning.xlsx: what Excel lets people write into the sheet that is read back."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.xlsx_reading import Book, Sheet, background
from tspi_sched.documents import Leads
from tspi_sched.exports import xlsx
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem


def book_of(problem: Problem, result: Result) -> Book:
    return xlsx.build(problem, result, demo.TODAY, Leads())


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of(demo.problem(), demo.result())


def rule_of(sheet: Sheet, place: str) -> Any:
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if place in rule.sqref)
    return rule


def offered(book: Book, rule: Any) -> list[str]:
    """What the list of a rule offers."""
    title, _mark, area = book.defined_names[rule.formula1].attr_text.rpartition("!")
    area = book[title.strip("'")][area.replace("$", "")]
    return [cell.value for row in (area if isinstance(area, tuple) else ((area,),)) for cell in row]


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("A", ["C01", "C02", "C03"]), ("C", ["TITRE", "CCP1", "CCP2"]), ("H", ["S1", "S2", "S3"]),
     ("I", ["J1;J2", "J3;J4"]), ("J", ["SV1", "SV2"]), ("K", ["VP1"])],
)  # fmt: skip
def test_columns_offer_the_codes_of_the_session(book: Book, letter: str, expected: list[str]) -> None:
    rule = rule_of(book["Plan"], f"{letter}2")
    assert (rule.type, rule.showErrorMessage) == ("list", True)
    assert offered(book, rule) == expected
    assert f"{letter}{book['Plan'].max_row}" in rule.sqref


def test_several_codes_in_one_cell_are_only_warned_about(book: Book) -> None:
    assert {rule_of(book["Plan"], f"{letter}2").errorStyle for letter in "IJ"} == {"warning"}
    assert {rule_of(book["Plan"], f"{letter}2").errorStyle for letter in "ACDEHK"} <= {None, "stop"}


def test_times_are_on_the_grid_inside_opening_hours(book: Book) -> None:
    rule = rule_of(book["Plan"], "F2")
    assert rule.type == "custom"
    assert rule.formula1 == "AND(ISNUMBER(F2),F2*1440>480-0.5,F2*1440<1080+0.5,ABS(F2*1440-ROUND(F2*1440/5,0)*5)<0.01)"
    assert rule_of(book["Plan"], "G2").formula1.endswith(",G2>F2)")


def test_columns_to_edit_are_marked(book: Book) -> None:
    sheet = book["Plan"]
    assert [cell.value for cell in sheet[1][:12] if background(cell) == "FFD966"] == [
        "Date", "Début", "Fin", "Salle", "Jury", "Surveillants", "Projecteur", "Verrou"
    ]  # fmt: skip


def test_codes_stay_texts_when_they_are_chosen_or_typed(book: Book) -> None:
    assert {book["Plan"][f"{letter}2"].number_format for letter in "AHIJKL"} == {"@"}


def test_a_session_without_projectors_has_no_rule_for_them() -> None:
    tasks = tuple(replace(task, projector=None) for task in demo.plan().tasks)
    book = book_of(demo.problem(projectors=()), demo.result(Plan(tasks)))
    assert not [rule for rule in book["Plan"].data_validations.dataValidation if "K2" in rule.sqref]
    assert "liste_projecteurs" not in book.defined_names
