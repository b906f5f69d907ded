"""How well sessions without a plan are explained: ``python -m tests.support.explanations_measured [NAME...]``.

Takes the sessions without a plan of the tests (made by hand, and of real size) and explains each within some seconds.
Each repair is then made once more from what is printed: its lines are merged into the session's scenario, which is read
and given to the checker with the repair's plan. Prints a table in Markdown: `benchmarks/EXPLANATIONS.md`.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.as_files import write
from tests.support.impossible import IMPOSSIBLE
from tests.support.large_impossible import LARGE, scenario
from tests.support.parameter_cases import CASES
from tests.support.parameter_sessions import NONE
from tspi_sched.checker import check
from tspi_sched.errors import InputError
from tspi_sched.explanations import Explanation, Repair, explain
from tspi_sched.explanations.repairs.rewrite import rewritten
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.wishes import Wishes

HEAD = ("session", "s", "causes", "facts", "verified", "repairs", "applied", "least", "soonest")


@dataclass(frozen=True)
class Row:
    """What came of one session."""

    name: str
    found: Explanation
    applied: int
    seconds: float

    def cells(self) -> tuple[str, ...]:
        """As the table has it."""
        lines = [line for cause in self.found.causes for line in cause.lines]
        repairs = self.found.repairs
        return (
            self.name,
            f"{self.seconds:.1f}",
            str(len(self.found.causes)),
            str(len(lines)),
            f"{sum(line.verified for line in lines)}",
            str(len(repairs)),
            str(self.applied),
            str(sum(repair.least for repair in repairs)),
            str(sum(repair.soonest for repair in repairs)),
        )


MADE = {name: meant.problem for name, meant in IMPOSSIBLE.items()} | {
    f"parameter: {name}": problem for name, (problem, values) in CASES.items() if NONE in values.values()
}
"""Sessions made by hand."""


def small(name: str, folder: Path) -> tuple[Problem, Path | None]:
    """A session made by hand, and its scenario; None where files cannot say it, such as a panel of another size."""
    problem = MADE[name]
    path = write(problem, folder)
    try:
        sound = replace(read(path)[0], locks=problem.locks) == problem
    except InputError:
        sound = False
    return problem, path if sound else None


def large(name: str, folder: Path) -> tuple[Problem, Path | None]:
    """A session of real size, and its scenario."""
    path = scenario(LARGE[name], folder)
    return read(path)[0], path


def holds(problem: Problem, repair: Repair, path: Path | None) -> bool:
    """Whether the session, changed as the repair says, allows its plan; a lock is lifted elsewhere."""
    changed = repair.problem
    if path is not None and repair.snippet:
        text = path.read_text(encoding="utf-8")
        path.with_name("changed.toml").write_text(rewritten(text, repair.snippet), encoding="utf-8")
        changed = replace(read(path.with_name("changed.toml"))[0], locks=repair.problem.locks)
    return check(changed, repair.plan) == () and changed.title == problem.title


def rows(names: list[str], seconds: float) -> Iterator[Row]:
    """Each session explained."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            problem, path = (small if name in MADE else large)(name, Path(folder))
            began = time.monotonic()
            found = explain(problem, Wishes(time_limit=seconds, workers=1))
            took = time.monotonic() - began
            applied = sum(holds(problem, repair, path) for repair in found.repairs)
            yield Row(name, found, applied, took)


def main(args: list[str]) -> None:
    """Print the table, line by line, and the sums."""
    seconds = float(args.pop(args.index("--seconds") + 1)) if "--seconds" in args else 20.0
    names = [arg for arg in args if arg != "--seconds"] or [*MADE, *LARGE]
    print("| " + " | ".join(HEAD) + " |\n|---|" + "---:|" * (len(HEAD) - 1))
    done = []
    for row in rows(names, seconds):
        done.append(row)
        print("| " + " | ".join(row.cells()) + " |", flush=True)
    print("\n" + summed(done))


def summed(done: list[Row]) -> str:
    """All the rows in one sentence."""
    repairs = sum(len(row.found.repairs) for row in done)
    return (
        f"{len(done)} sessions, {sum(row.found.status == 'impossible' for row in done)} proven to have no plan, "
        f"{sum(row.found.minimal for row in done)} with every fact verified; {repairs} repairs, "
        f"{sum(row.applied for row in done)} of them applied from what is printed and right; "
        f"{sum(not row.found.repairs for row in done)} sessions without a repair; "
        f"{max(row.seconds for row in done):.1f} s at the most."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
