"""Shares: how many jobs of each class an agent hears in the whole session, and on which days it does something.

Prices let an agent take a part of one share and a part of another; here every agent has one share, whole. The cheapest
itineraries with each of the shares are found all at once, as one shortest path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tspi_sched.columns.arcs import Chances, chances
from tspi_sched.columns.build_network import in_session, mixed
from tspi_sched.columns.network import Network, Prices, Values
from tspi_sched.columns.node import Box
from tspi_sched.columns.pricing import Least, least_costs, nothing_left, one_day
from tspi_sched.columns.state_space import Counts, Piles, classes_of, piles_with_shares

MOST_DAYS, MOST_JOBS = 3, 40
"""With more days, the days of duty are too many ways to tell apart; with more jobs, prices prove nearly as much."""

UNREACHED = 1 << 29
"""What the impossible costs here: numbers are kept short, for speed."""

DEAR = 1 << 28
"""No share may cost as much, or gain it."""

Costs = Mapping[frozenset[int], Values]
"""By days of duty: what each share costs at the least."""


def share_network(network: Network) -> Network | None:
    """The network whose agents are told apart by their shares; None if there are too many days, jobs or shares."""
    days = [d for d in range(len(network.work.problem.days)) if any(team.days[d] for team in network.teams)]
    if len(days) > MOST_DAYS or len(network.work.jobs) > MOST_JOBS:
        return None
    return _told_apart(network) or _told_apart(mixed(network))


def _told_apart(network: Network) -> Network | None:
    papers, jobs = [sort.papers for sort in network.sorts], [len(sort.jobs) for sort in network.sorts]
    each = [sort.like.marking + network.work.changeover + sort.hearing for sort in network.sorts]
    found = classes_of(jobs, papers, each, in_session(network.work, network.teams))
    return found and replace(network, piles=_piles(network, found[1], found[0]))


def _piles(network: Network, shares: Sequence[Counts], classes: Sequence[int]) -> Piles:
    """The piles of agents with some shares."""
    papers, changeover = [sort.papers for sort in network.sorts], network.work.changeover
    each = [sort.like.marking + changeover + sort.hearing for sort in network.sorts]
    return piles_with_shares(shares, classes, papers, each, [some.marking for some in network.papers])


def share_costs(network: Network, team: int, open_to: Chances, prices: Prices) -> Costs | None:
    """What each share costs an agent of a team at the least, duty being free; None if the numbers are too large."""
    prices = _with_duty(prices, 0)
    least = Least(network, team, prices, open_to, (), ())
    if _dearest(least) >= DEAR:
        return None
    tables = {frozenset[int](): nothing_left(network, np.int32(UNREACHED))}
    for d in reversed(range(len(network.work.problem.days))):
        if least.of.days[d]:
            tables |= {duty | {d}: one_day(least, d, evening)[1] for duty, evening in tables.items()}
    begin = list(network.piles.shares.values())
    return {duty: costs[begin] for duty, costs in tables.items()}


def of_share(network: Network, team: int, box: Box, prices: Prices, share: Counts, duty: frozenset[int]) -> Least:
    """What remains of a session with a share and these days of duty costs at the least; there has to be a way."""
    piles = network.piles_of.get(share)
    if piles is None:
        parts = [tuple(part) for part in np.ndindex(*(n + 1 for n in share))]
        piles = network.piles_of[share] = _piles(network, parts, network.piles.classes)
    mine = network.teams[team]
    mine = replace(mine, days=tuple(span if d in duty else None for d, span in enumerate(mine.days)))
    teams = (*network.teams[:team], mine, *network.teams[team + 1 :])
    small = replace(network, piles=piles, teams=teams)
    least = least_costs(small, team, chances(small, mine, box), _with_duty(prices, -2 * DEAR))
    return replace(least, begin=piles.shares[share])


def _dearest(least: Least) -> int:
    """More than any itinerary costs, or gains, even with one more hearing a day, which ends too late."""
    work, prices = least.network.work, least.prices
    slots = in_session(work, (least.of,))
    dear = max(map(abs, prices.jobs)) + work.slots_per_day * prices.amounts["waiting"]
    dear += max((abs(fixed) + abs(each) * work.slots_per_day for fixed, each in prices.together.values()), default=0)
    dear += sum(prices.projectors.values())
    hearings = slots // min(sort.hearing for sort in least.network.sorts) + len(work.problem.days)
    return slots * least.minute + dear * hearings


def _with_duty(prices: Prices, cost: int) -> Prices:
    """The same prices, but for days of duty."""
    return replace(prices, duty=(cost,) * len(prices.duty), amounts={**prices.amounts, "juror_days": 0})
