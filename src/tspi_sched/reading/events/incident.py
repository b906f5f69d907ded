"""All that is known when a plan is to be made anew: the moment, and every event, those of earlier incidents too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tspi_sched.plan import Event, moment
from tspi_sched.problem import Problem
from tspi_sched.reading.events.days_said import Said
from tspi_sched.reading.events.file import read_file
from tspi_sched.reading.events.moments import one_moment, resolved
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.events.resolve import known_in, resolve
from tspi_sched.reading.events.sentences import sentence
from tspi_sched.reading.events.together import contradictions
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown


@dataclass(frozen=True, slots=True)
class Incident:
    """The moment `now`, None before the session; the events said; whether the session is over; what the clock shows,
    before the session too; whether somebody `said` what it shows, or the machine does."""

    now: datetime | None
    events: tuple[Event, ...]
    over: bool = False
    clock: datetime | None = None
    said: bool = False


def read_incident(
    problem: Problem,
    sentences: Iterable[str] = (),
    file: str | Path | None = None,
    now: str | None = None,
    machine: datetime | None = None,
    known: Iterable[Event] | None = None,
) -> Incident:
    """The events of options and of a file, and the moment.

    Args:
        problem: The session.
        sentences: Events as options say them, in French or English: ``absent J2 à partir de 10:40``.
        file: A TOML file of events, which may say `now` too.
        now: The moment, as a person writes it; it goes before the file's.
        machine: The moment that the machine has, local time of the centre: where nothing else is said.
        known: Events that hold already: what contradicts them, or each other, is a fault; None: nobody looks.

    Raises:
        InputError: With every fault, each with the event where it stands.
    """
    faults, days = Faults(), tuple(day.date for day in problem.days)
    said, raws = read_file(Path(file), days, faults) if file else (None, ())
    stated = _given(now, days, faults) or said
    present = _now(problem, stated, machine, faults)
    raws += tuple(_sentences(sentences, days, faults))
    inside = present if present is None or present >= _opening(problem) else None
    today = present if present is None or present >= moment(days[0], 0) else None  # people come before the opening
    raws = tuple(replace(raw, moments={key: one.placed(present) for key, one in raw.moments.items()}) for raw in raws)
    events = tuple(_since_now(event, inside) for event in resolve(raws, known_in(problem), today, faults))
    for one in contradictions(merged(known, events), events) if known is not None else ():
        faults.add(one.message, file=one.file, where=one.where)
    faults.raise_if_any()
    over = inside is not None and inside >= _closing(problem)
    return Incident(inside, events, over=over, clock=present, said=stated is not None)


def _since_now(event: Event, now: datetime | None) -> Event:
    """What is closed without hours once the session has begun is closed from now on: what was done there was done."""
    bare = event.kind == "closed" and event.start is None and event.end is None
    return replace(event, start=now) if bare and now else event


def machine_now(timezone: str) -> datetime:
    """What the machine's clock shows in a zone."""
    return datetime.now(ZoneInfo(timezone)).replace(tzinfo=None, second=0, microsecond=0)


def merged(before: Iterable[Event], new: Iterable[Event]) -> tuple[Event, ...]:
    """The events that hold: those known before, and new ones, which replace those about the same."""
    found = {event.subject: event for event in before}
    for event in new:
        found.pop(event.subject, None)
        found[event.subject] = event
    return tuple(found.values())


def _sentences(sentences: Iterable[str], days: clock.Days, faults: Faults) -> Iterable[Raw]:
    for text in sentences:
        where = f"--event « {shown(text)} »"
        try:
            yield sentence(text, days, where)
        except Unclear as error:
            faults.add(str(error), where=where)


def _given(now: str | None, days: clock.Days, faults: Faults) -> Said | None:
    if now is None:
        return None
    try:
        return one_moment(now, days)
    except Unclear as error:
        faults.add(str(error), where="--now")
        return None


def _now(problem: Problem, said: Said | None, machine: datetime | None, faults: Faults) -> datetime | None:
    """What was said, else the machine's moment; an hour alone is of the machine's day, if that is of the session."""
    if said is None:
        return machine
    days = [day.date for day in problem.days]
    today = machine if machine and machine.date() in days else None
    if today is None and len(days) == 1:
        today = moment(days[0], 0)
    try:
        return resolved(said, today)
    except Unclear as error:
        faults.add(str(error), where="--now")
        return None


def _opening(problem: Problem) -> datetime:
    return moment(problem.days[0].date, problem.days[0].open)


def _closing(problem: Problem) -> datetime:
    return moment(problem.days[-1].date, problem.days[-1].close)
