"""Our own search, run and written down like a peer."""

from benchmarks.peers.peer import Outcome, Run, main
from tspi_sched.planner import Progress, solve
from tspi_sched.problem import Problem
from tspi_sched.wishes import Objective, Wishes


def plan(problem: Problem, run: Run) -> None:
    """Plan the session."""
    limits = run.limits
    last: tuple[str, int | None, int | None] = ("", None, None)

    ends: dict[str, float] = {}

    def watch(progress: Progress) -> None:
        nonlocal last
        ends[progress.objective] = run.seconds
        now = (progress.objective, progress.best, progress.bound)
        if now != last:
            run.step(*now)
            last = now

    wishes = Wishes("", tuple(map(Objective, limits.objectives)), limits.seconds, limits.workers, limits.seed)
    result = solve(problem, wishes, watch)
    run.plan = result.plan
    for report in result.objectives:
        outcome = Outcome(report.best, report.bound, report.status == "optimal")
        run.claim(report.name, outcome, ends.get(report.name, run.seconds))


if __name__ == "__main__":
    main("ours", plan)
