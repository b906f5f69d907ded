"""Stretches of time on a day: the little arithmetic that many rules need."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from tspi_sched.plan import Span

DAY_MINUTES = 1440


S = TypeVar("S", bound=Span)
T = TypeVar("T")
K = TypeVar("K")


def started(span: Span) -> int:
    """The moment a span starts, on one scale for all days: elapsed minutes of the calendar."""
    return span.day.toordinal() * DAY_MINUTES + span.start


def ended(span: Span) -> int:
    """The moment a span ends, on the same scale."""
    return span.day.toordinal() * DAY_MINUTES + span.end


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share some time."""
    return a.day == b.day and a.start < b.end and b.start < a.end


def overlaps(spans: Iterable[S]) -> Iterator[tuple[S, S]]:
    """Every pair of spans that share some time, the earlier first."""
    ordered = sorted(((started(span), span) for span in spans), key=lambda pair: pair[0])
    for place, (_start, a) in enumerate(ordered, start=1):
        end = ended(a)
        for start, b in islice(ordered, place, None):
            if start >= end:
                break
            if overlap(a, b):
                yield a, b


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Items by key, both in the order met."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def longest_free(busy: Iterable[tuple[int, int]], start: int, end: int) -> int:
    """The longest stretch between start and end that no busy interval touches."""
    longest, free_from = 0, start
    for busy_start, busy_end in sorted(busy):
        longest = max(longest, min(busy_start, end) - free_from)
        free_from = max(free_from, busy_end)
    return max(longest, end - free_from)
