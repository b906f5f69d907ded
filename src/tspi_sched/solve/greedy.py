"""A first plan at once, without the solver: jobs are dispatched to panels, one after the other, in a few ways.

Papers get moments first. Then each job goes to the panel and day (a bin) that is best for it, at the earliest hours that
all the rules leave it there. A few orders of papers and jobs are tried; then bins are closed, and the last day is made
shorter, as long as everybody still finds a turn. It bounds nothing, and may find no plan where there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, permutations

from tspi_sched.check import check, measure
from tspi_sched.model import Job, build_work
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.solve.compose import with_named_panels
from tspi_sched.solve.greedy_dispatch import Effort, Rank, dispatch, in_turn, mark_late, marked_first, soonest
from tspi_sched.solve.greedy_facts import Bin, Ground, Slots, stretch, work_of
from tspi_sched.solve.greedy_papers import Moment, Papers, all_seated
from tspi_sched.solve.greedy_plan import plan_of
from tspi_sched.solve.greedy_sheet import Sheet
from tspi_sched.wishes import DEFAULT_ORDER

Bins = dict[Bin, Slots]
"""The bins that may be used, and when."""

Value = tuple[int, ...]
"""The objectives asked for, the first the most important."""

EFFORT_EACH, EFFORT_FOR_PANEL = 60, 2
"""Turns that may be looked for, for each job, and for each job and panel."""

ORDERS_OF_PAPERS = 6
"""Orders of the papers tried at the most."""


@dataclass
class Trial:
    """A plan that was found, how good it is, and what it was made of."""

    value: Value
    plan: Plan
    sheet: Sheet


@dataclass
class Tries:
    """What is tried for, and what was found so far, the best last."""

    problem: Problem
    names: tuple[str, ...]
    ground: Ground
    effort: Effort
    found: list[Trial] = field(default_factory=list)


def quick_plan(problem: Problem, names: tuple[str, ...] = DEFAULT_ORDER) -> Plan | None:
    """A plan of the whole session that keeps every rule, good by these objectives in their order; None: none was found.

    The same session always gives the same plan.
    """
    named = problem if problem.rules.panel.mode == "given" else with_named_panels(problem)
    ground = Ground(build_work(named))
    jobs = len(ground.work.jobs)
    if not jobs or not ground.panels:
        return None
    effort = Effort(jobs * (EFFORT_EACH + EFFORT_FOR_PANEL * len(ground.panels)))
    tries = Tries(problem, names, ground, effort)
    _few_days(tries)
    if tries.found:
        _few_bins(tries)
        _early_end(tries)
    return next((trial.plan for trial in reversed(tries.found) if not check(problem, trial.plan)), None)


def _try(t: Tries, papers: Papers, bins: Bins, order: list[Job], rank: Rank) -> Trial | None:
    """Dispatch the jobs in an order; what came of it is kept if it is the best so far."""
    sheet = Sheet(t.ground, papers, bins)
    if not dispatch(sheet, order, rank, t.effort):
        return None
    if t.ground.work.problem.rules.marking.before == "all":
        panels = {index: turn.bin[0] for index, turn in sheet.turns.items()}
        sheet = Sheet(t.ground, papers, bins)
        if not (marked_first(sheet, panels) and dispatch(sheet, order, rank, t.effort, panels)):
            return None
    mark_late(sheet)
    plan = plan_of(sheet)
    if plan is None:
        return None
    measured = measure(t.problem, plan)
    trial = Trial(tuple(measured[name] for name in t.names), plan, sheet)
    if not t.found or trial.value < t.found[-1].value:
        t.found.append(trial)
    return trial


# --- orders ----------------------------------------------------------------------------------------------------------


def _longest(ground: Ground) -> list[Job]:
    """Those who are to be heard for the longest first; the tracks of a candidate together, in their order."""
    return sorted(ground.work.jobs, key=lambda job: (-_work_for(ground, job), job.index))


def _hardest(ground: Ground) -> list[Job]:
    """Those first whom fewer panels and rooms suit."""
    odd = {job.candidate.id for barred in ground.barred for index in barred for job in [ground.work.jobs[index]]}

    def hard(job: Job) -> tuple[bool, bool, int, int]:
        candidate = job.candidate
        free = not (candidate.availability or candidate.accessible)
        return free, candidate.id not in odd, -_work_for(ground, job), job.index

    return sorted(ground.work.jobs, key=hard)


def _first_ready(ground: Ground, papers: Papers) -> list[Job]:
    """Those whose papers end first, the longest of them first."""
    ends = {index: (day, start) for index, (day, start) in papers.starts().items()}
    ready = {
        c.id: min((ends[j.index][0], ends[j.index][1] + j.written) for j in ground.work.jobs_of(c))
        for c in ground.work.problem.candidates
    }
    return sorted(
        ground.work.jobs, key=lambda job: (ready[job.candidate.id], -_work_for(ground, job), job.index)
    )


def _work_for(ground: Ground, job: Job) -> int:
    return work_of(ground.work.jobs_of(job.candidate))


def _seatings(ground: Ground) -> Iterator[Papers]:
    """The papers in several orders, all as early as can be; then each a day later than the one before."""
    tracks = tuple(dict.fromkeys(job.track for job in ground.work.jobs))
    length = {track: max(job.written for job in ground.work.jobs if job.track == track) for track in tracks}
    known: list[dict[int, Moment]] = []
    for apart in (0, 1):
        for order in islice(permutations(sorted(tracks, key=lambda track: length[track])), ORDERS_OF_PAPERS):
            days = {track: min(apart * place, len(ground.days) - 1) for place, track in enumerate(order)}
            papers = all_seated(ground, order, days)
            if papers and papers.starts() not in known:
                known.append(papers.starts())
                yield papers


# --- what is tried ---------------------------------------------------------------------------------------------------


def _few_days(t: Tries) -> None:
    """Plans within as few days as there are plans to be found, from all orders."""
    seatings = list(_seatings(t.ground))
    for days in range(1, len(t.ground.days) + 1):
        bins = {bin: slots for bin, slots in t.ground.duty.items() if bin[1] < days and slots}
        for papers in seatings:
            if max(day for day, _ in papers.moments) < days and _enough(t.ground, papers, bins):
                for order, rank in _ways(t.ground, papers, bins):
                    _try(t, papers, bins, order, rank)
        if t.found:
            return


def _ways(ground: Ground, papers: Papers, bins: Bins) -> Iterator[tuple[list[Job], Rank]]:
    """Orders of jobs, and which bins to like."""
    yield _longest(ground), soonest
    yield _longest(ground), in_turn(_roomiest(ground, papers, bins))
    yield _first_ready(ground, papers), soonest
    yield _hardest(ground), soonest


def _enough(ground: Ground, papers: Papers, bins: Bins) -> bool:
    """Whether there is as much time in the bins as the jobs take."""
    return work_of(ground.work.jobs) <= sum(_room(ground, papers, bin, slots) for bin, slots in bins.items())


def _room(ground: Ground, papers: Papers, bin: Bin, slots: Slots) -> int:
    """How many slots a panel has on a day after the first paper's end."""
    ends = ((day, start + sitting.slots) for (day, start), some in papers.moments.items() for sitting in some)
    day, end = min(ends)
    if bin[1] < day:
        return 0
    return (slots >> end if bin[1] == day else slots).bit_count()


def _roomiest(ground: Ground, papers: Papers, bins: Bins) -> list[Bin]:
    """The bins with the most time first, those of one day together."""
    return sorted(bins, key=lambda bin: (-_room(ground, papers, bin, bins[bin]), bin[1], bin[0]))


def _few_bins(t: Tries) -> None:
    """Close one bin after the other, those with the least work first, while there are plans without them."""
    best, closed = t.found[-1], set[Bin]()
    while t.effort.left > 0:
        used = {bin: slots for bin, slots in best.sheet.opened.items() if best.sheet.worked.get(bin)}
        least = min((bin for bin in used if bin not in closed), key=lambda bin: best.sheet.worked[bin], default=None)
        if least is None:
            return
        closed.add(least)
        rest = {bin: slots for bin, slots in used.items() if bin != least}
        best = _with_bins(t, best.sheet.papers, rest) or best


def _with_bins(t: Tries, papers: Papers, bins: Bins) -> Trial | None:
    """A plan with these bins and no others."""
    if _enough(t.ground, papers, bins):
        for order, rank in _ways(t.ground, papers, bins):
            trial = _try(t, papers, bins, order, rank)
            if trial:
                return trial
    return None


def _early_end(t: Tries) -> None:
    """Let the last day end earlier, while there are plans that do."""
    best = t.found[-1].sheet
    last = max(day for _, day in best.worked)
    most = max(busy.bit_length() for (_, day), busy in best.busy.items() if day == last)
    least = 0
    while least < most - 1 and t.effort.left > 0:
        end = max((least + most) // 2, most - 12)
        bins = {bin: slots & stretch(0, end) if bin[1] == last else slots for bin, slots in best.opened.items()}
        if _with_bins(t, best.papers, bins):
            most = end
        else:
            least = end
