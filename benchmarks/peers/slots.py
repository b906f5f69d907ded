"""Ranges of slots spelled out."""

from collections.abc import Iterable, Iterator


def slots(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    """All the slots of ranges, ends included."""
    return (slot for first, last in ranges for slot in range(first, last + 1))
