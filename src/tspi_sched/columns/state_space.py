"""The state space of the pricing problems: inventories, that is the papers marked and not yet heard, by paper type.

What a panel may do next depends on its inventory alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

Indices = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
Counts = tuple[int, ...]
"""An inventory: papers by paper type."""


@dataclass(frozen=True)
class StateSpace:
    """A state space: states by index, and the transitions between them. The index after the last one means: no
    state."""

    states: tuple[Counts, ...]
    """The first is the empty inventory."""
    after_marking: tuple[Indices, ...]
    """By paper type and state: the state after marking one."""
    after_hearing: tuple[Indices, ...]
    """By job type and state: the state after hearing one."""
    needs: Indices
    """By state, the least slots that are needed to finish; non-decreasing."""

    @property
    def no_state(self) -> int:
        """The index that means: no state."""
        return len(self.states)


def inventories(markings: Iterable[Counts], papers: Sequence[int], slots: Sequence[int], limit: int) -> StateSpace:
    """The state space of inventories; `limit`: where to cut it off.

    `papers`: by job type, its paper type; `slots`: by paper type, the least slots to hear one.
    """
    needs = sorted(
        (sum(count * per_job for count, per_job in zip(marked, slots, strict=True)), number, marked)
        for number, marked in enumerate(islice(markings, limit))
    )
    states, number_of_types = [marked for _, _, marked in needs], len(set(papers))
    after_hearing = [_indices(states, paper_type, -1) for paper_type in range(number_of_types)]
    return StateSpace(
        tuple(states),
        tuple(_indices(states, paper_type, 1) for paper_type in range(number_of_types)),
        tuple(after_hearing[paper_type] for paper_type in papers),
        np.array([slots_needed for slots_needed, _, _ in needs], dtype=np.intp),
    )


def _indices(states: Sequence[Counts], paper_type: int, by: int) -> Indices:
    """By state, the index of the one with one paper of a type more or less."""
    index, no_state = {state: number for number, state in enumerate(states)}, len(states)
    changed = (
        index.get((*state[:paper_type], state[paper_type] + by, *state[paper_type + 1 :]), no_state) for state in states
    )
    indices: Indices = np.array([*changed, no_state], dtype=np.intp)
    return indices
