"""How much it takes of what is offered: first roughly, with quick questions, then exactly as far as there is time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tspi_sched.checker import check
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.explanations.repairs.changes import Change, applied
from tspi_sched.explanations.repairs.offer import Offer
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem

Together = tuple[Offer, ...]
"""Offers that are taken up together."""

QUESTION = 1.5
"""Seconds for one question to the solver, more if there is time."""


@dataclass(frozen=True)
class Amount:
    """How much is taken of an offer: the place in one of its scopes of what is enough, and of what is proven not to be.

    The latter is -1 if nothing is known.
    """

    scope: Sequence[Change]
    enough: int
    too_little: int = -1

    @property
    def change(self) -> Change:
        """What it comes to."""
        return self.scope[self.enough]

    @property
    def least(self) -> bool:
        """Whether less is proven not to do."""
        return self.enough - self.too_little == 1


@dataclass(frozen=True)
class Taken:
    """So much of each of some offers, with a plan that this allows."""

    amounts: tuple[Amount, ...]
    plan: Plan

    @property
    def changes(self) -> tuple[Change, ...]:
        """All the changes."""
        return tuple(amount.change for amount in self.amounts)

    @property
    def least(self) -> bool:
        """Whether less of any of them is proven not to do."""
        return all(amount.least for amount in self.amounts)

    def but(self, place: int, problem: Problem) -> Problem:
        """A session with all the changes but one."""
        return applied(problem, [change for n, change in enumerate(self.changes) if n != place])

    def with_amount(self, place: int, amount: Amount, plan: Plan) -> "Taken":
        """The same with another amount in one place."""
        return Taken((*self.amounts[:place], amount, *self.amounts[place + 1 :]), plan)


def roughly(problem: Problem, offers: Together, plan: Plan, oracle: Oracle) -> Taken:
    """As little of each of some offers, whose most suffices, as shows quickly; of the hardest first."""
    taken = Taken(tuple(Amount(offer.scopes[-1], len(offer.scopes[-1]) - 1) for offer in offers), plan)
    for place in reversed(range(len(offers))):
        others = taken.but(place, problem)
        taken = taken.with_amount(place, *_of_the_best_scope(others, offers[place], taken.plan, oracle))
    return taken


def exactly(problem: Problem, taken: Taken, oracle: Oracle) -> Taken:
    """As little of each as will do, from the least on that is not ruled out."""
    for place in reversed(range(len(taken.amounts))):
        others, within = taken.but(place, problem), oracle.by(1 / (place + 1))
        taken = taken.with_amount(place, *_least(others, taken.amounts[place], taken.plan, within))
    return taken


def fitted(problem: Problem, taken: Taken, plan: Plan) -> Taken:
    """The same for another plan, with no more of each than that needs."""
    for place in reversed(range(len(taken.amounts))):
        amount = _used(taken.but(place, problem), taken.amounts[place], plan)
        taken = taken.with_amount(place, amount, plan)
    return taken


def _of_the_best_scope(problem: Problem, offer: Offer, plan: Plan, oracle: Oracle) -> tuple[Amount, Plan]:
    """How much it takes in the first scope whose most is seen to be enough; of several to compare, in the cheapest."""
    best: tuple[Amount, Plan] | None = None
    for scope in offer.scopes[:-1]:
        if (best and not offer.compare) or oracle.left <= 0:
            break
        if found := oracle.ask(scope[-1].apply(problem), 0).plan:
            one = _rough(problem, scope, found, oracle)
            best = one if best is None or one[0].change.minutes < best[0].change.minutes else best
    return best or _rough(problem, offer.scopes[-1], plan, oracle)


def _rough(problem: Problem, scope: Sequence[Change], plan: Plan, oracle: Oracle) -> tuple[Amount, Plan]:
    """As little of what is offered in a scope, whose most suffices, as shows quickly."""
    amount = _used(problem, Amount(scope, len(scope) - 1), plan)
    sure = _ruled_out(problem, scope, amount.enough, oracle)
    enough, plan = _halved(problem, scope, (sure, amount.enough), plan, oracle)
    return Amount(scope, enough, sure), plan


def _used(problem: Problem, amount: Amount, plan: Plan) -> Amount:
    """The least of what is enough under which a plan keeps every rule."""
    enough = amount.enough
    while enough - 1 > amount.too_little and not check(amount.scope[enough - 1].apply(problem), plan):
        enough -= 1
    return replace(amount, enough=enough)


def _ruled_out(problem: Problem, scope: Sequence[Change], enough: int, oracle: Oracle) -> int:
    """The greatest change below one that is enough of which counting shows that it is not; -1 if there is none."""
    no, open_from = -1, enough
    while open_from - no > 1:
        middle = (no + open_from) // 2
        if oracle.patterns_refute(scope[middle].apply(problem)):
            no = middle
        else:
            open_from = middle
    return no


def _halved(
    problem: Problem, scope: Sequence[Change], between: tuple[int, int], plan: Plan, oracle: Oracle
) -> tuple[int, Plan]:
    """The least that is quickly seen to be enough, by halves, and a plan for it."""
    low, enough = between
    while enough - low > 1 and oracle.left > 0:
        middle = (low + enough) // 2
        if found := oracle.ask(scope[middle].apply(problem), 0).plan:
            plan, enough = found, _used(problem, Amount(scope, middle, low), found).enough
        else:
            low = middle
    return enough, plan


def _least(problem: Problem, amount: Amount, plan: Plan, oracle: Oracle) -> tuple[Amount, Plan]:
    """The least that is enough and a plan for it; its neighbour below is proven not to do, if time allows."""
    low, amount = amount.too_little, _used(problem, amount, plan)
    while amount.enough - low > 1 and oracle.left > 0:
        place = low + max(1, (amount.enough - low) // 4)
        seconds = min(max(QUESTION, oracle.left / 4), oracle.left)
        answer = oracle.ask(amount.scope[place].apply(problem), seconds)
        if answer.plan:
            plan, amount = answer.plan, _used(problem, replace(amount, enough=place), answer.plan)
        elif answer.impossible:
            low, amount = place, replace(amount, too_little=place)
        else:
            low = place
    return amount, plan
