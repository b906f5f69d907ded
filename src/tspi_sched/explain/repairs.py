"""What would make a plan possible: the least changes, the easiest first, each applied and solved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tspi_sched.check import measure
from tspi_sched.explain.amounts import Taken, Together, exactly, fitted, roughly
from tspi_sched.explain.changes import applied, snippet
from tspi_sched.explain.hunt import Cause
from tspi_sched.explain.offers_lengths import other_lengths
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
from tspi_sched.explain.oracle import Oracle
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem

OFFERS: tuple[Callable[[Problem, Facts], Iterator[Offer]], ...] = (
    unlocked, close_later, open_earlier, shorter_meal, limits, other_rules, other_lengths, rooms_apart, projectors,
    desks, oral_rooms, invigilators, other_panels, more_days, panels, more_availability,
)  # fmt: skip
"""In the order in which they are offered: the easier for an organiser, the sooner."""

ENOUGH, FEW = 5, 3
"""So many repairs are worked out if there are; combinations only as long as there are fewer than so many."""

QUESTION = 3.0
"""Seconds for one question to the solver, at the most."""

SEARCH, LESS, SOONER = 0.55, 0.85, 0.5
"""Shares of the time until what suffices, and how little of it, must be found out. Seconds that a plan that ends sooner
is worth."""


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
    found: dict[Together, Taken] = {}
    searching, lessening = oracle.by(SEARCH), oracle.by(LESS)
    for count, enough in ((1, ENOUGH), (2, FEW), (3, FEW)):
        promising = list(_promising(offers, causes, count))
        for some, plan in _sufficient(problem, promising, found, enough, searching if found else lessening):
            found[some] = roughly(problem, some, plan, lessening)
            found = dict(sorted(found.items(), key=lambda item: _hardness(item[0], offers)))
            yield _repairs(problem, found)
    for number, (some, taken) in enumerate(found.items()):
        found[some] = exactly(problem, taken, lessening.by(1 / (len(found) - number)))
        yield _repairs(problem, found)
    for some, taken in found.items():
        if oracle.left > SOONER:
            found[some] = fitted(problem, taken, oracle.sooner(applied(problem, taken.changes), taken.plan))
            yield _repairs(problem, found)


def _hardness(some: Together, offers: list[Offer]) -> tuple[int, list[int]]:
    """Single changes first, then in the order of the offers."""
    return len(some), [offers.index(offer) for offer in some]


def _repairs(problem: Problem, found: Mapping[Together, Taken]) -> tuple[Repair, ...]:
    return tuple(_repair(problem, taken) for taken in found.values())


def _repair(problem: Problem, taken: Taken) -> Repair:
    variant = applied(problem, taken.changes)
    said = tuple(change.said for change in taken.changes)
    return Repair(said, snippet(variant, taken.changes), variant, taken.plan, taken.least)


def _sufficient(
    problem: Problem, promising: Sequence[Together], found: Mapping[Together, Taken], enough: int, oracle: Oracle
) -> Iterator[tuple[Together, Plan]]:
    """Those that suffice, with a plan each, until enough are `found`; none that holds another one of these.

    First those of which it shows quickly. What a combination does not need is left away, which shows where its parts
    alone were not known to suffice.
    """
    known = set(found)
    for seconds in (0.0, QUESTION):
        doubtful = []
        for some in promising:
            if len(known) >= enough or oracle.left <= 0:
                return
            if _holds_another(some, known):
                continue
            answer = oracle.ask(applied(problem, [offer.most for offer in some]), seconds)
            if answer.plan:
                some, plan = _needed(problem, some, answer.plan, oracle)
                if not _holds_another(some, known):
                    known.add(some)
                    yield some, plan
            elif not answer.impossible:
                doubtful.append(some)
        promising = doubtful


def _needed(problem: Problem, some: Together, plan: Plan, oracle: Oracle) -> tuple[Together, Plan]:
    """What of a combination is seen to be needed, and a plan with it."""
    for offer in reversed(some):
        others = tuple(one for one in some if one is not offer)
        if others and (fewer := oracle.ask(applied(problem, [other.most for other in others]), 0).plan):
            some, plan = others, fewer
    return some, plan


def _holds_another(some: Together, found: Iterable[Together]) -> bool:
    return any(set(others) <= set(some) for others in found)


def _promising(offers: Sequence[Offer], causes: Sequence[Cause], count: int) -> Iterator[Together]:
    """Combinations of so many offers that may do something about each cause, none of them for nothing."""
    places = sorted(combinations(range(len(offers)), count), key=lambda some: (sum(some), some))
    for some in ([offers[place] for place in chosen] for chosen in places):
        hits = [[bool(offer.hits & cause.kinds) for cause in causes] for offer in some]
        useful = all(any(column) for column in zip(*hits, strict=True)) and all(map(any, hits))
        if useful and len({offer.name for offer in some}) == count:
            yield tuple(some)
