"""From a tally to panels: which panel of a group has which of the counted days, and who hears which jobs.

A tally says how many panels have each pattern; here the patterns are dealt to the panels so that each marks what it
hears, and the jobs so that nobody hears a candidate who is excluded. There may be no such deal: a tally is a bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tspi_sched.model.tally import Pattern, Tally, marked_after
from tspi_sched.model.variables import Var
from tspi_sched.model.work import Agent, Offer, Work, barred_jobs

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
    gets: dict[tuple[int, int], Var] = field(default_factory=dict)
    """(job, agent): the agent hears the job."""

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
    for agent in group:
        deal.has[agent.index, d] = [(pattern, deal.model.new_bool_var("has")) for pattern, _ in counts]
        deal.model.add_at_most_one(literal for _, literal in deal.has[agent.index, d])
    for i, (_, count) in enumerate(counts):
        deal.model.add(sum(deal.has[agent.index, d][i][1] for agent in group) == count)


def _marking(deal: Deal, agent: Agent) -> None:
    """An agent marks what it hears, on the day or before, where its patterns leave time for it."""
    tally, i = deal.tally, agent.index
    for d in tally.days:
        ahead: dict[int, Var] = {}
        for sort in tally.sorts:
            marked = deal.marked[i, d, sort.index] = deal.model.new_int_var(0, len(sort.jobs), "marked")
            today = sort.ready >= d * deal.work.slots_per_day
            deal.model.add(marked >= deal.heard(i, d, sort.index) * int(today))
            ahead[sort.index] = sort.like.marking * (marked - deal.heard(i, d, sort.index) * int(today))
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


def _jobs(deal: Deal) -> None:
    """Each job goes to an agent who may assess it; an agent gets as many of a sort as it hears."""
    barred = {agent.index: barred_jobs(deal.work, agent) for agent in deal.work.agents}
    for sort in deal.tally.sorts:
        for job in sort.jobs:
            allowed = [a.index for a in deal.work.agents if job.index not in barred[a.index]]
            deal.gets |= {(job.index, agent): deal.model.new_bool_var("gets") for agent in allowed}
            deal.model.add_exactly_one(deal.gets[job.index, agent] for agent in allowed)
        for agent in deal.work.agents:
            mine = [deal.gets[job.index, agent.index] for job in sort.jobs if (job.index, agent.index) in deal.gets]
            deal.model.add(sum(mine) == sum(deal.heard(agent.index, d, sort.index) for d in deal.tally.days))


def offers_of_deal(deal: Deal, value: Value) -> dict[int, tuple[Offer, ...]]:
    """Each job's agent, and the day on which it is heard; it is marked on that day or before."""
    offers: dict[int, tuple[Offer, ...]] = {}
    for sort in deal.tally.sorts:
        for agent in deal.work.agents:
            mine = [j for j in sort.jobs if value(deal.gets.get((j.index, agent.index), 0))]
            days = [d for d in deal.tally.days for _ in range(value(deal.heard(agent.index, d, sort.index)))]
            for job, d in zip(mine, days, strict=True):
                offers[job.index] = (Offer(agent, tuple(range(d + 1)), (d,)),)
    return offers
