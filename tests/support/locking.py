"""Locks for the tests of locks: rows of the plan that is laid out by hand, edited and locked in part."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.support.sessions import MONDAY, TUESDAY, at, edited, laid_out, row, ruled, session
from tspi_sched.plan import Task
from tspi_sched.problem import LOCK_PARTS, Candidate, Day, Lock, Opening, Problem
from tspi_sched.wishes import Objective, Wishes

Contradictions = dict[str, tuple[Problem, str, str]]
"""By what is wrong: a session under such locks, the rule, and the breach in words."""

FIRST_PLAN = Wishes(objectives=(Objective("days"),), time_limit=60, workers=1)
WEDNESDAY = TUESDAY + timedelta(1)
ONE_DAY = session(days=(Day(MONDAY),))
BASE = session()
GAPS = ruled(BASE, oral_gap_max_minutes=30)
SIX = ruled(session(candidates=tuple(Candidate(f"C{n}", f"Nom{n}", ("CCP1",)) for n in range(1, 7))), closing_minutes=0)
C1, C2, C3 = "Alice Martin (C1)", "Bruno Bernard (C2)", "Chloé Petit (C3)"
A = "Jeanne Leroy (J1) et Julien Moreau (J2)"


def lock(what: str, parts: str = "day start room panel invigilators", **fields: Any) -> Lock:
    """A row of `laid_out()` such as ``C1 ET``, edited, with some of its parts locked."""
    task = row(edited(laid_out(), what, **fields), what)
    return Lock(task, frozenset(parts.split()))


def paper(candidate: str, room: str = "S1", watching: tuple[str, ...] = ("V1",), start: str = "08:00") -> Lock:
    """A paper of the CCP1, locked whole."""
    task = Task(candidate, "CCP1", "MSP", MONDAY, at(start), at(start) + 120, room, (), watching)
    return Lock(task, frozenset(LOCK_PARTS))


def signing(day: Any = MONDAY, start: str = "17:00", members: tuple[str, ...] = ("J1", "J2")) -> Lock:
    """The signing of the minutes by a panel, locked."""
    return Lock(Task(None, None, "PV", day, at(start), at(start) + 10, None, members), frozenset(LOCK_PARTS))


def hours(*stretches: tuple[str, str]) -> tuple[Opening, ...]:
    """An availability: these stretches of every day."""
    return tuple(Opening(None, at(start), at(end)) for start, end in stretches)


def under(problem: Problem, *locks: Lock) -> Problem:
    """The session under these locks."""
    return replace(problem, locks=locks)
