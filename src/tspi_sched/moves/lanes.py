"""The lines of the chart that a block may be dropped on, and the place that a drop there means."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from tspi_sched.moves.blocks import SITTING, Block, kind_of
from tspi_sched.moves.putting import OF_ROOM, Place, place_of
from tspi_sched.plan import Plan
from tspi_sched.problem import MSP_USE, ORAL_USE, Problem
from tspi_sched.texts import _

PANEL, CANDIDATE, ROOM, INVIGILATOR = "panel", "candidate", "room", "invigilator"


class NotHere(Exception):
    """A line that a block cannot be on, for a reason that its text says."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A line: the `kind` of view, and the `ids` of whom or what it is about (several for a panel)."""

    kind: str
    ids: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is called by programs."""
        return json.dumps([self.kind, *self.ids], ensure_ascii=False, separators=(",", ":"))


def lane_of(key: str) -> Lane:
    """The line of a key; raises `ValueError` for what is none."""
    parts = json.loads(key)
    if not (isinstance(parts, list) and len(parts) > 1 and all(isinstance(part, str) for part in parts)):
        raise ValueError(key)
    return Lane(parts[0], tuple(parts[1:]))


def place_in(problem: Problem, plan: Plan, block: Block, lane: Lane, day: date, start: int) -> Place:
    """The place that a drop on a line means: on a room's line in this room, on a panel's before this panel and in the
    room where it sits that day. Raises `NotHere` with the reason where the block cannot be on it."""
    now = place_of(problem, block)
    if lane.kind == CANDIDATE:
        if lane.ids[0] not in {task.candidate for task in block.tasks}:
            raise NotHere(_("Cette ligne est celle d'un autre candidat."))
        return Place(day, start)
    if lane.kind == ROOM:
        return _in_room(problem, block, lane.ids[0], day, start)
    if lane.kind == PANEL:
        if block.kind == SITTING:
            raise NotHere(_("Une séance surveillée se déplace d'une salle à l'autre, pas vers un jury."))
        if set(lane.ids) == set(now.panel or ()):
            return Place(day, start)
        return Place(day, start, usual_room(problem, plan, lane.ids, day), lane.ids)
    if block.kind != SITTING:
        raise NotHere(_("Un passage n'a pas de surveillant."))
    return Place(day, start, None, _watchers(now.invigilators or (), lane.ids[0]))


def _in_room(problem: Problem, block: Block, room: str, day: date, start: int) -> Place:
    """Where the room is of no use for the block, the reason is the room's; the checker judges all the rest."""
    known = problem.room.get(room)
    if known is None:
        raise NotHere(_("Cette salle n'est pas de la session."))
    stages = {task.stage for task in block.tasks if block.kind == SITTING or kind_of(problem, task) in OF_ROOM}
    places = {problem.title.stage[code].place for code in stages if code in problem.title.stage}
    wanted = {MSP_USE if block.kind == SITTING else ORAL_USE} | (places & set(known.uses))
    if not wanted & set(known.uses):
        written = _("Cette salle n'est pas prévue pour les écrits.")
        raise NotHere(written if block.kind == SITTING else _("Cette salle n'est pas prévue pour les oraux."))
    return Place(day, start, room)


def usual_room(problem: Problem, plan: Plan, panel: tuple[str, ...], day: date) -> str | None:
    """The room where a panel holds most of its orals that day, else on all days; None if it holds none."""
    wanted = set(panel)
    rows = [t for t in plan.tasks if t.room and set(t.members) == wanted and kind_of(problem, t) in OF_ROOM]
    found = Counter(row.room for row in rows if row.day == day) or Counter(row.room for row in rows)
    return found.most_common(1)[0][0] if found else None


def _watchers(now: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """The invigilators once one more line is theirs: who is there stays there, else the first is replaced."""
    return now if wanted in now else (wanted, *now[1:])


def lanes(problem: Problem, plan: Plan, block: Block, kind: str) -> tuple[Lane, ...]:
    """The lines of a view that a block may be on, its own first."""
    every: dict[str, list[tuple[str, ...]]] = {
        PANEL: _panels(problem, plan),
        ROOM: [(room.id,) for room in problem.rooms],
        CANDIDATE: [(id,) for id in dict.fromkeys(task.candidate for task in block.tasks) if id],
        INVIGILATOR: [(person.id,) for person in problem.invigilators],
    }
    now = place_of(problem, block)
    own = set({PANEL: now.panel, ROOM: (now.room,), INVIGILATOR: now.invigilators}.get(kind) or ())
    ordered = sorted(every[kind], key=lambda ids: set(ids) != own)
    return tuple(Lane(kind, ids) for ids in ordered if _fits(problem, plan, block, Lane(kind, ids)))


def _fits(problem: Problem, plan: Plan, block: Block, lane: Lane) -> bool:
    try:
        place_in(problem, plan, block, lane, block.day, 0)
    except NotHere:
        return False
    return True


def _panels(problem: Problem, plan: Plan) -> list[tuple[str, ...]]:
    """The panels that serve, then the named ones that do not; members in the workbook's order."""
    order = {member.id: number for number, member in enumerate(problem.members)}
    sets = [frozenset(task.members) for task in plan.tasks if task.members]
    sets += [frozenset(member.id for member in panel) for panel in problem.panels.values()]
    return [tuple(sorted(ids, key=lambda id: order.get(id, len(order)))) for ids in dict.fromkeys(sets)]
