"""What an incident adds to a session: `[what_if.add]`, `[what_if.change]` of events files, and of plans since."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import tspi_sched
from tests.support.added import juror
from tests.support.published import files
from tests.support.sessions import MONDAY, laid_out
from tspi_sched.errors import InputError
from tspi_sched.exports import plan_json, xlsx
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.plan import Event, Plan, Result, Status
from tspi_sched.reading.events import read_incident, sentence_of
from tspi_sched.reading.events.more import more_said

SUBSTITUTE = juror("Zélande", "06 00 00 00 01", '"Réserve" = "oui"')
ROOM = """
[[what_if.add.Salles]]
Id = "S9"
Usages = "ORAL"
Places = 6
"""
DAY = """
[[what_if.add.Jours]]
Date = 2026-12-11
Ouverture = 09:00:00
"""
ABSENT = """
now = "2026-12-07 09:00"
[[absent]]
who = "J9"
until = "13:00"
"""
LONGER = """
[what_if.change."07/12/2026"]
Fermeture = "19:30"
[what_if.change.J1]
"Disponibilités" = "matin"
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return files(tmp_path / "session")


def events(scenario: Path, text: str) -> Path:
    path = scenario.parent / "imprevu.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(scenario: Path, text: str) -> str:
    """What is said of a file by who reads the facts, and by who reads the events."""
    path, said = events(scenario, text), ""
    try:
        tspi_sched.read(scenario, events=path)
    except InputError as error:
        said += str(error)
    try:
        read_incident(tspi_sched.read(scenario)[0], file=path)
    except InputError as error:
        said += str(error)
    return said


def test_rows_are_added_and_read_as_if_they_stood_in_the_workbook(scenario: Path) -> None:
    before, _wishes = tspi_sched.read(scenario)
    problem, _wishes = tspi_sched.read(scenario, events=events(scenario, SUBSTITUTE + ROOM + DAY))
    assert {*problem.member} - {*before.member} == {"J9"}
    assert problem.member["J9"].reserve
    assert problem.member["J9"].phone == "06 00 00 00 01"
    assert {*problem.room} - {*before.room} == {"S9"}
    assert [(day.date, day.open, day.close) for day in problem.days if day not in before.days] == [
        (date(2026, 12, 11), 540, 1080)
    ]


def test_hours_of_a_day_and_of_somebody_are_changed(scenario: Path) -> None:
    before, _wishes = tspi_sched.read(scenario)
    problem, _wishes = tspi_sched.read(scenario, events=events(scenario, LONGER))
    assert problem.days[0].close == 19 * 60 + 30
    assert replace(problem.days[0], close=before.days[0].close) == before.days[0]
    assert problem.days[1:] == before.days[1:]
    assert [(o.day, o.end) for o in problem.member["J1"].availability] == [(None, 750)]


def test_what_is_added_may_be_changed_and_said_to_be_absent(scenario: Path) -> None:
    text = (
        'now = "2026-12-07 09:00"\n[[absent]]\nwho = "J9"\nuntil = "13:00"\n'
        + SUBSTITUTE
        + "[what_if.change.J9]\nNom = 'Y'\n"
    )
    problem, _wishes = tspi_sched.read(scenario, events=events(scenario, text))
    assert problem.member["J9"].last_name == "Y"
    found = read_incident(problem, file=events(scenario, text)).events
    assert [event.kind for event in found] == ["more", "more", "absent"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[what_if.add.Jury]]\nId = 'J9'", "Jurys"),
        ("[[what_if.add.Jurys]]\nId = 'J9'\nNomm = 'X'", "Nomm"),
        ("[[what_if.add.Jurys]]\nId = 'J1'\nNom = 'X'", "J1"),
        ("[[what_if.add.Salles]]\nId = 'S9'\nUsages = 'ORAL'\nPlaces = 'beaucoup'", "beaucoup"),
        ("[[what_if.add.Salles]]\nId = 'S9'\nUsages = ['ORAL']\nPlaces = 3", "une seule valeur"),
        ("[what_if.add]\nJurys = 'J9'", "une ligne est attendue"),
        ("[what_if.change.J99]\nNom = 'X'", "J99"),
        ("[what_if.change.'08/12/2031']\nFermeture = '19:00'", "08/12/2031"),
        ("[what_if.change.'07/12/2026']\nFermeture = '07:00'", "fermeture"),
        ("[what_if]\nwithout = ['J1']", "[[absent]]"),
        ("[[what_if.days]]\ndate = '2026-12-08'", "what_if.add.Jours"),
        ("[what_if]\nchangee = {}", "change"),
        ("what_if = 3", "une table"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_what_would_be_right(scenario: Path, text: str, said: str) -> None:
    assert said in faults(scenario, text)
    assert "imprevu.toml" in faults(scenario, text)


def test_all_faults_of_all_rows_are_told_at_once(scenario: Path) -> None:
    found = faults(scenario, "[[what_if.add.Salles]]\nId = 'S9'\nUsages = 'ORALE'\n[what_if.change.J1]\nNomm = 'X'\n")
    assert all(word in found for word in ("ORALE", "Places", "Nomm"))


# --- plans made since ------------------------------------------------------------------------------------------------


def made(scenario: Path, text: str) -> Plan:
    problem, _wishes = tspi_sched.read(scenario, events=events(scenario, text))
    return replace(laid_out(), events=read_incident(problem, file=events(scenario, text)).events)


@pytest.mark.parametrize("text", [SUBSTITUTE, ROOM, DAY, LONGER, SUBSTITUTE + ROOM + DAY + LONGER])
def test_a_plan_brings_back_what_was_added_from_both_files(scenario: Path, text: str) -> None:
    plan, wanted = made(scenario, text), tspi_sched.read(scenario, events=events(scenario, text))[0]
    path, book = scenario.parent / "plan.json", scenario.parent / "planning.xlsx"
    plan_json.write(wanted, Result(Status.FEASIBLE, plan), path)
    xlsx.write(wanted, Result(Status.FEASIBLE, plan), book, today=MONDAY)
    quiet = replace(wanted, members=tuple(replace(m, phone="") if m.id == "J9" else m for m in wanted.members))
    for file in (path, book):  # telephones stand in neither
        problem, _wishes = tspi_sched.read(scenario, plans=[file])
        assert problem == quiet
        assert [e.who for e in tspi_sched.read_plan(file, problem).events] == [e.who for e in plan.events]
        known = tspi_sched.read(scenario, plans=[file], contacts=events(scenario, text))[0]
        assert known == wanted


def test_who_stands_in_the_workbook_by_now_is_taken_from_there(scenario: Path) -> None:
    plan, path = made(scenario, SUBSTITUTE), scenario.parent / "plan.json"
    plan_json.write(tspi_sched.read(scenario)[0], Result(Status.FEASIBLE, plan), path)
    name = next(scenario.parent.glob("*.xlsx"))
    book = load_workbook(name)
    heads = [str(cell.value) for cell in book["Jurys"][1]]
    row = {"Id": "J9", "Nom": "Ancien"}
    book["Jurys"].append([row.get(head) for head in heads])
    book.save(name)
    problem, _wishes = tspi_sched.read(scenario, plans=[path])
    assert problem.member["J9"].last_name == "Ancien"


def test_said_again_it_replaces_what_the_plan_holds(scenario: Path) -> None:
    plan, path = made(scenario, SUBSTITUTE), scenario.parent / "plan.json"
    plan_json.write(tspi_sched.read(scenario)[0], Result(Status.FEASIBLE, plan), path)
    again = events(scenario, SUBSTITUTE.replace("Zélande", "Autre"))
    assert tspi_sched.read(scenario, plans=[path], events=again)[0].member["J9"].last_name == "Autre"


def test_a_plan_that_says_nonsense_is_told_so_by_its_reader(scenario: Path) -> None:
    problem, _wishes = tspi_sched.read(scenario)
    path = scenario.parent / "plan.json"
    plan_json.write(problem, Result(Status.FEASIBLE, laid_out()), path)
    content = json.loads(path.read_text(encoding="utf-8")) | {"events": [{"event": "more", "what_if": {"ad": {}}}]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert tspi_sched.read(scenario, plans=[path])[0] == problem
    with pytest.raises(InputError, match="add"):
        tspi_sched.read_plan(path, problem)


@pytest.mark.parametrize("value", ["=1+1", 'a "quoted" { brace } \\ text', "d'Été\nrue", "ligne } fin"])
def test_sentences_are_read_back_whatever_they_say(value: str) -> None:
    event = Event("more", "J9", sheet="Jurys", facts=(("Id", "J9"), ("Nom", value), ("Coût/jour", 3)))
    assert more_said(sentence_of(event)) == event
    other = Event("more", "J9", facts=(("Nom", value),))
    assert more_said(sentence_of(other)) == other


def test_without_names_nothing_is_said_of_who_was_added(scenario: Path) -> None:
    problem, _wishes = tspi_sched.read(scenario, events=events(scenario, SUBSTITUTE))
    hidden = anonymised(problem, Result(Status.FEASIBLE, made(scenario, SUBSTITUTE)))[1].plan
    assert hidden is not None
    assert hidden.events == ()
