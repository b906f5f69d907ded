"""Who hears how many: a bound that no mixture of shares can lower.

At given prices of presence, each share costs what its cheapest itinerary does. A small programme in whole numbers gives
every agent a share, so that all jobs are heard and the days of duty fit; presence alone is left to its price, and the
best price is looked for.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from tspi_sched.columns.arcs import chances
from tspi_sched.columns.eligibility import crews_of, heard_by
from tspi_sched.columns.enumeration import all_within
from tspi_sched.columns.master import SCALE, Quest, fetched, whole
from tspi_sched.columns.network import Itinerary, Network, Prices, Values
from tspi_sched.columns.node import Box
from tspi_sched.columns.pricing import cheapest
from tspi_sched.columns.state_space import Indices
from tspi_sched.columns.workload_pricing import DEAR, of_share, share_costs
from tspi_sched.relaxations.bound import Run
from tspi_sched.solver import Outcome

TRIALS = 8
"""Prices of presence that are tried at most for one box."""

SLACKS = (30, 120, 100_000)
"""Slots by which a way may cost more than the cheapest, in turn, until some of them are enough for all."""

MOST_KNOWN, MOST_WAYS = 60, 60_000
"""Shares, and ways to hear one, beyond which the itineraries of what shares leave in doubt are not listed."""

STEEP = 4
"""By what a price of presence is multiplied, or divided, as long as only one side of the best one is known."""


@dataclass(frozen=True)
class _Way:
    """A share of a team's agent, its days of duty, and what it costs at the least."""

    team: int
    duty: frozenset[int]
    share: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class Shared:
    """What is proven at some prices, and the best itineraries at these; none if none cost less than enough."""

    total: int
    prices: Prices
    chosen: list[Itinerary]


def best_shares(quest: Quest, box: Box, prices: Prices, enough: int, run: Run, until: float) -> Shared | None:
    """The best bound of a box by shares that was found, beginning at some prices; None if there is none, or no time.

    `quest` has a network of shares. Tries other prices of presence as long as they may prove more: each choice of
    shares is a line over these prices, below which all that they prove lies.
    """
    best, below, above = None, None, None
    prices = replace(prices, amounts={**prices.amounts, "juror_days": 0})  # days of duty are counted
    for _ in range(TRIALS):
        if time.monotonic() > until:
            break
        shared = _at(quest, box, prices, enough, run)
        if shared is None:
            break
        best = shared if best is None or shared.total > best.total else best
        if best.total >= enough or not shared.chosen or "presence" not in quest.limits:
            break
        line = _Line(prices.amounts["presence"], shared.total, _excess(quest, shared.chosen))
        below, above = (line, above) if line.slope > 0 else (below, line)
        dear = _next(below, above, best.total, best.total if box.at_one_moment else enough)
        if dear is None:
            break
        prices = replace(prices, amounts={**prices.amounts, "presence": dear})
    return best


@dataclass(frozen=True)
class _Line:
    """What a choice of shares costs at some price of presence, and how fast that grows with the price."""

    price: int
    cost: int
    slope: int

    def at(self, price: float) -> float:
        """What it costs at another price."""
        return self.cost + self.slope * (price - self.price)


def _next(below: _Line | None, above: _Line | None, best: int, worth: int) -> int | None:
    """The price to try next; None if no price proves more than the best one by far, or what it is worth."""
    if below is None and above is not None:
        return above.price // STEEP if above.price and above.slope else None
    if below is None:
        return None
    if above is None:
        return max(SCALE, below.price * STEEP)
    crossing = (above.at(0) - below.at(0)) / (below.slope - above.slope)
    if below.at(crossing) < max(worth, best + SCALE / 2):
        return None
    price = round(crossing)
    return price if below.price < price < above.price else None


def _excess(quest: Quest, chosen: list[Itinerary]) -> int:
    """By how much some itineraries are longer than presence may be."""
    return sum(one.amounts["presence"] for one in chosen) - quest.limits["presence"]


def _at(quest: Quest, box: Box, prices: Prices, enough: int, run: Run) -> Shared | None:
    """What shares prove at some prices; None if that can't be said."""
    ways = _ways(quest.network, box, prices)
    if ways is None:
        return None
    fixed = fetched(quest, box, prices)
    program = _program(quest, box, ways)
    least, costs = _reduced(program, _worth(program))
    proven = least
    for slots in SLACKS:
        most = min(enough - fixed, least + slots * SCALE)
        if most <= proven:
            break
        outcome, times = _choose(quest.network, program, ways, np.flatnonzero(costs < most - least), most, run)
        if outcome.found:
            found = outcome.best if outcome.proven else outcome.bound
            chosen = [way for way, used in times for _ in range(outcome.value(used)) if way.duty]
            made = [cheapest(of_share(quest.network, way.team, box, prices, way.share, way.duty)) for way in chosen]
            return Shared(fixed + max(proven, proven if found is None else found), prices, made)
        if not outcome.infeasible:
            break
        proven = most
    return Shared(fixed + proven, prices, [])


def listed_shares(
    quest: Quest, box: Box, prices: Prices, enough: int, run: Run, until: float
) -> list[Itinerary] | None:
    """All itineraries that a choice of less than `enough` may be made of; None if they are too many, or no time."""
    ways = _ways(quest.network, box, prices)
    if ways is None:
        return None
    left, program = enough - fetched(quest, box, prices), _program(quest, box, ways)
    least, costs = _reduced(program, _worth(program))
    known: dict[_Way, int] = {}
    while True:
        near = np.flatnonzero(costs < left - least)
        outcome, times = _choose(quest.network, program, ways, near, left, run, known)
        if outcome.infeasible:
            break
        fresh = [way for way, used in times if outcome.found and outcome.value(used) and way not in known]
        if not outcome.proven or outcome.best is None or len(known) > MOST_KNOWN or time.monotonic() > until:
            return None
        known |= dict.fromkeys(fresh, outcome.best)
    found: list[Itinerary] = []
    for way, cost in known.items():
        if way.duty:
            of = of_share(quest.network, way.team, box, prices, way.share, way.duty)
            some = all_within(of, left - cost - 1, MOST_WAYS, hours=True)
            if some is None or time.monotonic() > until:
                return None
            found += some
    return found


def _ways(network: Network, box: Box, prices: Prices) -> list[_Way] | None:
    """All that an agent may do, by team, days of duty and share; None if the prices are too high."""
    ways, shares = list[_Way](), list(network.piles.shares)
    for team, mine in enumerate(network.teams):
        costs = share_costs(network, team, chances(network, mine, box), prices)
        if costs is None:
            return None
        for duty, some in costs.items():
            ways += [_Way(team, duty, shares[i], int(some[i])) for i in np.flatnonzero(some < DEAR)]
    return ways


@dataclass(frozen=True)
class _Program:
    """How often each way is taken, at the least cost: sums of ways within limits, and a way for every agent."""

    costs: Values
    sums: Values
    """By sum and way."""
    limits: list[tuple[int, int]]
    agents: Values
    """By team and way, 1 if it is of the team."""
    counts: list[int]
    """By team, its agents."""


def _program(quest: Quest, box: Box, ways: list[_Way]) -> _Program:
    network = quest.network
    per_job, classes = network.work.agents_per_job, network.piles.classes
    jobs = [0] * (max(classes) + 1)
    for sort, one in zip(network.sorts, classes, strict=True):
        jobs[one] += per_job * len(sort.jobs)
    sums = [[way.share[one] for way in ways] for one in range(len(jobs))]
    sums += [[int(d in way.duty) for way in ways] for d in range(len(box.duty))]
    limits = [*((count, count) for count in jobs), *box.duty]
    if "juror_days" in quest.limits:
        sums.append([network.teams[way.team].weight * len(way.duty) for way in ways])
        limits.append((0, quest.limits["juror_days"]))
    agents = [[int(way.team == team) for way in ways] for team in range(len(network.teams))]
    counts = [len(team.agents) for team in network.teams]
    return _Program(np.array([way.cost for way in ways]), np.array(sums), limits, np.array(agents), counts)


def _worth(program: _Program) -> list[int]:
    """What one of each sum costs, by the linear programme of all the ways."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity, objective = solver.infinity(), solver.Objective()
    objective.SetMinimization()
    used = [solver.NumVar(0, infinity, "") for _ in program.costs]
    for variable, cost in zip(used, program.costs, strict=True):
        objective.SetCoefficient(variable, float(cost))
    rows = []
    everybody = [(mine, (count, count)) for mine, count in zip(program.agents, program.counts, strict=True)]
    for sums, (low, high) in [*zip(program.sums, program.limits, strict=True), *everybody]:
        rows.append(solver.Constraint(low, high))
        for i in np.flatnonzero(sums):
            rows[-1].SetCoefficient(used[i], float(sums[i]))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [0] * len(program.limits)
    return [whole(-row.dual_value() / SCALE, SCALE) for row in rows[: len(program.limits)]]


def _reduced(program: _Program, worth: list[int]) -> tuple[int, Values]:
    """A bound of the costs by what the sums cost, and by what each way costs more than the cheapest of its team."""
    prices: Values = np.array(worth, np.int64)
    costs = program.costs + prices @ program.sums
    least = -sum(max(price * low, price * high) for price, (low, high) in zip(worth, program.limits, strict=True))
    for mine, count in zip(program.agents, program.counts, strict=True):
        cheapest = int(costs[mine > 0].min())
        costs = costs - cheapest * mine
        least += count * cheapest
    return least, costs


def _choose(
    network: Network,
    program: _Program,
    ways: list[_Way],
    near: Indices,
    most: int,
    run: Run,
    known: Iterable[_Way] | None = None,
) -> tuple[Outcome, list[tuple[_Way, cp_model.IntVar]]]:
    """The best choice of ways that costs less than `most`, so that everybody is heard by somebody who may.

    If some ways are `known`, only choices that take another one, too.
    """
    model, crews = cp_model.CpModel(), crews_of(network)
    mine = [(i, crew) for crew, (team, _, _) in enumerate(crews) for i in near if ways[i].team == team]
    times = [model.new_int_var(0, crews[crew][2], "times") for _, crew in mine]
    taken = np.array([i for i, _ in mine], np.intp)
    for row, (low, high) in zip(program.sums, program.limits, strict=True):
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(times, row[taken].tolist()), low, high)
    heard = heard_by(network, model, crews, network.piles.classes)
    for crew, (_, _, count) in enumerate(crews):
        own = [(ways[i].share, used) for (i, of), used in zip(mine, times, strict=True) if of == crew]
        model.add(sum(used for _, used in own) == count)
        for one, some in heard[crew].items():
            model.add(sum(share[one] * used for share, used in own) == sum(some))
    cost = cp_model.LinearExpr.weighted_sum(times, program.costs[taken].tolist())
    model.add(cost < most)
    if known is not None:
        seen = set(known)
        model.add(sum(used for (i, _), used in zip(mine, times, strict=True) if ways[i] not in seen) >= 1)
    model.minimize(cost)
    return run(model), [(ways[i], used) for (i, _), used in zip(mine, times, strict=True)]
