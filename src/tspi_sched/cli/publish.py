"""``publish``: a plan becomes the session's next edition, with its documents and what must be done now."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.check import broken_lines
from tspi_sched.cli.codes import BROKEN, FAULTS, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.options import option
from tspi_sched.cli.output import check_writable, documents_option, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.exports.writing import PUBLISHED, paths_of
from tspi_sched.texts import _, mark, ngettext

if TYPE_CHECKING:
    from tspi_sched.editions import Edition, Outcome, Wanted
    from tspi_sched.problem import Problem


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Publie un plan : il devient l'édition suivante de la session, numérotée et datée sur tous ses documents, avec "
        "ce qu'il faut faire maintenant (appels, courriels, feuilles changées) dans le dossier « a-faire »."
    )
    where = _("Dossier de la session (par défaut celui de ses éditions, ou du plan).")
    events = _("Fichier d'événements qui dit le téléphone de qui il a ajouté : un plan ne le dit pas.")
    params: list[click.Parameter] = [
        Argument("plan", _("le plan à publier")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        click.Option(["-o", "--output"], metavar=_("DOSSIER"), help=where),
        documents_option(),
        option("--events", metavar=_("FICHIER"), about=events),
        *edition_options(),
    ]
    return Command("publish", run, params, about)


def edition_options() -> tuple[click.Option, ...]:
    """What may be said of an edition, whichever command makes it."""
    despite = _("Publie aussi un plan qui enfreint des règles ; elles sont dites sur la feuille « {sheet} ».")
    now = _("Date et heure de publication, comme 07/12/2026 10:42 (par défaut celles de l'ordinateur).")
    return (
        click.Option(
            ["--reason"], metavar=_("TEXTE"), default="", help=_("Raison de cette édition, gardée avec elle.")
        ),
        click.Option(["--despite"], is_flag=True, help=despite.format(sheet=_("Synthèse"))),
        click.Option(["--now"], metavar=_("DATE"), callback=_moment, help=now),
    )


def _moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    from tspi_sched.reading.events import moment_said

    try:
        return moment_said(text, date.today())
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def run(
    plan: str,
    input: str,
    output: str | None,
    documents: str | None,
    events: str | None,
    reason: str,
    despite: bool,
    now: datetime | None,
) -> None:
    """Read, refuse what breaks a rule, publish."""
    from tspi_sched.editions import Wanted
    from tspi_sched.editions.delivery import origin_of, refuse_another
    from tspi_sched.reading import documents_for, input_files, read
    from tspi_sched.reading.files import read_toml

    problem, _wishes = read(input, plans=(plan,))
    folder = Path(output) if output else _folder_of(problem, Path(plan).parent)
    not_before_last(folder, now)
    documents_for(input, documents)  # its faults are told before anything is begun
    refuse_another(folder, problem, origin_of(input))
    check_writable(folder, PUBLISHED)
    spare(input_files(input, documents), paths_of(PUBLISHED, folder))
    words, contacts = (Path(file) if file else None for file in (documents, events))
    if contacts is not None:
        read_toml(contacts)  # its faults too
    publish(Wanted(Path(plan), Path(input), words, reason, despite, now, events=contacts), folder)


def not_before_last(folder: Path, now: datetime | None) -> None:
    """Refuse a moment that was typed wrong: it would stand on every paper."""
    from tspi_sched.editions import last_edition
    from tspi_sched.exports.stamped import stamp_text

    last = last_edition(folder)
    if now is None or last is None:
        return
    if (now if now.tzinfo else now.replace(tzinfo=last.at.tzinfo)) < last.at:
        text = _("--now : ce moment vient avant la dernière édition ({stamp}).")
        raise Ending(FAULTS, text.format(stamp=stamp_text(last.stamp)))


def _folder_of(problem: "Problem", folder: Path) -> Path:
    """The folder that keeps the session's editions, where a plan lies in it or in one of its own folders, as a plan
    made after an incident does; else the plan's."""
    from tspi_sched.editions.stamping import session_edition

    found = session_edition(problem, (folder,))
    if found is None or found[0].samefile(folder):
        return folder
    kept = Path(os.path.relpath(found[0]))
    tell(_("Les éditions de cette session sont dans {folder} : le plan y est publié.").format(folder=kept))
    return kept


def publish(wanted: "Wanted", folder: Path) -> None:
    """Publish, and say what that brings."""
    from tspi_sched.editions import Busy, Refused, Unwritten
    from tspi_sched.editions import publish as put
    from tspi_sched.editions.documents import write_documents

    try:
        outcome = put(wanted, folder, lambda kept: write_documents(kept, folder, wanted.despite, tell))
    except Refused as refused:
        lines = [*broken_lines(refused.broken), _refusal()]
        raise Ending(BROKEN, "\n".join(lines)) from None
    except Unwritten as late:
        text = _("L'édition est gardée ; la même commande la terminera, une fois l'obstacle levé.")
        raise Ending(FAULTS, f"{late}\n{text}") from None
    except Busy:
        text = _("{folder} : une autre publication y est en cours depuis longtemps ; réessayez quand elle sera finie.")
        raise Ending(FAULTS, text.format(folder=folder)) from None
    for line in _lines(outcome, folder):
        say(line)


def _refusal() -> str:
    return _(
        "Rien n'est publié : un plan qui enfreint une règle ne se distribue pas ; {option} le publie malgré tout."
    ).format(option="--despite")


# --- what is said ----------------------------------------------------------------------------------------------------


def _lines(outcome: "Outcome", folder: Path) -> Iterator[str]:
    from tspi_sched.exports.stamped import stamp_text

    edition = outcome.edition
    if outcome.finished:
        yield _("La publication de cette édition avait été interrompue : elle est terminée.")
    yield stamp_text(edition.stamp)
    if edition.number > 1:
        yield from told_lines(edition)
        yield from _owed_lines(edition)
    yield from written(outcome.paths)
    todo = folder / "a-faire"
    if todo in outcome.paths:
        yield _("À faire maintenant : {folder}").format(folder=todo)


def _owed_lines(edition: "Edition") -> Iterator[str]:
    """Who was not noted as told of the edition before, and is on this one's list for that too."""
    names = [edition.names.get(key, key) for key in edition.owed if not key.startswith("file ")]
    if names:
        text = _("Reporté de l'édition précédente, où la case n'est pas cochée : {names}")
        yield text.format(names=", ".join(names))


def told_lines(edition: "Edition") -> Iterator[str]:
    """Whose day an edition changed, and what in it."""
    from tspi_sched.editions.todo.calls import parts_text
    from tspi_sched.exports.comparison.tables import kind_names

    count, kinds = len(edition.told), kind_names()
    if not count:
        yield _("Rien ne change pour personne depuis l'édition précédente.")
        return
    text = ngettext("{count} personne dont la journée change :", "{count} personnes dont la journée change :", count)
    yield text.format(count=count)
    for one in edition.told:
        yield f"  {one.name} ({one.id}), {kinds[one.kind]}{mark(':')}{parts_text(one.parts)}"
