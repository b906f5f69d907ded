"""What a change costs: every objective before and after, and who must be told of another day."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tspi_sched.checker import measure
from tspi_sched.comparison.people import Notice, Person, notices
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.wishes import AGAINST_BASELINE, DEFAULT_ORDER, Objective


@dataclass(frozen=True, slots=True)
class Cost:
    """An objective's value before a change and after it."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody whose own day differs: a candidate, a member or an invigilator (`kind`), with each day that does."""

    kind: str
    person: Person
    days: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a change costs."""

    costs: tuple[Cost, ...]
    told: tuple[Told, ...]


def price(problem: Problem, before: Plan, after: Plan, objectives: Iterable[Objective] = ()) -> Price:
    """What it costs to go from one plan to another, by some objectives or the usual ones, and who must be told."""
    names = [o.name for o in objectives if o.name not in AGAINST_BASELINE] or list(DEFAULT_ORDER)
    old, new = measure(problem, before), measure(problem, after)
    found = notices(problem, "", before, after)
    told = groupby(found, key=lambda notice: (notice.kind, notice.person.id))
    people = (tuple(group) for _key, group in told)
    return Price(
        tuple(Cost(name, old[name], new[name]) for name in names),
        tuple(Told(days[0].kind, days[0].person, days) for days in people),
    )
