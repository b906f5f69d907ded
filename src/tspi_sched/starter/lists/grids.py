"""The tables of a file as people send them: the sheets of a workbook, or a CSV from whatever program."""

import csv
from pathlib import Path

from tspi_sched.errors import fault
from tspi_sched.reading.files import read_bytes
from tspi_sched.reading.values.cells import is_empty
from tspi_sched.reading.values.spelling import clean
from tspi_sched.reading.workbook.grids import MOST_ROWS, UNSAVED, Grid, open_book
from tspi_sched.texts import _

LARGEST = 25_000_000
"""Bytes of a CSV."""

SEPARATORS = ";,\t|"


def grids(path: Path, name: str) -> dict[str, Grid]:
    """Every table of a file that holds something, by its title: the sheet's, or the `name` that the file came under.

    Raises `InputError` for what cannot be read, for formulas that were never calculated, and for nothing at all.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        book = open_book(path)
        found = {title: book.grid(title) for title in book.sheets if not book.is_empty(title)}
    else:
        found = {Path(name).stem: _csv(path)}
    full = {title: grid for title, grid in found.items() if any(not is_empty(value) for row in grid for value in row)}
    if not full:
        raise fault(_("ce fichier ne contient rien"), file=path.name)
    for title, grid in full.items():
        if any(value is UNSAVED for row in grid for value in row):
            message = _("une formule n'a jamais été calculée : ouvrez le classeur dans Excel et enregistrez-le")
            raise fault(message, file=path.name, where=title)
    return full


def _csv(path: Path) -> Grid:
    text = _decoded(read_bytes(path, LARGEST))
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise fault(_("plus de {most} lignes").format(most=MOST_ROWS), file=path.name)
    if "\0" in text:
        raise fault(_("ce fichier n'est pas un texte ; exportez la liste en CSV"), file=path.name)
    try:
        rows = list(csv.reader(lines, delimiter=_separator(lines)))
    except csv.Error:
        raise fault(_("ce n'est pas une liste CSV lisible"), file=path.name) from None
    width = max((len(row) for row in rows), default=0)
    return [tuple(clean(value) or None for value in (*row, *[""] * (width - len(row)))) for row in rows]


def _decoded(content: bytes) -> str:
    """In the encodings that programs write: UTF-8, that of Excel on Windows, UTF-16 with its mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(lines: list[str]) -> str:
    """The sign that parts the lines into as many columns each, and into most; a first line may name it as Excel's
    ``sep=;`` does."""
    some = [line for line in lines if line.strip()][:50]

    def regular(sign: str) -> tuple[float, int]:
        counts = [line.count(sign) for line in some]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) / max(len(counts), 1) if usual else 0.0, usual)

    return max(SEPARATORS, key=regular)
