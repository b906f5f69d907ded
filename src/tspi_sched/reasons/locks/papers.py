"""Locked written papers: the moments at which they start, and who watches over them."""

from dataclasses import replace

from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.reasons.locks.judged import Breaches, judged, knowing
from tspi_sched.reasons.locks.known import DAY, INVIGILATORS, ROOM, START, Known, Row


def moments(problem: Problem, session: Known) -> Breaches:
    """The moments at which a written stage of a track starts: by day and hour, by day, by hour, as far as these are
    known."""
    apart = replace(problem, rules=replace(problem.rules, msp=replace(problem.rules.msp, waves_overlap=False)))
    written = [row for row in session.rows if row.kind == WRITTEN]
    for paper in dict.fromkeys((row.task.track, row.task.stage) for row in written):
        rows = [row for row in written if (row.task.track, row.task.stage) == paper]
        by_day = {row.task.day: row for row in knowing(rows, DAY)}
        by_hour = {row.task.start: row for row in knowing(rows, START)}
        judgements = (
            judged(problem, knowing(rows, DAY, START), "same_paper"),
            judged(problem, by_day.values(), "same_paper"),
            judged(apart, by_hour.values(), "same_paper"),
        )
        yield from next((found for judgement in judgements if (found := list(judgement))), [])


def sittings(problem: Problem, timed: list[Row]) -> Breaches:
    """Desks, tracks and invigilators of the sittings whose day, hour and room are known."""
    seated = [row for row in knowing(timed, ROOM) if row.kind == WRITTEN]
    yield from judged(problem, seated, "sitting")
    groups: dict[object, list[Row]] = {}
    for row in seated:
        groups.setdefault((row.task.day, row.task.start, row.task.room), []).append(row)
    watched: list[Row] = []
    for rows in groups.values():
        if source := next(iter(knowing(rows, INVIGILATORS)), None):
            watched += with_room_left(problem, [row.learns(INVIGILATORS, source) for row in rows])
    yield from judged(problem, watched, "invigilation")


def with_room_left(problem: Problem, rows: list[Row]) -> list[Row]:
    """The papers of one sitting, and others that may join it, as many as its invigilators would watch.

    A sitting is too small for its invigilators only if the room or the session has nobody more to join it.
    """
    task, share = rows[0].task, problem.rules.msp.candidates_per_invigilator
    watching = {id for row in rows for id in row.task.invigilators}
    desks = {room.id: room.seats for room in problem.rooms if problem.hosts(room, WRITTEN)}
    most = min(len(problem.candidates), desks.get(task.room or "", 0) if rows[0].knows(ROOM) else 1 << 20)
    wanted = (len(watching) - 1) * share + 1
    if wanted > most:
        return rows
    joining = range(wanted - len({row.task.candidate for row in rows}))
    return rows + [replace(rows[0], task=replace(task, candidate=f"+{number}")) for number in joining]
