"""Local search in plain Python: simulated annealing over lists of tasks, which `local_plan` turns into plans.

All objectives are annealed at once: each weighs so much more than the next that cooling settles one after the other.
Each core has a seed of its own. Every plan keeps every rule, so nothing is dropped; nothing is ever proven.
"""

import math
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.peers.decisions import Decision, to_plan
from benchmarks.peers.local_papers import Shop
from benchmarks.peers.local_plan import Genome, Placed, place
from benchmarks.peers.peer import Outcome, Run, Step, main
from benchmarks.peers.session import Session, session, without_distances
from tspi_sched.checker import measure
from tspi_sched.problem import Problem

WEIGHTS = {"days": 1e6, "juror_days": 1e4, "finish": 30.0, "presence": 0.3, "waiting": 0.003}
"""What one of each costs."""

MISSING = 1e7
"""What a candidate left out costs."""

HEATS = ((2e4, 0.01), (2e3, 0.01), (200.0, 0.01))
"""Temperatures at the start and the end of each annealing; all but the first start from the best list so far."""

LAST_DAY = 60.0
"""Minutes of orals on the last day that weigh as much as the heat: so a day is emptied little by little."""

Values = dict[str, int]


@dataclass(frozen=True)
class Found:
    """A list, what its plan costs and what its objectives are; None if candidates are left out."""

    energy: float
    genome: Genome
    values: Values | None = None
    last_day: int = 0
    """Minutes of orals on it."""


@dataclass
class Search:
    """One core's search, and each better plan that it met with its moment on the machine's clock."""

    shop: Shop
    names: tuple[str, ...]
    rng: Random
    best: Found
    met: list[tuple[float, Values]] = field(default_factory=list)

    def judged(self, genome: Genome) -> Found:
        """A list with what it costs; the best is kept."""
        placed = place(self.shop, genome)
        if placed is None:
            return Found(MISSING * (len(self.shop.s.jobs) + 1), genome)
        if placed.missing:
            found = Found(MISSING * placed.missing, genome)
        else:
            objectives = values(self.shop.s, placed, genome)
            energy = sum(WEIGHTS[name] * objectives[name] for name in self.names)
            found = Found(energy, genome, objectives, on_last_day(self.shop.s, placed))
        if found.energy < self.best.energy:
            self.best = found
            if found.values:
                self.met.append((time.monotonic(), found.values))
        return found


def anneal(problem: Problem, names: tuple[str, ...], until: float, seed: int) -> Search:
    """Simulated annealing, several times over, until the time is up."""
    shop, rng = Shop(without_distances(session(problem))), Random(seed)
    search = Search(shop, names, rng, Found(math.inf, first(shop, rng)))
    search.judged(search.best.genome)
    for turn, (hot, cold) in enumerate(HEATS):
        began = time.monotonic()
        _cool(search, hot, cold, began, began + (until - began) / (len(HEATS) - turn))
    return search


def _cool(search: Search, hot: float, cold: float, began: float, until: float) -> None:
    """One annealing from the best list."""
    at = search.best
    while (now := time.monotonic()) < until:
        heat = hot * (cold / hot) ** ((now - began) / (until - began))
        new = search.judged(changed(search.shop, at.genome, search.rng))
        gain = (at.energy - new.energy) / heat + (at.last_day - new.last_day) / LAST_DAY
        if gain >= 0 or search.rng.random() < math.exp(gain):
            at = new


def on_last_day(s: Session, placed: Placed) -> int:
    """Minutes of orals on the last day."""
    last = max(placed.orals.values()) // s.day_slots
    return s.grid * sum(s.jobs[j].chain for j, start in placed.orals.items() if start // s.day_slots == last)


def values(s: Session, placed: Placed, genome: Genome) -> Values:
    """The default objectives of a whole plan, as the checker measures them."""
    ends = {j: start + s.jobs[j].hearing for j, start in placed.orals.items()}
    last = max(ends.values())
    duties: dict[tuple[int, int], list[int]] = {}
    for j, start in placed.orals.items():
        duties.setdefault((genome.panel[j], start // s.day_slots), []).extend((start, ends[j]))
    for j, start in placed.mark.items():
        duties.setdefault((genome.panel[j], start // s.day_slots), []).extend((start, start + s.jobs[j].marking))
    stays: dict[tuple[str, int], list[int]] = {}
    for j, start in placed.orals.items():
        job, paper = s.jobs[j], genome.paper[s.tracks.index(s.jobs[j].track)]
        for begin, length in ((start, job.chain), (paper, job.written)):
            stays.setdefault((job.candidate.id, begin // s.day_slots), []).extend((begin, begin + length))
    size, busy = s.problem.rules.panel.size, sum(job.written + job.chain for job in s.jobs)
    return {
        "days": last // s.day_slots + 1,
        "juror_days": size * len(duties),
        "finish": s.grid * last,
        "presence": s.grid * size * sum(max(times) - min(times) for times in duties.values()),
        "waiting": s.grid * (sum(max(times) - min(times) for times in stays.values()) - busy),
    }


# --- lists -----------------------------------------------------------------------------------------------------------


def first(shop: Shop, rng: Random) -> Genome:
    """Papers as early as they can be, panels by chance, all markings and then all orals."""
    s = shop.s
    jobs = rng.sample(range(len(s.jobs)), len(s.jobs))
    panel = tuple(rng.choice(s.serving(job)).index for job in s.jobs)
    order = tuple(task for j in jobs for task in (2 * j, 2 * j + 1))
    return Genome(order, panel, (0,) * len(order), tuple(papers[0] for papers in shop.papers))


def changed(shop: Shop, genome: Genome, rng: Random) -> Genome:
    """A list a little different."""
    chance = rng.random()
    if chance < 0.4:
        return replace(genome, order=_shifted(genome.order, rng))
    if chance < 0.55:
        return replace(genome, order=_swapped(genome.order, rng))
    if chance < 0.75:
        return _other_panel(shop, genome, rng)
    return _other_day(shop, genome, rng) if chance < 0.95 else _other_moment(shop, genome, rng)


def _shifted(order: tuple[int, ...], rng: Random) -> tuple[int, ...]:
    moved = list(order)
    task = moved.pop(rng.randrange(len(moved)))
    moved.insert(rng.randrange(len(moved) + 1), task)
    return tuple(moved)


def _swapped(order: tuple[int, ...], rng: Random) -> tuple[int, ...]:
    moved = list(order)
    a, b = rng.randrange(len(moved)), rng.randrange(len(moved))
    moved[a], moved[b] = moved[b], moved[a]
    return tuple(moved)


def _other_panel(shop: Shop, genome: Genome, rng: Random) -> Genome:
    """Another panel for a job; or two jobs change panels, if they may."""
    panel, jobs = list(genome.panel), shop.s.jobs
    a, b = rng.randrange(len(panel)), rng.randrange(len(panel))
    may = {p.index for p in shop.s.serving(jobs[a])}, {p.index for p in shop.s.serving(jobs[b])}
    if rng.random() < 0.5 and panel[b] in may[0] and panel[a] in may[1]:
        panel[a], panel[b] = panel[b], panel[a]
    else:
        panel[a] = rng.choice(sorted(may[0]))
    return replace(genome, panel=tuple(panel))


def _other_day(shop: Shop, genome: Genome, rng: Random) -> Genome:
    """An earliest day for a marking, an oral, or both."""
    day, j, new = list(genome.day), rng.randrange(len(genome.panel)), rng.randrange(len(shop.s.days))
    for task in rng.choice(((2 * j,), (2 * j + 1,), (2 * j, 2 * j + 1))):
        day[task] = new
    return replace(genome, day=tuple(day))


def _other_moment(shop: Shop, genome: Genome, rng: Random) -> Genome:
    """Another start of a paper: the first of a day, the start of another paper or its end, or any."""
    paper, track = list(genome.paper), rng.randrange(len(genome.paper))
    may = shop.papers[track]
    by_day = {slot // shop.s.day_slots: slot for slot in reversed(may)}
    ends = [
        start + job.written
        for job in shop.s.jobs
        for t, start in zip(shop.s.tracks, paper, strict=True)
        if t == job.track
    ]
    near = [slot for slot in (*by_day.values(), *paper, *ends) if slot in may]
    paper[track] = rng.choice(near) if rng.random() < 0.8 and near else rng.choice(may)
    return replace(genome, paper=tuple(paper))


# --- the run ---------------------------------------------------------------------------------------------------------


def solve(problem: Problem, run: Run) -> None:
    """Plan the session."""
    s, names, workers = without_distances(session(problem)), run.limits.objectives, run.limits.workers
    until = run.began + run.limits.seconds
    with ProcessPoolExecutor(workers) as pool:
        seeds = [workers * run.limits.seed + core for core in range(workers)]
        searches = list(pool.map(anneal, [problem] * workers, [names] * workers, [until] * workers, seeds))
    best = min((search.best for search in searches), key=lambda found: found.energy)
    if best.values is None:
        return
    _note(run, [met for search in searches for met in search.met])
    run.plan = to_plan(s, decisions(Shop(s), best.genome))
    measured = measure(problem, run.plan)
    for name in names:
        run.claim(name, Outcome(measured[name], None, False))


def _note(run: Run, met: list[tuple[float, Values]]) -> None:
    """Each better plan that any of the searches met, objective by objective."""
    best: tuple[int, ...] = ()
    for when, values in sorted(met, key=lambda pair: pair[0]):
        now = tuple(values[name] for name in run.limits.objectives)
        for index, name in enumerate(run.limits.objectives):
            if (not best or now < best) and now[index : index + 1] != best[index : index + 1]:
                run.steps.append(Step(round(when - run.began, 3), name, values[name], None))
        best = min(best or now, now)


def decisions(shop: Shop, genome: Genome) -> dict[int, Decision]:
    """What a list decides."""
    placed, s = place(shop, genome), shop.s
    assert placed is not None
    return {
        job.index: Decision(
            written=genome.paper[s.tracks.index(job.track)],
            seat=placed.seats[job.index][0],
            invigilators=placed.seats[job.index][1],
            marking=placed.mark[job.index],
            orals=placed.orals[job.index],
            panel=s.panels[genome.panel[job.index]],
            room=placed.room[job.index],
            projectors=placed.carried[job.index],
        )
        for job in s.jobs
    }


if __name__ == "__main__":
    main("local_search", solve)
