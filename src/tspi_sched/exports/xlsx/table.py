"""The sheets that are read back: ``Plan``, one row per task, and the candidates left out.

Their titles are part of the file format, in both languages, so they stand here and not in the catalogue of texts.
"""

from itertools import zip_longest

from openpyxl.comments import Comment

from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.editing import add_rules
from tspi_sched.exports.xlsx.paper import list_page
from tspi_sched.exports.xlsx.sheet import Column, Styled, TableRow, add_sheet, at, table
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.plan import DONE, VOID, Task, in_time_order
from tspi_sched.problem import LOCK_PARTS, Lock
from tspi_sched.reading.events import sentence_of, written
from tspi_sched.texts import _, language

PLAN_SHEET = {"fr": "Plan", "en": "Plan"}
PLAN_TITLES = {
    "fr": ("Candidat", "Nom", "Parcours", "Épreuve", "Date", "Début", "Fin", "Salle", "Jury", "Surveillants",
           "Projecteur", "Verrou", "Réel début", "Réel fin", "Absent", "État"),
    "en": ("Candidate", "Name", "Track", "Stage", "Date", "Start", "End", "Room", "Members", "Invigilators",
           "Projector", "Lock", "Actual start", "Actual end", "Absent", "State"),
}  # fmt: skip
MEANS_TITLE = {"fr": "Moyens", "en": "Means"}
"""One more column at the end, where stages need means."""
PLAN_STYLES = (
    "fixedid",
    "fixed",
    "fixedid",
    "fixedid",
    "date",
    "time",
    "time",
    "id",
    "id",
    "id",
    "id",
    "id",
    "time",
    "time",
    "id",
    "fixedid",
)
EDITABLE = PLAN_TITLES["fr"][4:-1]
"""What people may change; the columns before say which task it is, the last one what became of it."""
STATES = {"fr": {DONE: "fait", VOID: "annulé"}, "en": {DONE: "done", VOID: "void"}}
"""What the last column says of a task that is no longer to come."""

UNPLACED_SHEET = {"fr": "Non placés", "en": "Unplaced"}
UNPLACED_TITLES = {"fr": ("Candidat", "Nom", "Motif"), "en": ("Candidate", "Name", "Reason")}

LOCK_WORDS = {
    "fr": {"day": "jour", "start": "heure", "room": "salle", "panel": "jury", "invigilators": "surveillant"},
    "en": {"day": "day", "start": "time", "room": "room", "panel": "panel", "invigilators": "invigilator"},
}
"""What the lock column offers for each part of a task, beside ``x`` for all of them; several are joined by ``;``."""


def add_plan(draft: Draft) -> None:
    """The plan as a table to edit."""
    roster, titles = draft.roster, PLAN_TITLES[language()]
    sheet = add_sheet(draft.book, PLAN_SHEET[language()])
    heads = ["edit" if title in EDITABLE else "head" for title in PLAN_TITLES["fr"]]
    with_means = any(stage.needs for stage in roster.problem.title.stages)
    columns = [Column(*parts) for parts in zip(titles, PLAN_STYLES, (40,) * len(titles), heads, strict=True)]
    columns += [Column(MEANS_TITLE[language()], "id", 40, "edit")] if with_means else []
    locks = {lock.task.key: _locked(lock) for lock in roster.problem.locks}
    last = table(sheet, 1, columns, _rows(roster, locks, with_means=with_means))
    add_rules(sheet, roster, max(last, 2), ("x", *LOCK_WORDS[language()].values()))
    for letter, text in {"L": _about_locks(), "M": _about_hours(), "O": _about_absence()}.items():
        sheet[f"{letter}1"].comment = Comment(text, "tspi-sched", width=300, height=110)
    for letter, width in zip("HIJKLMNO", (10, 12, 14, 12, 16, 9, 9, 10), strict=True):
        sheet.column_dimensions[letter].width = max(width, sheet.column_dimensions[letter].width)
    sheet.sheet_properties.tabColor = "FFC000"
    list_page(sheet, draft.session, len(columns), "C2", "1:1")


def _rows(roster: Roster, locks: dict[tuple[str | None, str | None, str], str], *, with_means: bool) -> list[TableRow]:
    """The rows, with the means that each task uses where the session has some."""
    rows = [(task, _row(roster, task, locks.get(task.key, ""))) for task in _all(roster)]
    return [(*row, ";".join(task.means)) if with_means else row for task, row in rows]


def _all(roster: Roster) -> tuple[Task, ...]:
    """Every row of the plan: here alone, those too that count for nothing any more."""
    return in_time_order(list(roster.plan.tasks))


def _about_locks() -> str:
    return _(
        "Ce qui doit rester tel quel au prochain calcul : « x » pour toute la ligne, ou jour, heure, salle, jury,"
        " surveillant ; plusieurs mots séparés par « ; ». Vide : tout peut changer."
    )


def _about_hours() -> str:
    return _(
        "Le jour même : l'heure où l'épreuve a vraiment commencé, ou fini, si ce n'est pas l'heure prévue. "
        "« replan » en tient compte ; le reste de la feuille ne change pas de lui-même."
    )


def _about_absence() -> str:
    return _(
        "Le jour même : « x » si le candidat de cette ligne n'est pas venu, ou les codes des jurés ou surveillants de "
        "la ligne qui manquent, à partir de l'heure de la ligne. « replan » en tient compte."
    )


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
        Styled(task.track, track_style(task.track)) if task.track is not None else None,
        Styled(task.stage, stage_style(task.stage)),
        task.day,
        at(task.start),
        at(task.end),
        task.room,
        ";".join(task.members),
        ";".join(task.invigilators),
        task.projector,
        lock,
        at(task.start) if task.state == DONE else None,
        at(task.end) if task.state == DONE else None,
        None,
        STATES[language()].get(task.state),
    )


def add_unplaced(draft: Draft) -> None:
    """The candidates left out and why, if there are any."""
    roster = draft.roster
    if not roster.plan.unplaced:
        return
    sheet = add_sheet(draft.book, UNPLACED_SHEET[language()])
    styles = ("id", "line", "verbatim")
    columns = [Column(*pair, 90) for pair in zip(UNPLACED_TITLES[language()], styles, strict=True)]
    rows = [(row.candidate, roster.problem.candidate[row.candidate].name, row.reason) for row in roster.plan.unplaced]
    table(sheet, 1, columns, rows)
    list_page(sheet, draft.session, len(columns), "A2", "1:1")


EVENTS_SHEET = {"fr": "Événements", "en": "Events"}
EVENTS_TITLES = {"fr": ("Événement", "Maintenant"), "en": ("Event", "Now")}


def add_events(draft: Draft) -> None:
    """What has happened and the moment of the plan, if anything has: sentences that are read back, as options are."""
    plan = draft.roster.plan
    if not plan.is_replanned:
        return
    sheet = add_sheet(draft.book, EVENTS_SHEET[language()])
    columns = [Column(title, "verbatim", 90) for title in EVENTS_TITLES[language()]]
    moments = [written(plan.now) if plan.now else None]
    sentences = [sentence_of(event) for event in plan.events]
    table(sheet, 1, columns, list(zip_longest(sentences, moments)))
    list_page(sheet, draft.session, len(columns), "A2", "1:1")
