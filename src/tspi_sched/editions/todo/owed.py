"""What the edition before left undone when the next one is published: who was not noted as told, which pages were not
noted as put up. Each stands with the edition that is known there, against which the next one is then told.

Without any tick nobody knows whether the list was worked through on paper: it counts as done, unless whoever publishes
was shown what is open, as the page does.
"""

from pathlib import Path

from tspi_sched.editions.kept import load
from tspi_sched.editions.record import Edition
from tspi_sched.editions.todo.ticks import ticked
from tspi_sched.editions.todo.work import DOORS, WALLS, Work, work_of


def left_undone(last: Edition, folder: Path, place: Path, *, shown: bool) -> dict[str, int]:
    """What is open of the edition in force, whose to-do folder is `place`; `shown`: it was seen before publishing."""
    if not place.is_dir():
        return {}
    done = ticked(place)
    if not done and not shown:
        return {}
    work = work_of(load(last, folder=folder))
    return {key: number for key, number in _known(work, place) if key not in done} if work else {}


def _known(work: Work, place: Path) -> list[tuple[str, int]]:
    """Everything to do with the edition that is known there."""
    people = [(call.key, call.before.edition.number) for call in work.calls]
    owed, earlier = work.kept.edition.owed, work.before.edition.number
    pages = [(key, owed.get(key, earlier)) for key in (DOORS, WALLS) if (place / key.removeprefix("file ")).is_file()]
    return [*people, *pages]
