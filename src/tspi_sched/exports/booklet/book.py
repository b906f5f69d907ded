"""The booklet as a workbook: what comes of each loss, a card for each, and everybody to call in one table."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.booklet.pages import Page, finish, pages, task_heads
from tspi_sched.exports.booklet.paper import private_note
from tspi_sched.exports.booklet.summary import count_lines, standby_lines, standby_note, standby_rows
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.cards import Pen
from tspi_sched.exports.xlsx.paper import WIDE, cards_page
from tspi_sched.exports.xlsx.paper import page as print_page
from tspi_sched.exports.xlsx.sheet import (
    Column,
    Styled,
    add_sheet,
    back,
    heading,
    line,
    lines_in,
    place,
    put,
    table,
    widths,
)
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.losses import Contingency
from tspi_sched.texts import _

SIZES = (24, 12, 17, 26, 22, 14, 34, 34)
"""Characters of the columns of the cards."""

LOOKS = {"good": "status", "fair": "facts", "bad": "warning"}
"""How the sentence looks that says what comes of a loss."""

TEXT = 60
"""Characters of a column at most; longer texts take several lines."""


def write(found: Contingency, path: Path, *, today: date | None = None, edition: str = "") -> None:
    """Write the workbook; `today` dates the file, the machine's date by default; `edition` is the stamp in words."""
    save(build(found, edition), path, today or date.today(), plan=mark_of(found.plan), edition=edition)


def build(found: Contingency, edition: str = "") -> Workbook:
    """The workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, found.problem.title)
    made = pages(found)
    summary, cards = add_sheet(book, _("Synthèse")), _cards(book, found, made)
    _summary(summary, found, made, cards, edition)
    _calls(book, found, made)
    return book


# --- the first sheet --------------------------------------------------------------------------------------------------


def _summary(sheet: Worksheet, found: Contingency, made: tuple[Page, ...], cards: dict[int, str], edition: str) -> None:
    """How many losses are harmless, who must stand by, and a line for each loss that leads to its card."""
    heading(
        sheet,
        _("Livret de secours : si quelqu'un ou quelque chose manque"),
        " – ".join(filter(None, (edition, private_note()))),
    )
    columns = (
        Column(_("Fiche"), "code"),
        Column(_("Ce qui manque"), "strong", 44),
        Column(_("Ce qui arrive"), "text", TEXT),
        Column(_("À appeler"), "number"),
        Column(_("Fin de la session"), "text", 44),
    )
    row = 4
    for text in (*count_lines(found), *standby_lines(found), standby_note()):
        line(sheet, row, 1, len(columns), text, "help")
        sheet.row_dimensions[row].height = 15 * lines_in(text, 140) + 4
        row += 1
    row += 1
    for who, phone, email, days in standby_rows(found):
        shown = (_("Astreinte"), "head"), (who, "strong"), (days, "text"), (phone, "codefit"), (email, "fit")
        for column, (value, style) in enumerate(shown, 1):
            put(sheet, row, column, value, style)
        row += 1
    rows = [
        (
            Styled(one.number, "code", cards[one.number]),
            one.short,
            Styled(one.verdict, "warning" if one.tone == "bad" else "text"),
            len(one.calls) if answer.plan else None,
            finish(found, answer) if answer.plan else "",
        )
        for one, answer in zip(made, found.answers, strict=True)
    ]
    top = row + 1
    table(sheet, top, columns, rows)
    sheet.freeze_panes = f"A{top + 1}"
    print_page(sheet, found.problem.centre, repeat=f"{top}:{top}")


# --- a card for each loss ---------------------------------------------------------------------------------------------


def _cards(book: Workbook, found: Contingency, made: tuple[Page, ...]) -> dict[int, str]:
    """All the cards on one sheet, a page each; gives where each of them is."""
    pen = Pen(add_sheet(book, _("Fiches")), SIZES)
    widths(pen.sheet, SIZES)
    where, ends = dict[int, str](), list[int]()
    for one in made:
        where[one.number] = place(pen.sheet, pen.row)
        back(pen.sheet, pen.last + 1, _("Synthèse"), row=pen.row)
        _card(pen, one)
        ends.append(pen.row - 1)
    cards_page(pen.sheet, found.problem.centre, pen.last, ends, upright=False)
    pen.sheet.page_setup.scale = int(100 * min(1, WIDE.characters / sum(SIZES)))  # a long card takes several pages
    return where


def _card(pen: Pen, one: Page) -> None:
    pen.full(f"{one.number}. {one.title}", "who", 30)
    pen.full(" ".join(filter(None, (one.verdict, one.proof))), LOOKS[one.tone], 22)
    for name, text in one.facts:
        pen.full(f"{name} : {text}", "facts", 18)
    for names, why in one.left:
        _wide(pen, ((names, 2, "strong"), (why, 6, "text")))
    if one.calls:
        _heads(pen, (_("Qui appeler"), _("Qui"), _("Téléphone"), _("Courriel"), _("Avant"), "", _("Après"), ""))
        for call in one.calls:
            _wide(
                pen,
                (
                    (call.who, 1, "strong"), (call.role, 1, "text"), (call.phone, 1, "text"), (call.email, 1, "text"),
                    (call.was, 2, "text"), (call.now, 2, "strong"),
                ),
            )  # fmt: skip
    if one.tasks:
        _heads(pen, task_heads())
        for row in one.tasks:
            pen.cells(Styled(value, "text") for value in row)
    pen.down(10)


def _heads(pen: Pen, titles: tuple[str, ...]) -> None:
    pen.cells(Styled(title, "head") for title in titles)


def _wide(pen: Pen, values: tuple[tuple[str, int, str], ...]) -> None:
    """A row whose values run over so many columns each, as high as the longest text needs."""
    column, lines = 1, 1
    for text, span, style in values:
        line(pen.sheet, pen.row, column, column + span - 1, text, style)
        lines = max(lines, lines_in(text, sum(pen.sizes[column - 1 : column - 1 + span])))
        column += span
    pen.down(min(max(17, 13 * lines + 3), 400))


# --- everybody to call ------------------------------------------------------------------------------------------------


def _calls(book: Workbook, found: Contingency, made: tuple[Page, ...]) -> None:
    """Whom to call after which loss, to sort and to filter."""
    sheet = add_sheet(book, _("Appels"))
    heading(sheet, _("Qui appeler"), _("Filtrez la première colonne sur ce qui manque."))
    columns = (
        Column(_("Ce qui manque"), "strong", 34), Column(_("Qui appeler"), "strong", 34), Column(_("Qui"), "text"),
        Column(_("Téléphone"), "text"), Column(_("Courriel"), "text"), Column(_("Avant"), "text", TEXT),
        Column(_("Après"), "text", TEXT),
    )  # fmt: skip
    rows = [(one.short, c.who, c.role, c.phone, c.email, c.was, c.now) for one in made for c in one.calls]
    table(sheet, 4, columns, rows, group=1)
    sheet.freeze_panes = "C5"
    print_page(sheet, found.problem.centre, repeat="4:4")
