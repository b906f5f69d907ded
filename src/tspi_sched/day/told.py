"""What events say of a day's tasks: when they began and ended, who is not there, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from tspi_sched.plan import Event, Task
from tspi_sched.problem import WRITTEN, Problem

Span = tuple[int, int]
FOREVER = 1 << 20
"""A minute after every session."""


@dataclass(frozen=True)
class Told:
    """The `events` of a session, as they concern one `day`, in minutes from its midnight."""

    problem: Problem
    day: date
    events: tuple[Event, ...]

    def started(self, task: Task) -> int | None:
        """When a task began, as it was told of itself or of its whole sitting; the last word counts."""
        of_sitting = self.problem.title.stage[task.stage].kind == WRITTEN
        own, whole = None, None
        for event in self._on("started"):
            if (event.candidate, event.track, event.stage) == task.key:
                own = event.start
            elif of_sitting and event.who == task.room and event.stage == task.stage and event.candidate is None:
                whole = event.start
        return _minute(own or whole)

    def ended(self, task: Task) -> int | None:
        """When a task ended, or is told to end."""
        ends = [e.start for e in self._on("ended") if (e.candidate, e.track, e.stage) == task.key]
        return _minute(ends[-1]) if ends else None

    def arrived(self, candidate: str | None) -> int | None:
        """When a candidate came."""
        came = [event.start for event in self._on("arrived") if event.who == candidate]
        return _minute(came[-1]) if came else None

    def arrives(self, candidate: str | None) -> int:
        """When a candidate who is late comes; 0 for everybody else."""
        late = [event.start for event in self._on("late") if event.who == candidate]
        return _minute(late[-1]) or 0 if late else 0

    def moved_to(self, task: Task) -> str | None:
        """The room where a paper goes on: its own, if no other was named."""
        rooms = (e.room for e in self.events if e.kind == "room" and (e.candidate, e.track, e.stage) == task.key)
        return next(rooms, None) or task.room

    @cached_property
    def away(self) -> dict[str, list[Span]]:
        """When each person, room and projector is not there; for ever where nobody said until when."""
        found: dict[str, list[Span]] = {}
        for id, since, until in self._absences():
            if since < until:
                found.setdefault(id, []).append((since, until))
        return found

    def _absences(self) -> Iterator[tuple[str, int, int]]:
        back = {e.who: e.start for e in self.events if e.kind == "present"}
        for event in self.events:
            since, until = self._at(event.start, 0), self._at(event.end, FOREVER)
            if event.kind == "absent":
                yield event.who or "", since, min(until, self._at(back.get(event.who), FOREVER))
            elif event.kind == "closed":
                yield event.who or "", since, until
        for event in self._on("late"):
            if event.who not in self.problem.candidate:
                yield event.who or "", 0, self._at(event.start, 0)

    def _on(self, kind: str) -> Iterable[Event]:
        return (e for e in self.events if e.kind == kind and e.start is not None and e.start.date() == self.day)

    def _at(self, moment: datetime | None, default: int) -> int:
        """A moment in minutes of the day; before it is 0, and after it a time that does not come."""
        if moment is None:
            return default
        if moment.date() != self.day:
            return 0 if moment.date() < self.day else FOREVER
        return moment.hour * 60 + moment.minute


def _minute(moment: datetime | None) -> int | None:
    return None if moment is None else moment.hour * 60 + moment.minute
