"""Views that are loaded after the first page: the solver and its tables take longer to load than that page to make."""

from importlib import import_module
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.routing import Router
from starlette.types import Receive, Scope, Send


class Later:
    """The routes of modules that each export `ROUTES`; loaded by `load`, or by the first request for one of them."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self.modules = modules
        self.router: Router | None = None
        self.lock = Lock()

    def load(self) -> Router:
        """The router of all of them; once, whoever asks at the same time."""
        with self.lock:
            made = self.router or Router([route for name in self.modules for route in import_module(name).ROUTES])
            self.router = made
            return made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to the view that the request is for."""
        if self.router is None:
            await run_in_threadpool(self.load)
        await self.load()(scope, receive, send)
