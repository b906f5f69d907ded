"""Plans marked as by ``check -o``, and what their marks say."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from tests.support.cli_runs import PATIENCE
from tests.support.sessions import edited, laid_out, session
from tests.support.xlsx_reading import Book, Cell, Sheet
from tspi_sched.checker import Violation, check
from tspi_sched.exports import marked, xlsx
from tspi_sched.exports.common.colours import BREACH
from tspi_sched.exports.marked.cells import SIGN
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem

TODAY = date(2026, 11, 30)
SOFFICE = shutil.which("soffice")


def mark(
    folder: Path,
    problem: Problem,
    plan: Plan,
    source: Path | str = "plan.json",
    name: str = "controle.xlsx",
    **more: Any,
) -> tuple[Path, Book, tuple[Violation, ...]]:
    """The path of a plan's marked workbook, the book, and the breaches."""
    found, path = check(problem, plan), folder / name
    checked = marked.Checked(str(source), "s.toml", Result(Status.FEASIBLE, plan), found, **more)
    marked.write(problem, checked, path, today=TODAY)
    return path, load_workbook(path), found


def exported(folder: Path, problem: Problem, plan: Plan, name: str = "planning.xlsx") -> Path:
    """The path of a plan's own workbook."""
    xlsx.write(problem, Result(Status.FEASIBLE, plan), folder / name, today=TODAY)
    return folder / name


def is_red(cell: Cell) -> bool:
    return bool(cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == f"FF{BREACH}")


def noted(book: Book) -> dict[tuple[str, str], str]:
    """What the marks of a book say, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and SIGN in cell.comment.text
    }


def red(book: Book) -> set[tuple[str, str]]:
    return {(s.title, c.coordinate) for s in book.worksheets for row in s.iter_rows() for c in row if is_red(c)}


def told(text: str) -> str:
    """A message as notes and cells print it."""
    return text.replace("'", "’")


def row_of(sheet: Sheet, number: int) -> dict[str, Any]:
    """A row of the plan by the titles of its columns."""
    heads = [cell.value for cell in sheet[1]]
    return {head: sheet.cell(number, place).value for place, head in enumerate(heads, 1) if head}


def concerned(row: dict[str, Any], breach: Violation) -> bool:
    """Whether a row of the plan is one of those that a breach is about."""
    people = {row["Candidat"], *str(row["Jury"] or "").split(";"), *str(row["Surveillants"] or "").split(";")}
    same_day = breach.day is None or row["Date"].date() in (breach.day, *(task.day for task in breach.tasks))
    return same_day and (bool(people & set(breach.people)) or not breach.people)


def worked_on(folder: Path, plan: Plan | None = None) -> tuple[Path, str]:
    """A workbook as organisers leave theirs: colours, notes, a column, a formula, a chart, a sheet called as ours."""
    path = exported(folder, session(), plan or edited(laid_out(), "C1 ET", room="S1"), "le mien.xlsx")
    book: Book = load_workbook(path)
    sheet = book["Plan"]
    (room,) = (r[7] for r in sheet.iter_rows(min_row=2) if (r[0].value, r[3].value) == ("C1", "ET"))
    room.fill = PatternFill("solid", fgColor="FFFFFF00")
    room.comment = Comment("vu avec Paul", "Camille")
    sheet.cell(room.row, 9).fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    sheet["G2"].comment = Comment("à confirmer", "Camille")
    sheet.column_dimensions["B"].width = 41
    mine = book.create_sheet("Contrôle")
    mine["A1"], mine["B1"] = "à moi", "=1+1"
    mine["A2"] = "=HYPERLINK"
    mine["A2"].data_type = "s"
    chart = BarChart()
    chart.add_data(Reference(mine, min_col=2, min_row=1))
    mine.add_chart(chart, "D2")
    book.save(path)
    return path, room.coordinate


def office(path: Path, folder: Path) -> Path:
    """A workbook opened and saved by LibreOffice."""
    home = folder.with_name("home")
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{home}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        folder,
    ]
    subprocess.run([*map(str, command), str(path)], check=True, capture_output=True, timeout=PATIENCE)
    return folder / path.name
