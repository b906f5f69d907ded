"""What each part of the search is good for: ``python -m benchmarks.ablation run`` measures sessions with one part off.

Each session is solved with all parts on, where it is noted which of them were asked for, and then once without each of
these: without the others it would be the same run. One worker, and the processor's time as the measure, so that it may
run beside other work. Every run is a line of JSON as soon as it has ended; what the file has already is not run again:
a run may be stopped and continued at any time. ``python -m benchmarks.ablation report`` makes the tables of
`ABLATION.md`.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.ablation_report import tables, told
from benchmarks.machine import ROOT, machine, versions
from benchmarks.run import Run, measure, only_for_work, seeds
from benchmarks.switches import NOTHING, SWITCHES

Record = dict[str, Any]

FAMILIES = ("classic", "mixed", "tight", "free", "daily")

SIZES: dict[int, tuple[tuple[str, ...], float]] = {
    12: (FAMILIES, 10.0),
    18: (FAMILIES, 20.0),
    24: (FAMILIES, 30.0),
    60: (("large",), 60.0),
}
"""By number of candidates, the families, and the seconds of the processor for a solve."""

SEEDS = ((11, 12, 13), (14, 15), (16, 17, 18, 19, 20))
"""Seeds of the sessions, in the order in which they are measured: all sizes for the first ones, then for the others."""

OUT = ROOT / "benchmarks" / "results" / "ablation.jsonl"
REPORT = ROOT / "benchmarks" / "ABLATION.md"


def sessions(options: argparse.Namespace) -> Iterator[tuple[str, int, int, float]]:
    """Family, candidates, seed and limit of the sessions that the command line leaves, in their order."""
    only_for_work([seed for part in options.seeds or () for seed in part])
    for some in [tuple(seed for part in options.seeds for seed in part)] if options.seeds else SEEDS:
        for count, (families, limit) in SIZES.items():
            if count in (options.sizes or SIZES):
                for seed in some:
                    for family in families:
                        if family in (options.families or families):
                            yield family, count, seed, options.time_limit or limit


def measured(path: Path, options: argparse.Namespace) -> Iterator[Record]:
    """The runs that the file does not have yet, each as soon as it has ended."""
    known = {(record["session"], record["solver"]): record for record in read(path)}
    common = {"set": "ablation", "date": str(date.today()), "versions": versions(), "machine": machine()}
    until = time.monotonic() + 60 * options.minutes if options.minutes is not None else None
    for family, count, seed, limit in sessions(options):
        asked: Sequence[str] = ()
        for name in (NOTHING, *SWITCHES):
            if until and time.monotonic() > until:
                return
            run = Run(family, count, seed, limit, workers=1, solver=name, cpu_time=True)
            record = known.get((run.name, name))
            if record is None and (name == NOTHING or (name in asked and name in (options.only or SWITCHES))):
                record = {**common, **measure(run, path.parent / "sessions")}
                yield record
            asked = record.get("asked", ()) if record and name == NOTHING else asked


def read(path: Path) -> list[Record]:
    """The runs of a file, if it is there; without a last line that was cut."""
    return [json.loads(line) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    """The lines that are whole."""
    return [line for line in path.read_text(encoding="utf-8").split("\n")[:-1] if line] if path.exists() else []


def run(options: argparse.Namespace) -> None:
    """Measure what is not measured yet, keeping each run as soon as it has ended."""
    options.file.parent.mkdir(parents=True, exist_ok=True)
    options.file.write_text("".join(f"{line}\n" for line in _lines(options.file)), encoding="utf-8")
    for record in measured(options.file, options):
        with options.file.open("a", encoding="utf-8") as file:
            print(json.dumps(record, ensure_ascii=False), file=file, flush=True)
        print(told(record), flush=True)


def report(options: argparse.Namespace) -> None:
    """Put the tables of a file into the report, after what is written by hand."""
    before, heading, _tables = options.output.read_text(encoding="utf-8").partition("## Measured\n")
    options.output.write_text(f"{before}{heading}\n{tables(read(options.file))}", encoding="utf-8")


def main(given: Sequence[str] | None = None) -> None:
    """Measure, or report what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description="Measures the search's parts.")
    commands = parser.add_subparsers(required=True)
    measuring = commands.add_parser("run", help="measure what the file does not have yet")
    measuring.add_argument("file", nargs="?", type=Path, default=OUT)
    measuring.add_argument("--families", nargs="+", choices=(*FAMILIES, "large"), help="only these")
    measuring.add_argument("--sizes", nargs="+", type=int, choices=SIZES, help="only these numbers of candidates")
    measuring.add_argument("--seeds", nargs="+", type=seeds, help="only these, such as 11 or 11-15")
    measuring.add_argument("--only", nargs="+", choices=SWITCHES, help="only these switches")
    measuring.add_argument("--time-limit", type=float, help="seconds of the processor, instead of the size's")
    measuring.add_argument("--minutes", type=float, help="begin no run after so long")
    measuring.set_defaults(do=run)
    reporting = commands.add_parser("report", help="make the tables of what was measured")
    reporting.add_argument("file", nargs="?", type=Path, default=OUT)
    reporting.add_argument("-o", "--output", type=Path, default=REPORT)
    reporting.set_defaults(do=report)
    options = parser.parse_args(given)
    options.do(options)


if __name__ == "__main__":
    main()
