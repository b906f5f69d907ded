"""Events that cannot all be: an end before its start, a return before the absence, somebody absent who arrives."""

from collections.abc import Iterable
from datetime import datetime

from tspi_sched.errors import Fault
from tspi_sched.plan import Event
from tspi_sched.reading.events.tables import sentence_of
from tspi_sched.reading.faults import Faults
from tspi_sched.texts import _

Task = tuple[str | None, str | None, str | None]


def contradictions(events: Iterable[Event], new: Iterable[Event]) -> tuple[Fault, ...]:
    """A fault for each event among the new ones that contradicts another of all that hold."""
    every, said, faults = tuple(events), tuple(new), Faults()
    for event in said:
        message = _of_task(event, every, said) if event.kind in ("started", "ended") else _of_person(event, every, said)
        if message:
            faults.add(message, where=f"« {sentence_of(event)} »")
    return faults.found


# --- hours of a task -------------------------------------------------------------------------------------------------


def _of_task(event: Event, every: Iterable[Event], said: tuple[Event, ...]) -> str:
    """An end that does not come after the start of the same task; told once, at the end if that is new."""
    other = "started" if event.kind == "ended" else "ended"
    found = next((one for one in every if one.kind == other and _task(one) == _task(event)), None)
    if event.candidate is None or found is None or (event.kind == "started" and found in said):
        return ""
    start, end = (found, event) if event.kind == "ended" else (event, found)
    if not start.start or not end.start or end.start > start.start:
        return ""
    text = _(
        "la fin ({end:%H:%M}) ne vient pas après le début ({start:%H:%M}) de la même épreuve ; corrigez l'une des deux"
    )
    return text.format(end=end.start, start=start.start)


def _task(event: Event) -> Task:
    return event.candidate, event.track, event.stage


# --- who is there ----------------------------------------------------------------------------------------------------


def _of_person(event: Event, every: Iterable[Event], said: tuple[Event, ...]) -> str:
    """A return before the absence that it ends, or somebody who comes while they are said to be away."""
    at = event.start
    if at is None or event.kind not in ("present", "late"):
        return ""
    away = [one for one in every if one.kind == "absent" and one.who == event.who]
    if event.kind == "present":
        late = [one.start for one in away if one in said and one.start and at <= one.start]
        text = _(
            "ce retour vient avant l'absence qui commence à {start:%H:%M} le {start:%d/%m} ; corrigez l'un des deux"
        )
        return text.format(start=late[0]) if late else ""
    back = [one.start for one in every if one.kind == "present" and one.who == event.who and one.start]
    if not any(_covers(one, at, back) for one in away):
        return ""
    text = _("une absence de {who} couvre cette heure ; pour un retour : « présent {who} à partir de {at:%H:%M} »")
    return text.format(who=event.who, at=at)


def _covers(absence: Event, at: datetime, back: Iterable[datetime]) -> bool:
    """Whether somebody is away at a moment, who may have come back."""
    since, until = absence.start or datetime.min, absence.end or datetime.max
    return since <= at < min((until, *(one for one in back if one > since)))
