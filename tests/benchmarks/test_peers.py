"""The plain CP-SAT peer states the same rules and objectives as ours: on the smallest example, both prove one optimum.

The peers are programs, so this runs one as `benchmarks/peers/compare.py` does; then, what a comparison comes to.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.cpu_time import counting_cpu_time
from benchmarks.peers.peer import Limits, Run
from benchmarks.peers.reduced import reduced
from benchmarks.peers.verdicts import ahead, plans, proofs, same_proof, standing
from tests.support.paths import ROOT
from tspi_sched.checker import check, measure
from tspi_sched.planner import solve
from tspi_sched.reading import read, read_plan
from tspi_sched.wishes import DEFAULT_ORDER, Objective, Wishes

TINY = ROOT / "scenarios" / "tiny.toml"


def test_the_plain_formulation_proves_our_optimum(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    program = [sys.executable, "-m", "benchmarks.peers.plain_cpsat", str(TINY), "--out", str(out), "--workers", "1"]
    paths = os.pathsep.join((str(ROOT), *sys.path))
    subprocess.run(program, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths})

    problem, _wishes = read(TINY)
    plan = read_plan(out, problem)
    assert check(problem, plan) == ()
    values = measure(problem, plan)
    claims = json.loads(out.read_text(encoding="utf-8"))["claims"]
    assert [claim["objective"] for claim in claims] == list(DEFAULT_ORDER)
    assert all(claim["proven"] and claim["bound"] == claim["value"] == values[claim["objective"]] for claim in claims)

    ours = solve(problem, Wishes(workers=1))
    assert ours.status == "optimal"
    assert {claim["objective"]: claim["value"] for claim in claims} == {o.name: o.best for o in ours.objectives}


def test_a_peer_counts_the_time_of_the_clock_it_is_given() -> None:
    with counting_cpu_time():
        run = Run(Limits(objectives=DEFAULT_ORDER, seconds=10, workers=1, seed=1))
        assert 0 <= run.seconds < 5
        assert 5 < run.left <= 10


# --- what a comparison comes to --------------------------------------------------------------------------------------


def _record(
    peer: str, days: int, finish: int, proven: tuple[tuple[str, int, float], ...], broken: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A run."""
    claims = [{"objective": name, "value": value, "proven": True, "seconds": at} for name, value, at in proven]
    values = {"days": days, "finish": finish}
    return {"peer": peer, "objectives": ["days", "finish"], "values": values, "broken": list(broken), "claims": claims}


def test_a_claim_that_a_valid_plan_contradicts_does_not_count() -> None:
    ours = _record("ours", 2, 2400, (("days", 2, 1.0), ("finish", 2400, 3.0)))
    hasty = _record("hasty", 2, 2500, (("days", 2, 0.5), ("finish", 2500, 0.7)))
    known = standing([ours, hasty])
    assert known.optimum == (2, 2400)
    assert known.refuted == (("hasty", "finish", 2500, 2400),)
    assert proofs(hasty, known) == (0.5,)
    assert same_proof(hasty, ours, known) == ("days", 0.5, 1.0)
    assert plans(hasty, ours) == "worse"
    assert ahead(hasty, ours, known) == ["the same proof (days) sooner"]


def test_a_plan_that_breaks_a_rule_contradicts_nothing() -> None:
    ours = _record("ours", 2, 2400, (("days", 2, 1.0), ("finish", 2400, 3.0)))
    broken = _record("careless", 1, 900, (("days", 1, 0.1), ("finish", 900, 0.1)), broken=("meal",))
    known = standing([ours, broken])
    assert known.optimum == (2, 2400)
    assert proofs(broken, known) == ()
    assert plans(broken, ours) == "only ours"


def test_no_later_proof_counts_without_the_earlier_one() -> None:
    ours = _record("ours", 2, 2400, (("days", 2, 1.0),))
    late = _record("late", 3, 3800, (("finish", 3800, 0.2),))
    known = standing([ours, late])
    assert known.optimum == (2,)
    assert proofs(late, known) == ()


# --- sessions with rules less ----------------------------------------------------------------------------------------


def test_what_is_left_out_never_binds() -> None:
    """Both orals would clash with the meal, the paper has one desk and nobody to watch it: all of that is left out."""
    problem, _wishes = read(TINY)
    narrow = tuple(replace(room, seats=1) if "MSP" in room.uses else room for room in problem.rooms)
    scarce = replace(problem, rooms=narrow, invigilators=())
    assert solve(scarce, Wishes(workers=1, time_limit=10)).plan is None
    free = reduced(scarce, ("sitting", "invigilation", "meal", "changeover", "distances"))
    plan = solve(free, Wishes(workers=1, objectives=(Objective("finish"),))).plan
    assert plan is not None
    assert check(free, plan) == ()
    # 11:00, when the papers end, 2 x 20 marking, 2 x (110 + 10) orals and deliberation: 11:00 + 280 min = 15:40.
    assert measure(free, plan)["finish"] == 940
