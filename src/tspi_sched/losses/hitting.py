"""The least set that is enough for every question, where only an oracle knows what is enough.

What is asked is monotone: what is enough stays enough with more. So a set that is not enough for a question proves that
one element outside it is needed: a *cut*. The search is Reiter's hitting set tree in the order of cost (uniform-cost
search): the cheapest set that hits all the cuts known is asked; where it is not enough it gives another cut, on whose
elements it is branched. The first set that is enough for every question is one of the cheapest; until then, the cost
of the set at hand bounds them all from below.
"""

import heapq
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Element = TypeVar("Element", bound=Hashable)
Question = TypeVar("Question", bound=Hashable)
Cost = tuple[int, int]
"""What a set costs: the first number matters more than the second."""


@dataclass(frozen=True, slots=True)
class Enough(Generic[Element]):
    """A set is enough, and so are already these elements of it."""

    elements: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Needed(Generic[Element]):
    """A set is not enough: proven, and so is that one of these elements is needed; none: no set is enough."""

    elements: frozenset[Element]


Answer = Enough[Element] | Needed[Element] | None
"""What an oracle says of a set; None: it is not known."""


@dataclass(frozen=True, slots=True)
class Least(Generic[Element]):
    """A set that is enough for every question (None: none is known, and none exists if that is `proven`); no set that
    is costs less than `at_least`. `proven`: the set itself is one of the cheapest."""

    chosen: frozenset[Element] | None
    at_least: Cost
    proven: bool


@dataclass
class Tree(Generic[Element, Question]):
    """What is known so far: of each question the sets that are enough and the cuts; and the sets still to be looked at.

    `costs` gives each element what it costs, in the order in which sets of equal cost are preferred; `with_it` adds
    what an element brings along.
    """

    questions: Sequence[Question]
    costs: Mapping[Element, Cost]
    with_it: Callable[[Element], Iterable[Element]] = lambda element: (element,)
    enough: dict[Question, list[frozenset[Element]]] = field(default_factory=dict)
    cuts: dict[Question, list[frozenset[Element]]] = field(default_factory=dict)

    def cost(self, chosen: Iterable[Element]) -> Cost:
        """What a set costs."""
        found = [self.costs[element] for element in chosen]
        return sum(first for first, _second in found), sum(second for _first, second in found)

    def open(self, chosen: frozenset[Element]) -> list[Question]:
        """The questions for which it is not known that a set is enough."""
        return [one for one in self.questions if not any(known <= chosen for known in self.enough.get(one, ()))]

    def missed(self, chosen: frozenset[Element]) -> frozenset[Element] | None:
        """The smallest cut of which a set has nothing; None if it has something of each."""
        missed = [cut for cuts in self.cuts.values() for cut in cuts if not cut & chosen]
        return min(missed, key=len, default=None)

    def learn(self, question: Question, answer: "Answer[Element]") -> None:
        """Take an answer of the oracle."""
        if isinstance(answer, Enough):
            self.enough.setdefault(question, []).append(answer.elements)
        elif isinstance(answer, Needed):
            self.cuts.setdefault(question, []).append(answer.elements)

    def together(self) -> frozenset[Element] | None:
        """A cheap set known to be enough for every question, put together from what is enough for each; None where
        nothing is known of one of them."""
        if any(not self.enough.get(question) for question in self.questions):
            return None
        chosen: frozenset[Element] = frozenset()
        for question in sorted(self.questions, key=lambda one: max(map(self.cost, self.enough[one])), reverse=True):
            chosen |= min((known - chosen for known in self.enough[question]), key=self.cost)
        return chosen


Ask = Callable[[Sequence[Question], frozenset[Element]], Mapping[Question, "Answer[Element]"]]
"""An oracle: whether a set is enough for each of some questions; what it has no answer to may be left out."""


def least(
    tree: "Tree[Element, Question]", ask: "Ask[Question, Element]", on_time: Callable[[], bool]
) -> "Least[Element]":
    """The cheapest set that is enough for every question; `on_time` says whether there is time to go on.

    Where the oracle does not know, the search goes on as if the set were not enough; what is found then is enough, but
    bounded only by the cost of that set.
    """
    leaves, floor = _Leaves(tree), None
    while leaves.heap:
        cost, _place, chosen = heapq.heappop(leaves.heap)
        known = tree.together()
        if known is not None and tree.cost(known) <= cost:
            return Least(known, floor or cost, floor is None)
        if not on_time():
            return Least(known, floor or cost, False)
        if tree.missed(chosen) is None and (open_questions := tree.open(chosen)):
            for question, answer in ask(open_questions, chosen).items():
                tree.learn(question, answer)
        if (cut := tree.missed(chosen)) is not None:
            leaves.branch(chosen, cut)
        elif not tree.open(chosen):
            return Least(chosen, floor or cost, floor is None)
        else:
            floor = floor or cost
            leaves.branch(chosen, tree.costs)
    return Least(tree.together(), floor or (0, 0), floor is None)


class _Leaves(Generic[Element, Question]):
    """The sets still to be looked at, the cheapest first; each is looked at once."""

    def __init__(self, tree: "Tree[Element, Question]") -> None:
        self.tree = tree
        self.order = {element: place for place, element in enumerate(tree.costs)}
        self.heap: list[tuple[Cost, tuple[int, ...], frozenset[Element]]] = [((0, 0), (), frozenset())]
        self.seen = {self.heap[0][2]}

    def branch(self, chosen: frozenset[Element], elements: Iterable[Element]) -> None:
        """Add a set with one of some elements more, for each of them."""
        for element in elements:
            more = chosen | set(self.tree.with_it(element))
            if more not in self.seen:
                self.seen.add(more)
                place = tuple(sorted(self.order[one] for one in more))
                heapq.heappush(self.heap, (self.tree.cost(more), place, more))
