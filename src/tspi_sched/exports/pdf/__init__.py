"""Documents to print and to send: convocations, invigilators' sheets, attendance, doors, the session's planning."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.exports.common.files import safe_names, write_bytes
from tspi_sched.exports.pdf.attendance import attendance_sheets
from tspi_sched.exports.pdf.candidates import candidate_letters
from tspi_sched.exports.pdf.doors import door_sheets
from tspi_sched.exports.pdf.helpers import helper_letters
from tspi_sched.exports.pdf.invigilation import invigilation_sheets
from tspi_sched.exports.pdf.mailing import MAILING, write_mailing
from tspi_sched.exports.pdf.members import member_letters
from tspi_sched.exports.pdf.pieces import Letter, Paper
from tspi_sched.exports.pdf.planning import planning_sheets
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.pdf.typeset import Typesetter
from tspi_sched.exports.pdf.wall import wall_sheets
from tspi_sched.exports.stamped import day_of, stamp_text
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

CONVOCATIONS = "convocations"
"""The folder of the convocations that are each a file of their own."""


def write(
    problem: Problem, result: Result, folder: Path, documents: Documents | None = None, *, today: date | None = None
) -> tuple[Path, ...]:
    """Write every document of `result`, which must have a plan, into a folder; returns the files' paths.

    `documents` is what the organiser says beside the plan; `today` dates the documents, the machine's date by default.
    All pages are made before the first file is written. Raises `ImportError`, which names the extra to install, when
    typst is missing, and `InputError` for a damaged logo.
    """
    if result.plan and result.plan.is_replanned:  # what happened may name who is left out by now
        problem = problem.whole
    session = Session(
        problem, result.plan or Plan(()), documents or Documents(), today or day_of(result.stamp), result.stamp
    )
    with Typesetter(session) as typesetter:
        made = {Path(folder) / name: typesetter.pdf(paper) for name, paper in papers(session) if paper.pages}
    for path, content in made.items():
        write_bytes(path, content)
    if not session.documents.one_file_each:
        return tuple(made)
    letters = {letter.person: name for name, letter in _letters(session)}
    write_mailing(session.roster, letters, Path(folder) / MAILING, session.today, stamp_text(session.stamp))
    return (*made, Path(folder) / MAILING)


def papers(session: Session) -> Iterator[tuple[str, Paper]]:
    """Every file by its name in the folder, before it has a look."""
    yield "planning.pdf", Paper(_("Planning de session"), "wide", planning_sheets(session))
    yield "planning-affichage.pdf", Paper(_("Planning de session à afficher"), "wall", wall_sheets(session))
    yield "convocations-candidats.pdf", Paper(_("Convocations des candidats"), "letter", candidate_letters(session))
    yield "convocations-jury.pdf", Paper(_("Convocations du jury"), "letter", member_letters(session))
    yield "convocations-intervenants.pdf", Paper(_("Convocations des intervenants"), "letter", helper_letters(session))
    yield "surveillance.pdf", Paper(_("Fiches de surveillance"), "sheet", invigilation_sheets(session))
    yield "emargements.pdf", Paper(_("Feuilles d'émargement"), "sheet", attendance_sheets(session))
    yield "affiches.pdf", Paper(_("Affiches de salle"), "poster", door_sheets(session))
    if session.documents.one_file_each:
        for name, letter in _letters(session):
            yield name, Paper(letter.name, "letter", (letter,))


def _letters(session: Session) -> Iterator[tuple[str, Letter]]:
    """Every convocation with the file that it is in by itself."""
    letters = (*candidate_letters(session), *member_letters(session), *helper_letters(session))
    names = safe_names(letter.name for letter in letters)
    yield from ((f"{CONVOCATIONS}/{names[letter.name]}.pdf", letter) for letter in letters)
