"""The moments of a box at which some itineraries are possible, and what they would come to there.

Itineraries of a box count each wait as if the paper were as late as may be, and mark as if it were as early. Where both
are possible with the papers at one moment, dividing the moments tells no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tspi_sched.model.boxes import Box
from tspi_sched.model.itinerary import Itinerary, Network
from tspi_sched.model.waits import NOWHERE, waits_in


@dataclass(frozen=True)
class Moments:
    """The latest moments of the papers at which itineraries may mark as they do, and the waits that are not counted."""

    starts: Mapping[str, int]
    """By track."""
    missing: Mapping[str, float]
    """By track whose paper might be later, the slots that its candidates would wait more."""

    @property
    def exact(self) -> bool:
        """Whether the itineraries come to no more at these moments than anywhere in the box."""
        return not any(self.missing.values())


def moments_of(network: Network, box: Box, used: Iterable[tuple[Itinerary, float]], *, waits: bool) -> Moments:
    """The moments of the papers of some itineraries, each used so often; `waits`: whether waits matter at all."""
    some = list(used)
    starts = {track: _latest(network, box, track, some) for track in box.starts}
    missing = {track: 0.0 for track, start in starts.items() if start < box.last[track]}
    counted, real = waits_in(network, box), waits_in(network, Box({t: (s,) for t, s in starts.items()}, box.duty))
    for one, times in some if missing else ():
        for number, slot, ends in one.heard:
            row = network.number_of[number, ends]
            more = int(real[row, slot] - counted[row, slot]) if waits else 0
            if real[row, slot] == NOWHERE:
                more = network.work.slots_per_day
            for track in network.sorts[number].written:
                if track in missing:
                    missing[track] += times * more
    return Moments(starts, missing)


def _latest(network: Network, box: Box, track: str, used: list[tuple[Itinerary, float]]) -> int:
    """The latest moment of a box at which a paper is over before anything of it is marked."""
    papers = network.papers
    marked = ((papers[which], slot) for one, _ in used for which, slot in one.marked if papers[which].track == track)
    latest = min((slot - some.written for some, slot in marked), default=box.last[track])
    return max(start for start in box.starts[track] if start <= max(latest, box.first[track]))
