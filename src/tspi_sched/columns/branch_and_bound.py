"""Bounds and leads by itineraries: the moments of the papers are divided until the agents' itineraries settle the rest.

How early a paper is decides how long its candidates wait, so no price does for all moments. A box of moments whose
prices prove that nothing in it is better than the plan at hand is done with; the most promising one is divided next. Of
a box with one moment a paper, all the itineraries that a better plan could be made of are listed, and the best choice
among them is found at once: a lead to a plan, and a proof for that box.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, product

from tspi_sched.columns.assign import turns_of
from tspi_sched.columns.integer_master import HASTY, THOROUGH, Choice, best_choice, choose
from tspi_sched.columns.master import FINE, Priced, Quest, best_prices
from tspi_sched.columns.network import Itinerary, Prices
from tspi_sched.columns.node import Box, papers_in
from tspi_sched.columns.pricing import NEVER
from tspi_sched.columns.realisable import Moments, moments_of
from tspi_sched.columns.workload_master import Shared, best_shares, listed_shares
from tspi_sched.columns.workload_pricing import share_network
from tspi_sched.relaxations.bound import Guide, Run

LISTING = 5.0
"""Seconds at most to list what shares leave in doubt of a box, as long as there are others to look at."""

MOST_KNOWN = 400
"""Itineraries that are remembered for the next box."""

SMALLER = 4
"""By how many times fewer moments a box has to have to be asked about its shares again; cubed, if it was of no use."""

USEFUL = 4
"""Shares are of use if they prove at least this part of what is missing, or all of it."""


@dataclass(frozen=True)
class _Open:
    """A box that is not done with: what its plans cost at the least, and the prices that say so."""

    expected: int
    """What a plan in it may cost: boxes with fewer moments are nearer to the truth."""
    number: int
    total: int
    box: Box
    prices: Prices | None = None
    presence: int = 0
    """The price of presence at which shares proved most."""
    ask: int = NEVER
    """Of how many moments a box may be to be asked about its shares."""
    too_long: bool = False
    """Whether its itineraries are too many to be listed, as long as there are several moments."""
    doubtful: Prices | None = None
    """Of a box with one moment a paper that shares did not refute, the prices at which they proved most."""
    given_up: int = 2 * NEVER
    """What was enough when its itineraries were too many to be listed: they may be fewer once less is of interest."""
    thorough: bool = False
    """Whether they were given all the time there was."""


@dataclass
class Division:
    """The boxes still open, and the least of those that are settled."""

    quest: Quest
    latest: Mapping[str, int]
    run: Run
    boxes: list[_Open]
    settled: int | None = None
    """The least cost of a box with one moment a paper, exactly."""
    led: bool = False
    """Whether there was a lead."""
    proves: bool = True
    """Whether a bound is wanted, too."""
    failed: int = 0
    """Leads in a row that led to no better plan."""
    later: list[Guide] = field(default_factory=list)
    """Leads that were put off."""
    known: list[Itinerary] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    shares: Quest | None = None
    """The same with agents that are told apart by their shares; None if these are too many."""

    def bound(self, best: int | None) -> int:
        """What is proven of the objective: no plan is better, but for the plan at hand."""
        totals = [first.total for first in self.boxes]
        totals += [] if self.settled is None else [self.settled]
        proven = self.quest.bound(min(totals)) if totals else best
        return min(x for x in (proven, best) if x is not None) if proven is not None else 0

    def lead(self, best: int | None, until: float) -> Guide | None:
        """A choice of itineraries that may be better than the plan at hand; None if there is none, or no time."""
        enough = self.quest.enough(best)
        while (first := self._next(enough)) and time.monotonic() < until:
            guide = None
            if first.total >= enough or not (first.doubtful or self._possible(first.box)):
                self.boxes.remove(first)
                continue
            if first.doubtful:
                guide = self._listed(first, first.doubtful, enough, until)
            else:
                priced = best_prices(self.quest, first.box, first.prices, self.known, enough, until)
                if priced is None or time.monotonic() > until:
                    return None
                guide = self._settle(first, priced, enough, until)
            if guide is not None:
                self.led = True
                return guide
        return None

    def refuted(self, best: int, until: float) -> bool:
        """Whether prices alone prove that no plan is better than a value, whenever the papers are."""
        enough = self.quest.enough(best)
        while self.boxes:
            first = min(self.boxes, key=lambda one: (one.total, one.number))
            self.boxes.remove(first)
            if not self._possible(first.box):
                continue
            priced = best_prices(self.quest, first.box, first.prices, self.known, enough, until)
            if priced is None or time.monotonic() > until or (priced.total < enough and first.box.duty_known):
                return False
            for half in first.box.halves() if priced.total < enough else ():
                self.open(half, replace(first, total=priced.total, prices=priced.prices))
        return True

    def _next(self, enough: int) -> _Open | None:
        """The box that proves most when done with; until there is a lead, the one that may lead to a plan."""
        boxes = self._untried(enough) or [one for one in self.boxes if not one.thorough]
        return min(boxes, key=lambda one: (one.total if self._proving else one.expected, one.number), default=None)

    def _untried(self, enough: int) -> list[_Open]:
        """The boxes that were not given up, or when more was of interest."""
        return [one for one in self.boxes if enough < one.given_up]

    @property
    def _proving(self) -> bool:
        return self.led and self.proves

    def open(self, box: Box, like: _Open | None = None) -> None:
        """One more box to look at; it costs at least what another does that it is a part of."""
        total = like.total if like else 0
        jobs = {sort.like.track: 0 for sort in self.quest.network.sorts}
        for sort in self.quest.network.sorts:
            jobs[sort.like.track] += len(sort.jobs)
        wide = sum((len(slots) - 1) * jobs[track] for track, slots in box.starts.items())
        expected = total + self.quest.scale * wide // 2
        found = _Open(expected, next(self.numbers), total, box)
        self.boxes.append(replace(like, expected=expected, number=found.number, box=box) if like else found)

    def _possible(self, box: Box) -> bool:
        """Whether the papers may be at such moments."""
        return not self.run(papers_in(self.quest.network.work, self.latest, box)).infeasible

    def _settle(self, first: _Open, priced: Priced, enough: int, until: float) -> Guide | None:
        """Be done with a box, divide it, or choose the best of it."""
        self.boxes.remove(first)
        del self.known[:-MOST_KNOWN]
        box, total = first.box, max(first.total, priced.total)
        if total >= enough:
            return None
        shared = self._shared(first, priced, enough, until)
        if shared and shared.total >= enough:
            return None
        if shared and box.at_one_moment:
            total = max(total, shared.total)
            doubtful = replace(first, expected=total, number=next(self.numbers), total=total, doubtful=shared.prices)
            self.boxes.append(doubtful)
            return self._guide(box.first, shared.chosen, self.shares)
        if box.settled and not self._proving and any(one.expected < total for one in self._untried(enough)):
            self.open(box, replace(first, total=total, prices=priced.prices))  # others may lead to a better plan
            return None
        like = replace(first, total=total, prices=priced.prices)
        if box.settled:
            return self._finish(like, self._best(like, priced, enough, until), box.first, enough)
        if self.shares is None and box.duty_known:
            return self._by_moments(like, priced, enough, until)
        if shared:
            useful = (shared.total - total) * USEFUL >= enough - total
            ask = box.moments // (SMALLER if useful else SMALLER**3)
            total, presence = max(total, shared.total), shared.prices.amounts["presence"]
            like = replace(like, total=total, presence=presence, ask=ask)
        for half in box.by_starts() if self.shares and not box.at_one_moment else box.halves():
            self.open(half, like)
        return None

    def _best(self, one: _Open, priced: Priced, enough: int, until: float) -> Choice:
        """The best choice in a box; with more effort, if less was of no use and nothing has changed."""
        effort = THOROUGH if enough >= one.given_up else HASTY
        return best_choice(self.quest, one.box, priced, enough, self.run, until, effort)

    def _finish(self, one: _Open, best: Choice, papers: Mapping[str, int], enough: int) -> Guide | None:
        """Be done with a box of which the best choice is known, or give it up until less is of interest."""
        total = max(one.total, best.value)
        if best.exact:
            self._done(total, enough)
        else:
            again = enough >= one.given_up
            self.boxes.append(replace(one, expected=total, total=total, given_up=enough, thorough=again))
        return self._guide(papers, best.chosen)

    def _by_moments(self, like: _Open, priced: Priced, enough: int, until: float) -> Guide | None:
        """Divide a box by the moments of its papers, unless that tells no more of its itineraries: then settle it."""
        box, moments = like.box, self._moments(like.box, priced.mixture)
        if self._settles(box, moments) and not like.too_long:
            best = self._best(like, priced, enough, until)
            like = replace(like, total=max(like.total, best.value), too_long=not best.chosen)
            if like.total >= enough:
                return None
            moments = self._moments(box, [(one, 1.0) for one in best.chosen], longer=True)
            if best.chosen and self._settles(box, moments):
                return self._finish(like, best, moments.starts, enough)
        for half in self._halves(box, moments):
            self.open(half, like)
        return None

    def _settles(self, box: Box, moments: Moments) -> bool:
        """Whether dividing the moments of a box would tell no more: its itineraries are possible at some of them."""
        return moments.exact and self._possible(Box({t: (slot,) for t, slot in moments.starts.items()}, box.duty))

    def _halves(self, box: Box, moments: Moments) -> tuple[Box, Box]:
        """A box in two by the paper whose waits are counted worst, so that neither half has the same itineraries."""
        if moments.exact:
            return box.by_starts()
        track = max(moments.missing, key=lambda track: moments.missing[track])
        later = [slot for slot in box.starts[track] if slot > moments.starts[track]] or box.starts[track]
        return box.by_start(track, later[len(later) // 2])

    def _moments(self, box: Box, used: list[tuple[Itinerary, float]], *, longer: bool = False) -> Moments:
        """The moments of the papers of some itineraries; whichever, where these are impossible."""
        return moments_of(self.quest.network, box, used, waits=self.quest.waits, longer=longer)

    def _listed(self, first: _Open, prices: Prices, enough: int, until: float) -> Guide | None:
        """Be done with a box with one moment a paper that shares did not refute."""
        self.boxes.remove(first)
        again = enough >= first.given_up
        soon = until if again else min(until, time.monotonic() + LISTING)
        some = listed_shares(self.shares, first.box, prices, enough, self.run, soon) if self.shares else None
        found = some and choose(self.quest, first.box, some, prices, enough, self.run, hours=True)
        if found is None:
            self.boxes.append(replace(first, given_up=enough, thorough=again))
            return None
        value, chosen = found or (enough, [])
        self._done(max(first.total, value), enough)
        return self._guide(first.box.first, chosen, self.shares)

    def _done(self, value: int, enough: int) -> None:
        """Remember what the plans of a box cost that is done with."""
        if value < enough:
            self.settled = min(x for x in (self.settled, value) if x is not None)

    def _guide(self, papers: Mapping[str, int], chosen: list[Itinerary], of: Quest | None = None) -> Guide | None:
        """A lead by itineraries (`of` what) with the papers at these moments, if there are any."""
        return turns_of((of or self.quest).network, dict(papers), chosen, self.run) if chosen else None

    def _shared(self, first: _Open, priced: Priced, enough: int, until: float) -> Shared | None:
        """What shares prove of a box; None if they are not asked: for that, it should be smaller than the last time."""
        if self.shares is None or first.box.moments > max(1, first.ask):
            return None
        amounts = {**priced.prices.amounts, "presence": max(first.presence, priced.prices.amounts["presence"])}
        return best_shares(self.shares, first.box, replace(priced.prices, amounts=amounts), enough, self.run, until)


def division_of(
    quest: Quest, latest: Mapping[str, int], starts: Mapping[str, tuple[int, ...]], run: Run, begin: Mapping[str, int]
) -> Division:
    """Every moment of the papers, in boxes of one day a paper; `starts`: by track, when its paper may start."""
    shares = share_network(quest.network) if quest.objective != "juror_days" else None  # which shares have no price for
    quest = quest if shares else replace(quest, scale=FINE)
    division = Division(quest, latest, run, [], shares=replace(quest, network=shares) if shares else None)
    by_day: list[list[tuple[str, tuple[int, ...]]]] = []
    for track, slots in starts.items():
        mine: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            mine[slot // quest.network.work.slots_per_day].append(slot)
        by_day.append([(track, tuple(some)) for some in mine.values()])
    teams, days = quest.network.teams, range(len(quest.network.work.problem.days))
    duty = tuple((0, sum(len(team.agents) for team in teams if team.days[d])) for d in days)
    if all(begin.get(track) in slots for track, slots in starts.items()):
        division.open(Box({track: (begin[track],) for track in starts}, duty))
    for choice in product(*by_day):
        division.open(Box(dict(choice), duty))
    return division
