"""The list of calls, on paper and as a workbook: most urgent first, with room to tick, to note the hour, to sign."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.editions.people import parts_of
from tspi_sched.editions.todo.work import Call, Work
from tspi_sched.exports.common.fingerprint import fingerprint_of
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.comparison.calls import ARROW, sentences
from tspi_sched.exports.comparison.tables import kind_names
from tspi_sched.exports.pdf.pieces import Cell, Sheet, Table
from tspi_sched.exports.pdf.pieces import Column as PaperColumn
from tspi_sched.exports.stamped import hour, stamp_text
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Column, add_sheet, heading, table, widths
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.texts import _, long_date

CALLS = "appels.xlsx"
BOX = "☐"
_OF = "edition "
_WIDTHS = tuple(zip("ABCDEFGHIJK", (6, 12, 12, 6, 12, 16, 24, 12, 40, 14, 22), strict=True))
"""The columns of the workbook, at least so wide: there must be room to write."""


def lines(work: Work, call: Call) -> tuple[str, ...]:
    """What to tell somebody, what was and what is, day by day."""
    see = _("nouvelle convocation") if call.has else _("annulation")
    told = sentences(work.problem_of(call), call.notices, see, ARROW)
    return (late_line(call), *told) if work.is_late(call) else told


def late_line(call: Call) -> str:
    """Which edition somebody knows who was not told of the one before."""
    text = _("ne connaît que l'édition {number} (reporté : pas encore prévenu de la suite)")
    return text.format(number=call.before.edition.number)


def part_names() -> dict[str, str]:
    """What differs in somebody's day, in a word."""
    return {
        "new": _("en plus"),
        "gone": _("annulé"),
        "less": _("en moins"),
        "day": _("jour"),
        "hour": _("heure"),
        "room": _("salle"),
        "panel": _("jury"),
        "candidates": _("candidats"),
    }


def parts_text(parts: Iterator[str] | tuple[str, ...]) -> str:
    """``heure, salle``; a day of which some is new and some is gone goes otherwise."""
    found = set(parts)
    if "new" in found and found & {"gone", "less"}:
        return _("autre déroulé")
    return ", ".join(word for part, word in part_names().items() if part in found)


def call_parts(call: Call) -> str:
    """What differs for somebody to tell."""
    return parts_text(parts_of(call.notices))


def _by_when(work: Work, call: Call) -> tuple[str, str]:
    """By what hour somebody is to be reached, and on what day; at once where the hour is over."""
    if call.first <= work.kept.edition.at.replace(tzinfo=None):
        return _("tout de suite"), ""
    return hour(call.first), long_date(call.first.date())


def _note(work: Work) -> str:
    text = _("{edition}. Les plus urgents d'abord : à joindre avant l'heure à laquelle ils se tromperaient.")
    return text.format(edition=stamp_text(work.kept.edition.stamp))


# --- on paper --------------------------------------------------------------------------------------------------------


def call_sheets(work: Work) -> tuple[Sheet, ...]:
    """The list to carry to the telephone; none if nobody is to be told."""
    columns = (
        PaperColumn("", 0, "center"),
        PaperColumn(_("À joindre avant"), 0.5, "center"),
        PaperColumn(_("Personne"), 0.9),
        PaperColumn(_("Téléphone"), 0, "center"),
        PaperColumn(_("Change"), 0, "center"),
        PaperColumn(_("Avant → maintenant"), 2),
        PaperColumn(_("Heure de l'appel"), 0.4, "center"),
        PaperColumn(_("Signature"), 0.6, "center"),
    )
    rows = tuple(_paper_row(work, call) for call in work.calls)
    sheet = Sheet(_("Personnes à prévenir"), tables=(Table(columns, rows, height=11),), notes=(_note(work),))
    return (sheet,) if rows else ()


def _paper_row(work: Work, call: Call) -> tuple[Cell | str, ...]:
    person, (time, day) = call.person, _by_when(work, call)
    who = f"{kind_names()[call.kind]} {person.id}"
    return (
        Cell(style="box"),
        Cell(time, "strong", day),
        Cell(person.name, "strong", " – ".join(filter(None, (who, person.email)))),
        Cell(person.phone or "–", "strong"),
        call_parts(call),
        "\n".join(lines(work, call)),
        "",
        "",
    )


# --- as a workbook ---------------------------------------------------------------------------------------------------


def write_calls(work: Work, path: Path) -> None:
    """Write the list as a workbook, to sort, and to note in it who was reached."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    sheet = add_sheet(book, _("À prévenir"))
    heading(sheet, _("Personnes à prévenir"), _note(work))
    titles = (
        _("Fait"), _("À joindre avant"), _("Personne"), _("N°"), _("Qui"), _("Téléphone"), _("Courriel"), _("Change"),
        _("Avant → maintenant"), _("Heure de l'appel"), _("Signature"),
    )  # fmt: skip
    columns = [Column(title, "strong" if place == 2 else "verbatim", 70) for place, title in enumerate(titles)]
    table(sheet, 4, columns, (_row(work, call) for call in work.calls))
    widths(sheet, [max(sheet.column_dimensions[letter].width + 2, least) for letter, least in _WIDTHS])
    sheet.freeze_panes = "D5"
    page(sheet, work.problem.centre, repeat="4:4")
    edition = work.kept.edition
    save(book, path, edition.at.date(), mark_of(work.kept.plan), f"{_OF}{edition.number}", stamp_text(edition.stamp))


def _row(work: Work, call: Call) -> tuple[str, ...]:
    person = call.person
    about = (kind_names()[call.kind], person.phone, person.email, call_parts(call), "\n".join(lines(work, call)))
    time, day = _by_when(work, call)
    return BOX, f"{day} {time}".strip(), person.name, person.id, *about, "", ""


def edition_of(path: Path) -> int | None:
    """The edition that a list of calls is of; None where it does not say."""
    said = fingerprint_of(path) if path.is_file() else None
    number = said.session.removeprefix(_OF) if said and said.session.startswith(_OF) else ""
    return int(number) if number.isdigit() else None
