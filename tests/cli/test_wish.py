"""A wish in a planner's words: what is understood, and what is said of what is not."""

from datetime import date
from typing import Any

import pytest

from tests.support.sessions import MONDAY, TUESDAY, laid_out, session
from tspi_sched.cli.wish import Said, read_wish
from tspi_sched.errors import InputError
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Problem


@pytest.mark.parametrize(
    ("said", "day", "minute"),
    [
        ("2026-12-08 13:00", TUESDAY, 780),
        ("08/12/2026 13h", TUESDAY, 780),
        ("8 décembre 2026 à 13 h 05", TUESDAY, 785),
        ("2026-12-08T13:00", TUESDAY, 780),
        ("mardi 8/12/26 8h30", TUESDAY, 510),
        ("8/12 13h", TUESDAY, 780),
        ("mardi 8 décembre 1:00 PM", TUESDAY, 780),
        ("13:00", None, 780),
        ("13.00", None, 780),
    ],
)
def test_a_moment_as_people_write_it(said: str, day: date | None, minute: int) -> None:
    lock = read_wish(Said("C1", at=said), session(), laid_out())
    assert lock.parts == ({"day", "start"} if day else {"start"})
    assert (lock.task.stage, lock.task.start, lock.task.end) == ("ET", minute, minute + 30)
    assert lock.task.day == (day or MONDAY)


@pytest.mark.parametrize(
    ("said", "task"),
    [({"day": "8/12"}, {"day": TUESDAY}), ({"room": "Salle 3"}, {"room": "S3"}),
     ({"panel": "Jury B"}, {"members": ("J3", "J4")}),
     ({"panel": "Judith Simon; Laurent"}, {"members": ("J3", "J4")})],
)  # fmt: skip
def test_names_and_days_of_the_session(said: dict[str, str], task: dict[str, Any]) -> None:
    lock = read_wish(Said("Alice Martin", **said), session(), laid_out())
    assert lock.task.candidate == "C1"
    assert {name: getattr(lock.task, name) for name in task} == task


def test_a_wish_with_everything() -> None:
    said = Said("c1", "titre", "entretien final", "10:00", "8/12/2026", "s4", "J4 / j3")
    lock = read_wish(said, session(), laid_out())
    assert lock.parts == {"day", "start", "room", "panel"}
    assert (lock.task.stage, lock.task.day, lock.task.start) == ("EF", TUESDAY, 600)
    assert (lock.task.room, set(lock.task.members)) == ("S4", {"J3", "J4"})


def two_tracks() -> Problem:
    return session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2"), "Alice", final_interview=True),))


def test_several_tracks() -> None:
    problem, plan = two_tracks(), Plan(())
    assert read_wish(Said("C1", track="CCP2", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "ET")
    assert read_wish(Said("C1", stage="QPP", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "QPP")
    assert read_wish(Said("C1", stage="EF", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "EF")
    assert faults(problem, at="8h") == {"--track": "Alice Martin (C1) passe CCP1, CCP2 : dites lequel avec --track"}


def faults(problem: Problem, candidate: str = "C1", **said: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_wish(Said(candidate, **said), problem, laid_out())
    return {fault.where: fault.message for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("said", "where", "message"),
    [
        ({"candidate": "C11"}, "--candidate", "inconnu : « C11 » ; vouliez-vous dire « C1 » ?"),
        ({"candidate": "Alice Martine"}, "--candidate", "vouliez-vous dire « C1 »"),
        ({"track": "CCP1"}, "--track", "Alice Martin (C1) ne passe pas le parcours « CCP1 » ; connus : TITRE"),
        ({"stage": "QP"}, "--stage", "ne passe pas l'épreuve « QP » ; vouliez-vous dire « QPP » ?"),
        ({"stage": "PV"}, "--stage", "ne passe pas l'épreuve « PV »"),
        ({"at": "13:02"}, "--at", "13:02 : les heures vont de 5 en 5 minutes ; vouliez-vous dire 13:00 ou 13:05 ?"),
        ({"at": "9/12/2026 13:00"}, "--at", "le 09/12/2026 n'est pas dans la session (07/12/2026, 08/12/2026)"),
        ({"day": "9/12/2026"}, "--day", "le 09/12/2026 n'est pas dans la session"),
        ({"day": "lundi"}, "--day", "« lundi » n'est pas une date"),
        ({"at": "7/12/2026"}, "--at", "un jour et une heure sont attendus"),
        ({"at": ""}, "--at", "un jour et une heure sont attendus"),
        ({"room": "S9"}, "--room", "inconnu : « S9 »"),
        ({"room": "Salle 3 bis"}, "--room", "vouliez-vous dire « S3 »"),
        ({"room": "S3", "stage": "CORR"}, "--room", "l'épreuve CORR n'a pas de salle"),
        ({"panel": "J9"}, "--panel", "inconnu : « J9 »"),
        ({"panel": "J1;Judith Simone"}, "--panel", "vouliez-vous dire « J3 »"),
        ({"panel": ""}, "--panel", "inconnu"),
        ({"panel": "A", "stage": "MSP"}, "--panel", "l'épreuve MSP n'a pas de jury"),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_read(said: dict[str, Any], where: str, message: str) -> None:
    assert message in faults(session(), **said)[where]


def test_every_fault_at_once() -> None:
    assert set(faults(session(), at="13:02", day="x", room="?", panel="?")) == {"--at", "--day", "--room", "--panel"}
