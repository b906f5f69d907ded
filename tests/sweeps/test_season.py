"""Jurors over several sessions: who is who, who serves where, and who is booked twice."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import tspi_sched
from tests.support.books import book, scenario
from tspi_sched.sweeps.definition import read_sweep
from tspi_sched.sweeps.run import Means, Run, states
from tspi_sched.sweeps.season import Booking, Duty, jurors
from tspi_sched.sweeps.store import Store

HEADS = ["Id", "Nom", "Prénom", "Qualité", "Courriel"]
CANDIDATES = [["Id", "Nom", "Parcours"], ["C1", "Martin", "TITRE"]]


def session(folder: Path, name: str, members: list[Any], day: date = date(2026, 12, 7), **more: Any) -> None:
    """A session of one candidate, so that two members serve on its only day."""
    (folder / name).mkdir(exist_ok=True)
    days = [["Date"], [day]]
    book(folder / name / "s.xlsx", Jours=days, Jurys=[HEADS, *members], Candidats=CANDIDATES, **more)
    scenario(folder / name / "scenario.toml", f'name = "{name}"', workbook="s.xlsx")


def season(folder: Path) -> Any:
    """The jurors of all the sessions, by name; each session is solved in this process."""
    run = Run(read_sweep({"base": str(folder / "*" / "scenario.toml"), "time_limit": 60}), Store(folder / "out"))
    for _state in states(run, Means(jobs=1)):
        pass
    assert {row.outcome.status for row in run.rows} == {"optimal"}
    return jurors(run.rows)


def who(people: tuple[Any, ...]) -> list[list[tuple[str, str]]]:
    """Each person as the rows that they are: session and id."""
    return sorted(sorted((name, member.id) for name, member in one.rows) for one in people)


def test_the_same_email_is_the_same_person_else_the_same_name_and_ids_never(tmp_path: Path) -> None:
    session(
        tmp_path,
        "a",
        [["J1", "Durand", "Paul", "professionnel", "paul@x.fr"], ["J2", "Le Goff", "Zoé", "formateur", None]],
    )
    session(
        tmp_path,
        "b",
        [["J2", "Durant", "P.", "professionnel", "Paul@X.fr "], ["J1", "LE-GOFF", "zoe", "formateur", ""]],
    )
    session(tmp_path, "c", [["J1", "Autre", "Ana", "professionnel", None], ["J2", "Goff", "Zoé", "formateur", None]])
    people = season(tmp_path)
    assert who(people) == [
        [("a", "J1"), ("b", "J2")], [("a", "J2"), ("b", "J1")], [("c", "J1")], [("c", "J2")],
    ]  # fmt: skip
    assert {one.name: one.by_name_only for one in people if len(one.rows) > 1} == {
        "Paul Durand": False, "Zoé Le Goff": True,
    }  # fmt: skip


def test_an_email_that_a_whole_office_shares_is_nobodys(tmp_path: Path) -> None:
    office = "secretariat@cfa.fr"
    session(tmp_path, "a", [["J1", "Un", "A", "professionnel", office], ["J2", "Deux", "B", "formateur", office]])
    session(tmp_path, "b", [["J1", "Trois", "C", "professionnel", office], ["J2", "Deux", "B", "formateur", office]])
    assert who(season(tmp_path)) == [[("a", "J1")], [("a", "J2"), ("b", "J2")], [("b", "J1")]]


def test_two_members_of_one_workbook_are_never_one_person(tmp_path: Path) -> None:
    session(
        tmp_path,
        "a",
        [["J1", "Martin", "Jean", "professionnel", "j1@x.fr"], ["J2", "Martin", "Jean", "formateur", "j2@x.fr"]],
    )
    session(
        tmp_path,
        "b",
        [["X", "Martin", "Jean", "professionnel", "j2@x.fr"], ["Y", "Martin", "Jean", "formateur", "j1@x.fr"]],
    )
    assert who(season(tmp_path)) == [[("a", "J1"), ("b", "Y")], [("a", "J2"), ("b", "X")]]


def test_a_day_in_two_sessions_is_a_double_booking_and_counts_once(tmp_path: Path) -> None:
    both = [["J1", "Durand", "Paul", "professionnel", "p@x.fr"], ["J2", "Roux", "Anne", "formateur", "a@x.fr"]]
    session(tmp_path, "a", both)
    session(tmp_path, "b", both)
    session(tmp_path, "c", both, day=date(2026, 12, 9))
    people = season(tmp_path)
    assert [(one.days, len(one.duties), len(one.bookings)) for one in people] == [(2, 3, 1)] * 2
    (booking,) = people[0].bookings
    assert booking.day == date(2026, 12, 7)
    assert {duty.session for duty in booking.duties} == {"a", "b"}


@pytest.mark.parametrize(("start", "at_once"), [(600, True), (720, False)])
def test_hours_overlap_or_only_the_day(start: int, at_once: bool) -> None:
    day = date(2026, 12, 7)
    assert Booking(day, (Duty("a", "J1", day, 480, 720), Duty("b", "J1", day, start, 900))).at_once == at_once


def test_scenarios_of_one_workbook_are_one_session(tmp_path: Path) -> None:
    both = [["J1", "Durand", "Paul", "professionnel", None], ["J2", "Roux", "Anne", "formateur", None]]
    session(tmp_path, "a", both)
    (tmp_path / "b").mkdir()
    scenario(tmp_path / "b" / "scenario.toml", 'name = "b"', workbook="../a/s.xlsx")
    assert season(tmp_path) == ()


def test_the_season_is_in_the_workbook_the_csv_and_the_page(tmp_path: Path) -> None:
    hostile = [["J1", "+Un", "<b>Paul", "professionnel", "p@x.fr"], ["J2", "Roux", "Anne", "formateur", "a@x.fr"]]
    session(tmp_path, "a", hostile)
    session(tmp_path, "b", hostile)
    tspi_sched.sweep({"base": str(tmp_path / "*" / "scenario.toml"), "time_limit": 60}, tmp_path / "out", jobs=1)
    folder = tmp_path / "out"
    with (folder / "jurors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["last_name"], row["days"], row["double_bookings"]) for row in rows] == [
        ("Roux", "1", "2026-12-07"), ("'+Un", "1", "2026-12-07"),
    ]  # fmt: skip
    sheets = load_workbook(folder / "sweep.xlsx")
    assert sheets.sheetnames == ["Balayage", "Jurés de la saison", "Doubles réservations"]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    page = (folder / "sweep.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Paul +Un" in page
    assert "Doubles réservations" in page
