"""The plain CP-SAT peer states the same rules and objectives as ours: on the smallest example, both prove one optimum.

The peers are programs, so this runs one as `benchmarks/peers/compare.py` does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tspi_sched.check import check, measure
from tspi_sched.read import read, read_plan
from tspi_sched.solve import solve
from tspi_sched.wishes import DEFAULT_ORDER, Wishes

ROOT = Path(__file__).parent.parent
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
