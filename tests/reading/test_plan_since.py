"""A plan that was made after an incident: what happened and what has become of its tasks is lost in neither file."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.noted_plans import moment, noted_in, row_of, written
from tests.support.sessions import laid_out, session
from tspi_sched.errors import InputError
from tspi_sched.plan import DONE, VOID, Event, Plan, in_time_order
from tspi_sched.reading import read_plan
from tspi_sched.texts import in_language

EVENTS = (
    Event("absent", "J2", moment("10:40")),
    Event("absent", "J1", moment("10:40"), moment("13:00")),
    Event("absent", "C2", None, moment("12:00")),
    Event("absent", "V2"),
    Event("present", "J3", moment("13:00")),
    Event("late", "C3", moment("09:35")),
    Event("arrived", "C1", moment("07:40")),
    Event("ended", None, moment("10:27"), candidate="C3", track="CCP2", stage="ET"),
    Event("started", None, moment("10:27"), candidate="C1", track="TITRE", stage="ET"),
    Event("started", "S1", moment("08:03"), stage="MSP"),
    Event("closed", "VP1", moment("10:27"), moment("11:00")),
    Event("room", candidate="C1", track="TITRE", stage="MSP", room="S2"),
)


def happened(plan: Plan) -> Plan:
    """The plan a while later: its first task done at odd minutes, its second void, and the second again, done."""
    first, second, *others = plan.tasks
    done = replace(first, start=first.start + 3, end=first.end + 3, state=DONE)
    rows = [done, replace(second, end=second.end - 7, state=VOID), replace(second, state=DONE), *others]
    return replace(plan, tasks=in_time_order(rows), now=moment("11:00"), events=EVENTS)


@pytest.mark.parametrize("name", ["json", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_lost_on_the_way(tmp_path: Path, name: str, language: str) -> None:
    plan = happened(laid_out())
    with in_language(language):
        path = written(tmp_path, plan, name)
        assert read_plan(path, session()) == plan


@pytest.mark.parametrize("name", ["json", "xlsx"])
def test_a_plan_before_the_session_has_events_alone(tmp_path: Path, name: str) -> None:
    plan = replace(laid_out(), events=EVENTS[:1])
    path = written(tmp_path, plan, name)
    assert read_plan(path, session()) == plan


def test_events_of_a_file_are_judged_like_any(tmp_path: Path) -> None:
    plan = replace(laid_out(), events=(Event("absent", "J9"), *EVENTS[:1]))
    path = written(tmp_path, plan, "json")
    path.write_text(path.read_text().replace('"from": "2026-12-07 10:40"', '"frm": "10:40"'))
    with pytest.raises(InputError) as error:
        read_plan(path, session())
    assert {fault.where for fault in error.value.faults} == {"events n° 1", "events n° 2"}


def test_the_day_is_noted_in_the_rows(tmp_path: Path) -> None:
    member = row_of("C1", "ET").members[0]
    found = noted_in(
        tmp_path,
        laid_out(),
        {
            ("C3", "ET", "Réel fin"): "16h25",
            ("C3", "ET", "Réel début"): "15:33",
            ("C1", "MSP", "Réel début"): "08:10",
            ("C2", "MSP", "Absent"): "x",
            ("C1", "ET", "Absent"): member,
        },
    )
    assert set(found) == {
        Event("ended", None, moment("16:25"), candidate="C3", track="CCP2", stage="ET"),
        Event("started", None, moment("15:33"), candidate="C3", track="CCP2", stage="ET"),
        Event("started", row_of("C1", "MSP").room, moment("08:10"), stage="MSP"),
        Event(
            "absent",
            "C2",
            moment("00:00").replace(hour=row_of("C2", "MSP").start // 60, minute=row_of("C2", "MSP").start % 60),
        ),
        Event(
            "absent",
            member,
            moment("00:00").replace(hour=row_of("C1", "ET").start // 60, minute=row_of("C1", "ET").start % 60),
        ),
    }


def test_hours_that_are_as_planned_say_nothing(tmp_path: Path) -> None:
    assert noted_in(tmp_path, happened(laid_out()), {}) == ()


def test_somebody_of_another_row_cannot_be_absent_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n'est pas de cette ligne"):
        noted_in(tmp_path, laid_out(), {("C2", "MSP", "Absent"): "J1"})


def test_void_rows_are_nobody_s_passage() -> None:
    from tspi_sched.exports.common.roster import Roster

    plan = happened(laid_out())
    roster = Roster(session(), plan)
    assert len(roster.tasks) == len(plan.tasks) - 1
