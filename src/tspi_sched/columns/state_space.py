"""Piles: what an agent has marked and not heard yet, and in networks of shares, what it has still to hear.

What an agent may do next depends on its pile alone. Where agents are told apart by how many of each sort they hear in
the whole session, their *share*, a state is a pile with the part of the share that is still to be heard.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from math import prod

import numpy as np

Indices = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
Counts = tuple[int, ...]
State = tuple[Counts, Counts]
"""How many of each papers are on the pile; how many of each class of sorts are still to be heard, if that is known."""

MAX_WORKLOADS = 60_000
"""Piles and shares at most: beyond, more sorts are counted together."""


@dataclass(frozen=True)
class StateSpace:
    """The states of an agent, by number, and what marking and hearing make of them; the number after is no state."""

    states: tuple[State, ...]
    """The first one is empty."""
    after_marking: tuple[Indices, ...]
    """By papers and state: the state with one more of them marked."""
    after_hearing: tuple[Indices, ...]
    """By sort and state: the state with one of it heard."""
    classes: tuple[int, ...]
    """By sort: sorts of one class are not told apart."""
    needs: Indices
    """By state, the slots that an agent needs at the least for what is left to do; they do not decrease."""

    @property
    def no_state(self) -> int:
        """What stands for no state."""
        return len(self.states)

    @cached_property
    def workloads(self) -> dict[Counts, int]:
        """By what is to be heard of each class in the whole session, the state in which nothing of it is marked."""
        return {left: index for index, (marked, left) in enumerate(self.states) if not any(marked)}


def states_without_workloads(
    markings: Iterable[Counts], papers: Sequence[int], slots: Sequence[int], most: int
) -> StateSpace:
    """Piles by how many of each papers are on them, at most so many.

    `papers`: by sort, which one it is among; `slots`: by papers, what hearing one of them takes at the least.
    """
    states, needs = _by_need([(marked, ()) for marked in islice(markings, most)], lambda state: _total(state[0], slots))
    number = len(set(papers))
    after_marking = [_indices(states, _marked(which)) for which in range(number)]
    after_hearing = [_indices(states, _heard(which, None)) for which in range(number)]
    return StateSpace(
        tuple(states), tuple(after_marking), tuple(after_hearing[which] for which in papers), tuple(papers), needs
    )


def states_with_workloads(
    workloads: Sequence[Counts],
    classes: Sequence[int],
    papers: Sequence[int],
    each: Sequence[int],
    marks: Sequence[int],
) -> StateSpace:
    """Piles of agents with these shares; `classes` and `papers`: by sort.

    `each`: by sort, what marking and hearing one takes; `marks`: by papers, what marking one does.
    """
    among = {one: which for one, which in zip(classes, papers, strict=True)}
    least = [min(n for n, one in zip(each, classes, strict=True) if one == number) for number in range(len(among))]

    def need(state: State) -> int:
        return _total(state[1], least) - _total(state[0], marks)

    fitting = [(marked, workload) for workload in workloads for marked in _fitting(workload, among, max(papers) + 1)]
    states, needs = _by_need(fitting, need)
    after_marking = [_indices(states, _marked(which)) for which in range(max(papers) + 1)]
    after_hearing = [_indices(states, _heard(among[one], one)) for one in range(len(among))]
    return StateSpace(
        tuple(states), tuple(after_marking), tuple(after_hearing[one] for one in classes), tuple(classes), needs
    )


def _by_need(states: list[State], need: Callable[[State], int]) -> tuple[list[State], Indices]:
    """States in the order of what they need, and this."""
    needs = sorted((need(state), number) for number, state in enumerate(states))
    return [states[number] for _, number in needs], np.array([slots for slots, _ in needs], dtype=np.intp)


def _total(counts: Counts, each: Sequence[int]) -> int:
    return sum(count * slots for count, slots in zip(counts, each, strict=True))


def classes_of(
    jobs: Sequence[int], papers: Sequence[int], slots: Sequence[int], room: int
) -> tuple[Counts, list[Counts]] | None:
    """The classes of the sorts, and all shares that fit into so many slots; by sort: its jobs, papers, slots of one.

    The rarest sorts of the same papers are counted together, until there are few enough states; None if that fails.
    """
    classes: list[int] | None = list(range(len(jobs)))
    while classes is not None:
        workloads = _workloads(classes, jobs, slots, room)
        among = dict(zip(classes, papers, strict=True))
        markings = (prod(1 + n for n in _by_papers(workload, among, max(papers) + 1)) for workload in workloads or ())
        if workloads is not None and sum(markings) <= MAX_WORKLOADS:
            return tuple(classes), workloads
        classes = _joined(classes, jobs, papers)
    return None


def _workloads(classes: Sequence[int], jobs: Sequence[int], slots: Sequence[int], room: int) -> list[Counts] | None:
    """What may be heard of each class in so many slots; None if these are more than `MAX_WORKLOADS`."""
    numbers = range(max(classes) + 1)
    most = [sum(n for n, one in zip(jobs, classes, strict=True) if one == number) for number in numbers]
    least = [min(n for n, one in zip(slots, classes, strict=True) if one == number) for number in numbers]
    found: list[tuple[Counts, int]] = [((), room)]
    for count, each in zip(most, least, strict=True):
        longer = (
            ((*workload, n), left - n * each) for workload, left in found for n in range(count + 1) if n * each <= left
        )
        found = list(islice(longer, MAX_WORKLOADS + 1))
        if len(found) > MAX_WORKLOADS:
            return None
    return [workload for workload, _ in found]


def _joined(classes: Sequence[int], jobs: Sequence[int], papers: Sequence[int]) -> list[int] | None:
    """The classes with the rarest two of the same papers joined; None if all of the same papers are."""
    counts = {one: 0 for one in classes}
    for one, n in zip(classes, jobs, strict=True):
        counts[one] += n
    among = dict(zip(classes, papers, strict=True))
    pairs = [(counts[a] + counts[b], a, b) for a in counts for b in counts if a < b and among[a] == among[b]]
    if not pairs:
        return None
    _, kept, gone = min(pairs)
    renamed = [kept if one == gone else one for one in classes]
    return [sorted(set(renamed)).index(one) for one in renamed]


def _by_papers(workload: Counts, among: dict[int, int], papers: int) -> Counts:
    return tuple(sum(n for one, n in enumerate(workload) if among[one] == which) for which in range(papers))


def _fitting(workload: Counts, among: dict[int, int], papers: int) -> Iterator[Counts]:
    """The piles of which all will be heard."""
    return product(*(range(n + 1) for n in _by_papers(workload, among, papers)))


def _marked(which: int) -> Callable[[State], State]:
    return lambda state: (_changed(state[0], which, 1), state[1])


def _heard(which: int, one: int | None) -> Callable[[State], State]:
    return lambda state: (_changed(state[0], which, -1), state[1] if one is None else _changed(state[1], one, -1))


def _changed(counts: Counts, which: int, by: int) -> Counts:
    return (*counts[:which], counts[which] + by, *counts[which + 1 :])


def _indices(states: Sequence[State], change: Callable[[State], State]) -> Indices:
    index, no_state = {state: number for number, state in enumerate(states)}, len(states)
    changed: Indices = np.array([*(index.get(change(state), no_state) for state in states), no_state], dtype=np.intp)
    return changed
