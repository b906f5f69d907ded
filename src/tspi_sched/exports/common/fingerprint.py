"""What a workbook says of itself, to tell later whether anybody has worked on it, and on which sheet.

The fingerprint stands in the document's own properties, which Excel and LibreOffice keep: the plan's mark, a digest of
every part of the file as it was written, and for each sheet one of its values and one of what else people put there
(comments, colours, hidden rows). A file that is only opened and saved has other parts but the same sheets. Widths of
columns are left out, since programs round them in their own ways.
"""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from tspi_sched.errors import InputError
from tspi_sched.exports.common.marks import digest
from tspi_sched.reading.workbook.archive import safe_archive
from tspi_sched.texts import language

PREFIX = "tspi-sched"
CUSTOM = "docProps/custom.xml"
"""The part that holds the fingerprint, and so is not part of it."""
_FOREIGN = ("xl/media/", "xl/charts/", "xl/embeddings/", "xl/threadedComments/", "xl/macrosheets/")
"""Parts that none of ours has."""
_DRAWINGS = "xl/drawings/drawing"
"""LibreOffice adds empty ones."""

Values = dict[str, object]
"""The filled cells of a sheet by their coordinates, as plain numbers and texts."""


@dataclass(frozen=True)
class Fingerprint:
    """What a workbook said of itself when it was written; `sheets` are (title, digest of values, digest of looks)."""

    plan: str
    parts: str
    language: str
    day: str
    session: str
    sheets: tuple[tuple[str, str, str], ...]


# --- writing ---------------------------------------------------------------------------------------------------------


def put_fingerprint(book: Workbook, plan: str, day: date, session: str) -> None:
    """Give a finished workbook its fingerprint, but for the digest of its parts, which are not there yet."""
    said = {"plan": plan, "language": language(), "day": day.isoformat(), "session": session}
    sheets = {
        f"sheet {place}": f"{digest(values(sheet))} {digest(looks(sheet))} {sheet.title}"
        for place, sheet in enumerate(book.worksheets, 1)
    }
    properties = own_properties(book)
    for name in [name for name in properties.names if name.startswith(PREFIX)]:
        del properties[name]  # a book may be saved twice
    for name, value in {**said, **sheets}.items():
        properties.append(StringProperty(name=f"{PREFIX} {name}", value=value))


def own_properties(book: Any) -> Any:
    """The properties that a workbook's author may add to it; openpyxl's stubs do not know them."""
    return book.custom_doc_props


def put_parts(book: Workbook, content: BytesIO) -> None:
    """Add the digest of the parts of a workbook that is otherwise written."""
    own_properties(book).append(StringProperty(name=f"{PREFIX} parts", value=_parts(content)))


MARKED = f"{PREFIX} marked"
"""Of a copy with the marks of a check: the digest of its own parts, beside what the original said of itself."""


def put_marked(book: Workbook, content: BytesIO | None = None) -> None:
    """Say in a workbook that it is a copy with marks; of the file that is otherwise written, also what it holds."""
    properties = own_properties(book)
    if MARKED in properties.names:
        del properties[MARKED]
    properties.append(StringProperty(name=MARKED, value=_parts(content) if content else ""))


def marked_as_written(path: Path) -> bool:
    """Whether a file is a copy with marks on which nobody has worked since."""
    return bool(said := _said(path).get("marked")) and said == _parts(safe_archive(path))


def _parts(archive: BytesIO) -> str:
    """A digest of everything in the file but the fingerprint itself."""
    found = hashlib.sha256()
    with ZipFile(archive) as parts:
        for name in sorted(parts.namelist()):
            if name != CUSTOM:
                found.update(name.encode(errors="replace") + b"\0" + hashlib.sha256(parts.read(name)).digest())
    return found.hexdigest()[:16]


def values(sheet: Worksheet) -> Values:
    """The filled cells of a sheet; times and dates are numbers, as in the file, and blanks count once."""
    found = ((cell.coordinate, plain(cell.value)) for cell in _cells(sheet))
    return {where: value for where, value in found if value is not None}


def plain(value: object) -> object:
    """A cell's value as every program saves it again; None for nothing."""
    if isinstance(value, datetime | date | time | timedelta):
        value = to_excel(value)  # type: ignore[no-untyped-call]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 6)
    return value if isinstance(value, bool) or value is None else " ".join(str(value).split()) or None


def looks(sheet: Worksheet) -> list[object]:
    """What people put on a sheet beside values: comments, colours, what they struck out or hid."""
    found: list[object] = [look for cell in _cells(sheet) if (look := _look(cell))]
    rows = sorted(number for number, row in sheet.row_dimensions.items() if row.hidden)
    columns = sorted(letter for letter, column in sheet.column_dimensions.items() if column.hidden)
    return [*found, rows, columns, sheet.sheet_state]


def _look(cell: Cell) -> list[object] | None:
    comment = " ".join(cell.comment.text.split()) if cell.comment else ""
    filled = _colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else ""
    font = cell.font
    has_text = plain(cell.value) is not None
    letters = [bool(font.b), bool(font.i), bool(font.strike), _colour(font.color)] if has_text else []
    return [cell.coordinate, comment, filled, letters] if comment or filled or letters else None


def _colour(colour: Any) -> str:
    """A colour, whichever way it is given; black is what letters have anyway."""
    if colour is None or (colour.type == "rgb" and str(colour.rgb)[-6:] == "000000"):
        return ""
    return str(colour.rgb)[-6:] if colour.type == "rgb" else f"{colour.type} {colour.value} {colour.tint}"


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells of a sheet; of those that are merged, the one that is seen."""
    hidden = {place for area in sheet.merged_cells.ranges for place in islice(area.cells, 1, None)}
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell) and (cell.row, cell.column) not in hidden)


# --- reading ---------------------------------------------------------------------------------------------------------


def open_whole(path: Path) -> Workbook | None:
    """A workbook with its comments and colours; None for a file that cannot be read as one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(safe_archive(path), keep_links=False)
    except InputError:
        return None
    except Exception:  # openpyxl meets damage with nearly any exception
        return None


def fingerprint_of(path: Path) -> Fingerprint | None:
    """What a workbook says of itself; None for one that was written by something else, or cannot be read."""
    return _fingerprint(_said(path))


def _said(path: Path) -> dict[str, str]:
    """Our properties of a workbook, by their short names; none of a file that cannot be read. Only the part that holds
    them is looked into: sheets and styles take a hundred times as long."""
    try:
        with warnings.catch_warnings(), ZipFile(safe_archive(path)) as archive:
            warnings.simplefilter("ignore")
            written: Any = fromstring(archive.read(CUSTOM))
        said = {one.name: str(one.value or "") for one in _properties(written)}
    except Exception:  # as above
        return {}
    return {name.removeprefix(f"{PREFIX} "): v for name, v in said.items() if name.startswith(PREFIX)}


def _properties(written: Any) -> Any:
    """The properties in the part that holds them; openpyxl's stubs take another tree, and do not know their list."""
    properties: Any = CustomPropertyList.from_tree(written)
    return properties.props


def _fingerprint(said: dict[str, str]) -> Fingerprint | None:
    rows = [(int(name.split()[1]), value) for name, value in said.items() if name.removeprefix("sheet ").isdigit()]
    sheets = tuple(_sheet(value) for _place, value in sorted(rows))
    if not sheets or not {"plan", "parts"} <= said.keys():
        return None
    plan, parts, tongue, day, session = (said.get(name, "") for name in ("plan", "parts", "language", "day", "session"))
    return Fingerprint(plan, parts, tongue, day, session, sheets)


def _sheet(value: str) -> tuple[str, str, str]:
    cells, look, title = (*value.split(" ", 2), "", "")[:3]
    return title, cells, look


def as_written(path: Path) -> bool:
    """Whether nobody has worked on a workbook since it was written here: not a value, comment, colour or sheet."""
    said = fingerprint_of(path)
    if said is None:
        return False
    content = safe_archive(path)
    if _parts(content) == said.parts:
        return True
    if _has_more(ZipFile(content)) or (book := open_whole(path)) is None:
        return False
    return book.sheetnames == [title for title, *_digests in said.sheets] and all(
        (digest(values(book[title])), digest(looks(book[title]))) == (cells, look) for title, cells, look in said.sheets
    )


def _has_more(archive: ZipFile) -> bool:
    """Whether there are pictures, drawings or charts, which ours are without."""
    names = archive.namelist()
    drawings = (archive.read(name) for name in names if name.startswith(_DRAWINGS))
    return any(name.startswith(_FOREIGN) for name in names) or any(b"Anchor" in drawing for drawing in drawings)


def untouched(path: Path, said: Fingerprint) -> bool:
    """Whether a file is byte for byte what was written: nothing in it need be looked at."""
    return _parts(safe_archive(path)) == said.parts
