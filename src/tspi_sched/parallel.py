"""Many independent jobs over the processor's cores, each in a process that the others do not depend on.

What is long here (a search) keeps a core busy and may, on a bad day, take its process along: so a job that fails fails
alone, after a second try, and the others go on.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tspi_sched.texts import _, in_language, language

Job = TypeVar("Job")
Value = TypeVar("Value")

TICK = 0.2
"""Seconds after which whoever waits for a job looks whether somebody interrupts."""

IDLE = 60
"""Seconds for which processes wait for more jobs: it takes them some to start."""


@dataclass(frozen=True, slots=True)
class Ended(Generic[Job, Value]):
    """How a `job` ended: with a `value`, or with None and the `reason` why there is none, in words."""

    job: Job
    value: Value | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What comes back from a process in place of a value."""

    reason: str


def cores() -> int:
    """How many processes may work at once: the cores that this process may use."""
    from joblib import cpu_count

    return int(cpu_count())


def each(work: Callable[[Job], Value], jobs: Iterable[Job], processes: int) -> Iterator[Ended[Job, Value]]:
    """Do every job, so many at a time, each in another process; gives them in the order in which they end.

    `work` is a function of a module, and takes and gives what can be pickled; texts that it makes are in the language
    in force here. A job that raises, or whose process dies, is tried once more when all others are done, in a process
    of its own, and then ends without a value. Whoever stops asking for results, or is interrupted
    (`KeyboardInterrupt`), ends the processes at once.
    """
    todo, suspects = deque(jobs), list[Ended[Job, Value]]()
    while todo:
        yield from _together(work, todo, processes, suspects)
    for suspect in suspects:
        failed = list[Ended[Job, Value]]()
        yield from _together(work, deque([suspect.job]), 1, failed)
        yield from failed


def _together(
    work: Callable[[Job], Value], todo: "deque[Job]", processes: int, failed: "list[Ended[Job, Value]]"
) -> Iterator[Ended[Job, Value]]:
    """Take jobs from `todo` and give those that end well, until there is none left or a process dies; the others that
    were taken are in `failed`."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    running: dict[Any, Job] = {}
    with _pool(processes) as pool:
        try:
            while todo or running:
                while todo and len(running) < processes:
                    future = pool.submit(_inside, work, todo[0], language(), os.getpid())
                    running[future] = todo.popleft()
                for future in _ready(running):
                    value = future.result()
                    ended = Ended(running.pop(future), value)
                    if isinstance(value, _Failed):
                        failed.append(Ended(ended.job, None, value.reason))
                    else:
                        yield ended
        except BrokenProcessPool:
            reason = _("le processus de calcul s'est arrêté (mémoire épuisée ?)")
            failed.extend(Ended(job, None, reason) for job in running.values())


def _ready(running: Iterable[Any]) -> Iterable[Any]:
    """The jobs that have ended, waiting for the first; in short waits, so that an interruption is heard anywhere."""
    from joblib.externals.loky import wait

    done: set[Any] = set()
    while not done:
        done = wait(list(running), timeout=TICK, return_when="FIRST_COMPLETED").done
    return done


@contextmanager
def _pool(processes: int) -> Iterator[Any]:
    """So many processes: those of the jobs before, if they still wait for more; ended if the block ends badly."""
    from joblib.externals.loky import get_reusable_executor

    pool = get_reusable_executor(max_workers=processes, timeout=IDLE)
    try:
        yield pool
    except BaseException:
        with _no_last_words():
            pool.shutdown(kill_workers=True)
        raise


@contextmanager
def _no_last_words() -> Iterator[None]:
    """Let a thread of the pool that finds its jobs gone end without a word: nobody waits for them any more."""
    before = threading.excepthook

    def hook(args: "threading.ExceptHookArgs") -> None:
        if not (args.thread is not None and args.thread.name.startswith("ExecutorManagerThread")):
            before(args)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = before


def _inside(work: Callable[[Any], Any], job: Any, spoken: str, caller: int) -> Any:
    """A job in its process, where Ctrl-C is left to the caller."""
    if os.getpid() != caller:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with in_language(spoken):
        try:
            return work(job)
        except Exception as error:  # whatever fails in there costs this job, not the others
            return _Failed(f"{type(error).__name__}: {error}")
