"""What is written on the bars of a picture: a name over one bar only, never on two colours, and as large as it fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tspi_sched.exports.common.colours import INK, ink_on, stage_colours
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.picture.rows import Row
from tspi_sched.plan import Task
from tspi_sched.problem import MARKING, ORAL, WRITTEN, Candidate
from tspi_sched.texts import _, cut, harmless

SIZES = (10, 9, 8, 7)
"""Points that a label is tried in; 10 are 20 dots of a slide's 1080."""

LETTER = 0.0092
"""Inches of an average letter, for each point of its size."""

LINE = 0.0165
"""Inches from line to line, for each point of their size."""


EDGE = 0.05
"""Inches beside a label that are left free."""


@dataclass(frozen=True)
class Label:
    """A text over a stretch of a row, in an ink that is read there; `short` says it in two letters, and does so rather
    than that the text is cut to less than `least` letters."""

    start: int
    end: int
    text: str
    ink: str = INK
    short: str = ""
    least: int = 5


def labels(roster: Roster, row: Row) -> Iterator[Label]:
    """What to write over which stretch: how many sit a paper together, each candidate over their longest oral and, by
    their initials where the name is too long, over their marking; the meal."""
    colours = stage_colours(roster.problem.title)
    papers = [task for task in row.tasks if roster.kind(task) == WRITTEN]
    for start in sorted({task.start for task in papers}):
        sitting = [task for task in papers if task.start == start]
        yield Label(start, max(task.end for task in sitting), f"{sitting[0].stage} × {len(sitting)}")
    for task in _named(roster, row.tasks):
        person = roster.problem.candidate[task.candidate or ""]
        ink, least = ink_on(colours[task.stage]), 5 if roster.kind(task) == ORAL else len(person.last_name)
        yield Label(task.start, task.end, person.last_name, ink, _initials(person), least)
    if row.meal:
        yield Label(*row.meal, _("Repas"))


def _named(roster: Roster, tasks: Sequence[Task]) -> Iterator[Task]:
    """The bar of each candidate's orals that has most room for a name, and every marking."""
    orals: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        if task.candidate and task.track and roster.kind(task) == ORAL:
            orals.setdefault((task.candidate, task.track), []).append(task)
        elif task.candidate and roster.kind(task) == MARKING:
            yield task
    yield from (max(own, key=lambda task: task.minutes) for own in orals.values())


def _initials(person: Candidate) -> str:
    return "".join(harmless(name)[:1].upper() for name in (person.first_name, person.last_name))


def fitted(label: Label, width: float, height: float) -> tuple[str, int]:
    """A label's text and its size in points so that it fits into some inches: whole in one or two lines, else by its
    short form where it has one, else cut."""
    text, width = harmless(label.text), width - EDGE
    for size in SIZES:
        room, lines = int(width / LETTER / size), int(height / LINE / size)
        for form in (text, _two_lines(text) if lines > 1 else text):
            if max(map(len, form.split("\n"))) <= room:
                return form, size
    if label.short and room < label.least:
        return label.short, size
    return cut(text, max(1, room)), size


def _two_lines(text: str) -> str:
    """A text parted at the blank or hyphen nearest to its middle; as it is if it has none."""
    places = [place for place, letter in enumerate(text) if letter in " -"]
    if not places:
        return text
    middle = min(places, key=lambda place: abs(place - len(text) / 2))
    return f"{text[: middle + 1].rstrip()}\n{text[middle + 1 :].lstrip()}"
