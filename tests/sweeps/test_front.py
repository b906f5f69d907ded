"""The front of two objectives, and the line that no plan can cross: what is said is so, and all that can be said is."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pandas
import pytest

import tspi_sched
from tests.support.cli_runs import TINY
from tspi_sched.sweeps.front import Proof, first_of, floor, line, swapped


def proof(x: int, y: int, x_bound: int | None = None, y_bound: int | None = None, group: str | int = 0) -> Proof:
    return Proof(x, y, x_bound, y_bound, group)


def test_one_row_excludes_what_is_below_it_and_left_of_it() -> None:
    # a plan (4, 10), no more than 4 costs at least 8, and with no more than 10 there is none under 3
    one = [proof(4, 10, 3, 8)]
    assert [floor(one, x) for x in (1, 2, 3, 4, 5)] == [10, 10, 8, 8, None]
    assert [floor([swapped(one[0])], y) for y in (7, 8, 10, 11)] == [4, 3, 3, None]
    assert line(one) == [(2, 10), (2, 8), (4, 8)]


def test_tolerances_of_one_scenario_add_up_to_a_staircase() -> None:
    rows = [proof(2, 9, 2, 9), proof(4, 6, 2, 5), proof(6, 3, 2, 3)]
    # no more than 2: 9; no more than 4: 5; no more than 6: 3
    assert [floor(rows, x) for x in range(1, 8)] == [9, 9, 5, 5, 3, 3, None]
    assert line(rows) == [(1, 9), (2, 9), (2, 5), (4, 5), (4, 3), (6, 3)]


def test_of_several_scenarios_only_what_all_exclude_is_excluded() -> None:
    rows = [proof(4, 8, 4, 8, "a"), proof(5, 6, 5, 6, "b")]
    assert [floor(rows, x) for x in (4, 5)] == [6, None]
    assert line([*rows, proof(9, 9, None, None, "silent")]) == []


def test_no_plan_is_under_the_line_whatever_is_proven() -> None:
    """Plans of scenarios are points; rows prove what is true of them, more or less; no point may be excluded."""
    rng, excluded = Random(1), 0
    for _trial in range(300):
        clouds = {name: [(rng.randrange(8), rng.randrange(8)) for _ in range(6)] for name in "ab"}
        rows = [row for name, cloud in clouds.items() for row in some_proofs(name, cloud, rng)]
        for name, (x, y) in ((name, point) for name, cloud in clouds.items() for point in cloud):
            least = floor(rows, x)
            assert least is None or y >= least, (name, clouds, rows)
            excluded += least is not None
        corners = line(rows)
        assert [one[1] for one in corners] == sorted((one[1] for one in corners), reverse=True)
    assert excluded > 500


def some_proofs(name: str, cloud: list[tuple[int, int]], rng: Random) -> Iterator[Proof]:
    """Rows of searches with a tolerance, the first objective being either one, bounds weakened at times."""
    for _row in range(3):
        turn = rng.random() < 0.5
        points = [(y, x) for x, y in cloud] if turn else cloud
        tolerance, slack = rng.randrange(3), rng.randrange(2)
        best = min(x for x, _y in points)
        within = [point for point in points if point[0] <= best + tolerance]
        least = min(y for _x, y in within)
        first, second = min(point for point in within if point[1] == least)
        row = Proof(first, second, best - slack, least - slack, name)
        yield swapped(row) if turn else row


def test_what_comes_before_two_objectives() -> None:
    orders = [("days", "finish", "presence", "waiting"), ("presence", "waiting", "finish")]
    assert first_of(orders, "finish", "waiting") == ["days", "presence"]
    assert first_of(orders, "presence", "waiting") == ["days", "finish"]
    assert first_of([], "a", "b") == []


# --- data frames -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def frame() -> Any:
    wishes: list[list[Any]] = [
        ["days", {"name": "finish", "tolerance": minutes}, "waiting"] for minutes in (0, 15, 30, 60)
    ]
    values = [{"label": one[1]["tolerance"], "objectives": one} for one in wishes]
    return tspi_sched.sweep({"base": str(TINY), "time_limit": 60, "axis": [{"name": "marge", "values": values}]})


def test_a_sweep_over_a_tolerance_proves_the_whole_curve(frame: Any) -> None:
    assert set(frame["status"]) == {"optimal"}
    front = tspi_sched.pareto(frame, "finish", "waiting")
    assert list(front.columns) == [
        "base",
        "marge",
        "finish",
        "finish_bound",
        "waiting",
        "waiting_bound",
        "status",
        "key",
    ]
    assert front["finish"].is_monotonic_increasing
    assert front["waiting"].is_monotonic_decreasing
    assert (front["waiting_bound"] == front["waiting"]).all()  # every point is proven
    assert (front["finish_bound"] <= front["finish"]).all()


def test_the_csv_read_again_gives_the_same_front(frame: Any, tmp_path: Path) -> None:
    frame.to_csv(tmp_path / "a.csv", index=False)
    again = pandas.read_csv(tmp_path / "a.csv")
    one, other = (tspi_sched.pareto(table, "finish", "waiting") for table in (frame, again))
    assert (
        one[["finish", "waiting", "waiting_bound"]]
        .astype(int)
        .equals(other[["finish", "waiting", "waiting_bound"]].astype(int))
    )


def test_a_row_on_the_front_is_bettered_by_none_and_every_other_is(frame: Any) -> None:
    front = tspi_sched.pareto(frame, "finish", "waiting")
    points = frame[["finish", "waiting"]].astype(int).drop_duplicates().values.tolist()
    best = [[x, y] for x, y in points if not any(a <= x and b <= y and [a, b] != [x, y] for a, b in points)]
    assert sorted(front[["finish", "waiting"]].astype(int).values.tolist()) == sorted(best)


def test_rows_without_a_plan_are_left_out_and_none_is_no_error(frame: Any) -> None:
    gone = frame.assign(finish=pandas.array([None] * len(frame), dtype="Int64"))
    assert len(tspi_sched.pareto(gone, "finish", "waiting")) == 0


@pytest.mark.parametrize(("x", "y"), [("finish", "finish"), ("finish", "rooms"), ("nothing", "waiting")])
def test_two_objectives_of_the_table_are_needed(frame: Any, x: str, y: str) -> None:
    with pytest.raises(ValueError, match="objective"):
        tspi_sched.pareto(frame, x, y)


def test_orders_that_an_axis_changes_are_remembered_and_none_is_under_its_bound() -> None:
    orders = (["days", "finish", "waiting"], ["days", "waiting", "finish"], ["days", "presence", "waiting", "finish"])
    values = [{"label": " ".join(one), "objectives": one} for one in orders]
    frame = tspi_sched.sweep(
        {"base": str(TINY), "time_limit": 60, "axis": [{"name": "ordre", "values": values}]}, jobs=1
    )
    assert set(frame.attrs["tspi_sched.orders"].values()) == set(map(tuple, orders))
    for x, y in product(("finish", "waiting", "presence"), repeat=2):
        if x != y:
            front = tspi_sched.pareto(frame, x, y)
            known = front[front[f"{y}_bound"].notna()]
            assert (known[f"{y}_bound"] <= known[y]).all()


def test_bases_have_a_front_each(frame: Any) -> None:
    both = pandas.concat([frame, frame.assign(base="autre", finish=frame["finish"] + 500)], ignore_index=True)
    front = tspi_sched.pareto(both, "finish", "waiting")
    assert front["base"].value_counts().nunique() == 1
    assert set(front["base"]) == {"tiny", "autre"}


def test_all_pairs_of_a_page_have_lines_under_its_plans(frame: Any) -> None:
    for x, y in product(("days", "finish", "waiting"), repeat=2):
        if x != y:
            front = tspi_sched.pareto(frame, x, y)
            known = front[front[f"{y}_bound"].notna()]
            assert (known[f"{y}_bound"] <= known[y]).all()
