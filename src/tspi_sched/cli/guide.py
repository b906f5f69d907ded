"""``guide``: the organiser's guide, which comes with the program and needs no network."""

import webbrowser
from pathlib import Path

import click

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.cli.grammar import Command
from tspi_sched.cli.screen import say
from tspi_sched.texts import _

PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (PACKAGE / "guide" / "index.html", PACKAGE.parents[1] / "docs" / "guide" / "index.md")
"""The page that is installed; where there is only the source folder, the first of its pages."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Ouvre le guide de l'organisateur dans le navigateur. Il est installé avec le programme et se lit sans "
        "réseau ; il est en français."
    )
    path = click.Option(["--print-path"], is_flag=True, help=_("Dit seulement où il est, sans rien ouvrir."))
    return Command("guide", run, [path], about)


def run(print_path: bool) -> None:
    """Open the guide, and say where it is in case no browser comes."""
    page = next((place for place in PLACES if place.is_file()), None)
    if page is None:
        raise Ending(FAULTS, _("le guide n'a pas été installé avec le programme ; il est dans le dossier docs/guide"))
    if print_path:
        say(str(page))
    elif page.suffix == ".html" and webbrowser.open(page.as_uri()):
        say(_("Le guide s'ouvre dans le navigateur : {path}").format(path=page))
    else:
        say(_("À ouvrir vous-même : {path}").format(path=page))
