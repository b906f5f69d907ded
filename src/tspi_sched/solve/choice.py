"""The best choice among listed itineraries: one for each agent, so that everybody is heard, at the least cost."""

from ortools.sat.python import cp_model

from tspi_sched.model import Box, Itinerary, Network, Prices, all_within, between, projecting
from tspi_sched.solve.crews import crews_of, heard_by
from tspi_sched.solve.guide import Run
from tspi_sched.solve.prices import SCALE, Priced, Quest

SLACKS = (5, 15, 45, 135)
"""Slots by which listed itineraries may cost more than the cheapest, in turn, until some of them are enough for all."""

MOST_WAYS = 60_000
"""Beyond so many ways, itineraries are not listed."""


def best_choice(quest: Quest, box: Box, priced: Priced, enough: int, run: Run) -> tuple[int, list[Itinerary]]:
    """The cost of the best choice of itineraries in a box, or a bound of it, and the choice if there is one."""
    value, chosen = priced.total, list[Itinerary]()
    for slots in SLACKS:
        slack = min(slots * SCALE, enough - priced.total)
        lists = [all_within(least, slack, MOST_WAYS, apart=quest.apart) for least in priced.least]
        if any(some is None for some in lists):
            break
        listed = [one for some in lists for one in some or []]
        found = choose(quest, box, listed, priced.prices, enough, run)
        if found is None:
            break
        value, chosen = max(priced.total, min(found[0], priced.total + slack)), found[1]
        if found[0] <= priced.total + slack or slack >= enough - priced.total:
            break
    return value, chosen


def choose(
    quest: Quest, box: Box, some: list[Itinerary], prices: Prices, enough: int, run: Run, *, hours: bool = False
) -> tuple[int, list[Itinerary]] | None:
    """The itineraries that serve everybody at the least cost, and this: `enough` if there are none; None: not known.

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
    fixed = -network.work.agents_per_job * network.projectors * sum(prices.projectors.values())
    if quest.objective == "waiting":
        fixed += SCALE * network.work.agents_per_job * between(network, box)
    costs = [SCALE * one.amounts[quest.objective] + _besides(network, prices, one, hours) for one, _ in pairs]
    cost = cp_model.LinearExpr.weighted_sum([times for _, times in pairs], costs) + fixed
    model.add(cost < enough)
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
    return cost + sum(price * projecting(network, one, slot) for slot, price in prices.projectors.items())
