"""What stands on everything that is written of a plan: which edition it is, since when a page is valid, or that it is a
draft. Nothing for a session that has never been published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Stamp:
    """The `number` of the edition, from 1, and the moment `at` which it was published, by the clock of the centre; 0
    for a plan that is not published, which is a `draft` once the session has an edition.

    `since` has the edition that last changed a page, by what the page is (`page_key`); `broken` are the sentences of
    the rules that the plan breaks, which the organiser has published or exported all the same. `rehearsal`: what it
    answers was only rehearsed.
    """

    number: int = 0
    at: datetime | None = None
    draft: bool = False
    since: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    rehearsal: bool = False


UNSTAMPED = Stamp()
"""Of a session that has no edition."""


def page_key(kind: str, *which: object) -> str:
    """What a page is, whatever stands on it: ``candidate C01``, ``door S2 2026-12-07``, ``wall 2026-12-07``."""
    return " ".join((kind, *map(str, which)))
