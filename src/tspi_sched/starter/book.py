"""A workbook of facts to fill in: the sheets that the reader knows, with drop-downs, formats and a help sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Value, add_sheet, line, put, widths
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.problem import Title
from tspi_sched.reading.title import DEFAULT, built_in_titles, read_title
from tspi_sched.reading.workbook.layout import CANDIDATES, OF_MEANS, SESSION, SHEETS, Column, Sheet
from tspi_sched.starter.help import column_help, introduction, sheet_help
from tspi_sched.texts import _

HEADER_ROW = 4
FORM_ROWS = 500
"""Drop-downs are offered down to this row."""

Row = Mapping[str, Value]
"""A row's values by field of the sheet's columns."""

STYLES = {"date": "entrydate", "time": "time", "count": "number", "amount": "number", "minutes": "number"}
FORMATS = {"date": "dd/mm/yyyy", "time": "hh:mm", "count": "General", "amount": "General", "minutes": "General"}
"""By kind of column; everything else is text, so that 1/3 does not become a date nor 01 a 1."""

TYPICAL = {"date": 10, "availability": 14}
"""The usual length of what people write, by kind of column."""

STRICT = ("yes_no", "capacity", "gender")
"""Kinds of column where nothing but the drop-down's words makes sense."""


def facts_book(rows: Mapping[str, Sequence[Row]], heading: str, title: Title | None = None) -> Workbook:
    """A workbook with every sheet of the format: `rows` by sheet key, `heading` on each sheet, and the drop-downs of a
    title, by default TSPI."""
    title = title or read_title(DEFAULT, Path())
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    for sheet in sheets_of(title):
        _add(book, sheet, rows.get(sheet.key, ()), heading, title)
    _add_help(book, title)
    return book


def sheets_of(title: Title) -> tuple[Sheet, ...]:
    """The sheets of the format that a title has a use for."""
    needy = any(stage.needs for stage in title.stages)
    return tuple(sheet for sheet in SHEETS if needy or sheet not in OF_MEANS)


def _add(book: Workbook, layout: Sheet, rows: Sequence[Row], heading: str, title: Title) -> None:
    sheet = add_sheet(book, layout.title)
    put(sheet, 1, 1, heading, "title")
    sheet.row_dimensions[1].height = 26
    put(sheet, 2, 1, sheet_help(layout.key, title), "note")
    for place, column in enumerate(layout.columns, 1):
        _column(sheet, place, column, layout, title, [row.get(column.field) for row in rows])
    for row in range(HEADER_ROW, HEADER_ROW + len(rows) + 1):
        sheet.row_dimensions[row].height = 32 if row == HEADER_ROW else 17
    last = get_column_letter(len(layout.columns))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + max(len(rows), 1)}"
    sheet.freeze_panes = f"{'B' if layout.columns[0].field == 'id' else 'A'}{HEADER_ROW + 1}"
    page(sheet, heading, repeat=f"{HEADER_ROW}:{HEADER_ROW}")


def _column(sheet: Worksheet, place: int, column: Column, layout: Sheet, title: Title, values: Sequence[Value]) -> None:
    head = put(sheet, HEADER_ROW, place, column.title, "needed" if column.required else "head")
    head.comment = Comment(_note(layout, column, title), "tspi-sched", width=320, height=130)
    style = STYLES.get(column.kind, "entry")
    for row, value in enumerate(values, HEADER_ROW + 1):
        put(sheet, row, place, value, style)
    letter = get_column_letter(place)
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    word = max(len(word) for word in column.title.split())
    sheet.column_dimensions[letter].width = min(max(word, longest, TYPICAL.get(column.kind, 4)) + 3.5, 42)
    sheet.column_dimensions[letter].number_format = FORMATS.get(column.kind, "@")
    if choices := _choices(layout, column, title):
        _drop_down(sheet, letter, column, choices)


def _note(layout: Sheet, column: Column, title: Title) -> str:
    needed = _("Obligatoire.") if column.required else _("Facultatif.")
    meaning, example = column_help(layout.key, column.field, title)
    return f"{needed} {meaning}" + (_(" Exemple : {example}").format(example=example) if example else "")


def _choices(layout: Sheet, column: Column, title: Title) -> tuple[str, ...]:
    """What the drop-down of a column offers: tracks and titles are data, the rest is the layout's."""
    if column.kind == "tracks":
        parts = title.certificates if layout.key == CANDIDATES.key and len(title.certificates) > 1 else ()
        return (*(track.code for track in title.tracks), *filter(None, ["+".join(parts)]))
    if column.kind == "uses":
        return (*title.places, ";".join(title.places))
    if layout in OF_MEANS and column.field == "type":
        return tuple(dict.fromkeys(need.means for stage in title.stages for need in stage.needs))
    return built_in_titles() if (layout.key, column.field) == (SESSION.key, "title") else column.choices


def _drop_down(sheet: Worksheet, letter: str, column: Column, offered: Sequence[str]) -> None:
    words = spoken()
    choices = ",".join(words.get(choice, choice) for choice in offered)
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    rule.showErrorMessage = column.kind in STRICT
    rule.errorTitle, rule.error = column.title, _("Choisissez dans la liste : {choices}").format(choices=choices)
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{FORM_ROWS}")
    sheet.add_data_validation(rule)


def spoken() -> dict[str, str]:
    """The words of the drop-downs in the language in force, by their French."""
    return {
        "oui": _("oui"),
        "non": _("non"),
        "professionnel": _("professionnel"),
        "formateur": _("formateur"),
        "formation": _("formation"),
        "capitalisation": _("capitalisation"),
        "Madame": _("Madame"),
        "Monsieur": _("Monsieur"),
    }


# --- the help sheet --------------------------------------------------------------------------------------------------


def _add_help(book: Workbook, title: Title) -> None:
    sheet = add_sheet(book, _("Aide"))
    widths(sheet, [16, 22, 14, 82, 34])
    put(sheet, 1, 1, _("Comment remplir ce classeur"), "title")
    sheet.row_dimensions[1].height = 26
    row = 2
    for paragraph in introduction(title):
        line(sheet, row, 1, 5, paragraph, "help")
        sheet.row_dimensions[row].height = 4 + 14 * (1 + len(paragraph) // 160)
        row += 1
    heads = (_("Feuille"), _("Colonne"), _("Obligatoire"), _("Ce qu'on y met"), _("Exemple"))
    for column, text in enumerate(heads, 1):
        put(sheet, row + 1, column, text, "head")
    _help_rows(sheet, row + 2, title)
    sheet.freeze_panes = f"A{row + 2}"
    page(sheet, _("Aide"), repeat=f"{row + 1}:{row + 1}")


def _help_rows(sheet: Worksheet, row: int, title: Title) -> None:
    words = spoken()
    for layout in sheets_of(title):
        for column in layout.columns:
            meaning, example = column_help(layout.key, column.field, title)
            needed = words["oui"] if column.required else ""
            values = (layout.title, column.title, needed, meaning, example)
            for place, value in enumerate(values, 1):
                put(sheet, row, place, value, "strong" if place == 2 else "text")
            row += 1
