"""Records of what solves come to: the same each time, and a comparison that finds what differs."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.record import RANDOM, differences, main, names, other_ways, solved
from benchmarks.run import SETS

SOME = ("small/classic-6-1", "random/7", "scenarios/tiny")


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return {"work": [20, 5], "sessions": {name: solved(name) for name in SOME}}


def test_the_sessions_are_all_of_the_small_set_the_scenarios_and_some_made_by_chance() -> None:
    found = names()
    assert len(found) == len(set(found))
    small = sum(len(seeds) for _family, _count, seeds in SETS["small"])
    assert sum(name.startswith("small/") for name in found) == small
    assert sum(name.startswith("random/") for name in found) == RANDOM >= 40
    assert {"scenarios/tiny", "scenarios/mixte", "scenarios/grande-session"} <= set(found)


def test_a_record_tells_values_bounds_and_statuses(record: dict[str, Any]) -> None:
    # tiny is worked out by hand in instances/README.md: everybody waits for 315 minutes together.
    tiny = record["sessions"]["scenarios/tiny"]
    assert tiny["status"] == "optimal"
    assert tiny["objectives"]["waiting"] == [315, 315, 315, "optimal"]
    assert tiny["left_out"] == 0
    assert tiny["steps"][0][1] == "first_plan"


def test_a_process_of_its_own_comes_to_the_same(
    record: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = tmp_path / "before.json", tmp_path / "new" / "after.json"
    before.write_text(json.dumps({**record, "work": [20.0, 5.0]}), encoding="utf-8")
    assert main(["make", str(after), "--only", *SOME, "--processes", "2"]) == 0
    assert main(["compare", str(before), str(after)]) == 0
    assert "3 sessions; 0 differences; 0 by other plans, steps or work" in capsys.readouterr().out


def planted(record: dict[str, Any], name: str, change: Callable[..., Any]) -> dict[str, Any]:
    other = copy.deepcopy(record)
    change(other["sessions"][name])
    return other


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.update(status="feasible"), "scenarios/tiny: status optimal, now feasible"),
        (
            lambda one: one["objectives"]["waiting"].__setitem__(2, 300),
            "315, 'optimal'], now [315, 315, 300",
        ),
        (lambda one: one["objectives"].pop("days"), "scenarios/tiny: objectives days [1, 1, 1, 'optimal'], now None"),
        (lambda one: one.update(left_out=1), "scenarios/tiny: left_out 0, now 1"),
        (lambda one: one.update(error="no such module"), "scenarios/tiny: error None, now no such module"),
    ],
)
def test_what_differs_is_named(record: dict[str, Any], change: Callable[..., Any], told: str) -> None:
    found = list(differences(record, planted(record, "scenarios/tiny", change)))
    assert len(found) == 1
    assert told in found[0]


def test_a_session_that_is_missing_and_other_limits_are_named(record: dict[str, Any]) -> None:
    less = planted(record, "scenarios/tiny", lambda one: None)
    del less["sessions"]["scenarios/tiny"]
    assert list(differences(record, less)) == ["scenarios/tiny: only before"]
    assert list(differences(less, record)) == ["scenarios/tiny: only after"]
    assert list(differences(record, {**record, "work": [40, 5]})) == ["limits of work: [20, 5], now [40, 5]"]


def test_another_way_to_the_same_is_no_difference_but_told_of(
    record: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = planted(record, "scenarios/tiny", lambda one: one.update(plan="another"))
    assert list(differences(record, other)) == []
    assert other_ways(record, other) == ["scenarios/tiny"]
    renamed = planted(record, "scenarios/tiny", lambda one: one["steps"][0].__setitem__(1, "constructive"))
    assert other_ways(record, renamed) == []


def test_a_comparison_that_finds_something_fails(
    record: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(json.dumps(record), encoding="utf-8")
    worse = planted(record, "random/7", lambda one: one.update(status="unknown"))
    after.write_text(json.dumps(worse), encoding="utf-8")
    assert main(["compare", str(before), str(after)]) == 1
    assert "random/7: status optimal, now unknown" in capsys.readouterr().out


def test_a_solve_that_fails_is_a_record_and_a_difference(record: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "after.json"
    main(["make", str(out), "--only", "nothing/*"])
    assert json.loads(out.read_text(encoding="utf-8"))["sessions"] == {}
    from benchmarks.record import _apart

    failed = _apart("scenarios/not-there")
    assert failed["status"] == "failed"
    assert "not-there" in failed["error"]
