"""A session whose people are codes: done once on the problem and its plan, so that no document needs to know of it.

Rooms, times and rules stay, and so do the facts that the rules need, such as who shares a company or has extra time:
the plan of codes keeps the same rules and is worth the same. Texts that people wrote are left out, since they may name
somebody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from tspi_sched.plan import Event, Origin, Plan, Result, Task, Unplaced
from tspi_sched.problem import Candidate, Gone, Invigilator, Lock, Means, Member, Problem
from tspi_sched.texts import _

Codes = dict[str, str]
"""Codes by what they stand for."""


Person = TypeVar("Person", Candidate, Member, Invigilator, Means)


def _coded(person: Person, code: str) -> Person:
    """Somebody under a code, without a name or anything by which they are addressed or reached."""
    blank = replace(person, email="", phone="", salutation="", address="")
    return replace(blank, id=code, last_name=code, first_name="")


@dataclass(frozen=True)
class _Key:
    """Every code of a session, numbered in the order of the workbook."""

    candidates: Codes
    members: Codes
    invigilators: Codes
    helpers: Codes
    panels: Codes
    companies: Codes


def anonymised(problem: Problem, result: Result) -> tuple[Problem, Result]:
    """The same session and plan with codes for people and companies, in the language in force; no way to reach them."""
    if result.plan and result.plan.is_replanned:  # what happened may name who is left out by now
        problem = problem.whole
    key = _key(problem.whole)  # a baseline may name who is left out by now
    return _problem(key, problem), replace(
        result,
        plan=result.plan and _plan(key, result.plan),
        reasons=(),
        scenario="",
        origin=Origin(),
        stamp=replace(result.stamp, since={}, broken=()),
    )


def _key(problem: Problem) -> _Key:
    firms = (*(c.company_key for c in problem.candidates), *(m.company_key for m in problem.members))
    return _Key(
        candidates=_numbered((c.id for c in problem.candidates), _("Candidat {number}")),
        members=_numbered((m.id for m in problem.members), _("Juré {number}")),
        invigilators=_numbered((i.id for i in problem.invigilators), _("Surveillant {number}")),
        helpers=_numbered((one.id for one in problem.helpers), _("Intervenant {number}")),
        panels=_numbered(problem.panels, _("Jury {number}")),
        companies=_numbered(dict.fromkeys(firms), _("Entreprise {number}")),
    )


def _numbered(names: Iterable[str], code: str) -> Codes:
    """A code for each name; none for the empty one."""
    return {name: code.format(number=number) for number, name in enumerate(filter(None, names), 1)} | {"": ""}


def _problem(key: _Key, problem: Problem) -> Problem:
    return replace(
        problem,
        candidates=tuple(_candidate(key, candidate) for candidate in problem.candidates),
        members=tuple(_member(key, member) for member in problem.members),
        invigilators=tuple(_invigilator(key, person) for person in problem.invigilators),
        means=tuple(_coded(one, key.helpers[one.id]) if one.person else one for one in problem.means),
        locks=tuple(Lock(_task(key, lock.task), lock.parts) for lock in problem.locks),
        baseline=problem.baseline and _plan(key, problem.baseline),
        gone=Gone(),
        manager="",
        ceres=(),
    )


def _candidate(key: _Key, candidate: Candidate) -> Candidate:
    code, staff = key.candidates[candidate.id], (key.members, key.invigilators, key.helpers)
    barring = key.members, key.helpers
    return replace(
        _coded(candidate, code),
        number="",
        route="",
        company=key.companies[candidate.company_key],
        trainers=tuple(codes[id] for id in candidate.trainers for codes in staff if id in codes),
        exclusions=tuple(codes[id] for id in candidate.exclusions for codes in barring if id in codes),
    )


def _member(key: _Key, member: Member) -> Member:
    code, company = key.members[member.id], key.companies[member.company_key]
    panel = key.panels[member.panel]
    return replace(_coded(member, code), company=company, panel=panel)


def _invigilator(key: _Key, person: Invigilator) -> Invigilator:
    return _coded(person, key.invigilators[person.id])


def _plan(key: _Key, plan: Plan) -> Plan:
    """A reason is a sentence that may name anybody, and a row that was added names somebody: neither is repeated."""
    reason = _("raison non reprise dans un document anonyme")
    unplaced = tuple(Unplaced(key.candidates[row.candidate], reason) for row in plan.unplaced)
    events = tuple(_event(key, event) for event in plan.events if event.kind != "more")
    return replace(plan, tasks=tuple(_task(key, task) for task in plan.tasks), unplaced=unplaced, events=events)


def _event(key: _Key, event: Event) -> Event:
    """What happened, to codes; rooms and projectors keep their ids."""
    people = key.candidates | key.members | key.invigilators | key.helpers
    who = event.who if event.kind in ("closed", "started") else people.get(event.who or "", event.who)
    return replace(event, who=who, candidate=event.candidate and key.candidates[event.candidate])


def _task(key: _Key, task: Task) -> Task:
    return replace(
        task,
        candidate=task.candidate and key.candidates[task.candidate],
        members=tuple(key.members[id] for id in task.members),
        invigilators=tuple(key.invigilators[id] for id in task.invigilators),
        means=tuple(key.helpers.get(id, id) for id in task.means),
    )
