"""The plan of a variant while it is changed by hand: read once, kept with its journal, written after each command.

``plan.json`` always holds what the page shows, so that commands and page can be used in turn. A plan that somebody else
wrote there is read, and that too can be undone; where it knows of another moment or other events, the journal begins
anew, for what happened cannot be undone.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock as Mutex

from tspi_sched.errors import InputError
from tspi_sched.exports import plan_json
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.moves.journal import Command, Journal, State, begin, load
from tspi_sched.plan import Origin, Plan, Result, Status
from tspi_sched.problem import Lock, Problem
from tspi_sched.reading import read_locks, read_result
from tspi_sched.texts import _
from tspi_sched.web.inputs import Signature, read_variant, signature
from tspi_sched.web.sessions import Variant
from tspi_sched.wishes import Wishes

JOURNAL, PLAN, WORKBOOK = ".moves.jsonl", "plan.json", "planning.xlsx"
READ, BY_HAND = "read", ("move", "mend")
"""Kinds of commands: a plan that came from elsewhere, and what changes one here."""


@dataclass
class Table:
    """A plan on the table: the session without locks, the wishes, the result that was read, the journal."""

    variant: Variant
    facts: Problem
    wishes: Wishes
    result: Result
    journal: Journal
    seen: Signature

    @property
    def plan(self) -> Plan:
        """What is now."""
        return self.journal.state.plan

    @property
    def problem(self) -> Problem:
        """The session with what is locked now."""
        return replace(self.facts, locks=(*self.facts.locks, *self.journal.state.locks))

    def do(self, kind: str, label: str, plan: Plan, locks: tuple[Lock, ...], about: str, version: int) -> None:
        """Put down a command and write the plan; raises `Moved` if the plan has moved on."""
        self.journal.do(Command(kind, label, self.journal.state, State(plan, locks), about), version)
        self.write()

    def write(self) -> None:
        """Put what is now into ``plan.json``: the file it was read from, if it is that, with its proofs."""
        path = self.variant.plan
        if text := self.journal.text_of(self.plan):
            write_text(path, text)
        else:
            origin = Origin(str(self.variant.input), str(self.variant.workbook.resolve()))
            made = replace(self.result, status=Status.FEASIBLE, plan=self.plan, objectives=(), steps=(), origin=origin)
            plan_json.write(self.facts, made, path)
        self.seen = signature((path,))


_tables: dict[Path, Table] = {}
_mutexes: dict[Path, Mutex] = {}
_all = Mutex()


@contextmanager
def on_table(variant: Variant) -> Iterator[Table | None]:
    """The plan of a variant, to oneself; None as long as there is none. Raises `InputError` for what cannot be read."""
    path = variant.plan
    with _all:
        mutex = _mutexes.setdefault(path, Mutex())
    with mutex:
        if not path.is_file():
            _tables.pop(path, None)
            yield None
            return
        reading = read_variant(variant)
        table = _tables.get(path)
        if table is None or table.facts is not reading.problem or table.seen != signature((path,)):
            table = _tables[path] = _laid(variant, reading.problem, reading.wishes)
        yield table


def _laid(variant: Variant, problem: Problem, wishes: Wishes) -> Table:
    """Read plan and journal, and bring them together."""
    seen, text = signature((variant.plan,)), variant.plan.read_text(encoding="utf-8-sig")
    result = read_result(variant.plan, problem.whole)
    plan = result.plan or Plan(())
    path = variant.plan_folder / JOURNAL
    journal = load(path, plan)
    if journal is None or _others_day(journal, plan):
        journal = begin(path, State(plan, _locks(variant.plan_folder, problem, plan)), text)
    table = Table(variant, problem, wishes, result, journal, seen)
    if mark_of(journal.state.plan) == mark_of(plan):
        return table
    if journal.previous and mark_of(journal.previous.plan) == mark_of(plan):  # killed between journal and plan
        table.write()
        return table
    state = journal.state
    label = _("Planning remplacé en dehors de cette vue : par un calcul, une commande ou à la main")
    journal.do(Command(READ, label, state, State(plan, state.locks), "", text), journal.version)
    return table


def _others_day(journal: Journal, plan: Plan) -> bool:
    """Whether something has happened in a plan that the journal does not know of."""
    states = {task.key: task.state for task in journal.state.plan.tasks}
    return any(states.get(task.key, "") != task.state for task in plan.tasks if task.state)


def locked_in(folder: Path, problem: Problem) -> tuple[Lock, ...]:
    """What is locked in the plan of a folder, on the page or in its workbook, of the candidates of a session."""
    plan = plan_in(folder, problem)
    journal = load(folder / JOURNAL, plan or Plan(())) if (folder / PLAN).is_file() else None
    locks = journal.state.locks if journal else _locks(folder, problem, plan) if plan else ()
    return tuple(lock for lock in locks if lock.task.candidate is None or lock.task.candidate in problem.candidate)


def plan_in(folder: Path, problem: Problem) -> Plan | None:
    """The plan of a folder; None if there is none, or its file cannot be read, which the views of the plan tell."""
    with suppress(InputError, OSError):
        return read_result(folder / PLAN, problem.whole).plan if (folder / PLAN).is_file() else None
    return None


def has_moves(folder: Path) -> bool:
    """Whether the plan of a folder is one that was changed on the page."""
    journal = load(folder / JOURNAL, Plan(()))
    return journal is not None and any(one.kind in BY_HAND for one in journal.done[_last_read(journal) :])


def _last_read(journal: Journal) -> int:
    """How many commands there are up to the last plan that came from elsewhere."""
    return max((number for number, one in enumerate(journal.done, 1) if one.kind == READ), default=0)


def _locks(folder: Path, problem: Problem, plan: Plan) -> tuple[Lock, ...]:
    """What was locked in the workbook of the plan, as far as its rows are those of the plan."""
    path = folder / WORKBOOK
    there = set(plan.tasks)
    with suppress(InputError, OSError):
        return tuple(lock for lock in read_locks(path, problem) if lock.task in there) if path.is_file() else ()
    return ()


def other_locks(locks: Iterable[Lock], keys: set[object]) -> tuple[Lock, ...]:
    """The locks of all other tasks."""
    return tuple(lock for lock in locks if lock.task.key not in keys)
