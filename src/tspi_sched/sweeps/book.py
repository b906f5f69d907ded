"""``sweep.xlsx``: the table of a sweep, to sort and to filter, and the jurors of a season."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.colours import GREY
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Column, Styled, TableRow, Value, add_sheet, heading, table
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.sweeps.dominance import dominated, references
from tspi_sched.sweeps.frame import objectives_of
from tspi_sched.sweeps.run import Row, Run
from tspi_sched.sweeps.season import Booking, Juror
from tspi_sched.sweeps.store import PLANS
from tspi_sched.sweeps.words import proofs, status_names
from tspi_sched.texts import _, long_date
from tspi_sched.wording import difference, objective_title
from tspi_sched.wording.objectives import DURATIONS, finish_moment

TOP = 4
"""The row of a table's header."""

_STYLES = {"finish": "moment", **dict.fromkeys(DURATIONS, "length")}


def write(run: Run, people: Sequence[Juror], path: Path, *, today: date | None = None) -> None:
    """Write the workbook; `today` dates the file, the machine's date by default."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    _scenarios(book, run)
    if people:
        _jurors(book, people)
        _bookings(book, people)
    save(book, path, today or date.today())


def _finish(sheet: Worksheet, run_name: str, freeze: str) -> None:
    sheet.freeze_panes = freeze
    page(sheet, run_name, repeat=f"{TOP}:{TOP}")


# --- scenarios -------------------------------------------------------------------------------------------------------


def _scenarios(book: Workbook, run: Run) -> None:
    rows, axes = run.rows, run.sweep.axes
    sheet, names = add_sheet(book, _("Balayage")), objectives_of(rows)
    note = _(
        "Un scénario par ligne ; moins, c'est mieux. Les écarts sont ceux avec la première ligne de la même base. En "
        "gris : une autre ligne de la même base fait au moins aussi bien partout, et mieux quelque part."
    )
    heading(sheet, run.sweep.name, note)
    columns = [Column(_("Base"), "strong"), *(Column(axis.name, "text", 30) for axis in axes)]
    columns += [Column(_("Résultat"), "text"), Column(_("Preuve, ou raison"), "text", 60)]
    for name in names:
        columns += [Column(objective_title(name), _STYLES.get(name, "number"), 24), Column(_("écart"), "code", 14)]
    columns += [Column(_("Secondes"), "number"), Column(_("Plan"), "text", 44)]
    told = zip(rows, references(rows), strict=True)
    table(sheet, TOP, columns, (tuple(_cells(row, first, names)) for row, first in told))
    for place, grey in enumerate(dominated(rows), TOP + 1):
        if grey:
            _grey(sheet, place, len(columns))
    _finish(sheet, run.sweep.name, f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[min(len(axes) + 1, 25)]}{TOP + 1}")


def _cells(row: Row, first: Row, names: Sequence[str]) -> Iterator[Value | Styled]:
    yield row.variant.base.label
    for label in row.variant.labels:
        yield Styled(label, "number") if isinstance(label, int) else label
    yield status_names()[row.outcome.status]
    yield proofs(row)
    for name in names:
        yield _value(row, name)
        yield _apart(row, first, name)
    yield round(row.outcome.seconds) if row.outcome.seconds else None
    yield f"{PLANS}/{row.key}" if row.outcome.result else None


def _value(row: Row, name: str) -> Value | Styled:
    found, problem = row.outcome.measures.get(name), row.variant.problem
    if found is None or problem is None:
        return Styled("–", "code")
    if name in DURATIONS:
        return timedelta(minutes=found)
    return finish_moment(problem, found) if name == "finish" else found


def _apart(row: Row, first: Row, name: str) -> str | None:
    here, there = (one.outcome.measures.get(name) for one in (row, first))
    return None if row is first or here is None or there is None else difference(name, here, there)


def _grey(sheet: Worksheet, row: int, columns: int) -> None:
    fill = PatternFill("solid", start_color=f"FF{GREY}", end_color=f"FF{GREY}")
    for column in range(1, columns + 1):
        sheet.cell(row, column).fill = fill


# --- season ----------------------------------------------------------------------------------------------------------


def season_note() -> str:
    """How jurors of several workbooks are known to be one person."""
    return _(
        "Une personne est la même d'un classeur à l'autre par son courriel, sinon par son nom et son prénom ; les "
        "identifiants n'y comptent pas."
    )


def juror_heads() -> tuple[str, ...]:
    """The titles of the table of jurors."""
    return (
        _("Juré"), _("Courriel"), _("Sessions"), _("Journées de juré"), _("Jours de double réservation"),
        _("Jour par jour"),
    )  # fmt: skip


def juror_row(juror: Juror) -> tuple[str | int, ...]:
    """A juror over all the sessions."""
    days = "\n".join(f"{long_date(duty.day)}, {duty.session}, {duty.hours}" for duty in juror.duties)
    doubtful = _(" (même nom seulement)") if juror.by_name_only else ""
    return (
        f"{juror.name}{doubtful}",
        juror.email,
        "\n".join(juror.sessions),
        juror.days,
        len(juror.bookings),
        days or "–",
    )


def booking_heads() -> tuple[str, ...]:
    """The titles of the table of double bookings."""
    return _("Juré"), _("Jour"), _("Sessions, avec leurs horaires"), _("En même temps")


def booking_rows(people: Sequence[Juror]) -> list[tuple[str, ...]]:
    """Every day on which several sessions call the same juror."""
    return [_booking(juror, one) for juror in people for one in juror.bookings]


def _booking(juror: Juror, one: Booking) -> tuple[str, ...]:
    where = "\n".join(f"{duty.session} ({duty.id}) : {duty.hours}" for duty in one.duties)
    return str(juror_row(juror)[0]), long_date(one.day), where, _("oui") if one.at_once else _("non")


def _jurors(book: Workbook, people: Sequence[Juror]) -> None:
    title = _("Jurés de la saison")
    _sheet(book, title, season_note(), juror_heads(), [juror_row(one) for one in people])


def _bookings(book: Workbook, people: Sequence[Juror]) -> None:
    note = _("Les jours où plusieurs sessions convoquent la même personne.")
    rows = booking_rows(people)
    _sheet(book, _("Doubles réservations"), note if rows else _("Aucune."), booking_heads(), rows)


def _sheet(book: Workbook, title: str, note: str, heads: Sequence[str], rows: Sequence[TableRow]) -> None:
    sheet = add_sheet(book, title)
    heading(sheet, title, note)
    columns = [Column(head, "strong" if place == 0 else "text", 60) for place, head in enumerate(heads)]
    table(sheet, TOP, columns, rows)
    _finish(sheet, title, f"B{TOP + 1}")
