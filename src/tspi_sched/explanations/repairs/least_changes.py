"""Correction sets: the least changes that make a plan possible, the easiest first, each applied and solved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from tspi_sched.checker import check, measure
from tspi_sched.deadlines import go_on
from tspi_sched.explanations.conflicts.hunt import Cause
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.explanations.repairs.amounts import Taken, Together, exactly, fitted, roughly
from tspi_sched.explanations.repairs.changes import applied, snippet
from tspi_sched.explanations.repairs.free import more_availability
from tspi_sched.explanations.repairs.hours import close_later, more_days, open_earlier, reopened_days
from tspi_sched.explanations.repairs.lengths import other_lengths
from tspi_sched.explanations.repairs.means import (
    desks,
    invigilators,
    lifted_exclusions,
    limits,
    means,
    oral_rooms,
    projectors,
    put_back,
)
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.explanations.repairs.panels import newcomers, other_panels, reserve, substitutes
from tspi_sched.explanations.repairs.rules import other_rules, rooms_apart, shorter_meal, unlocked
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem

OFFERS: tuple[Callable[[Problem, Facts], Iterator[Offer]], ...] = (
    unlocked, substitutes, reserve, reopened_days, put_back, close_later, open_earlier, shorter_meal, limits,
    other_rules, other_lengths, rooms_apart, projectors, means, desks, oral_rooms, invigilators, other_panels,
    more_availability, more_days, newcomers,
)  # fmt: skip
"""In the order in which they are offered: the easier for an organiser, the sooner."""

ENOUGH, FEW = 5, 3
"""So many repairs are worked out if there are; combinations only as long as there are fewer than so many."""

MOST_COMBINED = 24
"""So many of the easiest offers are combined."""

OF_A_SORT = 2
"""So many that differ only in who or what it is are shown."""

QUESTION = 3.0
"""Seconds for one question to the solver, at the most."""

SEARCH, LESS = 0.45, 0.6
"""Shares of the time until what suffices, and how little of it, must be found out; the rest is for sooner ends."""

SOONER = 6.0
"""Seconds that a plan that ends sooner is worth, at the most."""


@dataclass(frozen=True)
class Repair:
    """Changes that make a plan possible, in words and as lines of a scenario, and the plan that was found.

    `least`: less of the same is proven not to do. `finish` is the plan's objective of that name; `soonest`: proven that
    no plan ends sooner. An empty `snippet`: a scenario cannot make these changes.
    """

    said: tuple[str, ...]
    snippet: str
    problem: Problem
    plan: Plan
    least: bool
    soonest: bool = False

    @property
    def finish(self) -> int:
        """When the plan ends."""
        return measure(self.problem, self.plan)["finish"]


@dataclass
class Bench:
    """The search for repairs, which goes on from where it was left: what is offered, and what was found to suffice."""

    problem: Problem
    exclusions: bool = False
    found: dict[Together, Taken] = field(default_factory=dict)
    soonest: set[Together] = field(default_factory=set)
    order: list[Offer] = field(default_factory=list)

    def offers(self, causes: Sequence[Cause]) -> list[Offer]:
        """What may mend some causes; an offer known already is the same one."""
        facts = [fact for cause in causes for fact in cause.facts]
        makers = (*OFFERS, lifted_exclusions) if self.exclusions else OFFERS
        made = [offer for make in makers for offer in make(self.problem, dict.fromkeys(facts)) if offer.scopes]
        known = {_words(offer): offer for offer in self.order}
        self.order = [known.pop(_words(offer), offer) for offer in made] + list(known.values())
        return [offer for offer in self.order if _words(offer) in set(map(_words, made))]

    def repairs(self) -> tuple[Repair, ...]:
        """What was found, single changes first, then in the order of the offers."""
        ranked = sorted(self.found, key=lambda some: (len(some), [self.order.index(offer) for offer in some]))
        return tuple(_repair(self.problem, self.found[some], some in self.soonest) for some in ranked)

    def first(self, causes: Sequence[Cause], oracle: Oracle) -> Iterator[tuple[Repair, ...]]:
        """Single changes that suffice, before it is known whether each fact of a cause matters.

        Those of which it shows quickly; if there is none, the first ones that are found at all.
        """
        singles = list(_promising(self.offers(causes), causes, 1))
        for enough, patience in ((ENOUGH, (0.0,)), (1, (QUESTION,))):
            for some, plan in _sufficient(self.problem, singles, self.found, enough, oracle, patience):
                self.found[some] = roughly(self.problem, some, plan, oracle)
                yield self.repairs()

    def wholly(self, causes: Sequence[Cause], oracle: Oracle) -> Iterator[tuple[Repair, ...]]:
        """All the repairs so far, whenever there is one more, one has become less, or ends sooner.

        Single changes, then combinations as long as there are few: first what suffices, then how little of it will do.
        """
        offers = self.offers(causes)
        searching, lessening = oracle.by(SEARCH), oracle.by(LESS)
        for count, enough in ((1, ENOUGH), (2, FEW), (3, FEW)):
            promising = list(_promising(offers, causes, count))
            within = searching if self.found else lessening
            for some, plan in _sufficient(self.problem, promising, self.found, enough, within):
                self.found[some] = roughly(self.problem, some, plan, lessening)
                yield self.repairs()
        for number, (some, taken) in enumerate(self.found.items()):
            self.found[some] = exactly(self.problem, taken, lessening.by(1 / (len(self.found) - number)))
            yield self.repairs()
        yield from self.sooner(oracle)

    def sooner(self, oracle: Oracle) -> Iterator[tuple[Repair, ...]]:
        """The same with plans that end sooner, as far as they are found; then again where the soonest is not proven."""
        for share in (2, 1):
            doubtful = [some for some in self.found if some not in self.soonest]
            for number, some in enumerate(doubtful):
                taken, seconds = self.found[some], oracle.left / (len(doubtful) - number) / share
                variant = applied(self.problem, taken.changes)
                plan, proven = oracle.soonest(variant, taken.plan, min(SOONER, seconds))
                self.found[some] = fitted(self.problem, taken, plan)
                self.soonest |= {some} if proven else set()
                yield self.repairs()


def _words(offer: Offer) -> tuple[str, ...]:
    return (offer.name, *(change.said for scope in offer.scopes for change in (scope[0], scope[-1])))


def _repair(problem: Problem, taken: Taken, soonest: bool) -> Repair:
    changes = tuple(change.fit(taken.plan) or change for change in taken.changes)
    if check(applied(problem, changes), taken.plan):
        changes = taken.changes
    variant = applied(problem, changes)
    least = taken.least and all(a is b or a.days for a, b in zip(taken.changes, changes, strict=True))
    said = tuple(change.said for change in changes)
    return Repair(said, snippet(variant, changes), variant, taken.plan, least, soonest)


def _sufficient(
    problem: Problem,
    promising: Sequence[Together],
    found: Mapping[Together, Taken],
    enough: int,
    oracle: Oracle,
    patience: tuple[float, ...] = (0.0, QUESTION),
) -> Iterator[tuple[Together, Plan]]:
    """Those that suffice, with a plan each, until enough are `found`; none that holds another one of these.

    First those of which it shows quickly. What a combination does not need is left away, which shows where its parts
    alone were not known to suffice.
    """
    known = set(found)
    for seconds in patience:
        doubtful = []
        for some in promising:
            if len(known) >= enough or oracle.left <= 0:
                return
            if _holds_another(some, known) or _enough_of_it(some, known):
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


def _enough_of_it(some: Together, found: Iterable[Together]) -> bool:
    """Whether so many of the same sort are found that others tell more."""
    sort = [offer.name for offer in some]
    return sum([offer.name for offer in one] == sort for one in found) >= OF_A_SORT


def _holds_another(some: Together, found: Iterable[Together]) -> bool:
    return any(set(others) <= set(some) for others in found)


def _promising(offers: Sequence[Offer], causes: Sequence[Cause], count: int) -> Iterator[Together]:
    """Combinations of so many offers that may do something about each cause, none of them for nothing."""
    many = offers if count == 1 else offers[:MOST_COMBINED]
    places = sorted(combinations(range(len(many)), count), key=lambda some: (sum(some), some))
    for some in ([offers[place] for place in chosen] for chosen in places):
        go_on()
        hits = [[bool(offer.hits & cause.kinds) for cause in causes] for offer in some]
        useful = all(any(column) for column in zip(*hits, strict=True)) and all(map(any, hits))
        if useful and all(one.takes.isdisjoint(other.takes) for one, other in combinations(some, 2)):
            yield tuple(some)
