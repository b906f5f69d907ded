"""Neighbours: which orals of a candidate are on one day, and what the hearings of all candidates keep for that.

Agents hear candidates one by one. That each has its orals in the order of its tracks, and on the same days as others
before and after them, are sums over all agents, which prices stand for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Ends(NamedTuple):
    """Whether orals are the first ones of their candidate on their day, and the last ones."""

    first: bool
    last: bool


ALONE = Ends(first=True, last=True)
"""Orals beside which the candidate has no others on that day."""

HearingKey = tuple[int, int, Ends]
"""Of a hearing: its sort, its day, and whether it is its candidate's first and last on that day."""


@dataclass(frozen=True)
class LinkingConstraint:
    """A sum over all hearings that is 0, or not above it."""

    coefficients: Mapping[HearingKey, tuple[int, int]]
    """What a hearing adds to it, in any case and for each slot from midnight to its first oral."""
    exact: bool

    @cached_property
    def by_slot(self) -> bool:
        """Whether it depends on the hours."""
        return any(each for _, each in self.coefficients.values())

    def of(self, heard: Sequence[tuple[int, int, Ends]], day: int) -> int:
        """What hearings add to it, by sort, slot and ends; `day`: slots of a day."""
        found = ((self.coefficients.get((number, start // day, ends)), start % day) for number, start, ends in heard)
        return sum(worth[0] + worth[1] * at for worth, at in found if worth)


Before = tuple[int, Sequence[Sequence[Ends]], int]
"""A sort, by day what its orals may be, and how long they take with the rest behind them."""


def linking_constraints_of(before: Before, after: tuple[int, Sequence[Sequence[Ends]]]) -> Iterator[LinkingConstraint]:
    """What a sort and the next one of the same candidates keep on all days."""
    for d in range(len(before[1])):
        one = {(before[0], d, ends) for ends in before[1][d] if not ends.last}
        other = {(after[0], d, ends) for ends in after[1][d] if not ends.first}
        yield LinkingConstraint(dict.fromkeys(one, (1, 0)) | dict.fromkeys(other, (-1, 0)), exact=True)
        yield LinkingConstraint(dict.fromkeys(one, (before[2], 1)) | dict.fromkeys(other, (0, -1)), exact=False)
    for d in range(1, len(before[1]) - 1):
        begun = {(after[0], e, ends) for e in range(d + 1) for ends in after[1][e] if ends.first}
        ended = {(before[0], e, ends) for e in range(d) for ends in before[1][e] if ends.last}
        yield LinkingConstraint(dict.fromkeys(begun, (1, 0)) | dict.fromkeys(ended, (-1, 0)), exact=False)
