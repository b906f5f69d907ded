"""Saving a workbook whole and the same each time: no clock, no order of chance inside the file."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from tspi_sched.export.files import write_bytes

CREATOR = "tspi-sched"
_STAMP = (1980, 1, 1, 0, 0, 0)


class _Undated(ZipFile):
    """An archive whose entries carry no time of writing."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_more: Any) -> None:
        entry = ZipInfo(str(zinfo_or_arcname), _STAMP)
        super().writestr(entry, data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_more: Any) -> None:
        self.writestr(arcname or filename, Path(filename).read_bytes())


def save(book: Workbook, path: Path, day: date) -> None:
    """Write a workbook dated `day` in place of the old file; equal workbooks give equal bytes."""
    stamp = datetime(day.year, day.month, day.day)
    book.properties.creator = book.properties.lastModifiedBy = CREATOR
    book.properties.created = book.properties.modified = stamp
    content = BytesIO()
    with _Undated(content, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    write_bytes(Path(path), content.getvalue())
