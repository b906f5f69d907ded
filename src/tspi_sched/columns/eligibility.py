"""Eligibility classes: agents of a panel group that may assess the same candidates; integer masters know no more."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from tspi_sched.columns.network import Network
from tspi_sched.model.instance import barred_jobs


class EligibilityClass(NamedTuple):
    """Agents of a panel group from whom the same jobs are barred: the group, these jobs, how many agents."""

    panel_group: int
    barred: frozenset[int]
    agents: int


def eligibility_classes(network: Network) -> list[EligibilityClass]:
    """All eligibility classes."""
    counts: dict[tuple[int, frozenset[int]], int] = defaultdict(int)
    for panel_group, group in enumerate(network.panel_groups):
        for agent in group.agents:
            counts[panel_group, barred_jobs(network.instance, agent)] += 1
    return [EligibilityClass(panel_group, barred, count) for (panel_group, barred), count in counts.items()]


def heard_by(
    network: Network, model: cp_model.CpModel, classes_of_agents: Sequence[EligibilityClass]
) -> list[dict[int, list[cp_model.IntVar]]]:
    """By eligibility class and job type: variables for the jobs heard, by the set of classes that may hear them."""
    kinds: dict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    for number, job_type in enumerate(network.job_types):
        for job in job_type.jobs:
            may = tuple(
                eligible for eligible, (_, barred, _) in enumerate(classes_of_agents) if job.index not in barred
            )
            kinds[number, may] += network.instance.agents_per_job
    heard: list[dict[int, list[cp_model.IntVar]]] = [
        {number: [] for number in range(len(network.job_types))} for _ in classes_of_agents
    ]
    for (number, may), count in kinds.items():
        counts = {eligible: model.new_int_var(0, count, "heard") for eligible in may}
        model.add(sum(counts.values()) == count)
        for eligible, jobs in counts.items():
            heard[eligible][number].append(jobs)
    return heard
