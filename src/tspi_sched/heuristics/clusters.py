"""Decomposition of a large session into clusters of panels, none of which needs anything of another.

Each cluster is a session of its own candidates, with papers at fixed moments, and its share of the oral rooms and
projectors; these small sessions are solved one after the other, and put together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tspi_sched.heuristics.guided import Restriction
from tspi_sched.model import Agent, Assignment, Instance, Job
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import MSP_USE, ORAL_USE, WRITTEN, Invigilator, Lock, Problem, Projector, Room
from tspi_sched.relaxations.patterns.data import PatternData, release_date

CLUSTER = 6
"""Panels together where there are not enough projectors for each to have its own."""

HALL = "#"
"""Where, and before whom, everybody sits the paper until it is known better."""

Solve = Callable[[Problem, Restriction], Plan | None]
"""Solves a small session within a restriction."""


@dataclass
class Cluster:
    """Some panels with all that is theirs."""

    agents: list[Agent] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    projectors: list[Projector] = field(default_factory=list)

    accessible: int = 0
    """How many of the panels need an accessible room."""


def plan_by_clusters(data: PatternData, assignments: Restriction, starts: dict[str, int], solve: Solve) -> Plan | None:
    """All the clusters' plans together, the papers without rooms; None if they can't be told apart or one has none."""
    problem = data.instance.problem
    clusters = _clusters(data, assignments)
    if not clusters or not _share_out(problem, clusters):
        return None
    tasks: list[Task] = []
    for cluster in clusters:
        plan = solve(*_own_session(data, cluster, assignments, starts))
        if plan is None:
            return None
        tasks += plan.tasks
    written = {stage.code for stage in problem.title.stages if stage.kind == WRITTEN}
    return Plan(in_time_order([replace(t, room=None, invigilators=()) if t.stage in written else t for t in tasks]))


def _clusters(data: PatternData, assignments: Restriction) -> list[Cluster]:
    """The panels in clusters with their jobs; none if somebody is heard by two panels, or may be heard by several."""
    own: dict[int, Cluster] = {}
    panel: dict[str, int] = {}
    for job in data.instance.jobs:
        if len(assignments[job.index]) != 1:
            return []
        agent = assignments[job.index][0].agent
        if panel.setdefault(job.candidate.id, agent.index) != agent.index:
            return []
        own.setdefault(agent.index, Cluster([agent])).jobs.append(job)
    for cluster in own.values():
        cluster.accessible = int(any(job.candidate.accessible for job in cluster.jobs))
    alone = sorted(own.values(), key=lambda cluster: not cluster.accessible)
    problem = data.instance.problem
    kits = sum(room.projector for room in problem.rooms if ORAL_USE in room.uses) + len(problem.projectors)
    size = 1 if kits >= len(alone) else CLUSTER
    parts = [alone[i : i + size] for i in range(0, len(alone), size)]
    return [_together(part) for part in parts]


def _together(part: list[Cluster]) -> Cluster:
    agents, jobs = [a for c in part for a in c.agents], [j for c in part for j in c.jobs]
    return Cluster(agents, jobs, accessible=sum(cluster.accessible for cluster in part))


def _share_out(problem: Problem, clusters: list[Cluster]) -> bool:
    """Deal a room to each panel, and all the projectors evenly; whether there are enough rooms."""
    rooms = [r for r in problem.rooms if r.uses == (ORAL_USE,) and r.seats > problem.rules.panel.size]
    rooms.sort(key=lambda room: (not room.accessible, not room.projector, bool(room.availability)))
    turns = [c for turn in range(CLUSTER) for c in clusters if c.accessible <= turn < len(c.agents)]
    takers = [*(c for c in clusters for _ in range(c.accessible)), *turns]
    if len(rooms) < len(takers):
        return False
    for cluster, room in zip(takers, rooms, strict=False):
        cluster.rooms.append(room)
    for projector in problem.projectors:
        poorest = min(clusters, key=lambda c: (_kits(c) - len(c.agents), _kits(c)))
        poorest.projectors.append(projector)
    return all(_kits(cluster) for cluster in clusters)


def _kits(cluster: Cluster) -> int:
    """How many projected orals a cluster can hold at once."""
    return sum(room.projector for room in cluster.rooms) + len(cluster.projectors)


def _own_session(
    data: PatternData, cluster: Cluster, assignments: Restriction, starts: dict[str, int]
) -> tuple[Problem, dict[int, tuple[Assignment, ...]]]:
    """A cluster's own session, and its jobs' panels and days there.

    Who sits its papers where is found later, for all clusters together: here each track has a hall and an invigilator.
    """
    problem = data.instance.problem
    everybody = len(cluster.jobs)
    msp = replace(problem.rules.msp, candidates_per_invigilator=everybody, mix_tracks=True)
    own_agents = {agent.index: replace(agent, index=i) for i, agent in enumerate(cluster.agents)}
    jobs = sorted(cluster.jobs, key=lambda job: job.index)
    session = replace(
        problem,
        candidates=tuple(dict.fromkeys(job.candidate for job in jobs)),
        members=tuple(member for agent in cluster.agents for member in agent.members),
        rooms=(*(Room(HALL + track, (MSP_USE,), everybody, accessible=True) for track in starts), *cluster.rooms),
        invigilators=tuple(Invigilator(HALL + track, HALL) for track in starts),
        rules=replace(problem.rules, msp=msp),
        projectors=tuple(cluster.projectors),
        locks=tuple(_paper(data, job, starts[job.track]) for job in jobs),
        baseline=None,
    )
    own = (replace(assignments[job.index][0], agent=own_agents[assignments[job.index][0].agent.index]) for job in jobs)
    return session, {index: (assignment,) for index, assignment in enumerate(own)}


def paper_starts(instance: Instance) -> dict[str, int] | None:
    """A slot for each track's paper, in rooms of its own, the longest paper first; None if not all find a room."""
    takers: dict[str, list[Job]] = {}
    for job in instance.jobs:
        takers.setdefault(job.track, []).append(job)
    rooms = [room for room in instance.problem.rooms if MSP_USE in room.uses and not room.availability]
    free = {room.id: 0 for room in rooms}
    starts: dict[str, int] = {}
    for track, jobs in sorted(takers.items(), key=lambda item: -max(job.written for job in item[1])):
        earliest = max(release_date(instance, job) - job.ready for job in jobs)
        for start in sorted({earliest, *(slot for slot in free.values() if slot > earliest)}):
            taken = _enough([room for room in rooms if free[room.id] <= start], len(jobs))
            if taken:
                starts[track] = start
                free |= {room.id: start + max(job.written for job in jobs) + instance.turnover for room in taken}
                break
    return starts if len(starts) == len(takers) else None


def _enough(rooms: list[Room], desks: int) -> list[Room]:
    """The largest of some rooms that hold so many; none if they don't."""
    taken: list[Room] = []
    for room in sorted(rooms, key=lambda room: -room.seats):
        if sum(r.seats for r in taken) < desks:
            taken.append(room)
    return taken if sum(room.seats for room in taken) >= desks else []


def released(data: PatternData, starts: dict[str, int]) -> PatternData:
    """What is counted, with papers that start then."""
    ends = {
        job_type.index: starts[job_type.jobs[0].track] + min(job.ready for job in job_type.jobs)
        for job_type in data.job_types
    }
    return replace(
        data, job_types=tuple(replace(job_type, release=ends[job_type.index]) for job_type in data.job_types)
    )


def _paper(data: PatternData, job: Job, start: int) -> Lock:
    day, slot = divmod(start, data.instance.slots_per_day)
    minute, date = slot * data.instance.grid, data.instance.problem.days[day].date
    task = Task(job.candidate.id, job.track, job.paper, date, minute, minute + job.written * data.instance.grid)
    return Lock(task, frozenset(("day", "start")))
