"""Nothing that people worked on is lost: what would be replaced is kept beside, under a name that says until when it
was the one in use."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep, time

from tspi_sched.exports import plan_json
from tspi_sched.exports.common import fingerprint
from tspi_sched.exports.common.files import SUFFIX, flush
from tspi_sched.exports.common.marks import mark_in
from tspi_sched.texts import language

MOST = 10_000
"""How many copies of one minute are tried."""

_DATED = re.compile(r" \((?:avant le \d\d-\d\d à \d+ h \d\d|before \d\d-\d\d at \d+h\d\d)(?: – \d+)?\)$")

PATIENCE, STALE = 30.0, 120.0
"""Seconds: how long another run that writes into the folder is waited for, and after what silence it counts as dead."""


def is_ours(path: Path) -> bool:
    """Whether a file is as it was written here, so that another may take its place and nobody's work is lost."""
    checks: dict[str, Callable[[Path], object]] = {".xlsx": fingerprint.as_written, ".json": plan_json.as_written}
    return bool(checks.get(path.suffix.lower(), mark_in)(path))


def keep(path: Path, now: datetime | None = None) -> Path:
    """A copy of a file beside it under a dated name, which no other file has; returns its path.

    The copy is whole before it has that name. Raises `OSError` if it cannot be made.
    """
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}{SUFFIX}")
    try:
        shutil.copyfile(path, draft)
        with suppress(OSError):
            shutil.copystat(path, draft)
        flush(draft)
        return next(name for name in _dated_names(path, now or datetime.now()) if _takes(draft, name))
    except StopIteration:
        raise FileExistsError(str(path)) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _dated_names(path: Path, now: datetime) -> Iterator[Path]:
    """``planning (avant le 30-11 à 9 h 45).xlsx``, then with a number; no sign in it that any system refuses."""
    said = {"day": f"{now.day:02d}-{now.month:02d}", "hour": now.hour, "minute": f"{now.minute:02d}"}
    french, stem = language() == "fr", path.stem[:60].rstrip()
    when = "avant le {day} à {hour} h {minute}" if french else "before {day} at {hour}h{minute}"
    for number in range(1, MOST):
        more = "" if number == 1 else f" – {number}"
        yield path.with_name(f"{stem} ({when.format(**said)}{more}){path.suffix}")


def is_kept(path: Path) -> bool:
    """Whether a file's name says that it is such a copy."""
    return bool(_DATED.search(path.stem))


def _takes(draft: Path, name: Path) -> bool:
    """Give a file a name unless another has it: of two runs at once only one can."""
    try:
        os.link(draft, name)
    except FileExistsError:
        return False
    except OSError:  # a disk without links: on Windows a rename never replaces, elsewhere nearly never
        if os.path.lexists(name):
            return False
        draft.rename(name)
    return True


# --- one writer at a time --------------------------------------------------------------------------------------------


@contextmanager
def sole_writer(folder: Path) -> Iterator[Callable[[], None]]:
    """A folder to oneself, so that two runs at once do not mix their plans in it; what is given is to be called now
    and then as a sign of life. A run that died is not waited for for ever: what it left unfinished shows in the marks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sign, until = folder / f".writing{SUFFIX}", monotonic() + PATIENCE
    while not (ours := _put(sign)) and monotonic() < until:
        if _is_stale(sign):
            sign.unlink(missing_ok=True)
        sleep(0.05)
    try:
        yield lambda: _sign_of_life(sign)
    finally:
        if ours:
            with suppress(OSError):
                sign.unlink(missing_ok=True)


def _put(sign: Path) -> bool:
    try:
        os.close(os.open(sign, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    except PermissionError:
        if os.name == "nt":  # the sign is just being taken away
            return False
        raise
    return True


def _sign_of_life(sign: Path) -> None:
    with suppress(OSError):
        os.utime(sign)


def _is_stale(sign: Path) -> bool:
    with suppress(OSError):
        return time() - sign.stat().st_mtime > STALE
    return False
