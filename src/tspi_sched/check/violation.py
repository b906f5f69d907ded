"""What the checker finds: one broken rule, said so that a person can mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tspi_sched.check.spans import Span


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of one rule.

    `rule` is its id; `message` says what is wrong and what would be right, in the language in force; `people` are the
    ids of the candidates, members and invigilators concerned; `day`, `start` and `end` (minutes from midnight) say
    when, None where the breach has no time of its own.
    """

    rule: str
    message: str
    people: tuple[str, ...] = ()
    day: date | None = None
    start: int | None = None
    end: int | None = None


Found = Iterator[Violation]
"""What every rule gives."""


def at(rule: str, span: Span, message: str, *people: str | None) -> Violation:
    """A violation at the time of a task, naming people once each, in the order given."""
    named = tuple(dict.fromkeys(person for person in people if person is not None))
    return Violation(rule, message, named, span.day, span.start, span.end)


def on(rule: str, day: date, message: str, *people: str | None) -> Violation:
    """A violation on a day as a whole."""
    return Violation(rule, message, tuple(dict.fromkeys(person for person in people if person is not None)), day)
