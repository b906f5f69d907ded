"""``editions``: what was published of a session, for whom each edition changed something, and the way back to one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import FAULTS, Ending
from tspi_sched.cli.grammar import Argument, Command, Within
from tspi_sched.cli.publish import edition_options, not_before_last, publish, told_lines
from tspi_sched.cli.screen import say
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.texts import _, mark

if TYPE_CHECKING:
    from tspi_sched.editions import Edition


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Liste les éditions publiées dans un dossier, avec ce qui change de l'une à l'autre et pour qui ; dit depuis "
        "laquelle les papiers d'une personne sont valables ; en publie une de nouveau."
    )
    restore = _("Publie de nouveau le plan de l'édition {number}, comme une édition de plus.").format(number="N")
    person = _("Dit depuis quelle édition les papiers d'une personne (son identifiant ou son nom) sont valables.")
    params: list[click.Parameter] = [
        Argument("folder", _("le dossier où la session est publiée")),
        click.Option(["--restore"], type=Within(int, 1, 999_999), metavar="N", help=restore),
        click.Option(["--person"], metavar="ID", help=person),
        *edition_options(),
    ]
    return Command("editions", run, params, about)


def run(folder: str, restore: int | None, person: str | None, reason: str, despite: bool, now: datetime | None) -> None:
    """List, or say since when somebody's papers are valid, or publish an edition again."""
    from tspi_sched.editions import editions_in

    found = editions_in(folder)
    if not found:
        raise Ending(FAULTS, _("{folder} : aucune édition n'y est publiée.").format(folder=folder))
    if restore is not None:
        _restore(found, restore, Path(folder), reason, despite, now)
    lines = _of_person(found, person) if person is not None else _listed(found) if restore is None else ()
    for line in lines:
        say(line)


# --- the list --------------------------------------------------------------------------------------------------------


def _listed(found: tuple["Edition", ...]) -> Iterator[str]:
    for place, edition in enumerate(found):
        if place:
            yield ""
        yield stamp_text(edition.stamp)
        if edition.reason:
            yield _("  Raison : {reason}").format(reason=edition.reason)
        if edition.broken:
            yield _("  Publiée malgré des règles enfreintes : {count}").format(count=len(edition.broken))
        if not edition.complete:
            yield _("  Interrompue avant la fin : la prochaine publication la terminera d'abord.")
        if place:
            yield from (f"  {line}" for line in told_lines(edition))


# --- a person --------------------------------------------------------------------------------------------------------


def _of_person(found: tuple["Edition", ...], person: str) -> Iterator[str]:
    last = found[-1]
    keys = _keys(last, person)
    if not keys:
        left = next((edition for edition in reversed(found) if _keys(edition, person)), None)
        if left is None:
            text = _("« {person} » n'est dans aucune édition : donnez son identifiant ou son nom.")
            raise Ending(FAULTS, text.format(person=person))
        yield from (_gone(left, key, found) for key in _keys(left, person))
    for key in keys:
        yield f"{last.names[key]} ({key.partition(' ')[2]}){mark(':')}{_valid(last.since[key], found)}"


def _keys(edition: "Edition", person: str) -> list[str]:
    """The papers of whoever has an id or a name; an id goes before a name."""
    from tspi_sched.problem import plain

    by_id = [key for key in edition.names if plain(key.partition(" ")[2]) == plain(person)]
    words = {plain(word) for word in person.split()}
    named = {key: {plain(word) for word in name.split()} for key, name in edition.names.items()}
    return by_id or [key for key, own in named.items() if words and words <= own]


def _valid(number: int, found: tuple["Edition", ...]) -> str:
    edition = next((one for one in found if one.number == number), None)
    since = stamp_text(edition.stamp) if edition else str(number)
    text = _("papiers valables depuis l'édition {number} ({since}) ; une plus ancienne n'est plus à suivre.")
    return text.format(number=number, since=since)


def _gone(edition: "Edition", key: str, found: tuple["Edition", ...]) -> str:
    after = next(one.number for one in found if one.number > edition.number)
    text = _("{name} ({id}) n'est plus attendu(e) depuis l'édition {number}.")
    return text.format(name=edition.names[key], id=key.partition(" ")[2], number=after)


# --- again -----------------------------------------------------------------------------------------------------------


def _restore(
    found: tuple["Edition", ...], number: int, folder: Path, reason: str, despite: bool, now: datetime | None
) -> None:
    from tspi_sched.editions import HistoryGrown, restored

    wanted = next((edition for edition in found if edition.number == number), None)
    if wanted is None:
        known = ", ".join(str(edition.number) for edition in found)
        text = _("{folder} : il n'y a pas d'édition {number} (il y a : {known}).")
        raise Ending(FAULTS, text.format(folder=folder, number=number, known=known))
    not_before_last(folder, now)
    why = reason or _("retour à l'édition {number}").format(number=number)
    try:
        again = restored(wanted, folder, reason=why, despite=despite, now=now)
    except HistoryGrown:
        text = _(
            "L'édition {number} n'est pas publiée de nouveau : des épreuves ont eu lieu depuis, qu'elle ignore. "
            "Replanifiez plutôt la suite à partir de l'édition en vigueur."
        )
        raise Ending(FAULTS, text.format(number=number)) from None
    publish(again, folder)
