"""A Dask cluster on this machine: a scheduler and workers as processes of their own, as on several machines."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 600
"""Seconds until a process is taken to hang: no machine is so slow."""


@contextmanager
def cluster(folder: Any, workers: int = 2, *, nanny: bool = False) -> Iterator[Any]:
    """The address of a scheduler with so many workers of one thread; with `nanny`, one that dies is started again."""
    file, processes = folder / "scheduler.json", []
    try:
        processes.append(_dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", file))
        until(lambda: file.exists() and file.read_text(encoding="utf-8").strip().endswith("}"), processes)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        local = folder / "workers"
        for _number in range(workers):
            kind = "--nanny" if nanny else "--no-nanny"
            processes.append(_dask("worker", address, kind, "--nthreads", "1", "--local-directory", local))
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _dask(kind: str, *args: Any) -> Any:
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *map(str, args)]
    paths = os.pathsep.join(map(str, (ROOT, *filter(None, [os.environ.get("PYTHONPATH")]))))
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until(holds: Callable[..., Any], processes: Any = ()) -> None:
    """Wait until something holds, as long as all processes live."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert all(process.poll() is None for process in processes), "a process of the cluster ended by itself"
        assert time.monotonic() < end, "the cluster hangs"
        time.sleep(0.02)


# --- work whose every begin and end is on record ---------------------------------------------------------------------


def note(folder: Any, *words: Any) -> None:
    """A line of the record, whole whoever else writes."""
    handle = os.open(folder / "record", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, (" ".join(map(str, words)) + "\n").encode())
    os.close(handle)


def record(folder: Any) -> Any:
    """The lines: what, which job, in which process."""
    path = folder / "record"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def counted(job: Any) -> Any:
    """Double a number, and put on record that it was begun and done; number 0 waits until somebody lets it go."""
    folder, number = job
    note(folder, "begun", number, os.getpid())
    if number == 0:
        until((folder / "go").exists)
    note(folder, "done", number, os.getpid())
    return 2 * number


def deadly(job: Any) -> Any:
    """The same, but number 3 ends the process that does it, and number 4 fails."""
    folder, number = job
    note(folder, "begun", number, os.getpid())
    if number == 3:
        os._exit(9)
    if number == 4:
        raise ValueError("four")
    return 2 * number
