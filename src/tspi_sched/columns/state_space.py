"""State spaces of the pricing problems: inventories, and inventories with the workload that is still to be heard.

What a panel may do next depends on its inventory alone. For workload vectors (how many jobs of each class a panel hears
in the session), a state is the inventory and the part of the vector that is still to be heard.
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
"""Inventory by paper type; jobs still to be heard by class of job types, where that is part of the state."""

MAX_WORKLOADS = 60_000
"""Most states with workload vectors; beyond, classes of job types are merged."""


@dataclass(frozen=True)
class StateSpace:
    """A state space: states by index, and the transitions between them. The index after the last one means: no
    state."""

    states: tuple[State, ...]
    """The first is the empty inventory."""
    after_marking: tuple[Indices, ...]
    """By paper type and state: the state after marking one."""
    after_hearing: tuple[Indices, ...]
    """By job type and state: the state after hearing one."""
    classes: tuple[int, ...]
    """By job type, its class; job types of one class are not distinguished."""
    needs: Indices
    """By state, the least slots that are needed to finish; non-decreasing."""

    @property
    def no_state(self) -> int:
        """The index that means: no state."""
        return len(self.states)

    @cached_property
    def workloads(self) -> dict[Counts, int]:
        """By workload vector, the state at the beginning of the session: nothing marked yet."""
        return {left: index for index, (marked, left) in enumerate(self.states) if not any(marked)}


def states_without_workloads(
    markings: Iterable[Counts], papers: Sequence[int], slots: Sequence[int], limit: int
) -> StateSpace:
    """The state space of inventories; `limit`: where to cut it off.

    `papers`: by job type, its paper type; `slots`: by paper type, the least slots to hear one.
    """
    states, needs = _by_need(
        [(marked, ()) for marked in islice(markings, limit)], lambda state: _total(state[0], slots)
    )
    number = len(set(papers))
    after_marking = [_indices(states, _marked(paper_type)) for paper_type in range(number)]
    after_hearing = [_indices(states, _heard(paper_type, None)) for paper_type in range(number)]
    return StateSpace(
        tuple(states),
        tuple(after_marking),
        tuple(after_hearing[paper_type] for paper_type in papers),
        tuple(papers),
        needs,
    )


def states_with_workloads(
    workloads: Sequence[Counts],
    classes: Sequence[int],
    papers: Sequence[int],
    per_job: Sequence[int],
    marks: Sequence[int],
) -> StateSpace:
    """The state space of inventories and these workload vectors; `classes` and `papers`: by job type.

    `per_job`: by job type, slots to mark and hear one; `marks`: by paper type, slots to mark one.
    """
    among = {type_class: paper_type for type_class, paper_type in zip(classes, papers, strict=True)}
    shortest = [
        min(n for n, type_class in zip(per_job, classes, strict=True) if type_class == number)
        for number in range(len(among))
    ]

    def need(state: State) -> int:
        return _total(state[1], shortest) - _total(state[0], marks)

    fitting = [(marked, workload) for workload in workloads for marked in _fitting(workload, among, max(papers) + 1)]
    states, needs = _by_need(fitting, need)
    after_marking = [_indices(states, _marked(paper_type)) for paper_type in range(max(papers) + 1)]
    after_hearing = [_indices(states, _heard(among[type_class], type_class)) for type_class in range(len(among))]
    return StateSpace(
        tuple(states),
        tuple(after_marking),
        tuple(after_hearing[type_class] for type_class in classes),
        tuple(classes),
        needs,
    )


def _by_need(states: list[State], need: Callable[[State], int]) -> tuple[list[State], Indices]:
    """States sorted by the slots that they need, and these slots."""
    needs = sorted((need(state), number) for number, state in enumerate(states))
    return [states[number] for _, number in needs], np.array([slots for slots, _ in needs], dtype=np.intp)


def _total(counts: Counts, per_job: Sequence[int]) -> int:
    return sum(count * slots for count, slots in zip(counts, per_job, strict=True))


def classes_of(
    jobs: Sequence[int], papers: Sequence[int], slots: Sequence[int], room: int
) -> tuple[Counts, list[Counts]] | None:
    """Classes of job types and all workload vectors that fit into `room` slots; None if there are too many.

    `jobs`, `papers`, `slots`: by job type. The rarest classes of one paper type are merged until there are few enough
    states.
    """
    # An agent hears no more than fits into its hours: docs/how/arguments-branch-and-bound.md#classes-of-job-types
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
    """All workload vectors that fit into `room` slots; None if they are more than `MAX_WORKLOADS`."""
    numbers = range(max(classes) + 1)
    upper = [sum(n for n, type_class in zip(jobs, classes, strict=True) if type_class == number) for number in numbers]
    shortest = [
        min(n for n, type_class in zip(slots, classes, strict=True) if type_class == number) for number in numbers
    ]
    partial: list[tuple[Counts, int]] = [((), room)]
    for count, per_job in zip(upper, shortest, strict=True):
        longer = (
            ((*workload, n), left - n * per_job)
            for workload, left in partial
            for n in range(count + 1)
            if n * per_job <= left
        )
        partial = list(islice(longer, MAX_WORKLOADS + 1))
        if len(partial) > MAX_WORKLOADS:
            return None
    return [workload for workload, _ in partial]


def _joined(classes: Sequence[int], jobs: Sequence[int], papers: Sequence[int]) -> list[int] | None:
    """The classes with the rarest two of one paper type merged; None if none are left to merge."""
    counts = {type_class: 0 for type_class in classes}
    for type_class, n in zip(classes, jobs, strict=True):
        counts[type_class] += n
    among = dict(zip(classes, papers, strict=True))
    pairs = [(counts[a] + counts[b], a, b) for a in counts for b in counts if a < b and among[a] == among[b]]
    if not pairs:
        return None
    _, kept, gone = min(pairs)
    renamed = [kept if type_class == gone else type_class for type_class in classes]
    return [sorted(set(renamed)).index(type_class) for type_class in renamed]


def _by_papers(workload: Counts, among: dict[int, int], papers: int) -> Counts:
    return tuple(
        sum(n for type_class, n in enumerate(workload) if among[type_class] == paper_type)
        for paper_type in range(papers)
    )


def _fitting(workload: Counts, among: dict[int, int], papers: int) -> Iterator[Counts]:
    """The inventories within a workload vector."""
    return product(*(range(n + 1) for n in _by_papers(workload, among, papers)))


def _marked(paper_type: int) -> Callable[[State], State]:
    return lambda state: (_changed(state[0], paper_type, 1), state[1])


def _heard(paper_type: int, type_class: int | None) -> Callable[[State], State]:
    return lambda state: (
        _changed(state[0], paper_type, -1),
        state[1] if type_class is None else _changed(state[1], type_class, -1),
    )


def _changed(counts: Counts, position: int, by: int) -> Counts:
    return (*counts[:position], counts[position] + by, *counts[position + 1 :])


def _indices(states: Sequence[State], change: Callable[[State], State]) -> Indices:
    index, no_state = {state: number for number, state in enumerate(states)}, len(states)
    changed: Indices = np.array([*(index.get(change(state), no_state) for state in states), no_state], dtype=np.intp)
    return changed
