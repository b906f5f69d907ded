"""Crews: agents of a team that may assess the same candidates; choices of itineraries and shares know no more."""

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from tspi_sched.columns.network import Network
from tspi_sched.model.instance import barred_jobs

Crew = tuple[int, frozenset[int], int]
"""Agents of a team that may not assess the same jobs: the team, these jobs, how many agents."""


def crews_of(network: Network) -> list[Crew]:
    """All the crews."""
    counts: dict[tuple[int, frozenset[int]], int] = defaultdict(int)
    for team, mine in enumerate(network.teams):
        for agent in mine.agents:
            counts[team, barred_jobs(network.work, agent)] += 1
    return [(team, barred, count) for (team, barred), count in counts.items()]


def heard_by(
    network: Network, model: cp_model.CpModel, crews: Sequence[Crew], classes: Sequence[int]
) -> list[dict[int, list[cp_model.IntVar]]]:
    """By crew and class, how many jobs it hears of each kind that the same crews may hear; `classes`: by sort."""
    kinds: dict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    for sort, one in zip(network.sorts, classes, strict=True):
        for job in sort.jobs:
            may = tuple(crew for crew, (_, barred, _) in enumerate(crews) if job.index not in barred)
            kinds[one, may] += network.work.agents_per_job
    heard: list[dict[int, list[cp_model.IntVar]]] = [{one: [] for one in classes} for _ in crews]
    for (one, may), count in kinds.items():
        some = {crew: model.new_int_var(0, count, "heard") for crew in may}
        model.add(sum(some.values()) == count)
        for crew, jobs in some.items():
            heard[crew][one].append(jobs)
    return heard
