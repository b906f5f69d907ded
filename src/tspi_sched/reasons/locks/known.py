"""What locks make known of every plan that keeps them: the locked parts of tasks, and what the rules make of these.

A candidate's orals that follow each other without a gap are all known in time once one of them is; one panel holds a
whole track; one paper starts at one moment for everybody. Only what holds in *every* plan that keeps the locks and the
rules may be said here: whatever contradicts it proves that there is no such plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from tspi_sched.checker.expected import on_grid
from tspi_sched.checker.facts import OF_PANEL, Case, Facts
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import CLOSING, DELIBERATION, LOCK_PARTS, ORAL, PREPARATION, WRITTEN, Problem

DAY, START, ROOM, PANEL, INVIGILATORS = LOCK_PARTS

_FIELDS: dict[str, str] = {DAY: "day", START: "start", ROOM: "room", PANEL: "members", INVIGILATORS: "invigilators"}


@dataclass(frozen=True)
class Row:
    """A task that every plan has, with the parts that are known of it.

    Its day and start stand as in the plan that was edited where they are not known: they only say which row is meant.
    """

    task: Task
    kind: str
    known: frozenset[str]

    def knows(self, *parts: str) -> bool:
        """Whether all these parts are known."""
        return self.known.issuperset(parts)

    def value(self, part: str) -> Any:
        """A part of the task, as locks are compared."""
        found = getattr(self.task, _FIELDS[part])
        return frozenset(found) if part in (PANEL, INVIGILATORS) else found

    def learns(self, part: str, other: "Row") -> "Row":
        """The same row with a part of another one, unless this part is known already."""
        if self.knows(part):
            return self
        known, start = self.known | {part}, other.task.start
        if part == START:
            return replace(self, task=replace(self.task, start=start, end=start + self.task.minutes), known=known)
        task = replace(self.task, **{_FIELDS[part]: getattr(other.task, _FIELDS[part])})
        return replace(self, task=task, known=known)

    def forgets(self, part: str) -> "Row":
        """The same row with a part unknown."""
        return replace(self, known=self.known - {part})

    @property
    def seen(self) -> Task:
        """The task with nothing that is not known but the time."""
        return replace(
            self.task,
            room=self.task.room if self.knows(ROOM) else None,
            members=self.task.members if self.knows(PANEL) else (),
            invigilators=self.task.invigilators if self.knows(INVIGILATORS) else (),
            projector=None,
        )


Key = tuple[str | None, str | None, str, frozenset[str]]
"""What a task is; a signing of the minutes is known by its members."""

Rows = dict[Key, Row]


@dataclass(frozen=True)
class Known:
    """The rows known, and the locked ones that no plan has."""

    rows: tuple[Row, ...]
    undue: tuple[Row, ...]
    cases: tuple[Case, ...]
    """Every candidate on every track, with the stages due."""

    def case(self, row: Row) -> Case:
        """The candidate and track of a row that is not a signing of the minutes."""
        return self._cases[row.task.candidate, row.task.track]

    def of(self, case: Case, *kinds: str) -> list[Row]:
        """The rows known of a case, in the order of the stages due; of some kinds of stage, or of all."""
        codes = [stage.code for stage, _minutes in case.due if not kinds or stage.kind in kinds]
        found = (self.by_key.get((case.candidate.id, case.track, code)) for code in codes)
        return [row for row in found if row is not None]

    @cached_property
    def by_key(self) -> dict[tuple[str | None, str | None, str], Row]:
        """The rows by candidate, track and stage."""
        return {row.task.key: row for row in self.rows}

    @cached_property
    def _cases(self) -> dict[tuple[str | None, str | None], Case]:
        return {(case.candidate.id, case.track): case for case in self.cases}


def known(problem: Problem) -> Known:
    """Everything that the locks of a problem make known."""
    facts = Facts(problem, Plan(()))
    rows, undue = _locked(problem, facts)
    if len(problem.days) == 1:
        only = Row(Task(None, None, "", problem.days[0].date, 0, 0), "", frozenset({DAY}))
        rows = {key: row.learns(DAY, only) for key, row in rows.items()}
    for case in facts.cases:
        rows |= _case(problem, case, rows)
    if problem.rules.msp.waves == 1:
        rows |= _papers(problem, facts.cases, rows)
    return Known(tuple(rows.values()), tuple(undue), facts.cases)


def key(task: Task) -> Key:
    """What a task is."""
    return *task.key, frozenset(task.members if task.candidate is None else ())


# --- what is locked --------------------------------------------------------------------------------------------------


def _locked(problem: Problem, facts: Facts) -> tuple[Rows, list[Row]]:
    """The locked rows with what is locked of them (of two locks on one part, the first), and those that are not due."""
    due: dict[tuple[str | None, str | None, str], int] = {
        (case.candidate.id, case.track, stage.code): minutes for case in facts.cases for stage, minutes in case.due
    }
    rows: Rows = {}
    undue: list[Row] = []
    for lock in problem.locks:
        kind = facts.kind(lock.task)
        row = Row(lock.task, kind, lock.parts)
        if kind != CLOSING and lock.task.key not in due:
            undue += [row] if lock.parts else []
        elif lock.parts:
            closing = on_grid(problem, problem.rules.closing_minutes) or lock.task.minutes
            minutes = due.get(lock.task.key, closing)
            place, row = key(lock.task), _long(row, minutes)
            rows[place] = _both(rows[place], row) if place in rows else row
    return rows, undue


def _long(row: Row, minutes: int) -> Row:
    """The row with its due length, which is no part to lock, and on one day where its start is not locked either.

    A signing of the minutes is known by its members.
    """
    start = row.task.start if row.knows(START) else max(0, min(row.task.start, 1440 - minutes))
    also = {PANEL} if row.kind == CLOSING else set()
    return replace(row, task=replace(row.task, start=start, end=start + minutes), known=row.known | also)


def _both(first: Row, second: Row) -> Row:
    """One row of two locks on one task."""
    for part in LOCK_PARTS:
        if second.knows(part):
            first = first.learns(part, second)
    return first


# --- what follows from it --------------------------------------------------------------------------------------------


def _case(problem: Problem, case: Case, rows: Rows) -> Rows:
    """What the locks of a candidate on a track say of its other stages."""
    mine = {stage.code: row for stage, _minutes in case.due if (row := rows.get(_place(case, stage.code)))}
    if not mine:
        return {}
    kinds = {stage.code: stage.kind for stage, _minutes in case.due}
    orals = [code for code, kind in kinds.items() if kind == ORAL]
    prepared = [code for code, kind in kinds.items() if kind == PREPARATION]
    decided = [code for code, kind in kinds.items() if kind == DELIBERATION]
    mine |= _in_time(problem, case, mine, orals, decided)
    stays = problem.rules.oral_rooms == "single" and not problem.title.moves_between_orals
    one_room = orals if stays else orals[-1:]
    of_panel = [code for code, kind in kinds.items() if kind in OF_PANEL]
    for part, codes in ((DAY, prepared + orals + decided), (ROOM, one_room + decided), (PANEL, of_panel)):
        mine |= _share(part, [mine[code] for code in codes if code in mine])
    return {_place(case, code): row for code, row in mine.items()}


def _place(case: Case, code: str) -> Key:
    return case.candidate.id, case.track, code, frozenset()


def _share(part: str, rows: list[Row]) -> dict[str, Row]:
    """The rows by stage, each with a part that all of them have in common and one of them knows."""
    source = next((row for row in rows if row.knows(part)), None)
    return {row.task.stage: row.learns(part, source) for row in rows} if source else {}


def _in_time(
    problem: Problem, case: Case, mine: dict[str, Row], orals: list[str], decided: list[str]
) -> dict[str, Row]:
    """The stages that follow each other without a gap, all of them once the start of one is known."""
    at_once = decided if problem.rules.deliberation.position == "after_each" else []
    chain = [stage.code for stage, _minutes in case.due if stage.kind in (PREPARATION, ORAL)]
    apart = problem.rules.oral_gap_max_minutes or problem.title.moves_between_orals
    if apart:  # each oral with what prepares it, and the last one with the deliberation
        parts = [[before, after] for before, after in pairwise(chain) if before not in orals]
        parts += [[*(parts.pop() if parts and parts[-1][1] == orals[-1] else orals[-1:]), *at_once]]
    else:
        parts = [chain + at_once]
    found: dict[str, Row] = {}
    for linked in parts:
        found |= _linked(case, {**mine, **found}, linked)
    return found


def _linked(case: Case, mine: dict[str, Row], linked: list[str]) -> dict[str, Row]:
    """Stages of which each starts when the one before ends, all of them once the start of one is known."""
    source = next((mine[code] for code in linked if code in mine and mine[code].knows(START)), None)
    if source is None:
        return {}
    minutes = {stage.code: (stage.kind, length) for stage, length in case.due}
    start = source.task.start - sum(minutes[code][1] for code in linked[: linked.index(source.task.stage)])
    found = {}
    for code in linked:
        kind, length = minutes[code]
        task = Task(case.candidate.id, case.track, code, source.task.day, start, start + length)
        there = Row(task, kind, frozenset({START}))
        if 0 <= start < 1440:
            found[code] = mine[code].learns(START, there) if code in mine else there
        start += length
    return found


def _papers(problem: Problem, cases: Iterable[Case], rows: Rows) -> Rows:
    """A written stage of a track, which starts at one moment: the rows with a lock, and those of everybody sure to be
    placed."""
    placed = {task_key[0] for task_key in rows} if problem.rules.allow_unplaced else set(problem.candidate)
    by_paper: dict[tuple[str, str], Rows] = {}
    for case in cases:
        for stage, minutes in case.due:
            if stage.kind == WRITTEN and case.candidate.id in placed:
                task = Task(case.candidate.id, case.track, stage.code, problem.days[0].date, 0, minutes)
                place = _place(case, stage.code)
                row = rows.get(place, Row(task, WRITTEN, frozenset()))
                by_paper.setdefault((case.track, stage.code), {})[place] = row
    found: Rows = {}
    for papers in by_paper.values():
        for part in (DAY, START):
            source = next((row for row in papers.values() if row.knows(part)), None)
            papers |= {place: row.learns(part, source) for place, row in papers.items()} if source else {}
        found |= {place: row for place, row in papers.items() if place in rows or row.knows(DAY, START)}
    return found
