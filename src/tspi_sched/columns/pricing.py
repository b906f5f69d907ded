"""The pricing problem: the cheapest schedule of a panel at given duals, by dynamic programming backwards in time.

All costs are integers, so the result is exact, wherever the duals come from (docs/how/columns.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from tspi_sched.columns.arc_costs import NOWHERE
from tspi_sched.columns.arcs import Arc, Arcs
from tspi_sched.columns.linking import Ends
from tspi_sched.columns.network import Duals, Network, PanelGroup, PanelSchedule, Values

INFINITY = 1 << 40
"""Infinity: more than any schedule costs, and small enough to be added to."""


@dataclass(frozen=True)
class CostToGo:
    """Cost to go: the least cost of the rest of the session from every state of a panel group."""

    network: Network
    panel_group: int
    duals: Duals
    arcs: Arcs
    days: tuple[Values | None, ...]
    """By day, a table of slot (from one changeover before the day) × meal over or not × state."""
    before_day: tuple[Values, ...]
    """By day and state, the least cost before anything is done that day; one more entry after the last day."""

    @property
    def cost(self) -> int:
        """The cost of the cheapest schedule; doing nothing costs 0."""
        return int(self.before_day[0][0])

    @cached_property
    def of(self) -> PanelGroup:
        """The panel group."""
        return self.network.panel_groups[self.panel_group]

    @cached_property
    def minute(self) -> int:
        """The cost of one slot of presence of one agent."""
        return self.duals.amounts["presence"] * self.of.weight

    def duty(self, d: int) -> int:
        """The cost of a day on duty."""
        # All else that is done is on days with a hearing: docs/how/arguments-columns.md#duty
        return self.duals.amounts["juror_days"] * self.of.weight + self.duals.duty[d]

    def arc_cost(self, arc: Arc) -> int:
        """The cost of an arc, presence included."""
        if arc.marks:
            return arc.slots * self.minute
        return int(self.hearing[self.network.row_of[arc.number, arc.ends], arc.start])

    @cached_property
    def hearing(self) -> Values:
        """By row of `hearing_keys` and slot of the first oral, the cost of a hearing with its presence.

        `INFINITY` where it is impossible.
        """
        network, waits = self.network, self.arcs.waits
        costs: Values = waits * self.duals.amounts["waiting"]
        for row, (number, ends) in enumerate(network.hearing_keys):
            costs[row] += (network.instance.changeover + network.job_types[number].hearing) * self.minute
            costs[row] += self._projected[number] - self._fetched(number, ends)
        costs[waits == NOWHERE] = INFINITY
        return costs

    def _fetched(self, number: int, ends: Ends) -> Values:
        """By slot of the first oral, what a hearing of a job type earns."""
        day, days = self.network.instance.slots_per_day, range(len(self.network.instance.problem.days))
        together = [self.duals.linking.get((number, d, ends), (0, 0)) for d in (*days, len(days))]
        duals: Values = np.repeat(np.array(together, np.int64), day, axis=0)
        gains: Values = self.duals.jobs[number] + duals[:, 0] + duals[:, 1] * (np.arange(len(duals)) % day)
        return gains

    @cached_property
    def _projected(self) -> Values:
        """By job type and slot of the first oral, the cost of its projectors."""
        slots: Values = np.arange(self.arcs.waits.shape[1])
        costs: Values = np.zeros((len(self.network.job_types), len(slots)), np.int64)
        for number, job_type in enumerate(self.network.job_types):
            for after, length in job_type.projected if self.duals.projectors else ():
                first, last = (np.minimum(slots + offset, len(slots)) for offset in (after, after + length))
                costs[number] += self._until[last] - self._until[first]
        return costs

    @cached_property
    def _until(self) -> Values:
        """By slot, the cost of a projector from the beginning of the session until then."""
        costs: Values = np.zeros(self.arcs.waits.shape[1] + 1, np.int64)
        for slot, price in self.duals.projectors.items():
            costs[slot + 1] = price
        until: Values = np.cumsum(costs)
        return until

    @cached_property
    def steps(self) -> Values:
        """By transition and slot of the hearing (for a marking: one changeover later), its least cost."""
        changeover, kinds = self.network.instance.changeover, self.network.hearing_keys
        late: Values = np.zeros((len(self.network.papers), changeover), np.int64)
        marking = np.concatenate([late, self.arcs.marking], axis=1)[:, : self.arcs.waits.shape[1]]
        rows = [
            np.where(marking[step.numbers[0]], step.slots * self.minute, INFINITY)
            if step.marks
            else self.hearing[[row for row, (number, _) in enumerate(kinds) if number in step.numbers]].min(axis=0)
            for step in self.network.steps
        ]
        table: Values = np.stack(rows)
        return table

    def reachable_states(self, d: int) -> Values:
        """By slot of a day (from one changeover before it), the number of states that can still be finished."""
        changeover, (first, last) = self.network.instance.changeover, self.of.days[d] or (0, 0)
        later = sum(span[1] - span[0] + changeover for span in self.of.days[d + 1 :] if span)
        left: Values = np.arange(last - first + changeover, -1, -1) + later
        counts: Values = np.searchsorted(self.network.state_space.needs, left, side="right").astype(np.int64)
        return counts

    def spared(self, arc: Arc) -> int:
        """What an arc costs less as the first of a day: its changeover is no presence."""
        return 0 if arc.marks else self.network.instance.changeover * self.minute

    def eaten(self, slot: int) -> int:
        """1 if a meal may be over by a slot of the day, else 0."""
        return int(slot % self.network.instance.slots_per_day >= self.network.meal.first_end)

    def remaining_cost(self, d: int, slot: int, eaten: int, state: int) -> int:
        """The cost to go from a slot of a day, in a state, with the meal over or not."""
        values, span = self.days[d], self.of.days[d]
        return (
            INFINITY
            if values is None or span is None
            else int(values[slot - span[0] + self.network.instance.changeover, eaten, state])
        )

    def may_end(self, d: int, slot: int, eaten: int) -> bool:
        """Whether the day may end at a slot: the meal is over, or still possible afterwards."""
        return bool(eaten) or slot - d * self.network.instance.slots_per_day <= self.network.meal.last


@dataclass(frozen=True)
class Move:
    """A move on a path: its cost, the state after it, and its arc, if it is a task."""

    cost: int
    slot: int
    eaten: int
    state: int
    arc: Arc | None = None


def cost_to_go(
    network: Network, panel_group: int, arcs: Arcs, duals: Duals, earlier: Sequence[CostToGo] = ()
) -> CostToGo:
    """The cost to go of a panel group, by backward recursion over days.

    `earlier`: the tables of groups before it; from the day on which both have the same hours, they are shared.
    """
    # A plan's schedule is one of these paths, at no more than its cost: docs/how/arguments-columns.md#cheapest-schedule
    before_day, days = [_terminal_costs(network)], list[Values | None]()
    for d in reversed(range(len(network.instance.problem.days))):
        table, twin = CostToGo(network, panel_group, duals, arcs, (), ()), network.same_suffix[panel_group][d]
        if twin < len(earlier):
            days.insert(0, earlier[twin].days[d])
            before_day.insert(0, earlier[twin].before_day[d])
        elif table.of.days[d] is None:
            days.insert(0, None)
            before_day.insert(0, before_day[0])
        else:
            values, opening = _backward_day(table, d, before_day[0])
            days.insert(0, values)
            before_day.insert(0, np.minimum(before_day[0], opening))
    return CostToGo(network, panel_group, duals, arcs, tuple(days), tuple(before_day))


def _terminal_costs(network: Network) -> Values:
    """The costs by state when the session is over: 0 if nothing is left, else infinite."""
    costs: Values = np.full(network.state_space.no_state + 1, INFINITY)
    costs[0] = 0
    return costs


def _backward_day(table: CostToGo, d: int, evening: Values) -> tuple[Values, Values]:
    """The cost to go from each slot of a day, and the cost of beginning the day, by the costs after it (`evening`)."""
    # Every free stretch for a meal contains one of the least length: docs/how/arguments-columns.md#meals-of-the-agents
    # Idle, eaten and worked slots between the ends of a day are presence: docs/how/arguments-columns.md#presence
    # An inventory that cannot be heard any more is impossible:
    # docs/how/arguments-columns.md#states-that-are-not-reckoned
    network, meal, minute = table.network, table.network.meal, table.minute
    first, last = table.of.days[d] or (0, 0)
    changeover, base = network.instance.changeover, d * network.instance.slots_per_day
    values: Values = np.full((last - first + changeover + network.longest + 1, 2, len(evening)), INFINITY)
    opening: Values = np.full(len(evening), INFINITY)
    costs = np.minimum(table.steps[:, first : last + changeover + 1], INFINITY)
    reach, possible = table.reachable_states(d), (costs < INFINITY).any(axis=0)
    for row in range(last - first + changeover, -1, -1):
        slot, count = row + first - changeover, reach[row]
        for eaten in _meals(table, slot - base):
            now, begun = values[row, eaten, :count], opening[:count]
            if possible[row]:
                done: Values = values[row:].reshape(-1)[eaten * len(evening) :].take(network.successor[:, :count])
                done += costs[:, row, None]
                marked, heard = done[: len(network.papers)].min(axis=0), done[len(network.papers) :].min(axis=0)
                if table.eaten(slot) == eaten:
                    np.minimum(begun, marked, out=begun)
                if table.eaten(slot + changeover) == eaten:
                    np.minimum(begun, heard - changeover * minute, out=begun)
                np.minimum(marked, heard, out=now)
            if slot < first:
                continue
            if slot < last:
                np.minimum(now, values[row + 1, eaten, :count] + minute, out=now)
            if not eaten and slot - base >= meal.first:
                np.minimum(now, values[row + meal.length, 1, :count] + meal.length * minute, out=now)
            np.minimum(now, evening[:count], out=now)
    return values, opening + table.duty(d)


def _meals(table: CostToGo, clock: int) -> Iterator[int]:
    """The values of "meal over" that are possible at a clock slot; a hearing may begin one changeover later."""
    if clock + table.network.instance.changeover >= table.network.meal.first_end:
        yield 1
    if clock <= table.network.meal.last:
        yield 0


def first_moves(table: CostToGo, d: int, slot: int, state: int) -> Iterator[Move]:
    """The moves that begin a day with a task at a slot."""
    for arc, next_state in table.arcs.at(slot):
        cost = table.duty(d) + table.arc_cost(arc) - table.spared(arc)
        yield Move(cost, slot + arc.slots, table.eaten(arc.start), int(next_state[state]), arc)


def moves(table: CostToGo, d: int, slot: int, eaten: int, state: int) -> Iterator[Move]:
    """The moves from a slot within a day."""
    meal, minute = table.network.meal, table.minute
    for arc, next_state in table.arcs.at(slot):
        yield Move(table.arc_cost(arc), slot + arc.slots, eaten, int(next_state[state]), arc)
    if not eaten and meal.first <= slot - d * table.network.instance.slots_per_day <= meal.last:
        yield Move(meal.length * minute, slot + meal.length, 1, state)
    yield Move(minute, slot + 1, eaten, state)


def cheapest_schedule(table: CostToGo, since: int = 0) -> PanelSchedule:
    """A cheapest schedule among those that do nothing before a day, by following the cost to go."""
    state, path = 0, list[Arc]()
    for d, span in enumerate(table.of.days):
        if (
            d < since
            or span is None
            or table.days[d] is None
            or table.before_day[d][state] == table.before_day[d + 1][state]
        ):
            continue
        evening, left = table.before_day[d + 1], int(table.before_day[d][state])
        slots = range(span[0] - table.network.instance.changeover, span[1])
        move = _on_the_way(table, d, left, (m for slot in slots for m in first_moves(table, d, slot, state)))
        while True:
            path += [move.arc] if move.arc else []
            left -= move.cost
            if table.may_end(d, move.slot, move.eaten) and left == evening[move.state]:
                break
            move = _on_the_way(table, d, left, moves(table, d, move.slot, move.eaten, move.state))
        state = move.state
    return schedule_of(table, path)


def _on_the_way(table: CostToGo, d: int, left: int, moves_there: Iterator[Move]) -> Move:
    """The first move that lies on a cheapest path."""
    return next(
        move for move in moves_there if move.cost + table.remaining_cost(d, move.slot, move.eaten, move.state) == left
    )


def schedule_of(table: CostToGo, path: list[Arc]) -> PanelSchedule:
    """The column of some tasks in their order."""
    instance, weight = table.network.instance, table.of.weight
    marked = tuple((arc.number, arc.start) for arc in path if arc.marks)
    heard = tuple((arc.number, arc.start, arc.ends) for arc in path if not arc.marks)
    days = [list(day_arcs) for _, day_arcs in groupby(path, lambda arc: arc.start // instance.slots_per_day)]
    presence = sum(_end(instance.changeover, day_arcs[-1]) - day_arcs[0].start for day_arcs in days)
    amounts = {"juror_days": weight * len(days), "presence": weight * presence, "waiting": sum(t.wait for t in path)}
    counts = tuple(
        sum(number == job_type for number, _, _ in heard) for job_type in range(len(table.network.job_types))
    )
    duty = frozenset(day_arcs[0].start // instance.slots_per_day for day_arcs in days)
    return PanelSchedule(table.panel_group, marked, heard, counts, duty, amounts)


def _end(changeover: int, arc: Arc) -> int:
    return arc.start + arc.slots - (0 if arc.marks else changeover)
