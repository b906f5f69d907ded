"""What a search shows while it runs: a small live table on a terminal, a few plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tspi_sched.cli.screen import on_terminal, tell
from tspi_sched.problem import Problem
from tspi_sched.texts import _, duration
from tspi_sched.wishes import Wishes
from tspi_sched.wording import objective_title, objective_value

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tspi_sched.planner import Progress

Show = Callable[["Progress"], None]

PAUSE = 2.0
"""Seconds between two plain lines about the same objective."""


@contextmanager
def watched(problem: Problem, wishes: Wishes, quiet: bool) -> Iterator[Show]:
    """How the progress of a search is shown for the time of a block."""
    if quiet:
        yield lambda progress: None
    elif on_terminal():
        with _live(problem, wishes) as show:
            yield show
    else:
        yield Lines(problem).show


@dataclass
class Best:
    """The latest known of one objective."""

    value: int | None = None
    bound: int | None = None

    def learn(self, progress: "Progress") -> None:
        """Take what a report knows; it may know nothing when another step begins."""
        self.value = self.value if progress.best is None else progress.best
        self.bound = self.bound if progress.bound is None else progress.bound

    @property
    def proven(self) -> bool:
        """Whether nothing better is left."""
        return self.value is not None and self.value == self.bound

    @property
    def known_bound(self) -> int | None:
        """The bound if it says anything: no objective goes below 0 anyway."""
        return self.bound if self.bound or self.proven else None


class Lines:
    """Plain lines: when an objective's turn comes, when it gets better, when it is proven; not too many."""

    def __init__(self, problem: Problem, clock: Callable[[], float] = time.monotonic) -> None:
        self.problem, self.clock = problem, clock
        self.at_work, self.told = "", 0.0
        self.best, self.said = Best(), Best()

    def show(self, progress: "Progress") -> None:
        """Say what is new, if anything."""
        if progress.objective != self.at_work:
            self.at_work, self.best, self.said, self.told = progress.objective, Best(), Best(), 0.0
            tell(self._head(progress))
        self.best.learn(progress)
        better = self.best.value is not None and self.best.value != self.said.value
        newly_proven = self.best.proven and not self.said.proven
        if newly_proven or (better and self.clock() - self.told >= PAUSE):
            self.said, self.told = Best(self.best.value, self.best.bound), self.clock()
            tell(_("{head} : {value}").format(head=self._head(progress), value=self._value(progress)))

    def _head(self, progress: "Progress") -> str:
        return _("[{number}/{count}] {title}").format(
            number=progress.index + 1, count=progress.count, title=objective_title(progress.objective)
        )

    def _value(self, progress: "Progress") -> str:
        value = objective_value(self.problem, progress.objective, self.best.value or 0)
        text = _("{value}, prouvé ({time})") if self.best.proven else _("{value} ({time})")
        return text.format(value=value, time=elapsed(progress.seconds))


def elapsed(seconds: float) -> str:
    """A time of calculation: ``12 s``, ``2 min 05 s``, ``1 h 10``."""
    whole = int(seconds)
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    if whole < 3600:
        return _("{minutes} min {seconds:02d} s").format(minutes=whole // 60, seconds=whole % 60)
    return duration(whole // 60)


def gap(best: Best) -> str:
    """How far a value may still be from the best, in percent; empty if that is not known."""
    bound = best.known_bound
    if best.value is None or bound is None or best.value <= 0:
        return ""
    return _("{percent} %").format(percent=round(100 * (best.value - bound) / best.value))


# --- on a terminal ---------------------------------------------------------------------------------------------------


@contextmanager
def _live(problem: Problem, wishes: Wishes) -> Iterator[Show]:
    from rich.console import Console
    from rich.live import Live

    board = Board(problem, wishes)
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with Live(board.table(0.0), console=console, auto_refresh=False, transient=True) as live:

        def show(progress: "Progress") -> None:
            board.learn(progress)
            live.update(board.table(progress.seconds), refresh=True)

        live.refresh()
        yield show


class Board:
    """Every objective with what is known of it."""

    def __init__(self, problem: Problem, wishes: Wishes) -> None:
        self.problem, self.wishes, self.index = problem, wishes, -1
        self.known = [Best() for _objective in wishes.objectives]

    def learn(self, progress: "Progress") -> None:
        """Take a report of the search."""
        self.index = progress.index
        self.known[self.index].learn(progress)

    def table(self, seconds: float) -> "RenderableType":
        """The table as it stands after so many seconds."""
        from rich.table import Table

        title = _("Calcul : {time} sur {limit} au plus").format(
            time=elapsed(seconds), limit=elapsed(self.wishes.time_limit)
        )
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
        for heading in ("", _("Objectif"), _("Trouvé"), _("Au mieux"), _("Écart")):
            table.add_column(heading, no_wrap=True)
        for place, best in enumerate(self.known):
            table.add_row(*self._row(place, best), style="bold" if place == self.index else "")
        return table

    def _row(self, place: int, best: Best) -> tuple[str, ...]:
        name = self.wishes.objectives[place].name
        values = [
            "" if value is None else objective_value(self.problem, name, value)
            for value in (best.value, best.known_bound)
        ]
        state = _("prouvé") if best.proven else gap(best) if name != "finish" else ""
        return f"{place + 1}/{len(self.known)}", objective_title(name), *values, state
