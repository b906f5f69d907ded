"""The calendars: what is in whose, the format as another library reads it, and what an update does to the earlier one.

The demonstration session: papers on Monday at 8:00 (C03's second one at 14:00), C01 before panel A on Monday from
13:00, C02 before A and C03 before B on Tuesday.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import export_demo as demo
from tspi_sched.errors import InputError
from tspi_sched.export import ics
from tspi_sched.plan import Plan, Task, Unplaced
from tspi_sched.problem import Day
from tspi_sched.texts import in_language

icalendar = pytest.importorskip("icalendar")

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def write(folder, plan=None, now=NOW, **changes):
    ics.write(demo.problem(**changes), demo.result(plan), folder, now=now)
    return folder


def events(file):
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert not calendar.errors
    return calendar.walk("VEVENT")


def states(file):
    """Each event's number, state and whether it was dated later, by its identifier."""
    return {
        str(e["UID"]): (int(e["SEQUENCE"]), str(e["STATUS"]), e["DTSTAMP"].dt == LATER) for e in events(file)
    }  # fmt: skip


def moved(plan, candidate, track, minutes):
    """The plan with all of a candidate's orals on a track later."""
    return Plan(
        tuple(
            replace(task, start=task.start + minutes, end=task.end + minutes)
            if (task.candidate, task.track) == (candidate, track) and task.stage not in ("MSP", "CORR")
            else task
            for task in plan.tasks
        )
    )


def without(plan, candidate):
    return Plan(tuple(task for task in plan.tasks if task.candidate != candidate))


# --- what is in them -------------------------------------------------------------------------------------------------


def test_a_file_for_everybody_who_has_something_to_do(tmp_path):
    names = sorted(file.name for file in write(tmp_path).iterdir())
    people = ["candidat-C01", "candidat-C02", "candidat-C03", "jure-J1", "jure-J2", "jure-J3", "jure-J4"]
    assert names == sorted(f"{name}.ics" for name in [*people, "session", "surveillant-SV1", "surveillant-SV2"])


def test_a_candidate_s_paper_and_orals(tmp_path):
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
        "Sans rapport d'activité : l'écrit est présenté à l'épreuve QPP",
    ]
    assert not any("Martin" in str(event) for event in (paper, orals))  # not before whom


def test_hours_are_those_of_paris(tmp_path):
    start = events(write(tmp_path) / "candidat-C02.ics")[0]["DTSTART"].dt
    assert (start.isoformat(), str(start.tzinfo)) == ("2026-12-07T08:00:00+01:00", "Europe/Paris")


def test_summer_time_comes_from_the_file_s_own_zone(tmp_path):
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)  # the clocks change on the Sunday between
    days = {demo.MONDAY: friday, demo.TUESDAY: monday}
    plan = Plan(tuple(replace(task, day=days[task.day]) for task in demo.plan().tasks))
    file = write(tmp_path, plan, days=(Day(friday), Day(monday))) / "candidat-C02.ics"
    zone = icalendar.Calendar.from_ical(file.read_bytes()).walk("VTIMEZONE")[0].to_tz()
    offsets = [e["DTSTART"].dt.replace(tzinfo=zone).utcoffset() for e in events(file)]
    assert offsets == [timedelta(hours=2), timedelta(hours=1)]


def test_a_member_has_markings_and_orals_with_the_deliberation(tmp_path):
    titles = [str(event["SUMMARY"]) for event in events(write(tmp_path) / "jure-J3.ics")]
    name = "Inès Roux (C03)"
    assert titles == [f"{name} – CORR", f"{name} – CORR", f"{name} – ET, DELIB", f"{name} – ET, QPP, DELIB"]
    last = events(tmp_path / "jure-J3.ics")[-1]["DESCRIPTION"].splitlines()
    assert last[-2:] == ["Vidéoprojecteur à apporter pour QPP : VP1", "Jury : Chloé Petit, Hugo Moreau"]


def test_an_invigilator_knows_when_each_candidate_must_stop(tmp_path):
    (event,) = events(write(tmp_path) / "surveillant-SV1.ics")
    assert event["SUMMARY"] == "MSP – 3 candidats"
    assert event["DTEND"].dt.hour == 12
    lines = event["DESCRIPTION"].splitlines()
    assert lines[0] == "Accueil à 07:30, ouverture des plis à 07:50"
    assert "12:00 Noé Garnier (C02), TITRE" in lines
    assert "10:00 Inès Roux (C03), CCP1" in lines


def test_the_session_has_everything_in_order(tmp_path):
    found = events(write(tmp_path) / "session.ics")
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert len(found) == 2 + 2 * 4
    starts = [event["DTSTART"].dt for event in found]
    assert starts == sorted(starts)
    assert "Zoé Lefèvre (C01) – ET, QPP, EF, DELIB – Jury A" in [str(event["SUMMARY"]) for event in found]


def test_signing_the_minutes_is_each_panel_s_own(tmp_path):
    signing = [Task(None, None, "PV", demo.TUESDAY, 900, 910, None, pair) for pair in (("J1", "J2"), ("J3", "J4"))]
    found = events(write(tmp_path, Plan((*demo.plan().tasks, *signing))) / "session.ics")
    assert [str(e["SUMMARY"]) for e in found][-2:] == ["PV – Jury A", "PV – Jury B"]
    assert len({str(e["UID"]) for e in found}) == len(found)


def test_a_gap_in_the_orals_makes_two_entries(tmp_path):
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


def test_midnight_is_the_next_day(tmp_path):
    late = Task(None, None, "PV", demo.TUESDAY, 1430, 1440, None, ("J1", "J2"))
    event = events(write(tmp_path, Plan((*demo.plan().tasks, late))) / "jure-J1.ics")[-1]
    assert event["DTEND"].dt.isoformat() == "2026-12-09T00:00:00+01:00"


def test_a_plan_without_tasks_is_still_a_calendar(tmp_path):
    write(tmp_path, Plan((), (Unplaced("C01", "aucune salle"),)))
    assert [file.name for file in tmp_path.iterdir()] == ["session.ics"]
    assert events(tmp_path / "session.ics") == []


def test_english(tmp_path):
    with in_language("en"):
        write(tmp_path)
    assert (tmp_path / "candidat-C01.ics").is_file()  # the same names, so that an update finds the earlier file


# --- the format ------------------------------------------------------------------------------------------------------


def test_lines_are_short_and_end_as_they_must(tmp_path):
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


def test_texts_are_escaped(tmp_path):
    name = 'a\\b;c,d:e"f\nEND:VEVENT'
    write(tmp_path, rooms=(replace(demo.ROOMS[0], name=name), *demo.ROOMS[1:]))
    place = events(tmp_path / "candidat-C01.ics")[0]["LOCATION"]
    assert place == 'a\\b;c,d:e"f END:VEVENT (S1), Centre de démonstration'


def test_identifiers_name_nobody_and_are_everybody_s_own(tmp_path):
    write(tmp_path)
    found = [str(event["UID"]) for file in tmp_path.iterdir() for event in events(file)]
    assert all(re.fullmatch(r"[0-9a-f]{32}@tspi-sched", uid) for uid in found)
    assert len(set(found)) == len(found)


# --- updates ---------------------------------------------------------------------------------------------------------


def test_the_same_plan_again_changes_no_byte(tmp_path):
    before = {file.name: file.read_bytes() for file in write(tmp_path).iterdir()}
    after = {file.name: file.read_bytes() for file in write(tmp_path, now=LATER).iterdir()}
    assert after == before


def test_what_moved_takes_the_next_number_and_the_rest_stays(tmp_path):
    write(tmp_path)
    write(tmp_path, moved(demo.plan(), "C02", "TITRE", 30), LATER)
    assert sorted(states(tmp_path / "candidat-C02.ics").values()) == [(0, "CONFIRMED", False), (1, "CONFIRMED", True)]
    assert list(states(tmp_path / "candidat-C01.ics").values()) == [(0, "CONFIRMED", False)] * 2
    changed = [state for state in states(tmp_path / "session.ics").values() if state != (0, "CONFIRMED", False)]
    assert changed == [(1, "CONFIRMED", True)]


def test_what_is_gone_is_cancelled_and_says_no_more(tmp_path):
    before = states(write(tmp_path) / "jure-J1.ics")
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    after = states(tmp_path / "jure-J1.ics")
    assert set(after) == set(before)
    # C02's marking and orals
    assert sorted(after.values()) == [(0, "CONFIRMED", False)] * 2 + [(1, "CANCELLED", True)] * 2
    cancelled = [event for event in events(tmp_path / "jure-J1.ics") if event["STATUS"] == "CANCELLED"]
    assert {str(event["SUMMARY"]) for event in cancelled} == {"Annulé"}
    assert not any("DESCRIPTION" in event or "LOCATION" in event for event in cancelled)


def test_somebody_who_has_nothing_left_to_do_hears_of_it(tmp_path):
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    assert list(states(tmp_path / "candidat-C02.ics").values()) == [(1, "CANCELLED", True)] * 2
    assert b"Garnier" not in (tmp_path / "candidat-C02.ics").read_bytes()


def test_a_cancellation_stays_as_it_is_and_can_be_taken_back(tmp_path):
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    cancelled = (tmp_path / "candidat-C02.ics").read_bytes()
    write(tmp_path, without(demo.plan(), "C02"), LATER + timedelta(days=1))
    assert (tmp_path / "candidat-C02.ics").read_bytes() == cancelled
    write(tmp_path, now=LATER)
    assert list(states(tmp_path / "candidat-C02.ics").values()) == [(2, "CONFIRMED", True)] * 2


def test_another_first_day_is_another_session(tmp_path):
    before = set(states(write(tmp_path) / "candidat-C01.ics"))
    write(tmp_path, days=(Day(demo.MONDAY - timedelta(days=1)), Day(demo.MONDAY), Day(demo.TUESDAY)), now=LATER)
    after = states(tmp_path / "candidat-C01.ics")
    assert {uid for uid, (_number, status, _dated) in after.items() if status == "CANCELLED"} == before


def everything(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def other_people():
    """The same ids, as every session counts its candidates from 1, and other names; the members are the same people."""
    people = tuple(replace(one, first_name="Autre", last_name=one.id.lower()) for one in demo.CANDIDATES)
    later = tuple(Day(day.date + timedelta(days=60)) for day in demo.problem().days)
    plan = Plan(tuple(replace(task, day=task.day + timedelta(days=60)) for task in demo.plan().tasks))
    return demo.problem(candidates=people, days=later), demo.result(plan)


def test_another_session_cancels_nothing_of_this_one(tmp_path):
    before = everything(write(tmp_path))
    with pytest.raises(InputError, match="autre session"):
        ics.write(*other_people(), tmp_path, now=LATER)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("change", [{"centre": "Centre de démonstration, Lyon"}, {"days": (Day(demo.TUESDAY),)}])
def test_a_session_that_is_called_otherwise_or_starts_later_is_still_this_one(tmp_path, change):
    write(tmp_path)
    plan = Plan(tuple(replace(task, day=demo.TUESDAY) for task in demo.plan().tasks if task.candidate == "C03"))
    write(tmp_path, plan, LATER, **change)
    assert {status for _n, status, _dated in states(tmp_path / "candidat-C01.ics").values()} == {"CANCELLED"}


def test_an_export_after_another_keeps_who_is_who(tmp_path):
    """C/1 and C:1 have one file name, which the second one gets with a number as long as both are there."""
    people = [replace(demo.CANDIDATES[0], id=id, last_name=id) for id in ("C/1", "C:1")]
    plan = [replace(t, candidate=one.id) for one in people for t in demo.plan().tasks if t.candidate == "C01"]
    facts = {"candidates": tuple(people)}
    write(tmp_path, Plan(tuple(plan)), **facts)
    own = states(tmp_path / "candidat-C-1-2.ics")
    write(tmp_path, Plan(tuple(t for t in plan if t.candidate == "C:1")), LATER, candidates=(people[1],))
    first = states(tmp_path / "candidat-C-1.ics")
    assert {uid: state for uid, state in first.items() if uid in own} == own  # as it was, in its new file
    assert {state for uid, state in first.items() if uid not in own} == {(1, "CANCELLED", True)}
    assert states(tmp_path / "candidat-C-1-2.ics") == {}  # nothing is cancelled there that is wanted elsewhere


def test_a_file_that_somebody_deleted_still_replaces_what_people_have(tmp_path):
    write(tmp_path)
    for minutes in (30, 60):
        write(tmp_path, moved(demo.plan(), "C02", "TITRE", minutes), LATER)
    last = max(number for number, _status, _dated in states(tmp_path / "jure-J1.ics").values())
    (tmp_path / "jure-J1.ics").unlink()
    write(tmp_path, now=LATER)
    assert min(number for number, _status, _dated in states(tmp_path / "jure-J1.ics").values()) > last


def test_three_exports_in_a_row(tmp_path):
    """C02 falls ill, then is back at another time."""
    write(tmp_path)
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    write(tmp_path, moved(demo.plan(), "C02", "TITRE", 30), LATER + timedelta(days=1))
    ill, healthy = (states(tmp_path / f"candidat-{id}.ics") for id in ("C02", "C01"))
    assert {state[:2] for state in ill.values()} == {(2, "CONFIRMED")}
    assert {state[:2] for state in healthy.values()} == {(0, "CONFIRMED")}


@pytest.mark.parametrize("name", ["candidat-C99.ics", "candidat-C01.ics", "holidays.ics"])
def test_a_calendar_that_is_not_ours_has_no_say(tmp_path, name):
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
def test_an_earlier_file_that_somebody_broke_is_started_again(tmp_path, old, new):
    file = write(tmp_path) / "candidat-C01.ics"
    file.write_bytes(re.sub(old, new, file.read_bytes()))
    write(tmp_path, now=LATER)
    found = states(file).values()
    assert [status for _number, status, _dated in found].count("CONFIRMED") == 2


def test_texts_of_an_earlier_file_never_return(tmp_path):
    file = write(tmp_path) / "candidat-C02.ics"
    file.write_bytes(file.read_bytes().replace(b"STATUS:", b"X-SECRET:Garnier\r\nDTSTART;X=Garnier:1\r\nSTATUS:"))
    write(tmp_path, without(demo.plan(), "C02"), LATER)
    assert b"Garnier" not in file.read_bytes()
