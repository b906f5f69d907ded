"""The door sheets and wall pages that an edition changed, as often as they are to be put up."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from tspi_sched.editions.todo.work import Work
from tspi_sched.exports.pdf.doors import doors
from tspi_sched.exports.pdf.pieces import Sheet
from tspi_sched.exports.pdf.wall import walls
from tspi_sched.texts import _

Place = TypeVar("Place", bound=Hashable)


def door_pages(work: Work) -> tuple[Sheet, ...]:
    """The changed door sheets; where nothing takes place any more, a sheet that says so."""
    empty = _("Aucune épreuve dans cette salle ce jour-là")
    return tuple(_copies(work.pages.doors, doors(work.kept.session), work.kept.documents.copies.door, empty))


def wall_pages(work: Work) -> tuple[Sheet, ...]:
    """The changed wall pages; of a day without any task any more, a page that says so."""
    empty = _("Aucune épreuve ce jour-là")
    return tuple(_copies(work.pages.walls, walls(work.kept.session), work.kept.documents.copies.wall, empty))


def _copies(changed: Mapping[Place, Sheet], now: Mapping[Place, Sheet], count: int, empty: str) -> Iterator[Sheet]:
    for place, before in changed.items():
        yield from _numbered(now.get(place) or replace(before, tables=(), banner=empty), count)


def _numbered(sheet: Sheet, count: int) -> Iterable[Sheet]:
    """A sheet as often as it is to be printed; each says which one it is where there are several."""
    if count == 1:
        return (sheet,)
    text = _("exemplaire {number} sur {count}")
    said = (text.format(number=number, count=count) for number in range(1, count + 1))
    return tuple(replace(sheet, since=" – ".join(filter(None, (sheet.since, one)))) for one in said)
