"""A plan as a picture for slides and notebooks: what each panel does when, day by day, coloured by stage.

Needs matplotlib, an extra. Names are drawn letter by letter: none is read as a formula between dollars.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tspi_sched.export.colours import ACCENT, INK, LINE, PALE, stage_colours
from tspi_sched.export.extras import needed
from tspi_sched.export.files import write_bytes
from tspi_sched.export.roster import Roster
from tspi_sched.plan import Plan, Result, Task
from tspi_sched.problem import ORAL, WRITTEN, Problem
from tspi_sched.texts import cut, full_hour, harmless, long_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, ROW_HEIGHT = 13.0, 0.42
"""Inches: of the whole picture, and of each of its rows."""

EXTRA = "plots"
"""What installs matplotlib."""

BAR = 0.76
"""How much of its row a bar fills."""

DPI = 160
"""Dots per inch of a PNG: sharp on a projector."""

TITLE_LENGTH, LETTERS_AN_HOUR = 40, 16
"""How long a row's title may be, and how much text fits over a bar."""


@dataclass(frozen=True)
class _Row:
    """One line of the picture: a day's heading, or somebody's or a room's tasks on that day."""

    title: str
    tasks: tuple[Task, ...] = ()
    heading: bool = False


def write(problem: Problem, result: Result, path: Path) -> None:
    """Write the picture of the plan of `result`, as PNG or SVG: what the name of the file ends in."""
    figures = needed("matplotlib.figure", EXTRA)
    matplotlib = needed("matplotlib", EXTRA)
    plan, image = result.plan or Plan(()), io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "tspi-sched", "svg.fonttype": "path", "text.usetex": False}):
        figure = figures.Figure(figsize=_size(Roster(problem, plan)), layout="constrained")
        draw(problem, plan, figure.subplots())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # letters that the font has not are drawn as boxes
            figure.savefig(image, format=Path(path).suffix[1:].lower(), dpi=DPI, metadata={"Date": None})
    write_bytes(Path(path), image.getvalue())


def draw(problem: Problem, plan: Plan, ax: "Axes | None" = None) -> "Axes":
    """Draw a plan: each day's written papers room by room, then every panel's tasks, coloured by stage.

    Args:
        problem: The session.
        plan: A plan of it.
        ax: Where to draw; a new figure of fitting size is made without it. The axis across is minutes from midnight.

    Returns:
        The axes, to be titled, shown or saved.

    Raises:
        ImportError: matplotlib is missing; it names the extra to install.

    Example:
        >>> axes = tspi_sched.draw(problem, result.plan)
        >>> [label.get_text() for label in axes.get_yticklabels()][:2]
        ['lundi 15 mars 2027', 'Salle Ampère']
    """
    roster = Roster(problem, plan)
    if ax is None:
        ax = needed("matplotlib.pyplot", EXTRA).subplots(figsize=_size(roster), layout="constrained")[1]
    rows = _rows(roster)
    for place, row in enumerate(rows):
        _bars(ax, roster, place, row)
    _frame(ax, roster, rows)
    _legend(ax, roster)
    return ax


def _size(roster: Roster) -> tuple[float, float]:
    return WIDTH, 1.2 + ROW_HEIGHT * len(_rows(roster))


def _rows(roster: Roster) -> list[_Row]:
    return [row for day in roster.days for row in _day(roster, day)]


def _day(roster: Roster, day: date) -> Iterator[_Row]:
    """A day's heading, its papers room by room, then its panels."""
    yield _Row(long_date(day), heading=True)
    today = roster.by_day[day]
    for room in roster.problem.rooms:
        papers = tuple(task for task in today if task.room == room.id and roster.kind(task) == WRITTEN)
        if papers:
            yield _Row(roster.short_room(room.id), papers)
    for panel in roster.panels:
        tasks = tuple(task for task in roster.by_panel[panel] if task.day == day)
        if tasks:
            yield _Row(roster.panel_name(panel), tasks)


def _bars(ax: "Axes", roster: Roster, place: int, row: _Row) -> None:
    """The tasks of a row; each candidate is named once, across their orals."""
    if row.heading:
        ax.axhspan(place - 0.5, place + 0.5, color=f"#{PALE}", zorder=0)
    colours = _colours(roster)
    for task in row.tasks:
        colour = colours[task.stage]
        ax.barh(place, task.minutes, BAR, task.start, color=colour, edgecolor="white", linewidth=0.8, zorder=2)
    for start, end, name in _names(roster, row.tasks):
        shown = cut(harmless(name), max(1, (end - start) * LETTERS_AN_HOUR // 60))
        text = ax.text((start + end) / 2, place, shown, parse_math=False, clip_on=True)
        text.set(ha="center", va="center", fontsize=8, color=f"#{INK}", zorder=3)


def _names(roster: Roster, tasks: tuple[Task, ...]) -> Iterator[tuple[int, int, str]]:
    """What to write over which stretch: a candidate over their orals, how many sit a paper together."""
    papers = [task for task in tasks if roster.kind(task) == WRITTEN]
    for start in sorted({task.start for task in papers}):
        sitting = [task for task in papers if task.start == start]
        yield start, max(task.end for task in sitting), f"{sitting[0].stage} × {len(sitting)}"
    orals: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        if roster.kind(task) == ORAL and task.candidate and task.track:
            orals.setdefault((task.candidate, task.track), []).append(task)
    for (candidate, _track), own in orals.items():
        yield own[0].start, own[-1].end, roster.problem.candidate[candidate].last_name


def _colours(roster: Roster) -> dict[str, str]:
    """The colours that the stages have in the workbook too."""
    return {code: f"#{colour}" for code, colour in stage_colours(roster.problem.title).items()}


def _frame(ax: "Axes", roster: Roster, rows: list[_Row]) -> None:
    """Whole hours across, one name per row down, the first day on top."""
    first = min((task.start for task in roster.tasks), default=480) // 60
    last = -(-max((task.end for task in roster.tasks), default=1080) // 60)
    ax.set_xlim(first * 60, last * 60)
    ax.set_xticks([hour * 60 for hour in range(first, last + 1)], [full_hour(hour) for hour in range(first, last + 1)])
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.set_yticks(range(len(rows)), [cut(harmless(row.title), TITLE_LENGTH) for row in rows], parse_math=False)
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(fontweight="bold" if row.heading else "normal", color=f"#{ACCENT if row.heading else INK}")
    ax.grid(axis="x", color=f"#{LINE}", linewidth=0.6, zorder=1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _legend(ax: "Axes", roster: Roster) -> None:
    patches = needed("matplotlib.patches", EXTRA)
    colours = _colours(roster)
    handles = [patches.Rectangle((0, 0), 1, 1, color=colours[stage.code]) for stage in roster.stages]
    labels = [cut(harmless(f"{stage.code} – {stage.name}"), 2 * TITLE_LENGTH) for stage in roster.stages]
    legend = ax.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, -0.04), ncols=3, frameon=False)
    for text in legend.get_texts():
        text.set(fontsize=8, parse_math=False)
