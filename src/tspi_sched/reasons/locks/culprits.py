"""Which locks are to blame: for each breach, as few locked parts as show it by themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from tspi_sched.checker import Violation
from tspi_sched.plan import Task
from tspi_sched.problem import LOCK_PARTS, Lock, Problem
from tspi_sched.reasons.locks.known import Known, known
from tspi_sched.texts import _, clock, long_date, ngettext
from tspi_sched.wording import names
from tspi_sched.wording.rules import rule_title

Judge = Callable[[Problem, Known], Iterable[Violation]]
"""Gives breaches of the rules by what the locks of a problem make known."""

T = TypeVar("T")


@dataclass(frozen=True)
class Clash:
    """Locks, each with the parts that matter, and a rule that no plan with them keeps."""

    locks: tuple[Lock, ...]
    breach: Violation

    @property
    def atoms(self) -> frozenset[tuple[Task, str]]:
        """Each locked part by itself."""
        return frozenset((lock.task, part) for lock in self.locks for part in lock.parts)

    def sentence(self, problem: Problem) -> str:
        """The locks, the rule and what is wrong, for people to read."""
        text = ngettext(
            "Verrou {locks}, contraire à la règle « {rule} » : {message}",
            "Verrous {locks}, contraires à la règle « {rule} » : {message}",
            len(self.locks),
        )
        locks = names.listed(lock_in_words(problem, lock) for lock in self.locks)
        return text.format(locks=locks, rule=rule_title(self.breach.rule), message=self.breach.message)


def breaches(problem: Problem, judges: Iterable[Judge]) -> dict[tuple[str, str], tuple[Violation, Judge]]:
    """What all the judges find, by rule and message, with the judge who found it first."""
    found: dict[tuple[str, str], tuple[Violation, Judge]] = {}
    session = known(problem)
    for judge in judges:
        for breach in judge(problem, session):
            found.setdefault((breach.rule, breach.message), (breach, judge))
    return found


def clashes(problem: Problem, judges: Iterable[Judge]) -> tuple[Clash, ...]:
    """The clashes behind the breaches.

    Of the breaches of a rule that the same locks show, only the first; none by locks of which fewer clash already.
    """
    told: set[tuple[str, str]] = set()
    found = []
    for name, (breach, judge) in breaches(problem, judges).items():
        if name not in told:
            found.append(Clash(_to_blame(problem, judge, breach), breach))
            shown = breaches(replace(problem, locks=found[-1].locks), judges)
            told |= {other for other in shown if other[0] == breach.rule}
    return tuple(clash for clash in found if not any(other.atoms < clash.atoms for other in found))


def _to_blame(problem: Problem, judge: Judge, breach: Violation) -> tuple[Lock, ...]:
    """As few locks as show a breach, none of whose parts may be left out."""

    def shows(locks: list[Lock]) -> bool:
        fewer = replace(problem, locks=_in_order(problem, locks))
        return any((b.rule, b.message) == (breach.rule, breach.message) for b in judge(fewer, known(fewer)))

    relevance = {lock: _relevance(problem, lock, breach) for lock in problem.locks}
    likely = sorted(problem.locks, key=lambda lock: relevance[lock])
    tries = ([lock for lock in likely if relevance[lock] >= least] for least in (2, 1, 0))
    kept = least(next((locks for locks in tries if shows(locks)), likely), shows)
    parts = [Lock(lock.task, frozenset({part})) for lock in kept for part in reversed(LOCK_PARTS) if part in lock.parts]
    return _in_order(problem, least(parts, shows))


def _relevance(problem: Problem, lock: Lock, breach: Violation) -> int:
    """How likely a lock is to blame: 2 if the breach names its task, 1 if it names its people, else 0."""
    named = {lock.task.candidate, *lock.task.members, *lock.task.invigilators}
    return 2 if names.what(problem, lock.task) in breach.message else int(not named.isdisjoint(breach.people))


def _in_order(problem: Problem, locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Locks in the order of the problem's, those on one row made one."""
    parts: dict[Task, frozenset[str]] = {}
    for lock in locks:
        parts[lock.task] = parts.get(lock.task, frozenset()) | lock.parts
    tasks = dict.fromkeys(lock.task for lock in problem.locks)
    return tuple(Lock(task, parts[task]) for task in tasks if task in parts)


def least(items: list[T], shows: Callable[[list[T]], bool]) -> list[T]:
    """Some of the items that still show what all do, and of which none may be left out; the last ones rather."""
    size = len(items)
    while size > 1:
        size = (size + 1) // 2
        place = 0
        while place < len(items):
            fewer = items[:place] + items[place + size :]
            if fewer and shows(fewer):
                items = fewer
            else:
                place += size
    return items


def lock_in_words(problem: Problem, lock: Lock) -> str:
    """A lock as its row says it: the task, and what is locked of it."""
    parts = ", ".join(_part(problem, lock, part) for part in LOCK_PARTS if part in lock.parts)
    return _("{what} [{parts}]").format(what=names.what(problem, lock.task), parts=parts)


def _part(problem: Problem, lock: Lock, part: str) -> str:
    task = lock.task
    texts = {
        "day": _("jour : {value}").format(value=long_date(task.day)),
        "start": _("heure : {value}").format(value=clock(task.start)),
        "room": _("salle : {value}").format(value=names.room(problem, task.room)),
        "panel": _("jury : {value}").format(value=names.people(problem, task.members)),
        "invigilators": _("surveillant : {value}").format(value=names.people(problem, task.invigilators)),
    }
    return texts[part]
