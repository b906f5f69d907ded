"""As many candidates as fit, without the solver: a constructive start, then ruin and recreate (Schrimpf et al. 2000).

The start fills panel-days in a few orders, candidates of most priority for the least of the panels' time first, whole
candidates only. Then some panel-days, or some candidates, are taken out of the best schedule, and all who are out are
offered what is free, in an order that chance varies; a schedule that leaves out no more is accepted. Bounds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, permutations
from random import Random

from tspi_sched.checker import check
from tspi_sched.deadlines import go_on
from tspi_sched.heuristics.composition import compose_panels
from tspi_sched.heuristics.dispatch.calendars import Calendars
from tspi_sched.heuristics.dispatch.dispatch import Budget, right_shift
from tspi_sched.heuristics.dispatch.extract import plan_of
from tspi_sched.heuristics.dispatch.fill import filled, refilled
from tspi_sched.heuristics.dispatch.papers import Seating
from tspi_sched.heuristics.dispatch.partial_schedule import PartialSchedule
from tspi_sched.heuristics.dispatch.seats import Openings, most_seated, with_seats
from tspi_sched.model import build_instance
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Problem

ORDERS, BUDGET = 6, 60
"""Most orders of the papers, with as many orders of the candidates each; insertions per job in all of the start."""

NOISE = 0.3
"""By what share chance may lift or lower what a candidate is worth in a recreation."""

LENIENT = 0.03
"""How often a schedule is accepted that leaves out no more, but takes more of the panels' time."""

MANY = 3
"""Most panel-days taken out at once; or for each so many candidates."""

Told = Callable[[Plan], None]
"""Gets a plan that keeps every rule."""


@dataclass(frozen=True)
class FullSchedule:
    """A schedule, its papers' moments, the priorities of those who are out in all, and the time that panels need."""

    schedule: PartialSchedule
    openings: Openings
    out: int
    taken: int = 0


@dataclass
class Filler:
    """The fullest schedule so far of a session whose panels are named."""

    problem: Problem
    calendars: Calendars
    told: Told = lambda plan: None
    best: FullSchedule | None = None
    sound: int | None = None
    """What the best plan that was reported leaves out."""
    budget: Budget = field(default_factory=Budget)

    @cached_property
    def worth(self) -> dict[str, float]:
        """By candidate, the priority for a slot of the panels' time."""
        instance = self.calendars.instance
        return {
            candidate.id: candidate.priority / max(1, self.calendars.work_of(instance.jobs_of(candidate)))
            for candidate in self.candidates
        }

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everybody."""
        return self.calendars.instance.problem.candidates

    def keep(self, full: FullSchedule, lenient: bool = False) -> None:
        """Accept a schedule if it leaves out no more, in less of the panels' time unless `lenient`; report its plan if
        it leaves out less than all reported before."""
        best = self.best
        if best is None or (full.out, not lenient and full.taken) <= (best.out, not lenient and best.taken):
            self.best = full
        if self.sound is None or full.out < self.sound:
            shown = full.schedule.copy()
            right_shift(shown)
            plan = plan_of(shown)
            if plan is not None and not check(self.problem, plan):
                self.sound = full.out
                self.told(plan)

    def full(self, schedule: PartialSchedule, openings: Openings) -> FullSchedule:
        """A schedule with what it is judged by."""
        placed = schedule.placed()
        out = sum(candidate.priority for candidate in self.candidates if candidate.id not in placed)
        return FullSchedule(
            schedule,
            openings,
            out,
            self.calendars.work_of(self.calendars.instance.jobs[index] for index in schedule.insertions),
        )


def filler(problem: Problem, told: Told) -> Filler:
    """Nobody placed yet."""
    named = compose_panels(problem) if problem.composes else problem
    return Filler(problem, Calendars(build_instance(named)), told)


# --- the start -------------------------------------------------------------------------------------------------------


def start_full(f: Filler) -> None:
    """Fill the panels' days in a few orders of papers and candidates, while the effort lasts and somebody is out."""
    f.budget.left = max(1_000, BUDGET * len(f.calendars.instance.jobs))
    panel_days = {panel_day: slots for panel_day, slots in f.calendars.duty.items() if slots}
    for order in ORDERS_OF_CANDIDATES:
        for seating, openings in _seatings(f, order(f)):
            go_on()
            if f.budget.left <= 0 or f.sound == 0:
                return
            schedule = filled(f.calendars, seating, order(f), panel_days, f.budget)
            f.keep(f.full(schedule, openings))


def _seatings(f: Filler, wanted: Sequence[Candidate]) -> Iterator[tuple[Seating, Openings]]:
    """The papers in several orders, all as early as can be, or each a day later than the one before."""
    jobs = [job for job in f.calendars.instance.jobs if job.has_paper]
    tracks = sorted({job.track for job in jobs}, key=lambda t: max(job.written for job in jobs if job.track == t))
    known: list[Openings] = []
    for apart in (0, 1):
        for order in islice(permutations(tracks), ORDERS):
            days = {track: min(apart * place, len(f.calendars.days) - 1) for place, track in enumerate(order)}
            seating, openings = most_seated(f.calendars, order, days, wanted)
            if openings not in known:
                known.append(openings)
                yield seating, openings


def _worthy(f: Filler) -> list[Candidate]:
    """Those first who are worth most for the time that they take, of these the ones whom fewer panels may hear."""
    barred = {
        candidate.id: sum(
            job.index in jobs_barred
            for job in f.calendars.instance.jobs_of(candidate)[:1]
            for jobs_barred in f.calendars.barred
        )
        for candidate in f.candidates
    }
    return sorted(f.candidates, key=lambda candidate: (-f.worth[candidate.id], -barred[candidate.id]))


def _urgent(f: Filler) -> list[Candidate]:
    """Those of the most priority first, then those who take the least time."""
    return sorted(f.candidates, key=lambda candidate: (-candidate.priority, -f.worth[candidate.id]))


ORDERS_OF_CANDIDATES = (_worthy, _urgent)


# --- ruin and recreate -----------------------------------------------------------------------------------------------


def ruin_and_recreate(f: Filler, rng: Random, budget: Budget) -> None:
    """Ruin and recreate the best schedule once."""
    if f.best is None:
        return
    best, placed = f.best, f.best.schedule.placed()
    ruined = _ruined(best.schedule, sorted(placed), rng)
    noisy = {candidate.id: f.worth[candidate.id] * rng.uniform(1 - NOISE, 1 + NOISE) for candidate in f.candidates}
    everybody = sorted(f.candidates, key=lambda candidate: -noisy[candidate.id])
    out = [candidate for candidate in everybody if candidate.id not in placed or candidate.id in ruined]
    seating = with_seats(best.schedule.seating, best.openings, placed - ruined, out)
    if (
        f.calendars.instance.problem.rules.marking.before == "all"
    ):  # what a panel marks first depends on all that it hears
        schedule = filled(f.calendars, seating, everybody, best.schedule.opened, budget)
    else:
        schedule = refilled(best.schedule, seating, ruined, out, budget)
    f.keep(f.full(schedule, best.openings), lenient=rng.random() < LENIENT)


def _ruined(schedule: PartialSchedule, placed: list[str], rng: Random) -> set[str]:
    """Whom to take out: all whom a few panels hear on a day, or some candidates."""
    many = rng.randint(1, MANY)
    if rng.random() < 0.7 and schedule.heard:
        panel_days = rng.sample(sorted(schedule.heard), min(many, len(schedule.heard)))
        return {job.candidate.id for panel_day in panel_days for job in schedule.heard[panel_day]}
    return set(rng.sample(placed, min(MANY * many, len(placed))))
