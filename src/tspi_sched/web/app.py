"""The application: every view's routes inside the safety of `safety`, and answers in words for whatever goes wrong."""

import logging
import traceback
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from tspi_sched.errors import Fault, InputError
from tspi_sched.refused import reason
from tspi_sched.texts import _
from tspi_sched.web.later import Later
from tspi_sched.web.pages import VIEWS, page
from tspi_sched.web.place import Place
from tspi_sched.web.routes import files, lists, sessions
from tspi_sched.web.safety import Safety, TooLarge
from tspi_sched.web.sessions import variant_of

logger = logging.getLogger(__name__)

FIRST = (files, sessions, lists)
"""The modules of routes that the first page needs; each exports `ROUTES`. Those of a session's views come `Later`."""


def application(folder: Path, token: str, port: int, language: str = "fr") -> Starlette:
    """The page of a folder of sessions, for whoever has the token, on a port of this machine."""
    place = Place(Path(folder).resolve(), token, port, language)
    later = Later(tuple(f"tspi_sched.web.routes.{name}" for name in VIEWS))
    made = Starlette(
        routes=[*(route for view in FIRST for route in view.ROUTES), Mount("/", app=later)],
        middleware=[Middleware(Safety, place=place), Middleware(Unexpected)],
        exception_handlers={HTTPException: _told, InputError: _faults, OSError: _refused},
    )
    made.state.place, made.state.later = place, later
    return made


def faults_of(error: InputError) -> list[dict[str, str]]:
    """Faults as data for a script: file, place in it (sheet and cell, or key) and message."""
    return [{"file": one.file, "where": one.where, "message": one.message} for one in error.faults]


class Unexpected:
    """Answers for what should not happen; the log names the kind of error and the line, never data of anybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and answer 500 for an exception that nobody expected."""
        try:
            await self.app(scope, receive, send)
        except TooLarge:
            raise
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("%s in %s, line %s", type(error).__name__, last.filename, last.lineno)
            text = _("Erreur interne ({kind}) : c'est un défaut du programme, pas de vos fichiers.")
            answer = _answer(Request(scope), 500, text.format(kind=type(error).__name__))
            await answer(scope, receive, send)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = error.detail != HTTPStatus(error.status_code).phrase
    text = error.detail if known else _("Cette page n'existe pas.") if error.status_code == 404 else error.detail
    return _answer(request, error.status_code, text)


async def _faults(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    if "text/html" in request.headers.get("accept", "") and "variant" in request.path_params:
        from tspi_sched.web.damaged import is_damage, sources

        if is_damage(error.faults):
            variant = variant_of(request)
            return page(
                request, "damaged.html", status=422, variant=variant, faults=error.faults, sources=sources(variant)
            )
    return _answer(request, 422, _("Les données ont des fautes."), error.faults)


async def _refused(request: Request, error: Exception) -> Response:
    """The disk is full, a file is open in Excel: what was there is still there."""
    assert isinstance(error, OSError)
    name = Path(str(error.filename)).name if error.filename else ""
    reading = request.method in ("GET", "HEAD")
    text = _("Lecture impossible : {reason}") if reading else _("Rien n'a été enregistré : {reason}")
    text = text.format(reason=reason(error))
    return _answer(request, 507, f"{text} ({name})" if name else text)


def _answer(request: Request, status: int, text: str, faults: tuple[Fault, ...] = ()) -> Response:
    """In JSON for a script, as a page for a person."""
    if "text/html" not in request.headers.get("accept", ""):
        told = faults_of(InputError(faults)) if faults else []
        return JSONResponse({"message": text, "faults": told}, status)
    return page(request, "error.html", status=status, text=text, faults=faults)
