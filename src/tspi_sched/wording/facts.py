"""How causes and repairs name people, places, days and hours."""

from collections.abc import Iterable

from tspi_sched.problem import WRITTEN, Availability, Candidate, Day, Member, Problem
from tspi_sched.texts import _, clock, long_date, ngettext
from tspi_sched.wording.names import hours, listed, person, room

MANY = 8
"""More candidates than these are counted, not named."""


def track_list(tracks: Iterable[str]) -> str:
    """``TITRE``; ``CCP1 + CCP2`` for who sits both."""
    return " + ".join(tracks)


def candidates(some: list[Candidate]) -> str:
    """``2 candidats TITRE : A (C1) et B (C2)``, for candidates on the same tracks; many are only counted."""
    text = ngettext("{count} candidat {track}", "{count} candidats {track}", len(some))
    head = text.format(count=len(some), track=track_list(some[0].tracks))
    if len(some) > MANY:
        return head
    return _("{head} : {names}").format(head=head, names=listed(_named(candidate) for candidate in some))


def _named(candidate: Candidate) -> str:
    return f"{candidate.name} ({candidate.id})"


def why_excluded(candidate: Candidate, member: Member) -> str:
    """What keeps an excluded member from a candidate, in a word or two; the organiser's own choice comes last."""
    if candidate.company_key and candidate.company_key == member.company_key:
        return _("même entreprise")
    return _("formateur") if member.id in candidate.trainers else _("exclusion")


def panels(problem: Problem) -> str:
    """The named panels with their members, or the members."""
    if problem.rules.panel.mode != "given":
        return listed(person(problem, member.id) for member in problem.members)
    named = ((label, ", ".join(member.name for member in members)) for label, members in problem.panels.items())
    return listed(f"{label} ({members})" for label, members in named)


def desks(problem: Problem) -> str:
    """The rooms for written papers with their desks."""
    return listed(
        ngettext("{room} : {count} place", "{room} : {count} places", one.seats).format(
            room=room(problem, one.id), count=one.seats
        )
        for one in problem.rooms
        if problem.hosts(one, WRITTEN)
    )


def days(some: Iterable[Day]) -> str:
    """Days with their hours; those with the same hours together."""
    by_hours: dict[tuple[int, int], list[Day]] = {}
    for day in some:
        by_hours.setdefault((day.open, day.close), []).append(day)
    text = _("{days} de {start} à {end}")
    return listed(
        text.format(days=listed(long_date(day.date) for day in same), start=clock(start), end=clock(end))
        for (start, end), same in by_hours.items()
    )


def limited(problem: Problem, availability: Availability) -> bool:
    """Whether an availability leaves out any part of the session's hours."""
    return any(day.windows(availability) != day.windows() for day in problem.days)


def when(problem: Problem, availability: Availability) -> str:
    """The times of an availability in the session: whole days, or hours of days."""
    by_hours: dict[tuple[tuple[int, int], ...], list[Day]] = {}
    for day in problem.days:
        windows = day.windows(availability)
        if windows:
            by_hours.setdefault(() if windows == day.windows() else windows, []).append(day)
    parts = []
    for windows, same in by_hours.items():
        names = listed(long_date(day.date) for day in same)
        text = _("{hours} chaque jour") if len(same) == len(problem.days) else _("{days} ({hours})")
        parts.append(text.format(days=names, hours=hours(windows)) if windows else names)
    return listed(parts) if parts else ""
