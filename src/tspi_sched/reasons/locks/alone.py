"""Each locked task by itself: at no time that it may have does it keep the rules."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.checker import Violation
from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.reasons.locks.judged import Breaches, judged, timeless, without_lead
from tspi_sched.reasons.locks.known import DAY, INVIGILATORS, PANEL, ROOM, START, Known, Row
from tspi_sched.reasons.locks.papers import with_room_left


def each_alone(problem: Problem, session: Known) -> Breaches:
    """Each row alone, whatever its time, and at every time that it may have: what breaks a rule at all of these does so
    in every plan."""
    easier = timeless(problem)
    for row in session.rows:
        yield from judged(easier, [row], *_rules(problem, row))
        if row.knows(INVIGILATORS):
            yield from judged(easier, with_room_left(problem, [row]) if row.kind == WRITTEN else [row], "invigilation")
        yield from _at_no_time(problem, row)


def _rules(problem: Problem, row: Row) -> list[str]:
    """The rules that may be asked about a row alone, whatever its time, but for the invigilation."""
    rules = ["panel_makeup", "panel_mode"] if row.knows(PANEL) else []
    if row.knows(ROOM):
        rules += ["access", "sitting" if row.kind == WRITTEN else "oral_room"]
        rules += [] if problem.projectors else ["projection"]
    return rules


def _at_no_time(problem: Problem, row: Row) -> list[Violation]:
    """What the row breaks at the likeliest moment, if it breaks something at every other moment too."""
    first: list[Violation] = []
    for moment in _likeliest_first(problem, row):
        found = list(at_its_time(problem, moment))
        if not found:
            return []
        first = first or found
    return first


def at_its_time(problem: Problem, row: Row) -> Breaches:
    """The rules that a row breaks by its day and hour, whatever the others are."""
    own = tuple(candidate for candidate in problem.candidates if candidate.id == row.task.candidate)
    rules = ["duration", "hours", "meal", *(["panel_makeup"] if row.knows(PANEL) else [])]
    return judged(replace(without_lead(problem), candidates=own), [row], *rules)


def _likeliest_first(problem: Problem, row: Row) -> Iterator[Row]:
    """The row as in the plan that was edited, then at every moment that it may have."""
    if row.knows(DAY) or row.task.day in problem.day_index:
        yield row
    yield from moments(problem, row)


def moments(problem: Problem, row: Row) -> Iterator[Row]:
    """The row at every day and start that it may have, in order of time."""
    grid, minutes = problem.rules.grid_minutes, row.task.minutes
    for day in problem.days:
        if row.knows(DAY) and day.date != row.task.day:
            continue
        starts = range(-(-day.open // grid) * grid, day.close - minutes + 1, grid)
        for start in [row.task.start] if row.knows(START) else starts:
            yield replace(row, task=replace(row.task, day=day.date, start=start, end=start + minutes))
