"""Neighbourhoods of a plan for large neighbourhood search (Shaw 1998): most of it is kept, the rest is searched at
once.

The jobs of one or two panels are shared out anew while the others keep panels and hours; or everybody keeps panels and
days, and only hours are free. Papers, rooms, seats and invigilators are always free.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tspi_sched.heuristics.guided import Restriction
from tspi_sched.model import Assignment, Instance, Job
from tspi_sched.model.variables.keys import CandidateTrack
from tspi_sched.plan import Plan, Task

MOVING, ANYWHERE = 60, 1440
"""Minutes by which hours may move where panels and days are kept: little, or anything."""


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood: all work of some agents is free, and everybody else's hours by some minutes."""

    agents: frozenset[int] = frozenset()
    minutes: int = 0


@dataclass(frozen=True)
class _Service:
    """Who serves a job, and the slots at which its marking and its first oral start."""

    agents: frozenset[int]
    marking: int
    hearing: int


def neighbourhoods_of_round(instance: Instance, plan: Plan, rng: Random) -> list[Neighbourhood]:
    """The neighbourhoods of one round: everybody's hours by a little, each panel, pairs of panels, all hours.

    Last, pairs of panels while the hours of the others move by a little. Agents that serve nobody yet may join a panel.
    """
    serving = {service.agents for service in _services(instance, plan).values()}
    busy = frozenset[int]().union(*serving)
    idle = {frozenset([agent.index]) for agent in instance.agents if agent.index not in busy}
    panels = sorted(serving | idle, key=sorted)
    rng.shuffle(panels)
    alone = [Neighbourhood(agents) for agents in panels if agents in serving]
    pairs = [panel | partner for panel, partner in pairwise(panels) if (panel | partner) & busy]
    moving = [Neighbourhood(pair, MOVING) for pair in pairs]
    return [Neighbourhood(minutes=MOVING), *alone, *map(Neighbourhood, pairs), Neighbourhood(minutes=ANYWHERE), *moving]


def restriction_to(instance: Instance, plan: Plan, neighbourhood: Neighbourhood) -> Restriction:
    """The restriction to a neighbourhood: jobs of the freed agents may go to any of them, on any day."""
    everywhere = tuple(range(len(instance.problem.days)))
    open_to_all = tuple(
        Assignment(instance.agents[index], everywhere, everywhere) for index in sorted(neighbourhood.agents)
    )
    services = _services(instance, plan)

    def assignments(job: Job) -> tuple[Assignment, ...]:
        service = services.get(job.index)
        return (
            open_to_all
            if service is None or service.agents <= neighbourhood.agents
            else _kept(instance, service, neighbourhood.minutes)
        )

    return {job.index: assignments(job) for job in instance.jobs}


def _kept(instance: Instance, service: _Service, minutes: int) -> tuple[Assignment, ...]:
    """The assignments that keep a job where it is, but for some minutes."""
    marking, hearing = ((slot // instance.slots_per_day,) for slot in (service.marking, service.hearing))
    more = minutes // instance.grid
    hours = (service.marking - more, service.marking + more), (service.hearing - more, service.hearing + more)
    return tuple(Assignment(instance.agents[agent], marking, hearing, hours) for agent in sorted(service.agents))


def _services(instance: Instance, plan: Plan) -> dict[int, _Service]:
    """Where each placed job is in a plan."""
    rows: dict[CandidateTrack, dict[str, Task]] = defaultdict(dict)
    for task in plan.tasks:
        rows[task.candidate, task.track][task.stage] = task
    placed = (
        (job, rows[job.candidate.id, job.track]) for job in instance.jobs if (job.candidate.id, job.track) in rows
    )
    return {job.index: _service(instance, job, rows_of_job) for job, rows_of_job in placed}


def _service(instance: Instance, job: Job, rows: Mapping[str, Task]) -> _Service:
    hearing = rows[job.orals[0][0]]
    marking = rows.get(job.marking_stage, hearing)
    members = set(hearing.members)
    agents = frozenset(agent.index for agent in instance.agents if {member.id for member in agent.members} <= members)
    return _Service(agents, _slot(instance, marking), _slot(instance, hearing))


def _slot(instance: Instance, task: Task) -> int:
    return instance.problem.day_index[task.day] * instance.slots_per_day + task.start // instance.grid
