"""Where a threshold should lie: ``python -m benchmarks.thresholds run SMALL --families mixed --sizes 6 8 10``.

A threshold of the portfolio says up to which size (jobs times agents times days) a session is solved in one way, and
beyond it in another. Sessions of growing size are solved both ways, with the threshold at 0 and without end, whatever
it is now: it should lie where the better way changes. Each run is a line of JSON as soon as it has ended; what the file
has is not run again. ``python -m benchmarks.thresholds report`` prints the curves that `ABLATION.md` shows.
"""

import argparse
import ast
import json
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.ablation_report import Pair, proven, time_to_last_proof
from benchmarks.machine import ROOT, machine, versions
from benchmarks.one import arguments, measured, print_line
from benchmarks.report import number, table
from benchmarks.run import SOLVERS, Run, measure, only_for_work, seeds

THRESHOLDS = ("SMALL", "FEW", "MIDDLE", "LARGEST")
"""The thresholds of `search/portfolio.py`."""

PORTFOLIO = "tspi_sched.search.portfolio"
NEVER, ALWAYS = 0, 10**9
"""Values of a threshold: no session is up to the first, all are up to the second."""

BETTER = {1: "up to", -1: "beyond", 0: "alike"}
"""On which side of the threshold the plan is better, in the order of the objectives."""

OUT = ROOT / "benchmarks" / "results" / "thresholds.jsonl"


def with_threshold(name: str, value: int) -> ModuleType:
    """The portfolio's module, made anew with another value of one threshold; before anything imports from it."""
    module = import_module(PORTFOLIO)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]:
            node.value = ast.copy_location(ast.Constant(value), node.value)
    exec(compile(tree, str(module.__file__), "exec"), vars(module))
    assert getattr(module, name) == value
    return module


def solve_one(given: Sequence[str]) -> None:
    """Solve a session with a threshold elsewhere (``SMALL=0 SCENARIO …``), otherwise as `benchmarks.one`."""
    name, _, value = given[0].partition("=")
    with_threshold(name, int(value))
    measured(arguments(given[1:]), print_line)


def run(options: argparse.Namespace) -> None:
    """Solve the sessions both ways, keeping each run as soon as it has ended."""
    only_for_work([seed for part in options.seeds for seed in part])
    options.file.parent.mkdir(parents=True, exist_ok=True)
    known = {(record["session"], record["solver"]) for record in _read(options.file)}
    about = {"date": str(date.today()), "versions": versions(), "machine": machine()}
    for count in options.sizes:
        for seed in [seed for part in options.seeds for seed in part]:
            for family in options.families:
                for value in (NEVER, ALWAYS):
                    solver = f"{options.threshold}={value}"
                    SOLVERS[solver] = f"benchmarks.thresholds one {solver}"
                    asked = Run(family, count, seed, options.time_limit, workers=1, solver=solver, cpu_time=True)
                    if (asked.name, solver) in known:
                        continue
                    record = {**about, **measure(asked, options.file.parent / "sessions")}
                    with options.file.open("a", encoding="utf-8") as file:
                        print(json.dumps(record, ensure_ascii=False), file=file, flush=True)
                    print(asked.name, solver, proven(record), round(time_to_last_proof(record), 2), flush=True)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def size_of(record: dict[str, Any]) -> int:
    """Jobs times agents times days of a session, once its days are known."""
    from benchmarks.sessions import session
    from tspi_sched.model import build_instance

    instance = build_instance(session(record["family"], record["candidates"], record["seed"])[0])
    days = next((o["value"] for o in record["objectives"] if o["name"] == "days"), record["days"])
    return len(instance.jobs) * len(instance.agents) * int(days)


def report(options: argparse.Namespace) -> None:
    """Print the curves: each session, by its size, with the threshold at 0 and without end."""
    records = _read(options.file)
    for threshold in THRESHOLDS:
        runs = {(r["session"], r["solver"]): r for r in records if r["solver"].startswith(f"{threshold}=")}
        pairs = [
            (size_of(beyond), beyond, up_to)
            for (session, solver), beyond in runs.items()
            if solver == f"{threshold}={NEVER}" and (up_to := runs.get((session, f"{threshold}={ALWAYS}")))
        ]
        if pairs:
            print(f"### `{threshold}`\n\n{curve(sorted(pairs, key=lambda pair: pair[:1]))}\n")


def curve(pairs: Sequence[tuple[int, dict[str, Any], dict[str, Any]]]) -> str:
    """A row for each session, the smallest first: size, then as beyond the threshold, and as up to it."""
    return table(
        (
            ("size", lambda pair: number(pair[0])),
            ("session", lambda pair: pair[1]["session"]),
            ("proven: beyond, up to", lambda pair: f"{proven(pair[1])}, {proven(pair[2])}"),
            (
                "s to the last proof",
                lambda pair: ", ".join(number(round(time_to_last_proof(r), 2)) for r in pair[1:]),
            ),
            ("better plan", lambda pair: BETTER[Pair(*pair[1:]).plans]),
            ("last value ≥ bound", lambda pair: ", ".join(map(_last, pair[1:]))),
        ),
        pairs,
    )


def _last(record: dict[str, Any]) -> str:
    last = record["objectives"][-1] if record["objectives"] else None
    return f"{last['value']} ≥ {last['bound']}" if last else "no plan"


def main(given: Sequence[str] | None = None) -> None:
    """Run, or report what was run."""
    given = sys.argv[1:] if given is None else given
    if given[:1] == ["one"]:
        solve_one(given[1:])
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thresholds", description="Where thresholds should lie.")
    commands = parser.add_subparsers(required=True)
    running = commands.add_parser("run", help="solve sessions of growing size both ways")
    running.add_argument("threshold", choices=THRESHOLDS)
    running.add_argument("--families", nargs="+", default=["mixed"])
    running.add_argument("--sizes", nargs="+", type=int, required=True, help="numbers of candidates")
    running.add_argument("--seeds", nargs="+", type=seeds, default=[(11,)], help="such as 11 or 11-15")
    running.add_argument("--time-limit", type=float, default=10.0, help="seconds of the processor")
    running.set_defaults(do=run)
    reporting = commands.add_parser("report", help="print the curves")
    reporting.set_defaults(do=report)
    for command in (running, reporting):
        command.add_argument("--file", type=Path, default=OUT)
    options = parser.parse_args(given)
    options.do(options)


if __name__ == "__main__":
    main()
