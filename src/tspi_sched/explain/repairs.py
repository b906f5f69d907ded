"""What would make a plan possible: the least changes, the easiest first, each applied and solved."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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

QUESTION = 3.0
"""Seconds for one question to the solver, at the most."""

SEARCH, LESS = 0.6, 0.75
"""Share of the time for finding out what suffices; of the rest, for how little of it. What remains is for their plans."""


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
    Last, plans that end sooner.
    """
    facts = [fact for cause in causes for fact in cause.facts]
    makers = (*OFFERS, lifted_exclusions) if exclusions else OFFERS
    offers = [offer for make in makers for offer in make(problem, dict.fromkeys(facts)) if offer.scopes]
    found: list[tuple[Together, Repair]] = []
    searching = oracle.by(SEARCH)
    for count, enough in ((1, ENOUGH), (2, FEW), (3, FEW)):
        before, less = len(found), oracle.by(LESS)
        for some, plan in _sufficient(problem, _promising(offers, causes, count), found, enough, searching):
            found.append((some, _repair(problem, _most(some), plan, False)))
            yield _only(found)
        for place in range(before, len(found)):
            some, repair = found[place]
            found[place] = some, _lessened(problem, some, repair.plan, less.by(1 / (len(found) - place)))
            yield _only(found)
    for place, (some, repair) in enumerate(found):
        plan = _sooner(repair.problem, repair.plan, oracle.by(1 / (len(found) - place)))
        found[place] = some, replace(repair, plan=plan)
        yield _only(found)


def _only(found: Iterable[tuple[Together, Repair]]) -> tuple[Repair, ...]:
    return tuple(repair for _some, repair in found)


def _sufficient(
    problem: Problem,
    promising: Iterator[Together],
    found: Sequence[tuple[Together, Repair]],
    enough: int,
    oracle: Oracle,
) -> Iterator[tuple[Together, Plan]]:
    """Those that suffice, with a plan each, until enough are `found`; none that holds another one of these.

    What a combination does not need is left away, which shows where its parts alone were not known to suffice.
    """
    for some in promising:
        if len(found) >= enough or oracle.left <= 0:
            return
        if _holds_another(some, found) or not (plan := _plan_with(problem, some, oracle)):
            continue
        for offer in reversed(some):
            others = tuple(one for one in some if one is not offer)
            if others and (fewer := _plan_with(problem, others, oracle)):
                some, plan = others, fewer
        if not _holds_another(some, found):
            yield some, plan


def _holds_another(some: Together, found: Iterable[tuple[Together, Repair]]) -> bool:
    return any(set(others) <= set(some) for others, _repair in found)


def _plan_with(problem: Problem, some: Together, oracle: Oracle) -> Plan | None:
    """A plan with as much as may be had of some offers."""
    return oracle.ask(applied(problem, _most(some)), QUESTION).plan


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


def _lessened(problem: Problem, offers: Together, plan: Plan, oracle: Oracle) -> Repair:
    """As little of each of some offers as will do, of the hardest first."""
    chosen, least = _most(offers), True
    for place in reversed(range(len(offers))):
        others = applied(problem, [*chosen[:place], *chosen[place + 1 :]])
        chosen[place], plan, sure = _least(others, offers[place], plan, oracle.by(1 / (place + 1)))
        least = least and sure
    return _repair(problem, chosen, plan, least)


def _least(problem: Problem, offer: Offer, plan: Plan, oracle: Oracle) -> tuple[Change, Plan, bool]:
    """As little of an offer as will do, in the first scope where it does; a plan for it; whether less is no use."""
    for scope in offer.scopes[:-1]:
        answer = oracle.ask(scope[-1].apply(problem), QUESTION / 2)
        if answer.plan:
            return _least_in(problem, scope, answer.plan, oracle)
    return _least_in(problem, offer.scopes[-1], plan, oracle)


def _least_in(problem: Problem, scope: Sequence[Change], plan: Plan, oracle: Oracle) -> tuple[Change, Plan, bool]:
    """The least change of a scope whose last one is enough, a plan for it, and whether less is proven not to do.

    First what counting rules out, which is nearly all that does not do; so the rest is asked from there on.
    """
    enough = _used(problem, scope, plan, len(scope) - 1)
    too_little = sure = _ruled_out(problem, scope, enough, oracle)
    while enough - too_little > 1 and oracle.left > 0:
        place = too_little + max(1, (enough - too_little) // 4)
        answer = oracle.ask(scope[place].apply(problem), min(QUESTION / 2, oracle.left / 2))
        if answer.plan:
            plan, enough = answer.plan, _used(problem, scope, answer.plan, place)
        else:
            too_little, sure = place, place if answer.impossible else sure
    return scope[enough], plan, enough - sure == 1


def _ruled_out(problem: Problem, scope: Sequence[Change], enough: int, oracle: Oracle) -> int:
    """The greatest change below one that is enough of which counting shows that it is not; -1 if there is none."""
    no, open_from = -1, enough
    while open_from - no > 1:
        middle = (no + open_from) // 2
        if oracle.tally_refutes(scope[middle].apply(problem)):
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
