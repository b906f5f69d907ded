"""Solves one session in a process of its own: ``python -m benchmarks.one SCENARIO --time-limit 60 --workers 2``.

Prints JSON, one object per line, as soon as it is known: how large the session is, how large the model is, an event for
each new value or bound (with the name of its ``objective``), and last the ``status`` with all that was reached. Another
solver is measured by a module that takes the same arguments and prints the same.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from benchmarks.cpu_time import counting_cpu_time

if TYPE_CHECKING:
    from tspi_sched.plan import ObjectiveReport
    from tspi_sched.planner import Progress
    from tspi_sched.problem import Problem

Line = dict[str, Any]
"""What one line of JSON says."""

Tell = Callable[[Line], None]
"""Called with each line."""


class _ModelSize(logging.Handler):
    """Tells how large the largest model is, and when it was made, from what `solve` logs."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self.tell, self.began, self.most = tell, time.perf_counter(), 0

    def emit(self, record: logging.LogRecord) -> None:
        """Tell what the line about the model says."""
        if str(record.msg).startswith("model:") and isinstance(record.args, tuple):
            variables, constraints = (int(str(number)) for number in record.args)
            spent = round(time.perf_counter() - self.began, 3)
            if variables <= self.most:
                return
            self.most = variables
            self.tell({"variables": variables, "constraints": constraints, "build_seconds": spent})


@contextmanager
def _listening(tell: Tell) -> Iterator[None]:
    """Tell what is logged about the model inside the block."""
    log, size = logging.getLogger("tspi_sched"), _ModelSize(tell)
    level = log.level
    log.addHandler(size)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(size)
        log.setLevel(level)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line of every solver that is measured."""
    parser = argparse.ArgumentParser(description="Solves one session and prints what happens as lines of JSON.")
    parser.add_argument("scenario")
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpu-time", action="store_true", help="limits and times are the processor's; for one worker")
    return parser.parse_args(given)


def measured(options: argparse.Namespace, tell: Tell) -> None:
    """Solve a scenario by the clock that is wished, and tell what happens."""
    if options.cpu_time and options.workers != 1:
        raise SystemExit("--cpu-time needs --workers 1: several workers use the processor several times as fast")
    with counting_cpu_time() if options.cpu_time else nullcontext():
        solve_and_tell(options, tell)


def solve_and_tell(options: argparse.Namespace, tell: Tell) -> None:
    """Solve a scenario and tell what happens."""
    clock = time.perf_counter()
    import tspi_sched
    from tspi_sched.planner import solve

    imported = time.perf_counter()
    problem, wishes = tspi_sched.read(options.scenario)
    spent = {"import_seconds": imported - clock, "read_seconds": time.perf_counter() - imported}
    tell({**facts(problem), **{name: round(seconds, 2) for name, seconds in spent.items()}})
    wishes = replace(wishes, time_limit=options.time_limit, workers=options.workers, seed=options.seed)
    ends: dict[str, Line] = {}
    with _listening(tell):
        result = solve(problem, wishes, _watch(ends, tell))
    plan = result.plan
    tell(
        {
            "status": result.status,
            "seconds": round(result.seconds, 2),
            "objectives": [_objective(report, ends, result.seconds) for report in result.objectives],
            "steps": [asdict(step) for step in result.steps],
            "broken": [] if plan is None else sorted({v.rule for v in tspi_sched.check(problem, plan)}),
            "memory_mb": peak_memory(),
        }
    )


def _watch(ends: dict[str, Line], tell: Tell) -> Callable[["Progress"], None]:
    """A watch that tells what is new, and keeps the last that was heard of each objective."""

    def watch(progress: "Progress") -> None:
        before = ends.get(progress.objective, {})
        best = before.get("best") if progress.best is None else progress.best
        bound = before.get("bound") if progress.bound is None else progress.bound
        event = {"objective": progress.objective, "seconds": round(progress.seconds, 2), "best": best, "bound": bound}
        ends[progress.objective] = event
        if {**before, "seconds": 0} != {**event, "seconds": 0} and (best, bound) != (None, None):
            tell(event)

    return watch


def _objective(report: "ObjectiveReport", ends: dict[str, Line], seconds: float) -> Line:
    """The report of an objective, with the time from the start of the search until it was proven, or None."""
    end = ends.get(report.name, {})
    met = end.get("best") == end.get("bound") == report.best
    proven_at = (end["seconds"] if met else round(seconds, 2)) if report.status == "optimal" else None
    return {**asdict(report), "proven_at": proven_at}


def facts(problem: "Problem") -> Line:
    """How large a session is; where panels are composed freely, as many panels as the members could make."""
    members = [member for member in problem.members if not member.reserve]
    return {
        "panels": len(problem.panels) or len(members) // problem.rules.panel.size,
        "days": len(problem.days),
        "rooms": len(problem.rooms),
    }


def peak_memory() -> int | None:
    """The most memory this process has held, in MB; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most * (1 if sys.platform == "darwin" else 1024) / 1e6)


def print_line(line: Line) -> None:
    """One line of JSON, at once."""
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    measured(arguments(), print_line)
