"""Where the page is served from and for whom: one folder, one token, one port, one language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

HOST = "127.0.0.1"
"""The only address that is listened on: nobody else on the network reaches it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one run of the server knows; `folder` is resolved, and holds a folder for each session."""

    folder: Path
    token: str
    port: int
    language: str = "fr"

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a browser of this machine may ask for the page."""
        return f"{HOST}:{self.port}", f"localhost:{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a form or a script may come from: the page itself."""
        return tuple(f"http://{name}" for name in self.names)

    @property
    def address(self) -> str:
        """The first address, which opens the page once and for this browser."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies know no ports, and there may be one server per folder."""
        return f"tspi-sched-{self.port}"


def place_of(request: HTTPConnection) -> Place:
    """The place that a request is about."""
    place: Place = request.app.state.place
    return place
