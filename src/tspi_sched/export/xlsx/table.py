"""The sheets that are read back: ``Plan``, one row per task, and the candidates left out.

Their titles are part of the file format, in both languages, so they stand here and not in the catalogue of texts.
"""

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from tspi_sched.export.roster import Roster
from tspi_sched.export.xlsx.sheet import Column, Styled, TableRow, add_sheet, at, page, table
from tspi_sched.export.xlsx.style import stage_style
from tspi_sched.plan import Task
from tspi_sched.problem import LOCK_PARTS, Lock
from tspi_sched.texts import _, language

PLAN_SHEET = {"fr": "Plan", "en": "Plan"}
PLAN_TITLES = {
    "fr": ("Candidat", "Nom", "Parcours", "Épreuve", "Date", "Début", "Fin", "Salle", "Jury", "Surveillants",
           "Projecteur", "Verrou"),
    "en": ("Candidate", "Name", "Track", "Stage", "Date", "Start", "End", "Room", "Members", "Invigilators",
           "Projector", "Lock"),
}  # fmt: skip
PLAN_STYLES = ("code", "line", "code", "code", "date", "time", "time", "code", "code", "code", "code", "flag")

UNPLACED_SHEET = {"fr": "Non placés", "en": "Unplaced"}
UNPLACED_TITLES = {"fr": ("Candidat", "Nom", "Motif"), "en": ("Candidate", "Name", "Reason")}

LOCK_WORDS = {
    "fr": {"day": "jour", "start": "heure", "room": "salle", "panel": "jury", "invigilators": "surveillant"},
    "en": {"day": "day", "start": "time", "room": "room", "panel": "panel", "invigilators": "invigilator"},
}
"""What the lock column offers for each part of a task, beside ``x`` for all of them; several are joined by ``;``."""


def add_plan(book: Workbook, roster: Roster) -> None:
    """The plan as a table to edit."""
    sheet = add_sheet(book, PLAN_SHEET[language()])
    columns = [Column(*pair) for pair in zip(PLAN_TITLES[language()], PLAN_STYLES, strict=True)]
    locks = {lock.task.key: _locked(lock) for lock in roster.problem.locks}
    last = table(sheet, 1, columns, (_row(roster, task, locks.get(task.key, "")) for task in roster.tasks))
    sheet.freeze_panes = "C2"
    words = ",".join(("x", *LOCK_WORDS[language()].values()))
    lock = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    lock.add(f"L2:L{max(last, 2)}")
    sheet.add_data_validation(lock)
    sheet["L1"].comment = _comment()
    sheet.column_dimensions["L"].width = 16
    sheet.sheet_properties.tabColor = "FFC000"
    page(sheet, roster.problem.centre, repeat="1:1")


def _comment() -> Comment:
    text = _(
        "Ce qui doit rester tel quel au prochain calcul : « x » pour toute la ligne, ou jour, heure, salle, jury,"
        " surveillant ; plusieurs mots séparés par « ; ». Vide : tout peut changer."
    )
    return Comment(text, "tspi-sched", width=300, height=110)


def _locked(lock: Lock) -> str:
    """A lock that the plan was made with, in the words of its column, so that the next plan keeps it too."""
    if lock.parts >= frozenset(LOCK_PARTS):
        return "x"
    return ";".join(word for part, word in LOCK_WORDS[language()].items() if part in lock.parts)


def _row(roster: Roster, task: Task, lock: str) -> TableRow:
    person = roster.problem.candidate[task.candidate].name if task.candidate is not None else ""
    return (
        task.candidate,
        person,
        task.track,
        Styled(task.stage, stage_style(task.stage)),
        task.day,
        at(task.start),
        at(task.end),
        task.room,
        ";".join(task.members),
        ";".join(task.invigilators),
        task.projector,
        lock,
    )


def add_unplaced(book: Workbook, roster: Roster) -> None:
    """The candidates left out and why, if there are any."""
    if not roster.plan.unplaced:
        return
    sheet = add_sheet(book, UNPLACED_SHEET[language()])
    styles = ("code", "line", "text")
    columns = [Column(*pair, 90) for pair in zip(UNPLACED_TITLES[language()], styles, strict=True)]
    rows = [(row.candidate, roster.problem.candidate[row.candidate].name, row.reason) for row in roster.plan.unplaced]
    table(sheet, 1, columns, rows)
    sheet.freeze_panes = "A2"
    page(sheet, roster.problem.centre, repeat="1:1")
