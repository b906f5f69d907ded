"""Jour J: the day itself."""

from starlette.routing import Mount, Route

ROUTES: list[Route | Mount] = []
