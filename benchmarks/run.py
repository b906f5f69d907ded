"""Measures: ``python -m benchmarks.run --set small`` solves each session of a set in a process of its own.

What happened is kept as JSON, one line per run, in ``benchmarks/results/SET.jsonl``, for `benchmarks.report`.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.machine import ROOT, load, machine, versions
from benchmarks.sessions import FAMILIES, write
from benchmarks.switches import NOTHING, SWITCHES

Record = dict[str, Any]
"""All that is known of one run."""

SOLVERS = {
    "tspi-sched": "benchmarks.one",
    **{name: f"benchmarks.switches {name}" for name in (NOTHING, *SWITCHES)},
}
"""The module that solves one session, by solver, with an argument; our own search, also with a part of it off."""

PEERS = {"plain CP-SAT": "plain_cpsat", "PyJobShop": "pyjobshop_peer", "tspi-sched as PyJobShop": "ours"}
"""Other programs in the same table, and ours on the terms of one that knows fewer rules and objectives."""

SOLVERS |= {name: f"benchmarks.peers.as_solver {module}" for name, module in PEERS.items()}

FRESH = ("classic", "mixed", "tight", "free", "daily", "per_stage", "two_tracks")
FRESH_SIZES = (12, 24, 36, 60, 120)
HOLD_OUT = tuple(range(21, 31))
"""Families and seeds of what is reported: no constant, module or order is ever chosen by a look at these seeds."""

SETS: dict[str, tuple[tuple[str, int, tuple[int, ...]], ...]] = {
    "small": (
        ("classic", 6, (1,)),
        ("mixed", 6, (1, 2, 3)),
        ("tight", 6, (1, 2, 3)),
        ("free", 6, (1, 2, 3)),
        ("classic", 12, (1,)),
        ("mixed", 12, (1, 2)),
        ("tight", 12, (1, 2)),
        ("free", 12, (1,)),
        ("classic", 24, (1,)),
    ),
    "medium": (
        ("classic", 18, (1,)),
        ("mixed", 18, (1, 2, 3)),
        ("tight", 18, (1, 2, 3)),
        ("free", 18, (1, 2, 3)),
        ("mixed", 24, (1, 2, 3)),
        ("tight", 24, (1, 2, 3)),
        ("free", 24, (1, 2, 3)),
        ("large", 60, (1, 2, 3)),
        ("large", 120, (1,)),
        ("full", 30, (1,)),
        ("full", 120, (1,)),
    ),
    "large": (("large", 240, (1,)), ("large", 1000, (1,)), ("full", 600, (1,))),
    "hold-out": (
        *((family, count, HOLD_OUT) for count in FRESH_SIZES for family in FRESH),
        ("large", 1000, HOLD_OUT),
    ),
}
"""Families, numbers of candidates and the seeds of the sessions; in `classic` a seed changes names only."""

LIMITS = ((36, 60), (60, 120), (120, 300), (240, 600), (1000, 1800))
"""Seconds for a solve, by the most candidates they are for."""

SOLVER_SEED = 1
"""Of the search; the seeds above are those of the sessions."""

GRACE = 120
"""Seconds that a run may take beyond twice its limit, before it is ended from outside."""

BUSY = 20
"""How many times its limit a run may take whose limit is the processor's time, on a machine with much else to do."""


@dataclass(frozen=True)
class Run:
    """One session to solve, and how."""

    family: str
    candidates: int
    seed: int
    limit: float
    workers: int
    solver: str
    cpu_time: bool = False
    """Whether limit and times are the processor's."""

    @property
    def name(self) -> str:
        """The session's name."""
        return f"{self.family}-{self.candidates}-{self.seed}"


def only_for_work(wanted: Sequence[int]) -> None:
    """Refuse the seeds that are kept for reports, where something is chosen by what is measured."""
    kept = sorted(set(wanted) & set(HOLD_OUT))
    if kept:
        found = ", ".join(map(str, kept))
        raise SystemExit(
            f"seeds {found} are kept for reports (--set hold-out, with the whole search); for work: 1 to 20"
        )


def runs(options: argparse.Namespace) -> Iterator[Run]:
    """The runs of a set that the command line leaves."""
    wanted = [seed for some in options.seeds or () for seed in some]
    if options.set != "hold-out" or options.solver not in ("tspi-sched", *PEERS):
        only_for_work(wanted or [seed for *_, of_set in SETS[options.set] for seed in of_set])
    for family, candidates, of_set in SETS[options.set]:
        if family not in (options.families or FAMILIES) or candidates not in (options.sizes or [candidates]):
            continue
        limit = options.time_limit or next(seconds for most, seconds in LIMITS if candidates <= most)
        for seed in wanted or of_set:
            yield Run(family, candidates, seed, limit, options.workers, options.solver, options.cpu_time)


def seeds(text: str) -> tuple[int, ...]:
    """A seed, or the first and the last of several: ``3``, ``21-30``."""
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def measure(run: Run, folder: Path) -> Record:
    """Make the session, solve it in a process of its own, and put together what it told."""
    scenario = write(run.family, run.candidates, run.seed, folder)
    about = {"session": run.name, "family": run.family, "candidates": run.candidates, "seed": run.seed}
    how = {"solver": run.solver, "limit": run.limit, "workers": run.workers, "solver_seed": SOLVER_SEED}
    how |= {"cpu_time": run.cpu_time}
    busy, began = load(), time.perf_counter()
    told, error = _solve(run, scenario)
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{") and line.endswith("}")]
    events = [line for line in lines if "objective" in line]
    known = {key: value for line in lines if "objective" not in line for key, value in line.items()}
    ended = known if "status" in known else {**known, "status": "failed", "objectives": [], "error": error}
    first = next((event["seconds"] for event in events if event["best"] is not None), None)
    spent = {"first_plan": first, "load": busy, "wall_seconds": round(time.perf_counter() - began, 1)}
    return {**about, **how, **ended, **spent, "events": events}


def peers_python() -> Path | None:
    """The Python that has the peers' programs (``make peers-env``)."""
    places = (ROOT / ".venv-peers" / "bin" / "python", ROOT / ".venv-peers" / "Scripts" / "python.exe")
    return next((path for path in places if path.exists()), None)


def _solve(run: Run, scenario: Path) -> tuple[str, str]:
    """What the process printed, and the end of its complaints."""
    python = (run.solver in PEERS and peers_python()) or sys.executable
    command = [str(python), "-m", *SOLVERS[run.solver].split(), str(scenario.resolve())]
    command += ["--time-limit", str(run.limit), "--workers", str(run.workers), "--seed", str(SOLVER_SEED)]
    command += ["--cpu-time"] if run.cpu_time else []
    late = (BUSY if run.cpu_time else 2) * run.limit + GRACE
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=late)
    except subprocess.TimeoutExpired as ended:
        told = ended.stdout or b""
        return told.decode("utf-8") if isinstance(told, bytes) else told, f"ended after {late:.0f} s"
    return done.stdout, f"exit code {done.returncode}: {done.stderr[-2000:]}"


def main(given: Sequence[str] | None = None) -> None:
    """Run a set, one run after the other, keeping each as soon as it ends."""
    options = _arguments(given)
    out = options.out or ROOT / "benchmarks" / "results" / f"{options.set}.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    common = {"set": options.set, "date": str(date.today()), "versions": versions(), "machine": machine()}
    planned = list(runs(options))
    with out.open("a" if options.more else "w", encoding="utf-8") as file:
        for run in planned:
            record = {**common, **measure(run, out.parent / "sessions")}
            print(json.dumps(record, ensure_ascii=False), file=file, flush=True)
            print(_in_short(record), flush=True)
    print(out)


def _in_short(record: Record) -> str:
    proven = sum(objective["status"] == "optimal" for objective in record["objectives"])
    who = f"{record['session']:<18} {record['solver']:<16} {record['status']:<10}"
    text = f"{who} {proven} proven  {record['wall_seconds']:>7} s"
    return f"{text}  {record.get('memory_mb') or '?':>6} MB  {record.get('error', '')}".rstrip()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measures a set of sessions.")
    parser.add_argument("--set", choices=SETS, default="small")
    parser.add_argument("--families", nargs="+", choices=FAMILIES, help="only these")
    parser.add_argument("--sizes", nargs="+", type=int, help="only these numbers of candidates")
    parser.add_argument("--seeds", nargs="+", type=seeds, help="of the sessions, such as 3 or 21-30, not the set's")
    parser.add_argument("--time-limit", type=float, help="seconds per run, instead of the size's")
    parser.add_argument("--workers", type=int, default=2, help="cores for each solve (2)")
    parser.add_argument("--cpu-time", action="store_true", help="limits and times of the processor, with one worker")
    parser.add_argument("--solver", choices=SOLVERS, default="tspi-sched")
    parser.add_argument("--more", action="store_true", help="add to the file, instead of beginning it anew")
    parser.add_argument("--out", type=Path, help="file of results (benchmarks/results/SET.jsonl)")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
