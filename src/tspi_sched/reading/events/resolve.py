"""From what was said to what is meant: ids of the session, moments of the calendar, or a fault for what is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tspi_sched.plan import Event, moment
from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.reading.events.advice import advice, example
from tspi_sched.reading.events.days_said import Said
from tspi_sched.reading.events.moments import AT, FROM, UNTIL, resolved
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.events.sentences import without_fillers
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.plan.ids import people_ids
from tspi_sched.reading.plan.lengths import stage_minutes
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names, ids
from tspi_sched.texts import _, clock, long_date

_OF_SOMEBODY = frozenset(("absent", "present", "late", "arrived", "closed"))
_AND = re.compile(r"\s*(?:[,;&+]|\b(?:et|and)\b)\s*", re.IGNORECASE)
"""What stands between several people or things."""


@dataclass(frozen=True)
class Known:
    """The ids of a session that events may name."""

    problem: Problem
    people: Names
    candidates: Names
    rooms: Names
    things: Names
    """Rooms, projectors and other means that are things."""
    stages: Names
    tracks: Names


def known_in(problem: Problem) -> Known:
    """The ids of a session, with those of whom its scenario leaves out."""
    whole = problem.whole
    named = [(room.name, room.id) for room in whole.rooms if room.name]
    things = [*whole.room, *whole.projector, *(one.id for one in whole.means if not one.person)]
    return Known(
        problem=whole,
        people=people_ids((*whole.candidates, *whole.members, *whole.invigilators, *whole.helpers)),
        candidates=people_ids(whole.candidates),
        rooms=ids(whole.room, dict(named), named),
        things=ids(things, dict(named), named),
        stages=Names(whole.title.stage),
        tracks=Names(whole.title.track),
    )


def resolve(raws: Iterable[Raw], known: Known, now: datetime | None, faults: Faults) -> tuple[Event, ...]:
    """The events meant; a fault for each that cannot be."""
    found: list[Event] = []
    for raw in (each for said in raws for each in _one_each(said, known)):
        try:
            found.append(_event(raw, known, now))
        except Unclear as error:
            faults.add(str(error), file=raw.file, where=raw.where)
    return tuple(found)


def _one_each(raw: Raw, known: Known) -> tuple[Raw, ...]:
    """An event of several people or things, `absent J2 et J3`, as one of each, if all of them are known."""
    names = known.things if raw.kind == "closed" else known.people
    key = "what" if "what" in raw.words else "who" if "who" in raw.words else "words"
    text = raw.words.get(key, "")
    if raw.kind not in _OF_SOMEBODY or _found(text, names):
        return (raw,)
    each = [_found(part, names) for part in _AND.split(text)]
    several = [one for one in each if one is not None]
    return tuple(replace(raw, words={key: one}) for one in several) if len(several) == len(each) > 1 else (raw,)


def _found(text: str, names: Names) -> str | None:
    return names.find(text) or names.find(without_fillers(text))


def _event(raw: Raw, known: Known, now: datetime | None) -> Event:
    if raw.event is not None:
        return raw.event
    match raw.kind:
        case "absent" | "present" | "late" | "arrived":
            return _of_person(raw, known, now)
        case "closed":
            return _closed(raw, known, now)
        case _:
            return _of_task(raw, known, now)


# --- people and things -----------------------------------------------------------------------------------------------


def _of_person(raw: Raw, known: Known, now: datetime | None) -> Event:
    who = _named(raw, "who", known.people, known)
    if raw.kind == "absent":
        return Event("absent", who, *_touching(known, *_stretch(raw, now)))
    start = _one(raw, now, FROM if raw.kind == "present" else AT)
    _of_session(start, known)
    if raw.kind == "late" and FROM in raw.moments and not raw.moments[FROM].dated:
        _not_before_opening(start, known, who)
    if raw.kind == "arrived":
        _not_to_come(start, now)
    return Event(raw.kind, who, start)


def _not_before_opening(start: datetime, known: Known, who: str) -> None:
    """Who comes before the day opens is not late: `retard C07 de 1h` says how long, not when."""
    opening = known.problem.days[known.problem.day_index[start.date()]].open
    if 60 * start.hour + start.minute < opening:
        text = _("{at:%H:%M} est avant l'ouverture ({opening}) ; écrivez l'heure d'arrivée, par exemple « {example} »")
        raise Unclear(text.format(at=start, opening=clock(opening), example=example("late", who)))


def _closed(raw: Raw, known: Known, now: datetime | None) -> Event:
    what = _named(raw, "what", known.things, known)
    return Event("closed", what, *_touching(known, *_stretch(raw, now)))


def _named(raw: Raw, key: str, names: Names, known: Known) -> str:
    """The id of somebody or something; who is known as something else is told so."""
    text = raw.words.get(key, raw.words.get("words", ""))
    if not text:
        raise Unclear(_("il manque qui, ou quoi : écrivez par exemple {example}").format(example=_example(known)))
    if found := _found(text, names):
        return found
    if any(_found(part, names) for part in _AND.split(text)):
        text = next(part for part in _AND.split(text) if not _found(part, names))
    other = known.things if names is known.people else known.people
    if other.find(without_fillers(text)):
        message = _("« {value} » n'est pas une personne : écrivez « fermé {value} »")
        if names is not known.people:
            message = _("« {value} » est une personne : écrivez « absent {value} »")
        raise Unclear(message.format(value=shown(text)))
    if told := advice(raw.kind, text, lambda word: _found(word, names)):
        raise Unclear(told)
    hint = names.hint(text) or Names(name for name in names if name[:1].casefold() == text[:1].casefold()).hint(text)
    raise Unclear(_("inconnu : « {value} »{hint}").format(value=shown(text), hint=hint))


def _example(known: Known) -> str:
    return next(iter(known.people), "J1")


# --- tasks -----------------------------------------------------------------------------------------------------------


def _of_task(raw: Raw, known: Known, now: datetime | None) -> Event:
    words = raw.words if "words" not in raw.words else _told_apart(raw, known)
    stage = _word(words, "stage", known.stages)
    track = _word(words, "track", known.tracks) if words.get("track") else None
    if raw.kind == "started" and "room" in words:
        start = _moment_of_task(raw, known, now)
        return Event("started", _word(words, "room", known.rooms, raw.kind), start, stage=_written(known, stage))
    candidate = _word(words, "candidate", known.candidates, raw.kind)
    track = _track(known, candidate, track, stage)
    if raw.kind == "room":
        room = _word(words, "room", known.rooms, raw.kind)
        return Event("room", None, candidate=candidate, track=track, stage=_written(known, stage), room=room)
    start = _moment_of_task(raw, known, now)
    return Event(raw.kind, None, start, candidate=candidate, track=track, stage=stage)


def _told_apart(raw: Raw, known: Known) -> dict[str, str]:
    """The words of a sentence about a task: its stage and track, the candidate before, the room after."""
    words = raw.words["words"].split()
    stages = [n for n, word in enumerate(words) if known.stages.find(word)]
    if not stages:
        text = _("« {value} » : il manque l'épreuve ({stages})")
        raise Unclear(text.format(value=shown(raw.words["words"]), stages=", ".join(known.stages)))
    at = stages[-1]
    tracks = [n for n, word in enumerate(words) if n != at and known.tracks.find(word)]
    found = {"stage": words[at], **({"track": words[tracks[0]]} if tracks else {})}
    before, after = (" ".join(w for n, w in part if n not in tracks) for part in _halves(words, at))
    if raw.kind == "room":
        return found | {"candidate": before, "room": without_fillers(after)}
    who = f"{before} {after}".strip()
    is_room = raw.kind == "started" and known.rooms.find(without_fillers(who)) and not known.candidates.find(who)
    return found | {"room" if is_room else "candidate": without_fillers(who) if is_room else who}


def _halves(words: list[str], at: int) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    numbered = list(enumerate(words))
    return numbered[:at], numbered[at + 1 :]


def _word(words: dict[str, str], key: str, names: Names, kind: str = "") -> str:
    text = words.get(key, "")
    found = names.find(text) or names.find(without_fillers(text)) if text else None
    if found:
        return found
    what = {"candidate": _("le candidat"), "room": _("la salle"), "stage": _("l'épreuve"), "track": _("le parcours")}
    if not text:
        raise Unclear(_("il manque {what}").format(what=what[key]))
    if key in ("candidate", "room") and (told := advice(kind, text, names.find)):
        raise Unclear(told)
    unknown = {
        "candidate": _("candidat inconnu"),
        "room": _("salle inconnue"),
        "stage": _("épreuve inconnue"),
        "track": _("parcours inconnu"),
    }
    message = _("{unknown} : « {value} »{hint}")
    raise Unclear(message.format(unknown=unknown[key], value=shown(text), hint=names.hint(text)))


def _written(known: Known, stage: str) -> str:
    if known.problem.title.stage[stage].kind == WRITTEN:
        return stage
    written = "/".join(known.problem.title.of_kind(WRITTEN))
    if not written:
        raise Unclear(_("le titre {title} n'a pas d'épreuve écrite").format(title=known.problem.title.code))
    raise Unclear(_("seule l'épreuve écrite ({stage}) est attendue ici").format(stage=written))


def _track(known: Known, candidate: str, track: str | None, stage: str) -> str:
    """The track on which a candidate sits a stage; it must be said where there are several."""
    person = known.problem.candidate[candidate]
    sat = [one for one in person.tracks if stage_minutes(known.problem, candidate, one, stage)]
    if track is None and len(sat) == 1:
        return sat[0]
    named = {"who": f"{person.name} ({person.id})", "stage": stage, "tracks": ", ".join(sat or person.tracks)}
    if not sat or (track is not None and track not in sat):
        raise Unclear(_("{who} n'a pas d'épreuve {stage} sur ce parcours ({tracks})").format(**named))
    if track is None:
        raise Unclear(_("{who} passe {stage} sur plusieurs parcours : dites lequel ({tracks})").format(**named))
    return track


# --- moments ---------------------------------------------------------------------------------------------------------


def _stretch(raw: Raw, now: datetime | None) -> tuple[datetime | None, datetime | None]:
    """From and until; a moment said alone (`absent J2 10:40`) is the beginning."""
    said = raw.moments.get(FROM) or raw.moments.get(AT)
    start = resolved(said, now, FROM) if said else None
    whole_day = said is not None and said.minute is None and AT in raw.moments
    end = resolved(raw.moments[UNTIL], now, UNTIL, start) if UNTIL in raw.moments else None
    if whole_day and said and end is None:
        end = resolved(said, now, UNTIL)
    if start and end and end <= start:
        raise Unclear(_("« {value} » : la fin doit venir après le début").format(value=raw.moments[UNTIL].text))
    return start, end


def _one(raw: Raw, now: datetime | None, role: str) -> datetime:
    said: Said | None = raw.moments.get(role) or next(iter(raw.moments.values()), None)
    if said is None:
        raise Unclear(_("il manque l'heure, par exemple 10:40"))
    if said.until is not None and not (raw.kind == "present" or FROM not in raw.moments):
        raise Unclear(_("« {value} » : il y faut une heure, par exemple 10:40").format(value=said.text))
    if len(raw.moments) > 1 and said.until is None:
        raise Unclear(_("deux moments là où un seul est attendu"))
    return resolved(said, now, role)


def _moment_of_task(raw: Raw, known: Known, now: datetime | None) -> datetime:
    found = _one(raw, now, AT)
    _of_session(found, known)
    if raw.kind == "started":
        _not_to_come(found, now)
    return found


def _touching(known: Known, start: datetime | None, end: datetime | None) -> tuple[datetime | None, datetime | None]:
    """A stretch as it is, if some of it lies in the session."""
    days = known.problem.days
    first, last = moment(days[0].date, 0), moment(days[-1].date, 1440)
    if (start and start >= last) or (end and end <= first):
        raise Unclear(_("cela ne touche aucun jour de la session ({days})").format(days=_listed(known)))
    return start, end


def _listed(known: Known) -> str:
    days = [day.date for day in known.problem.days]
    return ", ".join(f"{day:%d/%m/%Y}" for day in days[:6]) + (", …" if len(days) > 6 else "")


def _of_session(found: datetime, known: Known) -> None:
    if found.date() not in known.problem.day_index:
        text = _("le {day} n'est pas un jour de la session ({days})")
        raise Unclear(text.format(day=long_date(found.date()), days=_listed(known)))


def _not_to_come(found: datetime, now: datetime | None) -> None:
    """What has happened happened before now."""
    if now is None:
        raise Unclear(_("la session n'a pas commencé ; donnez le moment présent avec {option}").format(option="--now"))
    if found > now:
        text = _("{at:%H:%M} est à venir, il est {now:%H:%M} : cet événement dit ce qui a déjà eu lieu")
        raise Unclear(text.format(at=found, now=now))
