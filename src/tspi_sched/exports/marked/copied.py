"""The organiser's own workbook, opened whole to be written again under another name.

openpyxl writes formulas without the values that Excel had found for them, so that the copy could not be read before
Excel has been at it: these are put back. It also leaves out drawings and the like, which are then named.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

from tspi_sched.exports.xlsx.book import Change, packed
from tspi_sched.reading.workbook.archive import safe_archive
from tspi_sched.texts import _

Saved = Mapping[str, tuple[str, str]]
"""The values of a sheet's formulas by cell: the sign of their kind, and the text in the file."""

_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f[ />].*?)<v ?(?:/>|></v>)</c>', re.DOTALL)


def opened(path: Path) -> Workbook:
    """A workbook with everything that can be kept of it; any exception of one that openpyxl cannot open so."""
    return _load(path, rich_text=True)


def _load(path: Path, **options: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(safe_archive(path), **options)


# --- values of formulas ----------------------------------------------------------------------------------------------


def saved_values(path: Path, book: Workbook) -> dict[str, Saved]:
    """By the title of the sheets that have formulas, what these were when the workbook was saved."""
    found = {sheet.title: [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
             for sheet in book.worksheets}  # fmt: skip
    if not any(found.values()):
        return {}
    values = _load(path, data_only=True)
    return {title: dict(_written(values[title], cells)) for title, cells in found.items() if cells}


def _written(sheet: Any, cells: list[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for place in cells:
        cell = sheet[place]
        match cell.value:
            case None:
                continue
            case bool(value):
                yield place, ("b", str(int(value)))
            case datetime() | date() | time() | timedelta() as value:
                yield place, ("n", repr(to_excel(value, cell.parent.parent.epoch)))  # type: ignore[no-untyped-call]
            case int() | float() as value:
                yield place, ("n", repr(value))
            case value:
                yield place, ("e" if cell.data_type == "e" else "str", str(value))


def with_values(book: Workbook, values: Mapping[str, Saved]) -> dict[str, Saved]:
    """The same values by the part of the file that each sheet is written to."""
    numbered = enumerate(book.worksheets, 1)
    return {f"xl/worksheets/sheet{n}.xml": values[s.title] for n, s in numbered if s.title in values}


def filling(values: Mapping[str, Saved]) -> Change:
    """What puts the values into the parts of the file, while it is written."""
    return lambda name, part: _filled(part, values[name]) if name in values else part


def _filled(part: bytes, values: Saved) -> bytes:
    """The XML of a sheet with the values of its formulas."""

    def put(match: "re.Match[bytes]") -> bytes:
        place, style, formula = match[1].decode(), match[2], match[3]
        if place not in values:
            return match[0]
        kind, text = values[place]
        return b'<c r="%s"%s t="%s">%s<v>%s</v></c>' % (
            match[1], style, kind.encode(), formula, escape(text).encode()
        )  # fmt: skip

    return _FORMULA.sub(put, part)


# --- what is left out ------------------------------------------------------------------------------------------------


def lost(path: Path) -> tuple[str, ...]:
    """Words for what the copy of a workbook cannot hold; it stays in the original."""
    archive = ZipFile(safe_archive(path))
    before = _kinds(archive)
    if not before:
        return ()
    after = _kinds(ZipFile(BytesIO(packed(opened(path)))))
    return tuple(kind for kind, count in before.items() if after[kind] < count)


def _kinds(archive: ZipFile) -> Counter[str]:
    """How many parts there are of each kind that a copy might not have."""
    words = {
        "xl/charts/chart": _("graphiques"),
        "xl/media/": _("images"),
        "xl/pivotTables/": _("tableaux croisés"),
        "xl/slicers/": _("segments"),
        "xl/threadedComments/": _("fils de commentaires"),
        "xl/embeddings/": _("objets incorporés"),
        "xl/vbaProject": _("macros"),
        "xl/ctrlProps/": _("boutons et contrôles"),
    }
    found = Counter(word for name in archive.namelist() for start, word in words.items() if name.startswith(start))
    drawn = sum(b"<xdr:sp " in archive.read(n) or b"<xdr:sp>" in archive.read(n) for n in archive.namelist()
                if n.startswith("xl/drawings/drawing"))  # fmt: skip
    return found + Counter({_("formes dessinées"): drawn}) if drawn else found
