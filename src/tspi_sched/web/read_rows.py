"""What was read, row by row, as the organiser would look it over: people, rooms, days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tspi_sched.problem import Availability, Candidate, Invigilator, Member, Problem, Room
from tspi_sched.reading.workbook.layout import CANDIDATES, DAYS, INVIGILATORS, MEMBERS, PROJECTORS, ROOMS, Sheet
from tspi_sched.texts import _, clock, long_date
from tspi_sched.wording.facts import limited, when


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of thing: the title of its sheet, its columns, its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(problem: Problem) -> Iterator[Table]:
    """Every kind of thing that there is any of."""
    found = (_days(problem), _candidates(problem), _members(problem), _rooms(problem), *_others(problem))
    return (table for table in found if table.rows)


def _table(sheet: Sheet, fields: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(sheet.title, tuple(sheet.column(field).title for field in fields), tuple(rows))


def _days(problem: Problem) -> Table:
    rows = ((long_date(day.date), clock(day.open), clock(day.close)) for day in problem.days)
    return _table(DAYS, ("date", "open", "close"), rows)


def _candidates(problem: Problem) -> Table:
    head = (
        "id",
        "last_name",
        "first_name",
        "tracks",
        "company",
        "trainers",
        "extra_time",
        "accessible",
        "availability",
    )

    def row(one: Candidate) -> tuple[str, ...]:
        tracks, extra = " + ".join(one.tracks), _("oui") if one.extra_time else ""
        people = ", ".join(one.trainers)
        access = _("oui") if one.accessible else ""
        times = _times(problem, one.availability)
        return (one.id, one.last_name, one.first_name, tracks, one.company, people, extra, access, times)

    return _table(CANDIDATES, (*head, "availability"), map(row, problem.candidates))


def _members(problem: Problem) -> Table:
    head = ("id", "last_name", "first_name", "panel", "company", "professional", "reserve", "availability")

    def row(one: Member) -> tuple[str, ...]:
        capacity = _("professionnel") if one.professional else _("formateur")
        reserve, times = _("oui") if one.reserve else "", _times(problem, one.availability)
        return (one.id, one.last_name, one.first_name, one.panel, one.company, capacity, reserve, times)

    return _table(MEMBERS, head, map(row, problem.members))


def _rooms(problem: Problem) -> Table:
    head = ("id", "name", "uses", "seats", "projector", "accessible", "availability")

    def row(one: Room) -> tuple[str, ...]:
        projector, access = (_("oui") if there else "" for there in (one.projector, one.accessible))
        uses = ", ".join(one.uses)
        return (one.id, one.name, uses, str(one.seats), projector, access, _times(problem, one.availability))

    return _table(ROOMS, head, map(row, problem.rooms))


def _others(problem: Problem) -> Iterator[Table]:
    machines = ((one.id, _times(problem, one.availability)) for one in problem.projectors)
    yield _table(PROJECTORS, ("id", "availability"), machines)

    def row(one: Invigilator) -> tuple[str, ...]:
        return (one.id, one.last_name, one.first_name, _times(problem, one.availability))

    yield _table(INVIGILATORS, ("id", "last_name", "first_name", "availability"), map(row, problem.invigilators))


def _times(problem: Problem, availability: Availability) -> str:
    """Empty for whoever is always there."""
    if not limited(problem, availability):
        return ""
    return when(problem, availability) or _("jamais pendant la session")
