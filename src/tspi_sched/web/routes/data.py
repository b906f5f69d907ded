"""Données: what was read, and every fault with its cell."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
