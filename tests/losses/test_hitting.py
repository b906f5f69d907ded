"""The least set that is enough for every question, against all sets there are."""

import random
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest

from tspi_sched.losses.hitting import Enough, Needed, Tree, least

TRIALS = 400


def oracle(wanted: Any, *, sharp: bool = True, silent: frozenset[Any] = frozenset()) -> Callable[..., Any]:
    """Answers of questions that are each met by some sets (and by all that hold one of them); `sharp`: a cut is as
    small as can be; nothing is said of the sets in `silent`."""

    def ask(questions: Any, chosen: Any) -> Any:
        answers: dict[Any, Any] = {}
        for question in questions:
            met = [want for want in wanted[question] if want <= chosen]
            if chosen in silent:
                answers[question] = None
            elif met:
                answers[question] = Enough(met[0])
            else:
                answers[question] = Needed(short(wanted[question], chosen))
        return answers

    def short(wants: Any, chosen: Any) -> Any:
        everything = frozenset().union(*(want for found in wanted.values() for want in found))
        if sharp:  # grow the set as long as it is not enough
            for element in sorted(everything):
                if not any(want <= chosen | {element} for want in wants):
                    chosen |= {element}
        return everything - chosen

    return ask


def cheapest(wanted: Any, costs: dict[str, tuple[int, int]]) -> tuple[int, ...]:
    """The cost of the cheapest set that meets every question, by looking at all sets."""
    sets = (frozenset(chosen) for size in range(len(costs) + 1) for chosen in combinations(costs, size))
    met = (one for one in sets if all(any(want <= one for want in wants) for wants in wanted.values()))
    return min((tuple(sum(costs[element][place] for element in one) for place in (0, 1)) for one in met), default=None)


def invented(chance: Random) -> tuple[Any, ...]:
    """Questions that some sets meet, and what the elements cost."""
    elements = "abcdefg"[: chance.randint(1, 7)]
    costs = {element: chance.choice([(0, 1), (0, 1), (0, 2), (1, 0)]) for element in elements}
    wanted = {
        question: [
            frozenset(chance.sample(elements, chance.randint(0, min(3, len(elements)))))
            for _one in range(chance.randint(1, 3))
        ]
        for question in range(chance.randint(1, 4))
    }
    return wanted, costs


@pytest.mark.parametrize("sharp", [True, False])
def test_the_least_set_costs_as_little_as_any_set(sharp: bool) -> None:
    chance, several = random.Random(1), 0
    for _trial in range(TRIALS):
        wanted, costs = invented(chance)
        found = least(Tree(list(wanted), costs), oracle(wanted, sharp=sharp), lambda: True)
        assert found.proven
        assert found.chosen is not None
        assert all(any(want <= found.chosen for want in wants) for wants in wanted.values())
        cost = Tree(list(wanted), costs).cost(found.chosen)
        assert cost == found.at_least == cheapest(wanted, costs)
        several += len(found.chosen) > 1
    assert several > TRIALS / 4  # else there was little to find


def test_where_the_oracle_is_silent_the_interval_holds_the_least() -> None:
    chance, doubtful = random.Random(2), 0
    for _trial in range(TRIALS):
        wanted, costs = invented(chance)
        sets = [frozenset(c) for size in range(3) for c in combinations(costs, size)]
        silent = frozenset(chance.sample(sets, min(len(sets), 4)))
        found = least(Tree(list(wanted), costs), oracle(wanted, silent=silent), lambda: True)
        true = cheapest(wanted, costs)
        assert found.at_least <= true
        if found.chosen is not None:
            assert all(any(want <= found.chosen for want in wants) for wants in wanted.values())
            assert Tree(list(wanted), costs).cost(found.chosen) >= true
        if found.proven:
            assert found.at_least == true
        doubtful += not found.proven
    assert doubtful > TRIALS / 20


def test_out_of_time_the_bound_is_that_of_the_cheapest_set_not_refuted() -> None:
    wanted, costs = {1: [frozenset("ab")], 2: [frozenset("cd")]}, dict.fromkeys("abcd", (0, 1))
    moments = iter([True, True, False])
    tree = Tree(list(wanted), costs)
    for question, sets in wanted.items():
        tree.learn(question, Enough(sets[0]))
    found = least(tree, oracle(wanted), lambda: next(moments))
    assert found.chosen == frozenset("abcd")  # known to be enough from the start
    assert (0, 0) < found.at_least < (0, 4)
    assert not found.proven


def test_no_question_needs_nothing_and_what_nothing_meets_is_proven() -> None:
    assert least(Tree([], {"a": (0, 1)}), oracle({}), lambda: True).chosen == frozenset()
    nothing = least(Tree([1], {"a": (0, 1)}), lambda _questions, _set: {1: Needed(frozenset())}, lambda: True)
    assert (nothing.chosen, nothing.proven) == (None, True)


def test_an_element_brings_others_along() -> None:
    costs = {"x1": (1, 0), "x2": (1, 0)}
    tree = Tree([1], costs, lambda element: ("x1", "x2") if element == "x2" else ("x1",))
    found = least(tree, oracle({1: [frozenset({"x2"})]}), lambda: True)
    assert (found.chosen, found.at_least, found.proven) == (frozenset({"x1", "x2"}), (2, 0), True)
