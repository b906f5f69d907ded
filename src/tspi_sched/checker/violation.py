"""What the checker finds: one broken rule, said so that a person can mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tspi_sched.plan import Span, Task

USUAL_PARTS = {
    "duration": "end",
    "same_panel": "members",
    "panel_makeup": "members",
    "panel_mode": "members",
    "sitting": "room",
    "invigilation": "invigilators",
    "oral_room": "room",
    "projection": "projector",
    "means": "means",
    "access": "room",
    "all_or_nothing": "stage",
}
"""The field of `Task` that a rule is mostly about; `start` for the others."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of one rule.

    `rule` is its id; `message` says what is wrong and what would be right, in the language in force; `people` are the
    ids of the candidates, members and invigilators concerned; `day`, `start` and `end` (minutes from midnight) say
    when, None where the breach has no time of its own. `tasks` are the rows of the plan concerned, the one that the
    message begins with first, none where it is about a row that is missing; `part` is the field of `Task` to look at in
    them. Two violations that say the same are equal, whatever their rows.
    """

    rule: str
    message: str
    people: tuple[str, ...] = ()
    day: date | None = None
    start: int | None = None
    end: int | None = None
    tasks: tuple[Task, ...] = field(default=(), compare=False, repr=False)
    part: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.part:
            object.__setattr__(self, "part", USUAL_PARTS.get(self.rule, "start"))


Found = Iterator[Violation]
"""What every rule gives."""


def at(
    rule: str,
    span: Span,
    message: str,
    *people: str | None,
    part: str = "",
    rows: Iterable[Task] = (),
    also: Iterable[Task] = (),
) -> Violation:
    """A violation at the time of a task, or of several, naming people once each, in the order given; `rows` are those
    of the span that are concerned, all of them by default, and `also` others."""
    tasks = tuple(dict.fromkeys((*(tuple(rows) or _rows(span)), *also)))
    return Violation(rule, message, once(people), span.day, span.start, span.end, tasks, part)


def on(rule: str, day: date, message: str, *people: str | None, part: str = "", rows: Iterable[Task] = ()) -> Violation:
    """A violation on a day as a whole, for what all of some rows come to."""
    return Violation(rule, message, once(people), day, tasks=tuple(dict.fromkeys(rows)), part=part)


def _rows(span: Span) -> tuple[Task, ...]:
    """The rows that a span is, or is made of."""
    return (span,) if isinstance(span, Task) else tuple(getattr(span, "rows", ()))


def once(people: Iterable[str | None]) -> tuple[str, ...]:
    """People, each once, in the order given; who is not there is passed over."""
    return tuple(dict.fromkeys(person for person in people if person is not None))
