"""Réglages: the scenario as a form; what is saved is the same file, with its comments and its order."""

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.errors import Fault, InputError
from tspi_sched.problem import Problem, Title
from tspi_sched.reading import built_in_titles, read_title
from tspi_sched.texts import _
from tspi_sched.web.form.facts import families, objectives, sheets
from tspi_sched.web.form.fields import Field, Group, form_groups
from tspi_sched.web.form.saving import File, faults_in, saved, saving, scenario_file, title_of
from tspi_sched.web.form.typed import PARTS, Typed, as_json, typed
from tspi_sched.web.inputs import check_inside
from tspi_sched.web.pages import page
from tspi_sched.web.routes.data import found, said
from tspi_sched.web.sessions import Variant, variant_address, variant_of
from tspi_sched.web.uploads import fields as fields_of


def show(request: Request) -> Response:
    """The form, with what is wrong in the file as it is."""
    variant = variant_of(request)
    title = title_of(variant)
    file = scenario_file(variant, title)
    faults = () if file.is_new else faults_in(file, file.text)
    return _form(request, variant, file, file.content, faults, 200)


async def save(request: Request) -> Response:
    """The form sent back."""
    form = {key: value for key, value in (await fields_of(request)).multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_save, request, form)


ROUTES: list[Route | Mount] = [
    Route("/s/{session}/{variant}/settings", show, methods=["GET"]),
    Route("/s/{session}/{variant}/settings", save, methods=["POST"]),
]


def _save(request: Request, form: dict[str, str]) -> Response:
    variant = variant_of(request)
    check_inside(variant)
    title = title_of(variant)
    with saving:
        file = scenario_file(variant, title)
        read = typed(form, _fields(file.content, title), file.content, file.path.name)
        faults, status = read.faults, 409
        if not faults:
            faults, status = _leads_out(variant, read) or saved(file, read.content), 422
    if faults:
        return _form(request, variant, file, read.content, faults, status)
    address = f"{variant_address(variant.session.key, file.path.stem)}/settings"
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"{address}?saved=1", 303)
    return JSONResponse({"message": _("Les réglages sont enregistrés."), "address": address})


def _leads_out(variant: Variant, read: Typed) -> tuple[Fault, ...]:
    """A title file outside the folder of sessions is refused before anything is read or written."""
    named = read.content.get("title")
    if not isinstance(named, str) or named in built_in_titles():
        return ()
    if (variant.input.parent / named).resolve().is_relative_to(variant.root):
        return ()
    text = _("ce fichier est hors du dossier ouvert ({folder}) : mettez-le dedans, ou ouvrez un dossier plus haut")
    return (Fault(variant.input.name, "title", text.format(folder=variant.root)),)


def _fields(content: dict[str, Any], title: Title) -> tuple[Field, ...]:
    return tuple(field for group in form_groups(content, title) for field in group.fields)


def _form(
    request: Request, variant: Variant, file: File, content: dict[str, Any], faults: tuple[Fault, ...], status: int
) -> Response:
    """The form with a content, which may be other than what the file says, and what is wrong with it."""
    if "text/html" not in request.headers.get("accept", "") and status != 200:
        raise InputError(faults)
    title, read = title_of(variant), found(variant)
    groups = form_groups(content, title)
    now = {field.key: field.text for field in _fields(file.content, title)}
    return page(
        request, "settings.html", view="settings", variant=variant, status=status, groups=groups, now=now, file=file,
        faults=faults, refused=status != 200, at_field=_at_fields(groups, faults), titles=_titles(),
        elsewhere=said(read) if read.faults and not faults else "", saved="saved" in request.query_params,
        parts={part: as_json(content.get(part)) for part in PARTS},
        parts_now={part: as_json(file.content.get(part)) for part in PARTS},
        data=_offered(content, read.reading.problem if read.reading else None),
    )  # fmt: skip


def _at_fields(groups: tuple[Group, ...], faults: tuple[Fault, ...]) -> dict[str, list[str]]:
    """The faults by the field, or else by the table, that they are about."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        fields = [field.key for group in groups for field in group.fields if _is_at(fault, field)]
        tables = [group.key for group in groups if group.key and fault.where == f"[rules] {group.key[6:]}"]
        parts = [part for part in PARTS if fault.where.lstrip("[").startswith(part)]
        for key in (*fields, *tables, *parts)[:1]:
            found.setdefault(key, []).append(fault.message)
    return found


def _is_at(fault: Fault, field: Field) -> bool:
    where = field.where if "window" not in field.key else "[rules.meal] window"
    return fault.where == where or fault.where.startswith((f"{where} ", f"{where},"))


def _titles() -> list[tuple[str, str]]:
    return [(code, read_title(code, Path()).name) for code in built_in_titles()]


def _offered(content: dict[str, Any], problem: Problem | None) -> dict[str, Any]:
    return {"objectives": objectives(content), "families": families(problem), "sheets": sheets()}
