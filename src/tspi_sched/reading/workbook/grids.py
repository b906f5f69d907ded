"""Opening a workbook and getting its sheets as grids of plain values, fast and whatever state they are in.

openpyxl reads the values row by row. What it does not say in that mode (merged cells, formulas that were never
calculated, where the content ends) is taken from the sheet's own XML.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from tspi_sched.errors import InputError, fault
from tspi_sched.reading.values.spelling import clean
from tspi_sched.reading.workbook.archive import PICTURES, safe_archive
from tspi_sched.texts import _

MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 100_000, 200, 1_500_000


class _Unsaved:
    """The value of a formula that was never calculated."""

    def __repr__(self) -> str:
        return "?"


UNSAVED = _Unsaved()
Grid = list[tuple[object, ...]]
"""Rows of values, from row 1 and column A on."""

_LAST_CONTENT = (b"<v>", b"<v ", b"<is>", b"<is ", b"<f>", b"<f ", b"<f/", b":v>", b":is>", b":f>", b":f ", b":f/")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z0-9:$]+)["']""")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d+)["']""")


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: its first and last column and row, from 1."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def name(self) -> str:
        """Its cells as Excel names them."""
        return f"{get_column_letter(self.left)}{self.top}:{get_column_letter(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook: its file's name, its sheets by title, and whether it counts days from 1904."""

    name: str
    sheets: dict[str, Any]
    from_1904: bool = False

    def grid(self, title: str) -> Grid:
        """The values of a sheet, its texts cleaned, with merged cells filled downwards."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return _grid(self.sheets[title], self.name)
        except InputError:
            raise
        except Exception as error:  # openpyxl meets damage with nearly any exception
            message = _("feuille illisible ({reason}) ; ouvrez le classeur dans Excel et enregistrez-le de nouveau")
            raise fault(message.format(reason=type(error).__name__), file=self.name, where=title) from None

    def is_hidden(self, title: str) -> bool:
        """Whether a sheet is hidden."""
        return getattr(self.sheets[title], "sheet_state", "visible") != "visible"

    def hidden_rows(self, title: str) -> frozenset[int]:
        """The rows of a sheet that a filter or a person has hidden."""
        rows = (tag for tag in _ROW_TAG.findall(_source(self.sheets[title])) if _HIDDEN.search(tag))
        return frozenset(int(number[1]) for tag in rows if (number := _ROW_NUMBER.match(tag)))

    def hidden_columns(self, title: str) -> frozenset[int]:
        """The columns of a sheet that somebody has hidden."""
        tags = (tag for tag in _COLUMN_TAG.findall(_source(self.sheets[title])) if _HIDDEN.search(tag))
        spans = ({name: int(number) for name, number in _SPAN.findall(tag)} for tag in tags)
        return frozenset(
            number
            for span in spans
            for number in range(span.get(b"min", 1), min(span.get(b"max", 0), _MOST_COLUMNS) + 1)
        )

    def struck(self, title: str) -> frozenset[tuple[int, int]]:
        """Row and column of every cell of a sheet whose text is crossed out."""
        sheet = self.sheets[title]
        if not any(font.strike for font in sheet.parent._fonts):
            return frozenset()
        rows = islice(sheet.iter_rows(max_col=_MOST_COLUMNS), MOST_ROWS)
        cells = (cell for row in rows for cell in row if cell.value is not None and cell.font.strike)
        return frozenset((cell.row, cell.column) for cell in cells)

    def merged(self, title: str) -> tuple[Area, ...]:
        """The merged areas of a sheet, from top to bottom."""
        xml = _source(self.sheets[title])
        return tuple(sorted(_areas(xml, xml.rfind(b"sheetData>")), key=lambda area: (area.top, area.left)))

    def is_empty(self, title: str) -> bool:
        """Whether nothing stands in a sheet."""
        xml = _source(self.sheets[title])
        return not any(mark in xml for mark in _LAST_CONTENT)


def open_book(path: Path) -> Book:
    """Open a workbook safely; a fault says why it cannot be."""
    content = safe_archive(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
            sheets = {clean(sheet.title).strip() or sheet.title: sheet for sheet in book.worksheets}
            return Book(path.name, sheets, book.epoch.year == 1904)
    except Exception as error:  # openpyxl meets damage with nearly any exception
        message = _("classeur abîmé ou incomplet ; ouvrez-le dans Excel et enregistrez-le de nouveau ({reason})")
        raise fault(message.format(reason=type(error).__name__), file=path.name) from None


def _grid(sheet: Any, name: str) -> Grid:
    xml = _source(sheet)
    start, end = xml.find(b"sheetData>"), xml.rfind(b"sheetData>")
    content = max(xml.rfind(mark, max(start, 0), end) for mark in _LAST_CONTENT) if end > start else -1
    last = _row_at(xml, start, content)
    if last > MOST_ROWS:
        message = _("la dernière cellule remplie est en ligne {row} ; {most} lignes au plus sont lues")
        raise fault(message.format(row=last, most=MOST_ROWS), file=name, where=sheet.title)
    if content >= 0 and xml.count(b"<c", start, content) + xml.count(b":c ", start, content) > _MOST_CELLS:
        message = _("plus de {most} cellules : copiez les données dans un classeur neuf")
        raise fault(message.format(most=_MOST_CELLS), file=name, where=sheet.title)
    sheet.reset_dimensions()
    grid = [tuple(map(_clean, row)) for row in islice(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), last)]
    if _FORMULA.search(xml, start, end):
        _mark_unsaved(grid, xml, last)
    empty = {number for number, row in enumerate(grid) if all(value is None for value in row)}
    for area in _areas(xml, end):
        _fill(grid, area, empty)
    return grid


def _areas(xml: bytes, end: int) -> Iterator[Area]:
    for area in _MERGED.findall(xml, max(end, 0)):
        yield Area(*(number or 0 for number in range_boundaries(area.decode().replace("$", ""))))


def _clean(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _source(sheet: Any) -> bytes:
    """The sheet's XML; one that claims to be a picture was not checked, so is not read."""
    archive: ZipFile = sheet.parent._archive
    if sheet._worksheet_path.startswith(PICTURES):
        raise ValueError(sheet._worksheet_path)
    return archive.read(sheet._worksheet_path)


def _row_at(xml: bytes, start: int, content: int) -> int:
    """The row of the last content: below it there may be a million rows that are formatted and empty."""
    if content < 0:
        return 0
    for size in (10_000, 1_000_000, content):
        if numbers := _ROW_NUMBER.findall(xml, max(start, content - size), content):
            return int(numbers[-1])
    return MOST_ROWS


def _mark_unsaved(grid: Grid, xml: bytes, last: int) -> None:
    """Put `UNSAVED` where a formula has no saved value; an empty text is a value."""
    for row, column in _unsaved(xml, last):
        if row <= len(grid) and column <= _MOST_COLUMNS:
            values = grid[row - 1]
            values += (None,) * (column - len(values))
            grid[row - 1] = (*values[: column - 1], UNSAVED, *values[column:])


def _unsaved(xml: bytes, last: int) -> Iterator[tuple[int, int]]:
    row = column = 0
    for event, element in iterparse(BytesIO(xml), ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "start":
            row, column = int(float(element.get("r", row + 1))), 0
            if row > last:
                return
        elif tag == "row":
            element.clear()
        elif tag == "c" and event == "end":
            column = coordinate_to_tuple(element.attrib["r"])[1] if "r" in element.attrib else column + 1
            parts = {child.tag.rpartition("}")[2]: child for child in element}
            if "f" in parts and not _has_value(element.get("t", "n"), parts):
                yield row, column


def _has_value(kind: str, parts: dict[str, Any]) -> bool:
    """Whether a formula was calculated: text formulas may well give an empty text, which is then saved as such."""
    if "v" not in parts:
        return "is" in parts
    return kind == "str" or bool(parts["v"].text)


def _fill(grid: Grid, area: Area, empty: set[int]) -> None:
    """Let every row of a merged area have its value, as a person reads it; only in the area's first column."""
    left, top, bottom = area.left, area.top, area.bottom
    if not 0 < top <= len(grid) or not 0 < left <= len(grid[top - 1]):
        return
    value = grid[top - 1][left - 1]
    for row in range(top, min(bottom, len(grid))):
        if row not in empty:
            values = grid[row] + (None,) * (left - len(grid[row]))
            grid[row] = (*values[: left - 1], value, *values[left:])
