"""The constructive heuristic: a first plan at once, without the solver, by list scheduling under several priority
rules.

Papers get moments first. Then each job goes to the panel-day where its orals can start first, at the hours that all the
rules leave it. A few orders of papers and jobs are tried; then panel-days are closed, and the last day is shortened, as
long as everybody still finds a place. It bounds nothing, and may find no plan where there is one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, permutations

from tspi_sched.checker import OBJECTIVES, check
from tspi_sched.checker.facts import Facts
from tspi_sched.heuristics.composition import compose_panels
from tspi_sched.heuristics.dispatch.calendars import Calendars, PanelDays, mask
from tspi_sched.heuristics.dispatch.dispatch import Budget, dispatch, mark_before_orals, right_shift
from tspi_sched.heuristics.dispatch.extract import plan_of
from tspi_sched.heuristics.dispatch.papers import Moment, Seating, all_seated, enough, roomiest
from tspi_sched.heuristics.dispatch.partial_schedule import PartialSchedule
from tspi_sched.model import Job, build_instance
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.wishes import DEFAULT_ORDER

FIRST_PLAN_BUDGET, BUDGET, LEAST_BUDGET = 40, 12, 300
"""Insertions per job until there is a plan, and then in each part of the search that improves it; with many panels, up
to twice as many. The least of them in all."""

ORDERS_OF_PAPERS, FEW_MEMBERS = 6, 10
"""Most orders of the papers; members up to whom each is left out in turn, so that other panels serve."""


Told = Callable[[Plan], None]
"""Gets a plan that keeps every rule, as soon as it is found."""


@dataclass(frozen=True)
class Incumbent:
    """An incumbent: a plan, its values of the objectives asked for, and what it was made of."""

    value: tuple[int, ...]
    plan: Plan
    schedule: PartialSchedule


@dataclass
class MultiStart:
    """The state of the multi-start: what is tried for, and the incumbent."""

    problem: Problem
    names: tuple[str, ...]
    calendars: Calendars
    told: Told
    seatings: list[Seating] = field(default_factory=list)
    incumbent: Incumbent | None = None
    sound: Plan | None = None
    """The first plan found, if it keeps every rule."""
    budget: Budget = field(default_factory=Budget)

    @property
    def best(self) -> Incumbent:
        """The best plan so far, once there is one."""
        assert self.incumbent is not None
        return self.incumbent

    @cached_property
    def work_of_candidate(self) -> dict[str, int]:
        """Panels' time for each candidate, on all tracks together: these are inserted in a row."""
        instance = self.calendars.instance
        return {
            candidate.id: self.calendars.work_of(instance.jobs_of(candidate))
            for candidate in instance.problem.candidates
        }

    @cached_property
    def odd(self) -> frozenset[str]:
        """The candidates whom fewer panels or rooms suit, or who are not always there."""
        jobs, barred = self.calendars.instance.jobs, frozenset[int]().union(*self.calendars.barred)
        people = (job.candidate for job in jobs)
        special = {person.id for person in people if person.accessible or person.availability}
        return frozenset(special | {jobs[index].candidate.id for index in barred})


def constructive_plan(
    problem: Problem, names: tuple[str, ...] = DEFAULT_ORDER, told: Told = lambda plan: None
) -> Plan | None:
    """A plan of the whole session that keeps every rule, good by these objectives in their order; None: none was found.

    The first one that is found is told at once. The same session always gives the same plan.
    """
    if not problem.candidates or not build_instance(problem).dispatches:
        return None
    return next((plan for named in _named(problem) if (plan := _best_plan(problem, names, named, told))), None)


def _named(problem: Problem) -> Iterator[Problem]:
    """The problem with its panels named; if they are to be composed by few, also other panels in turn, without one
    member each."""
    if not problem.composes:
        yield problem
        return
    yield compose_panels(problem)
    for out in problem.members if len(problem.members) <= FEW_MEMBERS else ():
        yield compose_panels(replace(problem, members=tuple(m for m in problem.members if m.id != out.id)))


def _best_plan(problem: Problem, names: tuple[str, ...], named: Problem, told: Told) -> Plan | None:
    """The best plan found with these panels."""
    tries = MultiStart(problem, names, calendars := Calendars(build_instance(named)), told)
    for look, budget in ((_fewest_days, FIRST_PLAN_BUDGET), (_fewest_panel_days, BUDGET), (_earliest_end, BUDGET)):
        tries.budget.left = max(
            LEAST_BUDGET, len(calendars.instance.jobs) * (budget + min(len(calendars.panels), budget))
        )
        look(tries)
        if tries.incumbent is None:
            return None
    best = tries.best.plan
    return best if best is tries.sound or not check(problem, best) else tries.sound


# --- what is tried ---------------------------------------------------------------------------------------------------


def _fewest_days(t: MultiStart) -> None:
    """A plan within as few days as there are plans to be found; the papers on several days only if need be."""
    for apart in (0, 1):
        t.seatings = list(_seatings(t.calendars, apart))
        for days in range(1, len(t.calendars.days) + 1):
            if _any_way(t, _within(t, days)):
                return


def _fewest_panel_days(t: MultiStart) -> None:
    """Plans with as few panel-days as possible, those with the most time first."""
    panel_days = _within(t, 1 + max(day for _, day in t.best.schedule.worked))
    low, high = 0, len(t.best.schedule.used())
    while high - low > 1 and t.budget.left > 0:
        count = (low + high) // 2
        if _any_way(t, panel_days, count):
            high = min(count, len(t.best.schedule.used()))
        else:
            low = count


def _earliest_end(t: MultiStart) -> None:
    """Let the last day end earlier, while there are plans that do."""
    panel_days, busy = t.best.schedule.used(), t.best.schedule.busy
    last = max(day for _, day in panel_days)
    low, high = 0, max(slots.bit_length() for (_, day), slots in busy.items() if day == last)
    while high - low > 1 and t.budget.left > 0:
        end = (low + high) // 2
        if _any_way(
            t,
            {
                panel_day: slots & mask(0, end) if panel_day[1] == last else slots
                for panel_day, slots in panel_days.items()
            },
        ):
            high = end
        else:
            low = end


def _within(t: MultiStart, days: int) -> PanelDays:
    """The panel-days of the first days."""
    return {panel_day: slots for panel_day, slots in t.calendars.duty.items() if panel_day[1] < days and slots}


def _any_way(t: MultiStart, panel_days: PanelDays, limit: int | None = None) -> bool:
    """Whether there is a plan with some panel-days, or with the roomiest of them, if their number is limited.

    Half of the budget is kept for other panel-days.
    """
    kept, hopeful = (
        t.budget.left // 2,
        [p for p in t.seatings if enough(t.calendars, p, _chosen(t, p, panel_days, limit, 0))],
    )
    for order, offset in PRIORITY_RULES:
        for seating in hopeful if t.budget.left > kept else ():
            if _dispatch(t, seating, _chosen(t, seating, panel_days, limit, offset), order(t, seating)):
                return True
    return False


def _chosen(t: MultiStart, seating: Seating, panel_days: PanelDays, limit: int | None, offset: int) -> PanelDays:
    """All of the panel-days, or so many of the roomiest."""
    return (
        panel_days
        if limit is None
        else {
            panel_day: panel_days[panel_day] for panel_day in roomiest(t.calendars, seating, panel_days, offset)[:limit]
        }
    )


def _dispatch(t: MultiStart, seating: Seating, panel_days: PanelDays, order: list[Job]) -> bool:
    """Dispatch the jobs in an order, and again with each panel's marking first; whether there is a plan, which is kept
    if it is the best so far."""
    before_all = t.calendars.instance.problem.rules.marking.before == "all"
    last = seating.needed[0][0]
    # Where all is marked before the orals, these are for now after all papers: else panels would be chosen blindly.
    schedule = PartialSchedule(
        t.calendars,
        seating,
        panel_days,
        ready=dict.fromkeys(range(len(t.calendars.panels)), last) if before_all else {},
    )
    if not dispatch(schedule, order, t.budget):
        return False
    panels = {index: insertion.panel_day[0] for index, insertion in schedule.insertions.items()}
    again = PartialSchedule(t.calendars, seating, schedule.used())
    marked = mark_before_orals(again, t.calendars.instance.jobs, panels, before_all) and dispatch(
        again, order, t.budget, panels
    )
    kept = [_keep(t, candidate) for candidate, complete in ((schedule, not before_all), (again, marked)) if complete]
    return any(kept)


def _keep(t: MultiStart, schedule: PartialSchedule) -> bool:
    """Keep the plan of a schedule if it is the best so far; whether it has one at all."""
    right_shift(schedule)
    plan = plan_of(schedule)
    if plan is not None:
        facts = Facts(t.problem, plan)
        trial = Incumbent(tuple(OBJECTIVES[name](facts) for name in t.names), plan, schedule)
        if t.incumbent is None:
            _tell(t, plan)
        if t.incumbent is None or trial.value < t.incumbent.value:
            t.incumbent = trial
    return plan is not None


def _tell(t: MultiStart, plan: Plan) -> None:
    """Report the first plan, if it keeps every rule."""
    if not check(t.problem, plan):
        t.sound = plan
        t.told(plan)


# --- orders ----------------------------------------------------------------------------------------------------------


def _seatings(calendars: Calendars, apart: int) -> Iterator[Seating]:
    """The papers in several orders, all as early as can be, or each so many days later than the one before."""
    tracks = tuple(dict.fromkeys(job.track for job in calendars.instance.jobs if job.has_paper))
    length = {track: max(job.written for job in calendars.instance.jobs if job.track == track) for track in tracks}
    known: list[dict[int, Moment]] = []
    for order in islice(permutations(sorted(tracks, key=lambda track: length[track])), ORDERS_OF_PAPERS):
        days = {track: min(apart * place, len(calendars.days) - 1) for place, track in enumerate(order)}
        seating = all_seated(calendars, order, days)
        if seating and seating.starts() not in known:
            known.append(seating.starts())
            yield seating


def _longest(t: MultiStart, _papers: Seating) -> list[Job]:
    """Those whom panels are taken for the longest first."""
    return sorted(t.calendars.instance.jobs, key=lambda job: (-t.work_of_candidate[job.candidate.id], job.index))


def _hardest(t: MultiStart, seating: Seating) -> list[Job]:
    """Candidates that few panels or rooms suit first, then the longest."""
    return sorted(_longest(t, seating), key=lambda job: job.candidate.id not in t.odd)


def _first_ready(t: MultiStart, seating: Seating) -> list[Job]:
    """Those whose papers start first, then the longest."""
    starts, ready = seating.starts(), dict[str, Moment]()
    for job in t.calendars.instance.jobs:
        ready[job.candidate.id] = min(starts[job.index], ready.get(job.candidate.id, starts[job.index]))
    return sorted(_longest(t, seating), key=lambda job: ready[job.candidate.id])


PRIORITY_RULES: tuple[tuple[Callable[[MultiStart, Seating], list[Job]], int], ...] = (
    (_hardest, 0),
    (_first_ready, 1),
    (_longest, 0),
    (_hardest, 1),
)
"""Orders of the jobs, and by how many panels the first one of a day differs from that of the day before."""
