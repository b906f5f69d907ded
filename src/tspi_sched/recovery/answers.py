"""The named answers to an incident: what each may change, said as constraints on the model of what is to come."""

from tspi_sched.plan import Task
from tspi_sched.problem import ATTENDED, MARKING, ORAL, WRITTEN
from tspi_sched.recovery.build import Stated
from tspi_sched.recovery.items import Item
from tspi_sched.recovery.situation import Chain, Situation, is_whole
from tspi_sched.recovery.timeline import DAY
from tspi_sched.recovery.variables import Variables

SUBSTITUTE, WAIT, SHARE_OUT, POSTPONE, BEST = ANSWERS = (
    "remplacer",
    "attendre",
    "redistribuer",
    "reporter",
    "meilleur",
)
"""The names, in the order in which they are shown."""
ENGLISH = dict(zip(("substitute", "wait", "share-out", "postpone", "best"), ANSWERS, strict=True))
"""The same in English."""


def applies(name: str, s: Situation) -> bool:
    """Whether an answer can be one to what has happened."""
    members, others, ends = lost_members(s), lost_others(s), _may_be_waited_for(s)
    match name:
        case "remplacer":
            return bool(members or others)
        case "attendre":
            return ends or not (members or others)
        case "redistribuer":
            return bool(members)
        case _:
            return True


def lost_members(s: Situation) -> set[str]:
    """The members whom a task to come of the plan in force names, and who are not there for it."""
    gone = {member.id for member in s.problem.gone.members}
    rows = s.before.values()
    away = {id for row in rows for id in row.members if s.line.is_away(id, s.line.start(row), s.line.end(row))}
    named = {id for row in rows for id in row.members}
    void = {id for key in s.past.void for row in rows if (row.candidate, row.track) == key for id in row.members}
    left = {id for id in void if s.line.is_away(id, s.line.now, s.line.horizon)}
    return away | (gone & named) | left


def lost_others(s: Situation) -> set[str]:
    """The invigilators, rooms, projectors and other means lost to tasks of the plan in force."""
    gone = {one.id for things in (s.problem.gone.rooms, s.problem.gone.projectors) for one in things}
    gone |= {one.id for one in s.problem.gone.invigilators} | {one.id for one in s.problem.gone.means}
    found: set[str] = set()
    for row in (*s.before.values(), *s.past.rows):
        ids = {id for id in (row.room, row.projector, *row.invigilators, *row.means) if id}
        over = s.line.end(row) <= s.line.now
        found |= {
            id for id in ids if not over and (id in gone or s.line.is_away(id, s.line.start(row), s.line.end(row)))
        }
    return found


def _may_be_waited_for(s: Situation) -> bool:
    """Whether something that is late, or somebody who is away for a time, lets others wait."""
    timed = any(event.kind in ("ended", "started", "late") for event in s.line.events)
    return timed or any(not s.line.has_left(id) for id in lost_members(s) | lost_others(s))


def restrict(stated: Stated, name: str, *, everybody: bool = True) -> None:
    """State what an answer leaves as it is; whoever was placed is placed by all but one of them, if `everybody`."""
    if name == BEST:
        return
    if name != POSTPONE and everybody:
        _place_everybody(stated.v)
    limit = {SUBSTITUTE: _substitute, WAIT: _wait, SHARE_OUT: _share_out, POSTPONE: _postpone}[name]
    for item in stated.items:
        old = stated.v.s.before.get(item.key) if item.candidate else None
        chain = _chain(stated.v, item)
        if chain and not chain.begun:
            limit(stated.v, item, old, chain)


def _place_everybody(v: Variables) -> None:
    """All whom the plan in force places are placed, but for those whose oral was broken off."""
    void = {candidate for candidate, _track in v.s.past.void}
    for id, placed in v.placed.items():
        if id not in void and id not in v.s.unplaced_before:
            v.m.add(placed == 1)


def _chain(v: Variables, item: Item) -> Chain | None:
    return next((c for c in v.chains if (c.candidate.id, c.track) == (item.candidate, item.track)), None)


def _to_come(v: Variables, old: Task | None) -> bool:
    return old is not None and v.s.line.start(old) >= v.s.line.now


def _substitute(v: Variables, item: Item, old: Task | None, chain: Chain) -> None:
    """Day and start stay, and so does all that is not lost."""
    if old is None or not _to_come(v, old) or item.kind not in ATTENDED or _is_void(v, chain):
        return
    span = v.s.line.start(old), v.s.line.end(old)
    v.m.add(item.start == span[0]).only_enforce_if(item.present)
    if not v.s.line.is_away(old.room, *span):
        _keep(v, item, "rooms", (old.room,))
    if old.projector and not v.s.line.is_away(old.projector, *span):
        _keep(v, item, "projectors", (old.projector,))
    _keep(v, item, "members", tuple(id for id in old.members if not _is_lost(v, id, old)))
    if item.kind == ORAL:
        _keep(v, item, "means", tuple(id for id in old.means if not v.s.line.is_away(id, *span)))
    for sitting in v.sittings_of(chain.index, item.stage):
        for id in old.invigilators:
            if id in sitting.watches and not v.s.line.is_away(id, *span):
                v.m.add(sitting.watches[id] == 1).only_enforce_if(sitting.seats[chain.index])


def _is_lost(v: Variables, id: str, task: Task) -> bool:
    return v.s.line.is_away(id, v.s.line.start(task), v.s.line.end(task)) or id not in v.s.problem.member


def _wait(v: Variables, item: Item, old: Task | None, _chain: Chain) -> None:
    """Day, room, projector and members stay, and the start is that of before or later."""
    if old is None or item.kind not in ATTENDED:
        return
    start = v.s.line.start(old)
    v.m.add_linear_constraint(item.start, start, start // DAY * DAY + DAY - 1).only_enforce_if(item.present)
    _keep(v, item, "rooms", (old.room,))
    _keep(v, item, "projectors", (old.projector,) if old.projector else ())
    _keep(v, item, "members", old.members)
    _keep(v, item, "means", old.means if item.kind == ORAL else ())


def _share_out(v: Variables, item: Item, old: Task | None, chain: Chain) -> None:
    """Candidates whose panel is no more whole go to panels that serve that day; the others keep day and start; nobody
    stands in."""
    if item.kind not in (WRITTEN, ORAL):
        return
    whole = old is not None and _to_come(v, old) and is_whole(v.s, old) and not _is_void(v, chain)
    if old is not None and _to_come(v, old) and (whole or item.kind == WRITTEN):
        v.m.add(item.start == v.s.line.start(old)).only_enforce_if(item.present)
    if item.kind == WRITTEN:
        return
    for d in v.days:
        serving = {
            frozenset(row.members)
            for row in (*v.s.before.values(), *v.s.past.rows)
            if row.members and v.s.line.at(row.day) == v.base(d)
        }
        for panel, literal in v.panel[chain.index].items():
            if panel not in serving:
                v.m.add_bool_or(~literal, ~v.on_day[chain.index, d])


def _postpone(v: Variables, item: Item, old: Task | None, chain: Chain) -> None:
    """Whoever is not left out keeps every row."""
    if old is None or not _to_come(v, old) or _is_void(v, chain):
        if item.kind != MARKING or not chain.done(MARKING):
            v.m.add(v.placed[chain.candidate.id] == 0)
        return
    v.m.add(item.start == v.s.line.start(old)).only_enforce_if(item.present)
    if item.kind != MARKING:
        _keep(v, item, "rooms", (old.room,))
    _keep(v, item, "projectors", (old.projector,) if old.projector else ())
    _keep(v, item, "members", old.members)
    _keep(v, item, "means", old.means if item.kind == ORAL else ())


def _is_void(v: Variables, chain: Chain) -> bool:
    return (chain.candidate.id, chain.track) in v.s.past.void


def _keep(v: Variables, item: Item, what: str, ids: tuple[str | None, ...]) -> None:
    """Some literals of a task hold where it is present."""
    literals = getattr(item, what)
    for id in ids:
        if id in literals:
            v.m.add_implication(item.present, literals[id])
        else:
            v.m.add(item.present == 0)
    if what == "projectors" and not ids:
        for literal in literals.values():
            v.m.add_implication(item.present, ~literal)
