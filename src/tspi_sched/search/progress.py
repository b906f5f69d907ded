"""What whoever watches a search is told."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: the objective at work and its place, the best value and bound so far (None: none yet)."""

    objective: str
    index: int
    count: int
    best: int | None
    bound: int | None
    seconds: float
    """Since the search began."""


Watch = Callable[[Progress], None]
"""Called, in the calling thread, a few times a second while a search runs."""
