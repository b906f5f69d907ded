"""Publishing: a plan becomes the session's next edition, with everything that is written of it.

The edition's folder is put in place first, whole; then its documents are written, from what the folder holds, and the
to-do folder; a last mark says that all is there. A publication that was killed after the first step is finished by the
next one, before that begins its own, so that nobody who was to be told of the one edition is forgotten by the other.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tspi_sched.checker import Violation, check
from tspi_sched.documents import Documents
from tspi_sched.editions import people
from tspi_sched.editions.kept import Kept, before, load, read_made, shown
from tspi_sched.editions.lock import locked
from tspi_sched.editions.pages import differing, pages_since, posted
from tspi_sched.editions.record import GIVEN, PLAN, SOURCES, Edition, write_record
from tspi_sched.editions.sources import contacts_beside, copy_contacts, copy_sources
from tspi_sched.editions.store import (
    EDITIONS,
    editions_in,
    last_edition,
    mark_complete,
    new_folder,
    next_number,
    tidy,
    withdraw,
)
from tspi_sched.editions.todo import FOLDER as TODO
from tspi_sched.editions.todo import write_todo
from tspi_sched.editions.todo.owed import left_undone
from tspi_sched.exports import plan_json
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.plan import Origin, Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.reading import input_files, read, read_result

Writer = Callable[[Kept], tuple[Path, ...]]
"""Writes the documents of an edition; returns what was written."""


class Refused(Exception):
    """The plan breaks rules (`broken`), and is not to be published in spite of them."""

    def __init__(self, broken: tuple[Violation, ...]) -> None:
        self.broken = broken
        super().__init__("\n".join(one.message for one in broken))


class Unwritten(Exception):
    """A document cannot be written now, since the disk or another program is in the way: the edition stays, and the
    next publication finishes it."""


class HistoryGrown(Exception):
    """The edition to restore knows nothing of what has happened since."""


@dataclass(frozen=True)
class Wanted:
    """What is to be published: the plan's file, the input that it is of, the organiser's words (by default those beside
    the input), the reason; whether in spite of broken rules; the moment, by default now; the files that the input is a
    copy of, if it is one; the events file that knows how to reach whom an incident added, by default that of the
    edition before; whether the list of what is open of the edition before was `shown`, so that it is carried on even
    where nothing of it was ticked; whether the plan answers a `rehearsal`, whose history is none."""

    plan: Path
    input: Path
    documents: Path | None = None
    reason: str = ""
    despite: bool = False
    now: datetime | None = None
    origin: Origin | None = None
    events: Path | None = None
    shown: bool = False
    rehearsal: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a publication did: the edition, the files written, whether it is one that had been interrupted before."""

    edition: Edition
    paths: tuple[Path, ...]
    finished: bool = False


# --- the whole -------------------------------------------------------------------------------------------------------


def publish(wanted: Wanted, folder: Path, write: Writer) -> Outcome:
    """Make a plan the next edition of the session whose editions `folder` keeps; `write` writes its documents.

    Raises `InputError` for what cannot be read, `Refused` for a plan that breaks rules, `Busy` when another publication
    does not end, `OSError` or what `write` raises when a file cannot be written. After an `OSError` or `Unwritten` the
    edition stays, to be finished; after anything else there is none.
    """
    with locked(folder):
        return _publish(wanted, folder, write)


def _publish(wanted: Wanted, folder: Path, write: Writer) -> Outcome:
    tidy(folder)
    last = last_edition(folder)
    if last is not None and not last.complete:
        outcome = finish(last, folder, write)
        if _same_plan(wanted, last):
            return replace(outcome, finished=True)
    return finish(_put(wanted, folder, last_edition(folder)), folder, write)


def _same_plan(wanted: Wanted, edition: Edition) -> bool:
    """Whether an interrupted edition is what is wanted now."""
    problem = read(wanted.input, plans=(wanted.plan,))[0]
    found = read_result(wanted.plan, problem.whole)
    return mark_of(found.plan) == mark_of(load(edition).plan)


def finish(edition: Edition, folder: Path, write: Writer) -> Outcome:
    """Write all that an edition brings, from what is kept of it."""
    try:
        kept = load(edition, folder=folder)
        paths = write(kept)
        todo = write_todo(kept, folder)
    except (OSError, Unwritten):
        raise
    except Exception:  # trying again would end in the same way, for this edition and all after it
        withdraw(edition)
        raise
    mark_complete(edition)
    return Outcome(edition, (*paths, *todo))


def restored(
    edition: Edition, folder: Path, *, reason: str = "", despite: bool = False, now: datetime | None = None
) -> Wanted:
    """What publishes an earlier edition again; raises `HistoryGrown` where more has happened since, but for what was
    only rehearsed."""
    last = next((one for one in reversed(editions_in(folder)) if not one.rehearsal), None)
    if last is not None and not set(load(last).plan.history) <= set(load(edition).plan.history):
        raise HistoryGrown
    contacts = contacts_beside(edition.input_path)
    return Wanted(
        edition.given_path, edition.input_path, None, reason, despite, now, edition.origin, contacts,
        rehearsal=edition.rehearsal,
    )  # fmt: skip


# --- a new edition ---------------------------------------------------------------------------------------------------


def _put(wanted: Wanted, folder: Path, last: Edition | None) -> Edition:
    """Put a new edition beside the others: whole, or not at all."""
    target = folder / EDITIONS / f"{next_number(folder):03d}"
    with new_folder(target) as draft:
        edition = _made(wanted, draft, int(target.name), last)
        owed = left_undone(last, folder, folder / TODO, shown=wanted.shown) if last else {}
        edition = replace(edition, owed=owed)
        write_record(edition)
    return replace(edition, folder=target)


def _made(wanted: Wanted, draft: Path, number: int, last: Edition | None) -> Edition:
    """The edition, with the copy of what it is made from and its plan in a folder; read from that copy, so that what is
    published is what is kept."""
    read(wanted.input, plans=(wanted.plan,))  # its faults are told with the names that people know
    input = copy_sources(wanted.input, wanted.documents, draft / SOURCES)
    said = wanted.events if wanted.events and wanted.events.is_file() else None
    copy_contacts(said or (contacts_beside(last.input_path) if last else None), draft / SOURCES)
    given = wanted.plan
    if given.suffix.lower() != ".json":
        given = draft / GIVEN
        shutil.copyfile(wanted.plan, given)
    problem, result, documents = read_made(draft / SOURCES / input, given, given)
    broken = check(problem, result.plan or Plan(()))
    if broken and not wanted.despite:
        raise Refused(broken)
    moment = _moment(wanted.now, documents)
    edition = Edition(
        draft, number, moment, wanted.reason, input, _origin(wanted), broken=_messages(broken),
        rehearsal=wanted.rehearsal,
    )  # fmt: skip
    write_plan(problem, result, edition)
    problem = shown(problem, result.plan or Plan(()))
    earlier = before(last, problem) if last else None
    return _with_changes(Kept(edition, problem, result, documents, earlier))


def write_plan(problem: Problem, result: Result, edition: Edition) -> None:
    """Write the plan of an edition into its folder."""
    plan_json.write(problem, replace(result, stamp=edition.stamp), edition.folder / PLAN)


def _messages(broken: tuple[Violation, ...]) -> tuple[str, ...]:
    return tuple(one.message for one in broken)


def _origin(wanted: Wanted) -> Origin:
    return wanted.origin or Origin(str(wanted.input), str(input_files(wanted.input)[-1].resolve()))


def _moment(now: datetime | None, documents: Documents) -> datetime:
    """The moment of publication by the clock of the centre, to the second."""
    zone = ZoneInfo(documents.timezone)
    moment = datetime.now(zone) if now is None else now.replace(tzinfo=zone) if now.tzinfo is None else now
    return moment.astimezone(zone).replace(microsecond=0)


def _with_changes(kept: Kept) -> Edition:
    """The edition with whom it concerns, against the one before."""
    edition, earlier = kept.edition, kept.before
    known = earlier.edition.since if earlier else {}
    changed = people.told(people.days_changed(earlier.published, kept.published)) if earlier else ()
    everyone = people.people_of(kept.published)
    now, was = posted(kept.session), posted(earlier.session) if earlier else None
    pages = pages_since(differing(was, now) if was else now, now, known, edition.number)
    since = people.since_of(changed, everyone, known, edition.number)
    names = {key: person.name for key, person in everyone.items()}
    return replace(edition, since={**since, **pages}, names=names, told=changed)
