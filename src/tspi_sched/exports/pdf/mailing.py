"""``envois.xlsx``: a row for each person, with what a mail merge needs to send them their own files."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.exports.common.addressing import Person, agreed, salutation
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.ics.calendars import CANDIDATE, HELPER, INVIGILATOR, MEMBER, file_names
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.sheet import Column, add_sheet, table
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.texts import _

MAILING = "envois.xlsx"

CALENDARS = "../calendriers"
"""The folder of the calendars, as seen from that of the documents."""


def write_mailing(roster: Roster, letters: Mapping[str, str], path: Path, today: date, edition: str = "") -> None:
    """Write the table of a mail merge; `letters` are the files of the convocations by the ids of whom they are for."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    sheet = add_sheet(book, _("Envois"))
    titles = (
        _("Qualité"), _("Id"), _("Nom"), _("Prénom"), _("Civilité"), _("Formule"), _("Courriel"), _("Convocation"),
        _("Calendrier"),
    )  # fmt: skip
    columns = [Column(title, "verbatim", 70) for title in titles]
    table(sheet, 1, columns, (_row(letters, *one) for one in _people(roster)))
    sheet.freeze_panes = "A2"
    save(book, path, today, mark_of(roster.plan), edition=edition)


def _people(roster: Roster) -> Iterator[tuple[str, str, Person]]:
    """Everybody who has something to do, with what they are and the file of their calendar."""
    problem = roster.problem
    placed = {one.candidate.id for one in roster.assessments}
    members = {member for member, _day in roster.duty}
    watching = {person for sitting in roster.sittings for person in sitting.invigilators}
    kinds = (
        (CANDIDATE, _("candidat(e)"), problem.candidates, placed),
        (MEMBER, _("membre du jury"), problem.members, members),
        (INVIGILATOR, _("surveillant(e)"), problem.invigilators, watching),
        (HELPER, _("intervenant(e)"), problem.helpers, {id for task in roster.tasks for id in task.means}),
    )
    for kind, title, people, busy in kinds:
        files = file_names(kind, (one.id for one in people))
        yield from ((title, files[one.id], one) for one in people if one.id in busy)


def _row(letters: Mapping[str, str], title: str, calendar: str, person: Person) -> tuple[str, ...]:
    return (
        agreed(title, person),
        person.id,
        person.last_name,
        person.first_name,
        salutation(person).rstrip(","),
        salutation(person),
        person.email,
        letters.get(person.id, ""),
        f"{CALENDARS}/{calendar}",
    )
