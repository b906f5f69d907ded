"""What has happened since the first plan, in the checker's own words: the moment, who and what is away, and when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tspi_sched.checker.spans import DAY_MINUTES
from tspi_sched.plan import Event, Plan
from tspi_sched.problem import Problem

FOREVER = 10**12
Stretch = tuple[int, int]


def elapsed(moment: datetime) -> int:
    """A moment on one scale for all days: elapsed minutes of the calendar."""
    return moment.toordinal() * DAY_MINUTES + moment.hour * 60 + moment.minute


@dataclass(frozen=True)
class Since:
    """The events of a plan; without any, nothing is away and nothing is over."""

    problem: Problem
    plan: Plan

    @property
    def now(self) -> int:
        """The plan's moment, 0 before the session."""
        return elapsed(self.plan.now) if self.plan.now else 0

    def of(self, *kinds: str) -> Iterable[Event]:
        """The events of some kinds."""
        return (event for event in self.plan.events if event.kind in kinds)

    @cached_property
    def away(self) -> dict[str, list[Stretch]]:
        """When each person, room and projector is not to be had. A candidate who is late is not away: the paper may
        have begun without them."""
        back = {event.who: elapsed(event.start) for event in self.of("present") if event.start}
        found: dict[str, list[Stretch]] = defaultdict(list)
        for event in self.of("absent", "closed"):
            start = elapsed(event.start) if event.start else 0
            end = elapsed(event.end) if event.end else FOREVER
            if event.kind == "absent" and start < back.get(event.who, 0):
                end = min(end, back[event.who])
            found[event.who or ""].append((start, end))
        for event in self.of("late"):
            if event.who not in self.problem.candidate and event.start:
                found[event.who or ""].append((event.start.toordinal() * DAY_MINUTES, elapsed(event.start)))
        return found

    @cached_property
    def arrival(self) -> dict[str, int]:
        """When each candidate who is late arrives."""
        late = self.of("late")
        return {e.who: elapsed(e.start) for e in late if e.who in self.problem.candidate and e.start and e.who}

    def is_away(self, id: str | None, start: int, end: int) -> bool:
        """Whether somebody or something is away in some part of a stretch."""
        return any(start < until and since < end for since, until in self.away.get(id or "", ()))

    @cached_property
    def last(self) -> int:
        """The end of the session's last day."""
        days = self.problem.days
        return days[-1].date.toordinal() * DAY_MINUTES + DAY_MINUTES if days else 0

    def left(self, id: str) -> bool:
        """Whether somebody is away to the end of the session."""
        return any(until >= self.last for _since, until in self.away.get(id, ()))

    def never_there(self, id: str) -> bool:
        """Whether somebody is away for the whole session."""
        first = self.problem.days[0].date.toordinal() * DAY_MINUTES if self.problem.days else 0
        return any(since <= first and until >= self.last for since, until in self.away.get(id, ()))

    def free_windows(self, day: int, windows: Iterable[Stretch], ids: Iterable[str]) -> tuple[Stretch, ...]:
        """Stretches of a day (its ordinal) without the times when one of some people or things is away."""
        left = list(windows)
        for since, until in (s for id in ids for s in self.away.get(id, ())):
            start, end = since - day * DAY_MINUTES, until - day * DAY_MINUTES
            left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
        return tuple(left)
