"""Long work in processes of their own: a search, the answers to an incident.

A job's process outlives the server, and everything about it is in files of its folder: what it was asked for, how it
goes, what it has found so far, how it ended. So a reload, a second tab or a new server see it as it is, and a process
that is killed loses nothing that it had told. Whether it lives is known by a lock, which ends with it.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.locking import take
from tspi_sched.texts import language

HOME = ".calcul"
"""The hidden folder, in that of a plan, of the jobs about it."""

ASKED, LINES, BEST, DONE, LOCK, STOP, ERRORS = (
    "asked.json", "progress.jsonl", "best.json", "done.json", "alive", "stop", "errors.txt",
)  # fmt: skip
"""The files of a job. `STOP` holds the word of how it is to end."""

_children: dict[Path, "subprocess.Popen[bytes]"] = {}
_starting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Job:
    """Work of a `kind` about the plan that is kept, or will be, in a folder."""

    plan_folder: Path
    kind: str

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.plan_folder / HOME / self.kind


class Running(Exception):
    """The job is under way already."""


def start(job: Job, **asked: Any) -> None:
    """Begin a job; `asked` is what its function in `work` takes, as JSON. Raises `Running`."""
    with _starting:
        if is_running(job):
            raise Running
        job.folder.mkdir(parents=True, exist_ok=True)
        for name in (LINES, BEST, DONE, STOP, ERRORS):
            (job.folder / name).unlink(missing_ok=True)
        write_text(job.folder / ASKED, json.dumps({"kind": job.kind, "language": language(), **asked}))
        _children[job.folder] = _process(job.folder)


def _process(folder: Path) -> "subprocess.Popen[bytes]":
    """A process that neither the terminal's Ctrl-C nor the server's end takes along."""
    new: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
        new = {"creationflags": flags}
    with (folder / ERRORS).open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "tspi_sched.web.work", str(folder)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, **new,
        )  # fmt: skip


def is_running(job: Job) -> bool:
    """Whether a job's process is alive, whoever began it."""
    child = _children.get(job.folder)
    if child is not None and child.poll() is None:
        return True
    return is_held(job.folder / LOCK)


def is_held(path: Path) -> bool:
    """Whether a process has the lock of a file."""
    if not path.is_file():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        take(handle)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def stop(job: Job, how: str = "stop") -> None:
    """Ask a job to end, and to keep what it has found: it hears that in a fraction of a second."""
    if is_running(job):
        write_text(job.folder / STOP, how)


def wait(job: Job, seconds: float = 60.0) -> bool:
    """Wait until a job has ended; whether it has."""
    until = monotonic() + seconds
    while (running := is_running(job)) and monotonic() < until:
        sleep(0.05)
    return not running


def note_kept(job: Job) -> None:
    """Note that the plan which a job had found is now the session's."""
    done = _read(job.folder / DONE) or {"status": "feasible", "objectives": []}
    write_text(job.folder / DONE, json.dumps({**done, "kept": True}, ensure_ascii=False))


def forget(job: Job) -> None:
    """Take away what a job that has ended has left."""
    if not is_running(job):
        for name in (ASKED, LINES, BEST, DONE, STOP, ERRORS):
            (job.folder / name).unlink(missing_ok=True)


# --- what is known ---------------------------------------------------------------------------------------------------


def state_of(job: Job) -> dict[str, Any]:
    """What is known of a job, as data: `known` (it was ever begun), `running`, `asked`, `done` (what it ended with,
    None before that), `found` (there is a plan), `lost` (it died before its end)."""
    running = is_running(job)  # before the rest is read: what ends between the two is told the next time
    asked, done = _read(job.folder / ASKED), _read(job.folder / DONE)
    found = (job.folder / BEST).is_file()
    lost = asked is not None and done is None and not running
    return {
        "known": asked is not None,
        "running": running,
        "asked": asked or {},
        "done": done,
        "found": found,
        "lost": lost,
    }


def lines_of(job: Job, after: int = 0) -> list[dict[str, Any]]:
    """What a job has told of its progress, without the first lines that are known already."""
    found = []
    with suppress(OSError):
        for text in (job.folder / LINES).read_text(encoding="utf-8").splitlines()[after:]:
            with suppress(ValueError):  # the last line may be half written
                found.append(json.loads(text))
    return found


def _read(path: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else None
    return None
