"""Time as work done, so that what a search comes to is the same on every machine, fast or slow, idle or loaded.

The solver's limits are taken as its deterministic time, a count of its own operations, and the clock of the search goes
on by what the solver has counted, and by a little whenever somebody looks at it: so a loop without the solver ends too.
A limit in a test is then a limit of work. `conftest.py` puts this clock in place for the whole run; commands in
processes of their own, and how often a search tells of itself, keep the machine's.
"""

import importlib
import pkgutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from ortools.sat.python import cp_model

from tspi_sched import deadlines, solver

LOOK, TURN = 0.002, 0.000_01
"""Seconds that a look at the clock counts for; and a turn of a loop that asks whether to go on."""

RATE = 0.4
"""Units of the solver's deterministic time in a second, about as many as on a machine that has nothing else to do."""

SEARCHING = (
    "solver", "relaxations", "columns", "heuristics", "search", "left_out", "planner", "explanations",
    "recovery", "losses",
)  # fmt: skip
"""The rooms whose time is work."""

FOREVER = 3_600.0
"""Seconds of the machine after which the solver ends all the same."""


class WorkClock:
    """Seconds of work so far."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.free = threading.local()
        """Where looks are free: how often the solver's progress is told depends on the machine."""

    def __call__(self) -> float:
        """The clock, as `time.monotonic`."""
        if not getattr(self.free, "looks", False):
            self.seconds += LOOK
        return self.seconds


CLOCK = WorkClock()


def now() -> float:
    """What `time.monotonic` is to the search: for deadlines in tests."""
    return CLOCK()


class WorkSolver(cp_model.CpSolver):
    """The solver, whose limit is so much work."""

    def solve(self, model: cp_model.CpModel, *args: Any) -> Any:
        """The solver's status."""
        limit = self.parameters.max_time_in_seconds
        self.parameters.max_deterministic_time = limit * RATE
        self.parameters.max_time_in_seconds = FOREVER
        try:
            return super().solve(model, *args)
        finally:
            self.parameters.max_time_in_seconds = limit
            CLOCK.seconds += min(limit, self._work() / RATE)

    def _work(self) -> float:
        try:
            return float(self.response_proto.deterministic_time)
        except RuntimeError:  # it failed before it had counted anything
            return 0.0


def _in_a_loop() -> float:
    """The clock as a loop asks it, at every turn."""
    CLOCK.seconds += TURN
    return CLOCK.seconds


def _searching() -> Iterator[ModuleType]:
    """The modules whose time is work."""
    for name in SEARCHING:
        room = importlib.import_module(f"tspi_sched.{name}")
        inside = pkgutil.walk_packages(getattr(room, "__path__", ()), f"{room.__name__}.")
        for module in (room, *(importlib.import_module(found.name) for found in inside)):
            if getattr(module, "time", None) is time:
                yield module


@contextmanager
def counting_work() -> Iterator[None]:
    """The time of searches is work, for the time of a block."""
    with patch.object(cp_model, "CpSolver", WorkSolver), patch.object(solver, "_wait", _waiting(solver._wait)):
        before = deadlines.time  # type: ignore[attr-defined]
        modules = list(_searching())  # none is left in a block within another
        for module in modules:
            module.time = SimpleNamespace(monotonic=CLOCK, time=time.time)  # type: ignore[attr-defined]
        deadlines.time = SimpleNamespace(monotonic=_in_a_loop)  # type: ignore[assignment,attr-defined]
        try:
            yield
        finally:
            deadlines.time = before  # type: ignore[attr-defined]
            for module in modules:
                module.time = time  # type: ignore[attr-defined]


def _waiting(wait: Callable[..., bool]) -> Callable[..., bool]:
    def waiting(done: threading.Event, solver: cp_model.CpSolver, tick: Callable[[], None]) -> bool:
        def told() -> None:
            CLOCK.free.looks = True
            try:
                tick()
            finally:
                CLOCK.free.looks = False

        return wait(done, solver, told)

    return waiting
