"""One publication at a time in a folder. The lock is the system's own: it ends with the process that holds it, however
that dies, so nobody waits for the dead, and no living process is taken for one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from tspi_sched.exports.common.locking import take
from tspi_sched.exports.kept import sole_writer

LOCK = ".editions.tspi-tmp"
PATIENCE = 300.0
"""Seconds that another publication is waited for: the documents of a very large session take a minute or two."""
PAUSE = 0.05


class Busy(Exception):
    """Another publication is under way in the folder, and does not end."""


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """The folder's editions to oneself; raises `Busy` when another process holds them for too long.

    Where the disk knows no locks (some network drives), the sign of life of `sole_writer` stands in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if _taken(handle, monotonic() + patience):
            yield
        else:
            with sole_writer(folder / "editions"):
                yield
    finally:
        os.close(handle)  # which ends the lock


def _taken(handle: int, until: float) -> bool:
    """Take the lock, once whoever has it ends; False where there are no locks."""
    while True:
        try:
            take(handle)
        except BlockingIOError:
            if monotonic() > until:
                raise Busy from None
            sleep(PAUSE)
        except OSError:
            return False
        else:
            return True
