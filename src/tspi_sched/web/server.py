"""Serving the page of one folder until somebody ends it.

The address is good, and said, before what serves it is loaded: whoever comes at once is queued for that moment.
"""

import logging
import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from tspi_sched.texts import language
from tspi_sched.web.held import Holder, held
from tspi_sched.web.place import HOST, Place

GRACE = 1
"""Seconds that open streams of events are given when the server ends."""


class AlreadyOpen(Exception):
    """Another server has the folder; `holder` says where, as far as it said so itself."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        super().__init__(holder.address)


def serve(folder: Path, port: int, browser: bool, told: Callable[[str], None]) -> None:
    """Serve a folder's sessions until Ctrl-C; `told` is given the first address as soon as it is good.

    Raises `AlreadyOpen` if another server has the folder, `OSError` if the port is taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with held(folder) as hold:
        if hold.other is not None:
            raise AlreadyOpen(hold.other)
        with _listening(port) as sock:
            place = Place(folder.resolve(), secrets.token_urlsafe(24), sock.getsockname()[1], language())
            hold.say(place.address)
            told(place.address)
            if browser:
                Thread(target=webbrowser.open, args=(place.address,), daemon=True).start()
            _run(place, sock)


def _listening(port: int) -> socket.socket:
    """A socket that already queues whoever comes: the address is good from the moment it is printed."""
    made = socket.socket()
    try:
        made.bind((HOST, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _run(place: Place, sock: socket.socket) -> None:
    """Until a signal comes; requests are not logged, for addresses hold names."""
    import uvicorn

    from tspi_sched.web.app import application

    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    app = application(place.folder, place.token, place.port, place.language)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE, ws="none",
        lifespan="off", http="h11", loop="asyncio",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])
