"""Who closed which gap: each step has its part of what was gained, and the one that ended it is named."""

import re

from benchmarks.machine import ROOT
from benchmarks.report import gap_table, merged, section
from benchmarks.run import HOLD_OUT
from benchmarks.who_closed import closed_by, rows


def step(name: str, before: tuple[int | None, int], after: tuple[int | None, int]) -> dict[str, object]:
    """A step for `waiting`, with value and bound before and after."""
    ends = {"value_before": before[0], "value_after": after[0], "bound_before": before[1], "bound_after": after[1]}
    return {"name": "waiting", "step": name, "seconds": 1.0, **ends}


CLOSED = [
    step("pattern_bound", (200, 0), (200, 25)),
    step("column_bound", (200, 25), (120, 100)),
    step("full_solve", (120, 100), (100, 100)),
]
OPEN = [step("column_bound", (200, 0), (200, 50)), step("full_solve", (200, 50), (150, 50))]


def run(steps: list[dict[str, object]], seed: int) -> dict[str, object]:
    """A run of a session of 24 candidates."""
    return {"family": "mixed", "candidates": 24, "seed": seed, "steps": steps}


def test_each_step_has_its_part() -> None:
    (row,) = rows([[run(CLOSED, 1), run(OPEN, 2)]])
    # Bounds: 25 and 75 of 100, then all of 50. Plans: 80 and 20 of 100, then all of 50 by the last step.
    assert row["bound raised by"] == "column_bound 88 %, pattern_bound 12 %"
    assert row["plan improved by"] == "full_solve 60 %, column_bound 40 %"
    assert (row["proven by"], row["open"]) == ("full_solve 1", "1")


def test_the_step_at_whose_end_they_met_closed_it() -> None:
    assert closed_by(CLOSED) == "full_solve"
    assert closed_by(CLOSED[:2]) is None
    assert closed_by([step("first_plan", (None, 0), (0, 0))]) == "first_plan"


def test_a_first_plan_improves_none_and_no_plan_proves_nothing() -> None:
    (row,) = rows([[run([step("first_plan", (None, 0), (200, 0)), step("full_solve", (200, 0), (200, 0))], 1)]])
    assert row["plan improved by"] == row["bound raised by"] == row["proven by"] == "–"
    assert closed_by([step("full_solve", (None, 0), (None, 0))]) is None


def test_runs_of_before_have_no_steps() -> None:
    record = {**run([], 1), "session": "mixed-24-1"}
    del record["steps"]
    assert rows([[record]]) == []


def test_the_report_says_it_and_which_seeds_are_for_what() -> None:
    assert "| mixed | 24 | waiting |" in gap_table([run(CLOSED, 21)])
    told = merged("", {"hold-out": "## hold-out\n"})
    assert "seeds 21 to 30" in told
    assert told == merged(told, {})


def test_the_report_at_hand_is_of_seeds_that_nothing_is_chosen_by() -> None:
    report = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (?:[a-z_]+)-\d+-(\d+) \|", report, re.MULTILINE)
    assert told
    assert {int(seed) for seed in told} <= set(HOLD_OUT)
    assert re.findall(r"^## (.*)", report, re.MULTILINE) == ["hold-out"]
    pictures = {path.name for path in (ROOT / "benchmarks" / "plots").glob("*.png")}
    assert pictures == set(re.findall(r"\(plots/(.*?)\)", report))


def test_a_section_has_the_table_if_there_are_steps() -> None:
    facts = {
        "session": "mixed-24-21", "solver": "tspi-sched", "limit": 10, "workers": 1, "solver_seed": 1, "cpu_time": True,
        "date": "2026-11-30", "versions": {"commit": "abc", "ortools": "9.15", "Python": "3.11"}, "load": None,
        "machine": {"memory_gb": 1, "cpu": "A", "cores": 2, "system": "Linux"}, "wall_seconds": 60.0,
        "status": "feasible", "objectives": [],
    }  # fmt: skip
    told = section("hold-out", [{**run(CLOSED, 21), **facts}])
    assert "### Who closed which gap" in told
    assert "1 workers, times and limits of the processor, seed 1" in told
