"""The calendars: what is in whose, and the format as another library reads it.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.support import export_demo as demo
from tests.support.calendar_reading import NOW, events, write
from tspi_sched.documents import Documents
from tspi_sched.exports import ics
from tspi_sched.plan import Plan, Task, Unplaced
from tspi_sched.problem import Day
from tspi_sched.texts import in_language

# --- what is in them -------------------------------------------------------------------------------------------------


def rules_of_zone(file: Path) -> Any:
    """The zone that a calendar brings with it."""
    return icalendar.Calendar.from_ical(file.read_bytes()).walk("VTIMEZONE")[0]


def test_a_file_for_everybody_who_has_something_to_do(tmp_path: Path) -> None:
    names = sorted(file.name for file in write(tmp_path).iterdir())
    people = ["candidat-C01", "candidat-C02", "candidat-C03", "jure-J1", "jure-J2", "jure-J3", "jure-J4"]
    assert names == sorted(f"{name}.ics" for name in [*people, "session", "surveillant-SV1", "surveillant-SV2"])


def test_a_candidate_s_paper_and_orals(tmp_path: Path) -> None:
    paper, orals = events(write(tmp_path) / "candidat-C02.ics")
    assert paper["SUMMARY"] == "Mise en situation professionnelle – Titre complet"
    assert paper["LOCATION"] == "Salle Ampère (S1), Centre de démonstration"
    assert paper["DESCRIPTION"].splitlines() == [
        "Convocation à 07:45",
        "08:00–12:00 MSP – Mise en situation professionnelle",
        "Temps majoré : MSP + 1 h",
    ]
    assert orals["DESCRIPTION"].splitlines() == [
        "Convocation à 08:15",
        "08:30–09:00 ET – Entretien technique",
        "09:00–10:00 QPP – Questionnement à partir de production(s)",
        "10:00–10:20 EF – Entretien final",
        "Sans rapport d'activité : la copie de l'épreuve MSP est présentée à l'épreuve QPP",
    ]
    assert not any("Martin" in str(event) for event in (paper, orals))  # not before whom


def test_hours_are_those_of_paris(tmp_path: Path) -> None:
    start = events(write(tmp_path) / "candidat-C02.ics")[0]["DTSTART"].dt
    assert (start.isoformat(), str(start.tzinfo)) == ("2026-12-07T08:00:00+01:00", "Europe/Paris")


def test_summer_time_comes_from_the_file_s_own_zone(tmp_path: Path) -> None:
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)  # the clocks change on the Sunday between
    days = {demo.MONDAY: friday, demo.TUESDAY: monday}
    plan = Plan(tuple(replace(task, day=days[task.day]) for task in demo.plan().tasks))
    file = write(tmp_path, plan, days=(Day(friday), Day(monday))) / "candidat-C02.ics"
    zone = rules_of_zone(file).to_tz()
    offsets = [e["DTSTART"].dt.replace(tzinfo=zone).utcoffset() for e in events(file)]
    assert offsets == [timedelta(hours=2), timedelta(hours=1)]


OVERSEAS = {
    "Indian/Reunion": "+04:00",
    "America/Martinique": "-04:00",
    "America/Cayenne": "-03:00",
    "America/Miquelon": "-03:00",
    "Pacific/Noumea": "+11:00",
    "Pacific/Tahiti": "-10:00",
}


@pytest.mark.parametrize("zone", OVERSEAS)
def test_hours_of_a_centre_overseas_are_its_own(tmp_path: Path, zone: str) -> None:
    """Eight o'clock on the centre's clock, by the name of its zone and by the zone's rules in the file alike."""
    file = write(tmp_path, documents=Documents(timezone=zone)) / "candidat-C02.ics"
    start = events(file)[0]["DTSTART"].dt
    own = rules_of_zone(file)
    assert (start.isoformat(), own["TZID"]) == (f"2026-12-07T08:00:00{OVERSEAS[zone]}", zone)
    assert start.replace(tzinfo=own.to_tz()).utcoffset() == start.utcoffset()


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Miquelon"])
def test_the_clock_changes_in_the_file_as_it_does_in_the_zone(tmp_path: Path, zone: str) -> None:
    """Every hour of a year, and of the next one, that the clock shows once: a session over New Year spans both."""
    days = (date(2027, 12, 31), date(2028, 1, 3))
    moved = dict(zip((demo.MONDAY, demo.TUESDAY), days, strict=True))
    plan = Plan(tuple(replace(task, day=moved[task.day]) for task in demo.plan().tasks))
    file = write(tmp_path, plan, documents=Documents(timezone=zone), days=tuple(map(Day, days))) / "session.ics"
    (written,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VTIMEZONE")
    real = events(file)[0]["DTSTART"].dt.tzinfo
    own = _offset_by(written)
    for hours in range(24 * 730):
        utc = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        assert own(utc) == utc.astimezone(real).utcoffset(), utc


def _offset_by(zone: Any) -> Callable[..., Any]:
    """The offset from universal time by the rules of a VTIMEZONE, as RFC 5545 reads them: a change happens at its
    DTSTART (and RDATE) on the clock before it."""
    changes = []
    for part in zone.subcomponents:
        starts = [part["DTSTART"].dt, *(one.dt for one in (part["RDATE"].dts if "RDATE" in part else ()))]
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        changes += [((start - before).replace(tzinfo=UTC), after) for start in starts]
    return lambda utc: max((change for change in changes if change[0] <= utc), default=min(changes))[1]


def test_a_telephone_finds_the_way(tmp_path: Path) -> None:
    says = Documents(centre="Lycée des Halles", address=("12, rue des Ateliers", "69003 Lyon"))
    write(tmp_path, documents=says)
    place = "Salle Ampère (S1), Lycée des Halles, 12, rue des Ateliers, 69003 Lyon"
    assert events(tmp_path / "candidat-C02.ics")[0]["LOCATION"] == place
    assert {
        str(e["LOCATION"]).partition(", ")[2] for e in events(tmp_path / "session.ics") if "S1" in e["LOCATION"]
    } == {place.partition(", ")[2]}


def test_everybody_is_reminded_if_that_is_wanted_and_nobody_of_all_the_session(tmp_path: Path) -> None:
    def alarms(file: str) -> Any:
        return [alarm for event in events(tmp_path / file) for alarm in event.walk("VALARM")]

    write(tmp_path)
    assert alarms("candidat-C02.ics") == []
    write(tmp_path, documents=Documents(reminder_minutes=90))
    for file in ("candidat-C02.ics", "jure-J1.ics", "surveillant-SV1.ics"):
        found = alarms(file)
        assert len(found) == len(events(tmp_path / file))
        assert {alarm["TRIGGER"].dt for alarm in found} == {timedelta(minutes=-90)}
    assert alarms("session.ics") == []
    assert {int(event["SEQUENCE"]) for event in events(tmp_path / "jure-J1.ics")} == {1}  # they hear of the reminder


def test_a_member_has_markings_and_orals_with_the_deliberation(tmp_path: Path) -> None:
    titles = [str(event["SUMMARY"]) for event in events(write(tmp_path) / "jure-J3.ics")]
    name = "Inès Roux (C03)"
    assert titles == [f"{name} – CORR", f"{name} – CORR", f"{name} – ET, DELIB", f"{name} – ET, QPP, DELIB"]
    last = events(tmp_path / "jure-J3.ics")[-1]["DESCRIPTION"].splitlines()
    assert last[-2:] == ["Vidéoprojecteur à apporter pour QPP : VP1", "Jury : Chloé Petit, Hugo Moreau"]


def test_an_invigilator_knows_when_each_candidate_must_stop(tmp_path: Path) -> None:
    (event,) = events(write(tmp_path) / "surveillant-SV1.ics")
    assert event["SUMMARY"] == "MSP – 3 candidats"
    assert event["DTEND"].dt.hour == 12
    lines = event["DESCRIPTION"].splitlines()
    assert lines[0] == "Accueil : 07:30, ouverture des plis : 07:50"
    assert "12:00 Noé Garnier (C02), TITRE" in lines
    assert "10:00 Inès Roux (C03), CCP1" in lines


def test_the_session_has_everything_in_order(tmp_path: Path) -> None:
    found = events(write(tmp_path) / "session.ics")
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert len(found) == 2 + 2 * 4
    starts = [event["DTSTART"].dt for event in found]
    assert starts == sorted(starts)
    assert "Zoé Lefèvre (C01) – ET, QPP, EF, DELIB – Jury A" in [str(event["SUMMARY"]) for event in found]


def test_signing_the_minutes_is_each_panel_s_own(tmp_path: Path) -> None:
    signing = [Task(None, None, "PV", demo.TUESDAY, 900, 910, None, pair) for pair in (("J1", "J2"), ("J3", "J4"))]
    found = events(write(tmp_path, Plan((*demo.plan().tasks, *signing))) / "session.ics")
    assert [str(e["SUMMARY"]) for e in found][-2:] == ["PV – Jury A", "PV – Jury B"]
    assert len({str(e["UID"]) for e in found}) == len(found)


def test_a_gap_in_the_orals_makes_two_entries(tmp_path: Path) -> None:
    tasks = tuple(
        replace(task, start=task.start + 30, end=task.end + 30)
        if task.candidate == "C01" and task.stage in ("EF", "DELIB")
        else task
        for task in demo.plan().tasks
    )
    _paper, first, second = events(write(tmp_path, Plan(tasks)) / "candidat-C01.ics")
    assert (first["DTEND"].dt.hour, second["DTSTART"].dt.hour) == (14, 15)
    assert "Convocation" in first["DESCRIPTION"]
    assert "Convocation" not in second["DESCRIPTION"]


def test_midnight_is_the_next_day(tmp_path: Path) -> None:
    late = Task(None, None, "PV", demo.TUESDAY, 1430, 1440, None, ("J1", "J2"))
    event = events(write(tmp_path, Plan((*demo.plan().tasks, late))) / "jure-J1.ics")[-1]
    assert event["DTEND"].dt.isoformat() == "2026-12-09T00:00:00+01:00"


def test_a_plan_without_tasks_is_still_a_calendar(tmp_path: Path) -> None:
    write(tmp_path, Plan((), (Unplaced("C01", "aucune salle"),)))
    assert [file.name for file in tmp_path.iterdir()] == ["session.ics"]
    assert events(tmp_path / "session.ics") == []


def test_english(tmp_path: Path) -> None:
    with in_language("en"):
        write(tmp_path)
    assert (tmp_path / "candidat-C01.ics").is_file()  # the same names, so that an update finds the earlier file


# --- the format ------------------------------------------------------------------------------------------------------


def test_lines_are_short_and_end_as_they_must(tmp_path: Path) -> None:
    long = demo.problem(centre="é" * 300, candidates=(replace(demo.CANDIDATES[0], last_name="😀" * 100),))
    plan = Plan(tuple(task for task in demo.plan().tasks if task.candidate == "C01"))
    ics.write(long, demo.result(plan), tmp_path, now=NOW)
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert content.count(b"\n") == content.count(b"\r\n")
        pieces = content.split(b"\r\n")
        assert max(map(len, pieces)) <= 75
        assert all(piece.decode("utf-8") is not None for piece in pieces)  # no letter is broken
    assert str(events(tmp_path / "session.ics")[0]["LOCATION"]).endswith("é" * 300)


def test_texts_are_escaped(tmp_path: Path) -> None:
    name = 'a\\b;c,d:e"f\nEND:VEVENT'
    write(tmp_path, rooms=(replace(demo.ROOMS[0], name=name), *demo.ROOMS[1:]))
    place = events(tmp_path / "candidat-C01.ics")[0]["LOCATION"]
    assert place == 'a\\b;c,d:e"f END:VEVENT (S1), Centre de démonstration'


def test_identifiers_name_nobody_and_are_everybody_s_own(tmp_path: Path) -> None:
    write(tmp_path)
    found = [str(event["UID"]) for file in tmp_path.iterdir() for event in events(file)]
    assert all(re.fullmatch(r"[0-9a-f]{32}@tspi-sched", uid) for uid in found)
    assert len(set(found)) == len(found)
