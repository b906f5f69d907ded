"""How much of the rules and of the reading the tests reach: ``python tools/ci/coverage.py``.

Lines and branches of the checker, of the reader and of the rules of the exact model, by the tests that are theirs: what
the rest of the suite happens to run through is tested by nobody. Fails below `LEAST`.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from envs import ROOT, must

LEAST = {"src/tspi_sched/checker": 97, "src/tspi_sched/reading": 94, "src/tspi_sched/model/rules": 88}
"""Percent of lines and branches, by room. Many more tests reach the model's rules, but take minutes."""

TESTS = (
    ("tests/checker", "tests/reasons/test_locks.py", "tests/relaxations/test_distances_proven.py"),
    ("tests/reading", "tests/model/test_completed.py", "tests/model/test_means.py"),
)
"""Those of each process; what they reach is put together."""

SLOW = ("tests/reading/test_fuzz.py", "tests/checker/test_against.py")


def main() -> None:
    """Run the tests and compare."""
    with tempfile.TemporaryDirectory(prefix="tspi-sched-coverage-") as name:
        settings = Path(name) / "coverage.ini"
        rooms = "\n    ".join(LEAST)
        kept = f"data_file = {name}/data\nparallel = true"
        settings.write_text(f"[run]\nbranch = true\n{kept}\nsource =\n    {rooms}\n", encoding="utf-8")
        with ThreadPoolExecutor(len(TESTS)) as at_once:
            list(at_once.map(lambda some: _tested(settings, some), TESTS))
        _coverage(settings, "combine")
        found = {room: float(_coverage(settings, "report", f"--include={room}/*", "--format=total")) for room in LEAST}
    for room, share in found.items():
        print(f"{room}: {share:.0f} % of lines and branches (at least {LEAST[room]} %)")
    low = [room for room, share in found.items() if share < LEAST[room]]
    must(not low, f"tested too little: {', '.join(low)}")


def _tested(settings: Path, some: Sequence[str]) -> None:
    left = [f"--ignore={path}" for path in SLOW]
    _coverage(settings, "run", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *some, *left)


def _coverage(settings: Path, command: str, *args: str) -> str:
    asked: Sequence[str] = (sys.executable, "-m", "coverage", command, f"--rcfile={settings}", *args)
    reported = subprocess.PIPE if command == "report" else None
    done = subprocess.run(asked, cwd=ROOT, env=dict(os.environ), stdout=reported, encoding="utf-8", check=False)
    must(done.returncode == 0, f"exit code {done.returncode}: {' '.join(map(str, asked))}")
    return (done.stdout or "").strip()


if __name__ == "__main__":
    main()
