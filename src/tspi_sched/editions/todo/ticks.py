"""What is done of a to-do folder: ticked on the page, in a file of that folder, or noted in the list of calls."""

import json
from contextlib import suppress
from pathlib import Path

from tspi_sched.editions.todo.calls import BOX, CALLS
from tspi_sched.exports.comparison.tables import kind_names

TICKS = "fait.json"
"""The file of the ticks: the keys of what is done."""


def ticked(place: Path) -> frozenset[str]:
    """The keys of what is done: people by the key of their papers, files as ``file`` and their name."""
    return frozenset(own_ticks(place)) | _in_workbook(place / CALLS)


def own_ticks(place: Path) -> list[str]:
    """What was ticked on the page."""
    with suppress(OSError, ValueError):
        found = json.loads((place / TICKS).read_text(encoding="utf-8"))
        return [key for key in found if isinstance(key, str)] if isinstance(found, list) else []
    return []


def _in_workbook(path: Path) -> frozenset[str]:
    """The people whose box in the workbook is no longer empty."""
    from openpyxl import load_workbook

    if not path.is_file():
        return frozenset()
    kinds = {name: kind for kind, name in kind_names().items()}
    found: set[str] = set()
    with suppress(Exception):  # open in Excel, or worked on in a way that nobody foresaw: the page's own ticks count
        sheet = load_workbook(path, read_only=True).worksheets[0]
        for row in sheet.iter_rows(min_row=5, max_col=5, values_only=True):
            box, _until, _name, id, who = row
            if box not in (BOX, None, "") and str(who) in kinds:
                found.add(f"{kinds[str(who)]} {id}")
    return frozenset(found)
