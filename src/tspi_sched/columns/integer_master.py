"""The best choice among listed itineraries: one for each agent, so that everybody is heard, at the least cost."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ortools.sat.python import cp_model

from tspi_sched.columns.arc_costs import between
from tspi_sched.columns.eligibility import crews_of, heard_by
from tspi_sched.columns.enumeration import all_within
from tspi_sched.columns.master import Priced, Quest
from tspi_sched.columns.network import Itinerary, Network, Prices, projected, short_of_projectors
from tspi_sched.columns.node import Box
from tspi_sched.columns.pricing import NEVER, Least
from tspi_sched.relaxations.bound import Run

SLACKS = (0, 1, 2, 4, 8, 16, 48, 144)
"""Slots by which listed itineraries may cost more than the cheapest, in turn, until some of them are enough for all."""


class Effort(NamedTuple):
    """How much may be done for a choice."""

    ways: int
    """Beyond so many ways, itineraries are not listed."""
    slots: int
    """At so many slots those who project may be told apart."""


HASTY, THOROUGH = Effort(250_000, 4), Effort(1_000_000, 40)


class Choice(NamedTuple):
    """The best choice of itineraries in a box: what it costs at the least, it, and whether that is all there is."""

    value: int
    chosen: list[Itinerary]
    """Empty if none is known."""
    exact: bool


def best_choice(
    quest: Quest, box: Box, priced: Priced, enough: int, run: Run, until: float, effort: Effort = HASTY
) -> Choice:
    """The best choice of itineraries in a box."""
    best, slots = Choice(priced.total, [], exact=False), tuple[int, ...]()
    for slack in _slacks(enough - priced.total, quest.scale):
        while True:
            listed = _listed(quest, priced.least, slack, effort.ways, slots) if time.monotonic() < until else None
            if listed is None:
                return best._replace(exact=False)
            found = choose(quest, box, listed, priced.prices, enough, run, slots=slots, least=priced.total)
            if found is None:
                return best._replace(exact=False)
            value, exact = found[0], found[0] <= priced.total + slack or slack >= enough - priced.total
            chosen = found[1] if exact or found[1] else best.chosen  # which may do for a lead until more is known
            best = Choice(max(best.value, min(value, priced.total + slack)), chosen, exact)
            unlike = _unlike(quest, priced.prices, found[1], slots)
            if unlike is None:
                break
            if len(slots) == effort.slots:
                return best._replace(exact=False)
            slots += (unlike,)
        if best.exact:
            break
    return best


def _slacks(most: int, scale: int) -> list[int]:
    """Slacks to try in turn: up to the one beyond which nothing is of interest, at once if that is little."""
    return [most] if most <= scale else [min(number * scale, most) for number in SLACKS]


def _unlike(quest: Quest, prices: Prices, chosen: list[Itinerary], slots: tuple[int, ...]) -> int | None:
    """A slot at which those who project should be told apart from those who do not, besides some slots.

    More project than can, or fewer, so that prices count too little.
    """
    short = short_of_projectors(quest.network, ((one, 1) for one in chosen))
    room = quest.network.work.agents_per_job * quest.network.projectors
    at_once = Counter(slot for one in chosen for slot in projected(quest.network, one))
    spare = (slot for slot, price in prices.projectors.items() if price and chosen and at_once[slot] < room)
    return next((slot for slot in (*short, *spare) if slot not in slots), None)


def _listed(quest: Quest, least: list[Least], slack: int, most: int, slots: tuple[int, ...]) -> list[Itinerary] | None:
    """The itineraries of all teams that cost so much more than the cheapest; None if those of one are too many."""
    listed: list[Itinerary] = []
    for one in least:
        some = all_within(one, slack, most, apart=quest.apart, slots=slots)
        if some is None:
            return None
        listed += some
    return listed


def choose(
    quest: Quest,
    box: Box,
    some: list[Itinerary],
    prices: Prices,
    enough: int,
    run: Run,
    *,
    hours: bool = False,
    slots: Sequence[int] = (),
    least: int = -NEVER,
) -> tuple[int, list[Itinerary]] | None:
    """The itineraries that serve everybody at the least cost, and this: `enough` if there are none; None: not known.

    `least`: what prices prove of every choice.
    What projectors cost counts, less what all of them would, and what neighbours of hearings fetch: it is no more than
    the plan's waits.
    """
    model, network = cp_model.CpModel(), quest.network
    pairs = _given_to_crews(network, model, some)
    for pairing in network.pairings:
        if hours or not pairing.by_slot:
            total = sum(pairing.of(one.heard, network.work.slots_per_day) * times for one, times in pairs)
            model.add(total == 0 if pairing.exact else total <= 0)
    for d, (low, high) in enumerate(box.duty):
        model.add_linear_constraint(sum(times for one, times in pairs if d in one.duty), low, high)
    for name, limit in quest.limits.items():
        model.add(sum(one.amounts[name] * times for one, times in pairs) <= limit)
    room = network.work.agents_per_job * network.projectors
    projecting = [(projected(network, one), times) for one, times in pairs] if slots else []
    for slot in slots:
        model.add(sum(times for mine, times in projecting if slot in mine) <= room)
    prices = replace(prices, projectors={slot: n for slot, n in prices.projectors.items() if slot not in slots})
    fixed = -room * sum(prices.projectors.values())
    if quest.objective == "waiting":
        fixed += quest.scale * network.work.agents_per_job * between(network, box)
    costs = [quest.scale * one.amounts[quest.objective] + _besides(network, prices, one, hours) for one, _ in pairs]
    cost = cp_model.LinearExpr.weighted_sum([times for _, times in pairs], costs) + fixed
    model.add_linear_constraint(cost, least, enough - 1)
    model.minimize(cost)
    outcome = run(model)
    if outcome.infeasible:
        return enough, []
    if not outcome.found:
        return None
    chosen = [one for one, times in pairs for _ in range(outcome.value(times))]
    return (outcome.best or 0) if outcome.proven else (outcome.bound or 0), chosen


def _given_to_crews(
    network: Network, model: cp_model.CpModel, some: list[Itinerary]
) -> list[tuple[Itinerary, cp_model.IntVar]]:
    """How often each itinerary is followed by agents of each crew, so that everybody is heard by somebody who may."""
    crews, pairs = crews_of(network), list[tuple[Itinerary, cp_model.IntVar]]()
    heard = heard_by(network, model, crews, range(len(network.sorts)))
    for (team, _, agents), hears in zip(crews, heard, strict=True):
        mine = [(one, model.new_int_var(0, agents, "used")) for one in some if one.team == team]
        model.add(sum(times for _, times in mine) <= agents)
        for number, jobs in hears.items():
            model.add(sum(one.jobs[number] * times for one, times in mine) == sum(jobs))
        pairs += mine
    return pairs


def _besides(network: Network, prices: Prices, one: Itinerary, hours: bool) -> int:
    """What the projectors cost that an itinerary uses, less what it gets for neighbours, unless `hours` are kept."""
    day, cost = network.work.slots_per_day, 0
    if not hours:
        cost -= sum(prices.job(n, *divmod(slot, day), ends) - prices.jobs[n] for n, slot, ends in one.heard)
    return cost + sum(prices.projectors.get(slot, 0) for slot in projected(network, one))
