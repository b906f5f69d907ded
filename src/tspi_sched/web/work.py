"""The process of a job: ``python -m tspi_sched.web.work FOLDER`` does what the folder's `asked.json` says."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tspi_sched.errors import InputError
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.locking import take
from tspi_sched.texts import in_language
from tspi_sched.web.desk import Desk
from tspi_sched.web.jobs import ASKED, DONE, LOCK


def _work() -> dict[str, Callable[[Desk, dict[str, Any]], dict[str, Any]]]:
    from tspi_sched.web.replanning import replanned
    from tspi_sched.web.solving import solved

    return {"solve": solved, "replan": replanned}


def main(folder: Path) -> int:
    """Do the work of a folder, and leave how it ended there."""
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        take(handle)
    except BlockingIOError:
        return 1
    except OSError:
        pass  # a disk without locks: the server's own child is known by its process
    asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    with in_language(asked["language"]):
        done = _done(Desk(folder), asked)
    write_text(folder / DONE, json.dumps(done, ensure_ascii=False))
    return 0


def _done(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return _work()[asked["kind"]](desk, asked)
    except InputError as error:
        faults = [{"file": one.file, "where": one.where, "message": one.message} for one in error.faults]
        return {"status": "faults", "faults": faults}
    except KeyboardInterrupt:
        return {"status": "stopped"}
    except Exception as error:  # told on the page; the traceback stays in a file of the job, and names nobody
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{type(error).__name__} in {last.filename}, line {last.lineno}", file=sys.stderr)
        return {"status": "failed", "kind": type(error).__name__}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
