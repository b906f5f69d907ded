"""The cheapest itinerary of an agent at given prices: a shortest path from slot to slot, reckoned from the end.

All numbers are whole, so what comes out is exact, wherever the prices come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from tspi_sched.model.chances import Chances, Task
from tspi_sched.model.itinerary import Itinerary, Network, Prices, Team, Values

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
        cost = task.slots * self.minute
        if task.marks:
            return cost
        d, at = divmod(task.start, self.network.work.slots_per_day)
        cost += task.wait * self.prices.amounts["waiting"] - self.prices.job(task.number, d, at, task.ends)
        if not self.prices.projectors:
            return cost
        projected = self.network.sorts[task.number].projected
        spans = ((task.start + after, task.start + after + slots) for after, slots in projected)
        return cost + sum(int(self._until[last] - self._until[first]) for first, last in spans)

    @cached_property
    def _until(self) -> Values:
        """By slot, what a projector costs from the session's beginning until then."""
        costs: Values = np.zeros((len(self.network.work.problem.days) + 1) * self.network.work.slots_per_day, np.int64)
        for slot, price in self.prices.projectors.items():
            costs[slot + 1] = price
        until: Values = np.cumsum(costs)
        return until

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


def least_costs(network: Network, team: int, open_to: Chances, prices: Prices) -> Least:
    """What the session costs an agent of a team at the least, from every moment on."""
    mornings, days = [nothing_left(network, np.int64(NEVER))], list[Values | None]()
    for d in reversed(range(len(network.work.problem.days))):
        least = Least(network, team, prices, open_to, (), ())
        if least.of.days[d] is None:
            days.insert(0, None)
            mornings.insert(0, mornings[0])
            continue
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
    for slot in range(last, first - changeover - 1, -1):
        at = slot - first + changeover
        now = values[at]
        for alike in least.chances.get(slot, ()):
            task = alike.tasks[0]
            cost = min(map(least.price, alike.tasks))
            done: Values = values[at + task.slots].take(alike.piles, axis=1)
            done += cost
            np.minimum(opening, done[least.eaten(task.start)] - least.spared(task), out=opening)
            np.minimum(now, done, out=now)
        if slot < first:
            continue
        if slot < last:
            np.minimum(now, values[at + 1] + minute, out=now)
        if meal.first <= slot - base <= meal.last:
            np.minimum(now[0], values[at + meal.length, 1] + meal.length * minute, out=now[0])
        np.minimum(now[1], evening, out=now[1])
        if slot - base <= meal.last:
            np.minimum(now[0], evening, out=now[0])
    return values, opening + least.duty(d)


def beginnings(least: Least, d: int, slot: int, pile: int) -> Iterator[Move]:
    """The ways to begin a day with a task that begins at a slot."""
    for alike in least.chances.get(slot, ()):
        for task in alike.tasks:
            cost = least.duty(d) + least.price(task) - least.spared(task)
            yield Move(cost, slot + task.slots, least.eaten(task.start), int(alike.piles[pile]), task)


def moves(least: Least, d: int, slot: int, eaten: int, pile: int) -> Iterator[Move]:
    """The ways to go on with a day at a slot."""
    meal, minute = least.network.meal, least.minute
    for alike in least.chances.get(slot, ()):
        for task in alike.tasks:
            yield Move(least.price(task), slot + task.slots, eaten, int(alike.piles[pile]), task)
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
