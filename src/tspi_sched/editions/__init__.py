"""Editions: what was published of a session, when and made from what, and what each asks to be done."""

from tspi_sched.editions.lock import Busy
from tspi_sched.editions.publish import HistoryGrown, Outcome, Refused, Unwritten, Wanted, publish, restored
from tspi_sched.editions.record import Edition, Told
from tspi_sched.editions.store import editions_in, last_edition

__all__ = [
    "Busy",
    "Edition",
    "HistoryGrown",
    "Outcome",
    "Refused",
    "Told",
    "Unwritten",
    "Wanted",
    "editions_in",
    "last_edition",
    "publish",
    "restored",
]
