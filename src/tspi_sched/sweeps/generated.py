"""Values that a session makes by itself: one candidate more, one member less, each loss in its turn.

They are said as a scenario says them, in rows added and ids left out, so that each plan's own scenario can be solved,
checked and changed by itself.
"""

from collections.abc import Iterator
from typing import Any

from tspi_sched.errors import fault
from tspi_sched.explanations.repairs.changes import availability
from tspi_sched.problem import Candidate, ExtraTime, Member, Problem, Room
from tspi_sched.reading.workbook.layout import CANDIDATES, PROJECTORS, ROOMS, Sheet
from tspi_sched.sweeps.definition import Axis, Choice
from tspi_sched.sweeps.keys import WITHOUT_VALUES
from tspi_sched.texts import _

Cells = dict[str, Any]


def choices_of(axis: Axis, problem: Problem) -> tuple[Choice, ...]:
    """The values of an axis for one session; those it states where it states them."""
    if not axis.generate:
        return axis.choices
    if axis.generate == WITHOUT_VALUES:
        return tuple(_losses(problem))
    return tuple(_numbered(axis.generate, number, problem) for number in axis.numbers)


def _numbered(generate: str, number: int, problem: Problem) -> Choice:
    match generate:
        case "more_candidates":
            return _more(number, CANDIDATES, [_candidate(problem, copy) for copy in _copies(number)])
        case "more_rooms":
            return _more(number, ROOMS, [_room(problem, copy) for copy in _copies(number)])
        case "more_projectors":
            return _more(number, PROJECTORS, [_projector(problem, copy) for copy in _copies(number)])
        case _:
            return _fewer(number, problem)


def _copies(number: int) -> range:
    return range(1, number + 1)


def _more(number: int, sheet: Sheet, rows: list[Cells]) -> Choice:
    titled = tuple({sheet.column(field).fr: value for field, value in row.items() if value != ""} for row in rows)
    return Choice(number, (), ((("what_if", "add", sheet.fr), titled),) if number else ())


def _without(label: str | int, *ids: str) -> Choice:
    return Choice(label, (), ((("what_if", "without"), ids),) if ids else ())


def _id(problem: Problem, stem: str, number: int) -> str:
    """An id that nobody and nothing of the session has."""
    whole = problem.whole
    things = (whole.candidates, whole.members, whole.rooms, whole.projectors, whole.invigilators, whole.means)
    taken = {one.id.casefold() for group in things for one in group}
    end = "" if f"{stem}+{number}".casefold() not in taken else "+"
    return f"{stem}+{end}{number}"


# --- copies ----------------------------------------------------------------------------------------------------------


def _candidate(problem: Problem, copy: int) -> Cells:
    """A copy of the last candidate, with everything that bears on the plan."""
    last: Candidate = problem.candidates[-1]
    return {
        "id": _id(problem, last.id, copy),
        "last_name": f"{last.last_name} +{copy}",
        "first_name": last.first_name,
        "tracks": "+".join(last.tracks),
        "final_interview": _yes(last.final_interview),
        "company": last.company,
        "trainers": _known(problem, last.trainers),
        "exclusions": _known(problem, last.exclusions),
        "extra_time": "; ".join(map(_extra, last.extra_time)),
        "report": _yes(last.report),
        "accessible": _yes(last.accessible),
        "availability": availability(last.availability),
        "priority": last.priority,
    }


def _known(problem: Problem, ids: tuple[str, ...]) -> str:
    return "; ".join(id for id in ids if id in problem.member)


def _extra(extra: ExtraTime) -> str:
    return f"{extra.stage}:{extra.minutes}min" if extra.minutes else f"{extra.stage}:{extra.share}"


def _room(problem: Problem, copy: int) -> Cells:
    if not problem.rooms:
        raise fault(_("cette session n'a aucune salle à ajouter en double"))
    last: Room = problem.rooms[-1]
    return {
        "id": _id(problem, last.id, copy),
        "name": f"{last.name} +{copy}" if last.name else "",
        "uses": ";".join(last.uses),
        "seats": last.seats,
        "projector": _yes(last.projector),
        "accessible": _yes(last.accessible),
        "availability": availability(last.availability),
        "cost": last.cost or "",
    }


def _projector(problem: Problem, copy: int) -> Cells:
    if not problem.projectors:
        return {"id": _id(problem, "VP", copy)}
    last = problem.projectors[-1]
    return {"id": _id(problem, last.id, copy), "availability": availability(last.availability)}


def _yes(true: bool) -> str:
    return "oui" if true else "non"


# --- losses ----------------------------------------------------------------------------------------------------------


def _serving(problem: Problem) -> tuple[Member, ...]:
    """The members who may sit on a panel: not the reserve, unless the rules call it in."""
    return tuple(one for one in problem.members if problem.rules.panel.use_reserve or not one.reserve)


def _fewer(number: int, problem: Problem) -> Choice:
    """The last members of the workbook left out."""
    members = _serving(problem)
    if number > len(members):
        text = _("{number} jurés de moins : la session n'en a que {count}")
        raise fault(text.format(number=number, count=len(members)))
    return _without(number, *(one.id for one in members[len(members) - number :]))


def _losses(problem: Problem) -> Iterator[Choice]:
    """Nobody left out, then each member, invigilator, room, projector, person in a role and means in its turn."""
    yield _without(_("personne"))
    for things in (_serving(problem), problem.invigilators, problem.rooms, problem.projectors, problem.means):
        yield from (_without(_("sans {id}").format(id=one.id), one.id) for one in things)
