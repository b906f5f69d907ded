"""Thousands of days on which chance delays orals and candidates, counted: one pass through the network, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tspi_sched.plan import Plan, Task
from tspi_sched.problem import ATTENDED, ORAL, Problem
from tspi_sched.robustness.guarantee import margins, worst_wait
from tspi_sched.robustness.network import Network, build_network

if TYPE_CHECKING:
    import pandas

Minutes = Any
"""An array of whole minutes, by simulated day."""

OFTEN = 0.9
"""What is told happens in so many days: nine of ten."""
LATE = 5
"""A start later than so many minutes is told as late."""


@dataclass(frozen=True)
class Simulation:
    """What happened to a plan over many simulated days.

    `network` is what each task waits for. An oral overran with the probability `chance` by `minutes`, a candidate came
    late by `late` (probability, minutes), on `count` days. The guarantee: with at most `overruns` of `by` minutes a
    day, nobody waits more than `wait` minutes for a first oral; `waits` is that oral, None if nobody waits. `delays`
    and `ends` are the minutes by which each task starts and ends later than planned, by task and simulated day.
    """

    network: Network
    chance: float
    minutes: int
    late: tuple[float, int]
    count: int
    overruns: int
    by: int
    wait: int
    waits: Task | None
    delays: Any
    ends: Any

    @cached_property
    def days(self) -> pandas.DataFrame:
        """A row per day of the session: when the last candidate leaves (minutes from midnight)."""
        rows = [_row({"date": day}, self._leaving(_on(day))) for day in self._dates]
        return _frame(rows, columns=["date", *_ENDS])

    @cached_property
    def panels(self) -> pandas.DataFrame:
        """A row per day and panel: when its last candidate leaves, and `margin`, the minutes that any one of its orals
        may take longer before another candidate waits (missing where nobody ever would)."""
        margin = {found.task: found.minutes for found in margins(self.network)}
        rows = []
        for day, panel in self._panels:
            own = [task for task in self.network.tasks if _before(task, day, panel) and task in margin]
            known = [minutes for task in own if (minutes := margin[task]) is not None]
            row = _row({"date": day, "members": panel}, self._leaving(own.__contains__))
            rows.append({**row, "margin": min(known) if known else None})
        frame = _frame(rows, columns=["date", "members", *_ENDS, "margin"])
        return frame.astype({"margin": "Int64"})

    @cached_property
    def candidates(self) -> pandas.DataFrame:
        """A row per candidate, track and day, the most exposed first: the planned first oral, how probably it starts
        late at all and more than five minutes late, and the delay not exceeded in nine days of ten."""
        rows = []
        for call in self.network.calls:
            task, delay = self.network.tasks[call], self.delays[call]
            own = {"candidate": task.candidate, "track": task.track, "date": task.day, "start": task.start}
            told = {"late": float(np.mean(delay > 0)), "late_5": float(np.mean(delay > LATE)), "delay": _often(delay)}
            rows.append({**own, **told})
        columns = ["candidate", "track", "date", "start", "late", "late_5", "delay"]
        return _frame(rows, columns=columns).sort_values(
            ["delay", "late_5", "late", "date", "start"], ascending=[False, False, False, True, True], ignore_index=True
        )

    @property
    def _dates(self) -> list[date]:
        """The days on which somebody leaves: with a paper or an oral."""
        network = self.network
        return sorted({t.day for p, t in enumerate(network.tasks) if network.overruns[p] or network.ends_on_time[p]})

    @property
    def _panels(self) -> list[tuple[date, tuple[str, ...]]]:
        """Each day's panels, in the order of their first task."""
        known = self.network.problem.title.stage
        found = ((t.day, tuple(sorted(t.members))) for t in self.network.tasks if known[t.stage].kind == ORAL)
        return list(dict.fromkeys(found))

    def _leaving(self, wanted: Callable[[Task], bool]) -> tuple[int, Minutes]:
        """When the last candidate of some tasks leaves: as planned, and on each simulated day."""
        known = self.network.problem.title.stage
        places = [
            place
            for place, task in enumerate(self.network.tasks)
            if wanted(task) and known[task.stage].kind in ATTENDED
        ]
        ends = [self.network.tasks[place].end + self.ends[place] for place in places]
        return max(self.network.tasks[place].end for place in places), np.max(ends, axis=0)


_ENDS = ("planned", "often", "on_time")
"""The end as planned, the end not exceeded in nine days of ten, and the share of the days that end as planned."""


def _row(first: dict[str, object], leaving: tuple[int, Minutes]) -> dict[str, object]:
    planned, ends = leaving
    return {**first, "planned": planned, "often": _often(ends), "on_time": float(np.mean(ends <= planned))}


def _often(values: Minutes) -> int:
    """The least value that is not exceeded in nine days of ten."""
    return int(np.quantile(values, OFTEN, method="inverted_cdf"))


def _on(day: date) -> Callable[[Task], bool]:
    return lambda task: task.day == day


def _before(task: Task, day: date, panel: tuple[str, ...]) -> bool:
    return task.day == day and tuple(sorted(task.members)) == panel


def simulate(
    problem: Problem,
    plan: Plan,
    *,
    overrun: tuple[float, int] = (0.1, 10),
    late: tuple[float, int] = (0.0, 0),
    guarantee: tuple[int, int] = (2, 10),
    days: int = 10_000,
    seed: int = 1,
) -> Simulation:
    """Let chance delay a plan over many days, and say what a few overruns can do at worst.

    Nothing starts before the hour of the plan; a delay runs along candidate, members, room and projector, and gaps
    absorb it; meals keep their minutes. A written paper, a marking, a deliberation never take longer.

    Args:
        problem: The session.
        plan: A plan of it.
        overrun: How probably each oral takes longer, by itself (0 to 1), and by how many minutes.
        late: How probably a candidate comes late to the first paper or oral of a day, and by how many minutes; the end
            of a paper stays.
        guarantee: A number of overruns a day, and the minutes of each.
        days: How many days are simulated.
        seed: Of chance; the same one gives the same days.

    Returns:
        The delays, and tables of them by day, by panel and by candidate.

    Example:
        >>> found = tspi_sched.simulate(problem, result.plan, overrun=(0.5, 10))
        >>> found.days["planned"].tolist(), bool(found.days["often"][0] > 990)  # minutes from midnight
        ([990], True)
    """
    network, chance = build_network(problem, plan), np.random.default_rng(seed)
    delays: Minutes = np.zeros((len(network.tasks), days), np.int32)
    ends = np.zeros_like(delays)
    arrivals = frozenset(network.arrivals)
    for place, arcs in enumerate(network.arcs):
        start = delays[place]
        for arc in arcs:
            np.maximum(start, ends[arc.before] - arc.spare, out=start)
        if place in arrivals:
            np.maximum(start, _drawn(chance, *late, days), out=start)
        if not network.ends_on_time[place]:
            ends[place] = start + (_drawn(chance, *overrun, days) if network.overruns[place] else 0)
    wait, waits = worst_wait(network, *guarantee)
    return Simulation(network, *overrun, late, days, *guarantee, wait, waits, delays, ends)


def _drawn(chance: np.random.Generator, share: float, minutes: int, days: int) -> Minutes:
    """So many minutes on some days, by chance, and none on the others."""
    return np.where(chance.random(days) < share, minutes, 0).astype(np.int32)


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pandas.DataFrame:
    import pandas  # slow to load, and most uses of the package do without it

    return pandas.DataFrame(rows, columns=columns)
