"""What a sweep shows while it runs and when it ends."""

import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tspi_sched.cli.progress import PAUSE, elapsed
from tspi_sched.cli.screen import on_terminal, tell, terminal_width
from tspi_sched.texts import _, mark, ngettext

if TYPE_CHECKING:
    from tspi_sched.sweeps.definition import Sweep
    from tspi_sched.sweeps.run import Row, Run, State
    from tspi_sched.sweeps.season import Juror

SHOWN = 24
"""Rows of a table on the terminal at most; all of them are in the files."""


@contextmanager
def counted(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """How the reading of many scenarios is shown: now and then."""
    said = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal said
        if not quiet and (time.monotonic() - said >= PAUSE or (done == total and total > 1)):
            said = time.monotonic()
            tell(_("Lecture : {done} scénarios sur {total}").format(done=done, total=total))

    yield told


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[["State"], None]]:
    """How the progress of a sweep is shown: one live line on a terminal, a line now and then elsewhere."""
    if quiet:
        yield lambda state: None
    elif on_terminal():
        with _live() as show:
            yield show
    else:
        yield _Lines().show


class _Lines:
    """Plain lines, not too many."""

    def __init__(self) -> None:
        self.said = 0.0

    def show(self, state: "State") -> None:
        """Say how far it is, if that was not said just now."""
        if state.done == state.total or time.monotonic() - self.said >= PAUSE:
            self.said = time.monotonic()
            tell(progress(state))


@contextmanager
def _live() -> Iterator[Callable[["State"], None]]:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with Live(console=console, auto_refresh=False, transient=True) as live:
        yield lambda state: live.update(Text(progress(state)), refresh=True)


def progress(state: "State") -> str:
    """How far a sweep is, and how long the rest may take."""
    head = ngettext("{done} scénario calculé sur {total}", "{done} scénarios calculés sur {total}", state.done).format(
        done=state.done, total=state.total
    )
    parts = [head]
    if state.found:
        parts.append(_("dont {count} déjà là").format(count=state.found))
    if state.done > state.found:
        parts.append(elapsed(state.seconds))
    if state.rest is not None and state.done < state.total:
        parts.append(_("encore {time} environ").format(time=elapsed(state.rest)))
    return ", ".join(parts)


# --- the end ---------------------------------------------------------------------------------------------------------


def summary(run: "Run", asked: "Sweep") -> Iterator[str]:
    """What came of the scenarios: how many of each kind, then each of them unless there are too many."""
    from tspi_sched.sweeps.season import jurors
    from tspi_sched.sweeps.words import status_names

    names, counts = status_names(), Counter(row.outcome.status for row in run.rows)
    kinds = ", ".join(f"{names[status]}{mark(':')}{counts[status]}" for status in names if counts[status])
    yield f"{asked.name}{mark(':')}{kinds}"
    if len(run.rows) <= SHOWN:
        yield from _table(run, asked)
    else:
        yield _("{count} lignes, dans les fichiers écrits.").format(count=len(run.rows))
    yield from _season(jurors(run.rows))


def _table(run: "Run", asked: "Sweep") -> Iterator[str]:
    from tspi_sched.cli.summary import aligned
    from tspi_sched.sweeps.frame import objectives_of

    names = objectives_of(run.rows)
    heads = (_("Base"), *(axis.name for axis in asked.axes), _("Résultat"))
    yield ""
    lines = aligned([heads, *map(_head, run.rows)], room=1000)
    yield next(lines)
    for row, line in zip(run.rows, lines, strict=True):
        yield line
        yield from _below(row, names)


def _head(row: "Row") -> tuple[str, ...]:
    from tspi_sched.sweeps.words import status_names

    return row.variant.base.label, *map(str, row.variant.labels), status_names()[row.outcome.status]


def _below(row: "Row", names: tuple[str, ...]) -> Iterator[str]:
    """What a plan is worth, or why there is none."""
    from tspi_sched.sweeps.words import value
    from tspi_sched.wording import objective_title

    told = row.outcome.reason
    if row.outcome.result is not None:
        told = mark(";").join(f"{objective_title(name)}{mark(':')}{value(row, name)}" for name in names)
    room = max(40, min(terminal_width(), 120))
    yield from textwrap.wrap(told, room, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _season(people: "tuple[Juror, ...]") -> Iterator[str]:
    """Whom several sessions call on the same day."""
    from tspi_sched.sweeps.book import booking_rows

    if not people:
        return
    twice = booking_rows(people)
    text = ngettext("{count} double réservation de juré", "{count} doubles réservations de jurés", len(twice))
    yield ""
    yield text.format(count=len(twice)) + (mark(":").rstrip() if twice else ".")
    for name, day, where, _at_once in twice:
        yield f"  – {name}, {day}{mark(':')}{where.replace(chr(10), ' ; ')}"
