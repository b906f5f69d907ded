"""Whom to call after a change, one line a person: how to reach them, and what to say. A changed hour is told from a
changed room."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tspi_sched.comparison import Comparison, Entry, Notice
from tspi_sched.comparison.changes import GONE, NEW, Change, Dated, changes
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, long_date, mark
from tspi_sched.wording.bare import candidate_name, member_name, room_name

MOST = 4
"""How many changes of a day are read out."""

ARROW = "{before} → {after}"
"""What was and what is, for a table; in a sentence it is *instead of*."""


def instead() -> str:
    """What is and what was, in a sentence."""
    return _("{after} au lieu de {before}")


def calls(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each plan and person: the plan's name, then who it is, what they are, telephone, e-mail, what to say."""
    see = _("Journées changées")
    for (plan, _kind, _id), group in groupby(comparison.told, key=_whose):
        found = tuple(group)
        person, said = found[0].person, mark(";").join(sentences(comparison.problem, found, see))
        yield plan, (f"{person.name} ({person.id})", found[0].kind, person.phone, person.email, f"{said}.")


def _whose(notice: Notice) -> tuple[str, str, str]:
    return notice.plan, notice.kind, notice.person.id


def sentences(problem: Problem, notices: Sequence[Notice], see: str, form: str = "") -> tuple[str, ...]:
    """What to say to one person, day by day; of a day of too many changes only its hours, `see` says where the rest is.

    A day of duty that is new or gone is told as a whole. `form` is how what was and what is are joined, as a sentence
    by default.
    """
    found, form = changes(notices), form or instead()
    days = {notice.day: notice for notice in notices}
    told: list[str] = []
    for day, group in groupby(found, key=lambda change: change.moment.date()):
        own = tuple(group)
        if len(own) > 1 and day in days and (other := _with_others(problem, days[day], own, form)):
            told.append(other)
        elif len(own) > MOST and day in days:
            told.append(_at_length(days[day], see, form))
        elif len(own) > 1 and (whole := _whole_day(days.get(day), own)):
            told.append(whole)
        else:
            told += (sentence(problem, change, form) for change in own)
    return tuple(told)


def _whole_day(notice: Notice | None, own: Sequence[Change]) -> str:
    """A day of duty that is altogether new or gone; nothing for others. Candidates must hear what it is."""
    parts = {part for change in own for part in change.parts}
    if notice is None or notice.kind == "candidate" or parts not in ({NEW}, {GONE}) or (notice.before and notice.after):
        return ""
    text = _("{day} : en plus, de {hours}") if parts == {NEW} else _("{day} : n'a plus lieu, de {hours}")
    return text.format(day=long_date(notice.day), hours=_span_of(notice.after or notice.before))


def _with_others(problem: Problem, notice: Notice, own: Sequence[Change], form: str) -> str:
    """A day on which one fellow member takes the place of another everywhere, and nothing else differs."""
    whole = sum(len(change.after) for change in own) == len(notice.after)
    if not whole or {change.parts for change in own} != {("panel",)}:
        return ""
    entries = [(old, new) for c in own for (_d, old), (_e, new) in zip(c.before, c.after, strict=True)]
    swaps = {(_not_in(old.beside, new.beside), _not_in(new.beside, old.beside)) for old, new in entries}
    if len(swaps) > 1:
        return ""
    ((left, come),) = swaps
    names = form.format(before=_members(problem, left), after=_members(problem, come))
    text = _("{day} : avec {names} ; mêmes heures (de {hours}), mêmes candidats, mêmes salles")
    return text.format(day=long_date(notice.day), names=names, hours=_span_of(notice.after))


def _not_in(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in some if one not in others)


def _at_length(notice: Notice, see: str, form: str) -> str:
    """A day of which too much changes for a telephone call: from when to when, and where the rest is."""
    before, after = _span_of(notice.before), _span_of(notice.after)
    if not after:
        text = _("{day} : n'a plus lieu, de {before}")
    elif not before:
        text = _("{day} : en plus, de {after} (voir « {table} »)")
    elif before == after:
        text = _("{day} : autre déroulé, toujours de {after} (voir « {table} »)")
    else:
        text = _("{day} : autre déroulé, {hours} (voir « {table} »)")
    hours = form.format(before=before, after=after)
    return text.format(day=long_date(notice.day), before=before, after=after, hours=hours, table=see)


def _span_of(entries: Sequence[Entry]) -> str:
    """From when to when a day goes."""
    starts = [entry.start for entry in entries]
    ends = [entry.end for entry in entries]
    return _("{start} à {end}").format(start=clock(min(starts)), end=clock(max(ends))) if starts else ""


# --- one change ------------------------------------------------------------------------------------------------------


def sentence(problem: Problem, change: Change, form: str) -> str:
    """One change: ``lundi 7 décembre 2026, ET QPP (TITRE) : 14:30 au lieu de 12:20, même salle (Salle Curie)``."""
    what = _what(problem, change.after or change.before)
    if not change.after or not change.before:
        day, entry = (change.after or change.before)[0]
        text = (
            _("{day}, en plus : {what}, {hours}{room}")
            if change.after
            else _("{day}, n'a plus lieu : {what}, {hours}{room}")
        )
        hours = _hours(change.after or change.before)
        room = f", {room_name(problem, entry.room)}" if entry.room else ""
        return text.format(day=long_date(day), what=what, hours=hours, room=room)
    text = _("{day}, {what} : {told}")
    return text.format(
        day=long_date(change.after[0][0]), what=what, told=", ".join(_differences(problem, change, form))
    )


def _what(problem: Problem, dated: Sequence[Dated]) -> str:
    first = dated[0][1]
    stages = " ".join(entry.stage for _day, entry in dated)
    track = f"{stages} ({first.track})" if first.track else stages
    return ", ".join(filter(None, (track, candidate_name(problem, first.candidate))))


def _differences(problem: Problem, change: Change, form: str) -> Iterator[str]:
    """What differs, then what stays of hour and room, which is asked first on the telephone."""
    parts, (was, now) = change.parts, (change.before[0][1], change.after[0][1])
    yield _moved(change, parts, form)
    if now.room or was.room:
        after, before = room_name(problem, now.room), room_name(problem, was.room)
        different = form.format(after=after, before=before)
        yield different if "room" in parts else _("même salle ({room})").format(room=after)
    if "panel" in parts:
        names = form.format(after=_members(problem, now.beside), before=_members(problem, was.beside))
        yield _("avec {names}").format(names=names)
    if "candidates" in parts:
        yield from _watched(problem, was.watched, now.watched)


def _moved(change: Change, parts: Sequence[str], form: str) -> str:
    before, after = _hours(change.before), _hours(change.after)
    if "day" in parts:
        before = f"{long_date(change.before[0][0])} {before}"
        return form.format(after=after, before=before)
    return form.format(after=after, before=before) if "hour" in parts else _same(after)


def _same(hours: str) -> str:
    return _("même heure ({hours})").format(hours=hours)


def _hours(dated: Sequence[Dated]) -> str:
    return f"{clock(dated[0][1].start)}–{clock(dated[-1][1].end)}"


def _members(problem: Problem, ids: Sequence[str]) -> str:
    return ", ".join(member_name(problem, id) for id in ids) or _("personne")


def _watched(problem: Problem, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The candidates of a sitting who come and who leave."""
    texts = ((_("en plus : {names}"), after, before), (_("en moins : {names}"), before, after))
    for text, here, there in texts:
        if names := [candidate_name(problem, id) for id in here if id not in there]:
            yield text.format(names=", ".join(names))
