"""One scale of time for a whole session, and who and what is away on it.

Moments are minutes of the calendar from the midnight before the session's first day, so that real hours off the grid
and nights between days need no care.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from tspi_sched.plan import Event, Task
from tspi_sched.problem import Availability, Day, Problem

DAY = 1440
Span = tuple[int, int]


@dataclass(frozen=True)
class Timeline:
    """The scale of a session, its moment `now` (0 before the session), and what its events say of who is there."""

    problem: Problem
    moment: datetime | None
    events: tuple[Event, ...]

    def at(self, day: date, minute: int = 0) -> int:
        """A minute of a day."""
        return (day - self.problem.days[0].date).days * DAY + minute

    def of(self, moment: datetime) -> int:
        """A moment of the calendar."""
        return self.at(moment.date(), moment.hour * 60 + moment.minute)

    def day_of(self, at: int) -> date:
        """The day of a moment."""
        return self.problem.days[0].date + timedelta(days=at // DAY)

    def start(self, task: Task) -> int:
        """When a task starts."""
        return self.at(task.day, task.start)

    def end(self, task: Task) -> int:
        """When a task ends."""
        return self.at(task.day, task.end)

    @property
    def now(self) -> int:
        """The moment, 0 before the session."""
        return self.of(self.moment) if self.moment else 0

    def up(self, at: int) -> int:
        """The first grid step at or after a moment."""
        grid = self.problem.rules.grid_minutes
        return -(-at // grid) * grid

    @cached_property
    def horizon(self) -> int:
        """The midnight after the last day."""
        return self.at(self.problem.days[-1].date, DAY)

    @cached_property
    def away(self) -> dict[str, list[Span]]:
        """When each person, room and projector is not to be had."""
        back = {e.who: self.of(e.start) for e in self.events if e.kind == "present" and e.start}
        found: dict[str, list[Span]] = defaultdict(list)
        for event in self.events:
            start = self.of(event.start) if event.start else 0
            end = self.of(event.end) if event.end else self.horizon
            if event.kind == "late" and event.who not in self.problem.candidate:
                found[event.who or ""].append((start // DAY * DAY, start))
            if event.kind == "absent" and event.who in back and start < back[event.who]:
                end = min(end, back[event.who])
            if event.kind in ("absent", "closed"):
                found[event.who or ""].append((start, end))
        return found

    @cached_property
    def arrival(self) -> dict[str, int]:
        """When each candidate who is late arrives."""
        known = self.problem.candidate
        return {
            e.who: self.of(e.start) for e in self.events if e.kind == "late" and e.who in known and e.start and e.who
        }

    def is_away(self, id: str | None, start: int, end: int) -> bool:
        """Whether somebody or something is away in some part of a stretch."""
        return any(start < until and since < end for since, until in self.away.get(id or "", ()))

    def leaves(self, ids: Iterable[str | None], start: int, end: int) -> int | None:
        """The first moment of a stretch at which one of some people is away."""
        spans = [span for id in ids for span in self.away.get(id or "", ())]
        return min((max(since, start) for since, until in spans if since < end and until > start), default=None)

    def has_left(self, id: str) -> bool:
        """Whether somebody is away to the end of the session."""
        return any(until >= self.horizon for _since, until in self.away.get(id, ()))

    def windows(self, id: str | None, availability: Availability = (), late: bool = False) -> list[Span]:
        """When somebody or something is to be had from now on; `late`: after closing too, for what goes on."""
        found: list[Span] = []
        for day in self.problem.days:
            opened = Day(day.date, day.open, DAY) if late else day
            base = self.at(day.date)
            found += [(base + start, base + end) for start, end in opened.windows(availability)]
        return self.without_away(id, [(max(a, self.now), b) for a, b in found if b > self.now])

    def without_away(self, id: str | None, spans: list[Span]) -> list[Span]:
        """Stretches without the times when somebody or something is away."""
        for since, until in self.away.get(id or "", ()):
            parts = [part for a, b in spans for part in ((a, min(b, since)), (max(a, until), b))]
            spans = [part for part in parts if part[0] < part[1]]
        return spans


def common(left: list[Span], right: list[Span]) -> list[Span]:
    """The common parts of two lists of stretches."""
    parts = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return [part for part in parts if part[0] < part[1]]
