"""From a tally to panels: which panel of a group has which of the counted days, and who hears which jobs.

A tally says how many panels have each pattern; here the patterns are dealt to the panels so that each marks what it
hears, and the jobs so that nobody hears a candidate who is excluded. There may be no such deal: a tally is a bound.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.instance import Agent, Job, Offer, Work, agent_windows, barred_jobs
from tspi_sched.model.matching import matched
from tspi_sched.model.variables import Var
from tspi_sched.relaxations.patterns.data import Pattern, Tally
from tspi_sched.relaxations.patterns.model import marked_after

Value = Callable[[Var], int]
"""The value of an unknown in a solution."""


@dataclass
class Deal:
    """The unknowns of a deal."""

    tally: Tally
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    has: dict[tuple[int, int], list[tuple[Pattern, Var]]] = field(default_factory=dict)
    """By agent and day: the patterns that it may have, and whether it has them."""
    marked: dict[tuple[int, int, int], Var] = field(default_factory=dict)
    """By agent, day and sort."""
    gets: dict[tuple[int, tuple[Job, ...], int], Var] = field(default_factory=dict)
    """By sort, jobs of it that the same agents may assess, and agent: how many of these it hears."""

    @property
    def work(self) -> Work:
        """The problem."""
        return self.tally.work

    def heard(self, agent: int, day: int, sort: int) -> Var:
        """How many jobs of a sort an agent hears on a day."""
        return sum(pattern.heard[sort] * literal for pattern, literal in self.has[agent, day])


def build_deal(tally: Tally, value: Value) -> Deal:
    """Deal the patterns that a tally counts to the agents of each group."""
    deal = Deal(tally)
    for g, group in enumerate(tally.groups):
        for d in tally.days:
            counts = [(pattern, value(count)) for pattern, count in tally.counts[g, d]]
            _patterns(deal, group, d, [(pattern, count) for pattern, count in counts if count])
    for group in tally.groups:
        for agent in group:
            _marking(deal, agent)
    _jobs(deal)
    return deal


def _patterns(deal: Deal, group: tuple[Agent, ...], d: int, counts: list[tuple[Pattern, int]]) -> None:
    takers: list[list[Var]] = [[] for _ in counts]
    for agent in group:
        windows, mine = agent_windows(agent, deal.work.problem.days[d]), []
        for i, (pattern, _) in enumerate(counts):
            if pattern.windows == windows:
                mine.append((pattern, deal.model.new_bool_var("has")))
                takers[i].append(mine[-1][1])
        deal.has[agent.index, d] = mine
        deal.model.add_at_most_one(literal for _, literal in mine)
    for (_, count), literals in zip(counts, takers, strict=True):
        deal.model.add(sum(literals) == count)


def _marking(deal: Deal, agent: Agent) -> None:
    """An agent marks what it hears, on the day or before, where its patterns leave time for it."""
    tally, i = deal.tally, agent.index
    for d in tally.days:
        ahead: dict[int, Var] = {}
        for sort in tally.sorts:
            marked = deal.marked[i, d, sort.index] = deal.model.new_int_var(0, len(sort.jobs), "marked")
            today = sort.ready >= d * deal.work.slots_per_day
            deal.model.add(marked >= deal.heard(i, d, sort.index) * int(today))
            ahead[sort.index] = sort.marking * (marked - deal.heard(i, d, sort.index) * int(today))
            if sort.ready >= (d + 1) * deal.work.slots_per_day:
                deal.model.add(marked == 0)
        for n, sorts in enumerate(marked_after(tally, d)):
            room = sum((pattern.rooms[n] + tally.slack) * literal for pattern, literal in deal.has[i, d])
            deal.model.add(sum(ahead[sort.index] for sort in sorts) <= room)
    for sort in tally.sorts:
        for d in tally.days:
            upto = range(d + 1)
            marked = sum(deal.marked[i, e, sort.index] for e in upto)
            heard = sum(deal.heard(i, e, sort.index) for e in upto)
            deal.model.add(marked == heard if d == tally.days[-1] else marked >= heard)


def _barring(work: Work) -> dict[int, set[int]]:
    """Per job, the agents who may not assess it."""
    barring: dict[int, set[int]] = defaultdict(set)
    for agent in work.agents:
        for job in barred_jobs(work, agent):
            barring[job].add(agent.index)
    return barring


def _jobs(deal: Deal) -> None:
    """Each job goes to an agent who may assess it; an agent gets as many of a sort as it hears."""
    barring = _barring(deal.work)
    for sort in deal.tally.sorts:
        alike: dict[tuple[int, ...], list[Job]] = defaultdict(list)
        for job in sort.jobs:
            alike[tuple(sorted(barring[job.index]))].append(job)
        got: dict[int, list[Var]] = defaultdict(list)
        for barred, jobs in alike.items():
            mine = {a.index: deal.model.new_int_var(0, len(jobs), "gets") for a in deal.work.agents}
            for number, count in mine.items():
                deal.gets[sort.index, tuple(jobs), number] = count
                got[number].append(count)
                if number in barred:
                    deal.model.add(count == 0)
            deal.model.add(sum(mine.values()) == len(jobs))
        for number, counts in got.items():
            deal.model.add(sum(counts) == sum(deal.heard(number, d, sort.index) for d in deal.tally.days))


def offers_of_deal(deal: Deal, value: Value) -> dict[int, tuple[Offer, ...]]:
    """Each job's agent, and the day on which it is heard; it is marked on that day or before.

    Candidates who need accessible rooms go to as few agents as can be, from the first one on, so that these can have
    the accessible rooms.
    """
    barring, offers = _barring(deal.work), dict[int, tuple[Offer, ...]]()
    for sort in deal.tally.sorts:
        places = [
            (agent.index, d)
            for agent in deal.work.agents
            for d in deal.tally.days
            for _ in range(value(deal.heard(agent.index, d, sort.index)))
        ]
        jobs = sorted(sort.jobs, key=lambda job: (not job.candidate.accessible, -len(barring[job.index])))
        for place, job in _given(jobs, places, barring).items():
            agent, d = places[place]
            offers[job.index] = (Offer(deal.work.agents[agent], tuple(range(d + 1)), (d,)),)
    return offers


def _given(jobs: list[Job], places: list[tuple[int, int]], barring: dict[int, set[int]]) -> dict[int, Job]:
    """A place for each job, none of an agent who may not assess it; the deal has seen to it that there are enough."""
    forth, back = range(len(places)), range(len(places) - 1, -1, -1)
    return matched(
        jobs,
        places,
        lambda job, place: place[0] not in barring[job.index],
        lambda job: forth if job.candidate.accessible else back,
    )
