"""A plan as a picture for slides and notebooks: what each panel does when, day by day, coloured by stage.

Needs matplotlib, an extra. Names are drawn letter by letter: none is read as a formula between dollars.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tspi_sched.export.colours import ACCENT, INK, LINE, MUTED, PALE, stage_colours
from tspi_sched.export.extras import needed
from tspi_sched.export.files import write_bytes
from tspi_sched.export.roster import Roster
from tspi_sched.plan import Plan, Result, Task
from tspi_sched.problem import ORAL, WRITTEN, Problem
from tspi_sched.texts import clock, cut, harmless, long_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 40 / 3, 7.5
"""Inches: a slide of 16 to 9."""

DPI = 144
"""Dots per inch of a PNG: 1920 by 1080 on a slide."""

AROUND, ROW_HEIGHT = 1.2, (0.3, 0.6)
"""Inches: what a picture holds beside its rows, and how low and how high a row may be; below, the picture grows."""

COLUMN_ROWS, COLUMNS = 18, 3
"""Rows above which the days go into one more column, and how many columns a slide has room for."""

EXTRA = "plots"
"""What installs matplotlib."""

BAR = 0.76
"""How much of its row a bar fills."""

SMALL, TEXT = 10, 11
"""Points: names over bars and keys of the legend, everything else; 10 are 20 dots of a slide's 1080."""

LABEL, LETTER = 2.3, 0.09
"""Inches: room for the rows' titles of a column, and an average letter of a name."""

TITLE_LENGTH = 27
"""How long a row's title may be; every date fits."""


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
    roster, image = Roster(problem, result.plan or Plan(())), io.BytesIO()
    columns = _columns(roster)
    with matplotlib.rc_context({"svg.hashsalt": "tspi-sched", "svg.fonttype": "path", "text.usetex": False}):
        figure = figures.Figure(figsize=_size(max(map(len, columns))), layout="constrained")
        for ax, rows in zip(figure.subplots(1, len(columns), squeeze=False)[0], columns, strict=True):
            _draw(ax, roster, rows, len(columns))
            ax.set_ylim(max(map(len, columns)) - 0.5, -0.5)  # rows of one height in all columns
        _legend(figure, roster, loc="outside lower center")
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
    rows = _rows(roster)
    if ax is None:
        ax = needed("matplotlib.pyplot", EXTRA).subplots(figsize=_size(len(rows)), layout="constrained")[1]
    _draw(ax, roster, rows)
    _legend(ax, roster, loc="upper center", bbox_to_anchor=(0.5, -0.04))
    return ax


def _draw(ax: "Axes", roster: Roster, rows: Sequence[_Row], columns: int = 1) -> None:
    """Some rows, where there are so many columns of them side by side."""
    hours = _hours(roster)
    letters = (WIDTH / columns - LABEL) / len(hours) / LETTER
    for place, row in enumerate(rows):
        _bars(ax, roster, place, row, letters)
    _frame(ax, rows, hours, every=columns)


# --- rows ------------------------------------------------------------------------------------------------------------


def _size(rows: int) -> tuple[float, float]:
    """A slide's, lower for few rows and higher for very many."""
    low, high = ROW_HEIGHT
    return WIDTH, max(min(HEIGHT, AROUND + high * rows), AROUND + low * rows)


def _columns(roster: Roster) -> list[list[_Row]]:
    """The rows of whole days, in as few columns as make them large enough to be read."""
    days = [list(_day(roster, day)) for day in roster.days]
    for count in range(1, COLUMNS + 1):
        columns = _parted(days, count)
        if max(map(len, columns)) <= COLUMN_ROWS:
            break
    return columns


def _parted(days: Sequence[list[_Row]], count: int) -> list[list[_Row]]:
    """Days one after the other in some columns, each filled up to its part of the rows."""
    share = sum(map(len, days)) / count
    columns: list[list[_Row]] = [[]]
    for day in days:
        done = sum(map(len, columns))
        if columns[-1] and len(columns) < count and done + len(day) / 2 > share * len(columns):
            columns.append([])
        columns[-1] += day
    return columns


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


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _bars(ax: "Axes", roster: Roster, place: int, row: _Row, letters: float) -> None:
    """The tasks of a row; each candidate is named once, across their orals; so many letters fit over an hour."""
    if row.heading:
        ax.axhspan(place - 0.5, place + 0.5, color=f"#{PALE}", zorder=0)
    colours = _colours(roster)
    for task in row.tasks:
        colour = colours[task.stage]
        ax.barh(place, task.minutes, BAR, task.start, color=colour, edgecolor=f"#{MUTED}", linewidth=0.6, zorder=2)
    for start, end, name in _names(roster, row.tasks):
        shown = cut(harmless(name), max(1, int((end - start) / 60 * letters)))
        text = ax.text((start + end) / 2, place, shown, parse_math=False, clip_on=True)
        text.set(ha="center", va="center", fontsize=SMALL, color=f"#{INK}", zorder=3)


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


def _hours(roster: Roster) -> range:
    """The whole hours that the tasks of a plan span."""
    first = min((task.start for task in roster.tasks), default=480) // 60
    return range(first, -(-max((task.end for task in roster.tasks), default=1080) // 60))


def _frame(ax: "Axes", rows: Sequence[_Row], hours: range, every: int) -> None:
    """Whole hours across, one name per row down, the first day on top."""
    shown = range(hours.start, hours.stop + 1)
    ax.set_xlim(60 * hours.start, 60 * hours.stop)
    ax.set_xticks([60 * hour for hour in shown], [clock(60 * h) if h % every == 0 else "" for h in shown], size=TEXT)
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    titles = [cut(harmless(row.title), TITLE_LENGTH) for row in rows]
    ax.set_yticks(range(len(rows)), titles, parse_math=False, size=TEXT)
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(fontweight="bold" if row.heading else "normal", color=f"#{ACCENT if row.heading else INK}")
    ax.grid(axis="x", color=f"#{LINE}", linewidth=0.6, zorder=1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _legend(owner: "Axes | Figure", roster: Roster, **place: Any) -> None:
    """What the colours stand for, below the axes or below all of a figure."""
    patches = needed("matplotlib.patches", EXTRA)
    colours = _colours(roster)
    look = {"edgecolor": f"#{MUTED}", "linewidth": 0.6}
    handles = [patches.Rectangle((0, 0), 1, 1, facecolor=colours[stage.code], **look) for stage in roster.stages]
    labels = [cut(harmless(f"{stage.code} – {stage.name}"), 3 * TITLE_LENGTH) for stage in roster.stages]
    legend = owner.legend(handles, labels, ncols=3, frameon=False, **place)
    for text in legend.get_texts():
        text.set(fontsize=SMALL, parse_math=False)
