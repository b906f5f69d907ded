"""Calcul: the search, live."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
