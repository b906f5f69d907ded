"""Sessions: what is in the folder, and how a new one comes to be: from the template, a filled-in one, or any list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tspi_sched.errors import InputError
from tspi_sched.problem import Title
from tspi_sched.reading import built_in_titles, read_noted, read_title
from tspi_sched.reading.title import DEFAULT
from tspi_sched.starter import WORKBOOK, write_starter
from tspi_sched.texts import _
from tspi_sched.web import pending, tidying
from tspi_sched.web.asked import questions
from tspi_sched.web.bin import in_bin, take_back
from tspi_sched.web.new import folder_name, is_filled_template, new_session, new_variant, with_workbook
from tspi_sched.web.pages import page
from tspi_sched.web.place import place_of
from tspi_sched.web.routes.lists import led, made, title_named
from tspi_sched.web.sessions import (
    Session,
    Variant,
    changed_at,
    session_of,
    sessions,
    variant_address,
    variant_of,
    variants,
)
from tspi_sched.web.uploads import LISTS, WORKBOOKS, check_opens, one_file
from tspi_sched.web.uploads import fields as fields_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A session in the list; a variant with the moment of its plan, if it has one."""

    session: Session
    variants: tuple[tuple[Variant, datetime | None], ...]


def listing(request: Request) -> Response:
    """Every session with its variants, and the ways to a new one."""
    root = place_of(request).folder
    found = [_shown(session, root) for session in sessions(root)]
    shown = page(
        request,
        "sessions.html",
        view="sessions",
        found=found,
        titles=titles(),
        usual=DEFAULT,
        root=root,
        bin=in_bin(root),
    )
    shown.background = BackgroundTask(request.app.state.later.load)  # the next view will be there when it is asked for
    return shown


def template(request: Request) -> Response:
    """The workbook to fill in, for a title."""
    title = title_named(request.query_params.get("title", DEFAULT))
    with TemporaryDirectory(prefix="tspi-sched-") as folder:
        write_starter(Path(folder) / _("ma-session"), title=title)
        content = (Path(folder) / _("ma-session") / WORKBOOK).read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="session-{title.code}.xlsx"'}
    return Response(content, media_type=_EXCEL, headers=headers)


async def create(request: Request) -> Response:
    """A new session with the template's example in it."""
    form = await fields_of(request)
    return await run_in_threadpool(_create, request, _text(form, "name"), _text(form, "title"))


async def drop(request: Request) -> Response:
    """A new session from a file: a filled-in template as it is, any other list once its columns are clear."""
    form = await fields_of(request)
    content, file = await one_file(form, (*WORKBOOKS, *LISTS))
    return await run_in_threadpool(_dropped, request, content, file, _text(form, "name"), _text(form, "title"))


async def copy(request: Request) -> Response:
    """A variant: the same session under another scenario."""
    form = await fields_of(request)
    return await run_in_threadpool(_copied, request, _text(form, "name"))


def tidied(work: Callable[[Request, str], object]) -> Callable[[Request], Any]:
    """A route that renames, deletes or takes back what its address and its field `name` say, and leads to the list."""

    async def handler(request: Request) -> Response:
        form = await fields_of(request)
        await run_in_threadpool(work, request, _text(form, "name"))
        return led(request, "/")

    return handler


def _rename_session(request: Request, name: str) -> None:
    tidying.rename_session(session_of(request), name, place_of(request).folder)


def _delete_session(request: Request, _name: str) -> None:
    tidying.delete_session(session_of(request), place_of(request).folder)


def _rename_variant(request: Request, name: str) -> None:
    tidying.rename_variant(variant_of(request), name, place_of(request).folder)


def _delete_variant(request: Request, _name: str) -> None:
    tidying.delete_variant(variant_of(request), place_of(request).folder)


def _take_back(request: Request, name: str) -> None:
    take_back(place_of(request).folder, name)


ROUTES: list[Route | Mount] = [
    Route("/", listing),
    Route("/template", template),
    Route("/sessions", create, methods=["POST"]),
    Route("/sessions/drop", drop, methods=["POST"]),
    Route("/s/{session}/{variant}/copy", copy, methods=["POST"]),
    Route("/s/{session}/{variant}/rename", tidied(_rename_variant), methods=["POST"]),
    Route("/s/{session}/{variant}/delete", tidied(_delete_variant), methods=["POST"]),
    Route("/sessions/{session}/rename", tidied(_rename_session), methods=["POST"]),
    Route("/sessions/{session}/delete", tidied(_delete_session), methods=["POST"]),
    Route("/bin", tidied(_take_back), methods=["POST"]),
]

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def titles() -> list[tuple[str, str]]:
    """The titles that come with the program: code and name."""
    return [(code, read_title(code, Path()).name) for code in built_in_titles()]


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _shown(session: Session, root: Path) -> Shown:
    return Shown(session, tuple((one, changed_at(one, one.plan)) for one in variants(session, root)))


def _create(request: Request, name: str, code: str) -> Response:
    key = new_session(place_of(request).folder, name, title_named(code or DEFAULT))
    return led(request, f"{variant_address(key, 'scenario')}/data")


def _copied(request: Request, name: str) -> Response:
    variant = variant_of(request)
    key = new_variant(variant, name, place_of(request).folder)
    return led(request, f"{variant_address(variant.session.key, key)}/settings")


# --- from a file -----------------------------------------------------------------------------------------------------


def _dropped(request: Request, content: bytes, file: str, name: str, code: str) -> Response:
    root, title = place_of(request).folder, title_named(code or DEFAULT)
    name = folder_name(name or Path(file).stem)
    if Path(file).suffix.lower() in WORKBOOKS:
        check_opens(content, file)
        if (own := _own_title(content, file)) is not None:
            key = new_session(root, name, own, with_workbook(content))
            return led(request, f"{variant_address(key, 'scenario')}/data")
    one = pending.put(root, content, file, name, title.code)
    try:
        if all(question.listing.is_clear for question in questions(one, title, {})):
            return made(request, one, {})
    except InputError as error:
        pending.drop(root, one)
        raise InputError(tuple(replace(fault, file=file) for fault in error.faults)) from None
    return led(request, f"/lists/{one.key}")


def _own_title(content: bytes, file: str) -> Title | None:
    """The title of a filled-in template, the usual one where it says none; None for a workbook of another kind."""
    with TemporaryDirectory(prefix="tspi-sched-") as folder:
        path = Path(folder) / f"upload{Path(file).suffix.lower()}"
        path.write_bytes(content)
        if not is_filled_template(path):
            return None
        try:
            return read_noted(path).problem.title
        except InputError:
            return read_title(DEFAULT, Path())
