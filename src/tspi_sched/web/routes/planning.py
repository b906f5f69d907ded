"""Planning: the chart, and what is moved in it."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
