"""planning.xlsx of other shapes of session: panels without a name, free days, an invented title, midnight."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.support import export_demo as demo
from tests.support.xlsx_reading import book_of, rows, texts
from tools.workbook_package import faults
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import Candidate, Day, Room, Stage, Title, Track
from tspi_sched.reading import read_plan


def test_panels_that_nobody_named_are_their_members(tmp_path: Path) -> None:
    members = tuple(replace(member, panel="") for member in demo.MEMBERS)
    _path, book = book_of(tmp_path, demo.problem(members=members))
    assert rows(book["Jurys"], 5)[0][0] == "Anne Martin, Paul Durand"
    assert "Jury : Anne Martin, Paul Durand – de 11:05 à 15:00" in texts(book["Jour 1 – lundi 7 décembre"])


def test_days_without_tasks_have_no_sheet_but_count(tmp_path: Path) -> None:
    days = tuple(Day(date(2026, 12, number)) for number in (4, 7, 8, 9))
    _path, book = book_of(tmp_path, demo.problem(days=days))
    assert book.sheetnames[2:4] == ["Jour 2 – lundi 7 décembre", "Jour 3 – mardi 8 décembre"]


def test_a_room_per_stage_is_named_with_its_stages(tmp_path: Path) -> None:
    tasks = tuple(
        replace(task, room="S3") if (task.candidate, task.stage) == ("C01", "ET") else task
        for task in demo.plan().tasks
    )
    _path, book = book_of(tmp_path, result=demo.result(Plan(tasks)))
    assert "S3 (ET), Salle Curie (QPP EF DELIB)" in texts(book["Jour 1 – lundi 7 décembre"])


def test_signing_of_the_minutes_alone_on_a_day(tmp_path: Path) -> None:
    signing = Task(None, None, "PV", date(2026, 12, 9), 540, 550, None, ("J1", "J2"))
    problem = demo.problem(days=(Day(demo.MONDAY), Day(demo.TUESDAY), Day(date(2026, 12, 9))))
    _path, book = book_of(tmp_path, problem, demo.result(Plan((*demo.plan().tasks, signing))))
    assert "Procès-verbal – 09:00 à 09:10" in texts(book["Jour 3 – mercredi 9 décembre"])


def test_an_invented_title_with_odd_codes(tmp_path: Path) -> None:
    title = Title(
        code="TP-X",
        version="1",
        name="Titre inventé",
        stages=(
            Stage("[É1]*", "Écrit : partie 1/2", "written", ("candidate", "invigilator"), "MSP"),
            Stage("NOTE", "Notation", "marking", ("panel",), "anywhere"),
            Stage("O" * 40, "Oral unique", "oral", ("candidate", "panel"), "ORAL"),
            Stage("FIN", "Délibéré", "deliberation", ("panel",), "last_oral"),
        ),
        tracks=(Track("T", "Tout", (("[É1]*", 60), ("NOTE", 10), ("O" * 40, 30), ("FIN", 10))),),
    )
    tasks = (
        Task("C1", "T", "[É1]*", demo.MONDAY, 480, 540, "R", (), ("SV1",)),
        Task("C1", "T", "NOTE", demo.MONDAY, 540, 550, None, ("J1", "J2")),
        Task("C1", "T", "O" * 40, demo.MONDAY, 555, 585, "R", ("J1", "J2")),
        Task("C1", "T", "FIN", demo.MONDAY, 585, 595, "R", ("J1", "J2")),
    )
    rooms = (Room("R", ("MSP", "ORAL"), 5),)
    problem = demo.problem(title=title, candidates=(Candidate("C1", "Seul", ("T",)),), rooms=rooms, projectors=())
    path, book = book_of(tmp_path, problem, demo.result(Plan(tasks)))
    assert read_plan(path, problem) == Plan(tasks)
    assert "Oral unique" in texts(book["Salles"])
    assert not faults(path)


def test_midnight_is_the_end_of_the_day(tmp_path: Path) -> None:
    tasks = tuple(
        replace(task, start=1430, end=1440) if (task.candidate, task.stage) == ("C03", "DELIB") else task
        for task in demo.plan().tasks
        if task.track != "CCP2"
    )
    path, _book = book_of(tmp_path, result=demo.result(Plan(tasks)))
    assert read_plan(path, demo.problem()) == Plan(in_time_order(list(tasks)))
