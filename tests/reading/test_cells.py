"""Single values, read as a person would, or refused because nobody could."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest

from tspi_sched.problem import LOCK_PARTS, Opening
from tspi_sched.reading.values import cells, clock
from tspi_sched.reading.values.availability import availability
from tspi_sched.reading.values.extra_time import Grant, extra_time

D7, D8, D9 = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 9)
THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    "value",
    [
        D7, datetime(2026, 12, 7), "7/12/26", "07/12/2026", " 07/12/2026\u00a0", "2026-12-07", "2026/12/07",
        "07.12.2026", "07-12-2026", "7 / 12 / 2026", 46363, 46363.0, "46363", 20261207, "lundi 7 décembre 2026",
        "Lun. 07/12/2026", "7 déc. 2026", "7 DECEMBRE 2026", "December 7, 2026",
        "2026-12-07 00:00:00", "2026-12-07T00:00:00",
    ],
)  # fmt: skip
def test_dates_that_are_clear(value: object) -> None:
    assert clock.day(value) == D7


@pytest.mark.parametrize(
    "value",
    [
        "07/12", "12/31/2026", "31/02/2026", "26-12-07", "mardi 7 décembre 2026", "bientôt", "7 brumaire 2026", 12, -3,
        46363.5, 0.5, True, datetime(2026, 12, 7, 8), date(1926, 12, 7), "07/12/1926", "2026-12-07 08:00", time(8),
        20261399, 10**30, float("inf"), float("nan"), "07/12/2026 et 08/12/2026",
    ],
)  # fmt: skip
def test_dates_that_are_not(value: object) -> None:
    with pytest.raises(cells.Unclear):
        clock.day(value)


@pytest.mark.parametrize(
    "value",
    [
        time(8, 30), datetime(1899, 12, 31, 8, 30), timedelta(hours=8, minutes=30), 8.5 / 24, str(8.5 / 24), "8h30",
        "8 h 30", "08:30", "8:30", "08:30:00", "8H30", "8 heures 30", "8:30 am", " 8h30 ", "8\u00a0h\u00a030",
        "08h30 min",
    ],
)  # fmt: skip
def test_times_that_are_clear(value: object) -> None:
    assert clock.minute(value) == 510


@pytest.mark.parametrize(
    ("value", "minutes"),
    [(8, 480), ("8 h", 480), ("18 h", 1080), ("18H00", 1080), ("24:00", 1440), ("24h", 1440), ("0h", 0), (0, 0),
     ("midi", 720), ("6 pm", 1080), ("12:15 am", 15), (datetime(1900, 1, 1), 1440), (time(0), 0)],
)  # fmt: skip
def test_other_times(value: object, minutes: int) -> None:
    assert clock.minute(value) == minutes


@pytest.mark.parametrize(
    "value",
    ["8h5", "8.5", 8.5, "8,5", 830, -1, 1, 25, "25:00", "24:30", "8:60", "13 pm", "tôt", True, "08:30:20",
     datetime(2026, 12, 7, 8, 30), D7, timedelta(days=2), "8h30-12h", float("nan")],
)  # fmt: skip
def test_times_that_are_not(value: object) -> None:
    with pytest.raises(cells.Unclear):
        clock.minute(value)


@pytest.mark.parametrize(
    ("value", "openings"),
    [
        ("2026-12-07", [Opening(D7)]),
        ("07/12/2026", [Opening(D7)]),
        (datetime(2026, 12, 7), [Opening(D7)]),
        (46363, [Opening(D7)]),
        ("07/12/2026 08:00-12:30", [Opening(D7, 480, 750)]),
        ("13:00-18:00", [Opening(None, 780, 1080)]),
        ("7/12/26 8h-12h30 ; 8/12/2026;", [Opening(D7, 480, 750), Opening(D8)]),
        ("07/12/2026\n08/12/2026", [Opening(D7), Opening(D8)]),
        ("07/12/2026, 08/12/2026", [Opening(D7), Opening(D8)]),
        ("du 07/12/2026 au 09/12/2026", [Opening(D7), Opening(D8), Opening(D9)]),
        ("le lundi 7 décembre 2026 de 8h à 12h", [Opening(D7, 480, 720)]),
        ("07/12/2026 8h-12h et 14h-18h", [Opening(D7, 480, 720), Opening(D7, 840, 1080)]),
        ("07/12/2026 8h-12h, 08/12/2026 14h-16h", [Opening(D7, 480, 720), Opening(D8, 840, 960)]),
        ("07/12/2026 8h-12h, 08/12/2026", [Opening(D7, 480, 720), Opening(D8)]),
        ("07/12/2026 08:00–12:30; 13:00-18:00", [Opening(D7, 480, 750), Opening(None, 780, 1080)]),
        ("8-12h", [Opening(None, 480, 720)]),
        (["2026-12-07", D8], [Opening(D7), Opening(D8)]),
        ("toujours", []),
        (" ; ; ", []),
    ],
)  # fmt: skip
def test_availabilities_that_are_clear(value: object, openings: list[Opening]) -> None:
    assert list(availability(value)) == openings


@pytest.mark.parametrize(
    "value",
    ["8h", "07/12/2026 8h", "12:30-08:00", "08:00-08:00", "07/12/2026, 08/12/2026 8h-12h",
     "8h-12h le 07/12/2026", "09/12/2026-07/12/2026", "01/01/2026-31/12/2030", "mardi 07/12/2026", time(8), 8.5, True,
     datetime(2026, 12, 7, 8), "07/12", "lundi"],
)  # fmt: skip
def test_availabilities_that_are_not(value: object) -> None:
    with pytest.raises(cells.Unclear):
        availability(value)


@pytest.mark.parametrize(
    ("value", "grants"),
    [
        ("1/3", [Grant("", THIRD)]),
        ("tiers temps", [Grant("", THIRD)]),
        ("Tiers-temps", [Grant("", THIRD)]),
        ("1/3 temps", [Grant("", THIRD)]),
        ("33%", [Grant("", THIRD)]),
        ("33,3 %", [Grant("", THIRD)]),
        (1 / 3, [Grant("", THIRD)]),
        (0.25, [Grant("", Fraction(1, 4))]),
        ("20 min", [Grant("", minutes=20)]),
        ("1h", [Grant("", minutes=60)]),
        ("MSP:1/3; ET:1/3; QPP:20min", [Grant("MSP", THIRD), Grant("ET", THIRD), Grant("QPP", minutes=20)]),
        ("MSP : 1/3, QPP = 0h20", [Grant("MSP", THIRD), Grant("QPP", minutes=20)]),
        ("MSP 1/3", [Grant("MSP", THIRD)]),
        (["MSP:1/3", "QPP:20min"], [Grant("MSP", THIRD), Grant("QPP", minutes=20)]),
        ("non", []),
        (0, []),
    ],
)
def test_extra_times_that_are_clear(value: object, grants: list[Grant]) -> None:
    assert list(extra_time(value)) == grants


@pytest.mark.parametrize(
    "value", ["oui", 20, "20", 1, "1", "4/3", "1/0", "MSP:", "MSP:beaucoup", True, "MSP:0min", -0.5]
)
def test_extra_times_that_are_not(value: object) -> None:
    with pytest.raises(cells.Unclear):
        extra_time(value)


@pytest.mark.parametrize("value", [datetime(2026, 3, 1), date(2026, 1, 3), time(1, 20)])
def test_extra_time_that_excel_made_a_date(value: object) -> None:
    with pytest.raises(cells.Unclear, match="'1/3 ou tiers temps"):
        extra_time(value)


def test_yes_and_no() -> None:
    for value in ("Oui", "oui ", "O", "x", "X", 1, 1.0, "1", "vrai", "TRUE", True, "yes", "Y", "✓"):
        assert cells.yes_no(value) is True
    for value in ("non", "N", 0, 0.0, "0", "-", "–", "faux", False, "no"):
        assert cells.yes_no(value) is False
    for wrong in ("peut-être", 2, "ouii", D7, "oui/non"):
        with pytest.raises(cells.Unclear):
            cells.yes_no(wrong)


def test_numbers() -> None:
    for value in (150, 150.0, "150", " 150 ", "150 €", "150,00", "150.00", "150 euros", "1,5e2"):
        assert cells.amount(value) == 150
    assert cells.amount("1 200\u00a0€") == 1200
    for wrong in ("150,50", "1,200", "1.200", "cent", -1, "-1", True, D7, 10**400, float("nan"), "1e99", "150 $"):
        with pytest.raises(cells.Unclear):
            cells.amount(wrong)
    with pytest.raises(cells.Unclear):
        cells.count(0)


def test_ids_and_texts() -> None:
    assert [cells.identifier(value) for value in (1, 1.0, " C 1 ", "1.0", "\u200bC1")] == ["1", "1", "C 1", "1.0", "C1"]
    assert cells.identifiers("J1; J2,J3\nJ1") == ("J1", "J2", "J3")
    assert cells.identifiers(["J1", 2]) == ("J1", "2")
    assert cells.text("  Aciéries\u00a0 du\tRhône\x07 ") == "Aciéries du Rhône"
    for value in ("J1;J2", "J1, J2", "J1\nJ2", 1.5, True, D7):
        with pytest.raises(cells.Unclear):
            cells.identifier(value)


def test_choices() -> None:
    assert [cells.capacity(value) for value in ("Professionnelle", "formateur", "trainer")] == [True, False, False]
    assert [cells.gender(value) for value in ("F", "Mme", "h", "M.", "homme")] == ["F", "F", "M", "M", "M"]
    assert cells.uses("Oral / écrit") == ("MSP", "ORAL")
    assert cells.uses("les deux") == cells.uses(["ORAL", "MSP"]) == ("MSP", "ORAL")
    for read, value in ((cells.capacity, "expert"), (cells.gender, "X"), (cells.uses, "MPS"), (cells.uses, ";")):
        with pytest.raises(cells.Unclear):
            read(value)


def test_locks() -> None:
    for value in ("x", "X", "oui", True, 1, "tout"):
        assert cells.lock(value) == frozenset(LOCK_PARTS)
    for value in ("non", False, 0, "0", "-"):
        assert cells.lock(value) == frozenset()
    assert cells.lock("Jour; heure") == cells.lock("day start") == cells.lock("jour,horaire") == {"day", "start"}
    assert cells.lock("salle;jury;surveillants") == {"room", "panel", "invigilators"}
    with pytest.raises(cells.Unclear, match="vouliez-vous dire « salle »"):
        cells.lock("sale")
