"""The language of a command: ``--lang`` before or after the command's name, else ``TSPI_SCHED_LANG``, else French."""

import os
from collections.abc import Sequence
from typing import Any

import click

from tspi_sched.texts import LANGUAGES, _

VARIABLE = "TSPI_SCHED_LANG"


def language_of(args: Sequence[str]) -> str:
    """The language that a command line asks for.

    It has to be known before the line is parsed, for help and mistakes are in it too; a wrong value is left to the
    parser to refuse.
    """
    wanted = os.environ.get(VARIABLE, "").strip().lower()[:2]
    for place, arg in enumerate(args):
        name, equals, value = arg.partition("=")
        if arg == "--":
            break
        if name == "--lang":
            wanted = value if equals else "".join(args[place + 1 : place + 2])
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def language_option() -> click.Option:
    """``--lang``, for the program and for every command; `language_of` has obeyed it already."""
    text = _("Langue des textes et des fichiers écrits (sinon celle de la variable {name}, sinon le français).")
    return click.Option(
        ["--lang"],
        type=Language(),
        expose_value=False,
        metavar="|".join(LANGUAGES),
        help=text.format(name=VARIABLE),
    )


class Language(click.ParamType):  # type: ignore[type-arg]  # generic in recent versions only
    """One of the languages."""

    name = "lang"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The language itself, or a mistake that lists them."""
        if value not in LANGUAGES:
            text = _("« {value} » n'est pas une langue connue (au choix : {choices})")
            self.fail(text.format(value=value, choices=", ".join(LANGUAGES)), param, ctx)
        return value
