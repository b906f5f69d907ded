"""The planning.xlsx of the demonstration session, written and opened again."""

from openpyxl import load_workbook

from tests.support import export_demo as demo
from tspi_sched.exports import xlsx


def book_of(tmp_path, problem=None, result=None, **options):
    """The path of a planning.xlsx, and the book."""
    path = tmp_path / "planning.xlsx"
    xlsx.write(problem or demo.problem(), result or demo.result(), path, today=demo.TODAY, **options)
    return path, load_workbook(path)


def rows(sheet, top):
    """The values of a sheet from a row on."""
    return [list(row) for row in sheet.iter_rows(min_row=top, values_only=True)]


def texts(sheet):
    """Every text on a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def background(cell):
    """A cell's colour."""
    return cell.fill.start_color.rgb[2:]
