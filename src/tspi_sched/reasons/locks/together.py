"""Locked tasks whose time is known, judged together as a plan that lacks the others."""

from dataclasses import replace

from tspi_sched.checker.facts import Case
from tspi_sched.problem import DELIBERATION, ORAL, PREPARATION, WRITTEN, Problem
from tspi_sched.reasons.locks.judged import Breaches, judged, knowing, without_lead
from tspi_sched.reasons.locks.known import DAY, INVIGILATORS, PANEL, ROOM, START, Known, Row
from tspi_sched.reasons.locks.papers import sittings
from tspi_sched.reasons.locks.projectors import lent_at_once


def together(problem: Problem, session: Known) -> Breaches:
    """All the rows with a known time."""
    timed = [_joined(row) for row in knowing(session.rows, DAY, START)]
    yield from judged(problem, timed, "hours")
    yield from _in_order(problem, session, timed)
    for case in session.cases:
        yield from _in_order(problem, session, _on_one_day(session, case))
    yield from judged(problem, [row for row in knowing(timed, PANEL) if row.task.members], "marking")
    yield from sittings(problem, timed)
    yield from lent_at_once(problem, [row.seen for row in knowing(timed, ROOM)])
    led = [row for row in timed if row.kind not in (ORAL, DELIBERATION) or _led(session, row)]
    yield from _around_orals(problem, session, led)
    if len(led) < len(timed):
        yield from _around_orals(without_lead(problem), session, timed)


def _joined(row: Row) -> Row:
    """The row without invigilators if its room is not known: then it is not known either what sitting they watch."""
    return row.forgets(INVIGILATORS) if row.kind == WRITTEN and not row.knows(ROOM) else row


def _around_orals(problem: Problem, session: Known, rows: list[Row]) -> Breaches:
    """The rules that look at what comes just before a candidate's first oral."""
    yield from judged(problem, rows, "one_at_a_time", "meal", "candidate_time")
    yield from judged(problem, _settled(session, knowing(rows, ROOM)), "oral_room")


def _in_order(problem: Problem, session: Known, timed: list[Row]) -> Breaches:
    """The rules about what follows what for one candidate."""
    yield from judged(problem, timed, "order")
    yield from judged(problem, _whole_chains(session, timed), "chain")
    at_once = problem.rules.deliberation.position == "after_each"
    yield from judged(problem, _settled(session, timed) if at_once else timed, "deliberation")


def _on_one_day(session: Known, case: Case) -> list[Row]:
    """The orals, what prepares them and the deliberation of a track whose hours are known, but not their day: they have
    the same one."""
    rows = [row for row in knowing(session.of(case, PREPARATION, ORAL, DELIBERATION), START) if not row.knows(DAY)]
    return [replace(row, task=replace(row.task, day=rows[0].task.day)) for row in rows]


def _settled(session: Known, rows: list[Row]) -> list[Row]:
    """The rows, but a deliberation only if the last oral, which tells its time and its room, is among them."""
    keys = {row.task.key for row in rows}
    return [row for row in rows if row.kind != DELIBERATION or _orals(session.case(row))[-1] in keys]


def _whole_chains(session: Known, timed: list[Row]) -> list[Row]:
    """The orals, with what prepares them, of the tracks of which all are known in time."""
    keys, kinds = {row.task.key for row in timed}, (PREPARATION, ORAL)
    return [row for row in timed if row.kind in kinds and keys.issuperset(_orals(session.case(row), *kinds))]


def _led(session: Known, row: Row) -> bool:
    """Whether the first oral of the row's track is known in time."""
    first = session.by_key.get(_orals(session.case(row))[0])
    return first is not None and first.knows(DAY, START)


def _orals(case: Case, *kinds: str) -> list[tuple[str, str, str]]:
    """The keys of the orals due, or of stages of some kinds, in order."""
    wanted = kinds or (ORAL,)
    return [(case.candidate.id, case.track, stage.code) for stage, _minutes in case.due if stage.kind in wanted]
