"""The search of the local page: begun, kept, stopped, seen from two tabs, surviving the server; and what to try where
there is no plan."""

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.web import visitor
from tspi_sched.checker import check
from tspi_sched.reading import read, read_plan
from tspi_sched.web import jobs

ADDRESS = "/s/tiny/tiny/solve"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the tiny session, whose search takes one core."""
    session(tmp_path)
    return tmp_path


def session(folder: Path, more: str = "") -> Path:
    (folder / "tiny").mkdir()
    shutil.copy(ROOT / "instances" / "tiny.xlsx", folder / "tiny")
    text = f'name = "tiny"\nworkbook = "tiny.xlsx"\n{more}\n[solver]\nworkers = 1\n'
    (folder / "tiny" / "tiny.toml").write_text(text, encoding="utf-8")
    return folder / "tiny"


def job_in(folder: Path, name: str = "tiny") -> jobs.Job:
    return jobs.Job(folder / "tiny" / "planning" / name, "solve")


def begun(folder: Path, limit: int = 60) -> jobs.Job:
    answer = visitor(folder).post(f"{ADDRESS}/begin", data={"limit": str(limit)})
    assert answer.status_code == 303, answer.text
    return job_in(folder)


def finished(job: jobs.Job) -> dict[str, Any]:
    assert jobs.wait(job, 120)
    state = jobs.state_of(job)
    assert state["done"] is not None, (job.folder / jobs.ERRORS).read_text()
    return dict(state["done"])


def test_a_search_ends_with_the_plan_of_its_variant(folder: Path) -> None:
    client = visitor(folder)
    assert "Calculer un planning" in client.get(ADDRESS, headers={"Accept": "text/html"}).text
    job = begun(folder)
    done = finished(job)
    assert (done["status"], done["kept"]) == ("optimal", True)
    problem, _wishes = read(folder / "tiny" / "tiny.toml")
    assert check(problem, read_plan(job.plan_folder / "plan.json", problem)) == ()
    assert (job.plan_folder / "planning.xlsx").is_file()
    shown = client.get(ADDRESS, headers={"Accept": "text/html"}).text
    assert "Plan optimal prouvé." in shown
    assert "style=" not in shown
    lines = jobs.lines_of(job)
    assert [one["name"] for one in lines[0]["objectives"]] == [one.name for one in _wishes.objectives]
    assert any(line.get("proven") for line in lines)
    assert 'id="other"' not in shown
    scenario = folder / "tiny" / "tiny.toml"
    scenario.write_text("# rien de neuf\n" + scenario.read_text(encoding="utf-8"), encoding="utf-8")
    assert 'id="other"' not in client.get(ADDRESS, headers={"Accept": "text/html"}).text
    scenario.write_text('objectives = ["waiting"]\n' + scenario.read_text(encoding="utf-8"), encoding="utf-8")
    assert 'id="other"' in client.get(ADDRESS, headers={"Accept": "text/html"}).text


def test_whoever_listens_late_hears_all_of_it(folder: Path) -> None:
    finished(begun(folder))
    text = visitor(folder).get(f"{ADDRESS}/stream").text
    events = [part.splitlines() for part in text.split("\n\n") if part.startswith("event:")]
    assert [lines[0] for lines in events] == ["event: progress", "event: ended"]
    told = json.loads(events[0][1].removeprefix("data: "))
    assert told["first"]
    assert told["lines"] == jobs.lines_of(job_in(folder))


def test_a_second_tab_begins_no_second_search(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = begun(folder)
    asked = (job.folder / jobs.ASKED).stat().st_mtime_ns
    monkeypatch.setattr(jobs, "is_running", lambda _job: True)  # as long as the other one works, however fast it is
    assert visitor(folder).post(f"{ADDRESS}/begin").status_code == 303
    monkeypatch.undo()
    assert (job.folder / jobs.ASKED).stat().st_mtime_ns == asked
    finished(job)


def test_stopped_is_found_but_not_kept_until_that_is_wanted(folder: Path) -> None:
    job = job_in(folder)
    finished(begun(folder))
    plan = (job.plan_folder / "plan.json").read_bytes()
    done = json.loads((job.folder / jobs.DONE).read_text())
    (job.folder / jobs.DONE).write_text(json.dumps({**done, "kept": False}))  # as a search that was stopped leaves it
    (job.plan_folder / "plan.json").unlink()
    client = visitor(folder)
    assert "Garder ce planning" in client.get(f"{ADDRESS}/ended").json()["html"]
    assert client.post(f"{ADDRESS}/keep", json={}).json()["kept"]
    assert json.loads((job.plan_folder / "plan.json").read_bytes())["tasks"] == json.loads(plan)["tasks"]
    assert "maintenant le planning de cette variante" in client.get(f"{ADDRESS}/ended").json()["html"]


def test_a_search_that_was_killed_leaves_the_plan_that_it_had_found(folder: Path) -> None:
    job = begun(folder)
    finished(job)
    (job.folder / jobs.DONE).unlink()  # what a kill between the last better plan and the end leaves
    (job.plan_folder / "plan.json").unlink()
    client = visitor(folder)
    html = client.get(f"{ADDRESS}/ended").json()["html"]
    assert "Le meilleur planning trouvé jusque-là est gardé." in html
    assert client.post(f"{ADDRESS}/keep", json={}).json()["kept"]
    assert (job.plan_folder / "plan.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="signals of other systems")
def test_a_process_that_is_killed_is_no_longer_taken_for_running(tmp_path: Path) -> None:
    folder = session(tmp_path, "").parent
    job = begun(folder, 600)
    child = jobs._children[job.folder]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    state = jobs.state_of(job)
    assert (state["running"], state["known"]) == (False, True)
    assert visitor(folder).get(ADDRESS, headers={"Accept": "text/html"}).status_code == 200


def test_without_a_plan_the_causes_are_told_and_a_repair_is_tried_in_a_variant(tmp_path: Path) -> None:
    folder = session(tmp_path, '[what_if]\nwithout = ["J1"]\n').parent
    client = visitor(folder)
    done = finished(begun(folder))
    assert done["status"] == "infeasible"
    html = client.get(f"{ADDRESS}/ended").json()["html"]
    assert "Aucun plan ne respecte toutes les règles" in html
    assert done["causes"]
    assert done["causes"][0]["headline"]
    assert done["repairs"]
    before = (folder / "tiny" / "tiny.toml").read_bytes()
    answer = client.post(f"{ADDRESS}/try", data={"repair": "1"})
    assert answer.headers["location"] == "/s/tiny/tiny-essai-1/solve"
    assert (folder / "tiny" / "tiny.toml").read_bytes() == before
    assert finished(job_in(folder, "tiny-essai-1"))["status"] in ("optimal", "feasible")
    assert client.post(f"{ADDRESS}/try", data={"repair": "99"}).status_code == 404


@pytest.mark.parametrize("limit", ["0", "-3", "abc", "9e99", "nan"])
def test_a_limit_that_is_none_is_told(folder: Path, limit: str) -> None:
    answer = visitor(folder).post(f"{ADDRESS}/begin", data={"limit": limit})
    assert answer.status_code == 422
    assert not jobs.state_of(job_in(folder))["known"]


def test_faults_are_told_before_a_search_is_begun(folder: Path) -> None:
    (folder / "tiny" / "tiny.toml").write_text('workbook = "tiny.xlsx"\n"<b>x</b>" = 1\n', encoding="utf-8")
    answer = visitor(folder).post(f"{ADDRESS}/begin", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "<b>x</b>" not in answer.text
