"""Answers that people read: templates in the language in force, in which every value is text.

What a template says goes through ``_`` and ``ngettext``, like what the code says.
"""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tspi_sched.texts import _, duration, harmless, language, long_date, ngettext
from tspi_sched.web.place import place_of
from tspi_sched.web.sessions import Variant

TEMPLATES = Path(__file__).parent / "templates"

VIEWS = ("data", "settings", "solve", "planning", "compare", "documents", "day")
"""The views of a variant, in the order of an organiser's work; before them stand the sessions."""


def page(
    request: Request, template: str, *, view: str = "", variant: Variant | None = None, status: int = 200, **values: Any
) -> Response:
    """A whole page: one of `templates`, inside the navigation of `variant` with `view` as the current one."""
    known = {"view": view, "variant": variant, "place": place_of(request), "views": _views(), "lang": language()}
    return HTMLResponse(_environment().get_template(template).render(**known, **values), status)


def part(template: str, **values: Any) -> str:
    """A piece of a page, for a script that puts it in place."""
    return _environment().get_template(template).render(lang=language(), **values)


def _views() -> tuple[tuple[str, str], ...]:
    names = (
        _("Données"), _("Réglages"), _("Calcul"), _("Planning"), _("Comparer"), _("Documents"), _("Jour J"),
    )  # fmt: skip
    return tuple(zip(VIEWS, names, strict=True))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(_=_, ngettext=ngettext)
    made.filters.update(harmless=harmless, long_date=long_date, duration=duration)
    return made
