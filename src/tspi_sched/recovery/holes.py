"""Holes in the history of a plan: a row that is not there, though what can only come after it has begun.

The program makes no such plan; somebody deleted the row. Nothing can then be answered: the stage cannot be held again
before what followed it.
"""

from collections.abc import Iterator
from datetime import datetime

from tspi_sched.errors import Fault, InputError
from tspi_sched.plan import DONE, VOID, Plan, Task
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, WRITTEN, Problem
from tspi_sched.recovery.situation import due_of
from tspi_sched.recovery.timeline import Timeline
from tspi_sched.texts import _
from tspi_sched.wording import names as words

_BEFORE = {
    WRITTEN: (WRITTEN,),
    MARKING: (WRITTEN,),
    ORAL: (WRITTEN, ORAL),
    DELIBERATION: (WRITTEN, ORAL),
}
"""What must have been held before something of a kind begins."""


def holes(
    problem: Problem, plan: Plan, now: datetime | None, written: Plan | None = None, file: str = ""
) -> Iterator[Fault]:
    """A fault for each stage whose row is missing; the plan as it was `written` tells how the row was."""
    line = Timeline(problem, now, ())
    known = {row.key: row for row in written.tasks if row.state != VOID} if written else {}
    for candidate in problem.candidates:
        for track in dict.fromkeys(candidate.tracks):
            own = [row for row in plan.tasks if (row.candidate, row.track) == (candidate.id, track)]
            begun = [row for row in own if row.state == DONE or (not row.state and now and line.start(row) < line.now)]
            due = [(code, kind) for code, kind, _minutes in due_of(problem, candidate, track)]
            for place, (code, kind) in enumerate(due):
                after = [row for row in begun if _needs(row, due[place + 1 :], kind)]
                if after and code not in {row.stage for row in own}:
                    told = _told(problem, after[0], known.get((candidate.id, track, code)))
                    yield Fault(file, f"{words.person(problem, candidate.id)}, {code} ({track})", told)


def _needs(row: Task, later: list[tuple[str, str]], kind: str) -> bool:
    """Whether a row is of a later stage that a stage of this kind must come before."""
    return any(code == row.stage and kind in _BEFORE.get(what, ()) for code, what in later)


def _told(problem: Problem, after: Task, was: Task | None) -> str:
    text = _(
        "il manque cette ligne au plan, alors que ce qui la suit a commencé ({after}) ; remettez-la telle qu'elle a eu "
        "lieu{was}, ou ôtez aussi la suite si rien n'a eu lieu"
    )
    return text.format(after=words.task(problem, after), was="" if was is None else _as_it_was(was))


def _as_it_was(row: Task) -> str:
    """How a row stood in the plan, as its cells have it."""
    cells = (row.room, ";".join(row.members or row.invigilators), row.projector)
    return f" ({', '.join((words.when(row), *filter(None, cells)))})"


def refuse_holes(problem: Problem, plan: Plan, now: datetime | None) -> None:
    """Raise the faults of a plan with holes, if there are any."""
    if found := tuple(holes(problem, plan, now)):
        raise InputError(found)
