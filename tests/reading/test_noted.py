"""The day as organisers note it in the rows of the plan: read as they mean it, or refused where it cannot be."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from tests.support.noted_plans import moment, noted_in, row_of
from tests.support.sessions import laid_out
from tspi_sched.errors import InputError
from tspi_sched.plan import Event

ENDED = ("C1", "ET", "Réel fin")
BEGUN = ("C1", "ET", "Réel début")
AWAY = ("C1", "ET", "Absent")


def refused(tmp_path: Path, notes: dict[tuple[str, str, str], object], **more: object) -> str:
    with pytest.raises(InputError) as caught:
        noted_in(tmp_path, laid_out(), notes, **more)
    return str(caught.value)


@pytest.mark.parametrize("said", ["13h42", "13:42", "13:42:00", "13 h 42", "13.42", time(13, 42), 13.7 / 24, " 13:42 "])
def test_hours_are_read_as_people_write_them(tmp_path: Path, said: object) -> None:
    (event,) = noted_in(tmp_path, laid_out(), {ENDED: said})
    assert (event.kind, event.start) == ("ended", moment("13:42"))


@pytest.mark.parametrize(
    "said",
    ["x", "oui", "ABS", "fini", 0, 1, 1342, datetime(2026, 12, 7, 13, 42), date(2026, 12, 7), "=1+1", "25:10", "13h75"],
)
def test_what_is_no_hour_is_refused_in_its_cell(tmp_path: Path, said: object) -> None:
    found = refused(tmp_path, {ENDED: said})
    assert "Plan!" in found
    assert "Réel fin" in found or "heure" in found


@pytest.mark.parametrize("said", ["x", "X", "oui", "ABS", "abs.", "Absente", 1, True, "C1", "défaillant", "✓"])
def test_a_candidate_is_ticked(tmp_path: Path, said: object) -> None:
    assert [event.who for event in noted_in(tmp_path, laid_out(), {AWAY: said})] == ["C1"]


@pytest.mark.parametrize("said", ["", " ", "non", "-", 0, False, "présent", "P", "néant"])
def test_who_is_there_is_not_absent(tmp_path: Path, said: object) -> None:
    assert noted_in(tmp_path, laid_out(), {AWAY: said}) == ()


@pytest.mark.parametrize("said", ["J99", "peut-être", "C2", "?", "x ; J99"])
def test_who_is_not_of_the_row_is_refused(tmp_path: Path, said: object) -> None:
    assert "n'est pas de cette ligne" in refused(tmp_path, {AWAY: said})


def test_several_are_absent(tmp_path: Path) -> None:
    members = row_of("C1", "ET").members
    found = noted_in(tmp_path, laid_out(), {AWAY: "x ; " + " ; ".join(members)})
    assert {event.who for event in found} == {"C1", *members}


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ({ENDED: "13:00"}, "ne vient pas après le début"),
        ({ENDED: "12:00"}, "ne vient pas après le début"),
        ({BEGUN: "13:20", ENDED: "13:10"}, "ne vient pas après le début"),
        ({BEGUN: "17:30"}, "est à venir"),
        ({("C1", "MSP", "Réel début"): "08:10", ("C2", "MSP", "Réel début"): "08:15"}, "à la même heure"),
        ({AWAY: "x", ENDED: "13:40"}, "à la fois"),
    ],
)
def test_hours_that_cannot_be_are_refused(tmp_path: Path, notes: dict[tuple[str, str, str], object], said: str) -> None:
    assert said in refused(tmp_path, notes)


def test_real_hours_before_the_session_are_refused(tmp_path: Path) -> None:
    assert "--now" in refused(tmp_path, {ENDED: "13:40"}, now=None)
    assert [e.who for e in noted_in(tmp_path, laid_out(), {AWAY: "x"}, now=None)] == ["C1"]  # known on the eve


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, {ENDED: "12:00", ("C2", "MSP", "Absent"): "J99"})
    assert found.count("Plan!") == 2
    found = refused(tmp_path, {ENDED: "x", ("C3", "ET", "Réel fin"): "midi et demi ?"})
    assert found.count("Plan!") == 2


def test_one_row_of_a_sitting_says_it_for_all(tmp_path: Path) -> None:
    said = {("C1", "MSP", "Réel début"): "08:10", ("C2", "MSP", "Réel début"): "08:10"}
    same = row_of("C1", "MSP").room == row_of("C2", "MSP").room
    found = noted_in(tmp_path, laid_out(), said)
    assert len(found) == (1 if same else 2)
    assert set(found) == {Event("started", row_of(c, "MSP").room, moment("08:10"), stage="MSP") for c in ("C1", "C2")}
