"""Whom to call after a change, one line a person: how to reach them, and one sentence with what was and what is."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tspi_sched.comparison import Comparison, Entry, Notice
from tspi_sched.comparison.days import day_lines
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, long_date, mark

MOST = 4
"""How many stretches of a day one sentence tells."""


def calls(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each plan and person: the plan's name, then who it is, what they are, telephone, e-mail, the sentence."""
    for (plan, _kind, _id), group in groupby(comparison.told, key=_whose):
        found = tuple(group)
        person, days = found[0].person, mark(";").join(_day(comparison.problem, one) for one in found)
        yield plan, (f"{person.name} ({person.id})", found[0].kind, person.phone, person.email, f"{days}.")


def _whose(notice: Notice) -> tuple[str, str, str]:
    return notice.plan, notice.kind, notice.person.id


def _day(problem: Problem, notice: Notice) -> str:
    """What changes on a day: what was, what is, or both; what stays is left out."""
    was, now = (day_lines(problem, entries) for entries in (notice.before, notice.after))
    before, after = _without(was, now), _without(now, was)
    if max(len(before), len(after)) > MOST:
        return _at_length(notice)
    if before and after:
        text = _("{day}, au lieu de {before} : {after}")
    elif after:
        text = _("{day}, en plus : {after}")
    else:
        text = _("{day}, n'a plus lieu : {before}")
    return text.format(day=long_date(notice.day), before=_joined(before), after=_joined(after))


def _at_length(notice: Notice) -> str:
    """A day of which too much changes for a telephone call: from when to when, and where the rest is."""
    before, after = _hours(notice.before), _hours(notice.after)
    if not after:
        text = _("{day}, n'a plus lieu : tout, de {before} (voir « {table} »)")
    elif not before:
        text = _("{day}, en plus : de {after} (voir « {table} »)")
    elif before == after:
        text = _("{day}, autre déroulé, toujours de {after} (voir « {table} »)")
    else:
        text = _("{day}, autre déroulé : de {after}, au lieu de {before} (voir « {table} »)")
    return text.format(day=long_date(notice.day), before=before, after=after, table=_("Journées changées"))


def _hours(entries: Sequence[Entry]) -> str:
    if not entries:
        return ""
    start, end = min(entry.start for entry in entries), max(entry.end for entry in entries)
    return _("{start} à {end}").format(start=clock(start), end=clock(end))


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    return [line for line in lines if line not in others]


def _joined(lines: Sequence[str]) -> str:
    return _(" puis ").join(lines)
