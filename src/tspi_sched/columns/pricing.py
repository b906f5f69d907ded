"""The cheapest itinerary of an agent at given prices: a shortest path from slot to slot, reckoned from the end.

All numbers are whole, so what comes out is exact, wherever the prices come from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from tspi_sched.columns.arc_costs import NOWHERE
from tspi_sched.columns.arcs import Chances, Task
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import Itinerary, Network, Prices, Team, Values

NEVER = 1 << 40
"""What the impossible costs: more than anything else, whatever is added to it."""


@dataclass(frozen=True)
class Least:
    """What the rest of the session costs an agent at the least, from every moment on."""

    network: Network
    team: int
    prices: Prices
    chances: Chances
    days: tuple[Values | None, ...]
    """By day, slot (from a changeover before the first one), whether the meal is over, and pile."""
    mornings: tuple[Values, ...]
    """By day and pile, before anything is done; one more after the last day."""
    begin: int = 0
    """The pile before the first day."""

    @property
    def cost(self) -> int:
        """The cost of the cheapest itinerary; doing nothing costs nothing."""
        return int(self.mornings[0][self.begin])

    @cached_property
    def of(self) -> Team:
        """Whose itineraries."""
        return self.network.teams[self.team]

    @cached_property
    def minute(self) -> int:
        """The cost of a slot of presence of one agent."""
        return self.prices.amounts["presence"] * self.of.weight

    def duty(self, d: int) -> int:
        """The cost of doing something on a day."""
        return self.prices.amounts["juror_days"] * self.of.weight + self.prices.duty[d]

    def price(self, task: Task) -> int:
        """What a task costs, with the presence that it takes."""
        if task.marks:
            return task.slots * self.minute
        return int(self.hearing[self.network.number_of[task.number, task.ends], task.start])

    @cached_property
    def hearing(self) -> Values:
        """By what a hearing may be (`heard_as`) and slot of the first oral, its cost with its presence.

        `NEVER` where it may not be.
        """
        network, waits = self.network, self.chances.waits
        costs: Values = waits * self.prices.amounts["waiting"]
        for row, (number, ends) in enumerate(network.heard_as):
            costs[row] += (network.work.changeover + network.sorts[number].hearing) * self.minute
            costs[row] += self._projected[number] - self._fetched(number, ends)
        costs[waits == NOWHERE] = NEVER
        return costs

    def _fetched(self, number: int, ends: Ends) -> Values:
        """By slot of the first oral, what an agent gets for hearing a job of a sort."""
        day, days = self.network.work.slots_per_day, range(len(self.network.work.problem.days))
        together = [self.prices.together.get((number, d, ends), (0, 0)) for d in (*days, len(days))]
        prices: Values = np.repeat(np.array(together, np.int64), day, axis=0)
        found: Values = self.prices.jobs[number] + prices[:, 0] + prices[:, 1] * (np.arange(len(prices)) % day)
        return found

    @cached_property
    def _projected(self) -> Values:
        """By sort and slot of the first oral, what its projectors cost."""
        slots: Values = np.arange(self.chances.waits.shape[1])
        costs: Values = np.zeros((len(self.network.sorts), len(slots)), np.int64)
        for number, sort in enumerate(self.network.sorts):
            for after, length in sort.projected if self.prices.projectors else ():
                first, last = (np.minimum(slots + at, len(slots)) for at in (after, after + length))
                costs[number] += self._until[last] - self._until[first]
        return costs

    @cached_property
    def _until(self) -> Values:
        """By slot, what a projector costs from the session's beginning until then."""
        costs: Values = np.zeros(self.chances.waits.shape[1] + 1, np.int64)
        for slot, price in self.prices.projectors.items():
            costs[slot + 1] = price
        until: Values = np.cumsum(costs)
        return until

    @cached_property
    def steps(self) -> Values:
        """By step, and the slot of its hearing, or a changeover after that of its marking: what it costs at least."""
        changeover, kinds = self.network.work.changeover, self.network.heard_as
        late: Values = np.zeros((len(self.network.papers), changeover), np.int64)
        marking = np.concatenate([late, self.chances.marking], axis=1)[:, : self.chances.waits.shape[1]]
        rows = [
            np.where(marking[step.numbers[0]], step.slots * self.minute, NEVER)
            if step.marks
            else self.hearing[[row for row, (number, _) in enumerate(kinds) if number in step.numbers]].min(axis=0)
            for step in self.network.steps
        ]
        found: Values = np.stack(rows)
        return found

    def within_reach(self, d: int) -> Values:
        """By slot of a day, from a changeover before the first one: how many piles can still be heard."""
        changeover, (first, last) = self.network.work.changeover, self.of.days[d] or (0, 0)
        later = sum(span[1] - span[0] + changeover for span in self.of.days[d + 1 :] if span)
        left: Values = np.arange(last - first + changeover, -1, -1) + later
        found: Values = np.searchsorted(self.network.piles.needs, left, side="right").astype(np.int64)
        return found

    def spared(self, task: Task) -> int:
        """What a task costs less as the first one of a day, whose changeover is no presence."""
        return 0 if task.marks else self.network.work.changeover * self.minute

    def eaten(self, slot: int) -> int:
        """1 if a meal may have been taken on this day before a slot, else 0."""
        return int(slot % self.network.work.slots_per_day >= self.network.meal.first_end)

    def rest(self, d: int, slot: int, eaten: int, pile: int) -> int:
        """The least cost from a slot of a day on, with this pile, the meal being over or not."""
        values, span = self.days[d], self.of.days[d]
        return (
            NEVER
            if values is None or span is None
            else int(values[slot - span[0] + self.network.work.changeover, eaten, pile])
        )

    def may_end(self, d: int, slot: int, eaten: int) -> bool:
        """Whether an agent may go home at a slot: it has eaten, or still can."""
        return bool(eaten) or slot - d * self.network.work.slots_per_day <= self.network.meal.last


@dataclass(frozen=True)
class Move:
    """A step from one moment to the next: its cost, where it leads to, and the task, if it is one."""

    cost: int
    slot: int
    eaten: int
    pile: int
    task: Task | None = None


def least_costs(network: Network, team: int, open_to: Chances, prices: Prices, others: Sequence[Least] = ()) -> Least:
    """What the session costs an agent of a team at the least, from every moment on.

    `others`: the same, by team, of teams before it: what is as for one of these from some day on is not made again.
    """
    mornings, days = [nothing_left(network, np.int64(NEVER))], list[Values | None]()
    for d in reversed(range(len(network.work.problem.days))):
        least, twin = Least(network, team, prices, open_to, (), ()), network.twins[team][d]
        if twin < len(others):
            days.insert(0, others[twin].days[d])
            mornings.insert(0, others[twin].mornings[d])
        elif least.of.days[d] is None:
            days.insert(0, None)
            mornings.insert(0, mornings[0])
        else:
            values, opening = one_day(least, d, mornings[0])
            days.insert(0, values)
            mornings.insert(0, np.minimum(mornings[0], opening))
    return Least(network, team, prices, open_to, tuple(days), tuple(mornings))


def nothing_left(network: Network, never: np.int32 | np.int64) -> Values:
    """The costs by pile when the session is over, of one type of numbers."""
    costs: Values = np.full(network.piles.none + 1, never)
    costs[0] = 0
    return costs


def one_day(least: Least, d: int, evening: Values) -> tuple[Values, Values]:
    """The costs from each moment of a day on, and those of beginning it, by the costs of what comes after it."""
    network, meal, minute, never = least.network, least.network.meal, least.minute, evening[-1]
    first, last = least.of.days[d] or (0, 0)
    changeover, base = network.work.changeover, d * network.work.slots_per_day
    values: Values = np.full((last - first + changeover + network.longest + 1, 2, len(evening)), never)
    opening: Values = np.full(len(evening), never)
    costs = np.minimum(least.steps[:, first : last + changeover + 1], never).astype(evening.dtype)
    reach, some = least.within_reach(d), (costs < never).any(axis=0)
    for at in range(last - first + changeover, -1, -1):
        slot, count = at + first - changeover, reach[at]
        for eaten in _meals(least, slot - base):
            now, begun = values[at, eaten, :count], opening[:count]
            if some[at]:
                done: Values = values[at:].reshape(-1)[eaten * len(evening) :].take(network.ahead[:, :count])
                done += costs[:, at, None]
                marked, heard = done[: len(network.papers)].min(axis=0), done[len(network.papers) :].min(axis=0)
                if least.eaten(slot) == eaten:
                    np.minimum(begun, marked, out=begun)
                if least.eaten(slot + changeover) == eaten:
                    np.minimum(begun, heard - changeover * minute, out=begun)
                np.minimum(marked, heard, out=now)
            if slot < first:
                continue
            if slot < last:
                np.minimum(now, values[at + 1, eaten, :count] + minute, out=now)
            if not eaten and slot - base >= meal.first:
                np.minimum(now, values[at + meal.length, 1, :count] + meal.length * minute, out=now)
            np.minimum(now, evening[:count], out=now)
    return values, opening + least.duty(d)


def _meals(least: Least, clock: int) -> Iterator[int]:
    """Whether the meal is over at an hour, 1 or 0, as far as it may be; a hearing may begin a changeover later."""
    if clock + least.network.work.changeover >= least.network.meal.first_end:
        yield 1
    if clock <= least.network.meal.last:
        yield 0


def beginnings(least: Least, d: int, slot: int, pile: int) -> Iterator[Move]:
    """The ways to begin a day with a task that begins at a slot."""
    for task, piles in least.chances.at(slot):
        cost = least.duty(d) + least.price(task) - least.spared(task)
        yield Move(cost, slot + task.slots, least.eaten(task.start), int(piles[pile]), task)


def moves(least: Least, d: int, slot: int, eaten: int, pile: int) -> Iterator[Move]:
    """The ways to go on with a day at a slot."""
    meal, minute = least.network.meal, least.minute
    for task, piles in least.chances.at(slot):
        yield Move(least.price(task), slot + task.slots, eaten, int(piles[pile]), task)
    if not eaten and meal.first <= slot - d * least.network.work.slots_per_day <= meal.last:
        yield Move(meal.length * minute, slot + meal.length, 1, pile)
    yield Move(minute, slot + 1, eaten, pile)


def cheapest(least: Least, since: int = 0) -> Itinerary:
    """The cheapest itinerary that does nothing before a day; one of them, if there are several."""
    pile, tasks = least.begin, list[Task]()
    for d, span in enumerate(least.of.days):
        if d < since or span is None or least.days[d] is None or least.mornings[d][pile] == least.mornings[d + 1][pile]:
            continue
        evening, left = least.mornings[d + 1], int(least.mornings[d][pile])
        slots = range(span[0] - least.network.work.changeover, span[1])
        move = _on_the_way(least, d, left, (m for slot in slots for m in beginnings(least, d, slot, pile)))
        while True:
            tasks += [move.task] if move.task else []
            left -= move.cost
            if least.may_end(d, move.slot, move.eaten) and left == evening[move.pile]:
                break
            move = _on_the_way(least, d, left, moves(least, d, move.slot, move.eaten, move.pile))
        pile = move.pile
    return itinerary_of(least, tasks)


def _on_the_way(least: Least, d: int, left: int, some: Iterator[Move]) -> Move:
    """The first of some moves that is part of a cheapest way."""
    return next(move for move in some if move.cost + least.rest(d, move.slot, move.eaten, move.pile) == left)


def itinerary_of(least: Least, tasks: list[Task]) -> Itinerary:
    """What tasks in their order come to."""
    work, weight = least.network.work, least.of.weight
    marked = tuple((task.number, task.start) for task in tasks if task.marks)
    heard = tuple((task.number, task.start, task.ends) for task in tasks if not task.marks)
    days = [list(mine) for _, mine in groupby(tasks, lambda task: task.start // work.slots_per_day)]
    presence = sum(_end(work.changeover, mine[-1]) - mine[0].start for mine in days)
    amounts = {"juror_days": weight * len(days), "presence": weight * presence, "waiting": sum(t.wait for t in tasks)}
    counts = tuple(sum(number == sort for number, _, _ in heard) for sort in range(len(least.network.sorts)))
    duty = frozenset(mine[0].start // work.slots_per_day for mine in days)
    return Itinerary(least.team, marked, heard, counts, duty, amounts)


def _end(changeover: int, task: Task) -> int:
    return task.start + task.slots - (0 if task.marks else changeover)
