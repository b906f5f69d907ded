"""The booklet of every single loss, ``livret.pdf`` and ``livret.xlsx``: it answers at half past seven in the morning,
without a computer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.exports.booklet import book
from tspi_sched.exports.booklet.paper import paper
from tspi_sched.exports.common.files import safe_names, write_bytes
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.pdf.typeset import Typesetter
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.losses import Answer, Contingency
from tspi_sched.losses.record import ANSWERED
from tspi_sched.stamp import UNSTAMPED, Stamp

PDF, WORKBOOK = "livret.pdf", "livret.xlsx"
"""The names of the two files."""


KINDS = {
    "member": "jury", "invigilator": "surveillance", "room": "salle", "projector": "projecteur",
    "helper": "intervenant", "means": "moyen",
}  # fmt: skip
"""What the files of the plans begin with, by what is lost."""


def plan_names(found: Contingency) -> Iterator[tuple[str, Answer]]:
    """The answers with a new plan, each with the name of that plan's file: ``jury-J1``."""
    made = {f"{KINDS[one.loss.kind]}-{one.loss.id}": one for one in found.answers if one.status == ANSWERED}
    names = safe_names(made)
    yield from ((names[name], answer) for name, answer in made.items())


def write_pdf(
    found: Contingency,
    path: Path,
    documents: Documents | None = None,
    *,
    today: date | None = None,
    stamp: Stamp = UNSTAMPED,
) -> None:
    """Write the booklet as a PDF; `today` dates it, the machine's date by default; `stamp` is that of its plan.

    Raises `ImportError`, which names the extra to install, when typst is missing, and `InputError` for a damaged logo.
    """
    session = Session(found.problem, found.plan, documents or Documents(), today or date.today(), stamp)
    with Typesetter(session) as typesetter:
        content = typesetter.pdf(paper(found))
    write_bytes(path, content)


def write_workbook(found: Contingency, path: Path, *, today: date | None = None, stamp: Stamp = UNSTAMPED) -> None:
    """Write the booklet as a workbook; `stamp` is that of its plan."""
    book.write(found, path, today=today, edition=stamp_text(stamp))
