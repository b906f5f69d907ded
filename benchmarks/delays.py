"""How long the simulation of a plan takes: ``python -m benchmarks.delays large 120 --days 10000``.

The plan is the first one found in so many seconds. Prints one line of JSON: seconds of the best of five simulations,
numbers of tasks and days, and the exact guarantee's own seconds.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.sessions import FAMILIES, session


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a session, find a plan, and time its simulation."""
    parser = argparse.ArgumentParser(description="Time the simulation of a plan.")
    parser.add_argument("family", choices=sorted(FAMILIES))
    parser.add_argument("candidates", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=10_000)
    parser.add_argument("--time-limit", type=float, default=5.0, help="seconds for the plan")
    asked = parser.parse_args(arguments)
    print(json.dumps(timed(asked.family, asked.candidates, asked.seed, asked.days, asked.time_limit)))


def timed(family: str, candidates: int, seed: int, days: int, limit: float) -> dict[str, float | int]:
    """Find a plan of a session, and simulate it."""
    from tspi_sched.planner import solve
    from tspi_sched.robustness import build_network, margins, simulate, worst_wait

    problem, wishes = session(family, candidates, seed)
    plan = solve(problem, replace(wishes, time_limit=limit)).plan
    if plan is None:
        raise SystemExit("no plan within the time limit")
    network = build_network(problem, plan)
    return {
        "tasks": len(plan.tasks),
        "days": days,
        "seconds": _best(lambda: simulate(problem, plan, days=days)),
        "guarantee_seconds": _best(lambda: worst_wait(network, 2, 10)),
        "margins_seconds": _best(lambda: margins(network)),
    }


def _best(run: Callable[[], object], times: int = 5) -> float:
    """The seconds of the fastest of some runs."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return round(min(seconds), 4)


if __name__ == "__main__":
    main()
