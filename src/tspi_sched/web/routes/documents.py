"""Documents: every export, publishing, the editions, and what is to be done now."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.checker import Violation
from tspi_sched.editions import Busy, HistoryGrown, Refused, Unwritten, editions_in, last_edition, restored
from tspi_sched.editions.todo import FOLDER as TODO
from tspi_sched.editions.todo.calls import parts_text
from tspi_sched.editions.todo.ticks import TICKS
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.comparison.tables import kind_names
from tspi_sched.exports.folder import files_of
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.exports.writing import NotWritten
from tspi_sched.texts import _, mark
from tspi_sched.web import todo
from tspi_sched.web.damaged import take
from tspi_sched.web.pages import page
from tspi_sched.web.papers import edited_workbook, export, last, made_of, papers, publish_plan, publish_wanted
from tspi_sched.web.sessions import Variant, variant_of
from tspi_sched.wording.rules import rule_title

MOST_BREACHES = 30
"""So many breaches are shown."""


def show(request: Request) -> Response:
    """Everything that can be had of the plan, and what was published."""
    return _shown(request, variant_of(request))


def _shown(request: Request, variant: Variant, status: int = 200, **said: Any) -> Response:
    if not variant.plan.is_file():
        return page(request, "documents_none.html", view="documents", variant=variant, title=_("Documents"))
    made = made_of(variant)
    editions = editions_in(variant.plan_folder)
    edition = last(editions)
    items = todo.items(edition, variant.plan_folder) if edition else ()
    known = {"told": (), "broken": (), "reason": "", "refused": "", "done": "", "again": False}
    return page(
        request, "documents.html", view="documents", variant=variant, status=status,
        papers=papers(made), breaches=breach_rows(made.broken), edited=edited_workbook(variant),
        editions=[_edition(one, place) for place, one in enumerate(editions)][::-1],
        items=items, untold=todo.untold(items),
        **known | said,
    )  # fmt: skip


def breach_rows(broken: tuple[Violation, ...]) -> list[tuple[str, str]]:
    """The first breaches, by the title of their rule."""
    rows = [(rule_title(one.rule), one.message) for one in broken[:MOST_BREACHES]]
    return [*rows, ("", "…")] if len(broken) > MOST_BREACHES else rows


def _edition(edition: Any, place: int) -> dict[str, Any]:
    kinds = kind_names()
    told = [f"{one.name} ({one.id}), {kinds[one.kind]}{mark(':')}{parts_text(one.parts)}" for one in edition.told]
    return {
        "number": edition.number, "stamp": stamp_text(edition.stamp), "reason": edition.reason,
        "broken": len(edition.broken), "complete": edition.complete, "told": told, "first": place == 0,
    }  # fmt: skip


# --- written ---------------------------------------------------------------------------------------------------------


async def write(request: Request) -> Response:
    """Write the formats asked for into the plan's folder."""
    form = await request.form()
    wanted = tuple(name for name in FORMATS if name in form.getlist("format"))
    return await run_in_threadpool(_write, request, wanted, "despite" in form)


def _write(request: Request, wanted: tuple[str, ...], despite: bool) -> Response:
    variant = variant_of(request)
    made = _made(variant)
    if made.broken and not despite:
        return _shown(request, variant, 409, refused=_("Rien n'est écrit : ce planning enfreint des règles."))
    if not wanted:
        return _shown(request, variant, 422, refused=_("Cochez au moins un document."))
    if missing := lacking(wanted):
        return _shown(request, variant, 422, refused="\n".join(missing))
    try:
        told = export(made, wanted, despite)
    except NotWritten as late:
        return _shown(request, variant, 507, refused=str(late))
    return _shown(request, variant, told=told, done=_("Les documents sont écrits."))


def _made(variant: Variant) -> Any:
    if not variant.plan.is_file():
        raise HTTPException(404, _("Cette variante n'a pas encore de planning."))
    return made_of(variant)


def one_file(request: Request) -> Response:
    """A file of the plan's folder, by the name under which the page lists it."""
    variant = variant_of(request)
    return _sent(request.path_params["name"], variant.plan_folder, _listed(variant))


def todo_file(request: Request) -> Response:
    """A file of the to-do folder."""
    place = variant_of(request).plan_folder / TODO
    files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else []
    return _sent(request.path_params["name"], place, files)


def _listed(variant: Variant) -> list[Path]:
    return [path for key in FORMATS for path in files_of(key, variant.plan_folder)]


def _sent(name: str, folder: Path, files: list[Path]) -> Response:
    """A file among those that are there; an address is only compared, never followed."""
    for path in files:
        if path.relative_to(folder).as_posix() == name and not path.is_symlink():
            return FileResponse(path, filename=path.name, media_type="application/octet-stream")
    raise HTTPException(404, _("Ce document n'est pas, ou n'est plus, dans le dossier du planning."))


def everything(request: Request) -> Response:
    """All files of the plan's folder, and the to-do folder, as one archive."""
    variant, archive = variant_of(request), io.BytesIO()
    place = variant.plan_folder / TODO
    more = [path for path in place.rglob("*") if path.is_file() and path.name != TICKS] if place.is_dir() else []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in (*_listed(variant), *more):
            made.write(path, path.relative_to(variant.plan_folder).as_posix())
    headers = {"Content-Disposition": 'attachment; filename="planning.zip"'}
    return Response(archive.getvalue(), media_type="application/zip", headers=headers)


# --- published -------------------------------------------------------------------------------------------------------


async def put(request: Request) -> Response:
    """Publish the plan as the next edition."""
    form = await request.form()
    reason, workbook, despite = str(form.get("reason", ""))[:500], "workbook" in form, "despite" in form
    return await run_in_threadpool(_put, request, reason, workbook, despite, "again" in form)


def _put(request: Request, reason: str, workbook: bool, despite: bool, again: bool) -> Response:
    variant = variant_of(request)
    path = edited_workbook(variant) if workbook else None
    if path is None and not again and (number := _published_as(variant)):
        text = _("Rien n'a changé depuis l'édition {number} : elle n'est pas publiée une seconde fois.")
        return _shown(request, variant, 409, refused=text.format(number=number), reason=reason, again=True)
    return published(request, variant, lambda: publish_plan(variant, path or variant.plan, reason, despite), reason)


def _published_as(variant: Variant) -> int | None:
    """The number of the last edition, if the variant's plan is the one it published."""
    edition = last_edition(variant.plan_folder)
    if edition is None or not variant.plan.is_file():
        return None
    same = mark_of(made_of(variant).plan) == mark_of(made_of(variant, edition.plan_path).plan)
    return edition.number if same else None


def published(request: Request, variant: Variant, work: Callable[[], Any], reason: str = "") -> Response:
    """Publish, and show what that brought, or why it was refused."""
    try:
        outcome, told = work()
    except Refused as refused:
        text = _("Rien n'est publié : ce planning enfreint des règles.")
        return _shown(request, variant, 409, refused=text, broken=breach_rows(refused.broken), reason=reason)
    except (Unwritten, NotWritten) as late:
        text = _("L'édition est gardée ; publier de nouveau la terminera, une fois l'obstacle levé.")
        more = f"\n{text}" if isinstance(late, Unwritten) else ""
        return _shown(request, variant, 507, refused=f"{late}{more}", reason=reason)
    except Busy:
        text = _("Une autre publication est en cours : réessayez quand elle sera finie.")
        return _shown(request, variant, 503, refused=text, reason=reason)
    except HistoryGrown:
        text = _("Cette édition n'est pas publiée de nouveau : des épreuves ont eu lieu depuis, qu'elle ignore.")
        return _shown(request, variant, 409, refused=text)
    return _shown(request, variant, told=told, done=stamp_text(outcome.edition.stamp))


async def restore(request: Request) -> Response:
    """Publish an earlier edition again, as a new one."""
    form = await request.form()
    return await run_in_threadpool(_restore, request, str(form.get("number", "")), "despite" in form)


def _restore(request: Request, number: str, despite: bool) -> Response:
    variant = variant_of(request)
    found = next((one for one in editions_in(variant.plan_folder) if str(one.number) == number), None)
    if found is None:
        raise HTTPException(404, _("Cette édition n'est pas dans le dossier."))
    reason = _("retour à l'édition {number}").format(number=found.number)

    def work() -> Any:
        wanted = restored(found, variant.plan_folder, reason=reason, despite=despite)
        return publish_wanted(variant, wanted)

    return published(request, variant, work)


async def tick(request: Request) -> Response:
    """Tick something that is done, or take the tick away; a form without a script goes back to the page."""
    form = await request.form()
    variant = await run_in_threadpool(variant_of, request)
    key, done = str(form.get("key", "")), form.get("done") == "1"
    known = await run_in_threadpool(_keys, variant)
    if key not in known:
        raise HTTPException(404, _("Ceci n'est plus à faire."))
    await run_in_threadpool(todo.tick, variant.plan_folder, key, done)
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"{variant.address}/documents#todo", 303)
    return JSONResponse({"done": done})


def _keys(variant: Variant) -> frozenset[str]:
    edition = last(editions_in(variant.plan_folder))
    return frozenset(item.key for item in todo.items(edition, variant.plan_folder)) if edition else frozenset()


async def take_another(request: Request) -> Response:
    """Another plan in the place of one whose file is damaged."""
    form = await request.form()
    variant = await run_in_threadpool(variant_of, request)
    await run_in_threadpool(take, variant, str(form.get("source", "")))
    return RedirectResponse(f"{variant.address}/planning", 303)


_BASE = "/s/{session}/{variant}/documents"

ROUTES: list[Route | Mount] = [
    Route(_BASE, show),
    Route(f"{_BASE}/write", write, methods=["POST"]),
    Route(f"{_BASE}/publish", put, methods=["POST"]),
    Route(f"{_BASE}/restore", restore, methods=["POST"]),
    Route(f"{_BASE}/take", take_another, methods=["POST"]),
    Route(f"{_BASE}/tick", tick, methods=["POST"]),
    Route(f"{_BASE}/all.zip", everything),
    Route(f"{_BASE}/file/{{name:path}}", one_file),
    Route(f"{_BASE}/todo/{{name:path}}", todo_file),
]
