"""Which session a plan is of: what stands in it of the workbook and the candidates, and whether that is another's.

A session is its people. Its workbook is edited, moved and renamed, and several scenarios use one workbook, so a plan
remembers where its workbook was and a sample of its candidates' names, as digests: the smallest ones, so that the
share of them found in another session tells what share of the candidates the two have in common.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tspi_sched.exports.common.fingerprint import fingerprint_of
from tspi_sched.exports.common.marks import content_of, digest
from tspi_sched.plan import Result
from tspi_sched.problem import Problem

SAMPLE = 24
"""How many candidates are remembered."""
_LETTERS = 8
"""Of each digest: enough for no two in a thousand to be alike."""
COMMON = 0.5
"""A session that has fewer of its candidates in common is another."""


@dataclass(frozen=True)
class Session:
    """What a file says of the session it is of: the workbook's path from the file's folder (its name alone in what is
    sent to people), and a sample of the candidates."""

    workbook: str
    people: frozenset[str]


def people_of(problem: Problem) -> tuple[str, ...]:
    """The sample of the candidates, in order; those that a scenario leaves out belong to the session too."""
    found = (digest([one.last_name.casefold(), one.first_name.casefold()]) for one in problem.whole.candidates)
    return tuple(sorted({one[:_LETTERS] for one in found}))


def sample(problem: Problem) -> str:
    """The sample as one text."""
    return " ".join(people_of(problem)[:SAMPLE])


def session_of(problem: Problem, result: Result) -> str:
    """What ``planning.xlsx`` remembers; nothing where nobody is named."""
    return f"{sample(problem)}|{Path(result.origin.workbook).name}" if result.origin.workbook else ""


def session_row(problem: Problem, result: Result, folder: Path) -> dict[str, str] | None:
    """What ``plan.json`` remembers; nothing where nobody is named."""
    if not result.origin.workbook:
        return None
    return {"workbook": _from(folder, result.origin.workbook), "candidates": sample(problem)}


def _from(folder: Path, workbook: str) -> str:
    """A path as it is seen from a folder, which moves with it; its name alone from another drive."""
    try:
        return Path(os.path.relpath(workbook, folder.resolve())).as_posix()
    except ValueError:
        return Path(workbook).name


# --- another session -------------------------------------------------------------------------------------------------


def another(folder: Path, problem: Problem, workbook: Path) -> str | None:
    """The workbook of the plan in a folder if that plan is of another session; None if it is not, or cannot be told."""
    for there in _sessions(folder):
        old = folder / there.workbook
        if not there.workbook or not old.is_file():
            return None if _shared(there, problem) >= COMMON else os.path.normpath(old)
        if old.samefile(workbook):
            return None
        beside = old.resolve().parent == workbook.resolve().parent  # saved under another name
        return None if beside and _shared(there, problem) >= COMMON else os.path.normpath(old)
    return None


def _shared(there: Session, problem: Problem) -> float:
    """The share of the candidates there that this session has; 1 where nobody is known."""
    if not there.people:
        return 1.0
    return len(there.people & set(people_of(problem))) / len(there.people)


def _sessions(folder: Path) -> Iterator[Session]:
    """What the files of a plan in a folder say, as far as they do."""
    said = content_of(folder / "plan.json").get("session")
    if isinstance(said, dict) and {"workbook", "candidates"} <= said.keys():
        yield Session(str(said["workbook"]), frozenset(str(said["candidates"]).split()))
    print_ = fingerprint_of(folder / "planning.xlsx")
    if print_ and print_.session:
        people, _bar, name = print_.session.partition("|")
        yield Session(name, frozenset(people.split()))
