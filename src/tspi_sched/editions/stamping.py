"""What stands on what is written of a plan without publishing it: that it is a draft once its session has an edition;
the edition, where it is exactly what was published; nothing before there is one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.editions.kept import Kept, load
from tspi_sched.editions.record import Edition
from tspi_sched.editions.store import last_edition
from tspi_sched.errors import InputError
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.common.origin import COMMON, people_of
from tspi_sched.plan import Result
from tspi_sched.problem import Problem
from tspi_sched.stamp import UNSTAMPED, Stamp

ABOVE = 2
"""How many folders above a plan's, or above that of its documents, may hold its session's editions: a plan made after
an incident, and documents without names, stand in folders inside."""


def session_edition(problem: Problem, folders: Iterable[Path]) -> tuple[Path, Kept] | None:
    """The edition in force of a session, with the folder that keeps it, from some folders or those above them."""
    for folder in _and_above(folders):
        edition = last_edition(folder)
        kept = _loaded(edition) if edition else None
        if kept is not None and _is_of(kept, problem):
            return folder, kept
    return None


def stamp_for(problem: Problem, result: Result, documents: Documents | None, folders: Iterable[Path]) -> Stamp:
    """The stamp of a plan that is written into a folder, or read from one; `folders` are these."""
    found = session_edition(problem, folders)
    if found is None:
        return UNSTAMPED
    kept = found[1]
    return kept.edition.stamp if _is_published(problem, result, documents, kept) else Stamp(draft=True)


def _and_above(folders: Iterable[Path]) -> Iterator[Path]:
    every = [place for folder in folders for place in (folder.absolute(), *folder.absolute().parents[:ABOVE])]
    yield from dict.fromkeys(every)


def _loaded(edition: Edition) -> Kept | None:
    try:
        return load(edition)
    except InputError:  # somebody changed what is kept
        return None


def _is_of(kept: Kept, problem: Problem) -> bool:
    """Whether an edition is of a session: whether most of its candidates are."""
    there = set(people_of(kept.problem))
    return not there or len(there & set(people_of(problem))) / len(there) >= COMMON


def _is_published(problem: Problem, result: Result, documents: Documents | None, kept: Kept) -> bool:
    """Whether a plan is what was published, of the same session, with the same words."""
    same_session = _facts(problem) == _facts(kept.problem)
    return same_session and _words(documents) == _words(kept.documents) and mark_of(result.plan) == mark_of(kept.plan)


def _facts(problem: Problem) -> Problem:
    """A session without what only a search must keep."""
    return replace(problem, locks=(), baseline=None)


def _words(documents: Documents | None) -> Documents:
    """The organiser's words, wherever the logo was read from."""
    says = documents or Documents()
    return replace(says, logo=says.logo and replace(says.logo, file=""))
