"""A first plan at once, without the solver: jobs are dispatched to panels, one after the other, in a few ways.

Papers get moments first. Then each job goes to the panel and day (a bin) where its orals may start first, at the hours
that all the rules leave it there. A few orders of papers and jobs are tried; then bins are closed, and the last day is
made shorter, as long as everybody still finds a turn. It bounds nothing, and may find no plan where there is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, permutations

from tspi_sched.checker import OBJECTIVES, check
from tspi_sched.checker.facts import Facts
from tspi_sched.heuristics.composition import with_named_panels
from tspi_sched.heuristics.dispatch.calendars import Bins, Ground, stretch
from tspi_sched.heuristics.dispatch.dispatch import Effort, dispatch, mark_first, mark_late
from tspi_sched.heuristics.dispatch.extract import plan_of
from tspi_sched.heuristics.dispatch.papers import Moment, Papers, all_seated, enough, roomiest
from tspi_sched.heuristics.dispatch.partial_schedule import Sheet
from tspi_sched.model import Job, build_instance
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.wishes import DEFAULT_ORDER

FINDING, EFFORT, LEAST = 40, 12, 300
"""Turns that may be looked for, for each job, until there is a plan, and then in each of the parts of the search that
make it better; where there are many panels, up to twice as many. The least of them in all."""

ORDERS_OF_PAPERS, FEW = 6, 10
"""Orders of the papers tried at the most; members up to whom each is left out in turn, so that other panels serve."""


Told = Callable[[Plan], None]
"""Gets a plan that keeps every rule, as soon as it is found."""


@dataclass(frozen=True)
class Trial:
    """A plan that was found, how good it is by the objectives asked for, and what it was made of."""

    value: tuple[int, ...]
    plan: Plan
    sheet: Sheet


@dataclass
class Tries:
    """What is tried for, and the best plan so far."""

    problem: Problem
    names: tuple[str, ...]
    ground: Ground
    told: Told
    seatings: list[Papers] = field(default_factory=list)
    found: Trial | None = None
    sound: Plan | None = None
    """The first plan found, if it keeps every rule."""
    effort: Effort = field(default_factory=Effort)

    @property
    def best(self) -> Trial:
        """The best plan so far, once there is one."""
        assert self.found is not None
        return self.found

    @cached_property
    def work_of_candidate(self) -> dict[str, int]:
        """How long panels are taken for each candidate, on all tracks together: these are placed in a row."""
        instance = self.ground.instance
        return {
            candidate.id: self.ground.work_of(instance.jobs_of(candidate)) for candidate in instance.problem.candidates
        }

    @cached_property
    def odd(self) -> frozenset[str]:
        """The candidates whom fewer panels or rooms suit, or who are not always there."""
        jobs, barred = self.ground.instance.jobs, frozenset[int]().union(*self.ground.barred)
        people = (job.candidate for job in jobs)
        special = {person.id for person in people if person.accessible or person.availability}
        return frozenset(special | {jobs[index].candidate.id for index in barred})


def quick_plan(problem: Problem, names: tuple[str, ...] = DEFAULT_ORDER, told: Told = lambda plan: None) -> Plan | None:
    """A plan of the whole session that keeps every rule, good by these objectives in their order; None: none was found.

    The first one that is found is told at once. The same session always gives the same plan.
    """
    if not problem.candidates:
        return None
    return next((plan for named in _named(problem) if (plan := _best_plan(problem, names, named, told))), None)


def _named(problem: Problem) -> Iterator[Problem]:
    """The problem with its panels named; if they are to be composed by few, also other panels in turn, without one
    member each."""
    if problem.rules.panel.mode == "given":
        yield problem
        return
    yield with_named_panels(problem)
    for out in problem.members if len(problem.members) <= FEW else ():
        yield with_named_panels(replace(problem, members=tuple(m for m in problem.members if m.id != out.id)))


def _best_plan(problem: Problem, names: tuple[str, ...], named: Problem, told: Told) -> Plan | None:
    """The best plan found with these panels."""
    tries = Tries(problem, names, ground := Ground(build_instance(named)), told)
    for look, effort in ((_few_days, FINDING), (_few_bins, EFFORT), (_early_end, EFFORT)):
        tries.effort.left = max(LEAST, len(ground.instance.jobs) * (effort + min(len(ground.panels), effort)))
        look(tries)
        if tries.found is None:
            return None
    best = tries.best.plan
    return best if best is tries.sound or not check(problem, best) else tries.sound


# --- what is tried ---------------------------------------------------------------------------------------------------


def _few_days(t: Tries) -> None:
    """A plan within as few days as there are plans to be found; the papers on several days only if need be."""
    for apart in (0, 1):
        t.seatings = list(_seatings(t.ground, apart))
        for days in range(1, len(t.ground.days) + 1):
            if _any_way(t, _within(t, days)):
                return


def _few_bins(t: Tries) -> None:
    """Plans with as few bins, those with the most time, as there are plans to be found."""
    bins = _within(t, 1 + max(day for _, day in t.best.sheet.worked))
    least, most = 0, len(t.best.sheet.used())
    while most - least > 1 and t.effort.left > 0:
        count = (least + most) // 2
        if _any_way(t, bins, count):
            most = min(count, len(t.best.sheet.used()))
        else:
            least = count


def _early_end(t: Tries) -> None:
    """Let the last day end earlier, while there are plans that do."""
    bins, busy = t.best.sheet.used(), t.best.sheet.busy
    last = max(day for _, day in bins)
    least, most = 0, max(slots.bit_length() for (_, day), slots in busy.items() if day == last)
    while most - least > 1 and t.effort.left > 0:
        end = (least + most) // 2
        if _any_way(t, {bin: slots & stretch(0, end) if bin[1] == last else slots for bin, slots in bins.items()}):
            most = end
        else:
            least = end


def _within(t: Tries, days: int) -> Bins:
    """The bins of the first days."""
    return {bin: slots for bin, slots in t.ground.duty.items() if bin[1] < days and slots}


def _any_way(t: Tries, bins: Bins, most: int | None = None) -> bool:
    """Whether there is a plan with some bins, or with the roomiest of them, if so many are to be used at the most.

    Half of the effort is kept for other bins.
    """
    kept, hopeful = t.effort.left // 2, [p for p in t.seatings if enough(t.ground, p, _some(t, p, bins, most, 0))]
    for order, turn in WAYS:
        for papers in hopeful if t.effort.left > kept else ():
            if _try(t, papers, _some(t, papers, bins, most, turn), order(t, papers)):
                return True
    return False


def _some(t: Tries, papers: Papers, bins: Bins, most: int | None, turn: int) -> Bins:
    """All of the bins, or so many of the roomiest."""
    return bins if most is None else {bin: bins[bin] for bin in roomiest(t.ground, papers, bins, turn)[:most]}


def _try(t: Tries, papers: Papers, bins: Bins, order: list[Job]) -> bool:
    """Dispatch the jobs in an order, and again with each panel's marking first; whether there is a plan, which is kept
    if it is the best so far."""
    before_all = t.ground.instance.problem.rules.marking.before == "all"
    last = papers.needed[0][0]
    # Where all is marked before the orals, these are for now after all papers: else panels would be chosen blindly.
    sheet = Sheet(t.ground, papers, bins, ready=dict.fromkeys(range(len(t.ground.panels)), last) if before_all else {})
    if not dispatch(sheet, order, t.effort):
        return False
    panels = {index: turn.bin[0] for index, turn in sheet.turns.items()}
    again = Sheet(t.ground, papers, sheet.used())
    marked = mark_first(again, t.ground.instance.jobs, panels, before_all) and dispatch(again, order, t.effort, panels)
    kept = [_keep(t, some) for some, there in ((sheet, not before_all), (again, marked)) if there]
    return any(kept)


def _keep(t: Tries, sheet: Sheet) -> bool:
    """Keep the plan of a sheet if it is the best so far; whether there is one at all."""
    mark_late(sheet)
    plan = plan_of(sheet)
    if plan is not None:
        facts = Facts(t.problem, plan)
        trial = Trial(tuple(OBJECTIVES[name](facts) for name in t.names), plan, sheet)
        if t.found is None:
            _tell(t, plan)
        if t.found is None or trial.value < t.found.value:
            t.found = trial
    return plan is not None


def _tell(t: Tries, plan: Plan) -> None:
    """Tell of the first plan, if it keeps every rule."""
    if not check(t.problem, plan):
        t.sound = plan
        t.told(plan)


# --- orders ----------------------------------------------------------------------------------------------------------


def _seatings(ground: Ground, apart: int) -> Iterator[Papers]:
    """The papers in several orders, all as early as can be, or each so many days later than the one before."""
    tracks = tuple(dict.fromkeys(job.track for job in ground.instance.jobs))
    length = {track: max(job.written for job in ground.instance.jobs if job.track == track) for track in tracks}
    known: list[dict[int, Moment]] = []
    for order in islice(permutations(sorted(tracks, key=lambda track: length[track])), ORDERS_OF_PAPERS):
        days = {track: min(apart * place, len(ground.days) - 1) for place, track in enumerate(order)}
        papers = all_seated(ground, order, days)
        if papers and papers.starts() not in known:
            known.append(papers.starts())
            yield papers


def _longest(t: Tries, _papers: Papers) -> list[Job]:
    """Those whom panels are taken for the longest first."""
    return sorted(t.ground.instance.jobs, key=lambda job: (-t.work_of_candidate[job.candidate.id], job.index))


def _hardest(t: Tries, papers: Papers) -> list[Job]:
    """Those first whom not everything suits, then the longest."""
    return sorted(_longest(t, papers), key=lambda job: job.candidate.id not in t.odd)


def _first_ready(t: Tries, papers: Papers) -> list[Job]:
    """Those whose papers start first, then the longest."""
    starts, ready = papers.starts(), dict[str, Moment]()
    for job in t.ground.instance.jobs:
        ready[job.candidate.id] = min(starts[job.index], ready.get(job.candidate.id, starts[job.index]))
    return sorted(_longest(t, papers), key=lambda job: ready[job.candidate.id])


WAYS: tuple[tuple[Callable[[Tries, Papers], list[Job]], int], ...] = (
    (_hardest, 0),
    (_first_ready, 1),
    (_longest, 0),
    (_hardest, 1),
)
"""Orders of the jobs, and by how many panels the first one of a day differs from that of the day before."""
