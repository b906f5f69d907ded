"""Builds the network of a session: groups jobs into job types, papers into paper types, agents into panel groups."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import islice

from ortools.sat.python import cp_model

from tspi_sched.columns.network import MAX_STATES, JobType, Network, PanelGroup, PaperType, slots_of
from tspi_sched.columns.state_space import StateSpace, inventories
from tspi_sched.model.calendar import free_starts, hearing_slots, meal_times, oral_starts
from tspi_sched.model.instance import Agent, Instance, Job, agent_windows
from tspi_sched.problem import ORAL_USE


def build_network(instance: Instance, closes: int) -> Network:
    """The network of a session that ends by a slot; paper types are merged (`mixed`) if there are too many states."""
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    for job in instance.jobs:
        groups[job.track, tuple(_lengths(own) for own in instance.jobs_of(job.candidate))].append(job)
    alike = dict.fromkeys((job.track, job.marking, job.ready) for job in instance.jobs)
    papers, numbers = tuple(PaperType(*key) for key in alike), {key: number for number, key in enumerate(alike)}
    job_types = tuple(_job_type(instance, tuple(jobs), numbers) for jobs in groups.values())
    panel_groups = _panel_groups(instance, job_types, papers, closes)
    state_space, meal = _state_space(instance, job_types, papers, panel_groups), meal_times(instance)
    network = Network(instance, job_types, papers, panel_groups, state_space, meal, _projectors(instance))
    return network if network.states <= MAX_STATES else mixed(network)


def mixed(network: Network) -> Network:
    """The network with paper types of one track and equal marking merged: a weaker bound with fewer states."""
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for old, paper_type in enumerate(network.papers):
        alike[paper_type.track, paper_type.marking].append(old)
    papers = tuple(PaperType(*key, min(network.papers[w].ready for w in members)) for key, members in alike.items())
    numbers = {old: number for number, members in enumerate(alike.values()) for old in members}
    job_types = tuple(replace(job_type, papers=numbers[job_type.papers]) for job_type in network.job_types)
    marking = [members[0] for members in alike.values()]
    panel_groups = tuple(
        replace(panel_group, marking=tuple(panel_group.marking[old] for old in marking))
        for panel_group in network.panel_groups
    )
    state_space = _state_space(network.instance, job_types, papers, panel_groups)
    return replace(network, job_types=job_types, papers=papers, panel_groups=panel_groups, state_space=state_space)


def without_waits(network: Network) -> Network:
    """The network for objectives that ignore waiting: job types that differ only in the paper's length are merged."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, job_type in enumerate(network.job_types):
        example = job_type.example
        alike[(job_type.papers, example.orals, example.deliberation) if len(job_type.written) == 1 else number].append(
            number
        )
    job_types = tuple(_merged([network.job_types[number] for number in members]) for members in alike.values())
    firsts = [members[0] for members in alike.values()]
    panel_groups = tuple(
        replace(panel_group, hearing=tuple(panel_group.hearing[number] for number in firsts))
        for panel_group in network.panel_groups
    )
    return replace(
        network,
        job_types=job_types,
        panel_groups=panel_groups,
        state_space=_state_space(network.instance, job_types, network.papers, panel_groups),
    )


def _merged(job_types: list[JobType]) -> JobType:
    """Job types merged into one, with the shortest of their papers."""
    shortest = min(job_types, key=lambda job_type: job_type.example.written)
    further = (job for job_type in job_types if job_type is not shortest for job in job_type.jobs)
    return replace(shortest, jobs=(*shortest.jobs, *further))


def _job_type(instance: Instance, jobs: tuple[Job, ...], numbers: Mapping[tuple[str, int, int], int]) -> JobType:
    example = jobs[0]
    papers = numbers[example.track, example.marking, example.ready]
    own_jobs = instance.jobs_of(example.candidate)
    written = {job.track: job.written for job in own_jobs}
    before = sum(job.chain for job in own_jobs[: own_jobs.index(example)])
    stages = zip(example.orals, example.offsets, strict=True)
    projected = tuple(
        (offset, slots) for (code, slots), offset in stages if instance.problem.title.stage[code].projection
    )
    return JobType(jobs, papers, hearing_slots(instance, example), written, before, projected)


def _projectors(instance: Instance) -> int:
    """Projectors in all: oral rooms that have one, and mobile ones; one for each agent where gaps between orals are
    closed, as the hours of orals are then not those of a plan."""
    problem = instance.problem
    if instance.oral_gap:
        return len(instance.agents)
    return len(problem.projectors) + sum(room.projector and ORAL_USE in room.uses for room in problem.rooms)


def _lengths(job: Job) -> Hashable:
    return job.track, job.written, job.marking, job.orals, job.deliberation


def _panel_groups(
    instance: Instance, job_types: tuple[JobType, ...], papers: tuple[PaperType, ...], closes: int
) -> tuple[PanelGroup, ...]:
    together: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in instance.agents:
        together[tuple(agent_windows(agent, day) for day in instance.problem.days), agent.weight].append(agent)
    return tuple(_panel_group(instance, tuple(agents), job_types, papers, closes) for agents in together.values())


def _panel_group(
    instance: Instance,
    agents: tuple[Agent, ...],
    job_types: tuple[JobType, ...],
    papers: tuple[PaperType, ...],
    closes: int,
) -> PanelGroup:
    windows = [agent_windows(agents[0], day) for day in instance.problem.days]
    starts = [d * instance.slots_per_day for d in range(len(windows))]
    spans = [(instance.up(w[0][0]), w[-1][1] // instance.grid) if w else (0, 0) for w in windows]
    hulls = [(base + first, min(base + last, closes)) for base, (first, last) in zip(starts, spans, strict=True)]
    marking = (_slots(free_starts(instance, windows, 0, paper_type.marking)) for paper_type in papers)
    hearing = (
        _slots(
            free_starts(instance, windows, 0, job_type.hearing).intersection_with(
                oral_starts(instance, job_type.example)
            )
        )
        for job_type in job_types
    )
    return PanelGroup(
        agents, tuple(hull if hull[0] < hull[1] else None for hull in hulls), tuple(marking), tuple(hearing)
    )


def _slots(domain: cp_model.Domain) -> frozenset[int]:
    spans = domain.flattened_intervals()
    return frozenset(slot for low, high in zip(spans[::2], spans[1::2], strict=True) for slot in range(low, high + 1))


def _state_space(
    instance: Instance,
    job_types: tuple[JobType, ...],
    papers: tuple[PaperType, ...],
    panel_groups: tuple[PanelGroup, ...],
) -> StateSpace:
    # All of an inventory must still be heard within the agent's hours: docs/how/arguments-columns.md#inventories
    slots, numbers = _in_session(instance, panel_groups), range(len(papers))
    per_hearing = [
        instance.changeover + min(job_type.hearing for job_type in job_types if job_type.papers == paper_type)
        for paper_type in numbers
    ]
    per_job = [papers[paper_type].marking + per_hearing[paper_type] for paper_type in numbers]
    upper = [
        sum(len(job_type.jobs) for job_type in job_types if job_type.papers == paper_type) for paper_type in numbers
    ]
    too_many = MAX_STATES // slots_of(panel_groups) + 1  # so many, and the network has more states than that
    markings: list[tuple[int, ...]] = [()]
    for paper_type in numbers:
        longer = ((*marking, count) for marking in markings for count in range(upper[paper_type] + 1))
        fitting = (marking for marking in longer if sum(n * per_job[i] for i, n in enumerate(marking)) <= slots)
        markings = list(islice(fitting, too_many))
    return inventories(markings, [job_type.papers for job_type in job_types], per_hearing, too_many)


def _in_session(instance: Instance, panel_groups: tuple[PanelGroup, ...]) -> int:
    """Most slots that any agent has in the session, with a changeover before each day."""
    return max(
        sum(last - first + instance.changeover for first, last in filter(None, panel_group.days))
        for panel_group in panel_groups
    )
