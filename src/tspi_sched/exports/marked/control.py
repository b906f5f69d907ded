"""The sheet `Contrôle`: every breach with a link to its cell, and what else is to be known of the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.checker import Violation
from tspi_sched.exports.common.colours import BREACH
from tspi_sched.exports.marked.places import Place
from tspi_sched.exports.xlsx.alerts import name_area
from tspi_sched.exports.xlsx.paper import head_pages, page
from tspi_sched.exports.xlsx.sheet import (
    Column,
    Styled,
    TableRow,
    add_sheet,
    heading,
    line,
    lines_in,
    place_in,
    put,
    table,
    widths,
)
from tspi_sched.exports.xlsx.style import add_missing_styles
from tspi_sched.problem import Problem
from tspi_sched.reading.workbook.layout import PLAN
from tspi_sched.texts import _, harmless, long_date, ngettext
from tspi_sched.wording import amount, names
from tspi_sched.wording.rules import rule_title

NAME = "tspi_controle"
"""The name by which a book knows the sheet, whatever people call it by now."""
SIZES = (6, 20, 70, 16, 20, 26, 32)
SHOWN = 3
"""How many cells are named."""
STYLES = ("title", "note", "status", "warning", "section", "head", "number", "text", "leadcode", "code", "longdate",
          "verbatim", "strong")  # fmt: skip


Told = tuple[Violation, tuple[Place, ...]]
"""A breach or a finding with its cells."""


@dataclass(frozen=True)
class Found:
    """What a check found: the plan's file and its input as they are called, the breaches with their cells, how many
    more follow from these and are not repeated, sentences about the rest of the workbook, what history alone breaks
    with its cells, and the words of the plan's edition."""

    plan: str
    input: str
    breaches: Sequence[Told]
    folded: int = 0
    remarks: Sequence[str] = ()
    findings: Sequence[Told] = ()
    stamp: str = ""


def take_control(book: Workbook) -> None:
    """Take the sheet of an earlier check away; another that is only called so stays."""
    name = book.defined_names.pop(NAME, None)
    titles = [title for title, _cell in name.destinations] if name else []
    for title in titles:
        if title in book.sheetnames and len(book.sheetnames) > 1:
            book.remove(book[title])


def add_control(book: Workbook, problem: Problem, found: Found, today: date) -> Worksheet:
    """Write the sheet, and put it first."""
    add_missing_styles(book, STYLES)
    sheet = add_sheet(book, _("Contrôle"))
    book.move_sheet(sheet, -len(book.sheetnames) + 1)
    name_area(sheet, NAME, "A1")
    text = _("« {plan} », vérifié avec « {input} » le {day}")
    told = {"plan": harmless(found.plan), "input": harmless(found.input), "day": long_date(today)}
    heading(sheet, _("Contrôle du planning"), " – ".join(filter(None, (text.format(**told), found.stamp))))
    widths(sheet, SIZES)
    row = _verdict(sheet, found)
    if found.breaches:
        row = _breaches(sheet, problem, found.breaches, row + 1)
        sheet.freeze_panes = f"A{row - len(found.breaches) + 1}"
        sheet.print_title_rows = f"{row - len(found.breaches)}:{row - len(found.breaches)}"
    if found.findings:
        row = _findings(sheet, problem, found, row + 2)
    _remarks(sheet, found, row + 2)
    sheet.sheet_properties.tabColor = BREACH
    page(sheet, problem.centre, columns=len(SIZES))
    if found.stamp:
        head_pages(sheet, found.stamp)
    _show_first(book, sheet)
    return sheet


def _show_first(book: Workbook, sheet: Worksheet) -> None:
    """Open the book on this sheet, and on it alone: sheets selected together would be edited together."""
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _verdict(sheet: Worksheet, found: Found) -> int:
    """How many rules are broken, and what to do about it; returns the last row."""
    count = len(found.breaches)
    if not count:
        _full(sheet, 4, _("Aucune règle enfreinte : toutes les règles sont respectées."), "status")
        return 4
    text = ngettext("{count} règle enfreinte", "{count} règles enfreintes", count).format(count=amount(count))
    _full(sheet, 4, text, "warning")
    about = _(
        "Chacune est marquée en rouge dans sa case, avec une note ; la colonne « Case » y mène. Corrigez, enregistrez, "
        "et faites vérifier ce classeur de nouveau : les marques d'avant s'en vont d'elles-mêmes."
    )
    _full(sheet, 5, about, "text")
    if not found.folded:
        return 5
    _full(sheet, 6, folded_line(found.folded), "text")
    return 6


def folded_line(count: int) -> str:
    """How many breaches are not told, since they follow from ends that are."""
    text = ngettext(
        "Non répétée : {count} règle enfreinte qui ne tient qu'à ces fins.",
        "Non répétées : {count} règles enfreintes qui ne tiennent qu'à ces fins.",
        count,
    )
    return text.format(count=amount(count))


def _full(sheet: Worksheet, row: int, text: str, style: str) -> None:
    line(sheet, row, 1, len(SIZES), text, style)
    sheet.row_dimensions[row].height = 6 + 13 * lines_in(text, sum(SIZES))


def _findings(sheet: Worksheet, problem: Problem, found: Found, row: int) -> int:
    """What history alone breaks, below the breaches, which keep the filter; returns the last row."""
    filtered, count = sheet.auto_filter.ref, len(found.findings)
    text = ngettext("{count} constat", "{count} constats", count).format(count=amount(count))
    put(sheet, row, 1, text, "section")
    about = _(
        "Ce que seul ce qui a déjà eu lieu enfreint : nul n'y peut plus rien, et ce n'est pas une faute. Chacun est "
        "marqué en bleu dans sa case, avec une note."
    )
    _full(sheet, row + 1, about, "text")
    last = _breaches(sheet, problem, found.findings, row + 2)
    sheet.auto_filter.ref = filtered if found.breaches else sheet.auto_filter.ref
    return last


def _breaches(sheet: Worksheet, problem: Problem, breaches: Sequence[Told], top: int) -> int:
    """A table of breaches, or of findings; returns its last row."""
    heads = (
        _("N°"), _("Règle"), _("Ce qui ne va pas"), _("Case"), _("Autres cases"), _("Jour"), _("Personnes"),
    )  # fmt: skip
    styles = ("number", "strong", "text", "leadcode", "leadcode", "longdate", "text")
    columns = [Column(head, style, size) for head, style, size in zip(heads, styles, SIZES, strict=True)]
    rows = (_row(problem, number, *one) for number, one in enumerate(breaches, 1))
    last = table(sheet, top, columns, rows)
    widths(sheet, SIZES)
    return last


def _row(problem: Problem, number: int, breach: Violation, places: tuple[Place, ...]) -> TableRow:
    people = ", ".join(harmless(names.person(problem, id)) for id in breach.people)
    text, first = harmless(breach.message), _link(places[:1])
    return number, rule_title(breach.rule), text, first, _link(places[1:]), breach.day, people


def _link(places: tuple[Place, ...]) -> Styled | None:
    """A cell that leads to the first of some cells and names them; nothing where there is none."""
    if not places:
        return None
    shown, more = ", ".join(map(_called, places[:SHOWN])), len(places) - SHOWN
    if more > 0:
        shown = ngettext("{cells} et {count} autre", "{cells} et {count} autres", more).format(cells=shown, count=more)
    return Styled(shown, "leadcode", _target(places[0]))


def _called(place: Place) -> str:
    """A cell as people say it: with its sheet where that is not the plan."""
    return place.cell if place.sheet.strip() in PLAN.titles else f"{place.sheet} {place.cell}"


def _target(place: Place) -> str:
    return place_in(place.sheet).rpartition("!")[0] + f"!{place.cell}"


def _remarks(sheet: Worksheet, found: Found, row: int) -> None:
    if not found.remarks:
        return
    put(sheet, row, 1, _("À savoir"), "section")
    for text in found.remarks:
        row += 1
        _full(sheet, row, harmless(text), "verbatim")
