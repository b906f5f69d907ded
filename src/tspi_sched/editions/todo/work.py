"""What is to be done for an edition: who must be told, most urgent first, and what hangs on doors and walls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from tspi_sched.comparison.changes import Change, changes
from tspi_sched.comparison.people import Notice, Person
from tspi_sched.documents import Leads
from tspi_sched.editions import people
from tspi_sched.editions.kept import Kept
from tspi_sched.editions.pages import Posted, differing, posted
from tspi_sched.problem import Problem
from tspi_sched.stamp import page_key

KINDS = ("candidate", "member", "invigilator", "helper")
"""Who is told first where it is as urgent: a candidate's hour is the last thing to miss."""


@dataclass(frozen=True)
class Call:
    """Somebody to tell: the days that differ, and whether they had a letter before and have one now."""

    kind: str
    person: Person
    notices: tuple[Notice, ...]
    had: bool
    has: bool
    lead: int = 0
    """Minutes before a task at which they come."""

    @property
    def key(self) -> str:
        """What their papers are known by."""
        return page_key(self.kind, self.person.id)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What differs, piece by piece."""
        return changes(self.notices)

    @property
    def first(self) -> datetime:
        """The first moment at which who does not know is in the wrong place: that at which they come."""
        return min(change.moment for change in self.changes) - timedelta(minutes=self.lead)

    @property
    def urgency(self) -> tuple[datetime, int, str]:
        """What calls are sorted by: the first moment, then candidates first, then the name."""
        return self.first, KINDS.index(self.kind), self.person.last_name


@dataclass(frozen=True)
class Work:
    """All that is to be done: between the edition before and the one that is kept now."""

    kept: Kept
    before: Kept
    calls: tuple[Call, ...]
    pages: Posted

    @property
    def problem(self) -> Problem:
        """The session, with those who are no more part of it."""
        return people.joint(self.kept.problem, self.before.problem)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.calls or self.pages.doors or self.pages.walls)


def work_of(kept: Kept) -> Work | None:
    """What an edition asks to be done; None for the first one."""
    if kept.before is None:
        return None
    found = people.still_to_tell(people.days_changed(kept.before.published, kept.published), kept.plan)
    pages = differing(posted(kept.before.session), posted(kept.session))
    return Work(kept, kept.before, _calls(found, kept, kept.before), pages)


def _calls(found: Iterable[Notice], kept: Kept, before: Kept) -> tuple[Call, ...]:
    had, has = people.people_of(before.published), people.people_of(kept.published)
    calls = []
    for (kind, id), group in groupby(found, key=lambda one: (one.kind, one.person.id)):
        notices, key = tuple(group), page_key(kind, id)
        person = has.get(key) or had.get(key) or notices[0].person
        calls.append(Call(kind, person, notices, key in had, key in has, _lead(kind, kept.documents.leads)))
    return tuple(sorted(calls, key=lambda call: call.urgency))


def _lead(kind: str, leads: Leads) -> int:
    """How long before a task somebody comes."""
    of_candidates = max(leads.written, leads.orals)
    return {"candidate": of_candidates, "invigilator": leads.invigilators}.get(kind, leads.members)
