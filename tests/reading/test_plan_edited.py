"""The sheet `Plan` as people edit it: ends left empty, days without their year, names in place of ids."""

from copy import deepcopy
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import book, scenario
from tests.support.plan_files import D7, EXPECTED, SHEET, as_xlsx, faults
from tspi_sched.problem import Problem
from tspi_sched.reading import headings, read, read_plan
from tspi_sched.reading.workbook.layout import PLAN


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    return read(book(tmp_path / "book.xlsx"))[0]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (1, 6, None), (2, 6, None), (2, 6, " "), (1, 4, "7/12"), (1, 4, "lundi 7/12"), (2, 5, "14.00"),
        (2, 5, "2:00 PM"),
        (2, 7, "Salle 2"), (2, 7, "SALLE 2 (S2)"), (2, 8, "Paul Durand; Anne Roux"), (2, 8, "DURAND Paul, roux"),
        (2, 8, "Paul Durand (J1)\nJ2"), (1, 9, "Zoé Faure"), (1, 9, "Faure"), (1, 0, "Léa Martin"), (1, 0, "martin"),
    ],
)  # fmt: skip
def test_edited_rows(row: int, column: int, value: object, tmp_path: Path, problem: Problem) -> None:
    """An end that follows from its start, dates without their year, hours with a dot, names instead of ids."""
    rows = deepcopy(SHEET)
    rows[row][column] = value
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", rows), problem) == EXPECTED


@pytest.mark.parametrize("said", ["{}", "{} (S2)", "SALLE 2 (1er étage, bâtiment B ; à gauche)"])
def test_a_room_whose_name_has_commas(said: str, tmp_path: Path) -> None:
    """Copied from another sheet of the workbook; two rooms in one cell are still a fault that says so."""
    name = "Salle 2 (1er étage, bâtiment B ; à gauche)"
    rooms: list[list[Any]] = [["Id", "Nom", "Usages", "Places", "Vidéoprojecteur"]]
    rooms += [["S1", None, "MSP;ORAL", 10, "oui"], ["S2", name, "ORAL", 4, "oui"]]
    problem = read(book(tmp_path / "book.xlsx", Salles=rooms))[0]
    rows = deepcopy(SHEET)
    rows[2][7] = said.format(name)
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", rows), problem).tasks[1].room == "S2"
    rows[2][7] = "S1; S2"
    assert "un seul" in faults(as_xlsx(tmp_path / "planning.xlsx", rows), problem)["Plan!H3"]


def test_empty_ends_follow_the_lengths(tmp_path: Path) -> None:
    """MSP 180 min for TITRE; a third more of 120 min is 160; QPP 60 + 20 min of a candidate with extra time; marking
    and deliberation as the scenario says, the signing as long as closing takes."""
    text = "[rules]\nclosing_minutes = 10\n[rules.marking.minutes]\nCCP1 = 25\n[rules.deliberation]\nminutes = 15"
    book(tmp_path / "book.xlsx")
    problem = read(scenario(tmp_path / "s.toml", text))[0]
    stages = [
        ("C1", "TITRE", "MSP", 180), ("C2", "CCP1", "MSP", 160), ("C2", "CCP1", "CORR", 25),
        ("C2", "CCP1", "DELIB", 15), ("C3", "CCP2", "QPP", 80), ("C3", "CCP2", "EF", 20), (None, None, "PV", 10),
    ]  # fmt: skip
    rows = [[who, None, track, stage, D7, time(9), None, *[None] * 5] for who, track, stage, _minutes in stages]
    plan = read_plan(as_xlsx(tmp_path / "planning.xlsx", [list(headings(PLAN)), *rows]), problem)
    lengths = {(task.candidate, task.track, task.stage, task.minutes) for task in plan.tasks}
    assert lengths == set(stages)


@pytest.mark.parametrize(
    "said", ["Jury B", "jury b", "B", "Jury B – Anne Roux, Sami Blanc", "Jury B (J2, J3)", "Binôme B"]
)
def test_a_panel_by_its_name(said: str, tmp_path: Path) -> None:
    people = [["Id", "Nom", "Prénom", "Binôme"], ["J1", "Durand", "Paul", "A"], ["J4", "Vidal", "Léo", "A"]]
    people += [["J2", "Roux", "Anne", "B"], ["J3", "Blanc", "Sami", "B"]]
    problem = read(book(tmp_path / "book.xlsx", Jurys=people))[0]
    rows = deepcopy(SHEET)
    rows[2][8] = said
    plan = read_plan(as_xlsx(tmp_path / "planning.xlsx", rows), problem)
    assert plan.tasks[1].members == ("J2", "J3")


def test_a_name_of_two_is_nobody_s(tmp_path: Path) -> None:
    """Two members called Roux: the last name alone says nothing, the full name does."""
    people = [["Id", "Nom", "Prénom"], ["J1", "Durand", "Paul"], ["J2", "Roux", "Anne"], ["J3", "Roux", "Sami"]]
    problem = read(book(tmp_path / "book.xlsx", Jurys=people))[0]
    rows = deepcopy(SHEET)
    rows[2][8] = "J1; Roux"
    assert "inconnu" in faults(as_xlsx(tmp_path / "planning.xlsx", rows), problem)["Plan!I3"]
    rows[2][8] = "J1; Anne Roux"
    assert read_plan(as_xlsx(tmp_path / "planning.xlsx", rows), problem).tasks[1].members == ("J1", "J2")


def test_signs_that_look_alike(tmp_path: Path) -> None:
    rooms = [["Id", "Usages", "Places"], *([name, "MSP;ORAL", 8] for name in ("C201", "C203", "C204", "S1", "S2"))]
    problem = read(book(tmp_path / "book.xlsx", Salles=rooms))[0]
    for said, meant in (("C20l", "C201"), ("C2O3", "C203"), ("C20I", "C201")):
        rows = deepcopy(SHEET)
        rows[2][7] = said
        assert f"vouliez-vous dire « {meant} »" in faults(as_xlsx(tmp_path / "p.xlsx", rows), problem)["Plan!H3"]
