"""``init``: the first files of a new session."""

import click

from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.output import check_name
from tspi_sched.cli.screen import say
from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Crée un classeur à remplir (listes déroulantes, exemple, aide), son scénario, les textes de ses documents "
        "et un fichier à double-cliquer dans le dossier DIR. "
        "Un fichier qui existe déjà n'est jamais remplacé."
    )
    folder = Argument("dir", _("le dossier de la nouvelle session ; il est créé s'il n'existe pas"))
    asked = _(
        "Titre professionnel : un code que « tspi-sched titles » nomme, ou un fichier (par défaut TP-01305, TSPI)."
    )
    title = click.Option(["--title"], metavar="TITRE", help=asked)
    params: list[click.Parameter] = [folder, title]
    return Command("init", run, params, about)


def run(dir: str, title: str | None) -> None:
    """Write the starter files and say what to do next."""
    from pathlib import Path

    from tspi_sched.reading.title import find_title, read_title
    from tspi_sched.starter import write_starter

    check_name(Path(dir))
    wanted, file = (read_title(title, Path()), find_title(title, Path())) if title else (None, None)
    own = file.path if file and not file.built_in else None
    try:
        paths = write_starter(Path(dir), title=wanted, title_file=own)
    except OSError as error:
        raise cannot_write(Path(dir), error) from None
    workbook, scenario, _documents, launcher = paths
    say(_("Fichiers créés : {paths}").format(paths=", ".join(map(str, paths))))
    say(_("Et maintenant :"))
    say(
        _("  1. remplissez {path} à la place de l'exemple (la feuille Aide explique chaque colonne) ;").format(
            path=workbook
        )
    )
    say(_("  2. vérifiez-le :  {command}").format(command=pasted("validate", scenario)))
    say(_("  3. planifiez :    {command}").format(command=pasted("solve", scenario)))
    say(_("     ou d'un double clic sur {name}, dans ce dossier.").format(name=launcher.name))
