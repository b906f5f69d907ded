"""What would make a plan possible: the least changes, the easiest first, each applied and solved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tspi_sched.check import check, measure
from tspi_sched.explain.changes import Change, applied, snippet
from tspi_sched.explain.hunt import Cause
from tspi_sched.explain.offers_means import (
    desks,
    invigilators,
    lifted_exclusions,
    limits,
    oral_rooms,
    other_panels,
    panels,
    projectors,
)
from tspi_sched.explain.offers_time import (
    Facts,
    Offer,
    close_later,
    more_availability,
    more_days,
    open_earlier,
    other_rules,
    rooms_apart,
    shorter_meal,
    unlocked,
)
from tspi_sched.explain.oracle import Interrupted, Oracle
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.solve import solve
from tspi_sched.wishes import Objective

OFFERS: tuple[Callable[[Problem, Facts], Iterator[Offer]], ...] = (
    unlocked, close_later, open_earlier, shorter_meal, limits, other_rules, rooms_apart, projectors, desks, oral_rooms,
    invigilators, other_panels, more_days, panels, more_availability,
)  # fmt: skip
"""In the order in which they are offered: the easier for an organiser, the sooner."""

ENOUGH, FEW = 5, 3
"""So many repairs are worked out if there are; combinations only as long as there are fewer than so many."""

Together = tuple[Offer, ...]
"""Offers that are taken up together."""

SEARCH = 0.6
"""Share of the time for finding out what suffices; the rest is for how little of it."""

QUESTION = 3.0
"""Seconds for one question to the solver, at the most."""


@dataclass(frozen=True)
class Repair:
    """Changes that make a plan possible, in words and as lines of a scenario, and the plan that was found.

    `least`: less of the same is proven not to do. `finish` is the plan's objective of that name. An empty `snippet`:
    a scenario cannot make these changes.
    """

    said: tuple[str, ...]
    snippet: str
    problem: Problem
    plan: Plan
    least: bool

    @property
    def finish(self) -> int:
        """When the plan ends."""
        return measure(self.problem, self.plan)["finish"]


def find_repairs(
    problem: Problem, causes: Sequence[Cause], oracle: Oracle, exclusions: bool
) -> Iterator[tuple[Repair, ...]]:
    """The repairs found so far, whenever there is one more, or one has become less; exclusions only if asked for.

    Single changes, then combinations as long as there are few: first what suffices, then how little of it will do.
    """
    facts = [fact for cause in causes for fact in cause.facts]
    makers = (*OFFERS, lifted_exclusions) if exclusions else OFFERS
    offers = [offer for make in makers for offer in make(problem, dict.fromkeys(facts)) if offer.scopes]
    found: list[tuple[Together, Repair]] = []
    for count, enough in ((1, ENOUGH), (2, FEW), (3, FEW)):
        before = len(found)
        for some, plan in _sufficient(problem, _promising(offers, causes, count), found, enough, oracle.by(SEARCH)):
            found.append((some, _repair(problem, _most(some), plan, False)))
            yield tuple(repair for _some, repair in found)
        for place in range(before, len(found)):
            some, repair = found[place]
            found[place] = some, _lessened(problem, some, repair.plan, oracle.by(1 / (len(found) - place)))
            yield tuple(repair for _some, repair in found)


def _sufficient(
    problem: Problem,
    promising: Iterator[Together],
    found: Sequence[tuple[Together, Repair]],
    enough: int,
    oracle: Oracle,
) -> Iterator[tuple[Together, Plan]]:
    """Those that suffice, with a plan each, until enough are `found`; none that holds another one of these."""
    for some in promising:
        if len(found) >= enough or oracle.left <= 0:
            return
        if any(set(others) <= set(some) for others, _repair in found):
            continue
        if plan := oracle.ask(applied(problem, _most(some)), max(QUESTION, oracle.left / 4)).plan:
            yield some, plan


def _promising(offers: Sequence[Offer], causes: Sequence[Cause], count: int) -> Iterator[Together]:
    """Combinations of so many offers that may do something about each cause, none of them for nothing."""
    places = sorted(combinations(range(len(offers)), count), key=lambda some: (sum(some), some))
    for some in ([offers[place] for place in chosen] for chosen in places):
        hits = [[bool(offer.hits & cause.kinds) for cause in causes] for offer in some]
        useful = all(any(column) for column in zip(*hits, strict=True)) and all(map(any, hits))
        if useful and len({offer.name for offer in some}) == count:
            yield tuple(some)


def _most(offers: Sequence[Offer]) -> list[Change]:
    """As much as may be had of each offer."""
    return [offer.scopes[-1][-1] for offer in offers]


def _repair(problem: Problem, changes: Sequence[Change], plan: Plan, least: bool) -> Repair:
    variant = applied(problem, changes)
    return Repair(tuple(change.said for change in changes), snippet(variant, changes), variant, plan, least)


def _lessened(problem: Problem, offers: Sequence[Offer], plan: Plan, oracle: Oracle) -> Repair:
    """As little of each of some offers as will do, and a plan that ends as soon as was found in time."""
    chosen, least = _most(offers), True
    for place, offer in enumerate(offers):
        others = applied(problem, [*chosen[:place], *chosen[place + 1 :]])
        chosen[place], plan, sure = _least(others, offer, plan, oracle)
        least = least and sure
    return _repair(problem, chosen, _sooner(applied(problem, chosen), plan, oracle), least)


def _least(problem: Problem, offer: Offer, plan: Plan, oracle: Oracle) -> tuple[Change, Plan, bool]:
    """As little of an offer as will do, in the first scope where it does; a plan for it; whether less is no use."""
    for scope in offer.scopes[:-1]:
        answer = oracle.ask(scope[-1].apply(problem), min(QUESTION, oracle.left / 4))
        if answer.plan:
            return _least_in(problem, scope, answer.plan, oracle)
    return _least_in(problem, offer.scopes[-1], plan, oracle)


def _least_in(problem: Problem, scope: Sequence[Change], plan: Plan, oracle: Oracle) -> tuple[Change, Plan, bool]:
    """The least change of a scope whose last one is enough, a plan for it, and whether less is proven not to do.

    Nearer to what quick proofs rule out than to what is enough: they rule out nearly all that does not do.
    """
    enough = _used(problem, scope, plan, len(scope) - 1)
    too_little = sure = _ruled_out(problem, scope, enough, oracle)
    while enough - too_little > 1 and oracle.left > 0:
        place = too_little + max(1, (enough - too_little) // 4)
        answer = oracle.ask(scope[place].apply(problem), min(QUESTION, oracle.left / 2))
        if answer.plan:
            plan, enough = answer.plan, _used(problem, scope, answer.plan, place)
        else:
            too_little, sure = place, place if answer.impossible else sure
    return scope[enough], plan, enough - sure == 1


def _ruled_out(problem: Problem, scope: Sequence[Change], enough: int, oracle: Oracle) -> int:
    """The greatest change below one that is enough of which a quick proof shows that it is not; -1 if there is none."""
    no, open_from = -1, enough
    while open_from - no > 1:
        middle = (no + open_from) // 2
        if oracle.refuted(scope[middle].apply(problem)):
            no = middle
        else:
            open_from = middle
    return no


def _used(problem: Problem, scope: Sequence[Change], plan: Plan, enough: int) -> int:
    """The least change of a scope under which a plan keeps every rule."""
    while enough > 0 and not check(scope[enough - 1].apply(problem), plan):
        enough -= 1
    return enough


def _sooner(problem: Problem, plan: Plan, oracle: Oracle) -> Plan:
    """A plan that ends no later, found in the time that is left."""
    limit = min(QUESTION / 2, oracle.left)
    if limit <= 0.2:
        return plan
    wishes = replace(oracle.wishes, objectives=(Objective("finish"),), time_limit=limit)
    result = solve(problem, wishes, lambda progress: oracle.watch())
    if result.interrupted:
        raise Interrupted
    plans = [plan, *([result.plan] if result.plan else [])]
    return min(plans, key=lambda one: measure(problem, one)["finish"])
