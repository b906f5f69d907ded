"""The rows of a sweep as a data frame and as CSV, with the columns that the interface promises."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from tspi_sched.plan import ObjectiveReport
from tspi_sched.sweeps.definition import Sweep
from tspi_sched.sweeps.front import ORDERS, wishes_half
from tspi_sched.sweeps.run import Row
from tspi_sched.texts import harmless
from tspi_sched.wishes import OBJECTIVES

if TYPE_CHECKING:
    import pandas


def reports_of(row: Row) -> dict[str, ObjectiveReport]:
    """What was proven of each objective that a row's scenario asks for."""
    result = row.outcome.result
    return {report.name: report for report in result.objectives} if result else {}


def objectives_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The objectives that any of the scenarios asks for, in the order in which most of them come first."""
    orders = [[one.name for one in row.variant.wishes.objectives] for row in rows if row.variant.wishes]
    asked = dict.fromkeys(name for order in orders for name in order)
    first = max(orders, key=len, default=[])
    return (*first, *(name for name in OBJECTIVES if name in asked and name not in first))


def records(rows: Sequence[Row], sweep: Sweep) -> list[dict[str, Any]]:
    """The table, row by row; None where there is nothing to tell."""
    names = objectives_of(rows)
    return [_record(row, sweep, names) for row in rows]


def _record(row: Row, sweep: Sweep, names: Sequence[str]) -> dict[str, Any]:
    outcome, reports = row.outcome, reports_of(row)
    axes = dict(zip((axis.name for axis in sweep.axes), row.variant.labels, strict=True))
    found: dict[str, Any] = {"base": row.variant.base.label, **axes, "status": outcome.status, "reason": outcome.reason}
    for name in names:
        report = reports.get(name)
        found[name] = outcome.measures.get(name)
        found[f"{name}_bound"] = report.bound if report else None
        found[f"{name}_status"] = report.status if report else None
    return {**found, "seconds": round(outcome.seconds, 2) if outcome.seconds else None, "key": row.key}


def frame_of(rows: Sequence[Row], sweep: Sweep) -> "pandas.DataFrame":
    """The table as a data frame."""
    import pandas

    told = records(rows, sweep)
    columns = columns_of(rows, sweep)
    whole = [name for one in objectives_of(rows) for name in (one, f"{one}_bound")]
    frame = pandas.DataFrame(told, columns=pandas.Index(columns)).astype(
        {**dict.fromkeys(whole, "Int64"), "seconds": "Float64"}
    )
    asked = [(row.key, row.variant.wishes) for row in rows if row.variant.wishes]
    frame.attrs[ORDERS] = {wishes_half(key): tuple(one.name for one in wishes.objectives) for key, wishes in asked}
    return frame


def columns_of(rows: Sequence[Row], sweep: Sweep) -> list[str]:
    """The columns, in their order."""
    measured = [f"{name}{end}" for name in objectives_of(rows) for end in ("", "_bound", "_status")]
    return ["base", *(axis.name for axis in sweep.axes), "status", "reason", *measured, "seconds", "key"]


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([plain(head) for head in heads])
    writer.writerows([plain(value) for value in row] for row in rows)
    return text.getvalue()


def plain(value: Any) -> Any:
    """A value that no program takes for more than it is."""
    if not isinstance(value, str):
        return "" if value is None else value
    safe = harmless(value)
    return f"'{safe}" if safe.startswith(("=", "+", "-", "@")) else safe
