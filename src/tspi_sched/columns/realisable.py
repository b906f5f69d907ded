"""Realisable starts: the starts of the papers at which some columns are possible, and what they would cost there.

In a node, waiting is counted from the latest start and marking from the earliest. Where the columns are possible at one
set of starts, with the same waiting, branching on the starts would not raise the bound.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tspi_sched.columns.arc_costs import NOWHERE, waits_in
from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.node import Node


@dataclass(frozen=True)
class RealisableStarts:
    """The latest starts at which columns can mark as they do, and the waiting that the node does not count (the
    score)."""

    starts: Mapping[str, int]
    """By track, the start of its paper."""
    score: Mapping[str, float]
    """Branching score: by track with several starts, the slots by which its candidates would wait longer."""

    @property
    def exact(self) -> bool:
        """Whether the columns cost no more at these starts than in the node."""
        return not any(self.score.values())


def realisable_starts(
    network: Network, node: Node, used: Iterable[tuple[PanelSchedule, float]], *, waits: bool, longer: bool = False
) -> RealisableStarts:
    """The realisable starts of some columns with their multiplicities; `waits`: whether waiting matters at all.

    `longer`: whether to check that longer papers of a merged type are over when they are marked.
    """
    # Where a node is divided only decides what is asked next: docs/how/arguments-branch-and-bound.md#realisable-starts
    schedules = list(used)
    starts = {track: _latest(network, node, track, schedules) for track in node.starts}
    score = {track: 0.0 for track, slots in node.starts.items() if len(slots) > 1}
    counted, real = waits_in(network, node), waits_in(network, Node({t: (s,) for t, s in starts.items()}, node.duty))
    for schedule, times in schedules if score else ():
        for number, marking, _ in markings_of(network, starts, schedule) if longer else ():
            track = network.job_types[number].example.track
            if marking is None and track in score:
                score[track] += times * network.instance.slots_per_day
        for number, slot, ends in schedule.heard:
            row = network.row_of[number, ends]
            extra = int(real[row, slot] - counted[row, slot]) if waits else 0
            if real[row, slot] == NOWHERE:
                extra = network.instance.slots_per_day
            for track in network.job_types[number].written:
                if track in score:
                    score[track] += times * extra
    return RealisableStarts(starts, score)


def markings_of(
    network: Network, starts: Mapping[str, int], schedule: PanelSchedule
) -> Iterator[tuple[int, int | None, int]]:
    """For each hearing of a column: its job type, a marking for it (None if none is left), and its slot.

    Each hearing takes the first free marking after the end of its paper; `starts`: by track.
    """
    free: dict[int, list[int]] = defaultdict(list)
    for paper_type, slot in schedule.marked:
        free[paper_type].append(slot)
    for number, slot, _ in schedule.heard:
        job_type = network.job_types[number]
        over, markings = starts[job_type.example.track] + job_type.example.ready, free[job_type.papers]
        marking = next((start for start in markings if over <= start < slot), None)
        if marking is not None:
            markings.remove(marking)
        yield number, marking, slot


def _latest(network: Network, node: Node, track: str, used: list[tuple[PanelSchedule, float]]) -> int:
    """The latest start in the node at which the paper is over before any of its markings."""
    papers = network.papers
    marked = (
        (papers[paper_type], slot)
        for schedule, _ in used
        for paper_type, slot in schedule.marked
        if papers[paper_type].track == track
    )
    latest = min((slot - paper_type_marked.ready for paper_type_marked, slot in marked), default=node.latest[track])
    return max(start for start in node.starts[track] if start <= max(latest, node.earliest[track]))
