"""Whose day an edition changed, and since which edition each paper is valid.

A person's day is what `tspi_sched.comparison` calls so: a candidate's own papers and orals, with the room; a member's
tasks, also with the candidates and the fellow members; an invigilator's sittings with their candidates. A row that is
void has no day. A return to an older state is a change: papers are valid from the edition that last changed the day.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from tspi_sched.comparison.changes import GONE, NEW, PARTS, changes
from tspi_sched.comparison.people import Entry, Notice, Person, everybody, notices
from tspi_sched.editions.record import Told
from tspi_sched.plan import VOID, Plan
from tspi_sched.problem import Candidate, Gone, Invigilator, Means, Member, Problem, Room
from tspi_sched.stamp import page_key

LESS = "less"
"""What is gone of a day that somebody still has."""


@dataclass(frozen=True)
class Published:
    """A plan with the session that it was made from."""

    problem: Problem
    plan: Plan


def days_of(plan: Plan) -> Plan:
    """The plan that people live by: without what is void."""
    return replace(plan, tasks=tuple(task for task in plan.tasks if task.state != VOID))


def joint(new: Problem, old: Problem) -> Problem:
    """The session of today, with those of the edition before who are no more part of it."""
    whole, before = new.whole, old.whole
    return replace(
        whole,
        gone=Gone(
            candidates=_missing(before.candidates, whole.candidates),
            members=_missing(before.members, whole.members),
            rooms=_missing(before.rooms, whole.rooms),
            invigilators=_missing(before.invigilators, whole.invigilators),
            means=_missing(before.means, whole.means),
        ),
    )


Thing = TypeVar("Thing", Candidate, Member, Invigilator, Means, Room)


def _missing(before: Iterable[Thing], now: Iterable[Thing]) -> tuple[Thing, ...]:
    known = {one.id for one in now}
    return tuple(one for one in before if one.id not in known)


def days_changed(old: Published, new: Published) -> tuple[Notice, ...]:
    """Every day of every person that differs from one edition to the next."""
    return notices(joint(new.problem, old.problem), "", days_of(old.plan), days_of(new.plan))


def still_to_tell(found: Iterable[Notice], new: Plan) -> tuple[Notice, ...]:
    """Days that differ without what is over: what a task that is history really was need not be told to anybody."""
    over: set[object] = {task.key for task in new.history}
    over |= {(task.day, task.start, task.room) for task in new.history}
    left = (_without(notice, over) for notice in found)
    return tuple(notice for notice in left if notice.before != notice.after)


def _without(notice: Notice, over: Container[object]) -> Notice:
    """A day without what is over: a stage of a candidate, a sitting that has begun."""
    whose = notice.person.id if notice.kind == "candidate" else None

    def to_come(entry: Entry) -> bool:
        what = (entry.candidate or whose, entry.track, entry.stage)
        return ((notice.day, entry.start, entry.room) if entry.watched else what) not in over

    return replace(notice, before=tuple(filter(to_come, notice.before)), after=tuple(filter(to_come, notice.after)))


def told(found: Iterable[Notice]) -> tuple[Told, ...]:
    """Each person whose day differs, with what differs in it."""
    people = [tuple(group) for _whose, group in groupby(found, key=lambda one: (one.kind, one.person.id))]
    return tuple(Told(one[0].kind, one[0].person.id, one[0].person.name, parts_of(one)) for one in people)


def parts_of(found: Iterable[Notice]) -> tuple[str, ...]:
    """What differs in somebody's days; `LESS` is what is gone of a day that remains."""
    days = tuple(found)
    parts = {part for change in changes(days) for part in change.parts}
    if GONE in parts and any(day.after for day in days):
        parts = parts - {GONE} | {LESS}
    return tuple(part for part in (NEW, GONE, LESS, *PARTS) if part in parts)


def since_of(
    changed: Iterable[Told], everyone: Iterable[str], before: Mapping[str, int], number: int
) -> dict[str, int]:
    """Since which edition each person's papers are valid."""
    keys = {page_key(one.kind, one.id) for one in changed}
    return {key: number if key in keys else before.get(key, number) for key in everyone}


def people_of(published: Published) -> dict[str, Person]:
    """Everybody of a session who has something to do in its plan, or had, by the key of their papers."""
    plan = days_of(published.plan)
    found = everybody(published.problem.whole, plan.tasks)
    return {page_key(kind, person.id): person for kind, person, own in found if own(plan)}
