"""Our own search, run and written down like a peer."""

from benchmarks.peers.peer import Outcome, Run, main
from tspi_sched.problem import Problem
from tspi_sched.solve import Progress, solve
from tspi_sched.wishes import Objective, Wishes


def plan(problem: Problem, run: Run) -> None:
    """Plan the session."""
    limits, last = run.limits, (None, None, None)

    def watch(progress: Progress) -> None:
        nonlocal last
        now = (progress.objective, progress.best, progress.bound)
        if now != last:
            run.step(*now)
            last = now

    wishes = Wishes("", tuple(map(Objective, limits.objectives)), limits.seconds, limits.workers, limits.seed)
    result = solve(problem, wishes, watch)
    run.plan = result.plan
    until = 0.0
    for report in result.objectives:
        until += report.seconds
        run.claim(report.name, Outcome(report.best, report.bound, report.status == "optimal"), until)


if __name__ == "__main__":
    main("ours", plan)
