"""The same jobs on several machines, by Dask: a scheduler that somebody started, and the workers that joined it.

Dask gives a job whose worker dies to another one. Nothing but this module knows Dask, which the extra `cluster` brings.
"""

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

from tspi_sched.errors import fault
from tspi_sched.exports.common.extras import needed
from tspi_sched.parallel import TICK, Ended, Job, Value
from tspi_sched.texts import _, in_language, language

CONNECTED = 10.0
"""Seconds within which a scheduler must answer."""

TRIES = 2
"""How often a job may be begun: it is tried once more if it fails, or if its worker dies."""

BEGUN = "begun"
"""What the scheduler notes of a job under its name, before the value that it gave."""

EXTRA, OPTION = "cluster", "--cluster"


class Failed(Exception):
    """What fails in a job, in a form that every machine can read."""


def each_on_cluster(
    work: Callable[[Job], Value], jobs: Iterable[Job], address: str, waits: Callable[[], None] = lambda: None
) -> Iterator[Ended[Job, Value]]:
    """Do every job on the workers of a Dask scheduler; gives them in the order in which they end, as `parallel.each`.

    Args:
        work: A function of a module that the workers have too.
        jobs: What it is called with; these and what it gives can be pickled.
        address: Of the scheduler, such as ``tcp://centre-1:8786``.
        waits: Called once if no worker has joined yet.

    Raises:
        InputError: Nobody answers there, or Dask is not installed.
    """
    with _connected(address) as client:
        if not client.scheduler_info()["workers"]:
            waits()
        board = _Board(client, work)
        try:
            for job in jobs:
                board.submit(job, str(uuid4()))
            while board.running:
                yield from board.ended()
        finally:
            client.cancel(list(board.running), force=True)


def _connected(address: str) -> Any:
    try:
        distributed = needed("distributed", EXTRA)
    except ImportError as error:
        raise fault(str(error), where=OPTION) from None
    try:
        return distributed.Client(address, timeout=CONNECTED)
    except (OSError, ValueError, TypeError):
        text = _("aucun ordonnanceur Dask ne répond à {address} ; il se lance par : dask scheduler")
        raise fault(text.format(address=address), where=OPTION) from None


class _Board:
    """The jobs under way, and how often each failed."""

    def __init__(self, client: Any, work: Callable[[Any], Any]) -> None:
        self.client, self.work = client, work
        self.running: dict[Any, tuple[str, Any]] = {}
        self.failed: Counter[str] = Counter()

    def submit(self, job: Any, name: str) -> None:
        """Hand a job to the scheduler, under a key that no other run has."""
        key = f"tspi-sched-{name}-{self.failed[name]}"
        future = self.client.submit(_inside, self.work, job, language(), name, key=key, pure=False)
        self.running[future] = name, job

    def ended(self) -> Iterator[Ended[Any, Any]]:
        """The jobs that have ended, waiting a moment for the first; those that failed once are begun again."""
        from distributed import wait

        try:
            done = wait(list(self.running), timeout=TICK, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
        except TimeoutError:
            return
        for future in done:
            name, job = self.running.pop(future)
            value, reason = _taken(future)
            future.release()  # else, if the worker that holds it dies, it would be done again
            self.failed[name] += bool(reason)
            if reason and self.failed[name] < TRIES:
                self.submit(job, name)
            else:
                yield Ended(job, value, reason)


def _taken(future: Any) -> tuple[Any, str]:
    """What a job gave, or the reason why it gave nothing."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result(), ""
    except Failed as error:
        return None, str(error)
    except (KilledWorker, CancelledError):
        return None, stopped()
    except Exception as error:  # whatever fails over there costs this job, not the others
        return None, f"{type(error).__name__}: {error}"


def stopped() -> str:
    """What is said of a job whose process died."""
    return _("le processus de calcul s'est arrêté (mémoire épuisée ?)")


def _inside(work: Callable[[Any], Any], job: Any, spoken: str, name: str) -> Any:
    """A job on its worker. The scheduler notes that it begins and what it gave: so a job that takes its worker along is
    begun no more than `TRIES` times, and one that ended is not done again if its worker dies with the value."""
    from distributed import worker_client

    with in_language(spoken), worker_client(separate_thread=False) as client:
        noted = [note for _time, note in client.get_events(name)]
        if given := [note for note in noted if isinstance(note, bytes)]:
            return pickle.loads(given[-1])
        if noted.count(BEGUN) >= TRIES:
            raise Failed(stopped())
        client.log_event(name, BEGUN)
        try:
            value = work(job)
        except Exception as error:
            raise Failed(f"{type(error).__name__}: {error}") from None
        client.log_event(name, pickle.dumps(value))
        return value
