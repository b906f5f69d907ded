"""Environments of their own for the checks, made by uv, with what a command line in them needs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BINARIES, _EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TSPI_SCHED_LANG", "UV_CONSTRAINT", "PIP_CONSTRAINT")


@dataclass(frozen=True)
class Env:
    """An environment in a folder."""

    folder: Path

    def program(self, name: str) -> Path:
        """A program of the environment."""
        return self.folder / _BINARIES / f"{name}{_EXE}"

    def run(self, name: str, *args: str | Path, cwd: Path, fails: int = 0) -> str:
        """Run one of its programs in a folder; what it printed. Any other exit code than `fails` ends the check."""
        return run(self.program(name), *args, cwd=cwd, fails=fails)


def run(*command: str | Path, cwd: Path, fails: int = 0) -> str:
    """Run a command, show it and what it prints; any other exit code than `fails` ends the check."""
    words = [str(word) for word in command]
    print("$", " ".join([Path(words[0]).name, *words[1:]]), flush=True)
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment = kept | {"PYTHONUTF8": "1", "MPLBACKEND": "Agg"}
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    print(done.stdout, end="", flush=True)
    if done.returncode != fails:
        sys.exit(f"exit code {done.returncode} instead of {fails}: {' '.join(words)}")
    return done.stdout


def make(folder: Path, *requirements: str, options: Sequence[str] = ()) -> Env:
    """A new environment with some packages, as `uv pip install` takes them."""
    env = Env(folder)
    uv("venv", "--quiet", "--python", sys.executable, folder)
    uv("pip", "install", "--quiet", "--python", env.program("python"), *options, *requirements)
    return env


def uv(*args: str | Path) -> str:
    """Run uv, which belongs to the extra `dev`, in the project's folder; what it printed."""
    beside = Path(sys.executable).with_name(f"uv{_EXE}")
    return run(beside if beside.exists() else shutil.which("uv") or "uv", *args, cwd=ROOT)


def wheel_in(folder: Path) -> Path:
    """The one wheel of a folder."""
    found = sorted(folder.glob("*.whl"))
    if len(found) != 1:
        sys.exit(f"{folder} holds {len(found)} wheels, not one")
    return found[0].resolve()


def must(holds: object, otherwise: str) -> None:
    """End the check with a sentence unless something holds."""
    if not holds:
        sys.exit(otherwise)
