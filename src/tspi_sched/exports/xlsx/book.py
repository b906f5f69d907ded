"""Saving a workbook whole and the same each time: no clock, no order of chance inside the file."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.common.fingerprint import CUSTOM, own_properties, put_fingerprint, put_parts
from tspi_sched.exports.xlsx.paper import head_pages

CREATOR = "tspi-sched"
_STAMP = (1980, 1, 1, 0, 0, 0)

Change = Callable[[str, Any], Any]
"""From the name of a part and its content to what is written."""


class _Undated(ZipFile):
    """An archive whose entries carry no time of writing; the fingerprint waits until all others are there."""

    change: Change = staticmethod(lambda _name, part: part)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_more: Any) -> None:
        if str(zinfo_or_arcname) != CUSTOM:
            name = str(zinfo_or_arcname)
            self.put(name, self.change(name, data))

    def put(self, name: str, data: Any) -> None:
        """An entry."""
        super().writestr(ZipInfo(name, _STAMP), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_more: Any) -> None:
        self.writestr(arcname or filename, Path(filename).read_bytes())


def save(book: Workbook, path: Path, day: date, plan: str = "", session: str = "", edition: str = "") -> None:
    """Write a workbook dated `day` in place of the old file; equal workbooks give equal bytes.

    `plan` and `session` are the marks of what it shows, if it shows a plan; `edition` is the stamp, in words, that
    stands on top of every page.
    """
    for sheet in book.worksheets if edition else ():
        head_pages(sheet, edition)
    stamp = datetime(day.year, day.month, day.day)
    book.properties.creator = book.properties.lastModifiedBy = CREATOR
    book.properties.created = book.properties.modified = stamp
    put_fingerprint(book, plan, day, session)
    write_bytes(Path(path), packed(book, lambda content: put_parts(book, content)))


def packed(
    book: Workbook, seal: Callable[[BytesIO], None] = lambda _content: None, change: Change = lambda _name, part: part
) -> bytes:
    """A workbook as the bytes of its file. `seal` may put properties that depend on everything else, which it is given;
    `change` gives each part another content."""
    content = BytesIO()
    with _Undated(content, "w", ZIP_DEFLATED) as archive:
        archive.change = change
        ExcelWriter(book, archive).write_data()
    seal(content)
    with _Undated(content, "a", ZIP_DEFLATED) as archive:
        archive.put(CUSTOM, tostring(own_properties(book).to_tree()))
    return content.getvalue()
