"""Locks that contradict a rule by their days alone: who serves when, and the order of a candidate's days."""

from collections.abc import Iterator
from itertools import pairwise

from tspi_sched.checker.facts import OF_PANEL
from tspi_sched.problem import CLOSING, DELIBERATION, ORAL, WRITTEN, Problem
from tspi_sched.reasons.locks.judged import Breaches, judged, knowing, timeless
from tspi_sched.reasons.locks.known import DAY, PANEL, START, Known, Row


def by_day(problem: Problem, session: Known) -> Breaches:
    """Who serves on which day, and in what order the days of a candidate come, whatever the hours."""
    serving = [row for row in knowing(session.rows, DAY, PANEL) if row.kind in (*OF_PANEL, CLOSING)]
    yield from judged(problem, serving, "panel_makeup", "panel_mode")
    easier = timeless(problem)
    yield from judged(easier, serving, "hours")
    for one, other in _neighbours(session):
        if one.task.day != other.task.day:
            yield from judged(easier, (one, other), "order", "chain", "deliberation", "candidate_time")
        elif problem.rules.msp_and_orals == "different_day" and (one.kind, other.kind) == (WRITTEN, ORAL):
            yield from judged(easier, (one, other), "candidate_time")


def _neighbours(session: Known) -> Iterator[tuple[Row, Row]]:
    """Rows of one candidate that follow each other, as far as their days are known; and each paper with its orals."""
    last: dict[str, Row] = {}
    for case in session.cases:
        rows = knowing(session.of(case), DAY)
        orals = [row for row in rows if row.kind == ORAL]
        yield from pairwise(rows)
        yield from ((row, orals[0]) for row in rows if row.kind == WRITTEN and orals)
        if orals:
            if case.candidate.id in last:
                yield last[case.candidate.id], orals[0]
            last[case.candidate.id] = orals[-1]


def signings(problem: Problem, session: Known) -> Breaches:
    """Signings of the minutes by what can be no panel, or before the panel's last task."""
    panels = {frozenset(member.id for member in panel) for panel in problem.panels.values()}
    given, size = not problem.composes, problem.rules.panel.size
    duties = [row for row in knowing(session.rows, DAY, PANEL) if row.kind in OF_PANEL]
    for row in (row for row in session.rows if row.kind == CLOSING):
        panel = row.value(PANEL)
        possible = panel in panels if given else len(panel) == size
        after = [duty for duty in duties if duty.value(PANEL) == panel and _after(row, duty)]
        if after or not possible or problem.rules.closing_minutes <= 0:
            yield from judged(problem, [row, *after], "minutes")


def _after(signing: Row, duty: Row) -> bool:
    """Whether a duty of the panel ends after it has signed, as far as that is known."""
    if not signing.knows(DAY) or duty.task.day < signing.task.day:
        return False
    timed = signing.knows(START) and duty.knows(START) and duty.kind == DELIBERATION
    return duty.task.day > signing.task.day or (timed and duty.task.end > signing.task.start)
