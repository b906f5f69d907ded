"""What a plan's row may name: the ids of a problem, however they are written, with suggestions for the others."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, Candidate, Invigilator, Means, Member, Problem
from tspi_sched.reading.references import split_ids
from tspi_sched.reading.values.cells import pieces, shown
from tspi_sched.reading.values.near import Names, fold, ids
from tspi_sched.texts import _

Complain = Callable[[str, str], None]
"""Notes a fault: field of the row, message."""


@dataclass(frozen=True, slots=True)
class PlanIds:
    """Every id that a problem knows, by kind."""

    candidates: Names
    members: Names
    invigilators: Names
    rooms: Names
    projectors: Names
    means: Names
    tracks: Names
    stages: Names
    closing: frozenset[str]
    panels: dict[str, tuple[str, ...]]
    """The members of each named panel, by its (folded) name."""
    full_names: dict[str, str]
    """Codes by the full (folded) names of stages and tracks, which say the same."""


def plan_ids(problem: Problem) -> PlanIds:
    """The ids of a problem; names of people and rooms stand for theirs where only one has that name."""
    stages, named = problem.title.stages, [room for room in problem.rooms if room.name]
    return PlanIds(
        candidates=people_ids(problem.candidates),
        members=people_ids(problem.members),
        invigilators=people_ids(problem.invigilators),
        rooms=ids(problem.room, {room.name: room.id for room in named}, [(room.name, room.id) for room in named]),
        projectors=ids(problem.projector),
        means=people_ids(problem.means),
        tracks=Names(problem.title.track),
        stages=Names(problem.title.stage),
        closing=frozenset(s.code for s in stages if s.kind == CLOSING),
        panels=panel_names(problem),
        full_names={fold(s.name): s.code for s in stages} | {fold(t.name): t.code for t in problem.title.tracks},
    )


def people_ids(people: Sequence[Candidate | Member | Invigilator | Means]) -> Names:
    """Ids of people, who may as well be named, in either order, or by their last name."""
    said = [
        (name, person.id)
        for person in people
        for name in (person.name, f"{person.last_name} {person.first_name}", person.last_name)
        if name.strip()
    ]
    return ids([person.id for person in people], {person.name: person.id for person in people}, said)


def panel_names(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The members of each named panel, by its label, folded, with and without the word Jury."""
    found = {fold(label): tuple(member.id for member in panel) for label, panel in problem.panels.items()}
    longer = {f"{word}{label}": members for label, members in found.items() for word in ("jury", "panel", "binome")}
    return {**longer, **found}


def with_known_ids(task: Task, known: PlanIds, complain: Complain) -> Task:
    """The same task with every id as the problem spells it; what is unknown is complained of."""
    stage = _one(_code(task.stage, known), "stage", known.stages, complain) or task.stage
    closing = stage in known.closing
    if not closing:
        for field, value in (("candidate", task.candidate), ("track", task.track)):
            if not value:
                complain(field, _("valeur requise, absente"))
    return Task(
        candidate=None if closing else _one(task.candidate, "candidate", known.candidates, complain),
        track=None if closing else _one(_code(task.track, known), "track", known.tracks, complain),
        stage=stage,
        day=task.day,
        start=task.start,
        end=task.end,
        room=_one(task.room, "room", known.rooms, complain),
        members=_several(_as_members(task.members, known), "members", known.members, complain),
        invigilators=_several(task.invigilators, "invigilators", known.invigilators, complain),
        projector=_one(task.projector, "projector", known.projectors, complain),
        state=task.state,
        means=_several(task.means, "means", known.means, complain),
    )


def _as_members(texts: tuple[str, ...], known: PlanIds) -> tuple[str, ...]:
    """What stands for members, with panels by name (`Jury B`, `Jury B – …`) replaced by theirs."""
    found: list[str] = []
    for text in (one if "(" in one else one.rstrip(")") for one in texts):
        panel = None if known.members.find(text) else known.panels.get(fold(re.split(r" [-–—] | ?\(", text)[0]))
        found += panel or (text,)
    return tuple(found)


def _code(text: str | None, known: PlanIds) -> str | None:
    return known.full_names.get(fold(text), text) if text else None


def known_candidate(text: str, known: PlanIds, complain: Complain) -> str:
    """A candidate's id as the problem spells it."""
    return _one(text, "candidate", known.candidates, complain) or text


def _one(text: str | None, field: str, known: Names, complain: Complain) -> str | None:
    if not text:
        return None
    name = known.find(text) or _in_brackets(text, known)
    if name is None and len(pieces(text)) > 1:
        message = _("« {value} » n'est pas un identifiant : un seul, sans « ; » ni « , »")
        complain(field, message.format(value=shown(text)))
    elif name is None:
        complain(field, _("inconnu : « {value} »{hint}").format(value=shown(text), hint=known.hint(text)))
    return name


def _in_brackets(text: str, known: Names) -> str | None:
    """The id that stands behind a name, as other sheets write it: `Salle Ampère (S1)`."""
    match = re.search(r"\(([^()]+)\)$", text)
    return known.find(match[1]) if match else None


def _several(texts: Iterable[str], field: str, known: Names, complain: Complain) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        behind = _in_brackets(text, known)
        names = [behind] if behind else split_ids(text, known, Names(()))
        if names is None:
            complain(field, _("inconnu : « {value} »{hint}").format(value=shown(text), hint=known.hint(text)))
        found += names or []
    return tuple(dict.fromkeys(found))
