"""Events as people write them: in options, in a file, in French and English; and what is wrong with them."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sessions import MONDAY, TUESDAY, session
from tspi_sched.errors import InputError
from tspi_sched.plan import EVENTS, Event
from tspi_sched.problem import Day, Problem
from tspi_sched.reading.events import merged, read_incident, table_of
from tspi_sched.wording.events import event_text

NOW = "2026-12-07 10:40"


def moment(clock: str, day: date = MONDAY) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute)


def two_days() -> Problem:
    return replace(session(), days=(Day(MONDAY), Day(TUESDAY)))


def said(*sentences: Any, now: str = NOW) -> tuple[Any, ...]:
    return read_incident(two_days(), sentences, now=now).events


def faults(*sentences: Any, now: str = NOW, **more: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        read_incident(two_days(), sentences, now=now, **more)
    return [str(fault) for fault in error.value.faults]


ABSENT = Event("absent", "J2", moment("10:40"))


@pytest.mark.parametrize(
    "text",
    [
        "absent J2 à partir de 10:40",
        "absent J2 a partir de 10h40",
        "Absente j2 dès 10 h 40",
        "malade J2 depuis 10.40",
        "J2 absent à partir de 2026-12-07 10:40",
        "absent J2 à partir du 7/12 à 10h40",
        "absent J2 à partir de lundi 7 décembre 10:40",
        "absent J2 from 10:40",
        "absent J2 since 7 December 10:40 AM",
        "absent J2 10:40",
        "absent le juré J2 à partir de 10:40",
    ],
)
def test_one_absence_in_many_words(text: str) -> None:
    assert said(text) == (ABSENT,)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("absent J2", Event("absent", "J2")),
        ("absent J2 de 10:40 à 13:00", Event("absent", "J2", moment("10:40"), moment("13:00"))),
        ("absent J2 from 10:40 to noon", Event("absent", "J2", moment("10:40"), moment("12:00"))),
        ("absent C3 jusqu'à 12:00", Event("absent", "C3", None, moment("12:00"))),
        ("absent J2 mardi 8 décembre", Event("absent", "J2", moment("00:00", TUESDAY), datetime(2026, 12, 9))),
        ("absent J2 du 7/12 au 8/12", Event("absent", "J2", moment("00:00"), datetime(2026, 12, 9))),
        ("absent J2 ce matin", Event("absent", "J2", moment("00:00"), moment("12:30"))),
        ("absent J2 cet après-midi", Event("absent", "J2", moment("12:30"), datetime(2026, 12, 8))),
        ("absent J2 demain", Event("absent", "J2", moment("00:00", TUESDAY), datetime(2026, 12, 9))),
        ("absent tomorrow morning J2", Event("absent", "J2", moment("00:00", TUESDAY), moment("12:30", TUESDAY))),
        ("absent J2 toute la journée", Event("absent", "J2", moment("00:00"), datetime(2026, 12, 8))),
        ("absent J2 à partir de demain après-midi", Event("absent", "J2", moment("12:30", TUESDAY))),
        ("absent J2 mardi", Event("absent", "J2", moment("00:00", TUESDAY), datetime(2026, 12, 9))),
        ("absent J2 demain de 10h à 12h30", Event("absent", "J2", moment("10:00", TUESDAY), moment("12:30", TUESDAY))),
        ("absent J2 de 10h à 12h30 demain", Event("absent", "J2", moment("10:00", TUESDAY), moment("12:30", TUESDAY))),
        ("absent J2 entre 11h et 12h", Event("absent", "J2", moment("11:00"), moment("12:00"))),
        ("absent J2 11h-12h", Event("absent", "J2", moment("11:00"), moment("12:00"))),
        ("absent J2 avant 11h", Event("absent", "J2", None, moment("11:00"))),
        ("absente Mme Simon dès maintenant", Event("absent", "J3", moment("10:40"))),
        ("fermé S1 à partir de 10h", Event("closed", "S1", moment("10:00"))),
        ("fermé S1 cet après-midi à partir de 15h", Event("closed", "S1", moment("15:00"))),
        ("présent J3 demain matin", Event("present", "J3", moment("00:00", TUESDAY))),
        ("C2 arrivera à 11h", Event("late", "C2", moment("11:00"))),
        ("fin C3 ET maintenant", Event("ended", None, moment("10:40"), candidate="C3", track="CCP2", stage="ET")),
        ("présent J3 à partir de 13:00", Event("present", "J3", moment("13:00"))),
        ("present J3 13h", Event("present", "J3", moment("13:00"))),
        ("retard C2 9h35", Event("late", "C2", moment("09:35"))),
        ("C2 en retard 9.35", Event("late", "C2", moment("09:35"))),
        ("late J2 11:35", Event("late", "J2", moment("11:35"))),
        ("arrivé C2 08:40", Event("arrived", "C2", moment("08:40"))),
        ("fin C3 ET 10:25", Event("ended", None, moment("10:25"), candidate="C3", track="CCP2", stage="ET")),
        ("ended C1 qpp 11:25", Event("ended", None, moment("11:25"), candidate="C1", track="TITRE", stage="QPP")),
        ("début C1 ET 10:25", Event("started", None, moment("10:25"), candidate="C1", track="TITRE", stage="ET")),
        ("début MSP S1 09:10", Event("started", "S1", moment("09:10"), stage="MSP")),
        ("fermé S1 à partir de 11:00", Event("closed", "S1", moment("11:00"))),
        ("salle S1 fermée dès 10:40", Event("closed", "S1", moment("10:40"))),
        ("fermé S1 de 11:00 à 12:00", Event("closed", "S1", moment("11:00"), moment("12:00"))),
        ("salle C1 MSP S1", Event("room", candidate="C1", track="TITRE", stage="MSP", room="S1")),
    ],
)
def test_every_event(text: str, event: Event) -> None:
    assert said(text) == (event,)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("absent J9", "« J9 »"),
        ("absent Z", "« Z »"),
        ("absent", "qui"),
        ("fermé J2", "absent J2"),
        ("absent S1", "fermé S1"),
        ("fin C1 10:25", "l'épreuve"),
        ("fin C2 QPP 10:25", "n'a pas d'épreuve QPP"),
        ("fin C1 ET", "l'heure"),
        ("retard C1", "l'heure"),
        ("zut J2", "zut J2"),
        ("absent J2 de 13:00 à 10:40", "après le début"),
        ("absent J2 le 9/12", "n'est pas un jour de la session"),
        ("absent J2 à partir du 9/12/2026", "aucun jour de la session"),
        ("retard C1 9/12/2026 08:00", "n'est pas un jour de la session"),
        ("début C1 ET 11:00", "à venir"),
        ("absent J2 de 10:00 à 11:00 à 12:00", "deux moments"),
        ("retard C2 de 20 minutes", "« 20 minutes » est une durée ; écrivez l'heure, par exemple « retard C2 09:35 »"),
        ("C2 a une demi-heure de retard", "est une durée"),
        ("retard C2 de 1h", "écrivez l'heure d'arrivée"),
        ("retard C2 demain matin", "il y faut une heure"),
        ("absent J2 pendant une heure", "« absent J2 de 10:40 à 13:00 »"),
        ("absent J2 tout à l'heure", "« absent J2 de 10:40 à 13:00 »"),
        ("absent J2 jusqu'à cet après-midi", "il y faut une heure"),
        ("absent J2 ce matin à partir de 15h", "se contredisent"),
        ("absent J2 samedi", "n'est pas un seul jour de la session (07/12/2026, 08/12/2026)"),
        ("fermé S1 bientôt", "« fermé S1 de 11:00 à 12:00 »"),
        ("fin C3 ET plus tard", "« fin C3 ET 10:25 »"),
        ("salle C1 MSP S1 bis", "« bis » n'est pas compris"),
        ("J2 ne viendra pas", "par exemple « absent J2"),
        ("absent J2 à partir de mardi 7 décembre 2026 10:00", "se contredisent"),
    ],
)
def test_what_is_wrong_is_named(text: str, part: str) -> None:
    (fault,) = faults(text)
    assert part in fault
    assert text in fault


def test_today_and_tomorrow_are_told_by_the_machine_before_the_session() -> None:
    eve = datetime(2026, 12, 6, 18, 0)
    (event,) = read_incident(two_days(), ["absent J2 demain"], machine=eve).events
    assert (event.start, event.end) == (moment("00:00"), moment("00:00", TUESDAY))
    with pytest.raises(InputError, match="--now"):
        read_incident(two_days(), ["absent J2 demain"])


def test_a_file_may_say_tomorrow(tmp_path: Path) -> None:
    file = tmp_path / "jour.toml"
    file.write_text('[[late]]\nwho = "C2"\narrives = "demain 9h"\n', encoding="utf-8")
    (event,) = read_incident(two_days(), file=file, now=NOW).events
    assert event.start == moment("09:00", TUESDAY)


def test_somebody_nearly_named_is_proposed() -> None:
    (fault,) = faults("absent Julien Morau")
    assert "vouliez-vous dire" in fault or "connus" in fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "jour.toml"
    file.write_text('nwo = 3\n[[absent]]\nwho = "J9"\nform = "10:40"\n[[late]]\nwho = "C1"\n[[closed]]\nwhat = "S9"\n')
    found = faults("absent J8", "retard C2", file=file)
    for part in ("nwo", "J9", "form", "arrives", "S9", "J8", "l'heure"):
        assert any(part in fault for fault in found), part
    assert all("jour.toml" in fault for fault in found if "--event" not in fault)


def test_a_file_says_the_same_as_options(tmp_path: Path) -> None:
    file = tmp_path / "jour.toml"
    file.write_text(
        'now = 2026-12-07 10:40:00\n[[absent]]\nwho = "J2"\nfrom = 10:40:00\n'
        '[[late]]\nwho = "C2"\narrives = "2026-12-07 09:35"\n[[ended]]\ncandidate = "C3"\nstage = "ET"\nat = "10:25"\n'
        '[[closed]]\nwhat = "S1"\nfrom = "11:00"\n[[started]]\nroom = "S1"\nstage = "MSP"\nat = "09:10"\n'
        '[[room]]\ncandidate = "C1"\nstage = "MSP"\nroom = "S1"\n',
        encoding="utf-8",
    )
    found = read_incident(two_days(), file=file)
    assert found.now == moment("10:40")
    in_words = "absent J2 10:40", "retard C2 9:35", "fin C3 ET 10:25", "fermé S1 dès 11:00", "début MSP S1 9:10"
    assert set(found.events) == set(said(*in_words, "salle C1 MSP S1"))


def test_an_hour_is_of_the_day_of_now() -> None:
    assert said("absent J2 10:40", now="8/12 11:00")[0].start == moment("10:40", TUESDAY)
    (fault,) = faults("absent J2 à partir de 10:40", now="6/12/2026 18:00")
    assert "--now" in fault


def test_before_the_session_there_is_no_now() -> None:
    found = read_incident(two_days(), ["absent J2"], now="06/12/2026 18:00")
    assert found.now is None
    assert not found.over
    assert read_incident(two_days(), machine=moment("07:59")).now is None
    assert read_incident(two_days(), machine=moment("08:00")).now == moment("08:00")


def test_evenings_are_inside_and_the_last_closing_is_the_end() -> None:
    assert not read_incident(two_days(), machine=moment("23:10")).over
    assert read_incident(two_days(), machine=moment("18:00", TUESDAY)).over


def test_new_events_replace_those_about_the_same() -> None:
    before = said("absent J2 à partir de 10:40", "retard C2 9:35")
    new = said("absent J2 à partir de 11:00", "fermé S1 à partir de 12:00")
    assert [table_of(event) for event in merged(before, new)] == [
        {"event": "late", "who": "C2", "arrives": "2026-12-07 09:35"},
        {"event": "absent", "who": "J2", "from": "2026-12-07 11:00"},
        {"event": "closed", "what": "S1", "from": "2026-12-07 12:00"},
    ]


@given(
    st.sampled_from(["absent", "présent", "RETARD", "fermé", "fin", "début", "salle", "late", "room", ""]),
    st.lists(
        st.sampled_from(["J2", "C1", "S1", "ET", "MSP", "à partir de", "de", "à", "10:40", "7/12", "9h", "midi", "«é»"])
        | st.text(max_size=8),
        max_size=7,
    ),
)
def test_nothing_that_is_written_ends_otherwise_than_in_events_or_faults(kind: Any, words: Any) -> None:
    try:
        events = said(" ".join([kind, *words]))
    except InputError as error:
        assert all(fault.message and fault.where for fault in error.faults)  # noqa: PT017  # either may happen
    else:
        assert [table_of(event)["event"] for event in events] == [event.kind for event in events]


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{h}:{m:02}", "{h}h{m:02}", "{h:02} h {m:02}"]))
def test_any_minute_of_the_day_is_read(hour: Any, minute: Any, form: Any) -> None:
    (event,) = said(f"retard C1 7/12 {form.format(h=hour, m=minute)}")
    assert event.start == datetime(2026, 12, 7, hour, minute)


@pytest.mark.parametrize(
    ("known", "said", "part"),
    [
        ((), ("fin C2 ET 10:10", "début C2 ET 10:20"), "ne vient pas après le début (10:20)"),
        (("début C2 ET 10:20",), ("fin C2 ET 10:20",), "ne vient pas après le début (10:20)"),
        (("fin C2 ET 10:10",), ("début C2 ET 10:20",), "la fin (10:10)"),
        ((), ("absent J2 à partir de 10:20", "présent J2 à partir de 10:00"), "avant l'absence"),
        (("absent C1",), ("retard C1 10:20",), "présent C1 à partir de 10:20"),
    ],
)
def test_what_contradicts_something_known_is_a_fault(known: tuple[str, ...], said: tuple[str, ...], part: str) -> None:
    before = read_incident(two_days(), known, None, "7/12/2026 10:40").events
    with pytest.raises(InputError) as error:
        read_incident(two_days(), [*said, "absent J8"], None, "7/12/2026 10:40", known=before)
    assert part in str(error.value)
    assert "J8" in str(error.value)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (("absent J2 jusqu'à 12:00",), "présent J2 à partir de 10:00"),
        (("absent J2 à partir de 12:00",), "présent J2 à partir de 10:00"),
        (("absent J2 à partir de 15:00",), "retard J2 10:20"),
        (("absent C1", "présent C1 à partir de 9:00"), "retard C1 10:20"),
        (("fin C2 ET 10:10",), "fin C2 ET 10:30"),
    ],
)
def test_what_corrects_something_known_is_none(known: tuple[str, ...], said: str) -> None:
    before = read_incident(two_days(), known, None, "7/12/2026 10:40").events
    assert read_incident(two_days(), [said], None, "7/12/2026 10:40", known=before).events


def test_closed_without_hours_is_from_now_on() -> None:
    """What was done there has been done; before the session it is closed all along."""
    (now,) = read_incident(two_days(), ["fermé S1"], None, "7/12/2026 10:40").events
    (eve,) = read_incident(two_days(), ["fermé S1"], None, "6/12/2026 10:40").events
    assert (now.start, now.end) == (datetime(2026, 12, 7, 10, 40), None)
    assert (eve.start, eve.end) == (None, None)


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_is_told_with_names_and_dates_that_people_read(kind: str) -> None:
    at = datetime(2026, 12, 7, 10, 40)
    event = Event(kind, "S1" if kind == "closed" else "C1", at, room="S1")
    if kind in ("ended", "started", "room"):
        event = replace(event, who=None, candidate="C1", track="CCP2", stage="ET")
    text = event_text(two_days(), event)
    assert "2026-12-07" not in text
    assert ("lundi 7 décembre 2026" in text) == (kind not in ("room", "more"))
    assert "{" not in text


@pytest.mark.parametrize(
    "text", ["absent J1 et J2 à partir de 10:20", "J1, J2 absents dès 10:20", "ill J1 and J2 from 10:20"]
)
def test_several_may_be_said_at_once(text: str) -> None:
    assert said(text) == (Event("absent", "J1", moment("10:20")), Event("absent", "J2", moment("10:20")))


def test_of_several_the_unknown_one_is_named() -> None:
    (fault,) = faults("absent J1 et J9")
    assert "« J9 »" in fault
    assert "« S9 »" in faults("fermé S1, S9")[0]


def test_who_shares_a_name_is_asked_for_by_code() -> None:
    one, other, *more = two_days().candidates
    twins = replace(two_days(), candidates=(one, replace(other, last_name=one.last_name), *more))
    with pytest.raises(InputError) as error:
        read_incident(twins, [f"absent {one.last_name}"], now=NOW)
    assert f"plusieurs portent ce nom : {one.id}, {other.id}" in str(error.value)
