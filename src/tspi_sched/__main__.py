"""Where the command line begins: ``tspi-sched``, and ``python -m tspi_sched`` where that is not on the path.

Loading the commands takes a moment, and an exception in the middle of an import may be swallowed or come out as another
one; so Ctrl-C leaves at once until they are there. What is loaded for that is part of Python's own kernel: `signal` and
`typing` would leave a gap of several milliseconds.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # as for a job in the background of some shells
            signal.signal(number, _leave)
    try:
        from tspi_sched.cli import main as command_line

        command_line()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Python is tidying up: there is nothing left to interrupt


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """Nothing is open yet, and nothing written."""
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
