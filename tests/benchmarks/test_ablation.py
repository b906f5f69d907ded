"""The ablation: what was measured is not measured again, and its tables say what was lost without each part."""

from math import isclose
from pathlib import Path
from typing import Any

import pytest

from benchmarks import ablation
from benchmarks.ablation_report import (
    Pair,
    cells,
    final_gap,
    tables,
    time_to_last_proof,
    verdict,
)
from benchmarks.cpu_time import CpuSolver, counting_cpu_time
from benchmarks.primal_integral import primal_integral
from benchmarks.run import HOLD_OUT, SETS, seeds
from benchmarks.switches import NOTHING


def objective(name: str, value: int, bound: int, proven_at: float | None = None) -> dict[str, Any]:
    status = "feasible" if proven_at is None else "optimal"
    return {"name": name, "value": value, "bound": bound, "status": status, "proven_at": proven_at}


def run(solver: str, *objectives: Any, asked: Any = None, **more: Any) -> dict[str, Any]:
    about = {"family": "mixed", "candidates": 12, "seed": 11, "session": "mixed-12-11", "solver": solver}
    spent = {
        "limit": 10.0,
        "seconds": 3.0,
        "wall_seconds": 9.0,
        "versions": {"commit": "abc"},
        "steps": [],
        "events": [],
    }
    told = {} if asked is None else {"asked": asked}
    return {**about, **spent, "objectives": list(objectives), **told, **more}


FULL = run(NOTHING, objective("days", 2, 2, 0.5), objective("waiting", 100, 100, 3.0), asked=["no-resume", "no-lns"])
LOST = run("no-resume", objective("days", 2, 2, 0.5), objective("waiting", 100, 80))
SAME = run("no-lns", objective("days", 2, 2, 0.5), objective("waiting", 100, 100, 3.1))
SLOW = run("no-lns", objective("days", 2, 2, 0.5), objective("waiting", 100, 100, 3.3))


def test_a_part_that_proofs_are_lost_without_stays() -> None:
    by_name = {cell.name: cell for cell in cells([FULL, LOST, SAME])}
    assert by_name["no-resume"].proofs(without=False) - by_name["no-resume"].proofs(without=True) == 1
    assert verdict([by_name["no-resume"]]) == "stays"
    assert "mixed 12: 1" in tables([FULL, LOST, SAME])


def test_a_part_goes_only_if_nothing_becomes_slower_by_more_than_five_per_cent() -> None:
    # (1 + 3.1) / (1 + 3.0) = 1.025 and (1 + 3.3) / (1 + 3.0) = 1.075
    for other, said in ((SAME, "could go, as far as measured"), (SLOW, "stays")):
        (cell,) = (cell for cell in cells([FULL, other]) if cell.name == "no-lns")
        assert verdict([cell]) == said


def test_a_part_that_was_never_asked_for_is_said_to_be_so() -> None:
    found = list(cells([FULL, SAME]))
    glance = [cell for cell in found if cell.name == "no-truncated-solve"]
    assert glance[0].pairs == (Pair(FULL, FULL),)
    assert verdict(glance) == "never asked for"
    stay = [cell for cell in found if cell.name == "no-resume"]  # asked for, but not run without it
    assert verdict(stay) == "not measured"


def test_times_and_gaps_of_a_run() -> None:
    assert (time_to_last_proof(FULL), time_to_last_proof(LOST)) == (3.0, 10.0)
    assert final_gap(LOST) == 10  # none of days, 20 % of waiting
    assert final_gap(run("no-resume")) == 100


def test_the_primal_integral_is_distance_times_seconds() -> None:
    # A second without a plan, then 200 for two seconds where 100 is the best known, then 100: 1 + 2 x 0.5.
    steps = [
        {"name": "waiting", "seconds": 1.0, "value_before": None},
        {"name": "waiting", "seconds": 6.0, "value_before": 200},
    ]
    events = [
        {"objective": "waiting", "seconds": seconds, "best": best}
        for seconds, best in ((1.0, 200), (3.0, 100), (5.0, None))
    ]
    found = run("no-resume", objective("waiting", 100, 0), steps=steps, events=events)
    assert isclose(primal_integral(found, {"waiting": 100}), 2.0)
    assert isclose(primal_integral(found, {"waiting": 200}), 1.0)


def test_plans_are_compared_in_the_order_of_the_objectives() -> None:
    worse = run("no-resume", objective("days", 3, 2), objective("waiting", 0, 0, 1))
    assert Pair(FULL, worse).plans == -1
    assert Pair(worse, FULL).plans == 1
    assert Pair(FULL, LOST).plans == 0
    assert Pair(FULL, run("no-resume")).plans == -1  # no plan at all


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    done = []

    def measured(one: Any, _folder: Any) -> Any:
        done.append((one.name, one.solver))
        assert one.cpu_time
        assert one.workers == 1
        record = {**FULL, "session": one.name, "solver": one.solver, "seed": one.seed, "limit": one.limit}
        return record if one.solver == NOTHING else {name: value for name, value in record.items() if name != "asked"}

    monkeypatch.setattr(ablation, "measure", measured)
    return done


def test_it_is_continued_where_it_was_stopped(
    runs: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "ablation.jsonl"
    asked = ["run", str(out), "--families", "mixed", "--sizes", "12"]
    ablation.main([*asked, "--seeds", "11"])
    assert runs == [("mixed-12-11", NOTHING), ("mixed-12-11", "no-resume"), ("mixed-12-11", "no-lns")]
    whole = out.read_text(encoding="utf-8").splitlines()
    out.write_text(whole[0] + "\n" + whole[1][:40], encoding="utf-8")  # ended in the middle of a line
    runs.clear()
    ablation.main([*asked, "--seeds", "11-12"])
    assert runs[:2] == [("mixed-12-11", "no-resume"), ("mixed-12-11", "no-lns")]
    assert {session for session, _solver in runs[2:]} == {"mixed-12-12"}
    runs.clear()
    ablation.main([*asked, "--seeds", "11-12"])
    assert runs == []


def test_only_some_parts_and_only_for_so_long(
    runs: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ablation.jsonl"
    ablation.main(["run", str(out), "--families", "mixed", "--sizes", "12", "--seeds", "11", "--only", "no-lns"])
    assert [solver for _session, solver in runs] == [NOTHING, "no-lns"]
    runs.clear()
    ablation.main(["run", str(out), "--minutes", "0"])
    assert runs == []


def test_tables_stand_after_what_is_written_by_hand(
    runs: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, text = tmp_path / "ablation.jsonl", tmp_path / "ABLATION.md"
    ablation.main(["run", str(out), "--families", "mixed", "--sizes", "12", "--seeds", "11"])
    text.write_text("# Ablation\n\nby hand\n\n## Measured\n\nold\n", encoding="utf-8")
    ablation.main(["report", str(out), "-o", str(text)])
    told = text.read_text(encoding="utf-8")
    assert told.startswith("# Ablation\n\nby hand\n\n## Measured\n\n### By part")
    assert "old" not in told
    assert "| resume | mixed | 12 | 1 (1) | 2 → 2 |" in told


def test_no_seed_that_is_reported_is_measured_for_a_choice() -> None:
    chosen = {seed for some in ablation.SEEDS for seed in some}
    assert chosen == set(range(11, 21))
    assert not chosen & set(HOLD_OUT)
    others = {seed for name, entries in SETS.items() if name != "hold-out" for *_, some in entries for seed in some}
    assert not others & set(HOLD_OUT)
    assert {seed for *_, some in SETS["hold-out"] for seed in some} == set(range(21, 31))


def test_seeds_are_numbers_or_ranges() -> None:
    assert seeds("3") == (3,)
    assert seeds("21-24") == (21, 22, 23, 24)


def test_the_clock_is_the_processors() -> None:
    import time

    from ortools.sat.python import cp_model

    with counting_cpu_time():
        before = time.monotonic()
        __import__("select").select([], [], [], 0.2)  # waiting is no work
        assert time.monotonic() - before < 0.15
        assert cp_model.CpSolver is CpuSolver
    assert time.monotonic is not time.process_time


def test_the_solver_ends_when_its_time_of_the_processor_is_over() -> None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()  # a hard one: pigeons without symmetry, never done in a tenth of a second
    holes, pigeons = 11, 12
    sits = [[model.new_bool_var(f"{p} {h}") for h in range(holes)] for p in range(pigeons)]
    for row in sits:
        model.add_bool_or(row)
    for hole in range(holes):
        for one in range(pigeons):
            for other in range(one):
                model.add_bool_or(~sits[one][hole], ~sits[other][hole])
    solver = CpuSolver()
    solver.parameters.num_workers, solver.parameters.symmetry_level = 1, 0
    solver.parameters.cp_model_presolve, solver.parameters.max_time_in_seconds = False, 0.1
    assert solver.solve(model) == cp_model.UNKNOWN
    assert solver.parameters.max_time_in_seconds == 0.1
