"""Whose own day differs between two plans, and must be told: candidates, members, invigilators, people in a role."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Candidate, Invigilator, Means, Member, Problem

Person = Candidate | Member | Invigilator | Means
Entries = list[tuple[date, "Entry"]]
Days = dict[date, tuple["Entry", ...]]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One stretch of somebody's own day, with what they must know about it: a panel assesses whom, beside whom; a
    candidate is not told the panel, and an invigilator watches over a whole sitting, with its candidates in `watched`.
    """

    start: int
    end: int
    stage: str
    room: str | None = None
    candidate: str | None = None
    track: str | None = None
    beside: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A day of somebody that differs: what it is in the first plan, and in another."""

    plan: str
    kind: str
    """``candidate``, ``member``, ``invigilator`` or ``helper``."""
    person: Person
    day: date
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


def notices(problem: Problem, plan: str, first: Plan, other: Plan) -> tuple[Notice, ...]:
    """Every day of every person that differs, people in the order of the workbook, then those who are no more part of
    the session and those whom only a plan knows; `plan` names the other plan."""
    found: list[Notice] = []
    for kind, person, own in everybody(problem, (*first.tasks, *other.tasks)):
        before, after = _days(own(first)), _days(own(other))
        for day in sorted({*before, *after}):
            was, now = before.get(day, ()), after.get(day, ())
            found += [Notice(plan, kind, person, day, was, now)] if was != now else []
    return tuple(found)


def everybody(problem: Problem, tasks: Sequence[Task]) -> Iterator[tuple[str, Person, Callable[[Plan], Entries]]]:
    """Each person, with what finds their entries in a plan."""
    gone = problem.gone
    candidates = {candidate.id: candidate for candidate in (*problem.candidates, *gone.candidates)}
    members = {member.id: member for member in (*problem.members, *gone.members)}
    invigilators = {person.id: person for person in (*problem.invigilators, *gone.invigilators)}
    for id in _with(candidates, (task.candidate for task in tasks if task.candidate)):
        yield "candidate", candidates.get(id) or Candidate(id, id, ()), partial(_attended, problem, id)
    for id in _with(members, (id for task in tasks for id in task.members)):
        yield "member", members.get(id) or Member(id, id), partial(_served, id)
    for id in _with(invigilators, (id for task in tasks for id in task.invigilators)):
        yield "invigilator", invigilators.get(id) or Invigilator(id, id), partial(_watched, id)
    for one in (one for one in (*problem.means, *gone.means) if one.person):
        yield "helper", one, partial(_helped, one.id)


def _with(known: Iterable[str], named: Iterable[str]) -> list[str]:
    """The ids known, then those that a plan names besides."""
    return [*known, *sorted(set(named) - set(known))]


def _days(entries: Entries) -> Days:
    """Entries by day, each once and in time order."""
    days = {day for day, _entry in entries}
    return {day: tuple(sorted({entry for when, entry in entries if when == day}, key=_time)) for day in days}


def _time(entry: Entry) -> tuple[int, int, str, str, str, str]:
    return entry.start, entry.end, entry.stage, entry.candidate or "", entry.track or "", entry.room or ""


def _attended(problem: Problem, candidate: str, plan: Plan) -> Entries:
    at = {stage.code for stage in problem.title.stages if "candidate" in stage.attends}
    own = (task for task in plan.tasks if task.candidate == candidate and task.stage in at)
    return [(task.day, Entry(task.start, task.end, task.stage, task.room, None, task.track)) for task in own]


def _served(member: str, plan: Plan) -> Entries:
    return [(task.day, _duty(task, member)) for task in plan.tasks if member in task.members]


def _helped(helper: str, plan: Plan) -> Entries:
    mine = (task for task in plan.tasks if helper in task.means)
    return [(t.day, Entry(t.start, t.end, t.stage, t.room, t.candidate, t.track)) for t in mine]


def _duty(task: Task, member: str) -> Entry:
    beside = tuple(sorted(other for other in task.members if other != member))
    return Entry(task.start, task.end, task.stage, task.room, task.candidate, task.track, beside)


def _watched(invigilator: str, plan: Plan) -> Entries:
    """A sitting as a whole: until its last candidate ends."""
    sittings: dict[tuple[date, int, str | None, str], list[Task]] = {}
    for task in plan.tasks:
        if invigilator in task.invigilators:
            sittings.setdefault((task.day, task.start, task.room, task.stage), []).append(task)
    return [(day, _sitting(tasks)) for (day, *_where), tasks in sittings.items()]


def _sitting(tasks: list[Task]) -> Entry:
    first, whom = tasks[0], tuple(sorted({task.candidate or "" for task in tasks}))
    return Entry(first.start, max(task.end for task in tasks), first.stage, first.room, watched=whom)
