"""A comparison of plans in words: as tables, as a workbook, as a page."""

from pathlib import Path

from tspi_sched.comparison import Comparison
from tspi_sched.exports.comparison import book, page

FORMATS = {".xlsx": book.write, ".html": page.write}
"""What a comparison can be written as, by the end of the file's name."""


def write(comparison: Comparison, path: Path) -> None:
    """Write a comparison in the format that the end of the file's name says: one of `FORMATS`."""
    FORMATS[Path(path).suffix.lower()](comparison, Path(path))
