"""Whose day an edition changes, and since when papers are valid."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.published import editions, files, published, session
from tests.support.sessions import TUESDAY, dropped, edited, laid_out, row, shifted
from tspi_sched.editions import editions_in, last_edition
from tspi_sched.plan import DONE, VOID
from tspi_sched.problem import Problem

LATER = shifted(laid_out(), 5, "C2 ET", "C2 DELIB")


def told(folder: Path) -> dict[str, Any]:
    """Who is told of the last edition, with what changes."""
    return {one.id: set(one.parts) for one in last_edition(folder).told}


CASES = {
    "hour": (LATER, {"C2": {"hour"}, "J1": {"hour"}, "J2": {"hour"}}),
    "room": (
        edited(laid_out(), "C2 ET", "C2 DELIB", room="S4"),
        {"C2": {"room"}, "J1": {"room"}, "J2": {"room"}},
    ),
    "day": (
        edited(laid_out(), "C2 CORR", "C2 ET", "C2 DELIB", day=TUESDAY),
        {"C2": {"day"}, "J1": {"day"}, "J2": {"day"}},
    ),
    "panel": (
        edited(laid_out(), "C3 CORR", "C3 ET", "C3 QPP", "C3 DELIB", members=("J3", "J5")),
        {"J3": {"panel"}, "J4": {"gone"}, "J5": {"new"}},  # a candidate is not told before whom
    ),
    "marking": (shifted(laid_out(), 5, "C2 CORR"), {"J1": {"hour"}, "J2": {"hour"}}),
    "invigilator": (edited(laid_out(), "C3 MSP", invigilators=("V2",)), {"V1": {"candidates"}, "V2": {"new"}}),
    "paper": (
        edited(laid_out(), "C3 MSP", room="S2", invigilators=("V2",)),
        {"C3": {"room"}, "V1": {"candidates"}, "V2": {"new"}},
    ),
    "projector": (edited(laid_out(), "C3 QPP", projector="VP2"), {}),
}


@pytest.mark.parametrize("case", CASES)
def test_whose_day_has_changed(tmp_path: Path, case: str) -> None:
    """Date, hour, room or stage; of members also candidates and fellow members, of invigilators the candidates."""
    plan, people = CASES[case]
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    assert told(tmp_path / "p") == people


def test_papers_are_valid_from_the_edition_that_last_changed_the_day_and_a_return_is_a_change(tmp_path: Path) -> None:
    folder = editions(tmp_path, laid_out(), LATER, LATER, laid_out())
    since = [{key: one.since[key] for key in ("candidate C1", "candidate C2")} for one in editions_in(folder)]
    assert since == [
        {"candidate C1": 1, "candidate C2": 1},
        {"candidate C1": 1, "candidate C2": 2},
        {"candidate C1": 1, "candidate C2": 2},
        {"candidate C1": 1, "candidate C2": 4},
    ]


def test_pages_too(tmp_path: Path) -> None:
    """C2's oral is in S3: its door and the day's wall page change, the doors of S1 and S4 do not."""
    folder = editions(tmp_path, laid_out(), LATER)
    since = last_edition(folder).since
    assert {key: since[f"{key} 2026-12-07"] for key in ("door S1", "door S3", "door S4", "wall")} == {
        "door S1": 1,
        "door S3": 2,
        "door S4": 1,
        "wall": 2,
    }


def test_what_is_void_is_nobody_s_day(tmp_path: Path) -> None:
    plan = replace(
        laid_out(), tasks=tuple(replace(t, state=VOID) if t.candidate == "C2" else t for t in laid_out().tasks)
    )
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    assert told(tmp_path / "p")["C2"] == {"gone"}


def test_what_is_over_needs_no_call(tmp_path: Path) -> None:
    """C3's first oral really ended ten minutes later: the paper is another one, but nobody must be told of the past."""
    oral = row(laid_out(), "C3 ET")
    over = replace(oral, end=oral.end + 10, state=DONE)
    plan = replace(laid_out(), tasks=tuple(over if task == oral else task for task in laid_out().tasks))
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    assert told(tmp_path / "p")["C3"] == {"hour"}
    assert not list((tmp_path / "p").glob("a-faire/courriels/*"))


def test_somebody_whom_the_workbook_no_longer_has_keeps_a_name(tmp_path: Path) -> None:
    folder = editions(tmp_path, laid_out())
    problem = session()
    smaller = replace(problem, candidates=problem.candidates[:2])
    published(folder, dropped(laid_out(), "C3"), files(tmp_path / "session", smaller), despite=True)
    (gone,) = [one for one in last_edition(folder).told if one.id == "C3"]
    assert (gone.name, gone.parts) == ("Chloé Petit", ("gone",))


# --- somebody else under the same id ---------------------------------------------------------------------------------


def renamed(id: str, **fields: Any) -> Problem:
    """The session in which a row of a member says something else."""
    problem = session()
    return replace(problem, members=tuple(replace(one, **fields) if one.id == id else one for one in problem.members))


def test_a_row_that_is_somebody_else_s_by_now_is_two_people(tmp_path: Path) -> None:
    """The organiser types a substitute over J2's row: J2 must hear of it, and the substitute has no letter yet."""
    folder = editions(tmp_path, laid_out())
    other = renamed("J2", last_name="Nouveau", first_name="Nadia", email="nadia@exemple.fr", phone="06 11 11 11 11")
    published(folder, laid_out(), files(tmp_path / "session", other))
    last = last_edition(folder)
    assert {(one.id, one.name, one.parts) for one in last.told} == {
        ("J2", "Nadia Nouveau", ("new",)),
        ("J2 (avant)", "Julien Moreau", ("gone",)),
        ("J1", "Jeanne Leroy", ("panel",)),  # whose fellow member is another one
    }
    assert (last.since["member J2"], last.since["member J3"]) == (2, 1)
    assert {path.name for path in (folder / "a-faire" / "courriels").iterdir()} == {
        "Nadia-Nouveau-J2.eml",
        "Julien-Moreau-J2-avant.eml",
        "Jeanne-Leroy-J1.eml",
    }


@pytest.mark.parametrize(
    "fields",
    [{"last_name": "MOREAU"}, {"last_name": "Moréau"}, {"last_name": "Moreau-Blanc"}, {"phone": "06 99 99 99 99"}],
    ids=["capitals", "accents", "another name, same e-mail", "another telephone"],
)
def test_a_name_that_is_corrected_is_the_same_person(tmp_path: Path, fields: dict[str, str]) -> None:
    folder = editions(tmp_path, laid_out())
    published(folder, laid_out(), files(tmp_path / "session", renamed("J2", **fields)))
    assert last_edition(folder).told == ()
