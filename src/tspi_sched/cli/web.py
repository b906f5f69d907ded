"""``web``: the local page, for whoever never opens a terminal again."""

import errno
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.cli.grammar import Argument, Command, Within
from tspi_sched.cli.options import option
from tspi_sched.cli.output import check_name
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.common.extras import install_command, is_there
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _

if TYPE_CHECKING:
    from tspi_sched.web.held import Holder

PACKAGES = {"starlette": "starlette", "uvicorn": "uvicorn", "jinja2": "jinja2", "python_multipart": "python-multipart"}
"""What the extra `web` brings: each package by the name that it is loaded by."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Ouvre dans le navigateur la page d'où tout se fait : sessions, données, réglages, calcul, planning, documents "
        "et jour J. Tout reste sur cet ordinateur et marche sans réseau. Ctrl-C la ferme."
    )
    port = option("--port", type=Within(int, 0, 65535), metavar="N", about=_("Port de la page ; 0 : un port libre."))
    quiet = click.Option(["--no-browser"], is_flag=True, help=_("Affiche l'adresse sans ouvrir le navigateur."))
    folder = Argument("folder", _("le dossier des sessions (par défaut : celui-ci)"), required=False)
    return Command("web", run, [folder, port, quiet], about)


def run(folder: str | None, port: int | None, no_browser: bool) -> None:
    """Serve until Ctrl-C; a folder that is open already is opened where it is."""
    place = Path(folder or ".")
    check_name(place)
    _check_packages()
    from tspi_sched.web.server import AlreadyOpen, serve

    try:
        serve(place, port or 0, not no_browser, say)
    except KeyboardInterrupt:
        tell(_("La page est fermée."))
    except AlreadyOpen as error:
        _lead_to(error.holder, place, not no_browser)
    except OSError as error:
        raise _cannot_serve(place, port or 0, error) from None


def _check_packages() -> None:
    """Say at once, with one command, all that has to be installed."""
    lacking = [package for name, package in PACKAGES.items() if not is_there(name)]
    if lacking:
        text = _("il manque {package} (option « {extra} ») ; pour l'installer : {command}")
        command = install_command(" ".join(lacking), sys.prefix, sys.executable)
        raise Ending(FAULTS, text.format(package=", ".join(lacking), extra="web", command=command))


def _lead_to(holder: "Holder", folder: Path, browser: bool) -> None:
    """Say where the folder is open already; a page of this computer is shown again."""
    if not holder.address:
        raise Ending(FAULTS, _("{folder} est déjà ouvert par un autre « tspi-sched web ».").format(folder=folder))
    if not holder.is_here:
        text = _("{folder} est déjà ouvert sur l'ordinateur {computer} : fermez-le là-bas d'abord.")
        raise Ending(FAULTS, text.format(folder=folder, computer=holder.computer))
    tell(_("{folder} est déjà ouvert : voici l'adresse de sa page.").format(folder=folder))
    say(holder.address)
    if browser:
        webbrowser.open(holder.address)


def _cannot_serve(folder: Path, port: int, error: OSError) -> Exception:
    if error.errno in (errno.EADDRINUSE, errno.EACCES) and not error.filename:
        text = _("le port {port} est pris par un autre programme ; donnez-en un autre, ou 0 pour un port libre")
        return Ending(FAULTS, text.format(port=port))
    return cannot_write(Path(error.filename or folder), error)
