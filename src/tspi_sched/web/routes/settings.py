"""Réglages: the scenario as a form."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
