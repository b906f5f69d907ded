"""Somebody else under an id that was another's: the row of a workbook in which one name took the place of another.

By ids alone nothing would have changed: the one who left would hear of nothing, and who came would have no letter. So
the earlier one is known by another id in the edition before. Who has the same e-mail or telephone is the same, under a
name that was corrected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Candidate, Invigilator, Member, Problem, plain
from tspi_sched.texts import _

Person = TypeVar("Person", Candidate, Member, Invigilator)


def apart(problem: Problem, plan: Plan, now: Problem) -> tuple[Problem, Plan]:
    """The session and the plan of the edition before, in which whoever is somebody else by now has an id of their
    own."""
    before, today = problem.whole, now.whole
    ids = {
        **_others(before.candidates, today.candidates),
        **_others(before.members, today.members),
        **_others(before.invigilators, today.invigilators),
    }
    if not ids:
        return problem, plan
    session = replace(
        problem,
        candidates=_renamed(problem.candidates, ids),
        members=_renamed(problem.members, ids),
        invigilators=_renamed(problem.invigilators, ids),
    )
    unplaced = tuple(replace(row, candidate=ids.get(row.candidate, row.candidate)) for row in plan.unplaced)
    return session, replace(plan, tasks=tuple(_task(task, ids) for task in plan.tasks), unplaced=unplaced)


def _others(before: Iterable[Person], now: Iterable[Person]) -> dict[str, str]:
    """The ids under which somebody else is known now, with what the earlier one is called instead."""
    today = {one.id: one for one in now}
    strangers = (one.id for one in before if one.id in today and not _same(one, today[one.id]))
    return {id: _("{id} (avant)").format(id=id) for id in strangers}


def _same(one: Person, other: Person) -> bool:
    """Whether two rows are one person: the same name, or another one with the same way to be reached."""
    reached = ((one.email, other.email), (one.phone, other.phone))
    return plain(one.name) == plain(other.name) or any(old and plain(old) == plain(new) for old, new in reached)


def _renamed(people: tuple[Person, ...], ids: Mapping[str, str]) -> tuple[Person, ...]:
    return tuple(replace(one, id=ids[one.id]) if one.id in ids else one for one in people)


def _task(task: Task, ids: Mapping[str, str]) -> Task:
    return replace(
        task,
        candidate=task.candidate and ids.get(task.candidate, task.candidate),
        members=tuple(ids.get(id, id) for id in task.members),
        invigilators=tuple(ids.get(id, id) for id in task.invigilators),
    )
