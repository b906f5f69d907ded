"""``planning.xlsx``: sheets for people to print, and the plan again as a table to edit and read back."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.documents import Documents, Leads
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.origin import session_of
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.stamped import day_of, stamp_text
from tspi_sched.exports.xlsx.book import save
from tspi_sched.exports.xlsx.candidate_cards import add_candidate_cards
from tspi_sched.exports.xlsx.days import add_days
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.editing import add_codes
from tspi_sched.exports.xlsx.grid import add_grid
from tspi_sched.exports.xlsx.legend import add_legend
from tspi_sched.exports.xlsx.means import add_means
from tspi_sched.exports.xlsx.member_cards import add_member_cards
from tspi_sched.exports.xlsx.people import add_candidates, add_panels, add_presence
from tspi_sched.exports.xlsx.rooms import add_invigilation, add_rooms
from tspi_sched.exports.xlsx.sheet import add_sheet
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.exports.xlsx.summary import fill_summary
from tspi_sched.exports.xlsx.table import add_events, add_plan, add_unplaced
from tspi_sched.exports.xlsx.wall import add_walls
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

CARDS = (add_candidate_cards, add_member_cards)
SHEETS = (add_legend, add_days, add_walls, add_candidates, add_panels, add_presence, add_rooms, add_invigilation,
          add_means, add_grid, add_plan, add_codes, add_unplaced, add_events)  # fmt: skip
"""The sheets after the summary, in their order in the book; the cards, written first, come before the grid."""


def write(
    problem: Problem, result: Result, path: Path, documents: Documents | None = None, *, today: date | None = None
) -> None:
    """Write the workbook of `result`, which must have a plan.

    `documents` says how early people are called. `today` dates the file and the warnings about late notice; the
    machine's date by default.
    """
    today = today or day_of(result.stamp)
    leads = documents.leads if documents else Leads()
    save(
        build(problem, result, today, leads, Path(path)),
        Path(path),
        today,
        mark_of(result.plan),
        session_of(problem, result),
        stamp_text(result.stamp),
    )


def build(problem: Problem, result: Result, today: date, leads: Leads, path: Path = Path("planning.xlsx")) -> Workbook:
    """The whole workbook in memory, as it is to stand at `path`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, problem.title)
    draft = Draft(book, Roster(problem, result.plan or Plan(()), leads), path, result.origin.input, result.stamp)
    for add in CARDS:
        add(draft)
    cards, summary = book.worksheets, add_sheet(book, _("Synthèse"))
    for add in SHEETS:
        add(draft)
    _put_before(book, [sheet.title for sheet in cards], _("Grille"))
    fill_summary(draft, summary, result, today)
    return book


def _put_before(book: Workbook, titles: list[str], title: str) -> None:
    """Move the first sheets of a book to before another one."""
    offset = book.index(book[title]) - len(titles)
    for moved in reversed(titles):
        book.move_sheet(moved, offset)
    book.active = 0
