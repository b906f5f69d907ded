"""Which door sheets and wall pages an edition changed: those that say something else than before, are new, or gone."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tspi_sched.exports.pdf.doors import doors
from tspi_sched.exports.pdf.pieces import Sheet
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.pdf.wall import walls
from tspi_sched.stamp import UNSTAMPED, page_key

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True)
class Posted:
    """What is put up for an edition: the door sheets by room and day, the wall pages by day."""

    doors: Mapping[tuple[str, date], Sheet]
    walls: Mapping[date, Sheet]

    @property
    def keys(self) -> tuple[str, ...]:
        """What each page is."""
        return (*(page_key("door", *place) for place in self.doors), *(page_key("wall", day) for day in self.walls))


def posted(session: Session) -> Posted:
    """What is put up, whatever edition it is."""
    bare = replace(session, stamp=UNSTAMPED)
    return Posted(doors(bare), walls(bare))


def differing(old: Posted, new: Posted) -> Posted:
    """The pages that say something else than before; those that are gone stand as they were."""
    return Posted(_differing(old.doors, new.doors), _differing(old.walls, new.walls))


def _differing(old: Mapping[Place, Sheet], new: Mapping[Place, Sheet]) -> dict[Place, Sheet]:
    gone = {place: sheet for place, sheet in old.items() if place not in new}
    return {place: sheet for place, sheet in new.items() if old.get(place) != sheet} | gone


def pages_since(changed: Posted, now: Posted, before: Mapping[str, int], number: int) -> dict[str, int]:
    """Since which edition each page is valid."""
    keys = set(changed.keys)
    return {key: number if key in keys else before.get(key, number) for key in now.keys}
