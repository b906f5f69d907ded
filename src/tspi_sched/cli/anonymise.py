"""``anonymise``: a copy of the input that may be sent with a report of a defect."""

import click

from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.output import spare, written
from tspi_sched.cli.screen import say
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _

FOLDER = "anonyme"


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Copie le classeur et le scénario avec d'autres noms à la place des personnes, des entreprises, des adresses "
        "et des téléphones : la même structure, les mêmes fautes, à joindre au signalement d'un défaut."
    )
    folder = click.Option(
        ["-o", "--output"],
        metavar=_("DOSSIER"),
        default=FOLDER,
        help=_("Dossier des copies (par défaut {folder}).").format(folder=FOLDER),
    )
    return Command("anonymise", run, [Argument("input", _("le scénario ou le classeur")), folder], about)


def run(input: str, output: str) -> None:
    """Write the copies, and say whether these have the faults of the originals."""
    from pathlib import Path

    from tspi_sched.disguise import disguise
    from tspi_sched.disguise.copy import targets
    from tspi_sched.errors import InputError
    from tspi_sched.reading import input_files

    folder = Path(output)
    try:
        sources = input_files(input)
    except InputError:  # told by the copying itself
        sources = (Path(input),)
    spare(sources, targets(folder))
    try:
        copy = disguise(Path(input), folder)
    except OSError as error:
        raise cannot_write(folder, error) from None
    for line in written(copy.paths):
        say(line)
    say(_told(copy.faults, copy.faults_of_copy))
    say(_("Relisez ces copies avant de les envoyer : un nom dans un titre de colonne ou de feuille y reste."))


def _told(faults: int, of_copy: int) -> str:
    if faults != of_copy:
        text = _("Attention : l'original a {faults} faute(s), la copie {of_copy} ; dites-le dans votre message.")
        return text.format(faults=faults, of_copy=of_copy)
    if not faults:
        return _("Comme l'original, la copie se lit sans faute.")
    return _("La copie a autant de fautes que l'original ({faults}).").format(faults=faults)
