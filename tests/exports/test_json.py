"""plan.json: the rows of the format, in order, and the way back."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support import export_demo as demo
from tspi_sched.exports import plan_json
from tspi_sched.plan import Plan, Result, Task, Unplaced
from tspi_sched.reading import read_result


def written(tmp_path: Path, result: Result) -> tuple[Any, ...]:
    path = tmp_path / "plan.json"
    plan_json.write(demo.problem(), result, path)
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_head_and_objectives(tmp_path: Path) -> None:
    path, content = written(tmp_path, demo.result())
    assert list(content) == [
        "format",
        "version",
        "scenario",
        "status",
        "objectives",
        "tasks",
        "unplaced",
        "fingerprint",
    ]
    assert (content["format"], content["version"], content["scenario"]) == ("tspi-sched-plan", 1, "demo")
    assert content["objectives"][3] == {
        "name": "presence",
        "value": 1250,
        "best": 1250,
        "bound": 1190,
        "status": "feasible",
        "seconds": 12.35,
    }
    assert path.read_bytes().endswith(b"}\n")


def test_rows_have_every_key_and_null_where_there_is_nothing(tmp_path: Path) -> None:
    _path, content = written(tmp_path, demo.result())
    by_key = {(row["candidate"], row["track"], row["stage"]): row for row in content["tasks"]}
    assert by_key["C01", "TITRE", "MSP"] == {
        "candidate": "C01",
        "track": "TITRE",
        "stage": "MSP",
        "date": "2026-12-07",
        "start": "08:00",
        "end": "11:00",
        "room": "S1",
        "members": [],
        "invigilators": ["SV1"],
        "projector": None,
    }
    assert by_key["C01", "TITRE", "CORR"]["room"] is None
    assert by_key["C03", "CCP2", "QPP"]["projector"] == "VP1"
    assert by_key["C01", "TITRE", "QPP"]["projector"] is None  # a fixed one


def test_rows_are_in_time_order_whatever_the_plan_s(tmp_path: Path) -> None:
    shuffled = Plan(tuple(reversed(demo.plan().tasks)))
    _path, content = written(tmp_path, demo.result(shuffled))
    times = [(row["date"], row["start"]) for row in content["tasks"]]
    assert times == sorted(times)
    assert plan_json.dumps(demo.result(shuffled)) == plan_json.dumps(demo.result())


def test_minutes_row_and_unplaced(tmp_path: Path) -> None:
    signing = Task(None, None, "PV", demo.TUESDAY, 900, 910, None, ("J1", "J2"))
    plan = Plan((*demo.plan().tasks, signing), (Unplaced("C09", 'Aucune « salle »\n"libre"'),))
    _path, content = written(tmp_path, demo.result(plan))
    assert content["tasks"][-1]["candidate"] is None
    assert content["tasks"][-1]["track"] is None
    assert content["unplaced"] == [{"candidate": "C09", "reason": 'Aucune « salle »\n"libre"'}]


def test_an_empty_plan_is_still_json(tmp_path: Path) -> None:
    _path, content = written(tmp_path, demo.result(Plan(()), objectives=()))
    assert content["tasks"] == content["objectives"] == content["unplaced"] == []


def test_the_way_back_is_the_same_result(tmp_path: Path) -> None:
    result = demo.result()
    path, _content = written(tmp_path, result)
    back = read_result(path, demo.problem())
    assert back.plan == result.plan
    assert (back.status, back.scenario) == (result.status, result.scenario)
    rounded = tuple(replace(report, seconds=round(report.seconds, 2)) for report in result.objectives)
    assert back.objectives == rounded


def test_the_demo_is_valid() -> None:
    from tspi_sched.checker import check

    assert check(demo.problem(), demo.plan()) == ()
    assert check(*demo.large(24)) == ()
    assert timedelta(days=1) == demo.TUESDAY - demo.MONDAY
