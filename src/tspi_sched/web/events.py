"""Server-sent events: what a page hears while it is open.

An event is a name and data, sent as JSON. A browser keeps few connections to one server, so `static/live.js` closes its
own while a page is hidden and asks anew when it is seen: a stream begins with what is known now.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

BEAT = 15.0
"""Seconds after which a stream says that it is alive, so that one whose reader is gone is noticed."""

Events = AsyncGenerator[tuple[str, Any], None]


class EventResponse(Response):
    """An answer that goes on as long as `events` give (name, data), and ends with the browser's interest.

    `events` is an async generator; it is closed, and so tidies up in its ``finally``, when the browser goes.
    """

    media_type = "text/event-stream"

    def __init__(self, events: Events) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send event after event."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async with anyio.create_task_group() as group:
            group.start_soon(_until_gone, receive, group.cancel_scope)
            group.start_soon(_alive, send)
            await _write(send, "retry: 1000\n\n")
            async with aclosing(self._events) as events:
                async for name, data in events:
                    await _write(send, event(name, data))
            group.cancel_scope.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def event(name: str, data: Any) -> str:
    """One event as it is sent; JSON has no line ends."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _alive(send: Send) -> None:
    while True:
        await anyio.sleep(BEAT)
        await _write(send, ": \n\n")


async def _until_gone(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
