"""The moments of a box at which some itineraries are possible, and what they would come to there.

Itineraries of a box count each wait as if the paper were as late as may be, and mark as if it were as early. Where both
are possible with the papers at one moment, dividing the moments tells no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.columns.arc_costs import NOWHERE, waits_in
from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.node import Node


@dataclass(frozen=True)
class RealisableStarts:
    """The latest moments of the papers at which itineraries may mark as they do, and the waits that are not counted."""

    starts: Mapping[str, int]
    """By track."""
    score: Mapping[str, float]
    """By track whose paper has several moments, the slots that its candidates would wait more at this one."""

    @property
    def exact(self) -> bool:
        """Whether the itineraries come to no more at these moments than anywhere in the box."""
        return not any(self.score.values())


def realisable_starts(
    network: Network, node: Node, used: Iterable[tuple[PanelSchedule, float]], *, waits: bool, longer: bool = False
) -> RealisableStarts:
    """The moments of the papers of some itineraries, each used so often; `waits`: whether waits matter at all.

    `longer`: whether it matters that papers which take longer are over when they are marked.
    """
    some = list(used)
    starts = {track: _latest(network, node, track, some) for track in node.starts}
    score = {track: 0.0 for track, slots in node.starts.items() if len(slots) > 1}
    counted, real = waits_in(network, node), waits_in(network, Node({t: (s,) for t, s in starts.items()}, node.duty))
    for one, times in some if score else ():
        for number, marking, _ in markings_of(network, starts, one) if longer else ():
            track = network.job_types[number].example.track
            if marking is None and track in score:
                score[track] += times * network.instance.slots_per_day
        for number, slot, ends in one.heard:
            row = network.row_of[number, ends]
            extra = int(real[row, slot] - counted[row, slot]) if waits else 0
            if real[row, slot] == NOWHERE:
                extra = network.instance.slots_per_day
            for track in network.job_types[number].written:
                if track in score:
                    score[track] += times * extra
    return RealisableStarts(starts, score)


def markings_of(
    network: Network, starts: Mapping[str, int], one: PanelSchedule
) -> Iterator[tuple[int, int | None, int]]:
    """Of each hearing of an itinerary its sort, a marking that suits it, if there is one, and its own slot.

    It is the first one that no other has after its paper, which starts when `starts` says, by track.
    """
    free: dict[int, list[int]] = defaultdict(list)
    for which, slot in one.marked:
        free[which].append(slot)
    for number, slot, _ in one.heard:
        job_type = network.job_types[number]
        over, mine = starts[job_type.example.track] + job_type.example.ready, free[job_type.papers]
        marking = next((start for start in mine if over <= start < slot), None)
        if marking is not None:
            mine.remove(marking)
        yield number, marking, slot


def _latest(network: Network, node: Node, track: str, used: list[tuple[PanelSchedule, float]]) -> int:
    """The latest moment of a box at which a paper may be marked before anything of it is."""
    papers = network.papers
    marked = ((papers[which], slot) for one, _ in used for which, slot in one.marked if papers[which].track == track)
    latest = min((slot - some.ready for some, slot in marked), default=node.latest[track])
    return max(start for start in node.starts[track] if start <= max(latest, node.earliest[track]))
