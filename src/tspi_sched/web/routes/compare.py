"""Comparer: variants side by side."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
