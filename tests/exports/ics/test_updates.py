"""The calendars: what an update does to the earlier ones.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.calendar_reading import NOW, events, write
from tspi_sched.errors import InputError
from tspi_sched.exports import ics
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Day, Problem

LATER = NOW + timedelta(days=1)


def states(file: Path) -> dict[str, Any]:
    """Each event's number, state and whether it was dated later, by its identifier."""
    return {
        str(e["UID"]): (int(e["SEQUENCE"]), str(e["STATUS"]), e["DTSTAMP"].dt == LATER) for e in events(file)
    }  # fmt: skip


def moved(plan: Plan, candidate: str, track: str, minutes: int) -> Plan:
    """The plan with all of a candidate's orals on a track later."""
    return Plan(
        tuple(
            replace(task, start=task.start + minutes, end=task.end + minutes)
            if (task.candidate, task.track) == (candidate, track) and task.stage not in ("MSP", "CORR")
            else task
            for task in plan.tasks
        )
    )


def without(plan: Plan, candidate: str) -> Plan:
    return Plan(tuple(task for task in plan.tasks if task.candidate != candidate))


def test_the_same_plan_again_changes_no_byte(tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in write(tmp_path).iterdir()}
    after = {file.name: file.read_bytes() for file in write(tmp_path, now=LATER).iterdir()}
    assert after == before


def test_what_moved_takes_the_next_number_and_the_rest_stays(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, moved(demo.plan(), "C02", "TITRE", 30), LATER)
    assert sorted(states(tmp_path / "candidat-C02.ics").values()) == [(0, "CONFIRMED", False), (1, "CONFIRMED", True)]
    assert list(states(tmp_path / "candidat-C01.ics").values()) == [(0, "CONFIRMED", False)] * 2
    changed = [state for state in states(tmp_path / "session.ics").values() if state != (0, "CONFIRMED", False)]
    assert changed == [(1, "CONFIRMED", True)]


def test_what_is_gone_is_cancelled_and_says_no_more(tmp_path: Path) -> None:
    before = states(write(tmp_path) / "jure-J1.ics")
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    after = states(tmp_path / "jure-J1.ics")
    assert set(after) == set(before)
    # C02's marking and orals
    assert sorted(after.values()) == [(0, "CONFIRMED", False)] * 2 + [(1, "CANCELLED", True)] * 2
    cancelled = [event for event in events(tmp_path / "jure-J1.ics") if event["STATUS"] == "CANCELLED"]
    assert {str(event["SUMMARY"]) for event in cancelled} == {"Annulé"}
    assert not any("DESCRIPTION" in event or "LOCATION" in event for event in cancelled)


def test_somebody_who_has_nothing_left_to_do_hears_of_it(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    assert list(states(tmp_path / "candidat-C02.ics").values()) == [(1, "CANCELLED", True)] * 2
    assert b"Garnier" not in (tmp_path / "candidat-C02.ics").read_bytes()


def test_a_cancellation_stays_as_it_is_and_can_be_taken_back(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    cancelled = (tmp_path / "candidat-C02.ics").read_bytes()
    write(tmp_path, without(demo.plan(), "C02"), LATER + timedelta(days=1))
    assert (tmp_path / "candidat-C02.ics").read_bytes() == cancelled
    write(tmp_path, now=LATER)
    assert list(states(tmp_path / "candidat-C02.ics").values()) == [(2, "CONFIRMED", True)] * 2


def everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def other_people() -> tuple[Problem, Result]:
    """The same ids, as every session counts its candidates from 1, and other names; the members are the same people."""
    people = tuple(replace(one, first_name="Autre", last_name=one.id.lower()) for one in demo.CANDIDATES)
    later = tuple(Day(day.date + timedelta(days=60)) for day in demo.problem().days)
    plan = Plan(tuple(replace(task, day=task.day + timedelta(days=60)) for task in demo.plan().tasks))
    return demo.problem(candidates=people, days=later), demo.result(plan)


def test_another_session_cancels_nothing_of_this_one(tmp_path: Path) -> None:
    before, (problem, result) = everything(write(tmp_path)), other_people()
    with pytest.raises(InputError, match="autre session"):
        ics.write(problem, result, tmp_path, now=LATER)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("change", [{"centre": "Centre de démonstration, Lyon"}, {"days": (Day(demo.TUESDAY),)}])
def test_a_session_that_is_called_otherwise_or_starts_later_is_still_this_one(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    write(tmp_path)
    plan = Plan(tuple(replace(task, day=demo.TUESDAY) for task in demo.plan().tasks if task.candidate == "C03"))
    write(tmp_path, plan, LATER, **change)
    assert {status for _n, status, _dated in states(tmp_path / "candidat-C01.ics").values()} == {"CANCELLED"}


def test_an_export_after_another_keeps_who_is_who(tmp_path: Path) -> None:
    """C/1 and C:1 have one file name, which the second one gets with a number as long as both are there."""
    people = [replace(demo.CANDIDATES[0], id=id, last_name=id) for id in ("C/1", "C:1")]
    plan = [replace(t, candidate=one.id) for one in people for t in demo.plan().tasks if t.candidate == "C01"]
    write(tmp_path, Plan(tuple(plan)), candidates=tuple(people))
    own = states(tmp_path / "candidat-C-1-2.ics")
    write(tmp_path, Plan(tuple(t for t in plan if t.candidate == "C:1")), LATER, candidates=(people[1],))
    first = states(tmp_path / "candidat-C-1.ics")
    assert {uid: state for uid, state in first.items() if uid in own} == own  # as it was, in its new file
    assert {state for uid, state in first.items() if uid not in own} == {(1, "CANCELLED", True)}
    assert states(tmp_path / "candidat-C-1-2.ics") == {}  # nothing is cancelled there that is wanted elsewhere


def test_a_file_that_somebody_deleted_still_replaces_what_people_have(tmp_path: Path) -> None:
    write(tmp_path)
    for minutes in (30, 60):
        write(tmp_path, moved(demo.plan(), "C02", "TITRE", minutes), LATER)
    last = max(number for number, _status, _dated in states(tmp_path / "jure-J1.ics").values())
    (tmp_path / "jure-J1.ics").unlink()
    write(tmp_path, now=LATER)
    assert min(number for number, _status, _dated in states(tmp_path / "jure-J1.ics").values()) > last


def test_three_exports_in_a_row(tmp_path: Path) -> None:
    """C02 falls ill, then is back at another time."""
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    write(tmp_path, moved(demo.plan(), "C02", "TITRE", 30), LATER + timedelta(days=1))
    ill, healthy = (states(tmp_path / f"candidat-{id}.ics") for id in ("C02", "C01"))
    assert {state[:2] for state in ill.values()} == {(2, "CONFIRMED")}
    assert {state[:2] for state in healthy.values()} == {(0, "CONFIRMED")}


@pytest.mark.parametrize("name", ["candidat-C99.ics", "candidat-C01.ics", "holidays.ics"])
def test_a_calendar_that_is_not_ours_has_no_say(tmp_path: Path, name: str) -> None:
    other = b"BEGIN:VCALENDAR\r\nPRODID:-//somebody else\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    (tmp_path / name).write_bytes(other)
    write(tmp_path)
    if name == "candidat-C01.ics":
        assert list(states(tmp_path / name).values()) == [(0, "CONFIRMED", False)] * 2
    else:
        assert (tmp_path / name).read_bytes() == other


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"SEQUENCE:0", b"SEQUENCE:nine"),
        (rb"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000),
        (rb"DTSTAMP:\w+", b"DTSTAMP:yesterday"),
        (rb"UID:\w+", b"UID:\xff\xfe"),
        (rb"END:VEVENT\r\n", b""),
        (rb"BEGIN:VEVENT\r\n", b""),
    ],
)
def test_an_earlier_file_that_somebody_broke_is_started_again(tmp_path: Path, old: bytes, new: bytes) -> None:
    file = write(tmp_path) / "candidat-C01.ics"
    file.write_bytes(re.sub(old, new, file.read_bytes()))
    write(tmp_path, now=LATER)
    found = states(file).values()
    assert [status for _number, status, _dated in found].count("CONFIRMED") == 2


def test_texts_of_an_earlier_file_never_return(tmp_path: Path) -> None:
    file = write(tmp_path) / "candidat-C02.ics"
    file.write_bytes(file.read_bytes().replace(b"STATUS:", b"X-SECRET:Garnier\r\nDTSTART;X=Garnier:1\r\nSTATUS:"))
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    assert b"Garnier" not in file.read_bytes()
