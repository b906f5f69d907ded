"""The moments of a box at which some itineraries are possible, and what they would come to there.

Itineraries of a box count each wait as if the paper were as late as may be, and mark as if it were as early. Where both
are possible with the papers at one moment, dividing the moments tells no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.columns.arc_costs import NOWHERE, waits_in
from tspi_sched.columns.network import Itinerary, Network
from tspi_sched.columns.node import Box


@dataclass(frozen=True)
class Moments:
    """The latest moments of the papers at which itineraries may mark as they do, and the waits that are not counted."""

    starts: Mapping[str, int]
    """By track."""
    missing: Mapping[str, float]
    """By track whose paper has several moments, the slots that its candidates would wait more at this one."""

    @property
    def exact(self) -> bool:
        """Whether the itineraries come to no more at these moments than anywhere in the box."""
        return not any(self.missing.values())


def moments_of(
    network: Network, box: Box, used: Iterable[tuple[Itinerary, float]], *, waits: bool, longer: bool = False
) -> Moments:
    """The moments of the papers of some itineraries, each used so often; `waits`: whether waits matter at all.

    `longer`: whether it matters that papers which take longer are over when they are marked.
    """
    some = list(used)
    starts = {track: _latest(network, box, track, some) for track in box.starts}
    missing = {track: 0.0 for track, slots in box.starts.items() if len(slots) > 1}
    counted, real = waits_in(network, box), waits_in(network, Box({t: (s,) for t, s in starts.items()}, box.duty))
    for one, times in some if missing else ():
        for number, marking, _ in markings_of(network, starts, one) if longer else ():
            track = network.sorts[number].like.track
            if marking is None and track in missing:
                missing[track] += times * network.work.slots_per_day
        for number, slot, ends in one.heard:
            row = network.number_of[number, ends]
            more = int(real[row, slot] - counted[row, slot]) if waits else 0
            if real[row, slot] == NOWHERE:
                more = network.work.slots_per_day
            for track in network.sorts[number].written:
                if track in missing:
                    missing[track] += times * more
    return Moments(starts, missing)


def markings_of(network: Network, starts: Mapping[str, int], one: Itinerary) -> Iterator[tuple[int, int | None, int]]:
    """Of each hearing of an itinerary its sort, a marking that suits it, if there is one, and its own slot.

    It is the first one that no other has after its paper, which starts when `starts` says, by track.
    """
    free: dict[int, list[int]] = defaultdict(list)
    for which, slot in one.marked:
        free[which].append(slot)
    for number, slot, _ in one.heard:
        sort = network.sorts[number]
        over, mine = starts[sort.like.track] + sort.like.ready, free[sort.papers]
        marking = next((start for start in mine if over <= start < slot), None)
        if marking is not None:
            mine.remove(marking)
        yield number, marking, slot


def _latest(network: Network, box: Box, track: str, used: list[tuple[Itinerary, float]]) -> int:
    """The latest moment of a box at which a paper may be marked before anything of it is."""
    papers = network.papers
    marked = ((papers[which], slot) for one, _ in used for which, slot in one.marked if papers[which].track == track)
    latest = min((slot - some.ready for some, slot in marked), default=box.last[track])
    return max(start for start in box.starts[track] if start <= max(latest, box.first[track]))
