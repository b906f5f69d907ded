"""The same jobs on several machines, by Dask: a scheduler that somebody started, and the workers that joined it.

Dask gives a job whose worker dies to another one; what has ended is fetched at once, so that it is not lost with the
worker that holds it. Nothing but this module knows Dask, which the extra `cluster` brings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

from tspi_sched.errors import fault
from tspi_sched.export.extras import needed
from tspi_sched.parallel import TICK, Ended, Job, Value
from tspi_sched.texts import _, in_language, language

CONNECTED = 10.0
"""Seconds within which a scheduler must answer."""

TRIES = 2
"""How often a job may be begun: it is tried once more if it fails, or if its worker dies."""

EXTRA, OPTION = "cluster", "--cluster"


class _Failed(Exception):
    """What fails in a job, in a form that every machine can read."""


def each_on_cluster(
    work: Callable[[Job], Value], jobs: Iterable[Job], address: str, waits: Callable[[], None] = lambda: None
) -> Iterator[Ended[Job, Value]]:
    """Do every job on the workers of a Dask scheduler; gives them in the order in which they end, as `parallel.each`.

    Args:
        work: A function of a module of this package: the workers have it too.
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
                board.submit(job)
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
        return distributed.Client(address, timeout=CONNECTED, set_as_default=False)
    except (OSError, ValueError, TypeError):
        text = _("aucun ordonnanceur Dask ne répond à {address} ; il se lance par : dask scheduler")
        raise fault(text.format(address=address), where=OPTION) from None


class _Board:
    """The jobs under way, and how often each was begun."""

    def __init__(self, client: Any, work: Callable[[Any], Any]) -> None:
        self.client, self.work = client, work
        self.running: dict[Any, Any] = {}
        self.failed: Counter[str] = Counter()
        self.begun: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.topic = f"tspi-sched-{uuid4()}"
        client.subscribe_topic(self.topic, lambda event: self.begun.update([event[1]]))

    def submit(self, job: Any, name: str = "") -> None:
        """Hand a job to the scheduler, under a key that no other run has."""
        name = name or str(uuid4())
        key = f"{self.topic}-{name}-{self.failed[name]}"
        future = self.client.submit(_inside, self.work, job, language(), self.topic, name, key=key, pure=False)
        self.running[future], self.names[key] = job, name

    def ended(self) -> Iterator[Ended[Any, Any]]:
        """The jobs that have ended, waiting a moment for the first; those that failed once are begun again."""
        from distributed import wait

        self._give_up()
        try:
            done = wait(list(self.running), timeout=TICK, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
        except TimeoutError:
            return
        for future in done:
            job, name = self.running.pop(future), self.names[future.key]
            value, reason = _taken(future)
            self.failed[name] += bool(reason)
            if reason and self.failed[name] < TRIES and self.begun[name] < TRIES:
                self.submit(job, name)
            else:
                yield Ended(job, value, reason)

    def _give_up(self) -> None:
        """Stop the jobs that would be begun once too often: each time, they took their worker along."""
        for future in self.running:
            if self.begun[self.names[future.key]] > TRIES and not future.done():
                future.cancel(force=True)


def _taken(future: Any) -> tuple[Any, str]:
    """What a job gave, or the reason why it gave nothing."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result(), ""
    except _Failed as error:
        return None, str(error)
    except (KilledWorker, CancelledError):
        return None, _("le processus de calcul s'est arrêté (mémoire épuisée ?)")
    except Exception as error:  # whatever fails over there costs this job, not the others
        return None, f"{type(error).__name__}: {error}"


def _inside(work: Callable[[Any], Any], job: Any, spoken: str, topic: str, name: str) -> Any:
    """A job on its worker, which says that it begins."""
    from distributed import get_worker

    get_worker().log_event(topic, name)
    with in_language(spoken):
        try:
            return work(job)
        except Exception as error:
            raise _Failed(f"{type(error).__name__}: {error}") from None
