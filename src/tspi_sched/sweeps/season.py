"""Jurors over many sessions: who serves where, on how many days, and whom two sessions call on the same day.

Ids are a workbook's own and say nothing outside it. Two rows are one person if they have the same e-mail, else if they
have the same name and first name, by letters only. An e-mail that several rows of one workbook share is an office's,
and says nothing either; two rows of one workbook are never one person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tspi_sched.problem import Member
from tspi_sched.problem.spelling import alphabetical, letters
from tspi_sched.sweeps.run import Row
from tspi_sched.texts import clock


@dataclass(frozen=True)
class Duty:
    """A day of duty of a juror in one session: its name, the juror's id there, from when to when (minutes)."""

    session: str
    id: str
    day: date
    start: int
    end: int

    @property
    def hours(self) -> str:
        """From when to when."""
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True)
class Booking:
    """A day on which several sessions call the same juror; `at_once`: their hours overlap too."""

    day: date
    duties: tuple[Duty, ...]

    @property
    def at_once(self) -> bool:
        """Whether the hours of two of them overlap."""
        ordered = sorted(self.duties, key=lambda duty: duty.start)
        return any(one.end > other.start for one, other in pairwise(ordered))


@dataclass(frozen=True)
class Juror:
    """One person over all the sessions: the rows of the workbooks that are this person, with their sessions' names."""

    rows: tuple[tuple[str, Member], ...]
    duties: tuple[Duty, ...]

    @property
    def name(self) -> str:
        """As the first workbook writes it."""
        return self.rows[0][1].name

    @property
    def alphabetical(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What sorts jurors as a list of names does."""
        first = self.rows[0][1]
        return alphabetical(first.last_name), alphabetical(first.first_name)

    @property
    def email(self) -> str:
        """The first one known."""
        return next((member.email for _session, member in self.rows if member.email), "")

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions that have this juror in their workbook."""
        return tuple(dict.fromkeys(session for session, _member in self.rows))

    @property
    def days(self) -> int:
        """Days of duty: one on which two sessions call counts once."""
        return len({duty.day for duty in self.duties})

    @property
    def bookings(self) -> tuple[Booking, ...]:
        """The days on which more than one session calls."""
        by_day: defaultdict[date, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            by_day[duty.day].append(duty)
        return tuple(Booking(day, tuple(found)) for day, found in sorted(by_day.items()) if len(found) > 1)

    @property
    def by_name_only(self) -> bool:
        """Whether nothing but the name says that the rows are one person, so that it may be two."""
        mails = {member.email.strip().casefold() for _session, member in self.rows}
        return len(self.rows) > 1 and (len(mails) > 1 or mails == {""})


def sessions_of(rows: Sequence[Row]) -> tuple[Row, ...]:
    """One plan for each session: the first row with a plan of each workbook, however many scenarios it is used in."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.outcome.result is not None:
            found.setdefault(str(row.variant.content.get("workbook")), row)
    return tuple(found.values())


def jurors(rows: Sequence[Row]) -> tuple[Juror, ...]:
    """The jurors of several sessions, those with double bookings first, then by name; none for a single session."""
    sessions = sessions_of(rows)
    if len(sessions) < 2:
        return ()
    names = _names(sessions)
    people = _People()
    for name, row in zip(names, sessions, strict=True):
        assert row.variant.problem is not None
        people.add(name, row.variant.problem.members)
    duties = [duty for name, row in zip(names, sessions, strict=True) for duty in _duties(name, row)]
    found = [_juror(group, duties) for group in people.groups]
    return tuple(sorted(found, key=lambda one: (-len(one.bookings), one.alphabetical)))


def _names(sessions: Sequence[Row]) -> list[str]:
    """What the sessions are called: their bases' names."""
    return [row.variant.base.label for row in sessions]


class _People:
    """Rows of workbooks put together where they are one person."""

    def __init__(self) -> None:
        self.groups: list[list[tuple[str, Member]]] = []

    def add(self, session: str, members: Sequence[Member]) -> None:
        """The members of one more session: first all those whose e-mail is known already, then by their names."""
        shared = {mail for mail, count in Counter(map(_mail, members)).items() if count > 1}
        left, taken = list(members), set[int]()
        for same in (lambda one, other: _mail(one) not in shared and _mail(one) == _mail(other) != "", _same_name):
            for member in tuple(left):
                free = (one for one in self.groups if id(one) not in taken)
                if group := next((one for one in free if any(same(member, other) for _name, other in one)), None):
                    group.append((session, member))
                    taken.add(id(group))
                    left.remove(member)
        self.groups += [[(session, member)] for member in left]


def _mail(member: Member) -> str:
    return member.email.strip().casefold()


def _same_name(one: Member, other: Member) -> bool:
    key = letters(one.last_name), letters(one.first_name)
    return key == (letters(other.last_name), letters(other.first_name)) and any(key)


def _juror(group: Sequence[tuple[str, Member]], duties: Sequence[Duty]) -> Juror:
    ids = {(session, member.id) for session, member in group}
    return Juror(tuple(group), tuple(duty for duty in duties if (duty.session, duty.id) in ids))


def _duties(session: str, row: Row) -> Iterator[Duty]:
    """The days of duty in one plan."""
    result = row.outcome.result
    spans: dict[tuple[str, date], tuple[int, int]] = {}
    for task in result.plan.tasks if result and result.plan else ():
        for id in task.members:
            start, end = spans.get((id, task.day), (task.start, task.end))
            spans[id, task.day] = min(start, task.start), max(end, task.end)
    for (id, day), (start, end) in sorted(spans.items()):
        yield Duty(session, id, day, start, end)
