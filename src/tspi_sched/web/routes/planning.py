"""Planning: the chart, and what is moved in it. Every command says which version of the plan it is meant for."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from tspi_sched.moves import Block, Fixed, Judge, NotHere, Place, Visible, block_at, broken_by, lanes, place_in, places
from tspi_sched.moves import put as put_block
from tspi_sched.moves.journal import Moved
from tspi_sched.moves.lanes import Lane, lane_of
from tspi_sched.moves.mending import locks_of, mend, moved_block, possible
from tspi_sched.moves.prices import price
from tspi_sched.plan import Plan, Status
from tspi_sched.problem import LOCK_PARTS, Problem
from tspi_sched.texts import _
from tspi_sched.web import move_words as words
from tspi_sched.web.chart_data import roster_of, state_of
from tspi_sched.web.moving import Table, on_table, other_locks
from tspi_sched.web.pages import page
from tspi_sched.web.planning_texts import script_texts
from tspi_sched.web.sessions import variant_of
from tspi_sched.wishes import Wishes

Json = dict[str, Any]

POSSIBLE, MEND = 5.0, 20.0
"""Seconds given to the question whether others can make room, and to putting the rest right."""
WORKERS = 1
"""Cores of such a search: the page must go on answering."""


def show(request: Request) -> Response:
    """The whole view; its script asks for the plan."""
    variant = variant_of(request)
    with on_table(variant) as table:
        members = [(m.id, m.name, m.panel) for m in table.facts.members] if table else []
        rooms = [(room.id, room.name or room.id) for room in table.facts.rooms] if table else []
        size = table.facts.rules.panel.size if table else 0
    values: dict[str, Any] = {
        "texts": script_texts(variant.address),
        "members": members,
        "rooms": rooms,
        "size": range(size),
    }
    return page(request, "planning.html", view="planning", variant=variant, there=table is not None, **values)


def state(request: Request) -> Response:
    """The plan as it is now."""
    with on_table(variant_of(request)) as table:
        return JSONResponse(state_of(_there(table)))


# --- places ----------------------------------------------------------------------------------------------------------


def seen(request: Request) -> Response:
    """Every place of the lines where a block may be dropped, its own line first, a line of JSON for each day."""
    variant, asked = variant_of(request), request.query_params
    with on_table(variant) as found:
        table = _there(found)
        problem, plan, days = table.problem, table.plan, roster_of(table).days
    block, own = _block(problem, plan, asked.get("block", "")), _lane(asked.get("lane", ""))
    others = lanes(problem, plan, block, own.kind)
    ordered = (*(lane for lane in others if lane == own), *(lane for lane in others if lane != own))
    try:
        put_block(problem, plan, block, Place(block.day, 0))
    except Fixed as error:
        raise HTTPException(409, str(error)) from None

    def told() -> Iterator[str]:
        yield _json({"lanes": [lane.key for lane in ordered]})
        judge = Judge(problem, plan, block)
        for lane in ordered:
            each = places(problem, plan, block, lane, judge=judge)
            for day, some in groupby(each, key=lambda one: one.place.day):
                yield _json({"lane": lane.key, "day": days.index(day), **_verdicts(list(some))})

    return StreamingResponse(told(), media_type="application/x-ndjson")


def _verdicts(found: list[Visible]) -> Json:
    """The starts that keep every rule, and what each other one breaks; what is said often is said once."""
    said: dict[str, int] = {}
    breaks = [
        [one.place.start, [said.setdefault(_json(text), len(said)) for text in words.breaches(one.breaches)[:4]]]
        for one in found
        if one.breaches
    ]
    fine = [one.place.start for one in found if not one.breaches]
    return {"fine": fine, "breaks": breaks, "texts": [json.loads(text) for text in said]}


def _pointed_at(request: Request) -> tuple[Problem, Plan, Wishes, Block, Place]:
    """The plan on the table, and the block and the place that a question is about."""
    with on_table(variant_of(request)) as found:
        table = _there(found)
        problem, plan, wishes = table.problem, table.plan, table.wishes
        days = roster_of(table).days
    asked = _question(request)
    block = _block(problem, plan, asked["block"])
    return problem, plan, wishes, block, _place(problem, plan, block, asked, days)


def verdict(request: Request) -> Response:
    """What a move would break and cost, without making it."""
    problem, plan, wishes, block, place = _pointed_at(request)
    after = _put(problem, plan, block, place)
    broken = broken_by(problem, plan, after, block)
    told = words.told_price(problem, price(problem, plan, after, wishes.objectives))
    said = words.verdict(words.what(problem, block), words.where(problem, place), broken)
    return JSONResponse({"broken": words.breaches(broken), "price": told, "said": said})


def others(request: Request) -> Response:
    """Whether a place is possible if others move: yes, no, or not known in time."""
    problem, plan, wishes, block, place = _pointed_at(request)
    limits = replace(wishes, time_limit=POSSIBLE, workers=WORKERS)
    if plan.is_replanned:
        return JSONResponse({"possible": None})
    return JSONResponse({"possible": possible(problem, plan, block, place, limits)})


# --- commands --------------------------------------------------------------------------------------------------------


def move(table: Table, asked: Json) -> Json:
    """Put a block elsewhere, also where that breaks rules; they stay marked."""
    problem, before = table.problem, table.plan
    block = _block(problem, before, asked.get("block", ""))
    place = _place(problem, before, block, asked.get("place") or {}, roster_of(table).days)
    after = _put(problem, before, block, place)
    label = f"{words.what(problem, block)} → {words.where(problem, place)}"
    now = moved_block(problem, after, block)
    table.do("move", label, after, table.journal.state.locks, now.key, asked["version"])
    broken = broken_by(problem, before, after, block)
    said = words.verdict(words.what(problem, block), words.where(problem, place), broken)
    return _done(table, before, said) | {"broken_here": words.breaches(broken), "block": now.key}


def lock(table: Table, asked: Json) -> Json:
    """Lock some parts of a block, none of them: free it."""
    problem, plan = table.problem, table.plan
    block = _block(problem, plan, asked.get("block", ""))
    parts = [part for part in LOCK_PARTS if part in (asked.get("parts") or [])]
    keys: set[object] = {task.key for task in block.tasks}
    locks = (*other_locks(table.journal.state.locks, keys), *locks_of(problem, block.tasks, parts))
    text = _("Verrou : {what}") if parts else _("Sans verrou : {what}")
    label = text.format(what=words.what(problem, block))
    table.do("lock", label, plan, locks, block.key, asked["version"])
    return _done(table, plan, label)


def mend_rest(table: Table, asked: Json) -> Json:
    """Put the rest right around a block that stays; the search runs while others may read, not change."""
    problem, before = table.problem, table.plan
    block = _block(problem, before, asked.get("block", ""))
    if asked["version"] != table.journal.version:
        raise Moved
    result = mend(problem, before, block, replace(table.wishes, time_limit=MEND, workers=WORKERS))
    if result.plan is None:
        proven = _(
            "Impossible, c'est prouvé : aucun planning ne respecte toutes les règles avec ce passage à cet endroit."
        )
        unknown = _("Aucun planning trouvé dans le temps donné ; rien n'est changé.")
        raise HTTPException(422, proven if result.status is Status.INFEASIBLE else unknown)
    said = _("Le reste est remis en ordre autour de : {what}").format(what=words.what(problem, block))
    since = _before_the_move(table, block)
    table.do("mend", said, result.plan, table.journal.state.locks, block.key, asked["version"])
    return _done(table, since, said) | {"block": block.key}


def _before_the_move(table: Table, block: Block) -> Plan:
    """The plan before a block was moved, if that was just now: whom the move and the mending change is told as one."""
    last = table.journal.last
    return last.before.plan if last and last.kind == "move" and last.about == block.key else table.plan


def undo(table: Table, asked: Json) -> Json:
    """Take the last command back."""
    before = table.plan
    command = table.journal.undo(asked["version"])
    if command is None:
        return _done(table, before, _("Il n'y a rien à annuler."))
    table.write()
    return _done(table, before, _("Annulé : {label}").format(label=command.label))


def redo(table: Table, asked: Json) -> Json:
    """Do again what was taken back."""
    before = table.plan
    command = table.journal.redo(asked["version"])
    if command is None:
        return _done(table, before, _("Il n'y a rien à rétablir."))
    table.write()
    return _done(table, before, _("Rétabli : {label}").format(label=command.label))


def _done(table: Table, before: Plan, said: str) -> Json:
    """The plan after a command, and what the command cost."""
    problem = table.problem
    cost = price(problem, before, table.plan, table.wishes.objectives)
    return {"said": said, "price": words.told_price(problem, cost), "state": state_of(table)}


def _command(work: Callable[[Table, Json], Json]) -> Callable[[Request], Any]:
    """A command as a route: read, to oneself, done or refused in words."""

    async def answered(request: Request) -> Response:
        try:
            asked = await request.json()
            asked = {**asked, "version": int(asked["version"])}
        except (ValueError, TypeError, KeyError, RecursionError):
            raise HTTPException(400, _("La demande n'est pas lisible.")) from None
        return JSONResponse(await run_in_threadpool(_worked, work, request, asked))

    return answered


def _worked(work: Callable[[Table, Json], Json], request: Request, asked: Json) -> Json:
    with on_table(variant_of(request)) as table:
        try:
            return work(_there(table), asked)
        except Moved:
            text = _(
                "Le planning a changé entre-temps, dans une autre fenêtre ou sur le disque : le voici tel qu'il est."
            )
            raise HTTPException(409, text) from None


# --- what is asked ---------------------------------------------------------------------------------------------------


def _there(table: Table | None) -> Table:
    if table is None:
        raise HTTPException(404, _("Il n'y a pas encore de planning : lancez d'abord le calcul."))
    return table


def _question(request: Request) -> Json:
    """What a GET asks of a place, as a command would say it."""
    given = request.query_params
    asked: Json = dict(given) | {"block": given.get("block", "")}
    for name in ("day", "start"):
        asked[name] = int(given[name]) if given.get(name, "").isdigit() else None
    for name in ("panel", "invigilators"):
        asked[name] = given.getlist(name) or None
    return asked


def _block(problem: Problem, plan: Plan, key: object) -> Block:
    try:
        return block_at(problem, plan, str(key))
    except KeyError:
        raise HTTPException(409, _("Ce bloc n'est plus là où il était : le planning a changé.")) from None


def _lane(key: str) -> Lane:
    try:
        return lane_of(key)
    except ValueError:
        raise HTTPException(400, _("La demande n'est pas lisible.")) from None


def _place(problem: Problem, plan: Plan, block: Block, asked: Json, days: tuple[Any, ...]) -> Place:
    """A place by its line, or by day, hour, room and panel; raises 400 for what is none."""
    day, start = asked.get("day"), asked.get("start")
    if not (isinstance(day, int) and 0 <= day < len(days) and isinstance(start, int) and 0 <= start < 1440):
        raise HTTPException(400, _("Donnez un jour de la session et une heure."))
    if lane := asked.get("lane"):
        try:
            return place_in(problem, plan, block, _lane(str(lane)), days[day], start)
        except NotHere as error:
            raise HTTPException(422, str(error)) from None
    room = asked.get("room") or None
    panel, watch = (_people(asked.get(name)) for name in ("panel", "invigilators"))
    known = {*problem.member, *problem.invigilator}
    if (room is not None and room not in problem.room) or not known.issuperset((*(panel or ()), *(watch or ()))):
        raise HTTPException(400, _("Cette salle ou cette personne n'est pas de la session."))
    return Place(days[day], start, room, panel, watch)


def _people(given: object) -> tuple[str, ...] | None:
    """Ids, each once; None where nobody is named."""
    named = given if isinstance(given, list) else []
    return tuple(dict.fromkeys(str(id) for id in named if id)) or None


def _put(problem: Problem, plan: Plan, block: Block, place: Place) -> Plan:
    try:
        return put_block(problem, plan, block, place)
    except Fixed as error:
        raise HTTPException(409, str(error)) from None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


_AT = "/s/{session}/{variant}/planning"
_COMMANDS = {"move": move, "lock": lock, "mend": mend_rest, "undo": undo, "redo": redo}

ROUTES: list[Route | Mount] = [
    Route(_AT, show),
    Route(f"{_AT}/state", state),
    Route(f"{_AT}/places", seen),
    Route(f"{_AT}/verdict", verdict),
    Route(f"{_AT}/possible", others),
    *(Route(f"{_AT}/{name}", _command(work), methods=["POST"]) for name, work in _COMMANDS.items()),
]
