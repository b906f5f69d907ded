"""What whoever watches a search is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tspi_sched.plan import Plan


def _none() -> None:
    return None


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
    latest: Callable[[], Plan | None] = field(default=_none, compare=False)
    """Gives the best plan so far, not yet checked; made when it is asked for, and only while it is being told."""


Watch = Callable[[Progress], None]
"""Called, in the calling thread, a few times a second while a search runs."""
