"""What solves come to, to compare before and after a change that should change nothing.

``python -m benchmarks.record make before.json`` solves all the sessions of the set ``small``, the scenarios, forty
sessions made by chance and a few larger ones, with one seed and one worker. Limits are limits of work, counted as the
tests count it (`work_clock`), so that a record is the same on every machine, idle or loaded.
``python -m benchmarks.record compare before.json after.json`` names each session whose status, values or bounds differ,
and ends with exit code 1 if there is one.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.machine import ROOT, versions
from benchmarks.run import SETS
from benchmarks.sessions import session

if TYPE_CHECKING:
    from tspi_sched.plan import Result
    from tspi_sched.problem import Problem
    from tspi_sched.wishes import Wishes

Record = dict[str, Any]
"""What the solve of one session came to."""

RANDOM = 40
"""Sessions made by chance."""

BEYOND = (("mixed", 24, 1), ("free", 18, 1), ("large", 60, 1), ("full", 30, 1))
"""Larger sessions, on which other steps are taken."""

WORK, WORK_AT_RANDOM = 20.0, 5.0
"""Seconds of work at most for a session; for a small one made by chance."""

SAME = ("status", "objectives", "left_out", "error")
"""What must not differ. A plan or the steps may: of that it is only told."""


# --- the sessions ----------------------------------------------------------------------------------------------------


def names() -> list[str]:
    """The sessions of a record, each by the name of where it comes from; the smallest first."""
    small = [f"small/{family}-{count}-{seed}" for family, count, seeds in SETS["small"] for seed in seeds]
    beyond = [f"beyond/{family}-{count}-{seed}" for family, count, seed in BEYOND]
    scenarios = [f"scenarios/{path.stem}" for path in sorted((ROOT / "scenarios").glob("*.toml"))]
    return [*small, *(f"random/{seed}" for seed in range(RANDOM)), *scenarios, *beyond]


def _session(name: str) -> tuple["Problem", "Wishes"]:
    """A session by its name, and what is wished of it."""
    import tspi_sched

    where, _, which = name.partition("/")
    if where == "random":
        return _made_by_chance(int(which))
    if where == "scenarios":
        return tspi_sched.read(ROOT / "scenarios" / f"{which}.toml")
    family, count, seed = which.split("-")
    return session(family, int(count), int(seed))


def _made_by_chance(seed: int) -> tuple["Problem", "Wishes"]:
    """A session of the tests' generator, which knows every rule and mode."""
    from tests.support.random_sessions import random_session, random_wishes

    rng = Random(seed)
    problem = random_session(rng)
    return problem, random_wishes(rng, problem, WORK_AT_RANDOM)


# --- one solve -------------------------------------------------------------------------------------------------------


def solved(name: str) -> Record:
    """Solve a session by one worker, its time being work, and tell what that came to."""
    from tests.support.work_clock import counting_work
    from tspi_sched import solve

    with counting_work():
        problem, wishes = _session(name)
        work = WORK_AT_RANDOM if name.startswith("random/") else WORK
        return _told(solve(problem, replace(wishes, time_limit=work, workers=1, seed=1)))


def _told(result: "Result") -> Record:
    return {
        "status": result.status,
        "objectives": {r.name: [r.value, r.best, r.bound, r.status] for r in result.objectives},
        "left_out": len(result.plan.unplaced) if result.plan else None,
        "plan": hashlib.sha256(repr(result.plan).encode()).hexdigest()[:16] if result.plan else None,
        "work": round(result.seconds, 3),
        "steps": [[s.name, s.step, s.value_after, s.bound_after] for s in result.steps],
    }


# --- all of them -----------------------------------------------------------------------------------------------------


def make(path: Path, which: Sequence[str], processes: int, tell: Callable[[str], object] = print) -> None:
    """Solve sessions, each in a process of its own, and write what they came to."""
    with ThreadPoolExecutor(processes) as pool:
        found = {}
        for name, record in zip(which, pool.map(_apart, which), strict=True):
            found[name] = record
            tell(f"{name:<45} {record['status']}")
    whole = {"versions": versions(), "work": [WORK, WORK_AT_RANDOM], "sessions": found}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def _apart(name: str) -> Record:
    """What a session came to in a process of its own, where strings have the same hashes each time."""
    command = [sys.executable, "-m", "benchmarks.record", "one", name]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    if done.returncode:
        return {"status": "failed", "error": done.stderr[-2000:]}
    told: Record = json.loads(done.stdout.splitlines()[-1])
    return told


def differences(before: Record, after: Record) -> Iterator[str]:
    """The sessions of two records that did not come to the same, each in a line with what differs."""
    old, new = before["sessions"], after["sessions"]
    if before["work"] != after["work"]:
        yield f"limits of work: {before['work']}, now {after['work']}"
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new:
            yield f"{name}: only {'before' if name in old else 'after'}"
            continue
        for what in SAME:
            yield from _different(f"{name}: {what}", old[name].get(what), new[name].get(what))


def _different(what: str, old: Any, new: Any) -> Iterator[str]:
    """How two things differ; of objectives, each by itself."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _different(f"{what} {key}", old.get(key), new.get(key))
    elif old != new:
        yield f"{what} {old}, now {new}"


def other_ways(before: Record, after: Record) -> list[str]:
    """The sessions that came to the same by other plans or steps."""
    old, new = before["sessions"], after["sessions"]
    return [name for name in old if name in new and _way(old[name]) != _way(new[name])]


def _way(record: Record) -> tuple[Any, ...]:
    """How a search came to its end, whatever its steps are called."""
    reached = [(name, value, bound) for name, _step, value, bound in record.get("steps", ())]
    return record.get("plan"), record.get("work"), reached


def main(given: Sequence[str] | None = None) -> int:
    """Make a record or compare two; the exit code."""
    options = _arguments(given)
    if options.command == "one":
        print(json.dumps(solved(options.name)))
        return 0
    if options.command == "make":
        which = [name for name in names() if any(fnmatch(name, wanted) for wanted in options.only)]
        make(options.file, which, options.processes)
        return 0
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (options.before, options.after))
    found, other = list(differences(before, after)), other_ways(before, after)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(after['sessions'])} sessions; {len(found)} differences; {len(other)} by other plans, steps or work")
    print(*other, end="\n" if other else "")
    return 1 if found else 0


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.record", description="Records what solves come to.")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="solve all the sessions and write what they came to")
    making.add_argument("file", type=Path)
    making.add_argument("--only", nargs="+", default=["*"], help="patterns of names, such as small/* or random/1?")
    making.add_argument("--processes", type=int, default=1, help="sessions at once (1)")
    comparing = commands.add_parser("compare", help="name what differs; exit code 1 if anything does")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    single = commands.add_parser("one", help="solve one session and print what it came to")
    single.add_argument("name")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
