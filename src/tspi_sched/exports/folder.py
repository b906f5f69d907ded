"""What a folder of results holds, and which plan each of its files is of."""

from collections.abc import Iterator
from pathlib import Path

from tspi_sched.exports.common.fingerprint import fingerprint_of
from tspi_sched.exports.common.marks import mark_in
from tspi_sched.exports.formats import FORMATS
from tspi_sched.exports.plan_json import mark_in_json

PLANS = ("json", "xlsx")
"""The formats that hold a whole plan, and may be changed by hand."""

_FOLDERS = {
    "ics": ("session.ics", "candidat-*.ics", "jure-*.ics", "surveillant-*.ics"),
    "pdf": ("*.pdf", "convocations/*.pdf", "envois.xlsx"),
}
"""What is looked for in the folder of a format."""


def files_of(name: str, folder: Path) -> tuple[Path, ...]:
    """The files of a format that are there, ours or not."""
    path = folder / FORMATS[name].name
    if name not in _FOLDERS:
        return (path,) if path.is_file() else ()
    return tuple(sorted(file for pattern in _FOLDERS[name] for file in path.glob(pattern) if file.is_file()))


def mark(path: Path) -> str:
    """The mark of the plan that a file was written for, or that it holds by now if it is a ``plan.json``; empty if it
    says nothing of it."""
    match path.suffix.lower():
        case ".json":
            return mark_in_json(path)
        case ".xlsx":
            found = fingerprint_of(path)
            return found.plan if found else ""
        case _:
            return mark_in(path)


def of_other_plans(folder: Path, wanted: str) -> Iterator[tuple[str, Path]]:
    """Every file that says it is of another plan, with its format."""
    for name in FORMATS:
        yield from ((name, path) for path in files_of(name, folder) if mark(path) not in ("", wanted))


def of_unknown_plans(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file that bears a name of ours and says nothing of its plan, as older versions wrote them."""
    for name in FORMATS:
        if name not in (*PLANS, "pdf"):  # any other PDF in that folder may be the organiser's own
            yield from ((name, path) for path in files_of(name, folder) if not mark(path))
