"""Availabilities as people write them, in a session of 14 (a Monday), 15 and 16 June 2027."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.books import book
from tspi_sched.errors import InputError
from tspi_sched.problem import Opening, Windows
from tspi_sched.reading import read
from tspi_sched.reading.values import cells
from tspi_sched.reading.values.availability import availability

MON, TUE, WED = DAYS = (date(2027, 6, 14), date(2027, 6, 15), date(2027, 6, 16))
NOON, NIGHT = 750, 1440


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("matin", [Opening(None, 0, NOON)]),
        ("Après-midi", [Opening(None, NOON, NIGHT)]),
        ("apre\u0300s midi", [Opening(None, NOON, NIGHT)]),
        ("lundi", [Opening(MON)]),
        ("tous les mardis", [Opening(TUE)]),
        ("mardi après-midi", [Opening(TUE, NOON, NIGHT)]),
        ("14/06", [Opening(MON)]),
        ("14/6 ; 16/6", [Opening(MON), Opening(WED)]),
        ("lundi 14/06", [Opening(MON)]),
        ("14 juin", [Opening(MON)]),
        ("le 15", [Opening(TUE)]),
        ("les 14 et 16", [Opening(MON), Opening(WED)]),
        ("14 et 15 juin", [Opening(MON), Opening(TUE)]),
        ("14/06 matin", [Opening(MON, 0, NOON)]),
        ("14/06 à partir de 13h", [Opening(MON, 780, NIGHT)]),
        ("jusqu'à 16h", [Opening(None, 0, 960)]),
        ("jusqu’à 16\u202fh", [Opening(None, 0, 960)]),
        ("pas avant 10h", [Opening(None, 600, NIGHT)]),
        ("à partir de 13h jusqu'à 16h", [Opening(None, 780, 960)]),
        ("matin à partir de 9h", [Opening(None, 540, NOON)]),
        ("du 14/06 au 16/06", [Opening(day) for day in DAYS]),
        ("du 14 au 16 juin", [Opening(day) for day in DAYS]),
        ("du lundi au mercredi de 9h à 12h", [Opening(day, 540, 720) for day in DAYS]),
        ("à partir du 15/06", [Opening(TUE), Opening(WED)]),
        ("14/06 8h-12h; sauf 14/06 10h-11h", [Opening(MON, 480, 600), Opening(MON, 660, 720)]),
        ("mardi sauf matin", [Opening(TUE, NOON, NIGHT)]),
        ("8h-18h sauf 12h-14h", [Opening(None, 480, 720), Opening(None, 840, 1080)]),
        ("2:30 PM - 5 pm", [Opening(None, 870, 1020)]),
        ("Monday morning", [Opening(MON, 0, NOON)]),
        ("June 14 from 1 pm", [Opening(MON, 780, NIGHT)]),
        ("tous les jours", []),
        ("RAS", []),
    ],
)
def test_what_is_stated(text: str, openings: list[Opening]) -> None:
    assert list(availability(text, DAYS)) == openings


WHOLE: Windows = ((480, 1080),)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("sauf 15/06", (WHOLE, (), WHOLE)),
        ("absente le 15", (WHOLE, (), WHOLE)),
        ("pas là le 15/06", (WHOLE, (), WHOLE)),
        ("absent on the 15th", (WHOLE, (), WHOLE)),
        ("indisponible mardi", (WHOLE, (), WHOLE)),
        ("except Tuesday", (WHOLE, (), WHOLE)),
        ("sauf 15/06, 16/06", (WHOLE, (), ())),
        ("sauf le 14/06 ; sauf le 16/06", ((), WHOLE, ())),
        ("tous les jours sauf mardi", (WHOLE, (), WHOLE)),
        ("pas le lundi matin", (((NOON, 1080),), WHOLE, WHOLE)),
        ("not Monday morning", (((NOON, 1080),), WHOLE, WHOLE)),
        ("sauf lundi matin et mardi", (((NOON, 1080),), (), WHOLE)),
        ("sauf 14/06 de 12h à 14h", (((480, 720), (840, 1080)), WHOLE, WHOLE)),
        ("pas après 16h", (((480, 960),),) * 3),
        ("du 14/06 au 15/06; pas le lundi matin", (((NOON, 1080),), WHOLE, ())),
        ("congés du 14/06 au 15/06", ((), (), WHOLE)),
    ],
)
def test_exceptions(text: str, windows: tuple[Windows, ...], tmp_path: Path) -> None:
    """Only exceptions: the rest is available; both: the exceptions are taken away from what is stated."""
    days = [["Date"], *([day] for day in DAYS)]
    path = book(tmp_path / "book.xlsx", Jours=days, Candidats=with_disponibilities(text), Jurys=without_days())
    problem, _wishes = read(path)
    assert tuple(day.windows(problem.candidate["C1"].availability) for day in problem.days) == windows


def with_disponibilities(text: str) -> list[list[object]]:
    """Candidates of whom the first says when."""
    return [["Id", "Nom", "Parcours", "Disponibilités"], ["C1", "Martin", "TITRE", text], ["C2", "Petit", "CCP1", None]]


def without_days() -> list[list[object]]:
    return [["Id", "Nom"], ["J1", "Durand"], ["J2", "Roux"]]


def test_an_exception_leaves_the_day_after_the_session_free() -> None:
    """Somebody who thinks of one day more must not be told that nobody is there."""
    assert Opening(date(2027, 6, 17)) in availability("sauf 15/06", DAYS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("14/06 et 15/06 matin", "plusieurs façons"),
        ("lundi et mardi matin", "plusieurs façons"),
        ("du 14/06 au 16/06 matin", "plusieurs façons"),
        ("à partir de 9h ; jusqu'à 16h", "plusieurs façons"),
        ("à partir de 9h, jusqu'à 16h", "plusieurs façons"),
        ("matin, à partir de 9h", "plusieurs façons"),
        ("absent sauf le 15/06", "plusieurs façons"),
        ("absent le 15/06, présent le 16/06", "plusieurs façons"),
        ("2:30 - 5:30 PM", "AM ou PM"),
        ("14/06 AM", "n'est pas une disponibilité"),
        ("20/06", "n'est pas un jour de la session"),
        ("sauf 20/06", "n'est pas un jour de la session"),
        ("06/14", "n'est pas"),
        ("le 20", "quel jour"),
        ("lundi 15/06", "se contredisent"),
        ("jamais", "retirez la ligne"),
        ("absent", "retirez la ligne"),
        ("aucune", "retirez la ligne"),
        ("14/06; sauf 14/06", "ne laisse aucun moment"),
        ("bientôt", "n'est pas une disponibilité"),
        ("14/06 8h", "n'est pas une disponibilité"),
    ],
)
def test_what_could_be_read_in_two_ways(text: str, message: str) -> None:
    with pytest.raises(cells.Unclear, match=message):
        availability(text, DAYS)


def test_examples_are_days_of_this_session(tmp_path: Path) -> None:
    days = [["Date"], *([day] for day in DAYS)]
    path = book(tmp_path / "book.xlsx", Jours=days, Candidats=with_disponibilities("bof"))
    with pytest.raises(InputError, match=r"14/06/2027 08:00-12:30, 14/06 matin, sauf 16/06"):
        read(path)


def test_faults_of_the_days_are_not_blamed_on_availabilities(tmp_path: Path) -> None:
    days = [["Date"], ["bientôt"]]
    path = book(tmp_path / "book.xlsx", Jours=days, Candidats=with_disponibilities("sauf 15/06; lundi"))
    with pytest.raises(InputError) as caught:
        read(path)
    assert [fault.where for fault in caught.value.faults if fault.where.startswith("Candidats")] == []


def test_weekdays_outside_the_session_are_no_time_at_all() -> None:
    """A Friday is no day of this session: whoever comes on Fridays only is never there, not always."""
    found = availability("vendredi", DAYS)
    assert found
    assert all(opening.day not in (*DAYS, None) for opening in found)
