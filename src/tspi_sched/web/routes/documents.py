"""Documents: exports, editions, what is to be done."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
