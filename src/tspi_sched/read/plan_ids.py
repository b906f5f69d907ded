"""What a plan's row may name: the ids of a problem, however they are written, with suggestions for the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tspi_sched.plan import Task
from tspi_sched.problem import CLOSING, Problem
from tspi_sched.read.cells import shown
from tspi_sched.read.near import Names, fold, ids
from tspi_sched.read.references import split_ids
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
    tracks: Names
    stages: Names
    closing: frozenset[str]
    full_names: dict[str, str]
    """Codes by the full (folded) names of stages and tracks, which say the same."""


def plan_ids(problem: Problem) -> PlanIds:
    """The ids of a problem; people's names help to find theirs."""
    stages = problem.title.stages
    return PlanIds(
        candidates=ids(problem.candidate, {c.name: c.id for c in problem.candidates}),
        members=ids(problem.member, {m.name: m.id for m in problem.members}),
        invigilators=ids(problem.invigilator, {i.name: i.id for i in problem.invigilators}),
        rooms=ids(problem.room, {r.name: r.id for r in problem.rooms if r.name}),
        projectors=ids(problem.projector),
        tracks=Names(problem.title.track),
        stages=Names(problem.title.stage),
        closing=frozenset(s.code for s in stages if s.kind == CLOSING),
        full_names={fold(s.name): s.code for s in stages} | {fold(t.name): t.code for t in problem.title.tracks},
    )


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
        members=_several(task.members, "members", known.members, complain),
        invigilators=_several(task.invigilators, "invigilators", known.invigilators, complain),
        projector=_one(task.projector, "projector", known.projectors, complain),
    )


def _code(text: str | None, known: PlanIds) -> str | None:
    return known.full_names.get(fold(text), text) if text else None


def known_candidate(text: str, known: PlanIds, complain: Complain) -> str:
    """A candidate's id as the problem spells it."""
    return _one(text, "candidate", known.candidates, complain) or text


def _one(text: str | None, field: str, known: Names, complain: Complain) -> str | None:
    if not text:
        return None
    name = known.find(text)
    if name is None:
        complain(field, _("inconnu : « {value} »{hint}").format(value=shown(text), hint=known.hint(text)))
    return name


def _several(texts: Iterable[str], field: str, known: Names, complain: Complain) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        names = split_ids(text, known, Names(()))
        if names is None:
            complain(field, _("inconnu : « {value} »{hint}").format(value=shown(text), hint=known.hint(text)))
        found += names or []
    return tuple(dict.fromkeys(found))
