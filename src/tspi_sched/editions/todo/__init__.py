"""The to-do folder of an edition: against the edition before, only what must be done now.

Whom to call, drafts of mails that are never sent by themselves, new letters for those whose day changed, the door
sheets and wall pages that changed, a statement of facts. What there is nothing to do for has no file. The folder of the
edition before, in which people may have noted what they did, is kept with that edition.
"""

from collections.abc import Iterator
from pathlib import Path

from tspi_sched.editions.kept import Kept
from tspi_sched.editions.store import EDITIONS, new_folder
from tspi_sched.editions.todo.calls import CALLS, call_sheets, edition_of, write_calls
from tspi_sched.editions.todo.letters import letters
from tspi_sched.editions.todo.mails import write_mails
from tspi_sched.editions.todo.statement import statement_sheets
from tspi_sched.editions.todo.walls import door_pages, wall_pages
from tspi_sched.editions.todo.work import Work, work_of
from tspi_sched.exports.common.extras import is_there
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.pdf.pieces import Paper
from tspi_sched.exports.pdf.typeset import Typesetter
from tspi_sched.texts import _

FOLDER = "a-faire"


def write_todo(kept: Kept, folder: Path) -> tuple[Path, ...]:
    """Write the to-do folder of an edition in the place of that of the edition before; returns its path, none where
    there is nothing to do."""
    target, work = folder / FOLDER, work_of(kept)
    if work is None or not work.is_needed:
        _keep_earlier(target, kept)
        return ()
    with new_folder(target) as draft:
        _fill(draft, work, folder)
        _keep_earlier(target, kept)
    return (target,)


def _fill(draft: Path, work: Work, folder: Path) -> None:
    if work.calls:
        write_calls(work, draft / CALLS)
    made: dict[str, bytes] = {}
    if is_there("typst"):
        with Typesetter(work.kept.session) as typesetter:
            for name, paper in _papers(work):
                write_bytes(draft / name, typesetter.pdf(paper))
            made = {letter.key: typesetter.pdf(letter.paper) for letter in letters(work)}
    write_mails(work, made, folder, draft / "courriels")


def _papers(work: Work) -> Iterator[tuple[str, Paper]]:
    """Every file to print, by its name."""
    found = (
        ("appels.pdf", _("Personnes à prévenir"), "wide", call_sheets(work)),
        ("convocations.pdf", _("Convocations changées"), "letter", tuple(one.letter for one in letters(work))),
        ("affiches.pdf", _("Affiches de salle changées"), "poster", door_pages(work)),
        ("planning.pdf", _("Planning à afficher, pages changées"), "wall", wall_pages(work)),
        ("constat.pdf", _("Procès-verbal de constatation"), "sheet", statement_sheets(work)),
    )
    yield from ((name, Paper(title, template, pages)) for name, title, template, pages in found if pages)


def _keep_earlier(target: Path, kept: Kept) -> None:
    """Move the to-do folder that is there to the edition that it is of, under a name that is free."""
    if not target.is_dir():
        return
    number = edition_of(target / CALLS) or (kept.before.edition.number if kept.before else kept.edition.number)
    home = target.parent / EDITIONS / f"{number:03d}"
    place, again = home / FOLDER, 2
    while place.exists():
        place, again = home / f"{FOLDER} ({again})", again + 1
    home.mkdir(parents=True, exist_ok=True)
    target.rename(place)
