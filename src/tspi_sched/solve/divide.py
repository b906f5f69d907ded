"""Bounds and leads by itineraries: the moments of the papers are divided until the agents' itineraries settle the rest.

How early a paper is decides how long its candidates wait, so no price does for all moments. A box of moments whose
prices prove that nothing in it is better than the plan at hand is done with; the most promising one is divided next. Of
a box with one moment a paper, all the itineraries that a better plan could be made of are listed, and the best choice
among them is found at once: a lead to a plan, and a proof for that box.
"""

import heapq
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, product

from ortools.sat.python import cp_model

from tspi_sched.model import Box, Itinerary, Prices, all_within, papers_in
from tspi_sched.solve.guide import Guide, Run
from tspi_sched.solve.prices import SCALE, Priced, Quest, best_prices
from tspi_sched.solve.turns import turns_of

SLACKS = (5, 15, 45, 135)
"""Slots by which listed itineraries may cost more than the cheapest, in turn, until some of them are enough for all."""

MOST_WAYS = 60_000
"""Beyond so many ways, itineraries are not listed."""

MOST_KNOWN = 400
"""Itineraries that are remembered for the next box."""


@dataclass(frozen=True, order=True)
class _Open:
    """A box that is not done with: what its plans cost at the least, and the prices that say so."""

    total: int
    number: int
    box: Box = field(compare=False)
    prices: Prices | None = field(compare=False)


@dataclass
class Division:
    """The boxes still open, and the least of those that are settled."""

    quest: Quest
    latest: Mapping[str, int]
    run: Run
    boxes: list[_Open]
    settled: int | None = None
    """The least cost of a box with one moment a paper, exactly."""
    failed: int = 0
    """Leads in a row that led to no better plan."""
    known: list[Itinerary] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def bound(self, best: int | None) -> int:
        """What is proven of the objective: no plan is better, but for the plan at hand."""
        totals = [self.boxes[0].total] if self.boxes else []
        totals += [] if self.settled is None else [self.settled]
        proven = self.quest.bound(min(totals)) if totals else best
        return min(x for x in (proven, best) if x is not None) if proven is not None else 0

    def lead(self, best: int | None, until: float) -> Guide | None:
        """A choice of itineraries that may be better than the plan at hand; None if there is none, or no time."""
        enough = self.quest.enough(best)
        while self.boxes and self.boxes[0].total < enough and time.monotonic() < until:
            first = self.boxes[0]
            guide = None
            if self._possible(first.box):
                priced = best_prices(self.quest, first.box, first.prices, self.known, enough, until)
                if priced is None or time.monotonic() > until:
                    return None
                guide = self._settle(first, priced, enough)
            elif self.boxes[0] is first:
                heapq.heappop(self.boxes)
            if guide is not None:
                return guide
        return None

    def _possible(self, box: Box) -> bool:
        """Whether the papers may be at such moments."""
        return not self.run(papers_in(self.quest.network.work, self.latest, box)).infeasible

    def _settle(self, first: _Open, priced: Priced, enough: int) -> Guide | None:
        """Be done with a box, divide it, or choose the best of it."""
        heapq.heappop(self.boxes)
        del self.known[:-MOST_KNOWN]
        total = max(first.total, priced.total)
        if total >= enough:
            return None
        if not first.box.settled:
            for half in first.box.halves():
                heapq.heappush(self.boxes, _Open(total, next(self.numbers), half, priced.prices))
            return None
        value, chosen = self._best_choice(first.box, priced, enough)
        if value < enough:
            self.settled = value if self.settled is None else min(self.settled, value)
        if not chosen:
            return None
        papers = {track: slots[0] for track, slots in first.box.starts.items()}
        return turns_of(self.quest.network, papers, chosen, self.run)

    def _best_choice(self, box: Box, priced: Priced, enough: int) -> tuple[int, list[Itinerary]]:
        """The cost of the best choice of itineraries in a box, or a bound of it, and the choice if there is one."""
        value, chosen = priced.total, list[Itinerary]()
        for slots in SLACKS:
            slack = min(slots * SCALE, enough - priced.total)
            lists = [all_within(least, slack, MOST_WAYS) for least in priced.least]
            if any(some is None for some in lists):
                break
            found = _choose(self.quest, box, [one for some in lists for one in some or []], enough, self.run)
            if found is None:
                break
            value, chosen = max(priced.total, min(found[0], priced.total + slack)), found[1]
            if found[0] <= priced.total + slack or slack >= enough - priced.total:
                break
        return value, chosen


def division_of(quest: Quest, latest: Mapping[str, int], starts: Mapping[str, tuple[int, ...]], run: Run) -> Division:
    """Every moment of the papers, in boxes of one day a paper; `starts`: by track, when its paper may start."""
    division = Division(quest, latest, run, [])
    by_day: list[list[tuple[str, tuple[int, ...]]]] = []
    for track, slots in starts.items():
        mine: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            mine[slot // quest.network.work.slots_per_day].append(slot)
        by_day.append([(track, tuple(some)) for some in mine.values()])
    teams, days = quest.network.teams, range(len(quest.network.work.problem.days))
    duty = tuple((0, sum(len(team.agents) for team in teams if team.days[d])) for d in days)
    for choice in product(*by_day):
        heapq.heappush(division.boxes, _Open(0, next(division.numbers), Box(dict(choice), duty), None))
    return division


def _choose(quest: Quest, box: Box, some: list[Itinerary], enough: int, run: Run) -> tuple[int, list[Itinerary]] | None:
    """The itineraries that serve everybody at the least cost, and this: `enough` if there are none; None: not known."""
    model, network = cp_model.CpModel(), quest.network
    used = [model.new_int_var(0, len(network.teams[one.team].agents), "used") for one in some]
    pairs = list(zip(some, used, strict=True))
    for number, sort in enumerate(network.sorts):
        total = network.work.agents_per_job * len(sort.jobs)
        model.add(sum(one.jobs[number] * times for one, times in pairs) == total)
    for team, mine in enumerate(network.teams):
        model.add(sum(times for one, times in pairs if one.team == team) <= len(mine.agents))
    for pair in network.in_order:
        for d in range(1, len(network.work.problem.days)):
            slot = d * network.work.slots_per_day
            model.add(sum(one.ahead(pair, slot) * times for one, times in pairs) <= 0)
    for d, (low, high) in enumerate(box.duty):
        model.add_linear_constraint(sum(times for one, times in pairs if d in one.duty), low, high)
    for name, limit in quest.limits.items():
        model.add(sum(one.amounts[name] * times for one, times in pairs) <= limit)
    cost = SCALE * sum(one.amounts[quest.objective] * times for one, times in pairs)
    if quest.objective == "waiting":
        cost += SCALE * network.work.agents_per_job * network.between(box)
    model.add(cost < enough)
    model.minimize(cost)
    outcome = run(model)
    if outcome.infeasible:
        return enough, []
    if not outcome.found:
        return None
    chosen = [one for one, times in pairs for _ in range(outcome.value(times))]
    return (outcome.best or 0) if outcome.proven else (outcome.bound or 0), chosen
