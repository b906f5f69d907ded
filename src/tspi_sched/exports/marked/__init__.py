"""The plan's workbook again, with every breach and every finding marked in its cell and listed on a first sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.checker import Violation
from tspi_sched.documents import Leads
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.common.fingerprint import put_fingerprint, put_marked
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.origin import session_of
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.marked.cells import cell_at, put_mark, take_marks
from tspi_sched.exports.marked.control import Found, Told, add_control, take_control
from tspi_sched.exports.marked.copied import Saved, filling, lost, opened, saved_values, with_values
from tspi_sched.exports.marked.places import Place, Places, located
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.exports.xlsx import build
from tspi_sched.exports.xlsx.book import packed
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.editing import add_codes
from tspi_sched.exports.xlsx.paper import head_pages
from tspi_sched.exports.xlsx.style import add_styles
from tspi_sched.exports.xlsx.table import add_plan, add_unplaced
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.reading.plan.from_xlsx import Located, read_xlsx_located
from tspi_sched.reading.values.spelling import clean
from tspi_sched.texts import _, mark


@dataclass(frozen=True)
class Checked:
    """What a check found: the plan's file and its input as commands name them, its result, the breaches, how many more
    follow from these, what history alone breaks (`findings`), and what is to be said besides; `leads` say how early
    people are called."""

    plan: str
    input: str
    result: Result
    breaches: Sequence[Violation]
    folded: int = 0
    remarks: Sequence[str] = ()
    findings: Sequence[Violation] = ()
    leads: Leads = field(default_factory=Leads)


def write(problem: Problem, checked: Checked, path: Path, *, today: date | None = None) -> tuple[str, ...]:
    """Write the plan's workbook with its marks: a copy of the file that was read or, where that was no workbook, the
    one that is written from the plan.

    Args:
        problem: The session, those left out of it included.
        checked: What was found.
        path: The workbook to write.
        today: The day that it is dated, by default the machine's.

    Returns:
        What the copy could not take over from the original, in words.
    """
    today, source = today or date.today(), Path(checked.plan)
    missing: tuple[str, ...] = ()
    if not _is_json(source):
        places = read_xlsx_located(source, problem)
        try:
            return _copy(problem, checked, places, path, today)
        except OSError:  # the disk's, which is told as such
            raise
        except Exception:  # openpyxl meets damage with nearly any exception, and our reader takes more than it does
            missing = (_("la mise en forme du classeur lu : il n'a pas pu être recopié"),)
    book = _written(problem, checked, path, today)
    places = located(problem, checked.result.plan or Plan(()), book.sheetnames)
    _mark(book, problem, checked, places, missing, today)
    _save(book, {}, path)
    return missing


def _copy(problem: Problem, checked: Checked, places: Located, path: Path, today: date) -> tuple[str, ...]:
    """A copy of the workbook that was read, with its marks; returns what is not in it."""
    source = Path(checked.plan)
    book, missing = opened(source), lost(source)
    values = saved_values(source, book)
    _mark(book, problem, checked, places, missing, today)
    _save(book, values, path)
    return missing


def _save(book: Workbook, values: Mapping[str, Saved], path: Path) -> None:
    put_marked(book)
    content = packed(book, lambda content: put_marked(book, content), filling(with_values(book, values)))
    write_bytes(path, content)


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"


def _more(places: Located, missing: Sequence[str]) -> Iterator[str]:
    """What of the sheets is not read, and what is not in the copy."""
    yield from (f"{note.where}{mark(':')}{note.message}" for note in places.notes)
    if missing:
        yield left_behind(missing)


def left_behind(missing: Sequence[str]) -> str:
    """A sentence about what stays in the original alone."""
    return _("Ne sont pas dans cette copie, et restent dans l'original : {things}.").format(things=", ".join(missing))


# --- the book --------------------------------------------------------------------------------------------------------


def _written(problem: Problem, checked: Checked, path: Path, today: date) -> Workbook:
    """The workbook as `export` writes it; a plan that is too broken for the sheets that people print has only the one
    to edit."""
    try:
        book = build(problem, checked.result, today, checked.leads, path)
    except Exception:  # these sheets take for granted what the rules ask for, and here anything may be broken
        book = _plan_alone(problem, checked.result)
    edition = stamp_text(checked.result.stamp)
    for sheet in book.worksheets if edition else ():
        head_pages(sheet, edition)
    put_fingerprint(book, mark_of(checked.result.plan), today, session_of(problem, checked.result))
    return book


def _plan_alone(problem: Problem, result: Result) -> Workbook:
    """The sheets to edit, with the codes that their lists offer, and no way back to a summary that is not there."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, problem.title)
    draft = Draft(book, Roster(problem, result.plan or Plan(())))
    for add in (add_plan, add_codes, add_unplaced):
        add(draft)
    away = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    for cell in away:
        cell.value = cell.hyperlink = None
    return book


def _mark(
    book: Workbook, problem: Problem, checked: Checked, located: Located, missing: Sequence[str], today: date
) -> None:
    """Earlier marks go, today's are put."""
    take_control(book)
    take_marks(book)
    places, titles = Places(located), {clean(title).strip(): title for title in book.sheetnames}
    found, known = (
        [(one, tuple(_as_titled(place, titles) for place in places.of(one))) for one in some]
        for some in (checked.breaches, checked.findings)
    )
    _mark_cells(book, found, known)
    remarks = (*checked.remarks, *_more(located, missing))
    names = Path(checked.plan).name, Path(checked.input).name
    told = Found(*names, found, checked.folded, remarks, known, stamp_text(checked.result.stamp))
    add_control(book, problem, told, today)


def _mark_cells(book: Workbook, breaches: Sequence[Told], findings: Sequence[Told]) -> None:
    """A note in each cell with all that is to be said of it; a cell of a breach and a finding is one to mend."""
    said: dict[Place, list[str]] = {}
    for one, cells in breaches:
        for place in cells:
            said.setdefault(place, []).append(one.message)
    mended = frozenset(said)
    for one, cells in findings:
        for place in cells:
            text = _("Constat{colon}{message}").format(colon=mark(":"), message=one.message)
            said.setdefault(place, []).append(text)
    for place, messages in said.items():
        put_mark(cell_at(book[place.sheet], place.cell), tuple(dict.fromkeys(messages)), finding=place not in mended)


def _as_titled(place: Place, titles: dict[str, str]) -> Place:
    """The same place by the title that its sheet has in the book: blanks around it are not read."""
    return replace(place, sheet=titles.get(place.sheet, place.sheet))
