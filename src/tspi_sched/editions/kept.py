"""An edition with what it is made of, read back from its folder: so what is printed later is what was published."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.editions.people import Published, days_of
from tspi_sched.editions.record import Edition
from tspi_sched.editions.sources import contacts_beside
from tspi_sched.editions.store import editions_in
from tspi_sched.editions.strangers import apart
from tspi_sched.errors import InputError, fault
from tspi_sched.exports.pdf.session import Session
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.reading import documents_for, read, read_locks, read_result
from tspi_sched.texts import _


@dataclass(frozen=True)
class Kept:
    """An edition, its session, its plan, the organiser's words, the edition before it, and the `older` ones that
    somebody still knows who was not told since."""

    edition: Edition
    problem: Problem
    result: Result
    documents: Documents
    before: "Kept | None" = None
    older: "tuple[Kept, ...]" = ()

    @property
    def plan(self) -> Plan:
        """Its plan."""
        return self.result.plan or Plan(())

    @property
    def published(self) -> Published:
        """The plan with its session."""
        return Published(self.problem, self.plan)

    @cached_property
    def session(self) -> Session:
        """What its papers draw on: the plan that people live by."""
        today = self.edition.at.date()
        return Session(self.problem, days_of(self.plan), self.documents, today, self.edition.stamp)


def load(edition: Edition, *, folder: Path | None = None) -> Kept:
    """An edition read back; with the one before it among the editions of a folder, if that is given."""
    problem, result, documents = read_made(edition.input_path, edition.given_path, edition.plan_path)
    problem = shown(problem, result.plan or Plan(()))
    result = replace(result, origin=edition.origin, stamp=edition.stamp)
    earlier = [one for one in editions_in(folder) if one.number < edition.number] if folder else []
    if not earlier:
        return Kept(edition, problem, result, documents)
    older = tuple(before(one, problem) for one in earlier[:-1] if one.number in edition.owed.values())
    return Kept(edition, problem, result, documents, before(earlier[-1], problem), older)


def before(edition: Edition, problem: Problem) -> Kept:
    """The edition before, as seen from the session of today: see `strangers`."""
    try:
        kept = load(edition)
    except InputError as error:
        text = _("l'édition {number} ne peut plus être relue ({reason}) : remettez en place ce qui y était gardé")
        raise fault(text.format(number=edition.number, reason=error), file=str(edition.folder)) from None
    session, plan = apart(kept.problem, kept.plan, problem)
    return replace(kept, problem=session, result=replace(kept.result, plan=plan))


def read_made(input: Path, given: Path, plan: Path) -> tuple[Problem, Result, Documents]:
    """The session with what the organiser locked in the plan that was `given`, the plan, and the organiser's words."""
    problem, wishes = read(input, plans=(plan,), contacts=contacts_beside(input))
    result = read_result(plan, problem.whole)
    problem = replace(problem, locks=read_locks(given, problem))
    result = replace(result, scenario=result.scenario or wishes.name)
    return problem, result, documents_for(input)


def shown(problem: Problem, plan: Plan) -> Problem:
    """The session that a plan's papers show: with those whom a scenario leaves out if the plan names them all the same,
    as one that breaks rules may."""
    return problem.whole if any(problem.gone_from(task) for task in plan.tasks) else problem
