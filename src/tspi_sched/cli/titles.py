"""``titles``: the titles professionnels that come with the program, and what one says."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.grammar import Command
from tspi_sched.cli.screen import say
from tspi_sched.texts import _

if TYPE_CHECKING:
    from tspi_sched.problem import Title


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Nomme les titres professionnels fournis ; avec un CODE, ou le chemin d'un fichier de titre, montre ses "
        "épreuves et leurs minutes."
    )
    code = click.Argument(["code"], required=False)
    return Command("titles", run, [code], about)


def run(code: str | None) -> None:
    """Print them all, or one."""
    from pathlib import Path

    from tspi_sched.reading.title import built_in_titles, read_title

    if code:
        lines = list(of_one(read_title(code, Path())))
    else:
        lines = list(of_all([read_title(name, Path()) for name in built_in_titles()]))
    for line in lines:
        say(line)


def of_all(titles: "list[Title]") -> Iterator[str]:
    """A line for each title, and what to do with it."""
    from tspi_sched.cli.summary import aligned
    from tspi_sched.reading.title import initials

    names = (f"{title.name} ({initials(title.name)})" for title in titles)
    tracks = (", ".join(track.code for track in title.tracks) for title in titles)
    yield from aligned([(title.code, *found) for title, *found in zip(titles, names, tracks, strict=True)])
    yield ""
    yield _("Les épreuves d'un titre :  {command}").format(command=f"tspi-sched titles {titles[0].code}")
    yield _("Une session de ce titre :  {command}").format(
        command=f"tspi-sched init {_('ma-session')} --title {titles[0].code}"
    )


def of_one(title: "Title") -> Iterator[str]:
    """A title's stages with their minutes on each track, and whom each one brings together."""
    from tspi_sched.cli.summary import aligned
    from tspi_sched.wording import title_line

    minutes = {track.code: dict(track.minutes) for track in title.tracks}
    yield title_line(title)
    yield ""
    head = (_("Code"), _("Épreuve"), _("Avec"), *minutes)
    rows = [
        (
            stage.code,
            stage.name,
            _attends(stage.attends),
            *(str(found.get(stage.code, "–")) for found in minutes.values()),
        )
        for stage in title.stages
    ]
    yield from aligned([head, *rows])
    yield ""
    yield from (f"{track.code} : {track.name}" for track in title.tracks)
    if title.completion:
        stage, length = title.completion
        text = _("Qui obtient le titre par ses CCP passe encore {stage} ({minutes} min) après le dernier.")
        yield text.format(stage=stage, minutes=length)


def _attends(attends: tuple[str, ...]) -> str:
    said = {"candidate": _("candidat"), "panel": _("jury"), "invigilator": _("surveillant")}
    return ", ".join(said[who] for who in attends)
