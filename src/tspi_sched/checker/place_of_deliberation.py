"""A deliberation that cannot be at its place any more: because of what has happened it may be held later."""

from tspi_sched.checker.facts import Case, Facts, last
from tspi_sched.checker.spans import ended, overlap, started
from tspi_sched.plan import DONE, Task


def released(facts: Facts, case: Case, row: Task) -> bool:
    """Whether a deliberation to come, of a chain that has begun, may be at any later moment in any room for orals.

    Its place is the grid step at which its last oral ends. At the end of the day it may also be held at once.
    """
    if row.state or not case.orals or case.orals[0].state != DONE:
        return False
    final = last(case.orals)
    if started(row) < ended(final):
        return False
    place = _place(facts, final)
    at_once = started(row) == place and row.room == final.room
    if facts.problem.rules.deliberation.position == "end_of_day":
        return (
            at_once
            or facts.since.now >= (final.day.toordinal() + 1) * 1440
            or _away(facts, row, final.room, place, "rest")
        )
    return at_once or (final.state == DONE and not _possible(facts, final, row, place))


def _place(facts: Facts, final: Task) -> int:
    grid = facts.problem.rules.grid_minutes
    return -(-ended(final) // grid) * grid


def _possible(facts: Facts, final: Task, row: Task, place: int) -> bool:
    """Whether it could be at its place: that is still to come, and panel and room are there and free of history."""
    if place < facts.since.now or _away(facts, row, final.room, place, "place"):
        return False
    minute = place - final.day.toordinal() * 1440
    here = Task(None, None, row.stage, final.day, minute, minute + row.minutes, final.room, row.members)
    busy = (task for task in facts.near(here) if facts.settled(task) and task is not final and task is not row)
    return not any(overlap(here, task) for task in busy)


def _away(facts: Facts, row: Task, room: str | None, place: int, until: str) -> bool:
    """Whether a member or the room of the last oral is away at the place, or in the rest of that day."""
    end = place + row.minutes if until == "place" else (place // 1440 + 1) * 1440
    return any(facts.since.is_away(id, place, end) for id in (*row.members, room))
