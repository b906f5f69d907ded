"""Planned and actual hours as a file: for Excel, or for any program that reads tables."""

import csv
import io
import tempfile
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.day.expected import expected, minute_of
from tspi_sched.day.report import Value, cells, headings, rows
from tspi_sched.editions import editions_in
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Column, add_sheet, heading, table
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.reading import read_plan
from tspi_sched.texts import _, harmless, language
from tspi_sched.web.dayboard import Board

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def lines(board: Board) -> list[tuple[Value, ...]]:
    """The whole session, planned and actual."""
    problem, plan = board.problem, board.made.plan
    published = [read_plan(one.plan_path, problem) for one in editions_in(board.made.variant.plan_folder)]
    went = [
        one
        for day in board.days
        for one in expected(problem, plan, board.events, day, minute_of(day, board.notes.clock))
    ]
    return list(cells(problem, rows(problem, plan, published, went)))


def as_csv(board: Board) -> bytes:
    """A table that Excel opens with a double click: in French with semicolons; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language() == "fr" else ",", lineterminator="\r\n")
    writer.writerow(headings())
    writer.writerows([_plain(value) for value in line] for line in lines(board))
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    """A number, or a text that stays a text."""
    if isinstance(value, int):
        return value
    text = harmless(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_workbook(board: Board) -> bytes:
    """The same as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    sheet = add_sheet(book, _("Prévu et réel"))
    note = _("Ce qui n'a pas été noté est supposé s'être passé comme prévu.")
    heading(sheet, _("Prévu et réel"), note)
    columns = [Column(title, "verbatim", 40) for title in headings()]
    table(sheet, 4, columns, lines(board))
    sheet.freeze_panes = "C5"
    page(sheet, board.problem.centre, repeat="4:4")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reel.xlsx"
        save(book, path, board.notes.clock.date())
        return path.read_bytes()
