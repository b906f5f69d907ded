"""How long a contingency book takes: ``python -m benchmarks.contingency scenarios/grande-session.toml``.

The plan is the first one found in so many seconds. Prints one line of JSON: the number of losses, how many call nobody
again, how many leave somebody out, of how many `unplaced` and `recalled` are proven; seconds of the slowest loss and of
the median one; stand-bys, whether they are proven, and how many questions that took; seconds in all.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

PROVEN = ("unplaced", "day_changes", "recalled")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read a session, find a plan, and time what comes of every loss."""
    parser = argparse.ArgumentParser(description="Time the contingency book of a session.")
    parser.add_argument("input")
    parser.add_argument("--plan-seconds", type=float, default=60.0, help="seconds for the plan")
    parser.add_argument("--time-limit", type=float, default=30.0, help="seconds for each loss")
    parser.add_argument("--jobs", type=int, default=0, help="losses at once; 0: one per core")
    asked = parser.parse_args(arguments)
    print(json.dumps(timed(asked.input, asked.plan_seconds, asked.time_limit, asked.jobs)))


def timed(path: str, plan_seconds: float, limit: float, jobs: int) -> dict[str, object]:
    """Find a plan of a session, and plan every loss anew."""
    from tspi_sched.losses import contingency
    from tspi_sched.planner import solve
    from tspi_sched.reading import read

    problem, wishes = read(path)
    plan = solve(problem, replace(wishes, time_limit=plan_seconds)).plan
    if plan is None:
        raise SystemExit("no plan within the time limit")
    began = time.perf_counter()
    found = contingency(problem, plan, wishes=replace(wishes, workers=1), seconds=limit, processes=jobs)
    spent = time.perf_counter() - began
    made = [one for one in found.answers if one.status != "unchanged"]
    standby = found.standby
    assert standby is not None
    return {
        "losses": len(found.answers),
        "planned_anew": len(made),
        "quiet": found.quiet,
        "left_out": sum(one.plan is not None and not one.everybody for one in made),
        "proven": sum(set(PROVEN) <= set(one.proven) for one in made),
        "median_seconds": round(median(one.seconds for one in made), 1),
        "slowest_seconds": max(one.seconds for one in made),
        "standby_days": len(standby.days),
        "standby_more": standby.more_days,
        "standby_proven": standby.proven,
        "standby_questions": standby.asked,
        "seconds": round(spent, 1),
    }


if __name__ == "__main__":
    main()
