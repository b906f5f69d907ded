"""The local page served for a browser, on a port of its own, in a thread of the tests."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn

from tspi_sched.web.app import application

TOKEN = "the-key-of-the-tests"


@contextmanager
def served(folder: Path, language: str = "fr", token: str = TOKEN) -> Iterator[str]:
    """Serve a folder of sessions; gives the page's address, which is followed by ``?token=`` and the token once."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(64)
        port = sock.getsockname()[1]
        config = uvicorn.Config(
            application(folder, token, port, language), log_config=None, lifespan="off", ws="none",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(20)
