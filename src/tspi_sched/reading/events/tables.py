"""Events as `plan.json` has them: the tables of the events file, each with its name; and back."""

from datetime import datetime
from typing import Any

from tspi_sched.plan import Event
from tspi_sched.problem import Problem
from tspi_sched.reading.events.file import KEYS, more_raws, one_table
from tspi_sched.reading.events.moments import one_moment, resolved
from tspi_sched.reading.events.more import MORE, TABLE, more_sentence, what_if_of
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.events.resolve import known_in, resolve
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names
from tspi_sched.texts import _, nth


def table_of(event: Event) -> dict[str, Any]:
    """An event as a table: its kind under ``event``, then the keys that it has."""
    if event.kind == MORE:
        return {"event": MORE, TABLE: what_if_of(event)}
    moments = {key: moment for key, moment in zip(KEYS[event.kind][1], (event.start, event.end), strict=False)}
    values = {
        "who": event.who,
        "what": event.who,
        "candidate": event.candidate,
        "track": event.track,
        "stage": event.stage,
        "room": event.who if event.kind == "started" else event.room,
    }
    named = {key: value for key in KEYS[event.kind][0] if (value := values[key]) is not None}
    return {"event": event.kind, **named, **{key: written(one) for key, one in moments.items() if one is not None}}


def written(moment: datetime) -> str:
    """A moment as files have it: ``2026-12-07 10:40``."""
    return f"{moment:%Y-%m-%d %H:%M}"


def events_of(
    now: object, tables: object, problem: Problem, file: str, faults: Faults
) -> tuple[datetime | None, tuple[Event, ...]]:
    """The moment and the events that a plan says."""
    days = tuple(day.date for day in problem.days)
    moment = None if now is None else moment_of(now, days, file, "now", faults)
    return moment, resolve(_raw_of(tables, days, file, faults), known_in(problem), moment, faults)


def moment_of(value: object, days: clock.Days, file: str, where: str, faults: Faults) -> datetime | None:
    """One moment with its day, or a fault."""
    try:
        return resolved(one_moment(value, days), None)
    except Unclear as error:
        faults.add(str(error), file=file, where=where)
        return None


def _raw_of(tables: object, days: clock.Days, file: str, faults: Faults) -> tuple[Raw, ...]:
    """What the key `events` of a plan says."""
    found: list[Raw] = []
    rows: list[Any] = tables if isinstance(tables, list) else [tables]
    for number, table in enumerate(rows, start=1):
        where = f"events {nth(number)}"
        kind = table.get("event") if isinstance(table, dict) else None
        if isinstance(table, dict) and kind == MORE:
            found += more_raws(table.get(TABLE), file, f"{where}, ", faults)
            continue
        if not isinstance(table, dict) or kind not in KEYS:
            hint = Names(KEYS).hint(kind) if isinstance(kind, str) else ""
            message = _("événement inconnu « {key} »{hint}").format(key=shown(kind), hint=hint)
            faults.add(message, file=file, where=where)
            continue
        rest = {key: value for key, value in table.items() if key != "event"}
        found.append(one_table(kind, rest, days, file, where, faults))
    return tuple(found)


def sentence_of(event: Event) -> str:
    """An event in a sentence that is read back, in the language in force."""
    if event.kind == MORE:
        return more_sentence(event)
    words = {
        "absent": _("absent"),
        "present": _("présent"),
        "late": _("retard"),
        "arrived": _("arrivé"),
        "ended": _("fin"),
        "started": _("début"),
        "closed": _("fermé"),
        "room": _("salle"),
    }
    task = (event.candidate, event.track, event.stage) if event.candidate else (event.stage,)
    named = (*task, event.who or event.room) if event.stage else (event.who,)
    return " ".join((words[event.kind], *(name for name in named if name), *_moments(event)))


def _moments(event: Event) -> tuple[str, ...]:
    start, end = (None if one is None else written(one) for one in (event.start, event.end))
    if event.kind not in ("absent", "closed", "present"):
        return (start,) if start else ()
    if start and end:
        return (_("de {start} à {end}").format(start=start, end=end),)
    if start:
        return (_("à partir de {start}").format(start=start),)
    return (_("jusqu'à {end}").format(end=end),) if end else ()
