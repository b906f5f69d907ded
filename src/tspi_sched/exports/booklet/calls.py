"""Whom to call after a loss, the most urgent first: how to reach them, and what their day was and is, in few words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tspi_sched.comparison import Comparison, Entry, Notice
from tspi_sched.comparison.days import day_lines
from tspi_sched.exports.comparison.tables import kind_names
from tspi_sched.losses import Answer, Contingency
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, long_date, mark
from tspi_sched.wording.bare import candidate_name, member_name

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call: who it is, what they are, how to reach them, and what their day was and is."""

    who: str
    role: str
    phone: str
    email: str
    was: str
    now: str


def short_date(day: date) -> str:
    """A day without its year: ``lundi 7 décembre``."""
    return long_date(day).rpartition(" ")[0]


def calls_of(found: Contingency, answer: Answer, comparison: Comparison) -> Iterator[Call]:
    """A row for each person to call: who is called in first, then candidates whose hour changes, then all others."""
    told = [one for one in comparison.told if (one.kind, one.person.id) != (answer.loss.kind, answer.loss.id)]
    people = [tuple(group) for _key, group in groupby(told, key=lambda one: (one.kind, one.person.id))]
    for notices in sorted(people, key=_urgency):
        yield _call(found, notices)


def _urgency(notices: Sequence[Notice]) -> tuple[int, int]:
    """The most urgent first: whoever has a day more, candidates at another hour, whoever is free, others."""
    first = notices[0]
    called_in = any(one.after and not one.before for one in notices)
    free = any(one.before and not one.after for one in notices)
    moved = any(_starts(one.before) != _starts(one.after) for one in notices)
    rank = 1 if first.kind == "candidate" and moved else 0 if called_in else 2 if free else 3
    return rank, min(one.day.toordinal() for one in notices)


def _starts(entries: Sequence[Entry]) -> list[int]:
    return [entry.start for entry in entries]


def _call(found: Contingency, notices: Sequence[Notice]) -> Call:
    person, kind = notices[0].person, notices[0].kind
    sides = [_side(found, one) for one in notices]
    return Call(
        who=person.name if person.name == person.id else f"{person.name} ({person.id})",
        role=_role(found, notices[0]) or kind_names()[kind],
        phone=person.phone,
        email=person.email,
        was="\n".join(was for was, _now in sides),
        now="\n".join(now for _was, now in sides),
    )


def _role(found: Contingency, notice: Notice) -> str:
    """What a reserve member is to the organiser: somebody who stands by, or not."""
    member = found.problem.member.get(notice.person.id) if notice.kind == "member" else None
    if member is None or not member.reserve:
        return ""
    ready = found.standby is not None and any(id == member.id for id, _day in found.standby.days)
    return _("réserve, d'astreinte") if ready else _("réserve, hors astreinte")


def _side(found: Contingency, notice: Notice) -> tuple[str, str]:
    """A day as it was and as it is, under its date."""
    told = _served if notice.kind == "member" else _attended
    was, now = told(found.problem, notice)
    day = short_date(notice.day)
    return f"{day}{mark(':')}{was}", f"{day}{mark(':')}{now}"


def _attended(problem: Problem, notice: Notice) -> tuple[str, str]:
    """The stretches that differ."""
    was, now = (day_lines(problem, entries) for entries in (notice.before, notice.after))
    before, after = [line for line in was if line not in now], [line for line in now if line not in was]
    return _lines(before, was, NOTHING), _lines(after, now, _("n'a plus lieu"))


def _lines(lines: Sequence[str], whole: Sequence[str], nothing: str) -> str:
    return mark(";").join(lines) or (_("le reste ne change pas") if whole else nothing)


def _served(problem: Problem, notice: Notice) -> tuple[str, str]:
    """A member's day: from when to when, beside whom; before whom, if those are others."""
    heard = [list(dict.fromkeys(one.candidate for one in side)) for side in (notice.before, notice.after)]
    others = set(heard[0]) != set(heard[1])
    was, now = (_duty(problem, side, others) for side in (notice.before, notice.after))
    if was and was == now:
        now = _("{day} ; des heures ou des salles changent").format(day=now)
    return was or NOTHING, now or _("n'a plus lieu")


def _duty(problem: Problem, entries: Sequence[Entry], with_candidates: bool) -> str:
    if not entries:
        return ""
    start, end = min(entry.start for entry in entries), max(entry.end for entry in entries)
    fellows = dict.fromkeys(id for entry in entries for id in entry.beside)
    text = _("de {start} à {end}, avec {names}").format(
        start=clock(start), end=clock(end), names=", ".join(member_name(problem, id) for id in fellows)
    )
    heard = dict.fromkeys(candidate_name(problem, entry.candidate) for entry in entries if entry.candidate)
    return f"{text}{mark(':')}{', '.join(heard)}" if with_candidates else text
