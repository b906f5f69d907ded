"""Jour J on the local page: clicks become events in a file, answers become an edition; what is shown to whom."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from tests.support.web import visitor
from tests.support.web_sessions import TINY
from tspi_sched.day.notes import FILE, REHEARSAL
from tspi_sched.editions import editions_in
from tspi_sched.reading import read
from tspi_sched.reading.events import read_incident
from tspi_sched.web import jobs

DAY = f"{TINY}/day"
HTML = {"Accept": "text/html"}


def tasks(folder: Path) -> list[dict[str, Any]]:
    content = json.loads((folder / "tiny" / "planning" / "tiny" / "plan.json").read_text())
    return sorted(content["tasks"], key=lambda task: (task["date"], task["start"]))


def first(folder: Path, stage: str) -> dict[str, Any]:
    return next(task for task in tasks(folder) if task["stage"] == stage)


def key(task: dict[str, Any]) -> str:
    return "|".join((task["candidate"], task["track"], task["date"], task["stage"]))


def rehearsing(folder: Path, hour: str) -> TestClient:
    """The page on the first day of the plan, at an hour."""
    client = visitor(folder)
    set_to(client, folder, hour)
    return client


def set_to(client: TestClient, folder: Path, hour: str) -> None:
    day = tasks(folder)[0]["date"]
    assert client.post(f"{DAY}/clock", data={"now": f"{day}T{hour}"}).status_code == 303


def noted(folder: Path) -> dict[str, list[Any]]:
    """The events of the file, as the command reads them, by kind."""
    problem, _wishes = read(folder / "tiny" / "tiny.toml")
    found: dict[str, list[Any]] = {}
    for event in read_incident(problem, (), folder / "tiny" / REHEARSAL).events:
        found.setdefault(event.kind, []).append(event)
    return found


def click(client: TestClient, task: dict[str, Any], state: str) -> Any:
    return client.post(f"{DAY}/state", data={"passage": key(task), "state": state, "day": task["date"]})


def test_clicks_are_events_that_the_command_reads(folder: Path) -> None:
    paper = first(folder, "MSP")
    client = rehearsing(folder, paper["start"])
    assert click(client, paper, "welcomed").status_code == 200
    assert click(client, paper, "under way").status_code == 200
    found = noted(folder)
    assert [event.who for event in found["arrived"]] == [paper["candidate"]]
    assert [(event.candidate, event.stage) for event in found["started"]] == [(paper["candidate"], "MSP")]
    assert click(client, paper, "expected").status_code == 200
    assert noted(folder) == {}


def test_what_has_not_begun_does_not_end(folder: Path) -> None:
    oral = first(folder, "ET")
    client = rehearsing(folder, first(folder, "MSP")["start"])
    answer = click(client, oral, "done")
    assert (answer.status_code, oral["start"] in answer.json()["message"]) == (409, True)
    assert noted(folder) == {}
    assert click(client, oral, "under way").status_code == 200  # earlier than planned, but begun
    assert click(client, oral, "done").status_code == 200


def test_what_others_wrote_into_the_file_stays(folder: Path) -> None:
    paper = first(folder, "MSP")
    client = rehearsing(folder, paper["start"])
    path = folder / "tiny" / REHEARSAL
    path.write_text(path.read_text() + '# de ma main\n[[absent]]\nwho = "J2" # malade\n', encoding="utf-8")
    click(client, paper, "under way")
    click(client, paper, "expected")
    text = path.read_text(encoding="utf-8")
    assert "# de ma main" in text
    assert "# malade" in text
    assert [event.who for event in noted(folder)["absent"]] == ["J2"]


def test_a_file_with_faults_is_told_and_not_written_over(folder: Path) -> None:
    path = folder / "tiny" / "evenements.toml"
    path.write_text('[[absent]]\nwho = "<b>Nobody</b>"\n', encoding="utf-8")
    shown = visitor(folder).get(DAY, headers=HTML)
    assert shown.status_code == 422
    assert "<b>Nobody" not in shown.text
    assert click(visitor(folder), first(folder, "MSP"), "under way").status_code == 422
    assert path.read_text() == '[[absent]]\nwho = "<b>Nobody</b>"\n'


def test_nothing_is_clicked_on_a_day_that_is_not_today(folder: Path) -> None:
    assert click(visitor(folder), first(folder, "MSP"), "under way").status_code == 409
    assert "maintenant" not in visitor(folder).get(f"{DAY}/board").json()["html"].replace("jusqu&#39;à maintenant", "")


def test_the_board_shows_now_and_what_is_late(folder: Path) -> None:
    oral = first(folder, "ET")
    hour, minute = map(int, oral["start"].split(":"))
    late = f"{hour:02d}:{minute + 7:02d}" if minute < 53 else f"{hour + 1:02d}:{minute - 53:02d}"
    client = rehearsing(folder, late)
    html = click(client, oral, "under way").json()["html"]
    assert 'class="now-line"' in html
    assert "+7 min" in html
    set_to(client, folder, "23:30")
    html = client.get(f"{DAY}/board?day={oral['date']}").json()["html"]
    assert "devait finir à" in html


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"kind": "absent", "who": "X9"}, "Choisissez"),
        ({"kind": "nothing", "who": "J1"}, "Choisissez"),
        ({"kind": "late", "who": "J1"}, "quelle heure"),
        ({"kind": "absent", "who": "J1", "from": "10:00", "until": "09:00"}, "après"),
        ({"kind": "absent", "who": "J1", "from": "25:99"}, "une heure comme"),
        ({"kind": "closed", "who": "J1"}, "Choisissez"),
    ],
)
def test_an_incident_that_makes_no_sense_is_told(folder: Path, form: dict[str, str], why: str) -> None:
    answer = visitor(folder).post(f"{DAY}/incident", data=form)
    assert answer.status_code == 422
    assert why in answer.json()["message"]
    shown = visitor(folder).post(f"{DAY}/incident", data=form, headers=HTML)
    assert shown.status_code == 422
    assert "Noter l&#39;absence" in shown.text  # the view is still there, to mend what was typed
    for field in ("from", "until"):
        assert form.get(field, "") == "" or f'name="{field}" value="{form[field]}"' in shown.text
    assert ('aria-invalid="true"' in shown.text) == (form["kind"] != "nothing")  # at the field that is wrong
    assert f'href="{DAY}?day=' in shown.text
    assert not (folder / "tiny" / "evenements.toml").exists()


def test_absent_is_answered_and_the_answer_published_as_edition_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)
    place = folder / "tiny" / "planning" / "tiny"
    client = rehearsing(folder, "07:00")
    assert client.post(f"{TINY}/documents/publish", headers=HTML).status_code == 200
    gone = tasks(folder)[-1]["candidate"]
    assert client.post(f"{DAY}/incident", data={"kind": "absent", "who": gone}).status_code == 200
    assert gone in client.get(DAY, headers=HTML).text
    assert client.post(f"{DAY}/answer").status_code == 303
    job = jobs.Job(place, "replan")
    assert jobs.wait(job, 200)
    done = jobs.state_of(job)["done"]
    assert done, (job.folder / jobs.ERRORS).read_text()
    assert done["status"] == "answered"
    names = [one["name"] for one in done["answers"] if one["possible"]]
    assert "meilleur" in [name for one in done["answers"] for name in (one["name"], *one["same"])]
    html = client.get(f"{DAY}/answers").json()["html"]
    assert "Choisir et publier" in html
    assert client.post(f"{DAY}/choose", data={"name": "../../x"}, headers=HTML).status_code == 404
    assert client.post(f"{DAY}/choose", data={"name": names[-1]}, headers=HTML).status_code == 409  # not by mistake
    chosen = client.post(f"{DAY}/choose", data={"name": names[-1], "rehearsed": "on"}, headers=HTML)
    assert chosen.status_code == 200, chosen.text
    assert [one.number for one in editions_in(place)] == [1, 2]
    assert "absence" in editions_in(place)[1].reason
    assert gone not in {task["candidate"] for task in tasks(folder) if not task.get("state")}
    _back_from_the_rehearsal(client, place)


def _back_from_the_rehearsal(client: TestClient, place: Path) -> None:
    """An edition of a rehearsal says so, and what it noted keeps nobody from publishing the real one again."""
    assert [one.rehearsal for one in editions_in(place)] == [False, True]
    assert client.post(f"{DAY}/clock", data={"now": ""}).status_code == 303
    shown = client.get(DAY, headers=HTML)
    assert "vient d&#39;une répétition" in shown.text
    assert "Édition 2 (répétition)" in client.get(f"{TINY}/documents", headers=HTML).text
    assert client.post(f"{TINY}/documents/restore", data={"number": "1"}, headers=HTML).status_code == 200
    assert "vient d&#39;une répétition" not in client.get(DAY, headers=HTML).text


def test_hours_that_cannot_be_are_kept_beside_what_is_wrong(folder: Path) -> None:
    oral = first(folder, "ET")
    client = rehearsing(folder, "23:00")
    data = {"passage": key(oral), "start": "11:00", "end": "10:00", "day": oral["date"]}
    shown = client.post(f"{DAY}/hours", data=data, headers=HTML)
    assert shown.status_code == 422
    assert 'name="start" value="11:00"' in shown.text
    assert 'name="end" value="10:00"' in shown.text
    assert noted(folder) == {}
    clock = client.post(f"{DAY}/clock", data={"now": "hier"}, headers=HTML)
    assert (clock.status_code, "une date et une heure" in clock.text) == (422, True)
    assert "Noter l&#39;absence" in clock.text


def test_the_waiting_room_sees_names_and_rooms_only(folder: Path) -> None:
    problem, _wishes = read(folder / "tiny" / "tiny.toml")
    client = rehearsing(folder, "07:00")
    text = client.get(f"{DAY}/screen", headers=HTML).text
    rows = client.get(f"{DAY}/screen/rows").json()["html"]
    for person in problem.candidates:
        assert person.last_name in rows
    for member in problem.members:
        assert member.last_name not in rows
    for word in ("@", "tiers", "min\n"):
        assert word not in rows
    assert "style=" not in text


def test_planned_and_actual_as_files_without_formulas(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oral = first(folder, "ET")
    client = rehearsing(folder, "23:00")
    data = {"passage": key(oral), "start": oral["start"], "end": "", "day": oral["date"]}
    assert client.post(f"{DAY}/hours", data=data).status_code == 200
    hostile = '=HYPERLINK("http://x")'
    monkeypatch.setattr("tspi_sched.day.report.candidate_name", lambda problem, id: hostile)
    lines = client.get(f"{DAY}/report/reel.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(task["stage"] not in ("CORR", "DELIB", "PV") for task in tasks(folder))
    assert f"{oral['start']};" in next(line for line in lines if ";ET;" in line)
    assert all(not cell.strip('"').startswith("=") for line in lines for cell in line.split(";"))
    book = load_workbook(io.BytesIO(client.get(f"{DAY}/report/reel.xlsx").content))
    values = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any(cell.value == hostile for cell in values)
    assert all(cell.data_type != "f" for cell in values)
    assert client.get(f"{DAY}/report/other.csv").status_code == 404


def test_all_is_as_planned_until_now(folder: Path) -> None:
    client = rehearsing(folder, "23:00")
    day = tasks(folder)[0]["date"]
    assert client.post(f"{DAY}/planned", data={"day": day}).status_code == 200
    over = {(event.candidate, event.stage) for event in noted(folder)["ended"]}
    wanted = {(task["candidate"]) for task in tasks(folder) if task["date"] == day and task["stage"] == "MSP"}
    assert {candidate for candidate, stage in over if stage == "MSP"} == wanted


def test_a_rehearsal_cannot_go_back_before_what_is_noted(folder: Path) -> None:
    paper = first(folder, "MSP")
    client = rehearsing(folder, paper["start"])
    click(client, paper, "under way")
    before = (folder / "tiny" / REHEARSAL).read_bytes()
    assert client.post(f"{DAY}/clock", data={"now": f"{paper['date']}T07:00"}).status_code == 422
    assert (folder / "tiny" / REHEARSAL).read_bytes() == before


def test_a_rehearsal_leaves_nothing_behind(folder: Path) -> None:
    paper = first(folder, "MSP")
    (folder / "tiny" / FILE).write_text('[[absent]]\nwho = "J2"\n', encoding="utf-8")
    before = (folder / "tiny" / FILE).read_bytes()
    client = rehearsing(folder, paper["start"])
    click(client, paper, "under way")
    assert [event.who for event in noted(folder)["absent"]] == ["J2"]  # it begins with what is known of the day
    assert "Répétition" in client.get(f"{DAY}/screen", headers=HTML).text
    assert client.post(f"{DAY}/clock", data={"now": ""}).status_code == 303
    assert not (folder / "tiny" / REHEARSAL).exists()
    assert (folder / "tiny" / FILE).read_bytes() == before
    shown = client.get(DAY, headers=HTML)
    assert shown.status_code == 200
    assert "répétition, il est" not in shown.text
