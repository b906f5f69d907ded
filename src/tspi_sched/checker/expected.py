"""What a plan has to hold: the stages of each candidate on each track, and how long each lasts."""

from fractions import Fraction
from math import ceil

from tspi_sched.problem import DELIBERATION, MARKING, ORAL, Candidate, Problem


def on_grid(problem: Problem, minutes: int | Fraction) -> int:
    """Minutes rounded up to the grid."""
    grid = problem.rules.grid_minutes
    return ceil(Fraction(minutes) / grid) * grid


def expected(problem: Problem, candidate: Candidate, track: str) -> dict[str, int]:
    """The stages of a candidate on a track, in order, with their minutes on the grid.

    A stage of no minutes is off, like the signing of the minutes by default: it has no row.
    """
    parts = _with_completion(problem, candidate, track)
    lengths = {code: on_grid(problem, _length(problem, candidate, track, code, base)) for code, base in parts}
    return {code: minutes for code, minutes in lengths.items() if minutes > 0}


def _with_completion(problem: Problem, candidate: Candidate, track: str) -> list[tuple[str, int]]:
    """The track's own stages, and after its last oral the final interview of who completes the title with it."""
    title, parts = problem.title, list(problem.title.track[track].minutes)
    completes = candidate.final_interview and track == candidate.tracks[-1]
    if title.completion is None or not completes or title.completion[0] in dict(parts):
        return parts
    code, base = title.completion
    override = problem.rules.final_interview_minutes
    last_oral = max(place for place, (stage, _) in enumerate(parts) if title.stage[stage].kind == ORAL)
    parts.insert(last_oral + 1, (code, base if override is None else override))
    return parts


def _length(problem: Problem, candidate: Candidate, track: str, code: str, base: int) -> Fraction:
    """The exact length of a stage: the title's or the scenario's minutes, and the candidate's extra time."""
    rules, kind = problem.rules, problem.title.stage[code].kind
    if kind == MARKING:
        base = dict(rules.marking.minutes).get(track, base)
    if kind == DELIBERATION and rules.deliberation.minutes is not None:
        base = rules.deliberation.minutes
    extra = (e.share * base + e.minutes for e in candidate.extra_time if e.stage == code)
    return base + sum(extra, Fraction(0))
