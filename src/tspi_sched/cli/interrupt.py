"""Ctrl-C: at any time it ends the command; during a search the first keeps the best plan, and one more gives up.

While a search runs, a signal only leaves a note; the search hears of it through `Interruption.listen`, at a moment when
it keeps what it has. An exception out of the blue could hit the library that runs the solver's thread, and leave that
thread alone.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from tspi_sched.cli.codes import INTERRUPTED, NO_PLAN
from tspi_sched.cli.screen import on_terminal, tell
from tspi_sched.texts import _

Handler = Callable[[int, FrameType | None], None]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

PATIENCE = 1.0
"""Seconds after the first signal during which others are taken for its echo: some shells send several."""

_SHOW_CURSOR = b"\x1b[?25h\n"


@contextmanager
def hearing_signals(told: str) -> Iterator[None]:
    """For the time of a block a signal raises `KeyboardInterrupt`, or ends the process where that could get lost.

    It could get lost in an import (which may take it for a missing package) and in what Python calls by the way, such
    as finalisers, whose exceptions are printed and forgotten. `told` is what is said in these cases.
    """

    def interrupt(_number: int, frame: FrameType | None) -> None:
        if _importing(frame):
            _leave(told)
        raise KeyboardInterrupt

    def forgotten(lost: "sys.UnraisableHookArgs") -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            _leave(told)
        sys.__unraisablehook__(lost)

    ours = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before, hook = _handle(ours, interrupt), sys.unraisablehook
    sys.unraisablehook = forgotten
    try:
        yield
    finally:
        sys.unraisablehook = hook
        _give_back(before)


def _handle(numbers: Iterable[int], handler: Handler) -> dict[int, Any]:
    """Set the handler of some signals; gives those before."""
    with suppress(ValueError):  # not the main thread: signals are not ours
        return {number: signal.signal(number, handler) for number in numbers}
    return {}


def _give_back(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _leave(told: str) -> None:
    with suppress(OSError, ValueError):  # no console
        os.write(2, f"{told}\n".encode())
    os._exit(INTERRUPTED)


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
    before = _handle(_SIGNALS, interruption.notice)
    try:
        yield interruption
    finally:
        _give_back(before)
