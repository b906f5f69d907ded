"""``schema``: the JSON Schema of a file that is written by hand, for an editor that checks and completes it."""

import click

from tspi_sched.cli.grammar import Command
from tspi_sched.cli.screen import say
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _

KINDS = ("scenario", "title", "events")


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Écrit le schéma JSON d'un fichier écrit à la main (scenario, title ou events) : un éditeur comme VS Code "
        "vérifie et complète alors ce fichier pendant la frappe."
    )
    kind = click.Argument(["kind"], callback=_known, metavar=_("SORTE"))
    output = click.Option(["-o", "--output"], metavar=_("FICHIER"), help=_("écrit dans ce fichier, et non à l'écran"))
    return Command("schema", run, [kind, output], about)


def _known(context: click.Context, param: click.Parameter, kind: str) -> str:
    if kind not in KINDS:
        text = _("« {value} » n'est pas une sorte de fichier (au choix : {choices})")
        raise click.BadParameter(text.format(value=kind, choices=", ".join(KINDS)), context, param)
    return kind


def run(kind: str, output: str | None) -> None:
    """Print the schema, or write it."""
    from pathlib import Path

    from tspi_sched.exports.common.files import write_text
    from tspi_sched.starter.schemas import schema_text

    text = schema_text(kind)
    if output is None:
        for line in text.splitlines():
            say(line)
        return
    try:
        write_text(Path(output), text)
    except OSError as error:
        raise cannot_write(Path(output), error) from None
    told = _("Schéma écrit : {path} ; à mettre en tête du fichier à vérifier : {line}")
    say(told.format(path=output, line=f"#:schema ./{Path(output).name}"))
