"""MiniZinc's back ends: how each is called, and what it says.

Gecode and SCIP are called by Debian's `minizinc`; SCIP is the library inside the package pyscipopt, loaded by its path.
Chuffed is in the npm package `minizinc`, as WebAssembly, which Node runs (`mzn/wasm.cjs`).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MODEL = HERE / "session.mzn"
NPM = HERE.parent.parent / ".venv-peers" / "node_modules" / "minizinc" / "dist"

BACK_ENDS = ("gecode", "chuffed", "scip")

GRACE = 5
"""Seconds that a run may take beyond its limit: flattening does not always hear it."""

OUTPUT = ["--json-stream", "--output-mode", "json", "--output-objective"]

Message = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One run of a back end."""

    variant: str
    file: Path
    """The data."""
    seconds: float
    workers: int
    seed: int


def messages(call: Call) -> Iterator[Message]:
    """What MiniZinc says, as it says it; ends the program if it is not there or refuses."""
    command = {"gecode": _gecode, "chuffed": _chuffed, "scip": _scip}[call.variant](call)
    if shutil.which(command[0]) is None:
        raise SystemExit(f"{command[0]} is not there: make peers-env")
    around = {"LD_LIBRARY_PATH": str(_library().parent)} if call.variant == "scip" else {}
    command = ["timeout", str(call.seconds + GRACE), *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **around}) as process:
        for line in process.stdout or ():
            if line.startswith("{"):
                message = json.loads(line)
                if message["type"] == "error":
                    raise SystemExit(f"minizinc: {message}")
                yield message


def _limit(call: Call) -> list[str]:
    return ["--time-limit", str(int(1000 * call.seconds))]


def _gecode(call: Call) -> list[str]:
    command = ["minizinc", "--solver", "gecode", "-I", str(HERE / "mzn" / "gecode"), "-i", *OUTPUT, *_limit(call)]
    return [*command, "-p", str(call.workers), "-r", str(call.seed), str(MODEL), str(call.file)]


def _scip(call: Call) -> list[str]:
    """Without -i: told of each solution, this back end fails an assertion of its own."""
    command = ["minizinc", "--solver", "scip", "-I", str(HERE / "mzn" / "mip"), *OUTPUT, *_limit(call)]
    return [*command, "-p", str(call.workers), "--scip-dll", str(_library()), str(MODEL), str(call.file)]


def _chuffed(call: Call) -> list[str]:
    """Its free search, on the one core that it can use."""
    if not NPM.exists():
        raise SystemExit("the npm package minizinc is not there: make peers-env")
    files = {"session.mzn": MODEL, "backend.mzn": HERE / "mzn" / "chuffed" / "backend.mzn", "session.dzn": call.file}
    command = ["node", str(HERE / "mzn" / "wasm.cjs"), str(NPM), *(f"{name}={path}" for name, path in files.items())]
    options = ["--solver", "chuffed", "-f", "-i", *OUTPUT[1:], *_limit(call), "-r", str(call.seed)]
    return [*command, "--", *options, "session.mzn", "session.dzn"]


def _library() -> Path:
    """The library of SCIP that pyscipopt brings."""
    spec = find_spec("pyscipopt")
    libraries = Path(str(spec.origin)).parent.parent.glob("*.libs/libscip-*") if spec else iter(())
    found = next(libraries, None)
    if found is None:
        raise SystemExit("SCIP is not there: make peers-env")
    return found
