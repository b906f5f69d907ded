"""The network of a session: jobs that are alike made sorts, agents with the same hours made teams."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import islice

from ortools.sat.python import cp_model

from tspi_sched.columns.network import MOST_STATES, Network, Papers, Sort, Team, slots_of
from tspi_sched.columns.state_space import Piles, piles_without_shares
from tspi_sched.model.calendar import free_starts, heard_for, meal_times, oral_starts
from tspi_sched.model.instance import Agent, Job, Work, agent_windows
from tspi_sched.problem import ORAL_USE


def build_network(work: Work, closes: int) -> Network:
    """What agents may do in a session that ends by a slot; papers are told apart unless that is too much."""
    groups: dict[Hashable, list[Job]] = defaultdict(list)
    for job in work.jobs:
        groups[job.track, tuple(_lengths(mine) for mine in work.jobs_of(job.candidate))].append(job)
    alike = dict.fromkeys((job.track, job.marking, job.ready) for job in work.jobs)
    papers, numbers = tuple(Papers(*key) for key in alike), {key: number for number, key in enumerate(alike)}
    sorts = tuple(_sort(work, tuple(jobs), numbers) for jobs in groups.values())
    teams = _teams(work, sorts, papers, closes)
    piles, meal = _piles(work, sorts, papers, teams), meal_times(work)
    network = Network(work, sorts, papers, teams, piles, meal, _projectors(work))
    return network if network.states <= MOST_STATES else mixed(network)


def mixed(network: Network) -> Network:
    """The same where an agent may take one paper for another that takes as long to mark, but not to write."""
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for which, one in enumerate(network.papers):
        alike[one.track, one.marking].append(which)
    papers = tuple(Papers(*key, min(network.papers[w].ready for w in some)) for key, some in alike.items())
    numbers = {which: number for number, some in enumerate(alike.values()) for which in some}
    sorts = tuple(replace(sort, papers=numbers[sort.papers]) for sort in network.sorts)
    marking = [some[0] for some in alike.values()]
    teams = tuple(replace(team, marking=tuple(team.marking[which] for which in marking)) for team in network.teams)
    piles = _piles(network.work, sorts, papers, teams)
    return replace(network, sorts=sorts, papers=papers, teams=teams, piles=piles)


def without_waits(network: Network) -> Network:
    """The same for questions that waits do not matter to: jobs heard alike are one sort, whatever their papers take."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, sort in enumerate(network.sorts):
        one = sort.like
        alike[(sort.papers, one.orals, one.deliberation) if len(sort.written) == 1 else number].append(number)
    sorts = tuple(_together([network.sorts[number] for number in some]) for some in alike.values())
    firsts = [some[0] for some in alike.values()]
    teams = tuple(replace(team, hearing=tuple(team.hearing[number] for number in firsts)) for team in network.teams)
    return replace(network, sorts=sorts, teams=teams, piles=_piles(network.work, sorts, network.papers, teams))


def _together(sorts: list[Sort]) -> Sort:
    """Some sorts as one, with the shortest of their papers."""
    shortest = min(sorts, key=lambda sort: sort.like.written)
    others = (job for sort in sorts if sort is not shortest for job in sort.jobs)
    return replace(shortest, jobs=(*shortest.jobs, *others))


def _sort(work: Work, jobs: tuple[Job, ...], numbers: Mapping[tuple[str, int, int], int]) -> Sort:
    like = jobs[0]
    papers = numbers[like.track, like.marking, like.ready]
    mine = work.jobs_of(like.candidate)
    written = {job.track: job.written for job in mine}
    before = sum(job.chain for job in mine[: mine.index(like)])
    stages = zip(like.orals, like.offsets, strict=True)
    projected = tuple((at, slots) for (code, slots), at in stages if work.problem.title.stage[code].projection)
    return Sort(jobs, papers, heard_for(work, like), written, before, projected)


def _projectors(work: Work) -> int:
    """Fixed ones in oral rooms and mobile ones."""
    problem = work.problem
    return len(problem.projectors) + sum(room.projector and ORAL_USE in room.uses for room in problem.rooms)


def _lengths(job: Job) -> Hashable:
    return job.track, job.written, job.marking, job.orals, job.deliberation


def _teams(work: Work, sorts: tuple[Sort, ...], papers: tuple[Papers, ...], closes: int) -> tuple[Team, ...]:
    together: dict[Hashable, list[Agent]] = defaultdict(list)
    for agent in work.agents:
        together[tuple(agent_windows(agent, day) for day in work.problem.days), agent.weight].append(agent)
    return tuple(_team(work, tuple(agents), sorts, papers, closes) for agents in together.values())


def _team(
    work: Work, agents: tuple[Agent, ...], sorts: tuple[Sort, ...], papers: tuple[Papers, ...], closes: int
) -> Team:
    windows = [agent_windows(agents[0], day) for day in work.problem.days]
    starts = [d * work.slots_per_day for d in range(len(windows))]
    spans = [(work.up(w[0][0]), w[-1][1] // work.grid) if w else (0, 0) for w in windows]
    hulls = [(base + first, min(base + last, closes)) for base, (first, last) in zip(starts, spans, strict=True)]
    marking = (_slots(free_starts(work, windows, 0, some.marking)) for some in papers)
    hearing = (
        _slots(free_starts(work, windows, 0, sort.hearing).intersection_with(oral_starts(work, sort.like)))
        for sort in sorts
    )
    return Team(agents, tuple(hull if hull[0] < hull[1] else None for hull in hulls), tuple(marking), tuple(hearing))


def _slots(domain: cp_model.Domain) -> frozenset[int]:
    spans = domain.flattened_intervals()
    return frozenset(slot for low, high in zip(spans[::2], spans[1::2], strict=True) for slot in range(low, high + 1))


def _piles(work: Work, sorts: tuple[Sort, ...], papers: tuple[Papers, ...], teams: tuple[Team, ...]) -> Piles:
    slots, numbers = in_session(work, teams), range(len(papers))
    each = [work.changeover + min(sort.hearing for sort in sorts if sort.papers == which) for which in numbers]
    whole = [papers[which].marking + each[which] for which in numbers]
    most = [sum(len(sort.jobs) for sort in sorts if sort.papers == which) for which in numbers]
    too_many = MOST_STATES // slots_of(teams) + 1  # so many, and the network has more states than that
    piles: list[tuple[int, ...]] = [()]
    for which in numbers:
        longer = ((*pile, count) for pile in piles for count in range(most[which] + 1))
        fitting = (pile for pile in longer if sum(n * whole[i] for i, n in enumerate(pile)) <= slots)
        piles = list(islice(fitting, too_many))
    return piles_without_shares(piles, [sort.papers for sort in sorts], each, too_many)


def in_session(work: Work, teams: tuple[Team, ...]) -> int:
    """The most slots that an agent has in the session, with a changeover before each day."""
    return max(sum(last - first + work.changeover for first, last in filter(None, team.days)) for team in teams)
