"""Maximum bipartite matching by augmenting paths: places for jobs, so that as many as possible have one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Taker = TypeVar("Taker")
Place = TypeVar("Place")


def bipartite_matching(
    takers: Sequence[Taker],
    places: Sequence[Place],
    fits: Callable[[Taker, Place], bool],
    order: Callable[[Taker], Sequence[int]] | None = None,
) -> dict[int, Taker]:
    """The taker of each place, by the place's number; as many get one as can (augmenting paths).

    Takers choose in turn, each the first free place in its own `order` (numbers of places; all by default).
    """
    taken: dict[int, Taker] = {}

    def settle(taker: Taker, seen: set[int]) -> bool:
        wanted = order(taker) if order else range(len(places))
        free = [place for place in wanted if place not in seen and fits(taker, places[place])]
        for place in sorted(free, key=lambda place: place in taken):
            seen.add(place)
            if place not in taken or settle(taken[place], seen):
                taken[place] = taker
                return True
        return False

    for taker in takers:
        settle(taker, set())
    return taken
