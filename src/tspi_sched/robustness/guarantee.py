"""What a few overruns can do at worst, and how late an oral may run at no cost to others: exact, without chance."""

from dataclasses import dataclass

from tspi_sched.plan import Task
from tspi_sched.robustness.network import Network


@dataclass(frozen=True, slots=True)
class Margin:
    """How many minutes longer an oral may take before another candidate waits; None: however long, nobody does.

    `waits` is the oral that would start late first.
    """

    task: Task
    minutes: int | None
    waits: Task | None


def worst_wait(network: Network, overruns: int, minutes: int) -> tuple[int, Task | None]:
    """The longest that any candidate waits for a first oral, if at most so many orals of a day take so much longer.

    Exact over all choices of these orals. *Argument:* a start is the longest path to it, so its delay is the greatest,
    over the paths, of the overruns on the path less what its arcs absorb, and never below 0; overruns off that path do
    not count. So the worst choice lies on one path, and the greatest delay with at most `m` overruns follows from
    those of the tasks before it with at most `m` and `m - 1`.
    """
    started = _delays(network, overruns, minutes)
    worst, place = max(((started[call][overruns], -call) for call in network.calls), default=(0, 0))
    return worst, network.tasks[-place] if worst else None


def _delays(network: Network, overruns: int, minutes: int) -> list[list[int]]:
    """By task and number of overruns before it: the greatest delay of its start."""
    started: list[list[int]] = []
    ended: list[list[int]] = []
    for place, arcs in enumerate(network.arcs):
        start = [
            max((ended[arc.before][number] - arc.spare for arc in arcs), default=0) for number in range(overruns + 1)
        ]
        start = [max(0, delay) for delay in start]
        end = list(start)
        if network.overruns[place]:
            end = [start[0], *(max(start[n], start[n - 1] + minutes) for n in range(1, overruns + 1))]
        started.append(start)
        ended.append([0] * (overruns + 1) if network.ends_on_time[place] else end)
    return started


def margins(network: Network) -> tuple[Margin, ...]:
    """The margin of each oral, in time order: the least that the arcs absorb on any way to another candidate's call."""
    calls = frozenset(network.calls)
    followers: list[list[tuple[int, int]]] = [[] for _task in network.tasks]
    for place, arcs in enumerate(network.arcs):
        for arc in arcs:
            followers[arc.before].append((place, arc.spare))
    return tuple(
        _margin(network, place, followers, calls) for place, overruns in enumerate(network.overruns) if overruns
    )


def _margin(network: Network, origin: int, followers: list[list[tuple[int, int]]], calls: frozenset[int]) -> Margin:
    """Tasks are in time order, so each is settled before those that wait for it."""
    absorbed = {origin: 0}
    best: tuple[int | None, Task | None] = (None, None)
    for place in range(origin, len(network.tasks)):
        if place not in absorbed or (network.ends_on_time[place] and place != origin):
            continue
        other = network.tasks[place].candidate != network.tasks[origin].candidate
        if place in calls and other and (best[0] is None or absorbed[place] < best[0]):
            best = absorbed[place], network.tasks[place]
        for after, spare in followers[place]:
            through = absorbed[place] + spare
            absorbed[after] = min(through, absorbed.get(after, through))
    return Margin(network.tasks[origin], *best)
