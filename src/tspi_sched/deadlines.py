"""The moment by which long work in Python has to end: loops that may be long ask `go_on`, which raises past it.

Solvers have limits of their own; this is for all that goes on around them: models being stated, plans made by
dispatching, sums. Whoever sets a deadline says what is left of the work when it is over.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

_due: ContextVar[float] = ContextVar("due", default=inf)


class OutOfTime(Exception):
    """The deadline is over."""


@contextmanager
def due(until: float) -> Iterator[None]:
    """Let the work inside end by a moment (of `time.monotonic`), or by an earlier one that is in force already."""
    token = _due.set(min(until, _due.get()))
    try:
        yield
    finally:
        _due.reset(token)


def go_on() -> None:
    """Go on, unless the deadline is over; raises `OutOfTime`."""
    if time.monotonic() > _due.get():
        raise OutOfTime
