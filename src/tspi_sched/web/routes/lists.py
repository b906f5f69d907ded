"""Lists that were dropped: what is not clear is asked, then they make a session, or are added to one."""

from dataclasses import replace
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from tspi_sched.errors import InputError
from tspi_sched.problem import Title
from tspi_sched.reading import built_in_titles, read_title
from tspi_sched.starter.lists.book import listed_book
from tspi_sched.texts import _
from tspi_sched.web import pending
from tspi_sched.web.asked import answered, filled, questions
from tspi_sched.web.new import new_session, with_list
from tspi_sched.web.pages import page
from tspi_sched.web.place import place_of
from tspi_sched.web.sessions import Variant, sessions, variant_address, variant_of, variants
from tspi_sched.web.uploads import LISTS, WORKBOOKS, check_opens, one_file
from tspi_sched.web.uploads import fields as fields_of

REPLACES = "replace"
"""What a form says of a table that takes the place of its sheet's rows."""


def ask(request: Request) -> Response:
    """What is not clear about a list."""
    one = pending.get(place_of(request).folder, request.path_params["key"])
    return _asked(request, one, {}, ())


async def answer(request: Request) -> Response:
    """The answers, and then the session; asked again where they leave something open."""
    form = {key: value for key, value in (await fields_of(request)).multi_items() if isinstance(value, str)}
    return await run_in_threadpool(_answered, request, form)


async def add(request: Request) -> Response:
    """A list for a session that is there: how it is understood is always shown before anything is written."""
    form = await fields_of(request)
    content, file = await one_file(form, (*WORKBOOKS, *LISTS))
    return await run_in_threadpool(_added, request, content, file)


def _added(request: Request, content: bytes, file: str) -> Response:
    variant, root = variant_of(request), place_of(request).folder
    if Path(file).suffix.lower() in WORKBOOKS:
        check_opens(content, file)
    into = (variant.session.key, variant.key)
    one = pending.put(root, content, file, variant.session.name, "", into)
    try:
        questions(one, _title_of(one, root), {})
    except InputError as error:
        pending.drop(root, one)
        raise InputError(tuple(replace(fault, file=file) for fault in error.faults)) from None
    return led(request, f"/lists/{one.key}")


ROUTES: list[Route | Mount] = [
    Route("/lists/{key}", ask, methods=["GET"]),
    Route("/lists/{key}", answer, methods=["POST"]),
    Route("/s/{session}/{variant}/lists", add, methods=["POST"]),
]


def title_named(code: str) -> Title:
    """One of the titles that come with the program; a file's path is none: nothing is read that an address names."""
    if code not in built_in_titles():
        raise HTTPException(404, _("Titre inconnu « {code} ».").format(code=code))
    return read_title(code, Path())


def led(request: Request, address: str) -> Response:
    """The way to a page: a redirection for a person, its address for a script."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(address, 303)
    return JSONResponse({"address": address})


def made(request: Request, one: pending.Pending, form: dict[str, str]) -> Response:
    """The session of a list of which everything is clear, or the one that it is added to."""
    root = place_of(request).folder
    title = _title_of(one, root)
    asked = questions(one, title, form)
    tables = filled(asked, form)
    if not tables:
        raise HTTPException(422, _("Rien de cette liste n'est à lire : dites de quoi elle est."))
    if one.into:
        from tspi_sched.web.adding import Added, add_lists

        modes = [form.get(f"mode:{question.number}") for question in asked if question.listing.sheet]
        variant = _variant(one, root)
        add_lists(variant, [Added(t, mode == REPLACES) for t, mode in zip(tables, modes, strict=True)])
        address = f"{variant.address}/data"
    else:
        book, columns = listed_book(tables, one.name, title)
        key = new_session(root, one.name, title, with_list(book, columns))
        address = f"{variant_address(key, 'scenario')}/data"
    pending.drop(root, one)
    return led(request, address)


def _title_of(one: pending.Pending, root: Path) -> Title:
    if not one.into:
        return title_named(one.title)
    from tspi_sched.web.form.saving import title_of

    return title_of(_variant(one, root))


def _variant(one: pending.Pending, root: Path) -> Variant:
    """The variant that a list is for; 404 if it is there no more."""
    for session in sessions(root):
        for variant in variants(session, root) if session.key == one.into[0] else ():
            if variant.key == one.into[1]:
                return variant
    raise HTTPException(404, _("Cette variante n'est pas, ou n'est plus, dans le dossier de la session."))


def _asked(request: Request, one: pending.Pending, form: dict[str, str], faults: tuple[str, ...]) -> Response:
    root = place_of(request).folder
    asked = questions(one, _title_of(one, root), form)
    status, into = 422 if faults else 200, _variant(one, root) if one.into else None
    return page(
        request, "list.html", view="sessions", status=status, one=one, asked=asked, faults=faults, form=form, into=into
    )


def _answered(request: Request, form: dict[str, str]) -> Response:
    root = place_of(request).folder
    one = pending.get(root, request.path_params["key"])
    asked = questions(one, _title_of(one, root), form)
    if any(question.is_new for question in asked):  # another kind was chosen: its columns are asked for first
        return _asked(request, one, form, ())
    if faults := answered(asked, form):
        return _asked(request, one, form, faults)
    return made(request, one, form)
