"""``shortcut``: an icon that opens the local page by a double click."""

from pathlib import Path

import click

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.options import option
from tspi_sched.cli.screen import say
from tspi_sched.texts import _


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Pose sur le bureau une icône qui ouvre d'un double clic la page d'un dossier de sessions "
        "(« tspi-sched web »). Un fichier qui n'est pas de ce programme n'est jamais remplacé."
    )
    folder = Argument("folder", _("le dossier des sessions (par défaut : celui-ci)"), required=False)
    where: list[click.Parameter] = [
        folder, option("-o", "--output", metavar="DIR", about=_("Dossier où poser l'icône, au lieu du bureau.")),
    ]  # fmt: skip
    return Command("shortcut", run, where, about)


def run(folder: str | None, output: str | None) -> None:
    """Write the file and say where it is."""
    from tspi_sched.cli.output import check_name
    from tspi_sched.exports.writing import cannot_write
    from tspi_sched.starter.shortcut import desktop, ending, write_shortcut

    sessions = Path(folder or ".").resolve()
    check_name(sessions)
    if sessions.exists() and not sessions.is_dir():
        raise Ending(FAULTS, _("{path} : ce n'est pas un dossier ; choisissez-en un autre").format(path=sessions))
    place = Path(output) if output else desktop()
    path = place / (_("Sessions d'examen") + ending())
    _check_ours(path)
    try:
        place.mkdir(parents=True, exist_ok=True)
        write_shortcut(path, sessions)
    except OSError as error:
        raise cannot_write(path, error) from None
    say(_("L'icône est là : {path}").format(path=path))
    say(_("Un double clic ouvre la page des sessions de {folder}.").format(folder=sessions))
    if not sessions.exists():
        say(_("Ce dossier n'existe pas encore : la page le créera. Est-ce bien son nom ?"))


def _check_ours(path: Path) -> None:
    """An earlier icon may be replaced; nothing else."""
    try:
        ours = not path.exists() or b"tspi_sched web" in path.read_bytes().replace(b'" "', b" ")
    except OSError:
        ours = False
    if not ours:
        text = _(
            "{path} : ce fichier n'est pas de ce programme, il n'est pas remplacé ; écrivez ailleurs avec {option}"
        )
        raise Ending(FAULTS, text.format(path=path, option="-o"))
