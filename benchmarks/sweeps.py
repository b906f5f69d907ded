"""How much faster many scenarios are solved at once: ``python -m benchmarks.sweeps --scenarios 200``.

The same scenarios of a session of 12 candidates, one after the other, over the cores of this machine, and over Dask
workers that are started for it; each starts from nothing. Prints one line of JSON: seconds of each, and the ratios to
the first, all of one run; and whether all three came to the same number of plans.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.sessions import write

FAMILY, CANDIDATES = "mixed", 12


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a session, and sweep over seeds and changeovers in each way."""
    parser = argparse.ArgumentParser(description="Time a sweep: one by one, over cores, over Dask workers.")
    parser.add_argument("--scenarios", type=int, default=200)
    parser.add_argument("--time-limit", type=float, default=1.0, help="seconds for each scenario")
    parser.add_argument("--workers", type=int, default=2, help="processes of each way but the first")
    asked = parser.parse_args(arguments)
    print(json.dumps(measured(asked.scenarios, asked.time_limit, asked.workers)))


def measured(scenarios: int, limit: float, workers: int) -> dict[str, Any]:
    """The seconds of each way and the ratios."""
    with TemporaryDirectory(prefix="tspi-sched-") as name, dask(workers) as address:
        folder = Path(name)
        asked = sweep_of(write(FAMILY, CANDIDATES, 1, folder), scenarios, limit)
        ways: dict[str, dict[str, Any]] = {
            "one_by_one": {"jobs": 1}, "cores": {"jobs": workers}, "dask": {"cluster": address},
        }  # fmt: skip
        seconds, plans = {}, {}
        for way, options in ways.items():
            seconds[way], plans[way] = timed(asked, folder / way, options)
    ratios = {way: round(seconds["one_by_one"] / taken, 2) for way, taken in seconds.items()}
    return {
        "scenarios": scenarios,
        "time_limit": limit,
        "workers": workers,
        "seconds": seconds,
        "speed_up": ratios,
        "plans": plans,
        "load": [round(part, 1) for part in os.getloadavg()] if hasattr(os, "getloadavg") else [],
    }


def sweep_of(base: Path, scenarios: int, limit: float) -> dict[str, Any]:
    """So many scenarios of one session: other seeds, four changeovers."""
    minutes = [0, 5, 10, 15]
    seeds = [seed for seed in range(1, -(-scenarios // len(minutes)) + 1)]
    return {
        "base": str(base),
        "time_limit": limit,
        "axis": [
            {"name": "seed", "key": "solver.seed", "values": seeds},
            {"name": "changeover", "key": "rules.changeover_minutes", "values": minutes},
        ],
    }


def timed(asked: dict[str, Any], folder: Path, options: dict[str, Any]) -> tuple[float, int]:
    """The seconds of a sweep, and how many plans it found."""
    import tspi_sched

    began = time.perf_counter()
    frame = tspi_sched.sweep(asked, folder, **options)
    return round(time.perf_counter() - began, 1), int(frame["status"].isin(["optimal", "feasible"]).sum())


@contextmanager
def dask(workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers of one thread."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    started = [_started("scheduler", "--host", address)]
    started += [_started("worker", address, "--nthreads", "1") for _number in range(workers)]
    try:
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _started(kind: str, *args: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *args]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
