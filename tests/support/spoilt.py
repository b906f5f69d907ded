"""A workbook with faults."""

from pathlib import Path

from openpyxl import load_workbook


def spoilt(path: Path, sheet: str, cell: str, value: str | int) -> None:
    """Another value in a cell, saved as Excel does: a new file that takes the place of the old one."""
    book = load_workbook(path)
    book[sheet][cell] = value
    draft = path.with_name("~saving.xlsx")
    book.save(draft)
    draft.replace(path)
