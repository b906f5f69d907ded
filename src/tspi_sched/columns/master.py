"""Prices at which itineraries cost the most: a bound of what all the agents together come to.

Whatever the prices, a plan costs what its itineraries cost at these prices, plus what its jobs fetch, less what the
limits allow; and no itinerary costs less than the cheapest. So every set of prices gives a bound, in whole numbers.
Good prices are found in turns: a small linear programme of the itineraries known so far says what things are worth, and
the cheapest itinerary at these prices joins them.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ortools.linear_solver import pywraplp

from tspi_sched.columns.arc_costs import between, waits_in
from tspi_sched.columns.arcs import Chances, chances, waits_of
from tspi_sched.columns.linking import Kind, Pairing
from tspi_sched.columns.network import AMOUNTS, Itinerary, Network, Prices, projected, short_of_projectors
from tspi_sched.columns.node import Box
from tspi_sched.columns.pricing import NEVER, Least, cheapest, least_costs

SCALE, FINE = 1_000, 27_720
"""Prices are in thousandths of the objective's unit; in finer parts of it where agents are not told apart by shares.

By the finer ones, little is lost to rounding where a limit is large: the best prices are often simple fractions.
"""

MISSING = 10
"""Days of waiting that a job is worth at most: beyond, there are too few agents for all."""

DEAREST = 100_000
"""The most that anything is worth in units of the objective: any prices bound, but numbers have to be reckoned with."""

MOST_SLOTS = 8
"""Slots at most at which projectors get a price at a time."""

USED = 0.01
"""Less of an itinerary than this is none."""

ROUNDS, CLOSE = 60, 0.01
"""Turns at most for one box, and the part of the cost by which they may miss the best prices: it is divided anyway."""


@dataclass(frozen=True)
class Quest:
    """What is looked for: the least of an objective, with others within limits, all in slots or members' days."""

    network: Network
    objective: str
    limits: dict[str, int]
    """By objective; of the waits, those of each agent of a job count."""
    scale: int = SCALE
    """How many parts of a price make a unit of the objective."""

    @property
    def _unit(self) -> tuple[int, int]:
        """What one step of the objective costs, and its value: all tasks start on the grid."""
        work = self.network.work
        if self.objective == "juror_days":
            return self.scale, 1
        shared = work.agents_per_job if self.objective == "waiting" else 1
        return self.scale * shared * work.step, work.step * work.grid

    @property
    def waits(self) -> bool:
        """Whether it matters what candidates wait."""
        return "waiting" in (self.objective, *self.limits)

    @property
    def apart(self) -> bool:
        """Whether itineraries have to be told apart by presence: one may be shorter and another one wait less."""
        return "presence" in self.limits or (self.objective == "presence" and self.waits)

    def bound(self, total: int) -> int:
        """The least value of the objective of what costs at least so much."""
        cost, value = self._unit
        return max(0, -(-total // cost)) * value

    def enough(self, best: int | None) -> int:
        """The least cost that proves that nothing is better than a value."""
        cost, value = self._unit
        return NEVER if best is None else (-(-best // value) - 1) * cost + 1


def most_presence(quest: Quest) -> int:
    """Minutes for which members may be present at the most: all hours of all agents, or of as many as there may be.

    0 where the session would close before anybody could do anything.
    """
    mine = [(len(team.agents) * team.weight, filter(None, team.days)) for team in quest.network.teams]
    hours = [(members, last - first) for members, days in mine for first, last in days]
    every, longest = sum(members for members, _ in hours), max((slots for _, slots in hours), default=0)
    most = min(sum(members * slots for members, slots in hours), longest * quest.limits.get("juror_days", every))
    return quest.network.work.grid * most


@dataclass
class Priced:
    """The best prices found for a box, and what they prove."""

    total: int
    prices: Prices
    least: list[Least]
    mixture: list[tuple[Itinerary, float]] = field(default_factory=list)
    """The best one of the itineraries known last, each used so often."""


def best_prices(
    quest: Quest, box: Box, begin: Prices | None, known: list[Itinerary], enough: int, until: float
) -> Priced | None:
    """Prices for a box, until they prove `enough`, or the best that there are; None if there is no time.

    A projector has a price only at slots at which a mixture of itineraries was seen to use too many; none where waits
    are limited: then of itineraries that are listed, the cheapest would not be the one that waits least.
    """
    waits = waits_in(quest.network, box)
    there = list(waits_of(quest.network, box, known, waits))
    open_to = [chances(quest.network, team, box, waits) for team in quest.network.teams]
    worth, best, prices = _Worth(quest, box, there, begin.projectors if begin else ()), None, begin
    close, proved = 0.0 if box.settled else CLOSE, -NEVER
    for _ in range(ROUNDS):
        prices, ceiling = (prices, NEVER) if prices else worth.prices()
        if time.monotonic() > until:
            break
        if best and ceiling - best.total < max(quest.scale / 2, close * ceiling):
            if "waiting" in quest.limits or best.total - proved < quest.scale / 2 or not worth.short_of_projectors():
                break
            proved = best.total  # mixtures may be short of projectors elsewhere each time, at the same cost
            prices, _ = worth.prices()
        priced = _priced(quest, box, open_to, prices)
        best = priced if best is None or priced.total > best.total else best
        if best.total >= enough:
            break
        found = [one for least in priced.least for one in _gainful(least)]
        known += found
        for one in found:
            worth.add(one)
        prices = None
    return best and replace(best, mixture=worth.mixture)


def _gainful(least: Least) -> list[Itinerary]:
    """The cheapest itineraries of those that begin on each day, if they cost less than nothing."""
    costs = [int(mornings[least.begin]) for mornings in least.mornings]
    return [cheapest(least, d) for d, (cost, later) in enumerate(pairwise(costs)) if cost < min(0, later)]


def _priced(quest: Quest, box: Box, open_to: list[Chances], prices: Prices) -> Priced:
    """What prices prove."""
    least: list[Least] = []
    for team, mine in enumerate(open_to):
        least.append(least_costs(quest.network, team, mine, prices, least))
    total = sum(len(one.of.agents) * one.cost for one in least) + fetched(quest, box, prices)
    total -= sum(price * span[price > 0] for price, span in zip(prices.duty, box.duty, strict=True))
    return Priced(total, prices, least)


def fetched(quest: Quest, box: Box, prices: Prices) -> int:
    """What all the jobs fetch at some prices, less what the limits allow; days of duty not counted."""
    network = quest.network
    per_job = network.work.agents_per_job
    total = sum(price * per_job * len(sort.jobs) for price, sort in zip(prices.jobs, network.sorts, strict=True))
    total += prices.amounts["waiting"] * per_job * between(network, box)
    total -= sum(prices.projectors.values()) * per_job * network.projectors
    return total - sum(prices.amounts[name] * limit for name, limit in quest.limits.items())


class _Worth:
    """The linear programme: how often each known itinerary is used, every job being heard by somebody."""

    def __init__(self, quest: Quest, box: Box, known: list[Itinerary], slots: Iterable[int]) -> None:
        self.quest, network = quest, quest.network
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity, per_job = self.solver.infinity(), network.work.agents_per_job
        counts = [per_job * len(sort.jobs) for sort in network.sorts]
        self.jobs = [self.solver.Constraint(count, count) for count in counts]
        self.limits = {name: self.solver.Constraint(-infinity, limit) for name, limit in quest.limits.items()}
        self.teams = [self.solver.Constraint(-infinity, len(team.agents)) for team in network.teams]
        pairings = (one for one in network.pairings if quest.objective == "waiting" or not one.by_slot)
        self.several = [(one, self.solver.Constraint(0 if one.exact else -infinity, 0)) for one in pairings]
        self.duty = [self.solver.Constraint(low, high) for low, high in box.duty]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        for row in (*self.jobs, *self.duty):
            for sign in (1, -1):
                self._may_miss(row, sign)
        for pairing, row in self.several:
            for sign in (1, -1) if pairing.exact else (-1,):
                self._may_miss(row, sign, self._size(pairing) if pairing.by_slot else None)
        self.used: list[tuple[Itinerary, pywraplp.Variable]] = []
        self.mixture: list[tuple[Itinerary, float]] = []
        self.projectors: dict[int, pywraplp.Constraint] = {}
        for slot in sorted(slots):
            self._share_projectors(slot)
        for one in known:
            self.add(one)

    def add(self, one: Itinerary) -> None:
        """One more known itinerary."""
        used = self.solver.NumVar(0, self.solver.infinity(), "")
        self.objective.SetCoefficient(used, one.amounts[self.quest.objective])
        self.teams[one.team].SetCoefficient(used, 1)
        for row, count in zip(self.jobs, one.jobs, strict=True):
            if count:
                row.SetCoefficient(used, count)
        for pairing, row in self.several:
            if total := pairing.of(one.heard, self.quest.network.work.slots_per_day):
                row.SetCoefficient(used, total / self._size(pairing))
        for d in one.duty:
            self.duty[d].SetCoefficient(used, 1)
        for name, row in self.limits.items():
            row.SetCoefficient(used, one.amounts[name])
        for slot in projected(self.quest.network, one):
            if slot in self.projectors:
                self.projectors[slot].SetCoefficient(used, 1)
        self.used.append((one, used))

    def _size(self, pairing: Pairing) -> int:
        """What one candidate may add to a sum, about: all numbers should be of one size."""
        return self.quest.network.work.slots_per_day if pairing.by_slot else 1

    def short_of_projectors(self) -> bool:
        """Whether the best mixture uses too many projectors; if so, they get a price from now on at the worst slots."""
        worst = short_of_projectors(self.quest.network, self.mixture)
        fresh = [slot for slot in worst if slot not in self.projectors][:MOST_SLOTS]
        for slot in fresh:
            self._share_projectors(slot)
        return bool(fresh)

    def _share_projectors(self, slot: int) -> None:
        """Let no more orals be projected at a slot than can be."""
        network = self.quest.network
        row = self.solver.Constraint(-self.solver.infinity(), network.work.agents_per_job * network.projectors)
        for one, used in self.used:
            if slot in projected(network, one):
                row.SetCoefficient(used, 1)
        self._may_miss(row, -1)
        self.projectors[slot] = row

    def _may_miss(self, row: pywraplp.Constraint, sign: int, worth: int | None = None) -> None:
        """Let a row be missed, dearly: what is known may not be enough."""
        missing = self.solver.NumVar(0, self.solver.infinity(), "")
        row.SetCoefficient(missing, sign)
        self.objective.SetCoefficient(missing, worth or MISSING * self.quest.network.work.slots_per_day)

    def prices(self) -> tuple[Prices, float]:
        """What jobs and limits are worth by the known itineraries, and the cost of the best mixture of these.

        Nothing and no more, if the numbers are beyond the solver, which happens.
        """
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL and not self._in_another_way():
            return self._nothing(), 0.0
        self.mixture = [(one, often) for one, used in self.used if (often := used.solution_value()) > USED]
        scale = self.quest.scale
        duty = tuple(whole(-row.dual_value(), scale) for row in self.duty)
        amounts = dict.fromkeys(AMOUNTS, 0)
        amounts |= {name: max(0, whole(-row.dual_value(), scale)) for name, row in self.limits.items()}
        amounts[self.quest.objective] = scale
        projectors = {slot: max(0, whole(-row.dual_value(), scale)) for slot, row in self.projectors.items()}
        jobs = tuple(whole(row.dual_value(), scale) for row in self.jobs)
        return Prices(jobs, duty, amounts, projectors, self._together()), scale * self.objective.Value()

    def _in_another_way(self) -> bool:
        """Whether the linear programme has an answer, if it is asked by another method."""
        method = pywraplp.MPSolverParameters()
        method.SetIntegerParam(method.LP_ALGORITHM, method.DUAL)
        return bool(self.solver.Solve(method) == pywraplp.Solver.OPTIMAL)

    def _nothing(self) -> Prices:
        amounts = {**dict.fromkeys(AMOUNTS, 0), self.quest.objective: self.quest.scale}
        return Prices((0,) * len(self.jobs), (0,) * len(self.duty), amounts)

    def _together(self) -> dict[Kind, tuple[int, int]]:
        """What a hearing is worth besides, for what it has to do with others of its candidate."""
        prices: dict[Kind, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for pairing, row in self.several:
            price = whole(row.dual_value() / self._size(pairing), self.quest.scale)
            price = price if pairing.exact else min(0, price)
            for kind, (fixed, each) in pairing.worth.items():
                prices[kind] = prices[kind][0] + price * fixed, prices[kind][1] + price * each
        return dict(prices)


def whole(worth: float, scale: int) -> int:
    """A price; what a failed linear programme says of worth may be no number at all."""
    return round(scale * min(max(worth, -DEAREST), DEAREST)) if math.isfinite(worth) else 0
