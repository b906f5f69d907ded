"""What happened, as one tells it to somebody: names and dates as on paper, not the words that the program reads."""

from datetime import datetime

from tspi_sched.plan import Event
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, long_date
from tspi_sched.wording import names as words


def event_text(problem: Problem, event: Event) -> str:
    """One event: ``Jean-Marc ORSEL (J2) : absence à partir de 10:40 le mardi 16 mars 2027``."""
    text = {
        "absent": _("{who} : absence {span}"),
        "present": _("{who} : de retour {span}"),
        "late": _("{who} : retard, arrivée attendue {at}"),
        "arrived": _("{who} : arrivée {at}"),
        "ended": _("{task} : fin {at}"),
        "started": _("{task} : début {at}"),
        "closed": _("{who} : indisponible {span}"),
        "room": _("{task} : continue en salle {room}"),
        "more": _("{who} : ajouté ou modifié"),
    }[event.kind]
    told = text.format(who=_who(problem, event), task=_task(problem, event), room=words.room(problem, event.room),
                       span=_span(event.start, event.end), at=_at(event.start))  # fmt: skip
    return told.strip()


def _who(problem: Problem, event: Event) -> str:
    if event.who in problem.room:
        return _("salle {room}").format(room=words.room(problem, event.who))
    return words.person(problem, event.who or "")


def _task(problem: Problem, event: Event) -> str:
    whose = words.person(problem, event.candidate) if event.candidate else _who(problem, event)
    return f"{whose}, {event.stage}"


def _at(at: datetime | None) -> str:
    return _("à {hour} le {day}").format(hour=_hour(at), day=long_date(at.date())) if at else ""


def _span(start: datetime | None, end: datetime | None) -> str:
    """From and until, as far as they are known."""
    if start and end and start.date() == end.date():
        text = _("de {start} à {end} le {day}")
        return text.format(start=_hour(start), end=_hour(end), day=long_date(start.date()))
    since = _("à partir de {hour} le {day}")
    until = _("jusqu'à {hour} le {day}")
    told = ((text, at) for text, at in ((since, start), (until, end)) if at)
    return " ".join(text.format(hour=_hour(at), day=long_date(at.date())) for text, at in told)


def _hour(at: datetime) -> str:
    return clock(at.hour * 60 + at.minute)
