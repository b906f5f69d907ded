"""What candidates wait at the least for orals at some hour, while the papers are somewhere in a box.

Of what somebody waits on a day, the last orals there tell: it is all that is spent neither in papers nor in orals, from
the first start on that day until then. On a day without papers, the first orals tell where it begins.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import JobType, Network, Values
from tspi_sched.columns.node import Node
from tspi_sched.model.instance import Job

NOWHERE = -1
"""What stands for the wait where orals can't be."""


@dataclass(frozen=True)
class Orals:
    """When the orals of a sort may start, and what is waited for them, while the papers are somewhere in a box."""

    job_type: JobType
    slots_per_day: int
    earliest: int
    """The first slot for them: after paper and marking, and after the candidate's orals before."""
    papers: tuple[tuple[int, int], ...]
    """Of each paper of the candidate: they start at the first slot or later, or end by the second."""
    meals: tuple[tuple[int, int, int] | None, ...]
    """By day with papers that a meal is not before: they start at the first slot or later, at the second if others are
    before them on that day, or end by the third."""
    least: int
    """At the least the slots from the end of the paper until they start, if this is its only one."""
    since: tuple[int | None, ...]
    """By day, when the waiting for them begins at the latest, but for orals before; None on a day without papers."""

    def waits(self, starts: Values, ends: Ends) -> Values:
        """By start, at the least the slots that the candidate waits on that day; `NOWHERE` where they can't be.

        Only the sum over its orals there is waited.
        """
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
    """By what a hearing may be (`Network.hearing_keys`) and slot, what its candidate waits on that day at the least.

    `NOWHERE` where it can't start.
    """
    day, days = network.instance.slots_per_day, len(network.instance.problem.days)
    slots: Values = np.arange((days + 1) * day)
    orals = [orals_of(network, node, number) for number in range(len(network.job_types))]
    found: Values = np.stack([orals[number].waits(slots, ends) for number, ends in network.hearing_keys])
    for row, (number, ends) in enumerate(network.hearing_keys):
        for d in (d for d in range(days + 1) if d == days or ends not in network.ends(number, d)):
            found[row, d * day : (d + 1) * day] = NOWHERE
    return found


def orals_of(network: Network, node: Node, number: int) -> Orals:
    """The orals of a sort in a box."""
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
    """At the least the slots from the start of a job's paper to its orals."""
    return job.ready + job.marking + network.instance.changeover


def _around(network: Network, job_type: JobType, node: Node, track: str) -> tuple[int, int]:
    """When a paper of a candidate lets its orals of a sort start at the earliest, if they come after it, and by when
    they end, if before; with the rest between two tracks."""
    rest = network.instance.sure_rest if track != job_type.example.track else 0
    return node.earliest[track] + job_type.written[track] + rest, node.latest[track] - rest


def _meals(network: Network, job_type: JobType, node: Node, d: int) -> tuple[int, int, int] | None:
    """What a candidate's meal asks of its orals on a day with papers, if it comes after some of these in any case."""
    meal, midnight = network.meal, d * network.instance.slots_per_day
    tracks = [track for track in _on_day(network, job_type, node, d) if node.latest[track] < midnight + meal.first_end]
    if not tracks:
        return None
    free = max(midnight + meal.first, *(node.earliest[track] + job_type.written[track] for track in tracks))
    jobs = network.instance.jobs_of(job_type.example.candidate)
    before = next((one for one, after in pairwise(jobs) if after.track == job_type.example.track), None)
    ended = _earliest(network, before, node) + before.chain if before else 0
    later = min(free + before.chain, max(free, ended)) if before else free
    return free + meal.length, later + meal.length, midnight + meal.last


def _since(network: Network, job_type: JobType, node: Node, d: int) -> int | None:
    """When a candidate's waiting for orals begins on a day at the latest, papers and waits between them being over."""
    tracks = _on_day(network, job_type, node, d)
    if not tracks:
        return None
    ended = max(node.latest[track] + job_type.written[track] for track in tracks)
    begins = min(node.latest[track] for track in tracks)
    return min(ended, begins + sum(job_type.written[track] for track in tracks) + _between(network, job_type, node, d))


def _earliest(network: Network, which: Job, node: Node) -> int:
    """The earliest slot for a job's orals: after its paper and marking, and after the candidate's orals before."""
    slot = 0
    for job in network.instance.jobs_of(which.candidate):
        slot = max(slot, node.earliest[job.track] + _until_heard(network, job))
        if job.track == which.track:
            break
        slot += job.chain + network.instance.sure_rest
    return slot


def between(network: Network, node: Node) -> int:
    """At the least the slots that candidates wait between papers of a day, too short a time for anything else."""
    first = [job_type for job_type in network.job_types if job_type.comes_first and len(job_type.written) > 1]
    days = range(len(network.instance.problem.days))
    return sum(len(job_type.jobs) * _between(network, job_type, node, d) for job_type in first for d in days)


def _between(network: Network, job_type: JobType, node: Node, d: int) -> int:
    """The same for a candidate of a sort on one day."""
    tracks, total = _on_day(network, job_type, node, d), 0
    for one, after in pairwise(tracks):
        least = node.earliest[after] - node.latest[one] - job_type.written[one]
        most = node.latest[after] - node.earliest[one] - job_type.written[one]
        if all(slots > most for track, slots in job_type.written.items() if track not in (one, after)):
            total += max(0, least - _orals_before(network, job_type, node, after))
    return total


def _on_day(network: Network, job_type: JobType, node: Node, d: int) -> list[str]:
    """The tracks whose papers a candidate of a sort sits on a day, in their order."""
    mine = (track for track in job_type.written if node.earliest[track] // network.instance.slots_per_day == d)
    return sorted(mine, key=lambda track: node.earliest[track])


def _orals_before(network: Network, job_type: JobType, node: Node, track: str) -> int:
    """At the most the slots of a candidate's orals before its paper of a track."""
    slots = 0
    for job in network.instance.jobs_of(job_type.example.candidate):
        ready = node.earliest[job.track] + _until_heard(network, job)
        if job.track == track or ready + job.chain > node.latest[track]:
            break
        slots += job.chain
    return slots
