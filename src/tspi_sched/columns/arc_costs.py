"""Arc costs: lower bounds of the candidates' waiting, by the slot of their orals, in a node.

A candidate's waiting on a day is charged to the last oral of that day: time since the first start, minus papers and
orals. On a day without papers it is counted from the first oral of the day.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import JobType, Network, Values
from tspi_sched.columns.node import Node
from tspi_sched.model.instance import Job

NOWHERE = -1
"""Marks slots at which orals are impossible."""


@dataclass(frozen=True)
class Orals:
    """When the orals of a job type may start in a node, and the waiting charged to them."""

    job_type: JobType
    slots_per_day: int
    earliest: int
    """Earliest start: after paper and marking, and after the candidate's orals on earlier tracks."""
    papers: tuple[tuple[int, int], ...]
    """Per paper of the candidate: the orals start at the first slot or later, or end by the second."""
    meals: tuple[tuple[int, int, int] | None, ...]
    """By day on which the meal cannot come before all papers: the orals start at the first slot or later (at the second
    if other orals precede them that day), or end by the third."""
    least: int
    """Least slots from the end of the paper to these orals, for a candidate with one paper."""
    since: tuple[int | None, ...]
    """By day, the latest slot at which waiting begins, papers and waits between papers deducted; None without
    papers."""

    def waits(self, starts: Values, ends: Ends) -> Values:
        """By slot of the first oral, the waiting charged on that day; `NOWHERE` where the orals are impossible.

        The candidate's waiting is at least the sum over its orals.
        """
        # A day's wait is charged to its last oral; papers count from their latest start in the node:
        # docs/how/arguments-columns.md#waiting
        end: Values = starts + self.job_type.example.chain
        waits: Values = np.zeros_like(starts)
        possible = starts >= self.earliest
        for ready, begins in self.papers:
            possible &= (starts >= ready) | (end <= begins)
        for d, (meal, since) in enumerate(zip(self.meals, self.since, strict=True)):
            today = starts // self.slots_per_day == d
            if meal:
                possible &= ~(today & (starts < (meal[0] if ends.first else meal[1])) & (end > meal[2]))
            if since is not None and ends.last:
                before = 0 if ends.first else self.job_type.before
                waits[today] = np.maximum(self.least, starts[today] - since - before)
        waits[~possible] = NOWHERE
        return waits


def waits_in(network: Network, node: Node) -> Values:
    """By row of `Network.hearing_keys` and slot: the waiting charged to a hearing in a node.

    `NOWHERE` where it cannot start.
    """
    day, days = network.instance.slots_per_day, len(network.instance.problem.days)
    slots: Values = np.arange((days + 1) * day)
    orals = [orals_of(network, node, number) for number in range(len(network.job_types))]
    rows: Values = np.stack([orals[number].waits(slots, ends) for number, ends in network.hearing_keys])
    for row, (number, ends) in enumerate(network.hearing_keys):
        for d in (d for d in range(days + 1) if d == days or ends not in network.ends(number, d)):
            rows[row, d * day : (d + 1) * day] = NOWHERE
    return rows


def orals_of(network: Network, node: Node, number: int) -> Orals:
    """The orals of a job type in a node."""
    job_type, days = network.job_types[number], range(len(network.instance.problem.days))
    return Orals(
        job_type,
        network.instance.slots_per_day,
        _earliest(network, job_type.example, node),
        tuple(_around(network, job_type, node, track) for track in job_type.written),
        tuple(_meals(network, job_type, node, d) for d in days),
        _until_heard(network, job_type.example) - job_type.example.written if len(job_type.written) == 1 else 0,
        tuple(_since(network, job_type, node, d) for d in days),
    )


def _until_heard(network: Network, job: Job) -> int:
    """Least slots from the start of a job's paper to its orals."""
    return job.ready + job.marking + network.instance.changeover


def _around(network: Network, job_type: JobType, node: Node, track: str) -> tuple[int, int]:
    """Around another paper of the candidate: the earliest start of orals after it, and the latest end of orals before
    it, with the rest between two tracks."""
    rest = network.instance.sure_rest if track != job_type.example.track else 0
    return node.earliest[track] + job_type.written[track] + rest, node.latest[track] - rest


def _meals(network: Network, job_type: JobType, node: Node, d: int) -> tuple[int, int, int] | None:
    """Restriction of the orals on a day by the meal, if it cannot come before all papers of that day."""
    # A meal after the papers ends before the orals, or comes after them:
    # docs/how/arguments-columns.md#meals-of-the-candidates
    meal, midnight = network.meal, d * network.instance.slots_per_day
    tracks = [track for track in _on_day(network, job_type, node, d) if node.latest[track] < midnight + meal.first_end]
    if not tracks:
        return None
    free = max(midnight + meal.first, *(node.earliest[track] + job_type.written[track] for track in tracks))
    jobs = network.instance.jobs_of(job_type.example.candidate)
    before = next((earlier for earlier, after in pairwise(jobs) if after.track == job_type.example.track), None)
    ended = _earliest(network, before, node) + before.chain if before else 0
    later = min(free + before.chain, max(free, ended)) if before else free
    return free + meal.length, later + meal.length, midnight + meal.last


def _since(network: Network, job_type: JobType, node: Node, d: int) -> int | None:
    """The latest slot at which waiting begins on a day, papers and waits between them deducted."""
    tracks = _on_day(network, job_type, node, d)
    if not tracks:
        return None
    ended = max(node.latest[track] + job_type.written[track] for track in tracks)
    begins = min(node.latest[track] for track in tracks)
    return min(ended, begins + sum(job_type.written[track] for track in tracks) + _between(network, job_type, node, d))


def _earliest(network: Network, wanted: Job, node: Node) -> int:
    """The earliest slot for a job's orals: after its paper and marking, and after the candidate's earlier orals."""
    # Orals follow the candidate's own markings and earlier orals, whoever hears them:
    # docs/how/arguments-columns.md#earliest-starts-of-a-candidate
    slot = 0
    for job in network.instance.jobs_of(wanted.candidate):
        slot = max(slot, node.earliest[job.track] + _until_heard(network, job))
        if job.track == wanted.track:
            break
        slot += job.chain + network.instance.sure_rest
    return slot


def between(network: Network, node: Node) -> int:
    """Least waiting of all candidates between two papers of a day, in gaps too short for anything else."""
    first = [job_type for job_type in network.job_types if job_type.comes_first and len(job_type.written) > 1]
    days = range(len(network.instance.problem.days))
    return sum(len(job_type.jobs) * _between(network, job_type, node, d) for job_type in first for d in days)


def _between(network: Network, job_type: JobType, node: Node, d: int) -> int:
    """Least waiting between papers of one candidate of a job type on one day."""
    # Between two papers nothing but orals of earlier tracks can fill the time:
    # docs/how/arguments-columns.md#waiting-between-papers
    tracks, total = _on_day(network, job_type, node, d), 0
    for before, after in pairwise(tracks):
        shortest = node.earliest[after] - node.latest[before] - job_type.written[before]
        longest = node.latest[after] - node.earliest[before] - job_type.written[before]
        if all(slots > longest for track, slots in job_type.written.items() if track not in (before, after)):
            total += max(0, shortest - _orals_before(network, job_type, node, after))
    return total


def _on_day(network: Network, job_type: JobType, node: Node, d: int) -> list[str]:
    """The tracks whose papers a candidate of a job type sits on a day, in order."""
    tracks = (track for track in job_type.written if node.earliest[track] // network.instance.slots_per_day == d)
    return sorted(tracks, key=lambda track: node.earliest[track])


def _orals_before(network: Network, job_type: JobType, node: Node, track: str) -> int:
    """Most slots of orals that the candidate can have before its paper of a track."""
    slots = 0
    for job in network.instance.jobs_of(job_type.example.candidate):
        ready = node.earliest[job.track] + _until_heard(network, job)
        if job.track == track or ready + job.chain > node.latest[track]:
            break
        slots += job.chain
    return slots
