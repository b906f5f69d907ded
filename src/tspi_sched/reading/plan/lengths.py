"""How long a row of the plan lasts when its end is left empty: what the title, the scenario and extra time say."""

from fractions import Fraction
from math import ceil

from tspi_sched.problem import CLOSING, DELIBERATION, MARKING, Problem


def stage_minutes(problem: Problem, candidate: str | None, track: str | None, stage: str) -> int | None:
    """Minutes of a stage on the grid; None if this candidate does not sit it, or nobody knows."""
    kind = problem.title.stage[stage].kind if stage in problem.title.stage else ""
    if kind == CLOSING:
        return _on_grid(problem, Fraction(problem.rules.closing_minutes)) or None
    if candidate not in problem.candidate or track not in problem.title.track:
        return None
    minutes = dict(problem.title.track[track].minutes).get(stage)
    if minutes is None and problem.title.completion and stage == problem.title.completion[0]:
        usual, stated = problem.title.completion[1], problem.rules.final_interview_minutes
        minutes = usual if stated is None else stated
    if kind == MARKING:
        minutes = dict(problem.rules.marking.minutes).get(track, minutes)
    if kind == DELIBERATION and problem.rules.deliberation.minutes is not None:
        minutes = problem.rules.deliberation.minutes
    if minutes is None:
        return None
    extra = (e.share * minutes + e.minutes for e in problem.candidate[candidate].extra_time if e.stage == stage)
    return _on_grid(problem, minutes + sum(extra, Fraction(0)))


def _on_grid(problem: Problem, minutes: Fraction) -> int:
    grid = problem.rules.grid_minutes
    return ceil(minutes / grid) * grid
