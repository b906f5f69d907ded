"""Whose session an entry is of: the same however the session is planned again, never another one's.

The demonstration session: C01, C02 and C03 on Monday the 7th and Tuesday the 8th of December 2026.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.calendar_reading import NOW, events, write
from tspi_sched.errors import InputError
from tspi_sched.exports import ics
from tspi_sched.exports.ics.identity import identity
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Day, Gone

LATER = NOW + timedelta(days=1)
DAYS = demo.problem().days
SPARE = Day(demo.MONDAY - timedelta(days=4)), Day(demo.TUESDAY + timedelta(days=1))
C01, *OTHERS = demo.CANDIDATES


def uids(folder: Path) -> set[str]:
    """The identifiers of what is planned, in every file of a folder."""
    found = (event for file in folder.iterdir() for event in events(file))
    return {str(event["UID"]) for event in found if event["STATUS"] == "CONFIRMED"}


def elsewhere(people: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
    """The same ids for other people."""
    return tuple(replace(one, first_name="Autre", last_name=f"Nom {one.id}") for one in people)


def moved(days: int) -> tuple[Plan, tuple[Day, ...]]:
    """The plan and the days so many days later."""
    by = timedelta(days=days)
    tasks = (replace(task, day=task.day + by) for task in demo.plan().tasks)
    return Plan(tuple(tasks)), tuple(Day(day.date + by) for day in DAYS)


AGAIN = {
    "a spare day in front": {"days": (SPARE[0], *DAYS)},
    "a spare day behind": {"days": (*DAYS, SPARE[1])},
    "other hours": {"days": tuple(replace(day, close=1200) for day in DAYS)},
    "the centre is called otherwise": {"centre": "Centre des Halles"},
    "another manager": {"manager": "Quelqu'un d'autre"},
    "the rows of the workbook are sorted": {"candidates": tuple(reversed(demo.CANDIDATES))},
    "another panel": {"members": tuple(replace(one, first_name="Autre") for one in demo.MEMBERS)},
    "an accent and a capital": {"candidates": (replace(C01, last_name=C01.last_name.upper()), *OTHERS)},
}


@pytest.mark.parametrize("changes", AGAIN.values(), ids=AGAIN.keys())
def test_a_session_planned_again_has_the_same_entries_in_any_folder(tmp_path: Path, changes: dict[str, Any]) -> None:
    first, again = write(tmp_path / "a"), write(tmp_path / "b", **changes)
    assert uids(again) == uids(first)


def test_the_name_of_the_scenario_does_not_count(tmp_path: Path) -> None:
    first = write(tmp_path / "a")
    ics.write(demo.problem(), replace(demo.result(), scenario="autre"), tmp_path / "b", now=NOW)
    assert uids(tmp_path / "b") == uids(first)


def test_a_session_that_is_moved_keeps_its_entries(tmp_path: Path) -> None:
    plan, days = moved(7)
    assert uids(write(tmp_path / "b", plan, days=days)) == uids(write(tmp_path / "a"))


def test_whom_a_scenario_leaves_out_is_still_of_the_session() -> None:
    for one in demo.CANDIDATES:
        rest = tuple(other for other in demo.CANDIDATES if other != one)
        gone = demo.problem(candidates=rest, gone=Gone(candidates=(one,)))
        assert identity(gone) == identity(demo.problem())


def test_of_many_candidates_one_more_or_less_hardly_ever_counts() -> None:
    """One of thirty has the least digest: leaving each of them out in turn changes the identity once, and one more is
    the least with a chance of 1 in 31."""
    people = tuple(Candidate(f"C{n:02d}", f"Nom {n}", ("TITRE",)) for n in range(30))
    own = identity(demo.problem(candidates=people))
    without = [identity(demo.problem(candidates=(*people[:n], *people[n + 1 :]))) for n in range(30)]
    assert sum(one != own for one in without) == 1
    more = [identity(demo.problem(candidates=(*people, Candidate("C99", f"x{n}", ("CCP1",))))) for n in range(200)]
    assert sum(one != own for one in more) < 30


OTHER_SESSIONS = {
    "other people on the same days": (0, elsewhere(demo.CANDIDATES)),
    "other people, months later": (90, elsewhere(demo.CANDIDATES)),
    "the same people, half a year later": (180, demo.CANDIDATES),
}


@pytest.mark.parametrize(("days", "people"), OTHER_SESSIONS.values(), ids=OTHER_SESSIONS.keys())
def test_two_sessions_of_one_centre_have_no_entry_in_common(
    tmp_path: Path, days: int, people: tuple[Candidate, ...]
) -> None:
    plan, later = moved(days)
    assert not uids(write(tmp_path / "a")) & uids(write(tmp_path / "b", plan, days=later, candidates=people))


def test_new_year_and_the_summer_part_sessions_and_nothing_else() -> None:
    ends = (date(2026, 12, 30), date(2027, 1, 4), date(2027, 6, 30), date(2027, 8, 14), date(2027, 8, 16))
    found = [identity(demo.problem(days=(Day(end),))) for end in ends]
    assert found[1] == found[2] == found[3]
    assert len(set(found)) == 3


# --- a folder remembers ----------------------------------------------------------------------------------------------


def test_a_folder_keeps_its_session_whoever_joins_or_leaves_it(tmp_path: Path) -> None:
    """Each of three candidates is left out of the workbook once: one of them has the least digest."""
    for one in demo.CANDIDATES:
        folder = write(tmp_path / one.id)
        before = uids(folder)
        rest = tuple(other for other in demo.CANDIDATES if other != one)
        plan = Plan(tuple(task for task in demo.plan().tasks if task.candidate != one.id))
        write(folder, plan, LATER, candidates=rest)
        assert uids(folder) < before


def test_a_folder_keeps_its_session_over_new_year(tmp_path: Path) -> None:
    folder = write(tmp_path)
    before = uids(folder)
    plan, days = moved(28)
    write(folder, plan, LATER, days=days)
    assert uids(folder) == before


def test_a_folder_of_another_session_is_refused_whatever_its_ids_are(tmp_path: Path) -> None:
    """Other ids, so that no file has the same name; the members are the same people."""
    new = {one.id: f"D{one.id}" for one in demo.CANDIDATES}
    people = tuple(replace(one, id=new[one.id]) for one in elsewhere(demo.CANDIDATES))
    plan = Plan(tuple(replace(task, candidate=new.get(task.candidate)) for task in demo.plan().tasks))
    before = {file.name: file.read_bytes() for file in write(tmp_path).iterdir()}
    with pytest.raises(InputError, match="autre session"):
        write(tmp_path, plan, LATER, candidates=people)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_somebody_who_comes_back_does_not_open_the_folder_of_an_earlier_session(tmp_path: Path) -> None:
    plan, days = moved(180)
    write(tmp_path)
    with pytest.raises(InputError, match="autre session"):
        write(tmp_path, plan, LATER, days=days, candidates=(C01, *elsewhere(OTHERS)))
