"""The editions of a folder: which there are, and a new one put beside them whole or not at all."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tspi_sched.editions.record import COMPLETE, Edition, read_record
from tspi_sched.exports.common.files import SUFFIX, flush, flush_directory

EDITIONS = "editions"
_NUMBER = re.compile(r"\d{3,}")
_LEFT_BEHIND = re.compile(rf"\.[\w-]+\.\d+{re.escape(SUFFIX)}")


def editions_in(folder: str | Path) -> tuple[Edition, ...]:
    """List the editions of a session, the first one first.

    Args:
        folder: The session's folder, where it was published.

    Returns:
        Every edition that it keeps; folders in which none can be read are passed over.

    Example:
        >>> tspi_sched.editions_in(folder / "nothing")
        ()
    """
    kept = Path(folder) / EDITIONS
    names = [one for one in kept.iterdir() if _NUMBER.fullmatch(one.name)] if kept.is_dir() else []
    found = (read_record(one) for one in names)
    return tuple(sorted((one for one in found if one), key=lambda one: one.number))


def last_edition(folder: str | Path) -> Edition | None:
    """Give the edition in force of a session.

    Args:
        folder: The session's folder, where it was published.

    Returns:
        The last edition; None if nothing was ever published there.

    Example:
        >>> tspi_sched.last_edition(folder / "nothing") is None
        True
    """
    return next(reversed(editions_in(folder)), None)


def next_number(folder: Path) -> int:
    """The number of the next edition: never one that a folder there has, damaged or not."""
    kept = folder / EDITIONS
    names = [one.name for one in kept.iterdir()] if kept.is_dir() else []
    return 1 + max((int(name) for name in names if _NUMBER.fullmatch(name)), default=0)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, which takes its name when the block ends well, all of its files on the disk. A process that is
    killed leaves a hidden folder, which `tidy` takes away."""
    draft = target.with_name(f".{target.name}.{os.getpid()}{SUFFIX}")
    draft.mkdir(parents=True)
    try:
        yield draft
        for file in draft.rglob("*"):
            if file.is_file():
                flush(file)
            else:
                flush_directory(file)
        flush_directory(draft)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    flush_directory(target.parent)


def mark_complete(edition: Edition) -> None:
    """Note that all that an edition brings has been written."""
    (edition.folder / COMPLETE).touch()
    flush_directory(edition.folder)


def withdraw(edition: Edition) -> None:
    """Take an edition back whose documents cannot be made: it is not there any more, or whole."""
    gone = edition.folder.with_name(f".{edition.folder.name}.{os.getpid()}{SUFFIX}")
    edition.folder.rename(gone)
    flush_directory(gone.parent)
    shutil.rmtree(gone, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Take away what a publication that was killed left unfinished; only who holds the lock may."""
    for place in (folder, folder / EDITIONS):
        for path in place.iterdir() if place.is_dir() else ():
            if _LEFT_BEHIND.fullmatch(path.name):
                with suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
