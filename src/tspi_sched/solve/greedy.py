"""A first plan at once, without the solver: jobs are dispatched to panels, one after the other, in a few ways.

Papers get moments first. Then each job goes to the panel and day (a bin) that is best for it, at the earliest hours that
all the rules leave it there. A few orders of papers and jobs are tried; then bins are closed, and the last day is made
shorter, as long as everybody still finds a turn. It bounds nothing, and may find no plan where there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, permutations

from tspi_sched.check import OBJECTIVES, check
from tspi_sched.check.facts import Facts
from tspi_sched.model import Job, build_work
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.solve.compose import with_named_panels
from tspi_sched.solve.greedy_dispatch import Effort, Rank, dispatch, in_turn, mark_first, mark_late, soonest
from tspi_sched.solve.greedy_facts import Bins, Ground, stretch
from tspi_sched.solve.greedy_papers import Moment, Papers, all_seated, enough, roomiest
from tspi_sched.solve.greedy_plan import plan_of
from tspi_sched.solve.greedy_sheet import Sheet
from tspi_sched.wishes import DEFAULT_ORDER

Value = tuple[int, ...]
"""The objectives asked for, the first the most important."""

Way = tuple[list[Job], Rank]
"""An order of the jobs, and which bins to like."""

EFFORT_EACH, WAYS = 20, 4
"""Turns that may be looked for, at each of three stages, for each job (and as many as there are panels); ways to try."""

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
    seatings: list[Papers]
    found: list[Trial] = field(default_factory=list)
    effort: Effort = field(default_factory=Effort)


def quick_plan(problem: Problem, names: tuple[str, ...] = DEFAULT_ORDER) -> Plan | None:
    """A plan of the whole session that keeps every rule, good by these objectives in their order; None: none was found.

    The same session always gives the same plan.
    """
    named = problem if problem.rules.panel.mode == "given" else with_named_panels(problem)
    ground = Ground(build_work(named))
    if not ground.work.jobs or not ground.panels:
        return None
    tries = Tries(problem, names, ground, list(_seatings(ground)))
    for look in (_few_days, _few_bins, _early_end):
        tries.effort.left += len(ground.work.jobs) * (EFFORT_EACH + len(ground.panels))
        look(tries)
        if not tries.found:
            return None
    return next((trial.plan for trial in reversed(tries.found) if not check(problem, trial.plan)), None)


def _try(t: Tries, papers: Papers, bins: Bins, way: Way) -> bool:
    """Dispatch the jobs in one way, then again with each panel's marking first; the best plan so far is kept."""
    sheet, (order, rank) = Sheet(t.ground, papers, bins), way
    if not dispatch(sheet, order, rank, t.effort):
        return False
    panels = {index: turn.bin[0] for index, turn in sheet.turns.items()}
    again, before_all = Sheet(t.ground, papers, sheet.used()), t.ground.work.problem.rules.marking.before == "all"
    marked = mark_first(again, panels, before_all) and dispatch(again, order, soonest, t.effort, panels)
    kept = [_keep(t, some) for some, there in ((sheet, not before_all), (again, marked)) if there]
    return any(kept)


def _keep(t: Tries, sheet: Sheet) -> bool:
    """Keep the plan of a sheet if it is the best so far; whether there is one at all."""
    mark_late(sheet)
    plan = plan_of(sheet)
    if plan is not None:
        facts = Facts(t.problem, plan)
        trial = Trial(tuple(OBJECTIVES[name](facts) for name in t.names), plan, sheet)
        if not t.found or trial.value < t.found[-1].value:
            t.found.append(trial)
    return plan is not None


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
    return ground.work_of(ground.work.jobs_of(job.candidate))


def _ways(ground: Ground, papers: Papers, bins: Bins) -> tuple[Way, ...]:
    longest = _longest(ground)
    packed = in_turn(roomiest(ground, papers, bins))
    return (longest, soonest), (longest, packed), (_first_ready(ground, papers), soonest), (_hardest(ground), soonest)


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
    """Plans within as few days as there are plans to be found."""
    for days in range(1, len(t.ground.days) + 1):
        bins = {bin: slots for bin, slots in t.ground.duty.items() if bin[1] < days and slots}
        for number in range(WAYS):
            for papers in t.seatings:
                if enough(t.ground, papers, bins):
                    _try(t, papers, bins, _ways(t.ground, papers, bins)[number])
            if t.found:
                return


def _few_bins(t: Tries) -> None:
    """Plans with as few bins, those with the most time, as there are plans to be found."""
    best = t.found[-1].sheet
    days = max(day for _, day in best.worked)
    bins = {bin: slots for bin, slots in t.ground.duty.items() if bin[1] <= days and slots}
    for count in range(len(bins)):
        for papers in t.seatings:
            some = {bin: bins[bin] for bin in roomiest(t.ground, papers, bins)[:count]}
            if count >= len(best.used()) or t.effort.left <= 0:
                return
            if enough(t.ground, papers, some) and any(_try(t, papers, some, way) for way in _ways(t.ground, papers, some)):
                return


def _early_end(t: Tries) -> None:
    """Let the last day end earlier, while there are plans that do."""
    best = t.found[-1].sheet
    last = max(day for _, day in best.worked)
    most = max(busy.bit_length() for (_, day), busy in best.busy.items() if day == last)
    least = 0
    while least < most - 1 and t.effort.left > 0:
        end = max((least + most) // 2, most - 12)
        bins = {bin: slots & stretch(0, end) if bin[1] == last else slots for bin, slots in best.used().items()}
        ways = _ways(t.ground, best.papers, bins)
        if enough(t.ground, best.papers, bins) and any(_try(t, best.papers, bins, way) for way in ways):
            most = end
        else:
            least = end
