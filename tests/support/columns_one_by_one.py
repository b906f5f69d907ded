"""All the schedules of an agent in a tiny session, made one by one; nothing of the shortest paths is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tspi_sched.columns.arcs import Arc
from tspi_sched.columns.network import Network, PanelSchedule
from tspi_sched.columns.pricing import CostToGo, schedule_of


@dataclass(frozen=True)
class Made:
    """What has been done so far, and what there is to choose from."""

    table: CostToGo
    tasks: tuple[Arc, ...]
    """All that may be done, at all hours."""
    done: tuple[Arc, ...] = ()

    @property
    def network(self) -> Network:
        """What agents may do."""
        return self.table.network

    def begin(self, task: Arc) -> int:
        """When it begins, changeover included."""
        return task.start - (0 if task.marks else self.network.instance.changeover)

    def end(self, task: Arc) -> int:
        """When it ends."""
        return self.begin(task) + task.slots

    def extended(self) -> Iterator["Made"]:
        """One more task, after the others, in the agent's hours, of a job that is open for it."""
        for task in self.tasks:
            hull = self.table.of.days[task.start // self.network.instance.slots_per_day]
            late = not self.done or self.begin(task) >= self.end(self.done[-1])
            if late and hull and self.end(task) <= hull[1] and self._open(task):
                yield Made(self.table, self.tasks, (*self.done, task))

    def _open(self, task: Arc) -> bool:
        sorts = self.network.job_types
        if task.marks:
            jobs = sum(len(sort.jobs) for sort in sorts if sort.papers == task.number)
            return self.marked(task.number) < jobs
        which = sorts[task.number].papers
        heard = sum(not t.marks and t.number == task.number for t in self.done)
        return heard < len(sorts[task.number].jobs) and self.heard(which) < self.marked(which)

    def marked(self, which: int) -> int:
        """How many of certain papers have been marked."""
        return sum(t.marks and t.number == which for t in self.done)

    def heard(self, which: int) -> int:
        """How many of them have been heard."""
        return sum(not t.marks and self.network.job_types[t.number].papers == which for t in self.done)

    @property
    def whole(self) -> bool:
        """Whether all that was marked was heard, and there was a meal on each day."""
        days = range(len(self.table.of.days))
        papers = range(len(self.network.papers))
        return all(self.marked(w) == self.heard(w) for w in papers) and all(map(self._eats, days))

    def _eats(self, d: int) -> bool:
        """Whether a meal is possible before the first task of a day, between two, or after the last."""
        meal, day = self.network.meal, self.network.instance.slots_per_day
        mine = [t for t in self.done if t.start // day == d]
        if not mine or mine[0].start - d * day >= meal.first_end or self.end(mine[-1]) - d * day <= meal.last:
            return True
        gaps = ((self.end(one) - d * day, self.begin(after) - d * day) for one, after in pairwise(mine))
        return any(max(end, meal.first) <= min(meal.last, begin - meal.length) for end, begin in gaps)


def every(least: CostToGo) -> Iterator[PanelSchedule]:
    """All that an agent may do, who does something and hears each job once at the most."""
    slots = range(-least.network.instance.changeover, least.arcs.waits.shape[1])
    tasks = [task for slot in slots for task, _ in least.arcs.at(slot)]
    made = [Made(least, tuple(sorted(tasks, key=lambda task: task.start)))]
    while made:
        one = made.pop()
        made += one.extended()
        if one.done and one.whole:
            yield schedule_of(least, list(one.done))
