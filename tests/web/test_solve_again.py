"""A search on a variant that has a plan: what is locked stays, a better plan stays, and what changed since is said."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.support.planned_page import SECOND, plan_of, planned_session
from tests.support.sessions import at
from tests.support.web import visitor
from tspi_sched.checker import check
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Lock
from tspi_sched.reading import read, read_plan
from tspi_sched.web import jobs
from tspi_sched.web.solving import better_there

VARIANT = "/s/petite/scenario"
SETTINGS = "\n[solver]\nworkers = 1\n"


def opened(root: Path) -> tuple[TestClient, Path]:
    """A visitor, and the file of a plan that is worse than the best one."""
    path = planned_session(root)
    scenario = path.parents[2] / "scenario.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    return visitor(root), path


def command(client: TestClient, name: str, **asked: Any) -> dict[str, Any]:
    version = client.get(f"{VARIANT}/planning/state").json()["version"]
    answer = client.post(f"{VARIANT}/planning/{name}", json={**asked, "version": version})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def searched(client: TestClient, path: Path) -> dict[str, Any]:
    assert client.post(f"{VARIANT}/solve/begin", data={"limit": "60"}).status_code == 303
    job = jobs.Job(path.parent, "solve")
    assert jobs.wait(job, 120)
    return dict(jobs.state_of(job)["done"] or {})


def later(plan: Plan) -> Plan:
    """The same plan, the orals of C02 and what follows them an hour later."""
    moved = [t.candidate == "C02" and t.start >= at("14:00") for t in plan.tasks]
    rows = zip(plan.tasks, moved, strict=True)
    return replace(plan, tasks=tuple(replace(t, start=t.start + 60, end=t.end + 60) if own else t for t, own in rows))


def shown(client: TestClient) -> str:
    return client.get(f"{VARIANT}/solve", headers={"Accept": "text/html"}).text


def start_of(path: Path, candidate: str) -> int:
    problem, _wishes = read(path.parents[2] / "scenario.toml")
    plan = read_plan(path, problem)
    assert check(problem, plan) == ()
    return next(task.start for task in plan.tasks if (task.candidate, task.stage) == (candidate, "ET"))


def test_what_is_locked_on_the_page_stays_where_it_is(tmp_path: Path) -> None:
    client, path = opened(tmp_path)
    command(client, "move", block=SECOND, place={"day": 0, "start": at("15:40")})
    command(client, "lock", block=SECOND, parts=["day", "start", "room", "panel"])
    assert "changé à la main" in shown(client)
    done = searched(client, path)
    assert done["kept"]
    assert any("verrous sont respectés" in text for text in done["told"])
    assert start_of(path, "C02") == at("15:40")
    assert client.get(f"{VARIANT}/planning/state").json()["broken"] == []


def test_the_workbook_from_before_the_moves_is_not_taken_for_the_plan(tmp_path: Path) -> None:
    client, path = opened(tmp_path)
    assert searched(client, path)["kept"]
    assert (path.parent / "planning.xlsx").is_file()  # valid, and an hour shorter
    command(client, "move", block=SECOND, place={"day": 0, "start": at("15:40")})
    command(client, "lock", block=SECOND, parts=["day", "start", "room", "panel"])
    done = searched(client, path)
    assert (done["kept"], "better" in done) == (True, False)
    assert start_of(path, "C02") == at("15:40")


def test_a_better_plan_that_breaks_a_lock_does_not_stay(tmp_path: Path) -> None:
    _client, path = opened(tmp_path)
    problem, wishes = read(path.parents[2] / "scenario.toml")
    found = later(plan_of(problem))
    oral = next(task for task in found.tasks if (task.candidate, task.stage) == ("C02", "ET"))
    locked = replace(problem, locks=(Lock(oral, frozenset({"start"})),))
    result = Result(Status.FEASIBLE, found)
    assert better_there(problem, result, path.parent, wishes)
    assert better_there(locked, result, path.parent, wishes) == ""


def test_a_plan_that_cannot_be_read_is_in_nobodys_way_and_keeps_its_locks(tmp_path: Path) -> None:
    client, path = opened(tmp_path)
    command(client, "move", block=SECOND, place={"day": 0, "start": at("15:40")})
    command(client, "lock", block=SECOND, parts=["day", "start"])
    path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")
    assert searched(client, path)["kept"]
    assert start_of(path, "C02") == at("15:40")
    assert list(path.parent.glob("plan (*.json"))  # what was there is kept under another name


def test_a_plan_that_is_better_stays_until_somebody_wants_the_other(tmp_path: Path) -> None:
    _client, path = opened(tmp_path)
    problem, wishes = read(path.parents[2] / "scenario.toml")
    there, found = plan_of(problem), later(plan_of(problem))
    assert "et" in better_there(problem, Result(Status.FEASIBLE, found), path.parent, wishes)
    assert better_there(problem, Result(Status.FEASIBLE, there), path.parent, wishes) == ""
    broken = dict(json.loads(path.read_text(encoding="utf-8")))
    broken["tasks"] = broken["tasks"][1:]  # a plan that keeps no rules is not better than one that does
    path.write_text(json.dumps(broken), encoding="utf-8")
    assert better_there(problem, Result(Status.FEASIBLE, found), path.parent, wishes) == ""


def test_what_changed_since_the_search_is_said(tmp_path: Path) -> None:
    client, path = opened(tmp_path)
    assert searched(client, path)["kept"]
    assert "maintenant le planning" in shown(client)
    scenario = path.parents[2] / "scenario.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + "[rules]\nchangeover_minutes = 30\n", encoding="utf-8")
    text = shown(client)
    assert "Depuis ce calcul" in text
    assert "maintenant le planning" not in text
    assert json.loads(path.read_text(encoding="utf-8"))  # and nothing was written for it
