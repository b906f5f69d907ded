"""The rows of a picture: each day's heading, its papers room by room, its panels; and the columns they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tspi_sched.exports.common.breaks import Span, meal_break
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Task
from tspi_sched.problem import WRITTEN
from tspi_sched.texts import long_date

COLUMN_ROWS, COLUMNS = 18, 3
"""Rows above which the days go into one more column, and how many columns a slide has room for."""

HEADING = 0.6
"""How high a day's heading is, in rows: nothing is drawn in it."""


@dataclass(frozen=True)
class Row:
    """One line of the picture: a day's heading, or somebody's or a room's tasks on that day, and their meal."""

    title: str
    tasks: tuple[Task, ...] = ()
    heading: bool = False
    meal: Span | None = None

    @property
    def height(self) -> float:
        """How high it is, a row of tasks being 1."""
        return HEADING if self.heading else 1


def height(rows: Sequence[Row]) -> float:
    """How high some rows are together."""
    return sum(row.height for row in rows)


def middles(rows: Sequence[Row]) -> list[float]:
    """Where the middle of each row is, from the top down."""
    return [height(rows[:place]) + row.height / 2 for place, row in enumerate(rows)]


def columns(roster: Roster) -> list[list[Row]]:
    """The rows of whole days, in as few columns as make them large enough to be read."""
    days = [list(_day(roster, day)) for day in roster.days]
    for count in range(1, COLUMNS + 1):
        found = _parted(days, count)
        if max(map(len, found)) <= COLUMN_ROWS:
            break
    return found


def _parted(days: Sequence[list[Row]], count: int) -> list[list[Row]]:
    """Days one after the other in some columns, each filled up to its part of the rows."""
    share = sum(map(len, days)) / count
    found: list[list[Row]] = [[]]
    for day in days:
        done = sum(map(len, found))
        if found[-1] and len(found) < count and done + len(day) / 2 > share * len(found):
            found.append([])
        found[-1] += day
    return found


def all_rows(roster: Roster) -> list[Row]:
    """Every day's rows, one day after the other."""
    return [row for day in roster.days for row in _day(roster, day)]


def _day(roster: Roster, day: date) -> Iterator[Row]:
    """A day's heading, its papers room by room, then its panels."""
    yield Row(long_date(day), heading=True)
    today = roster.by_day[day]
    for room in roster.problem.rooms:
        papers = tuple(task for task in today if task.room == room.id and roster.kind(task) == WRITTEN)
        if papers:
            yield Row(roster.short_room(room.id), papers)
    for panel in roster.panels:
        tasks = tuple(task for task in roster.by_panel[panel] if task.day == day)
        if tasks:
            yield Row(roster.panel_name(panel), tasks, meal=meal_break(roster, panel, day))
