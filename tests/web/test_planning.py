"""Planning without a browser: what the server answers to moves, and what stays on the disk."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.planned_page import ADDRESS, FIRST, SECOND, planned_session
from tests.support.sessions import at, shifted
from tests.support.web import visitor
from tspi_sched.checker import check
from tspi_sched.exports import plan_json
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_plan, read_result

LANE = '["panel","J1","J2"]'


class Desk:
    """One window on the plan of the session."""

    def __init__(self, root: Path, path: Path, **options: str) -> None:
        self.client, self.path = visitor(root, **options), path
        self.version = self.state()["version"]

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"{ADDRESS}/state").json()
        return found

    def plan(self) -> Plan:
        """What is on the disk."""
        return read_plan(self.path, self.problem)

    @property
    def problem(self) -> Problem:
        return read(self.path.parents[2] / "scenario.toml")[0]

    def command(self, name: str, expected: int = 200, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"{ADDRESS}/{name}", json={"version": self.version, **body})
        assert answer.status_code == expected, answer.text
        told: dict[str, Any] = answer.json()
        if expected == 200:
            self.version = told["state"]["version"]
        return told

    def move(self, block: str, start: str, expected: int = 200, **place: Any) -> dict[str, Any]:
        return self.command("move", expected, block=block, place={"day": 0, "start": at(start), **place})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, planned_session(tmp_path))


def orals(plan: Plan, candidate: str) -> int:
    """When the first oral of a candidate starts."""
    return min(task.start for task in plan.tasks if task.candidate == candidate and task.stage == "ET")


def test_the_page_says_that_there_is_no_plan_yet(tmp_path: Path) -> None:
    planned_session(tmp_path).unlink()
    client = visitor(tmp_path)
    assert "pas encore de planning" in client.get(ADDRESS, headers={"Accept": "text/html"}).text
    assert client.get(f"{ADDRESS}/state").status_code == 404


def test_the_state_knows_every_block_and_every_line(desk: Desk) -> None:
    state = desk.state()
    assert {FIRST, SECOND} <= {block["key"] for block in state["data"]["blocks"]}
    lines = {view["id"]: [lane["key"] for lane in view["lanes"]] for view in state["data"]["views"]}
    assert LANE in lines["jurys"]
    assert set(lines["candidats"]) == {'["candidate","C01"]', '["candidate","C02"]'}
    assert (state["broken"], state["undo"], state["redo"]) == ([], None, None)


def test_a_move_is_told_and_written(desk: Desk) -> None:
    told = desk.move(SECOND, "15:00", lane=LANE)
    assert "Aucune règle enfreinte" in told["said"]
    finish = next(cost for cost in told["price"]["costs"] if cost["title"] == "Fin de la dernière épreuve")
    assert (finish["change"], finish["worse"]) == ("+20 min", True)
    assert {one["kind"] for one in told["price"]["told"]} == {"candidat", "juré"}
    assert orals(desk.plan(), "C02") == at("15:00")
    assert read_result(desk.path, desk.problem).objectives == ()  # what was proven was of another plan


def test_a_drop_on_a_breach_stays_marked_and_the_rest_is_mended(desk: Desk) -> None:
    told = desk.move(SECOND, "13:00")
    assert "Règles enfreintes" in told["said"]
    assert told["state"]["last"] == SECOND
    assert any(SECOND in breach["keys"] for breach in told["state"]["broken"])
    assert check(desk.problem, desk.plan())
    mended = desk.command("mend", block=SECOND)
    assert mended["state"]["broken"] == []
    assert check(desk.problem, desk.plan()) == ()
    assert orals(desk.plan(), "C02") == at("13:00")


def test_what_cannot_be_mended_changes_nothing(desk: Desk) -> None:
    desk.move(SECOND, "08:30")  # before the paper is over; the paper is kept by a lock on its hour
    sitting = next(block["key"] for block in desk.state()["data"]["blocks"] if block["kind"] == "sitting")
    desk.command("lock", block=sitting, parts=["day", "start"])
    before = desk.plan()
    told = desk.command("mend", 422, block=SECOND)
    assert "Impossible" in told["message"]
    assert desk.plan() == before


def test_undo_and_redo_down_to_the_start_and_its_proofs(desk: Desk) -> None:
    first = desk.path.read_text(encoding="utf-8")
    for start in ("15:00", "15:10"):
        desk.move(SECOND, start)
    desk.command("undo")
    assert orals(desk.plan(), "C02") == at("15:00")
    desk.command("undo")
    assert desk.path.read_text(encoding="utf-8") == first
    assert read_result(desk.path, desk.problem).status == "optimal"
    told = desk.command("undo")
    assert "rien à annuler" in told["said"]
    desk.command("redo")
    desk.command("redo")
    assert orals(desk.plan(), "C02") == at("15:10")


def test_a_second_window_that_knows_less_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path, desk.path)
    desk.move(SECOND, "15:00")
    before = desk.plan()
    for name, body in (("move", {"block": FIRST, "place": {"day": 0, "start": 700}}), ("undo", {}), ("redo", {})):
        told = other.command(name, 409, **body)
        assert "changé entre-temps" in told["message"]
    assert other.command("mend", 409, block=SECOND)
    assert desk.plan() == before
    other.version = other.state()["version"]
    other.move(SECOND, "15:05")
    assert orals(desk.plan(), "C02") == at("15:05")


def test_a_plan_written_by_a_command_is_taken_and_can_be_undone(desk: Desk) -> None:
    desk.move(SECOND, "15:00")
    changed = shifted(desk.plan(), 60, "C02 ET", "C02 QPP", "C02 EF", "C02 DELIB")
    plan_json.write(desk.problem, Result(Status.FEASIBLE, changed, scenario="petite"), desk.path)
    told = desk.command("move", 409, block=SECOND, place={"day": 0, "start": at("15:30")})
    assert "changé entre-temps" in told["message"]
    desk.version = desk.state()["version"]
    assert orals(desk.plan(), "C02") == at("16:00")
    desk.command("undo")
    assert orals(desk.plan(), "C02") == at("15:00")


def test_a_kill_between_journal_and_plan_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.path.read_text(encoding="utf-8")
    desk.move(SECOND, "15:00")
    desk.path.write_text(before, encoding="utf-8")  # as if the program had died before it wrote the plan
    again = Desk(tmp_path, desk.path)
    assert again.state()["undo"] is not None
    assert orals(again.plan(), "C02") == at("15:00")
    assert again.state()["version"] == desk.version


def test_parts_are_locked_and_freed(desk: Desk) -> None:
    desk.command("lock", block=SECOND, parts=["start", "room", "nothing"])
    assert desk.state()["locks"] == {SECOND: ["start", "room"]}
    assert "verrous" in desk.move(SECOND, "15:00")["said"]
    desk.command("lock", block=SECOND, parts=[])
    assert desk.state()["locks"] == {}
    assert desk.state()["broken"] == []


# --- places ----------------------------------------------------------------------------------------------------------


def streamed(desk: Desk, block: str, lane: str) -> list[dict[str, Any]]:
    answer = desk.client.get(f"{ADDRESS}/places", params={"block": block, "lane": lane})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_places_of_the_own_line_come_first(desk: Desk) -> None:
    head, *lines = streamed(desk, SECOND, LANE)
    assert head["lanes"][0] == LANE
    assert lines[0]["lane"] == LANE
    starts = [*lines[0]["fine"], *(start for start, _why in lines[0]["breaks"])]
    assert sorted(starts) == list(range(at("08:00"), at("16:00") + 1, 5))  # two hours before 18:00
    assert lines[0]["fine"][0] == at("14:40")
    why = {start: [lines[0]["texts"][number][0] for number in numbers] for start, numbers in lines[0]["breaks"]}
    assert "une chose à la fois" in why[at("13:00")]


def test_a_verdict_without_a_move(desk: Desk) -> None:
    asked: dict[str, Any] = {"block": SECOND, "day": 0, "start": at("13:00"), "room": "S2", "panel": ["J1", "J2"]}
    told = desk.client.get(f"{ADDRESS}/verdict", params=asked).json()
    assert told["broken"]
    assert told["price"]["told"]
    assert orals(desk.plan(), "C02") == at("14:40")


def test_possible_if_others_move(desk: Desk) -> None:
    for start, expected in (("13:00", True), ("17:00", False)):
        asked: dict[str, Any] = {"block": SECOND, "day": 0, "start": at(start), "lane": LANE}
        assert desk.client.get(f"{ADDRESS}/possible", params=asked).json() == {"possible": expected}


# --- what nobody should send -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, 400),
        ({"version": "x"}, 400),
        ({"block": FIRST}, 400),
        ({"block": '["chain","C99","TITRE"]', "place": {"day": 0, "start": 600}}, 409),
        ({"block": FIRST, "place": {"day": 7, "start": 600}}, 400),
        ({"block": FIRST, "place": {"day": 0, "start": 6000}}, 400),
        ({"block": FIRST, "place": {"day": 0, "start": 600, "room": "../../S2"}}, 400),
        ({"block": FIRST, "place": {"day": 0, "start": 600, "panel": ["<script>"]}}, 400),
        ({"block": FIRST, "place": {"day": 0, "start": 600, "lane": "[]"}}, 400),
        ({"block": FIRST, "place": {"day": 0, "start": 600, "lane": '["room","S1"]'}}, 422),
        ({"block": FIRST, "place": []}, 400),
    ],
)
def test_strange_requests_change_nothing(desk: Desk, body: dict[str, Any], expected: int) -> None:
    before = desk.path.read_bytes()
    version = {} if body in ({}, {"version": "x"}) else {"version": desk.version}
    answer = desk.client.post(f"{ADDRESS}/move", json={**version, **body})
    assert answer.status_code == expected, answer.text
    assert answer.json()["message"]
    assert desk.path.read_bytes() == before


def test_the_view_speaks_english(tmp_path: Path) -> None:
    desk = Desk(tmp_path, planned_session(tmp_path), language="en")
    assert "No rule broken" in desk.move(SECOND, "15:00")["said"]
    text = desk.client.get(ADDRESS, headers={"Accept": "text/html"}).text
    assert "Move…" in text
    assert "Déplacer" not in text


def test_a_plan_in_which_something_has_happened_is_not_moved(desk: Desk) -> None:
    done = replace(desk.plan(), tasks=tuple(replace(t, state="done") if t.stage == "MSP" else t
                                            for t in desk.plan().tasks))  # fmt: skip
    done = replace(done, now=None)
    plan_json.write(desk.problem, Result(Status.FEASIBLE, done, scenario="petite"), desk.path)
    desk.version = desk.state()["version"]
    sitting = next(block["key"] for block in desk.state()["data"]["blocks"] if block["kind"] == "sitting")
    told = desk.command("move", 409, block=sitting, place={"day": 0, "start": at("09:00")})
    assert "ne se déplace plus" in told["message"]
