"""A simulation as a picture: how much later than planned each panel's last candidate may leave, day by day."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tspi_sched.exports.common.colours import ACCENT, INK, LINE, MUTED
from tspi_sched.exports.common.extras import needed
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.robustness.simulation import Simulation
from tspi_sched.robustness.told import PanelNames
from tspi_sched.texts import _, clock, cut, harmless, long_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXTRA = "plots"
WIDTH, ROW, AROUND = 10.0, 0.42, 1.6
"""Inches: of the picture, of a row, and of all that is around the rows."""
TITLE_LENGTH = 40
_SELDOM = 0.99


def draw_delays(found: Simulation, names: PanelNames, ax: "Axes | None" = None) -> "Axes":
    """Draw when each panel's last candidate leaves: the plan, nine days of ten, ninety-nine of a hundred.

    Raises `ImportError` where matplotlib is missing.
    """
    rows = list(found.panels.itertuples())
    if ax is None:
        size = WIDTH, AROUND + ROW * max(1, len(rows))
        ax = needed("matplotlib.pyplot", EXTRA).subplots(figsize=size, layout="constrained")[1]
    for place, row in enumerate(rows):
        seldom = _seldom(found, row)
        ax.plot([row.planned, seldom], [place, place], color=f"#{LINE}", linewidth=4, solid_capstyle="butt", zorder=1)
        ax.plot([row.planned, row.often], [place, place], color=f"#{ACCENT}", linewidth=8, solid_capstyle="butt")
        ax.plot(row.planned, place, "o", color=f"#{INK}", markersize=6, zorder=3)
    _frame(ax, found, rows, names)
    return ax


def write_delays(found: Simulation, names: PanelNames, path: Path) -> None:
    """Write the picture as PNG or SVG: what the name of the file ends in."""
    matplotlib, image = needed("matplotlib", EXTRA), io.BytesIO()
    figures = needed("matplotlib.figure", EXTRA)
    with matplotlib.rc_context({"svg.hashsalt": "tspi-sched", "svg.fonttype": "path", "text.usetex": False}):
        size = WIDTH, AROUND + ROW * max(1, len(found.panels))
        figure = figures.Figure(figsize=size, layout="constrained")
        draw_delays(found, names, figure.subplots())
        figure.savefig(image, format=path.suffix[1:].lower(), dpi=144, metadata={"Date": None})
    write_bytes(path, image.getvalue())


def _seldom(found: Simulation, row: Any) -> int:
    """The end that is not exceeded in ninety-nine days of a hundred."""
    places = [
        place
        for place, task in enumerate(found.network.tasks)
        if found.network.overruns[place] and task.day == row.date and tuple(sorted(task.members)) == row.members
    ]
    ends = np.max([found.network.tasks[place].end + found.ends[place] for place in places], axis=0)
    return int(np.quantile(ends, _SELDOM, method="inverted_cdf"))


def _frame(ax: "Axes", found: Simulation, rows: list[Any], names: PanelNames) -> None:
    """Hours across, one panel a row, the first day on top."""
    titles = [cut(harmless(f"{names(row.members)}, {long_date(row.date)}"), TITLE_LENGTH) for row in rows]
    ax.set_yticks(range(len(rows)), titles, parse_math=False)
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    first = min((row.planned for row in rows), default=480) // 60
    last = max((_seldom(found, row) for row in rows), default=1080) // 60 + 1
    ax.set_xlim(60 * first, 60 * last)
    step = 15 if last - first <= 4 else 60
    ticks = range(60 * first, 60 * last + 1, step)
    ax.set_xticks(list(ticks), [clock(tick) for tick in ticks])
    ax.grid(axis="x", color=f"#{LINE}", linewidth=0.6, zorder=0)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(
        _("Sortie du dernier candidat : ● prévue, bleu : 9 journées sur 10, gris : 99 sur 100"), color=f"#{MUTED}"
    )
