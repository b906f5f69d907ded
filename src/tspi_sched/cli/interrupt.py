"""Ctrl-C during a search: the first ends it and keeps the best plan, a second one gives up.

A signal only leaves a note; the search hears of it through `Interruption.listen`, at a moment when it keeps what it
has. While files are written, signals wait.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from tspi_sched.cli.screen import tell
from tspi_sched.texts import _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether the user wants the search to end."""

    def __init__(self) -> None:
        self.asked = self.searching = self.writing = False

    def listen(self) -> None:
        """Called by the search when it may be interrupted."""
        self.searching = True
        if self.asked:
            tell(
                _("Interruption : le meilleur plan trouvé va être écrit (Ctrl-C encore : abandonner sans rien écrire).")
            )
            raise KeyboardInterrupt

    def notice(self, _number: int, _frame: FrameType | None) -> None:
        """Called when a signal arrives; before the search has begun, and the second time, it is obeyed at once."""
        if not self.writing and (self.asked or not self.searching):
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Signals are noted for the time of a block."""
    interruption = Interruption()
    before = {}
    with suppress(ValueError):  # not the main thread: signals are not ours
        before = {number: signal.signal(number, interruption.notice) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
