"""Ctrl-C during a search: the first ends it and keeps the best plan, one more gives up.

A signal only leaves a note; the search hears of it through `Interruption.listen`, at a moment when it keeps what it
has. An exception out of the blue could hit the library that runs the solver's thread, and leave that thread alone.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from tspi_sched.cli.codes import NO_PLAN
from tspi_sched.cli.screen import on_terminal, tell
from tspi_sched.texts import _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

PATIENCE = 1.0
"""Seconds after the first signal during which others are taken for its echo: some shells send several."""

_SHOW_CURSOR = b"\x1b[?25h\n"


class Interruption:
    """Whether the user wants the search to end."""

    def __init__(self, told: str) -> None:
        self.told = told
        """What is said when the wish is heard, once: a search that ends step by step hears it at each of them."""
        self.heard = False
        self.asked: float | None = None
        self.writing = False
        """While files are written, signals wait."""

    def listen(self) -> None:
        """Called by the search where it can be interrupted; raises `KeyboardInterrupt` if that is wanted."""
        if self.asked is None:
            return
        if not self.heard:
            self.heard = True
            tell(self.told)
        raise KeyboardInterrupt

    def notice(self, _number: int, _frame: FrameType | None) -> None:
        """Called when a signal arrives."""
        if self.asked is None:
            self.asked = time.monotonic()
        elif not self.writing and time.monotonic() - self.asked > PATIENCE:
            self._give_up()

    def _give_up(self) -> None:
        """Leave at once: the solver may be deep in its work, and no file is being written."""
        if on_terminal():
            os.write(sys.stderr.fileno(), _SHOW_CURSOR)
        os._exit(NO_PLAN)


@contextmanager
def interruptible(told: str = "") -> Iterator[Interruption]:
    """Signals are noted for the time of a block; `told` says what they lead to, by default that the plan is written."""
    usual = _("Interruption : le meilleur plan trouvé va être écrit (Ctrl-C de nouveau : abandon, rien d'écrit).")
    interruption = Interruption(told or usual)
    before = {}
    with suppress(ValueError):  # not the main thread: signals are not ours
        before = {number: signal.signal(number, interruption.notice) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
