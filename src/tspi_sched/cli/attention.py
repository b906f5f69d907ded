"""The points to watch of an input: what was noted while reading it, what is odd about it, what makes it impossible."""

from collections.abc import Iterator
from datetime import date

from tspi_sched.errors import Fault
from tspi_sched.problem import Problem
from tspi_sched.texts import _, mark


def points(problem: Problem, notes: tuple[Fault, ...]) -> Iterator[str]:
    """Every point, one sentence each."""
    from tspi_sched.cautions import cautions

    yield from map(noted, notes)
    yield from cautions(problem, date.today())


def noted(note: Fault) -> str:
    """A note with its place."""
    return mark(":").join(part for part in (note.where, note.message) if part)


def point_lines(texts: list[str]) -> Iterator[str]:
    """The points as lines under a heading; nothing if there is none."""
    if texts:
        yield _("Points d'attention :")
    yield from (f"  – {text}" for text in texts)
