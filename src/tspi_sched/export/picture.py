"""A plan as a picture: what each panel does when, day by day, coloured by stage. Needs matplotlib, an extra."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from tspi_sched.export.roster import Roster
from tspi_sched.export.xlsx.style import ACCENT, INK, PALETTE
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ORAL, WRITTEN, Problem
from tspi_sched.texts import _, full_hour, long_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, ROW_HEIGHT = 13.0, 0.42
"""Inches: of the whole picture, and of each of its rows."""

BAR = 0.76
"""How much of its row a bar fills."""


@dataclass(frozen=True)
class _Row:
    """One line of the picture: a day's heading, or somebody's or a room's tasks on that day."""

    title: str
    tasks: tuple[Task, ...] = ()
    heading: bool = False


def draw(problem: Problem, plan: Plan, ax: "Axes | None" = None) -> "Axes":
    """Draw the papers and every panel's tasks of each day, and return the axes; a new figure is made without `ax`.

    Raises `ImportError`, which names the extra to install, when matplotlib is missing.
    """
    pyplot = _pyplot()
    roster = Roster(problem, plan)
    rows = [row for day in roster.days for row in _day(roster, day)]
    if ax is None:
        ax = pyplot.subplots(figsize=(WIDTH, 1.2 + ROW_HEIGHT * len(rows)), layout="constrained")[1]
    for place, row in enumerate(rows):
        _bars(ax, roster, place, row)
    _frame(ax, roster, rows)
    _legend(ax, pyplot, roster)
    return ax


def _pyplot() -> ModuleType:
    try:
        from matplotlib import pyplot
    except ImportError as error:
        message = _("il manque matplotlib : installez tspi-sched avec son option « notebooks », {command}")
        raise ImportError(message.format(command='pip install "tspi-sched[notebooks]"')) from error
    return pyplot


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
        ax.axhspan(place - 0.5, place + 0.5, color="#F3F6FA", zorder=0)
    colours = _colours(roster)
    for task in row.tasks:
        colour = colours[task.stage]
        ax.barh(place, task.minutes, BAR, task.start, color=colour, edgecolor="white", linewidth=0.8, zorder=2)
    for start, end, name in _names(roster, row.tasks):
        middle = (start + end) / 2
        ax.text(middle, place, name, ha="center", va="center", fontsize=8, color=f"#{INK}", zorder=3, clip_on=True)


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
    return {stage.code: f"#{PALETTE[n % len(PALETTE)]}" for n, stage in enumerate(roster.problem.title.stages)}


def _frame(ax: "Axes", roster: Roster, rows: list[_Row]) -> None:
    """Whole hours across, one name per row down, the first day on top."""
    first = min((task.start for task in roster.tasks), default=480) // 60
    last = -(-max((task.end for task in roster.tasks), default=1080) // 60)
    ax.set_xlim(first * 60, last * 60)
    ax.set_xticks([hour * 60 for hour in range(first, last + 1)], [full_hour(hour) for hour in range(first, last + 1)])
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.set_yticks(range(len(rows)), [row.title for row in rows])
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(fontweight="bold" if row.heading else "normal", color=f"#{ACCENT if row.heading else INK}")
    ax.grid(axis="x", color="#DCE1E6", zorder=1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _legend(ax: "Axes", pyplot: ModuleType, roster: Roster) -> None:
    colours = _colours(roster)
    handles = [pyplot.Rectangle((0, 0), 1, 1, color=colours[stage.code]) for stage in roster.stages]
    labels = [f"{stage.code} – {stage.name}" for stage in roster.stages]
    ax.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, -0.04), ncols=3, frameon=False, fontsize=8)
