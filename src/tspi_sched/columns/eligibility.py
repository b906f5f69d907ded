"""Crews: agents of a team that may assess the same candidates; choices of itineraries and shares know no more."""

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from tspi_sched.columns.network import Network
from tspi_sched.model.instance import barred_jobs

EligibilityClass = tuple[int, frozenset[int], int]
"""Agents of a team that may not assess the same jobs: the team, these jobs, how many agents."""


def eligibility_classes(network: Network) -> list[EligibilityClass]:
    """All the crews."""
    counts: dict[tuple[int, frozenset[int]], int] = defaultdict(int)
    for panel_group, mine in enumerate(network.panel_groups):
        for agent in mine.agents:
            counts[panel_group, barred_jobs(network.instance, agent)] += 1
    return [(panel_group, barred, count) for (panel_group, barred), count in counts.items()]


def heard_by(
    network: Network, model: cp_model.CpModel, classes_of_agents: Sequence[EligibilityClass], classes: Sequence[int]
) -> list[dict[int, list[cp_model.IntVar]]]:
    """By crew and class, how many jobs it hears of each kind that the same crews may hear; `classes`: by sort."""
    kinds: dict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    for job_type, one in zip(network.job_types, classes, strict=True):
        for job in job_type.jobs:
            may = tuple(
                eligible for eligible, (_, barred, _) in enumerate(classes_of_agents) if job.index not in barred
            )
            kinds[one, may] += network.instance.agents_per_job
    heard: list[dict[int, list[cp_model.IntVar]]] = [{one: [] for one in classes} for _ in classes_of_agents]
    for (one, may), count in kinds.items():
        some = {eligible: model.new_int_var(0, count, "heard") for eligible in may}
        model.add(sum(some.values()) == count)
        for eligible, jobs in some.items():
            heard[eligible][one].append(jobs)
    return heard
