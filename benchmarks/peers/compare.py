"""Ours and all peers on the same sessions, one after the other: ``python -m benchmarks.peers.compare --sizes 6 12``.

Every run is a process of its own, with the same seconds, cores and seed. What happened is kept as JSON, one line per
run, in ``benchmarks/results/peers.jsonl``; the tables are written beside this file, in ``RESULTS.md``.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.machine import ROOT, load, machine, versions
from benchmarks.peers.reduced import reduced
from benchmarks.peers.tables import report
from benchmarks.run import peers_python
from benchmarks.sessions import FAMILIES, write
from tspi_sched.checker import check, measure
from tspi_sched.errors import InputError
from tspi_sched.reading import read
from tspi_sched.reading.plan.file import read_result
from tspi_sched.wishes import DEFAULT_ORDER

RESULTS = ROOT / "benchmarks" / "results" / "peers.jsonl"
TABLES = Path(__file__).parent / "RESULTS.md"

GRACE = 120
"""Seconds that a run may take beyond twice its limit, before it is ended from outside."""


@dataclass(frozen=True)
class Peer:
    """A program to compare with, and what it can say."""

    name: str
    module: str
    apart: bool = True
    """Whether it needs the peers' own environment."""
    variant: str = ""
    objectives: tuple[str, ...] = DEFAULT_ORDER
    without: tuple[str, ...] = ()
    """Rules that both sides leave out."""

    @property
    def terms(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What both sides do: objectives, and rules left out."""
        return self.objectives, self.without


OURS = "tspi-sched"

PEERS = (
    Peer("plain CP-SAT", "plain_cpsat", apart=False),
    Peer("local search", "local_search", apart=False, without=("distances",)),
    Peer("MiniZinc, Gecode", "minizinc_peer", variant="gecode", without=("distances",)),
    Peer("MiniZinc, Chuffed", "minizinc_peer", variant="chuffed", without=("distances",)),
    Peer("MiniZinc, SCIP", "minizinc_peer", variant="scip", without=("distances",)),
    Peer("HiGHS", "highs_peer", without=("distances",)),
    Peer(
        "PyJobShop",
        "pyjobshop_peer",
        objectives=("finish",),
        without=("distances", "sitting", "invigilation", "daily_limit"),
    ),
)


@dataclass(frozen=True)
class Case:
    """A session to plan, and how."""

    session: Path
    seed: int
    limit: float
    workers: int


def compared(peers: Iterable[Peer]) -> Iterator[Peer]:
    """Ours on each of the peers' terms, followed by the peers on those terms."""
    wanted = list(peers)
    for terms in dict.fromkeys(peer.terms for peer in wanted):
        yield Peer(OURS, "ours", False, "", *terms)
        yield from (peer for peer in wanted if peer.terms == terms)


def run(peer: Peer, case: Case) -> dict[str, Any]:
    """One run, checked and measured by us: nothing that the peer says of its plan is taken for granted."""
    out = RESULTS.parent / "peer.json"
    out.unlink(missing_ok=True)
    busy, began = load(), time.perf_counter()
    error = _started(peer, case, out)
    wall = round(time.perf_counter() - began, 1)
    about = {"session": case.session.stem, "seed": case.seed, "limit": case.limit, "workers": case.workers}
    terms = {"objectives": list(peer.objectives), "without": list(peer.without)}
    found = {"error": error} if error else _judged(peer, case, out)
    return {**about, "peer": peer.name, **terms, "load": busy, "wall_seconds": wall, **found}


def _started(peer: Peer, case: Case, out: Path) -> str:
    """Run a peer; what went wrong, if anything did."""
    python = _python(peer)
    if python is None:
        return "not installed: make peers-env"
    command = [str(python), "-m", f"benchmarks.peers.{peer.module}", str(case.session), "--out", str(out)]
    command += ["--time-limit", str(case.limit), "--workers", str(case.workers), "--seed", str(case.seed)]
    command += ["--objectives", *peer.objectives, "--without", *peer.without]
    command += ["--variant", peer.variant] if peer.variant else []
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=2 * case.limit + GRACE)
    except subprocess.TimeoutExpired as late:
        return f"ended after {late.timeout:.0f} s"
    except OSError as failed:
        return str(failed)
    return "" if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr[-500:].strip()}"


def _python(peer: Peer) -> Path | None:
    """The Python that has what a peer needs."""
    if not peer.apart:
        return Path(sys.executable)
    return peers_python()


def _judged(peer: Peer, case: Case, out: Path) -> dict[str, Any]:
    """What a peer wrote, its plan checked against the rules that both sides kept, its objectives measured."""
    told = json.loads(out.read_text(encoding="utf-8"))
    problem = reduced(read(case.session)[0], peer.without)
    try:
        plan = read_result(out, problem).plan
    except InputError as unreadable:
        return {"error": f"unreadable plan: {unreadable}"}
    broken = [] if plan is None else sorted({violation.rule for violation in check(problem, plan)})
    values = None if plan is None else {name: measure(problem, plan)[name] for name in peer.objectives}
    kept = {name: told[name] for name in ("seconds", "steps", "claims")}
    return {**kept, "values": values, "broken": broken}


# --- the command -----------------------------------------------------------------------------------------------------


def main(given: Sequence[str] | None = None) -> None:
    """Run everything, keeping each run as soon as it ends; then write the tables."""
    asked = _arguments(given)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    common = {"date": str(date.today()), "versions": versions(), "machine": machine()}
    wanted = [peer for peer in PEERS if not asked.peers or peer.module in asked.peers or peer.name in asked.peers]
    with asked.out.open("w", encoding="utf-8") as file:
        for session in _sessions(asked):
            for seed in asked.solver_seeds:
                for peer in compared(wanted):
                    record = {**common, **run(peer, Case(session, seed, asked.time_limit, asked.workers))}
                    print(json.dumps(record, ensure_ascii=False), file=file, flush=True)
                    print(_in_short(record), flush=True)
    records = [json.loads(line) for line in asked.out.read_text(encoding="utf-8").splitlines()]
    asked.tables.write_text(report(records), encoding="utf-8")
    print(asked.tables)


def _in_short(record: dict[str, Any]) -> str:
    values = " ".join(map(str, (record.get("values") or {}).values())) or "no plan"
    proven = sum(claim["proven"] for claim in record.get("claims", ()))
    end = record.get("error") or ("broken: " + ", ".join(record["broken"]) if record["broken"] else "")
    short = f"{record['session']:<16} {record['peer']:<17} {record['wall_seconds']:>6} s  {proven} claimed  {values}"
    return f"{short}  {end}".rstrip()


def _sessions(asked: argparse.Namespace) -> list[Path]:
    """Scenarios given by name, or made for the purpose."""
    made = RESULTS.parent / "sessions"
    if asked.inputs:
        return [Path(path).resolve() for path in asked.inputs]
    wanted = ((f, count, seed) for f in asked.families for count in asked.sizes for seed in asked.seeds)
    return [write(family, count, seed, made).resolve() for family, count, seed in wanted]


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.compare", description="Compares with peers.")
    parser.add_argument("--inputs", nargs="+", help="scenarios, instead of sessions made for the purpose")
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=["classic", "mixed"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[6, 12, 24], help="numbers of candidates")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="of the sessions")
    parser.add_argument("--solver-seeds", nargs="+", type=int, default=[1], help="of the searches")
    parser.add_argument("--peers", nargs="+", help="only these, by module or name")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each run")
    parser.add_argument("--workers", type=int, default=2, help="cores for each run")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file of runs")
    parser.add_argument("--tables", type=Path, default=TABLES, help="file of tables")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
