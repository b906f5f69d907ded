"""Pictures of how value and bound met: one per family and size, a small panel for each objective."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

Record = dict[str, Any]
Line = list[tuple[float, int]]
"""Seconds and values."""

VALUE, BOUND = "#1f5fa8", "#c05a00"


def plots(groups: Sequence[Sequence[Record]], folder: Path) -> list[str]:
    """Draw the first run of each group that found a plan; returns the paths, relative to the folder of the report."""
    (folder / "plots").mkdir(parents=True, exist_ok=True)
    firsts = [next((record for record in group if record["objectives"]), None) for group in groups]
    names = []
    for record in firsts:
        if record is not None:
            names.append(f"plots/{record['session']}.png")
            picture(record).savefig(folder / names[-1], dpi=75, metadata={"Software": None})
    return names


def picture(record: Record) -> Figure:
    """Value and bound over time, objective by objective."""
    objectives = record["objectives"]
    figure = Figure(figsize=(2.5 * len(objectives), 2.4), layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(f"{record['session']}, {record['workers']} workers", fontsize=9)
    for place, objective in enumerate(objectives, 1):
        axes = figure.add_subplot(1, len(objectives), place)
        _draw(axes, objective, *steps(record["events"], objective), record["seconds"])
    figure.axes[0].legend(fontsize=7, frameon=False)
    return figure


def steps(events: Sequence[Record], objective: Record) -> tuple[Line, Line]:
    """The best value and the best bound since the beginning of the work on an objective.

    A bound told on the way may be that of a narrower search, or of nothing at all: none counts beyond what was proven
    in the end, nor below 0.
    """
    values: Line = []
    bounds: Line = []
    for event in (event for event in events if event["objective"] == objective["name"]):
        if event["best"] is not None:
            values.append((event["seconds"], min(event["best"], values[-1][1] if values else event["best"])))
        if event["bound"] is not None:
            sure = max(0, min(event["bound"], objective["bound"]))
            bounds.append((event["seconds"], max(sure, bounds[-1][1] if bounds else 0)))
    return values, bounds


def _draw(axes: Axes, objective: Record, values: Line, bounds: Line, end: float) -> None:
    for line, colour, style, label in ((values, VALUE, "-", "value"), (bounds, BOUND, "--", "bound")):
        if line:
            times, heights = zip(*line, (end, line[-1][1]), strict=True)
            axes.step(times, heights, where="post", color=colour, linestyle=style, linewidth=1.3, label=label)
    proof = "proven" if objective["status"] == "optimal" else f"≥ {objective['bound']}"
    axes.set_title(f"{objective['name']}: {objective['value']} ({proof})", fontsize=8)
    axes.set_xlabel("seconds", fontsize=7)
    axes.tick_params(labelsize=7)
    axes.set_xlim(0, end * 1.03)
    axes.margins(y=0.15)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
