"""Sessions: what is in the folder, and how a new one comes to be."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tspi_sched.web.pages import page
from tspi_sched.web.place import place_of
from tspi_sched.web.sessions import sessions, variants


def listing(request: Request) -> Response:
    """Every session with its variants."""
    root = place_of(request).folder
    found = [(session, variants(session, root)) for session in sessions(root)]
    return page(request, "sessions.html", view="sessions", found=found)


ROUTES: list[Route | Mount] = [Route("/", listing)]
