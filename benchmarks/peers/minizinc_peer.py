"""MiniZinc: one model (`session.mzn`), solved by the back ends that can be had: Gecode, Chuffed, and SCIP as a MIP.

Everything is stated, so nothing is dropped. Each objective is a run of its own, with the plan found so far as a start
where the back end takes one.
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.peers.decisions import Decision, to_plan
from benchmarks.peers.minizinc_data import data
from benchmarks.peers.minizinc_run import BACK_ENDS, Call, messages
from benchmarks.peers.peer import Outcome, Run, main, one_after_the_other
from benchmarks.peers.session import Session, session, without_distances
from tspi_sched.checker import measure
from tspi_sched.problem import Problem
from tspi_sched.wishes import DEFAULT_ORDER

GOALS = {name: place for place, name in enumerate(DEFAULT_ORDER, start=1)}
"""The objectives as the model numbers them."""

Solution = dict[str, Any]
"""The values of the unknowns by name."""


def solve(problem: Problem, run: Run) -> None:
    """Plan the session."""
    s = without_distances(session(problem))
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
    found, proven, limits = None, False, run.limits
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "session.dzn"
        file.write_text(content, encoding="utf-8")
        for message in messages(Call(limits.variant, file, seconds, limits.workers, limits.seed)):
            if message["type"] == "solution":
                found = message["output"]["json"]
                run.step(name, found["_objective"])
            proven |= message["type"] == "status" and message["status"] == "OPTIMAL_SOLUTION"
    return found, proven


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
    main("minizinc_peer", solve, variants=BACK_ENDS)
