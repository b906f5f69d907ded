"""Whole files or none: what is written goes to a hidden neighbour first and is then moved into place.

A run that fails leaves the old file as it was and nothing beside it; one that is killed leaves at most a file whose
name starts with a dot and ends in ``.tspi-tmp``.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from tspi_sched.refused import RESERVED

SUFFIX = ".tspi-tmp"
"""The end of the names of the files under way."""

ON_WINDOWS = os.name == "nt"

HELD = (0.05, 0.1, 0.2, 0.4)
"""Seconds between the tries to replace a file that another program has open."""

_LONGEST = 80
"""Bytes of a name: with what is put before and after it, far from what any system refuses."""


def safe_name(name: str) -> str:
    """A name as every system takes it for a file: letters, digits, ``-``, ``_`` and ``.``."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name)).strip("-. ")
    short = plain.encode()[:_LONGEST].decode(errors="ignore").rstrip("-. ")
    return f"_{short}" if RESERVED.match(short) else short or "plan"


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """A file name for each of some names, no two alike, even where upper and lower case are the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        safe = base = safe_name(name)
        number = 2
        while safe.casefold() in taken:
            safe, number = f"{base}-{number}", number + 1
        taken.add(safe.casefold())
        found[name] = safe
    return found


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path to write to; when the block ends well, the file there takes the place of `path`."""
    target = path.resolve()  # through a link, the file it points to is replaced, not the link
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name[:200]}.{os.getpid()}{SUFFIX}")
    try:
        yield draft
        _keep_mode(target, draft)
        flush(draft)
        _put_in_place(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    flush_directory(target.parent)


def _put_in_place(draft: Path, target: Path) -> None:
    """Move the draft to its place. Windows refuses while another program has the old file open: a virus scanner or an
    indexer lets go of it after a moment, Excel does not."""
    for pause in HELD if ON_WINDOWS else ():
        try:
            draft.replace(target)
        except PermissionError:
            sleep(pause)
        else:
            return
    draft.replace(target)


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text with ``\\n`` line ends in one go."""
    with replacing(path) as draft:
        draft.write_bytes(text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes in one go."""
    with replacing(path) as draft:
        draft.write_bytes(content)


def _keep_mode(target: Path, draft: Path) -> None:
    """Give the new file the permissions of the old one, so that a shared file stays shared."""
    with suppress(OSError):
        draft.chmod(target.stat().st_mode & 0o777)


def flush(path: Path) -> None:
    """Wait until the content is on the disk: a file moved before that could be empty after a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_directory(directory: Path) -> None:
    """Wait until the move itself is on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
