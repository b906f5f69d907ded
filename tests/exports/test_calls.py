"""When people are called: never out of another paper, nor into a room where others still write or are heard."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tspi_sched.documents import Documents, Leads
from tspi_sched.exports import ics, xlsx
from tspi_sched.exports.common.calls import arrival, called, opening, reception, visits
from tspi_sched.exports.common.day import paper_lines
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import Candidate

S1, S2 = "S1", "S2"


def paper(
    candidate: str, track: str, start: int, end: int, room: str = S1, watch: str = "SV1", day: date = demo.MONDAY
) -> Task:
    return Task(candidate, track, "MSP", day, start, end, room=room, invigilators=(watch,))


def oral(candidate: str, track: str, stage: str, start: int, end: int, room: str = S2, day: Any = demo.MONDAY) -> Task:
    return Task(candidate, track, stage, day, start, end, room=room, members=("J1", "J2"))


def roster_of(*tasks: Any, leads: Any = None) -> Roster:
    people = {task.candidate: task.track for task in tasks}
    tracks = {id: tuple(dict.fromkeys(t.track for t in tasks if t.candidate == id)) for id in people}
    candidates = tuple(Candidate(id, f"N{id}", tracks[id]) for id in people)
    problem = demo.problem(candidates=candidates)
    return Roster(problem, Plan(in_time_order(list(tasks))), leads or Leads())


FIRST = paper("C1", "CCP2", 480, 540)


@pytest.mark.parametrize(
    ("pause", "call"),
    [(0, None), (10, None), (15, None), (20, 545), (60, 585)],  # 15 minutes before, but not out of the first paper
)
def test_nobody_is_called_out_of_the_paper_before(pause: int, call: int | None) -> None:
    second = paper("C1", "CCP1", 540 + pause, 660 + pause)
    assert called(roster_of(FIRST, second), second) == call


@pytest.mark.parametrize(("start", "call"), [(555, None), (600, 585)])
def test_nor_out_of_the_paper_to_an_oral(start: int, call: int | None) -> None:
    after = oral("C1", "CCP2", "ET", start, start + 30)
    assert called(roster_of(FIRST, after), after) == call


def test_nor_from_another_day() -> None:
    later = paper("C1", "CCP1", 480, 600, day=demo.TUESDAY)
    assert called(roster_of(FIRST, later), later) == 465


def test_who_has_not_written_is_not_called_into_a_room_where_others_write() -> None:
    second = paper("C2", "CCP1", 550, 670)
    roster = roster_of(FIRST, second)
    assert called(roster, second) == 540  # not at 9:15 - 0:15 = 8:55
    assert called(roster_of(FIRST, replace(second, room="S3")), replace(second, room="S3")) == 535


@pytest.mark.parametrize(
    ("start", "found"),
    [(555, (540, 545)), (545, (540, 540)), (540, (None, None)), (600, (570, 590))],
)
def test_reception_and_opening_wait_for_the_sitting_before(start: int, found: tuple[int | None, ...]) -> None:
    roster = roster_of(FIRST, paper("C2", "CCP1", start, start + 120))
    last = roster.sittings[-1]
    assert (reception(roster, last), opening(roster, last)) == found


def test_and_for_the_oral_before() -> None:
    roster = roster_of(oral("C2", "CCP2", "ET", 480, 535, room=S1), paper("C1", "CCP1", 550, 670))
    assert reception(roster, roster.sittings[0]) == 535


def test_an_invigilator_is_not_called_out_of_another_room() -> None:
    roster = roster_of(FIRST, paper("C2", "CCP1", 555, 675, room="S3"), paper("C3", "CCP1", 720, 840, watch="SV2"))
    first, second, third = roster.sittings
    assert [arrival(roster, first, "SV1"), arrival(roster, second, "SV1"), arrival(roster, third, "SV2")] == [
        450,
        None,
        690,
    ]


def test_papers_at_one_hour_in_two_rooms_have_the_later_reception() -> None:
    roster = roster_of(FIRST, paper("C2", "CCP1", 555, 675), paper("C3", "CCP1", 555, 675, room="S3", watch="SV2"))
    assert "accueil 09:00" in paper_lines(roster, demo.MONDAY)[1]


def test_the_papers_say_straight_on_without_an_hour() -> None:
    roster = roster_of(FIRST, paper("C1", "CCP1", 540, 660))
    assert (
        "accueil aussitôt après – ouverture des plis aussitôt après – début 09:00"
        in paper_lines(roster, demo.MONDAY)[1]
    )


def test_a_second_paper_is_no_second_visit() -> None:
    second = paper("C1", "CCP1", 555, 675)
    orals = oral("C1", "CCP2", "ET", 690, 720)
    roster = roster_of(FIRST, second, orals)
    assert visits(roster, [FIRST, second, orals]) == [[FIRST, second], [orals]]


def test_all_documents_say_the_same(tmp_path: Path) -> None:
    """C03 on Tuesday goes from one interview (until 9:00) to the next (9:15): 30 minutes before would be during it."""
    says = Documents(leads=Leads(written=20, orals=30))
    xlsx.write(demo.problem(), demo.result(), tmp_path / "planning.xlsx", says)
    ics.write(demo.problem(), demo.result(), tmp_path / "ics", says)
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "planning.xlsx")
    straight = {
        sheet.title: cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if "aussitôt après" in str(cell.value)
    }
    assert {"Candidats", "Jour 2 – mardi 8 décembre"} <= set(straight)
    calendar = (tmp_path / "ics" / "candidat-C03.ics").read_text(encoding="utf-8")
    assert "Convocation à 08:45" not in calendar
    assert "Convocation à 09:00" not in calendar
