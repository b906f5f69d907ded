"""Locks that contradict a rule at whatever time: tasks that nobody has, two locks on one task, one panel, one room."""

from dataclasses import replace

from tspi_sched.checker.facts import OF_PANEL
from tspi_sched.problem import DELIBERATION, ORAL, Problem
from tspi_sched.reasons.locks.judged import Breaches, judged, knowing, timeless
from tspi_sched.reasons.locks.known import PANEL, ROOM, Known


def undue(problem: Problem, session: Known) -> Breaches:
    """Locked tasks of nobody, or that the candidate does not have to sit."""
    easier = replace(problem, rules=replace(problem.rules, allow_unplaced=True))
    return judged(easier, session.undue, "all_or_nothing")


def contradictory(problem: Problem, session: Known) -> Breaches:
    """Two locks on one task."""
    return judged(problem, (*session.rows, *session.undue), "locks")


def each_track(problem: Problem, session: Known) -> Breaches:
    """One panel for a candidate's track, and one room where the rules want that."""
    easier = timeless(problem)
    for case in session.cases:
        yield from judged(problem, knowing(session.of(case, *OF_PANEL), PANEL), "same_panel")
        if problem.rules.oral_rooms == "single" and not problem.title.moves_between_orals:
            yield from judged(easier, knowing(session.of(case, ORAL, DELIBERATION), ROOM), "oral_room")
