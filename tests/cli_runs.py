"""Running command lines in a process of their own, and the sessions to run them on."""

import subprocess
import sys
from pathlib import Path

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TINY, MIXED, LARGE = (SCENARIOS / f"{name}.toml" for name in ("tiny", "mixte", "grande-session"))


def start(*args, **settings):
    """A command line in a process of its own."""
    command = [sys.executable, "-c", "from tspi_sched.cli import main; main()", *map(str, args)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    return subprocess.Popen(command, **(pipes | settings))


def ended(process):
    """Exit code, standard output and standard error of a process."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err
