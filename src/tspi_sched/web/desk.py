"""The desk of a job: where it tells how it goes, and hears that it is to end."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tspi_sched.web.jobs import BEST, LINES, STOP

EVERY = 0.2
"""Seconds after which a job looks again whether it is to end."""


@dataclass
class Desk:
    """Where a job reads what it was asked for, and tells how it goes."""

    folder: Path
    looked: float = field(default=0.0)
    stopped: str = ""

    @property
    def best(self) -> Path:
        """The file of the best plan so far."""
        return self.folder / BEST

    def tell(self, **line: Any) -> None:
        """One more line about how it goes."""
        with (self.folder / LINES).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def listen(self) -> None:
        """Raise `KeyboardInterrupt` once somebody wants the job to end."""
        now = time.monotonic()
        if not self.stopped and now - self.looked >= EVERY:
            self.looked = now
            path = self.folder / STOP
            self.stopped = path.read_text(encoding="utf-8") if path.is_file() else ""
        if self.stopped:
            raise KeyboardInterrupt
