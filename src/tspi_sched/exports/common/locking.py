"""The system's own lock on an open file: it ends with the process that holds it, however that dies."""

import os


def take(handle: int) -> None:
    """Take the lock at once; raises `BlockingIOError` if another process has it, `OSError` where there are no locks."""
    if os.name == "nt":
        _take_on_windows(handle)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _take_on_windows(handle: int) -> None:
    import msvcrt

    try:
        os.lseek(handle, 0, os.SEEK_SET)
        getattr(msvcrt, "locking")(handle, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009  # unknown to other systems
    except PermissionError:
        raise BlockingIOError from None
