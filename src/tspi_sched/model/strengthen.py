"""What a plan may be assumed to be, and what follows from the rules together: less search, better bounds.

Nothing here changes the best value of any objective; each function says why it is valid.
"""

from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

from tspi_sched.model.variables import Variables
from tspi_sched.model.work import Job


def strengthen(v: Variables, objectives: tuple[str, ...]) -> None:
    """State all that helps, as far as it is valid for the rules in force and the objectives wanted."""
    order_alike_jobs(v, objectives)


def order_alike_jobs(v: Variables, objectives: tuple[str, ...]) -> None:
    """Candidates that nothing tells apart are heard in the order of the workbook: any plan lets them swap."""
    if "changes" in objectives or v.work.problem.locks:
        return
    alike: dict[Hashable, list[Job]] = defaultdict(list)
    for job in v.work.jobs:
        c = job.candidate
        if len(c.tracks) == 1:
            people = (c.company_key, c.trainers, c.exclusions)
            key = (job.track, job.written, job.orals, people, c.accessible, c.availability, c.priority)
            alike[key].append(job)
    for jobs in alike.values():
        for one, other in pairwise(jobs):
            v.model.add(v.oral_start[one.index, 0] <= v.oral_start[other.index, 0])
            if v.work.optional:
                v.model.add_implication(v.placed[one.candidate.id], v.placed[other.candidate.id])
