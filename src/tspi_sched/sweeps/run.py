"""A sweep from its file to its tables: what is missing is calculated, what is there is taken, nothing is lost."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from tspi_sched.sweeps.definition import Sweep
from tspi_sched.sweeps.job import FAILED, INVALID, PENDING, Job, Outcome, solved
from tspi_sched.sweeps.store import Store, key
from tspi_sched.sweeps.variants import Told, Variant, read_variants
from tspi_sched.texts import _, language

if TYPE_CHECKING:
    from tspi_sched.parallel import Ended


@dataclass(frozen=True)
class Row:
    """One row of the tables: a scenario, its key (empty for one that cannot be read), what came of it."""

    variant: Variant
    key: str
    outcome: Outcome


@dataclass(frozen=True)
class State:
    """How far a sweep is: rows `done` of `total`, `found` of them by an earlier run; `seconds` since the calculations
    began, and the seconds that the `rest` may still take (None: unknown)."""

    done: int
    total: int
    found: int
    seconds: float
    rest: float | None


Watch = Callable[[State], None]


@dataclass(frozen=True)
class Means:
    """What a sweep may use: so many jobs at once on this machine (None: as its cores allow), or a Dask scheduler."""

    jobs: int | None = None
    cluster: str | None = None
    waits: Callable[[], None] = lambda: None
    """Called if the scheduler has no worker yet."""


class Run:
    """A sweep under way in a folder."""

    def __init__(self, sweep: Sweep, store: Store, told: Told = lambda done, total: None) -> None:
        self.sweep, self.store = sweep, store
        self.variants = read_variants(sweep, told)
        self.keys = tuple(key(one.problem, one.wishes) if one.problem and one.wishes else "" for one in self.variants)
        self.outcomes: dict[str, Outcome] = {}

    @cached_property
    def jobs(self) -> dict[str, Job]:
        """What is to be calculated, each thing once however many rows ask for it."""
        import tspi_sched

        version, spoken = tspi_sched.__version__, language()
        return {
            name: Job(name, one.problem, replace(one.wishes, name=one.name), spoken, version)
            for name, one in self.first.items()
            if one.problem and one.wishes
        }

    @cached_property
    def first(self) -> dict[str, Variant]:
        """The first scenario of each key."""
        found: dict[str, Variant] = {}
        for name, one in zip(self.keys, self.variants, strict=True):
            found.setdefault(name, one)
        return found

    def found(self) -> int:
        """Take what an earlier run has done; how many calculations that were."""
        for name in self.jobs:
            if (there := self.store.load(self.first[name], name)) is not None:
                self.store.renew(self.first[name], name)
                self.outcomes[name] = there
        return len(self.outcomes)

    def calculate(self, means: Means) -> Iterator[None]:
        """Do what is missing, and keep each result at once; gives a moment after each of them."""
        missing = [job for name, job in self.jobs.items() if name not in self.outcomes]
        with closing(self._ended(missing, means)) as results:
            for ended in results:
                outcome = ended.value or Outcome(FAILED, ended.reason)
                if ended.value:
                    self._save(ended.job.key, outcome)
                self.outcomes[ended.job.key] = outcome
                yield

    def _save(self, name: str, outcome: Outcome) -> None:
        """Keep a result, even if somebody interrupts just then."""
        try:
            self.store.save(self.first[name], name, outcome)
        except KeyboardInterrupt:
            self.store.save(self.first[name], name, outcome)
            self.outcomes[name] = outcome
            raise

    def _ended(self, missing: list[Job], means: Means) -> "Generator[Ended[Job, Outcome], None, None]":
        if not missing:
            return
        if means.cluster:
            from tspi_sched.sweeps.cluster import each_on_cluster

            yield from each_on_cluster(solved, missing, means.cluster, means.waits)
        else:
            from tspi_sched.parallel import each

            yield from each(solved, missing, means.jobs or usual_jobs(missing))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All the rows as they stand."""
        return tuple(
            Row(one, name, self._outcome(one, name)) for one, name in zip(self.variants, self.keys, strict=True)
        )

    def _outcome(self, variant: Variant, name: str) -> Outcome:
        if variant.faults:
            return Outcome(INVALID, _told(variant))
        return self.outcomes.get(name) or Outcome(PENDING, _("pas encore calculé"))


def _told(variant: Variant) -> str:
    """The first fault of an input, and how many more there are."""
    first, *others = map(str, variant.faults)
    return _("{fault} (et {count} de plus)").format(fault=first, count=len(others)) if others else first


def usual_jobs(jobs: list[Job]) -> int:
    """How many jobs at once so that all their workers together have a core each."""
    from tspi_sched.parallel import cores

    most = max(job.wishes.workers or cores() for job in jobs)
    return max(1, min(cores() // most, len(jobs)))


def states(run: Run, means: Means) -> Iterator[State]:
    """The calculations of a sweep, told after each of them."""
    found, total, began = run.found(), len(run.jobs), monotonic()
    yield State(found, total, found, 0.0, None)
    for _each in run.calculate(means):
        done, seconds = len(run.outcomes), monotonic() - began
        yield State(done, total, found, seconds, seconds / (done - found) * (total - done))
