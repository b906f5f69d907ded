"""Stretches of a day in minutes: what several availabilities have in common."""

from tspi_sched.problem import Availability, Day

Windows = tuple[tuple[int, int], ...]
"""Stretches of one day in minutes from midnight, in order."""


def common_windows(day: Day, availabilities: list[Availability]) -> Windows:
    """The stretches of a day that lie inside every one of the availabilities."""
    common: Windows = ((day.open, day.close),)
    for availability in availabilities:
        common = intersect(common, day.windows(availability))
    return common


def intersect(left: Windows, right: Windows) -> Windows:
    """The common parts of two lists of stretches."""
    parts = [(max(a0, b0), min(a1, b1)) for a0, a1 in left for b0, b1 in right]
    return tuple((start, end) for start, end in parts if start < end)
