"""Linking constraints: sums over all hearings that hold because each candidate's orals follow one another.

Panels hear candidates one by one, so no column knows that a candidate's orals come in the order of its tracks, or on
one day with others. Sums over all columns do, and these are dualised.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Ends(NamedTuple):
    """Whether a hearing is its candidate's first of the day, and its last."""

    first: bool
    last: bool


ALONE = Ends(first=True, last=True)
"""The only hearing of its candidate on that day."""

HearingKey = tuple[int, int, Ends]
"""Kind of a hearing: job type, day, ends."""


@dataclass(frozen=True)
class LinkingConstraint:
    """A linking constraint: a sum over all hearings that is 0 (`exact`), or at most 0."""

    coefficients: Mapping[HearingKey, tuple[int, int]]
    """By kind of hearing: its coefficient, and its coefficient per slot from midnight to the first oral."""
    exact: bool

    @cached_property
    def by_slot(self) -> bool:
        """Whether the constraint depends on the hours of the orals."""
        return any(per_slot for _, per_slot in self.coefficients.values())

    def of(self, heard: Sequence[tuple[int, int, Ends]], day: int) -> int:
        """The constraint's sum over some hearings; `day`: slots of a day."""
        terms = ((self.coefficients.get((number, start // day, ends)), start % day) for number, start, ends in heard)
        return sum(worth[0] + worth[1] * clock for worth, clock in terms if worth)


Before = tuple[int, Sequence[Sequence[Ends]], int]
"""A job type, its possible ends by day, and the slots of its orals with the rest after them."""


def linking_constraints_of(before: Before, after: tuple[int, Sequence[Sequence[Ends]]]) -> Iterator[LinkingConstraint]:
    """The linking constraints of a job type and the next one of the same candidates, for all days."""
    # Sums that all the hearings of a plan keep, as the orals of each candidate follow one another:
    # docs/how/arguments-columns.md#linking-constraints
    for d in range(len(before[1])):
        leaving = {(before[0], d, ends) for ends in before[1][d] if not ends.last}
        arriving = {(after[0], d, ends) for ends in after[1][d] if not ends.first}
        yield LinkingConstraint(dict.fromkeys(leaving, (1, 0)) | dict.fromkeys(arriving, (-1, 0)), exact=True)
        yield LinkingConstraint(dict.fromkeys(leaving, (before[2], 1)) | dict.fromkeys(arriving, (0, -1)), exact=False)
    for d in range(1, len(before[1]) - 1):
        begun = {(after[0], e, ends) for e in range(d + 1) for ends in after[1][e] if ends.first}
        ended = {(before[0], e, ends) for e in range(d) for ends in before[1][e] if ends.last}
        yield LinkingConstraint(dict.fromkeys(begun, (1, 0)) | dict.fromkeys(ended, (-1, 0)), exact=False)
