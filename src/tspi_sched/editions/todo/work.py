"""What is to be done for an edition: who must be told, most urgent first, and what hangs on doors and walls."""

from collections.abc import Iterator
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

DOORS, WALLS = "file affiches.pdf", "file planning.pdf"
"""The keys of the pages to put up."""

KINDS = ("candidate", "member", "invigilator", "helper")
"""Who is told first where it is as urgent: a candidate's hour is the last thing to miss."""


@dataclass(frozen=True)
class Call:
    """Somebody to tell: the days that differ, and whether they had a letter before and have one now."""

    kind: str
    person: Person
    notices: tuple[Notice, ...]
    before: Kept
    """The edition that they know: the one before, or an earlier one where nobody is noted to have told them since."""
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

    def problem_of(self, call: Call) -> Problem:
        """The session as it is for somebody who knows an earlier edition."""
        return people.joint(self.kept.problem, call.before.problem)

    def is_late(self, call: Call) -> bool:
        """Whether somebody was not told of the edition before either."""
        return call.before.edition.number != self.before.edition.number

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.calls or self.pages.doors or self.pages.walls)


def work_of(kept: Kept) -> Work | None:
    """What an edition asks to be done; None for the first one."""
    if kept.before is None:
        return None
    calls = {call.key: call for call in _calls(kept, kept.before)}
    for older in kept.older:
        late = {key for key, number in kept.edition.owed.items() if number == older.edition.number}
        calls |= {call.key: call for call in _calls(kept, older) if call.key in late}
    return Work(kept, kept.before, tuple(sorted(calls.values(), key=lambda call: call.urgency)), _pages(kept))


def _pages(kept: Kept) -> Posted:
    """The pages to put up: the door sheets and the wall pages, each against the edition whose pages hang there."""
    now = posted(kept.session)
    doors, walls = (differing(posted(_hanging(kept, key).session), now) for key in (DOORS, WALLS))
    return Posted(doors.doors, walls.walls)


def _hanging(kept: Kept, key: str) -> Kept:
    assert kept.before
    return next((one for one in kept.older if one.edition.number == kept.edition.owed.get(key)), kept.before)


def _calls(kept: Kept, before: Kept) -> Iterator[Call]:
    """Whoever is to be told if `before` is what they know."""
    found = people.still_to_tell(people.days_changed(before.published, kept.published), kept.plan)
    had, has = people.people_of(before.published), people.people_of(kept.published)
    for (kind, id), group in groupby(found, key=lambda one: (one.kind, one.person.id)):
        notices, key = tuple(group), page_key(kind, id)
        person = has.get(key) or had.get(key) or notices[0].person
        yield Call(kind, person, notices, before, key in had, key in has, _lead(kind, kept.documents.leads))


def _lead(kind: str, leads: Leads) -> int:
    """How long before a task somebody comes."""
    of_candidates = max(leads.written, leads.orals)
    return {"candidate": of_candidates, "invigilator": leads.invigilators}.get(kind, leads.members)
