"""Facts that are the scenario's: whom and what it leaves out of the session, and the days that it drops."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tspi_sched.explanations.constraints.kind import About, Kind
from tspi_sched.problem import Candidate, Problem, plain
from tspi_sched.texts import _, long_date, ngettext
from tspi_sched.wording.names import listed, person, room

GROUPS = ("members", "rooms", "projectors", "invigilators", "means")
"""What a session would have more of: a candidate who is left out makes nothing harder."""

# --- people and things -----------------------------------------------------------------------------------------------


def _gone(problem: Problem) -> Iterator[About]:
    for group in GROUPS:
        yield from ((thing.id, group) for thing in getattr(problem.gone, group))


def _all_back(problem: Problem, chosen: list[About]) -> Problem:
    for id, group in chosen:
        problem = brought_back(problem, id, group)
    return problem


def brought_back(problem: Problem, id: str, group: str) -> Problem:
    """The session with somebody or something that it leaves out; a panel that this makes whole serves again."""
    things = getattr(problem.gone, group)
    changes: dict[str, Any] = {group: (*getattr(problem, group), *(thing for thing in things if thing.id == id))}
    gone: dict[str, Any] = {group: tuple(thing for thing in things if thing.id != id)}
    if group == "members":
        label = lost_panel(problem, id)
        there = {id, *(m for name, members in problem.gone.panels if name == label for m in members)}
        changes["members"] = tuple(replace(m, panel=label) if m.id in there else m for m in changes["members"])
    candidates = tuple(_barred(problem, candidate, id) for candidate in problem.candidates)
    return replace(problem, gone=replace(problem.gone, **gone), candidates=candidates, **changes)


def lost_panel(problem: Problem, id: str) -> str:
    """The label of the panel that serves no more without somebody; empty if there is none."""
    own = next((plain(member.panel) for member in problem.gone.members if member.id == id), "")
    return next((label for label, _there in problem.gone.panels if plain(label) == own), "") if own else ""


def _barred(problem: Problem, candidate: Candidate, id: str) -> Candidate:
    """A candidate who must not meet somebody who is there again."""
    if (candidate.id, id) not in problem.gone.barred:
        return candidate
    return replace(candidate, trainers=(*candidate.trainers, id))


def _say_gone(problem: Problem, chosen: list[About]) -> Iterator[str]:
    for id in (id for id, group in chosen if group == "members" and lost_panel(problem, id)):
        text, label = _("{panel} ne siège pas : {who} est hors du scénario (what_if.without)"), lost_panel(problem, id)
        if label in problem.completions:
            text = _("{panel} ne siège que complété : {who} est hors du scénario (what_if.without)")
        yield text.format(panel=panel_name(label), who=person(problem.whole, id))
    names = [
        room(problem.whole, id) if group == "rooms" else person(problem.whole, id)
        for id, group in chosen
        if group != "members" or not lost_panel(problem, id)
    ]
    if names:
        yield _("hors du scénario (what_if.without) : {names}").format(names=listed(names))


def panel_name(label: str) -> str:
    """A panel by its label: ``le Jury C``, ``le jury « C »``."""
    text = _("le {label}") if plain(label).startswith(("jury", "panel")) else _("le jury « {label} »")
    return text.format(label=label)


# --- days ------------------------------------------------------------------------------------------------------------


def _dropped(problem: Problem) -> Iterator[About]:
    return ((day.date.isoformat(),) for day in problem.gone.days)


def reopened(problem: Problem, chosen: list[About]) -> Problem:
    """The session with days of the workbook that it drops, at the workbook's hours."""
    dates = {date for (date,) in chosen}
    back = [day for day in problem.gone.days if day.date.isoformat() in dates]
    rest = tuple(day for day in problem.gone.days if day not in back)
    days = tuple(sorted((*problem.days, *back), key=lambda day: day.date))
    return replace(problem, days=days, gone=replace(problem.gone, days=rest))


def _say_dropped(problem: Problem, chosen: list[About]) -> Iterator[str]:
    dates = {date for (date,) in chosen}
    days = [long_date(day.date) for day in problem.gone.days if day.date.isoformat() in dates]
    text = ngettext(
        "un jour du classeur est hors du scénario (what_if.days) : {days}",
        "{count} jours du classeur sont hors du scénario (what_if.days) : {days}",
        len(days),
    )
    yield text.format(count=len(days), days=listed(days))


ABSENCE = Kind("absence", "hours", _gone, _all_back, _say_gone)
DROPPED = Kind("dropped_days", "hours", _dropped, reopened, _say_dropped)
