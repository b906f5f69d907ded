"""Time as the processor's, so that limits and times mean nearly the same on a machine that does other things, too.

The search's clock is the processor time of this process, and the solver's limit is stopped by it. With one worker, that
is about the time of an idle machine: what it does not show is how much slower memory is while others use it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from ortools.sat.python import cp_model

LOOKING = 0.01
"""Seconds of the machine between two looks at how much the solver has had."""

FOREVER = 36_000.0
"""Seconds of the machine after which the solver ends all the same."""


class CpuSolver(cp_model.CpSolver):
    """The solver, whose limit is so much time of the processor."""

    def solve(self, model: cp_model.CpModel, *args: Any) -> Any:
        """The solver's status."""
        limit = self.parameters.max_time_in_seconds
        self.parameters.max_time_in_seconds = FOREVER
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(time.process_time() + limit, done), daemon=True)
        watcher.start()
        try:
            return super().solve(model, *args)
        finally:
            done.set()
            watcher.join()
            self.parameters.max_time_in_seconds = limit

    def _watch(self, until: float, done: threading.Event) -> None:
        while not done.wait(LOOKING):
            if time.process_time() > until:
                self.stop_search()  # again and again: one that comes before the search has begun is not heard


@contextmanager
def counting_cpu_time() -> Iterator[None]:
    """The time of searches is that of the processor, for the time of a block: of a process with one worker."""
    with patch.object(cp_model, "CpSolver", CpuSolver), patch.object(time, "monotonic", time.process_time):
        yield
