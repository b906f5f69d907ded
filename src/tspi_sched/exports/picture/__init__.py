"""A plan as a picture for slides and notebooks: what each panel does when, day by day, coloured by stage.

Needs matplotlib, an extra. Names are drawn letter by letter: none is read as a formula between dollars.
"""

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tspi_sched.exports.common.colours import ACCENT, INK, LINE, MUTED, PALE, WARN, stage_colours
from tspi_sched.exports.common.extras import needed
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.common.marks import label as mark_label
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.picture.labels import fitted, labels
from tspi_sched.exports.picture.rows import Row, all_rows, columns, height, middles
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, cut, harmless, long_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 40 / 3, 7.5
"""Inches: a slide of 16 to 9."""

DPI = 144
"""Dots per inch of a PNG: 1920 by 1080 on a slide."""

AROUND, ROW_HEIGHT = 1.75, (0.3, 0.6)
"""Inches: what a picture holds beside its rows, and how low and how high a row may be; below, the picture grows."""

EXTRA = "plots"
"""What installs matplotlib."""

BAR = 0.76
"""How much of its row a bar fills."""

SMALL, TEXT, TITLE = 10, 11, 15
"""Points: keys of the legend, everything else but names, the title; 10 are 20 dots of a slide's 1080."""

LABEL = 2.3
"""Inches: room for the rows' titles of a column."""

TITLE_LENGTH, WHOLE_LENGTH = 27, 95
"""How long a row's title may be, in which every date fits, and the picture's."""


def write(problem: Problem, result: Result, path: Path) -> None:
    """Write the picture of the plan of `result`, as PNG or SVG: what the name of the file ends in."""
    figures = needed("matplotlib.figure", EXTRA)
    matplotlib = needed("matplotlib", EXTRA)
    roster, image = Roster(problem, result.plan or Plan(())), io.BytesIO()
    parts = columns(roster)
    tallest = max(map(height, parts))
    with matplotlib.rc_context({"svg.hashsalt": "tspi-sched", "svg.fonttype": "path", "text.usetex": False}):
        figure = figures.Figure(figsize=_size(tallest), layout="constrained")
        _title(figure, roster, stamp_text(result.stamp))
        for ax, rows in zip(figure.subplots(1, len(parts), squeeze=False)[0], parts, strict=True):
            _draw(ax, roster, rows, _size(tallest), tallest, len(parts))
        _legend(figure, roster, loc="outside lower center")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # letters that the font has not are drawn as boxes
            about = {"Date": None, "Description": mark_label(result.plan)}
            figure.savefig(image, format=Path(path).suffix[1:].lower(), dpi=DPI, metadata=about)
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
    rows = all_rows(roster)
    size = _size(height(rows))
    if ax is None:
        ax = needed("matplotlib.pyplot", EXTRA).subplots(figsize=size, layout="constrained")[1]
    _draw(ax, roster, rows, size, height(rows))
    _legend(ax, roster, loc="upper center", bbox_to_anchor=(0.5, -0.04))
    return ax


def _size(units: float) -> tuple[float, float]:
    """A slide's, lower for few rows and higher for very many."""
    low, high = ROW_HEIGHT
    return WIDTH, max(min(HEIGHT, AROUND + high * units), AROUND + low * units)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def _draw(
    ax: "Axes", roster: Roster, rows: Sequence[Row], size: tuple[float, float], units: float, parts: int = 1
) -> None:
    """Some rows, where there are so many columns of them side by side and the tallest has so many units."""
    hours = _hours(roster)
    across = (size[0] / parts - LABEL) / (60 * len(hours))
    down = BAR * (size[1] - AROUND) / max(units, 1)
    for middle, row in zip(middles(rows), rows, strict=True):
        _bars(ax, roster, middle, row)
        for label in labels(roster, row):
            shown, points = fitted(label, (label.end - label.start) * across, down)
            text = ax.text((label.start + label.end) / 2, middle, shown, parse_math=False, clip_on=True)
            text.set(ha="center", va="center", fontsize=points, color=f"#{label.ink}", zorder=3, linespacing=1.0)
    _frame(ax, rows, hours, every=parts)
    ax.set_ylim(max(units, 1), 0)  # rows of one height in all columns


def _bars(ax: "Axes", roster: Roster, middle: float, row: Row) -> None:
    """The tasks of a row, and the meal between them."""
    if row.heading:
        ax.axhspan(middle - row.height / 2, middle + row.height / 2, color=f"#{PALE}", zorder=0)
    if row.meal:
        start, end = row.meal
        ax.barh(middle, end - start, BAR, start, color=f"#{WARN}", alpha=0.6, zorder=1.5)
    colours = _colours(roster)
    for task in row.tasks:
        colour = colours[task.stage]
        ax.barh(middle, task.minutes, BAR, task.start, color=colour, edgecolor=f"#{MUTED}", linewidth=0.6, zorder=2)


def _colours(roster: Roster) -> dict[str, str]:
    """The colours that the stages have in the workbook too."""
    return {code: f"#{colour}" for code, colour in stage_colours(roster.problem.title).items()}


def _hours(roster: Roster) -> range:
    """The whole hours that the tasks of a plan span."""
    first = min((task.start for task in roster.tasks), default=480) // 60
    return range(first, -(-max((task.end for task in roster.tasks), default=1080) // 60))


def _frame(ax: "Axes", rows: Sequence[Row], hours: range, every: int) -> None:
    """Whole hours across, one name per row down, the first day on top."""
    shown = range(hours.start, hours.stop + 1)
    ax.set_xlim(60 * hours.start, 60 * hours.stop)
    ax.set_xticks([60 * hour for hour in shown], [clock(60 * h) if h % every == 0 else "" for h in shown], size=TEXT)
    titles = [cut(harmless(row.title), TITLE_LENGTH) for row in rows]
    ax.set_yticks(middles(rows), titles, parse_math=False, size=TEXT)
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        label.set(fontweight="bold" if row.heading else "normal", color=f"#{ACCENT if row.heading else INK}")
    ax.grid(axis="x", color=f"#{LINE}", linewidth=0.6, zorder=1)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _title(figure: "Figure", roster: Roster, edition: str = "") -> None:
    """Whose session it is, where and when, on top of all; of a long name of the centre, the end is left out."""
    days = [long_date(day) for day in (*roster.days[:1], *roster.days[1:][-1:])]
    when = _("du {first} au {last}").format(first=days[0], last=days[-1]) if len(days) > 1 else "".join(days)
    centre = cut(harmless(roster.problem.centre), max(WHOLE_LENGTH - len(when) - 3, TITLE_LENGTH))
    place = " – ".join(part for part in (centre, when) if part)
    place = "\n".join(filter(None, (place, edition)))
    text = "\n".join(line for line in (cut(harmless(roster.problem.title.name), WHOLE_LENGTH), place) if line)
    title = figure.suptitle(text, fontsize=TITLE, fontweight="bold", color=f"#{ACCENT}")
    title.set_parse_math(False)


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
