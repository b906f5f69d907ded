"""Who may ask, and for how much: the token, the names of this machine, the page's own forms, sizes.

Every answer carries the same policy: nothing from outside, no script but the page's files, no frame, no guessing of
types. There is no CORS: another site's script can neither read an answer nor send a form that is taken.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tspi_sched.texts import _, use_language
from tspi_sched.web.place import Place

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

LARGEST = 25_000_000
"""Bytes of a request: a workbook of a very large session has one or two million."""

OWN = ("same-origin", "none")
"""What a browser says of a request that the page itself or the person at the screen made."""


class TooLarge(Exception):
    """A request that goes on beyond `LARGEST`."""


class Safety:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, place: Place) -> None:
        self.app, self.place = app, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, let in by the token, or pass on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # there are no web sockets here
        use_language(self.place.language)
        guarded = _with_headers(send)
        answer = self._answer(Request(scope))
        if answer is not None:
            await answer(scope, receive, guarded)
            return
        try:
            await self.app(scope, _limited(receive), guarded)
        except TooLarge:
            await _too_large()(scope, receive, guarded)

    def _answer(self, request: Request) -> Response | None:
        """What ends a request here; None: it may go on."""
        if request.headers.getlist("host") not in [[name] for name in self.place.names]:
            return PlainTextResponse(_("Cette adresse n'est pas celle de la page."), 421)
        if not self._from_here(request):
            return PlainTextResponse(_("La demande vient d'un autre site : elle est refusée."), 403)
        if (size := request.headers.get("content-length", "0")).isdigit() and int(size) > LARGEST:
            return _too_large()
        given = request.query_params.get("token")
        if given is not None and request.method == "GET":
            return self._let_in(request) if self._right(given) else _unknown()
        return None if self._right(request.cookies.get(self.place.cookie, "")) else _unknown()

    def _from_here(self, request: Request) -> bool:
        """Whether the page itself asks; a link on another site opens nothing either, for it has no cookie."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if origin is not None:
            return origin in self.place.origins
        return request.method in ("GET", "HEAD") or site is None or site in OWN

    def _right(self, given: str) -> bool:
        return compare_digest(given.encode(), self.place.token.encode())

    def _let_in(self, request: Request) -> Response:
        """The same address without the token, which from here on is the browser's cookie."""
        rest = urlencode([(key, value) for key, value in request.query_params.multi_items() if key != "token"])
        path = "/" + request.scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(self.place.cookie, self.place.token, httponly=True, samesite="strict")
        return answer


def _unknown() -> Response:
    text = _("Ouvrez la page par l'adresse que « tspi-sched web » affiche : elle contient la clé qui l'ouvre.")
    return PlainTextResponse(text, 401)


def _too_large() -> Response:
    text = _("Ce fichier est trop grand : {size} Mo au plus.")
    return PlainTextResponse(text.format(size=LARGEST // 1_000_000), 413, {"Connection": "close"})


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded


def _limited(receive: Receive) -> Callable[[], Awaitable[MutableMapping[str, Any]]]:
    """What comes in, up to `LARGEST` bytes, also where no length was announced."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            raise TooLarge
        return message

    return counted
