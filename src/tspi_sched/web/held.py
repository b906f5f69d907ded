"""One server per folder. The lock is the system's own and ends with its process, however that dies; beside it stands,
for its owner's eyes only, where the page is."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tspi_sched.exports.common.locking import take

LOCK, ADDRESS = ".tspi-web.lock", ".tspi-web.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a folder: its first address, and the name of its computer; both empty if that cannot be read."""

    address: str = ""
    computer: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it runs on this computer, so that its address leads to it."""
        return bool(self.address) and self.computer == platform.node()


@dataclass(frozen=True, slots=True)
class Hold:
    """A folder to oneself, or the `other` who has it."""

    folder: Path
    other: Holder | None = None

    def say(self, address: str) -> None:
        """Leave the address for whoever comes second."""
        path = self.folder / ADDRESS
        with suppress(OSError):
            path.unlink(missing_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"address": address, "computer": platform.node()}, file)


@contextmanager
def held(folder: Path) -> Iterator[Hold]:
    """The folder for the time of a block; where the disk knows no locks, nobody is kept out."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    mine = False
    try:
        mine = _taken(handle)
        yield Hold(folder, None if mine else _holder(folder))
    finally:
        if mine:
            with suppress(OSError):
                (folder / ADDRESS).unlink(missing_ok=True)
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        take(handle)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _holder(folder: Path) -> Holder:
    with suppress(OSError, ValueError, TypeError, KeyError):
        content = json.loads((folder / ADDRESS).read_text(encoding="utf-8"))
        return Holder(str(content["address"]), str(content["computer"]))
    return Holder()
