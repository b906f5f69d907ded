"""MiniZinc: one model (`session.mzn`), solved by the back ends that can be had: Gecode, and SCIP as a MIP.

Everything is stated, so nothing is dropped. Each objective is a run of `minizinc` of its own, with the plan found so
far as a start. SCIP is the library inside the package pyscipopt: MiniZinc loads it by its path.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.peers.decisions import Decision, to_plan
from benchmarks.peers.minizinc_data import data
from benchmarks.peers.peer import Outcome, Run, main, one_after_the_other
from benchmarks.peers.session import Session, session
from tspi_sched.check import measure
from tspi_sched.problem import Problem
from tspi_sched.wishes import DEFAULT_ORDER

HERE = Path(__file__).parent

GOALS = {name: place for place, name in enumerate(DEFAULT_ORDER, start=1)}
"""The objectives as the model numbers them."""

GRACE = 5
"""Seconds that a run may take beyond its limit: flattening does not always hear it."""

Solution = dict[str, Any]
"""The values of the unknowns by name."""


def solve(problem: Problem, run: Run) -> None:
    """Plan the session."""
    s = session(problem)
    limits: dict[int, int] = {}
    last: Solution | None = None

    def minimise(name: str, seconds: float) -> Outcome | None:
        nonlocal last
        until, proven, goal = run.seconds + seconds, False, GOALS[name]
        for start, share in _turns(run.limits.variant, last):
            found, proven = _best(run, data(s, goal, limits, start), name, share * (until - run.seconds))
            if found:
                last, run.plan = found, to_plan(s, decisions(s, found))
                limits[goal] = measure(problem, run.plan)[name]
            if proven:
                break
        if run.plan is None:
            return None
        limits[goal] = measure(problem, run.plan)[name]
        return Outcome(limits[goal], limits[goal] if proven else None, proven)

    one_after_the_other(run, minimise)


def _turns(variant: str, last: Solution | None) -> list[tuple[Solution | None, float]]:
    """Searches for one objective: the solution each starts from, and its part of the time left.

    Gecode searches everything, or around a solution, which proves nothing: first the former, then the latter.
    """
    if variant == "gecode" and last:
        return [(None, 0.3), (last, 1.0)]
    return [(last, 1.0)]


def _best(run: Run, content: str, name: str, seconds: float) -> tuple[Solution | None, bool]:
    """The last solution of one run of MiniZinc, and whether it is proven the best."""
    found, proven = None, False
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "session.dzn"
        file.write_text(content, encoding="utf-8")
        for message in _messages(_command(run, file, seconds), run.limits.variant, seconds):
            if message["type"] == "solution":
                found = message["output"]["json"]
                run.step(name, found["_objective"])
            proven |= message["type"] == "status" and message["status"] == "OPTIMAL_SOLUTION"
    return found, proven


def _command(run: Run, file: Path, seconds: float) -> list[str]:
    limits = run.limits
    library = "gecode" if limits.variant == "gecode" else "mip"
    command = ["minizinc", "--solver", limits.variant, "-I", str(HERE / "mzn" / library)]
    command += ["--time-limit", str(int(1000 * seconds)), "-p", str(limits.workers), "-i"]
    command += ["--json-stream", "--output-mode", "json", "--output-objective"]
    if limits.variant == "gecode":
        command += ["-r", str(limits.seed)]
    if limits.variant == "scip":
        command += ["--scip-dll", str(_scip())]
    return [*command, str(HERE / "session.mzn"), str(file)]


def _scip() -> Path:
    """The library of SCIP that pyscipopt brings."""
    spec = find_spec("pyscipopt")
    libraries = Path(str(spec.origin)).parent.parent.glob("*.libs/libscip-*") if spec else iter(())
    found = next(libraries, None)
    if found is None:
        raise SystemExit("SCIP is not there: make peers-env")
    return found


def _messages(command: list[str], variant: str, seconds: float) -> Iterator[dict[str, Any]]:
    """What MiniZinc says, as it says it."""
    around = {"LD_LIBRARY_PATH": str(_scip().parent)} if variant == "scip" else {}
    command = ["timeout", str(seconds + GRACE), *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **around}) as process:
        for line in process.stdout or ():
            if line.startswith("{"):
                message = json.loads(line)
                if message["type"] == "error":
                    raise SystemExit(f"minizinc: {message}")
                yield message


def decisions(s: Session, found: Solution) -> dict[int, Decision]:
    """What the solver decided; the model counts from 1."""
    shown = [(job.index, place) for job in s.jobs for place, _, _ in job.projected]
    carried = {key: v for key, v in zip(shown, found["projector"], strict=True) if v}
    made = {}
    for job in s.jobs:
        i, hall, track = job.index, found["hall"][job.index] - 1, s.tracks.index(job.track)
        watchers = zip(s.problem.invigilators, found["watches"], strict=True)
        made[i] = Decision(
            written=found["paper"][track],
            seat=s.written_rooms[hall].id,
            invigilators=tuple(who.id for who, watches in watchers if watches[hall][track]),
            marking=found["mark"][i],
            orals=found["oral"][i],
            panel=s.panels[found["panel"][i] - 1],
            room=s.oral_rooms[found["room"][i] - 1].id,
            projectors={place: s.problem.projectors[v - 1].id for (j, place), v in carried.items() if j == i},
        )
    return made


if __name__ == "__main__":
    main("minizinc_peer", solve, variants=("gecode", "scip"))
